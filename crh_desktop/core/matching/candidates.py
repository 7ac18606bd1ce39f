"""Candidates: which pairs are worth verifying. Loose on purpose; the verdict is not given here.

Perceptual codes find re-saved, recoloured and turned copies; the learnt copy code finds crops, frames and screens. What
one misses the other finds. Photos whose perceptual codes nearly coincide are collapsed to one representative first, so
that ten copies of a photo do not fill its list of neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core import search
from crh_desktop.core.bits import Codes, hamming
from crh_desktop.core.matching.verify import CLOSE, PROPOSING
from crh_desktop.core.perceptual import turned

Rows = NDArray[np.int64]

#: Codes so near are collapsed to one representative.
COLLAPSED = 12
#: Neighbours asked of the copy code, and of each turn of the perceptual code.
NEAREST = 12
NEAREST_TURNED = 3
#: A list that has not fallen off is asked again, four times as long, up to this.
LONGEST = 256
# Copy codes nearer than this many standard deviations below unrelated ones are worth a look.
_BELOW = 2.0
# Within so many bits lie 99 of 100 copies (models/README.md); nearer pairs are always worth a look.
_RELATED = 88.0
# A list that still stands below this share of that limit has not fallen off.
_SURELY = 0.8
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes of all contents in the library's order.

    perceptual: uint8 [N, 32]. clear: bool [N], enough detail for the perceptual code to say anything. copy: uint8 [N, 32]
    (the general code where there is no copy model). coded: bool [N], has that code. size: int64 [N], pixels, by which
    representatives are chosen.
    """

    perceptual: Codes
    clear: NDArray[np.bool_]
    copy: Codes
    coded: NDArray[np.bool_]
    size: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Row pairs i < j, each once, in order."""

    first: Rows
    second: Rows

    def __len__(self) -> int:
        return len(self.first)


def close_pairs(book: Codebook, fresh: NDArray[np.bool_]) -> Pairs:
    """All pairs within `CLOSE` bits at the best of eight turns, at least one of each fresh."""
    rows = np.flatnonzero(book.clear)
    codes = book.perceptual[rows]
    new = np.flatnonzero(fresh[rows])
    if len(new) * 4 < len(rows):  # a few among many: turning those alone finds the same pairs
        first, second = search.turned_near(codes, turned(codes[new]), new, CLOSE)
    else:
        first, second, _, _ = search.join_turned(codes, turned(codes), CLOSE, fresh[rows])
    return _unique(rows[first], rows[second], len(book.clear))


def representatives(book: Codebook) -> Rows:
    """Row of the representative of each content, int64 [N]: the largest picture among those that nearly coincide."""
    rows = np.flatnonzero(book.clear)
    first, second, _ = search.join(book.perceptual[rows], COLLAPSED)
    chosen = np.arange(len(book.clear))
    neighbours: dict[int, list[int]] = {}
    for a, b in zip(rows[first].tolist(), rows[second].tolist(), strict=True):
        neighbours.setdefault(a, []).append(b)
        neighbours.setdefault(b, []).append(a)
    taken: set[int] = set()
    for row in sorted(neighbours, key=lambda row: (-int(book.size[row]), row)):
        if row in taken:
            continue
        taken.add(row)
        for other in neighbours[row]:
            if other not in taken:
                taken.add(other)
                chosen[other] = row
    return chosen


def neighbour_pairs(book: Codebook, among: Rows, fresh: NDArray[np.bool_]) -> Pairs:
    """Pairs of `among` that the copy code or a turned perceptual code puts near each other, at least one fresh."""
    asking = among[fresh[among]]
    parts = [_by_copy(book, among, asking), _by_turns(book, among, asking)]
    first, second = (np.concatenate(side) for side in zip(*parts, strict=True))
    return _unique(first, second, len(book.clear))


def member_pairs(book: Codebook, head: Rows, fresh: NDArray[np.bool_]) -> Pairs:
    """Pairs that photos which some representative stands for put near each other by the copy code.

    A small copy of a photo can lie nearer to a small, cut copy of it than the photo itself does.

    Args:
        book: all codes.
        head: the representative of each row, int64 [N].
        fresh: bool [N]; at least one photo of each pair is.
    """
    coded = np.flatnonzero(book.coded)
    asking = coded[fresh[coded]]
    if len(coded) < 2 or not len(asking):
        return _unique(np.zeros(0, np.int64), np.zeros(0, np.int64), len(head))
    codes = book.copy[coded]
    near, distance = search.knn(codes, book.copy[asking], NEAREST + 1)  # a photo is its own nearest
    inside = distance < _unrelated(codes)
    rows = np.repeat(asking, inside.sum(axis=1))
    # two known representatives are not asked again for a new member of one: the member itself is asked then
    first, second = np.where(fresh[head[rows]], head[rows], rows), head[coded[near[inside]]]
    apart = first != second
    return _unique(first[apart], second[apart], len(head))


def _by_copy(book: Codebook, among: Rows, asking: Rows) -> tuple[Rows, Rows]:
    among, asking = among[book.coded[among]], asking[book.coded[asking]]
    codes = book.copy[among]
    limit = _unrelated(codes)
    parts: list[tuple[Rows, Rows]] = []
    k = NEAREST
    while len(asking) and k <= LONGEST:
        near, distance = search.knn(codes, book.copy[asking], k + 1)  # a photo is its own nearest
        inside = distance < limit
        rows = np.repeat(np.arange(len(asking)), inside.sum(axis=1))
        parts.append((asking[rows], among[near[inside]]))
        # a list that ends among near ones has not fallen off: there are more behind it
        asking = asking[distance[:, -1] < _SURELY * limit]
        if k + 1 >= len(among):
            break
        k *= 4
    return _joined(parts)


def _unrelated(codes: Codes) -> float:
    """Distance in bits below which a pair is nearer than unrelated photos are."""
    if len(codes) < 50:
        return float(codes.shape[1] * 8)
    random = np.random.default_rng(0)
    a, b = random.integers(0, len(codes), (2, _SAMPLE))
    distance = hamming(codes[a], codes[b])[a != b]
    # in a library of one scene everything is related, and the sample says nothing
    return max(_RELATED, float(distance.mean() - _BELOW * distance.std()))


def _by_turns(book: Codebook, among: Rows, asking: Rows) -> tuple[Rows, Rows]:
    among, asking = among[book.clear[among]], asking[book.clear[asking]]
    if not len(among) or not len(asking):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    codes = book.perceptual[among]
    queries = turned(book.perceptual[asking])
    parts = []
    for turn in range(queries.shape[1]):
        near, distance = search.knn(codes, np.ascontiguousarray(queries[:, turn]), NEAREST_TURNED + (turn == 0))
        inside = distance <= PROPOSING
        rows = np.repeat(np.arange(len(asking)), inside.sum(axis=1))
        parts.append((asking[rows], among[near[inside]]))
    return _joined(parts)


def _joined(parts: list[tuple[Rows, Rows]]) -> tuple[Rows, Rows]:
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate([a for a, _ in parts]), np.concatenate([b for _, b in parts])


def _unique(first: Rows, second: Rows, count: int) -> Pairs:
    low, high = np.minimum(first, second), np.maximum(first, second)
    keys = np.unique((low * count + high)[low != high])
    return Pairs(keys // max(count, 1), keys % max(count, 1))
