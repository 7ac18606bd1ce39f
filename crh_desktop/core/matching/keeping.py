"""The keeper rule and the bytes that copies hold, as arrays: made once, so that regrouping only adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.records import FolderState

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


@dataclass(frozen=True)
class Holdings:
    """What some rows (contents or units) hold.

    best: Rank of the best photo by the keeper rule, `NOBODY` for none. free: Bytes of all files that may go, every inode
    once and none that a reference folder holds. files: How many photos there are.
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
    """Photos in the order of the keeper rule: whole, in a reference folder, most pixels, with capture data, oldest, most
    bytes, shortest and first path. A photo's place in that order is its rank.

    Attributes:
        photos: By rank. of: Photos of each content row, best first.
        saved: By rank, the bytes that stay because that photo is kept.
        path_rank: By rank, the place of its path among all paths.
    """

    def __init__(self, photos: Sequence[GroupPhoto], pixels: NDArray[np.int64]) -> None:
        count = len(photos)
        by_path = sorted(range(count), key=lambda place: photos[place].path)
        path_rank = np.empty(count, np.int64)
        path_rank[by_path] = np.arange(count)
        content = _column(photos, "content")
        size = _column(photos, "size")
        reference = np.fromiter((photo.state is FolderState.REFERENCE for photo in photos), np.bool_, count)
        order = np.lexsort(
            (
                path_rank,
                np.fromiter((len(photo.path) for photo in photos), np.int64, count),
                -size,
                _column(photos, "mtime_ns"),
                ~np.fromiter((photo.captured for photo in photos), np.bool_, count),
                -pixels[content] if count else content,
                ~reference,
                np.fromiter((photo.damaged for photo in photos), np.bool_, count),
            )
        )
        self.photos = [photos[place] for place in order.tolist()]
        self.path_rank = path_rank[order]
        self.of: dict[int, list[GroupPhoto]] = defaultdict(list)
        for photo in self.photos:
            self.of[photo.content].append(photo)
        content, size, reference = content[order], size[order], reference[order]
        self.saved, free = self._bytes(content, size, reference, len(pixels))
        best = np.full(len(pixels), NOBODY, np.int64)
        np.minimum.at(best, content, np.arange(count))
        self.contents = Holdings(best, free, np.bincount(content, minlength=len(pixels)).astype(np.int64))

    def _bytes(self, content: Ints, size: Ints, reference: NDArray[np.bool_], rows: int) -> tuple[Ints, Ints]:
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
        held = np.logical_or.reduceat(reference[order], starts)  # a reference folder holds it: nothing would be freed
        counted = np.where(held, 0, size[order][starts])
        np.add.at(free, content[order][starts], counted)
        saved = np.empty(len(size), np.int64)
        saved[order] = counted[np.cumsum(fresh) - 1]
        return saved, free


def _column(photos: Sequence[GroupPhoto], name: str) -> Ints:
    # an inode may use all 64 bits
    return np.fromiter((getattr(photo, name) & NOBODY for photo in photos), np.int64, len(photos))
