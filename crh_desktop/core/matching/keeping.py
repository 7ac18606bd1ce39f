"""The keeper rule and the bytes that copies hold, as arrays: made once, so that regrouping only adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.records import FolderState

if TYPE_CHECKING:
    from crh_desktop.core.matching.keeper_rules import KeeperRules

Ints = NDArray[np.int64]
#: The rank of a content without a photo: behind every photo.
NOBODY = np.iinfo(np.int64).max


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
    taken_at: float | None = None  # seconds, None where the file says nothing
    jpeg_quality: int = 0  # 1 to 100, 0 where not known
    with_raw: bool = False  # its raw file lies beside it
    away: bool = False  # on a drive that can be taken away, or is not here
    chosen: int = 0  # greater than 0 where the person chose it as keeper; the latest choice is the greatest


@dataclass(frozen=True)
class Holdings:
    """What some rows (contents or units) hold.

    best: Rank of the best photo by the keeper rule, `NOBODY` for none. free: Bytes of all files that may go, every inode
    once and none that a reference or backup folder holds. files: How many photos there are.
    """

    best: Ints
    free: Ints
    files: Ints

    def gathered(self, unit: Ints) -> Holdings:
        """The same by units. unit: Unit of each row, -1 for none."""
        count, rows = len(unit), np.flatnonzero(unit >= 0)
        best = np.full(count, NOBODY, np.int64)
        np.minimum.at(best, unit[rows], self.best[rows])
        free, files = np.zeros(count, np.int64), np.zeros(count, np.int64)
        np.add.at(free, unit[rows], self.free[rows])
        np.add.at(files, unit[rows], self.files[rows])
        return Holdings(best, free, files)


class Shelf:
    """Photos in the order of the keeper rules (see `keeper_rules.keys`), then by path. A photo's place is its rank.

    Attributes:
        photos: By rank. of: Photos of each content row, best first.
        saved: By rank, the bytes that stay because that photo is kept.
        path_rank: By rank, the place of its path among all paths.
        chosen: bool of each content, whether the person chose a photo of it as keeper.
    """

    def __init__(
        self, photos: Sequence[GroupPhoto], pixels: NDArray[np.int64], rules: KeeperRules | None = None
    ) -> None:
        from crh_desktop.core.matching.keeper_rules import USUAL, keys

        count = len(photos)
        by_path = sorted(range(count), key=lambda place: photos[place].path)
        path_rank = np.empty(count, np.int64)
        path_rank[by_path] = np.arange(count)
        content = _column(photos, "content")
        size = _column(photos, "size")
        stays = np.fromiter(
            (photo.state in (FolderState.REFERENCE, FolderState.BACKUP) for photo in photos), np.bool_, count
        )
        self._names, columns = keys(photos, pixels, rules or USUAL)
        order = np.lexsort([path_rank, *reversed(columns)])
        self.photos = [photos[place] for place in order.tolist()]
        self._keys = [column[order] for column in columns]
        self.path_rank = path_rank[order]
        self.of: dict[int, list[GroupPhoto]] = defaultdict(list)
        for photo in self.photos:
            self.of[photo.content].append(photo)
        content, size, stays = content[order], size[order], stays[order]
        self.saved, free = self._bytes(content, size, stays, len(pixels))
        best = np.full(len(pixels), NOBODY, np.int64)
        np.minimum.at(best, content, np.arange(count))
        self.contents = Holdings(best, free, np.bincount(content, minlength=len(pixels)).astype(np.int64))
        self.chosen = np.zeros(len(pixels), np.bool_)
        self.chosen[[photo.content for photo in self.photos if photo.chosen]] = True

    @cached_property
    def rank_of(self) -> dict[int, int]:
        """From a photo's id to its rank."""
        return {photo.id: rank for rank, photo in enumerate(self.photos)}

    def deciding(self, one: int, other: int) -> str:
        """What tells two ranks apart first: the name of a key, "path" where only their paths differ."""
        for name, column in zip(self._names, self._keys, strict=True):
            if column[one] != column[other]:
                return name
        return "path"

    def _bytes(self, content: Ints, size: Ints, stays: NDArray[np.bool_], rows: int) -> tuple[Ints, Ints]:
        """What each photo saves if it is kept, and what each content may free."""
        free = np.zeros(rows, np.int64)
        if not len(size):
            return size, free
        dev, inode = _column(self.photos, "dev"), _column(self.photos, "inode")
        order = np.lexsort((inode, dev, content))
        fresh = np.ones(len(order), np.bool_)
        for column in (content, dev, inode):
            fresh[1:] &= column[order][1:] == column[order][:-1]
        fresh[1:] = ~fresh[1:]
        starts = np.flatnonzero(fresh)
        held = np.logical_or.reduceat(
            stays[order], starts
        )  # a reference or backup folder holds it: nothing would be freed
        counted = np.where(held, 0, size[order][starts])
        np.add.at(free, content[order][starts], counted)
        saved = np.empty(len(size), np.int64)
        saved[order] = counted[np.cumsum(fresh) - 1]
        return saved, free


def _column(photos: Sequence[GroupPhoto], name: str) -> Ints:
    # an inode may use all 64 bits
    return np.fromiter((getattr(photo, name) & NOBODY for photo in photos), np.int64, len(photos))
