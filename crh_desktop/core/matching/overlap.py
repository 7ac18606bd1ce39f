"""Which folders hold copies of each other's photos, how many, and what could go from one because the other has it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from crh_desktop.core.actions.premark import premarked
from crh_desktop.core.matching.grouping import Grouping
from crh_desktop.core.matching.keeping import GroupPhoto
from crh_desktop.core.records import FolderState, Group, Member, Tier
from crh_desktop.core.store.places import state_of

#: A group that lies in more folders than this is told by its first ones only; a copy in a hundred folders is an icon.
MOST_FOLDERS = 40


@dataclass(frozen=True, slots=True)
class FolderPair:
    """Two folders, the first by name first. shared: photos of each that have a copy in the other. photos: all it holds.

    size: bytes of the shared photos in each.
    """

    folders: tuple[bytes, bytes]
    shared: tuple[int, int]
    photos: tuple[int, int]
    size: tuple[int, int]

    def share(self, which: int) -> float:
        """How much of a folder (0 or 1) has copies in the other, 0 to 1."""
        return self.shared[which] / self.photos[which] if self.photos[which] else 0.0


def folder_pairs(groups: Grouping) -> list[FolderPair]:
    """Every two folders with a common group, most shared bytes first; none is built for that.

    A folder is what directly holds the photos; copies inside one folder are not told here.
    """
    index = groups.source
    photos_in: dict[bytes, int] = defaultdict(int)
    for path in index.shelf.photos.paths:
        photos_in[os.path.dirname(path)] += 1
    shared: dict[tuple[bytes, bytes], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for number in range(len(groups.keepers)):
        if not groups.shows(number):
            continue
        held = _by_folder(_photos(groups, number))
        for one, other in combinations(sorted(held)[:MOST_FOLDERS], 2):
            found = shared[one, other]
            for place, folder in enumerate((one, other)):
                found[place] += len(held[folder])
                found[2 + place] += sum(photo.size for photo in held[folder])
    pairs = [
        FolderPair(folders, (found[0], found[1]), (photos_in[folders[0]], photos_in[folders[1]]), (found[2], found[3]))
        for folders, found in shared.items()
    ]
    return sorted(pairs, key=lambda pair: (-min(pair.size), pair.folders))


def _photos(groups: Grouping, number: int) -> Iterable[GroupPhoto]:
    index = groups.source
    for node in groups.nodes[groups.begins[number] : groups.begins[number + 1]].tolist():
        for row in [node] if groups.by_content else index.rows_of.get(node, [node]):
            yield from index.shelf.of[row]


def _by_folder(photos: Iterable[GroupPhoto]) -> dict[bytes, list[GroupPhoto]]:
    held: dict[bytes, list[GroupPhoto]] = defaultdict(list)
    for photo in photos:
        held[os.path.dirname(photo.path)].append(photo)
    return held


def copies_between(
    groups: Iterable[Group], keep: bytes, clear: bytes, states: Mapping[bytes, FolderState]
) -> list[tuple[Group, list[Member]]]:
    """What may be marked in one folder because another holds it, each with a group whose keeper lies in that other.

    Only what `premarked` allows: the same file, the same pixels, and the same picture saved again from a keeper in `keep`.

    Args:
        groups: Any groups.
        keep: The folder whose photos stay. clear: The folder whose copies may go.
        states: What was said of folders.
    """
    found = []
    for group in groups:
        inside = [member for member in group.members if os.path.dirname(member.path) == clear]
        stays = [member for member in group.members if os.path.dirname(member.path) == keep]
        if not inside or not stays:
            continue
        if os.path.dirname(group.keeper.path) == keep:
            allowed = {member.photo_id for member in premarked(group, states)}
            chosen = [member for member in inside if member.photo_id in allowed]
        else:
            # the keeper lies elsewhere: a photo with the same pixels as what goes must be the one that stays
            same = [member for member in stays if member.tier.rank <= Tier.PIXELS.rank]
            if not same or state_of(same[0].path, dict(states)) is FolderState.BACKUP:
                continue
            chosen = [
                member
                for member in inside
                if member.tier.rank <= Tier.PIXELS.rank and state_of(member.path, dict(states)) is FolderState.NORMAL
            ]
            group = Group(group.tier, same[0], (same[0], *chosen), group.bytes_freeable)
        if chosen:
            found.append((group, chosen))
    return found
