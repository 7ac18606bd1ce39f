"""The keeper rule and the bytes that copies hold, as arrays: made once, so that regrouping only adds up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import le
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.matching.columns import GroupPhoto, Packed, PhotoTable
from crh_desktop.core.records import FolderState

if TYPE_CHECKING:
    from crh_desktop.core.matching.keeper_rules import KeeperRules

__all__ = ["ByContent", "GroupPhoto", "Holdings", "Shelf"]

Ints = NDArray[np.int64]
#: The rank of a content without a photo: behind every photo.
NOBODY = np.iinfo(np.int64).max


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

        table = photos if isinstance(photos, PhotoTable) else PhotoTable.of(photos)
        count = len(table)
        path_rank = _path_ranks(table.paths)
        self._names, columns = keys(table, pixels, rules or USUAL)
        order = np.lexsort([path_rank, *reversed(columns)])
        self.photos = table.take(order)
        self._keys = [column[order] for column in columns]
        self.path_rank = path_rank[order]
        content, size = self.photos.columns["content"], self.photos.columns["size"]
        self.of = ByContent(self.photos, len(pixels))
        self.saved, free = self._bytes(
            content, size, self.photos.is_in(FolderState.REFERENCE, FolderState.BACKUP), len(pixels)
        )
        best = np.full(len(pixels), NOBODY, np.int64)
        np.minimum.at(best, content, np.arange(count))
        self.contents = Holdings(best, free, np.bincount(content, minlength=len(pixels)).astype(np.int64))
        self.chosen = np.zeros(len(pixels), np.bool_)
        self.chosen[content[self.photos.columns["chosen"] > 0]] = True

    @cached_property
    def _by_id(self) -> Ints:
        return np.argsort(self.photos.columns["id"]).astype(np.int64)

    def rank_of(self, photo_id: int) -> int:
        """The rank of a photo that is here."""
        ids = self.photos.columns["id"]
        return int(self._by_id[np.searchsorted(ids, photo_id, sorter=self._by_id)])

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
        dev, inode = self.photos.columns["dev"], self.photos.columns["inode"]
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


class ByContent:
    """The photos of each content, best first. table: Photos by rank. rows: How many contents there are."""

    def __init__(self, table: PhotoTable, rows: int) -> None:
        content = table.columns["content"]
        self._table = table
        self._ranks = np.argsort(content, kind="stable")
        self._starts = np.zeros(rows + 1, np.int64)
        np.cumsum(np.bincount(content, minlength=rows), out=self._starts[1:])

    def __getitem__(self, row: int) -> list[GroupPhoto]:
        return [self._table[rank] for rank in self._ranks[self._starts[row] : self._starts[row + 1]].tolist()]


def _path_ranks(paths: Packed) -> Ints:
    """The place of each path among all; the library reads them in order, so that mostly nothing is sorted."""
    count = len(paths)
    if all(map(le, paths, islice(iter(paths), 1, None))):
        return np.arange(count)
    ranks = np.empty(count, np.int64)
    ranks[sorted(range(count), key=paths.__getitem__)] = np.arange(count)
    return ranks
