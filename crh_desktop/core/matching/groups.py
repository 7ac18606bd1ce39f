"""Groups of photos that belong together: stars around a hub, never chains, the same on every run.

Contents with equal pixels form a unit first. Units are then taken as hubs in the order of their number of neighbours
(most first, equal ones by digest); a hub gathers every neighbour within the radius that has no group yet. What a
unit's group is depends on its own connected part only, so unrelated photos change nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes
from crh_desktop.core.perceptual import TURNS, best_turn
from crh_desktop.core.records import FolderState, Group, Member, Tier


@dataclass(frozen=True, slots=True)
class GroupPhoto:
    """What grouping needs of one photo file."""

    id: int
    path: bytes
    size: int
    mtime_ns: int
    dev: int
    inode: int
    content: int  # row in the index's content arrays
    state: FolderState
    damaged: bool = False  # only a part of it could be decoded
    captured: bool = False  # the file says when or by which camera it was taken


@dataclass
class GroupIndex:
    """Contents, their photos and the stored pairs, ready to be grouped at any tier and radius without the database.

    digests, pixel_digests: one a content, in the order of digests. codes: uint8 [C, 32]; has_code: bool [C].
    first, second, distance: pairs of content rows within the largest radius.
    """

    digests: list[str]
    pixel_digests: list[str]
    pixels: NDArray[np.int64]
    codes: Codes
    has_code: NDArray[np.bool_]
    photos: list[GroupPhoto]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    distance: NDArray[np.int32]

    def __post_init__(self) -> None:
        self._photos_of: dict[int, list[GroupPhoto]] = defaultdict(list)
        for photo in self.photos:
            self._photos_of[photo.content].append(photo)
        by_pixels: dict[str, int] = {}
        self._unit_by_pixels = np.arange(len(self.digests))
        for row, pixel_digest in enumerate(self.pixel_digests):
            if pixel_digest:
                self._unit_by_pixels[row] = by_pixels.setdefault(pixel_digest, row)
        self._cache: dict[tuple[int, ...], Group | None] = {}
        self._relations: dict[tuple[int, int], tuple[int, str | None]] = {}

    def groups(self, tier: Tier = Tier.NEAR, radius: int = 31) -> list[Group]:
        """Groups at `tier` or stricter, most bytes to free first, equal ones by the keeper's path."""
        found = []
        for rows in self.clusters(tier, radius):
            key = (radius if len(rows) > 1 else 0, *rows)
            if key not in self._cache:
                self._cache[key] = self._build(rows, radius)
            group = self._cache[key]
            if group is not None:
                found.append(group)
        found.sort(key=lambda group: (-group.bytes_freeable, group.keeper.path))
        return found

    def clusters(self, tier: Tier, radius: int) -> list[tuple[int, ...]]:
        """Rows of contents that form one group each, hub first; a single row may still hold several files."""
        if tier is Tier.IDENTICAL:
            return [(row,) for row, photos in self._photos_of.items() if len(photos) > 1]
        unit = self._unit_by_pixels
        members: dict[int, list[int]] = defaultdict(list)
        for row in self._photos_of:
            members[int(unit[row])].append(row)
        clusters = []
        taken: set[int] = set()
        if tier.rank >= Tier.NEAR.rank and len(self.first):
            inside = self.distance <= radius
            a, b = unit[self.first[inside]], unit[self.second[inside]]
            present = np.zeros(len(self.digests), np.bool_)
            present[list(members)] = True
            keep = (a != b) & present[a] & present[b]
            clusters = _stars(a[keep], b[keep], len(self.digests))
            taken = {row for star in clusters for row in star}
        result = [tuple(row for head in star for row in sorted(members[head])) for star in clusters]
        for head, rows in members.items():
            if head not in taken and (len(rows) > 1 or len(self._photos_of[rows[0]]) > 1):
                result.append(tuple(sorted(rows)))
        return result

    def _build(self, rows: tuple[int, ...], radius: int) -> Group | None:
        photos = [photo for row in rows for photo in self._photos_of[row]]
        if len(photos) < 2:
            return None
        keeper = min(self._eligible(rows, radius) or photos, key=self._keeper_rule)
        members = [self._member(keeper, photo) for photo in photos]
        members.sort(key=lambda member: (member.photo_id != keeper.id, member.tier.rank, member.distance, member.path))
        tier = max((member.tier for member in members), key=lambda one: one.rank)
        return Group(tier, members[0], tuple(members), self._freeable(keeper, photos))

    def _eligible(self, rows: tuple[int, ...], radius: int) -> list[GroupPhoto]:
        """Photos that every other member lies within the radius of (the hub always qualifies)."""
        coded = [row for row in rows if self.has_code[row]]
        fits = []
        for row in rows:
            near = (self._relation(row, other)[0] <= radius for other in coded if other != row)
            if all(near):
                fits.extend(self._photos_of[row])
        return fits

    def _keeper_rule(self, photo: GroupPhoto) -> tuple[object, ...]:
        """Whole, in a reference folder, most pixels, capture data, oldest, most bytes, shortest and first path."""
        return (
            photo.damaged,
            photo.state is not FolderState.REFERENCE,
            -int(self.pixels[photo.content]),
            not photo.captured,
            photo.mtime_ns,
            -photo.size,
            len(photo.path),
            photo.path,
        )

    def _relation(self, first: int, second: int) -> tuple[int, str | None]:
        if first == second or (self.pixel_digests[first] and self.pixel_digests[first] == self.pixel_digests[second]):
            return 0, None
        if not (self.has_code[first] and self.has_code[second]):
            return 0, None
        known = self._relations.get((first, second))
        if known is None:  # asked again at every position of the slider
            distance, turn = best_turn(self.codes[first], self.codes[second])
            known = self._relations[first, second] = (distance, TURNS[turn])
        return known

    def _member(self, keeper: GroupPhoto, photo: GroupPhoto) -> Member:
        a, b = keeper.content, photo.content
        if a == b:
            tier = Tier.IDENTICAL
        elif self.pixel_digests[a] and self.pixel_digests[a] == self.pixel_digests[b]:
            tier = Tier.PIXELS
        else:
            tier = Tier.NEAR
        distance, transform = self._relation(a, b)
        evidence: dict[str, object] = {"digest": self.digests[b]}
        if photo.id == keeper.id:
            evidence["keeper"] = True
        elif tier is Tier.IDENTICAL:
            if (photo.dev, photo.inode) == (keeper.dev, keeper.inode):
                evidence["hard_link"] = True
        elif tier is Tier.PIXELS:
            evidence["pixel_digest"] = self.pixel_digests[a]
        else:
            evidence["perceptual"] = distance
        return Member(photo.id, photo.path, photo.size, tier, distance, transform, evidence)

    def _freeable(self, keeper: GroupPhoto, photos: list[GroupPhoto]) -> int:
        """Bytes of all files but the keeper; an inode counts once, reference folders never."""
        inodes = {(keeper.dev, keeper.inode)}
        total = 0
        for photo in photos:
            if photo.state is FolderState.REFERENCE or (photo.dev, photo.inode) in inodes:
                continue
            inodes.add((photo.dev, photo.inode))
            total += photo.size
        return total


def _stars(a: NDArray[np.int64], b: NDArray[np.int64], count: int) -> list[list[int]]:
    """Stars (hub first) over an undirected graph of rows that stand in the order of digests."""
    if not len(a):
        return []
    edges = np.unique(np.concatenate([a * count + b, b * count + a]))
    source, target = edges // count, edges % count
    heads, starts, degree = np.unique(source, return_index=True, return_counts=True)
    place = {int(head): at for at, head in enumerate(heads)}
    taken: set[int] = set()
    stars = []
    for at in np.lexsort((heads, -degree)):
        hub = int(heads[at])
        if hub in taken:
            continue
        start = starts[place[hub]]
        others = [int(row) for row in target[start : start + degree[at]] if int(row) not in taken]
        if not others:
            continue
        taken.update([hub, *others])
        stars.append([hub, *others])
    return stars
