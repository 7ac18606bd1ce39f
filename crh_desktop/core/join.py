"""The sorted multi-index join behind `search.join`: pigeonhole over 16-bit chunks, compiled by numba.

Cut a code of B bits into m chunks of 16. Two codes within r bits agree on at least one chunk up to floor(r/m) flipped
bits. So: sort the codes by each chunk, look up each code's chunk with up to that many flips, verify by popcount.

Where the radius is too large for that, everything is compared with everything, in blocks that fit the processor's cache
and on all cores.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import combinations, islice

import numba
import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes

#: Below this many comparisons a plain scan is faster than sorting (and needs no compiled code).
_SCAN_LIMIT = 40_000_000
#: Rows of a block that is compared with everything at once: what can be cancelled waits for one of these at most.
ROWS = 256

PairArrays = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], NDArray[np.int8]]


def pairs_within(
    codes: Codes, turned: Codes, r: int, fresh: NDArray[np.bool_], step: Callable[[int], None] | None = None
) -> PairArrays:
    """Pairs i < j with some turn of i within r bits of j; a pair may come back once for each turn.

    `step` is told how many rows were done since it was told last, N in all; what it raises ends the work.
    """
    count, turns, width = turned.shape
    step = step or _quiet
    flips = r // (width // 2) if width % 2 == 0 else 99
    if count * count * turns <= _SCAN_LIMIT or width % 8:
        return _scan(codes, turned, r, fresh, step)
    # three flips of 16 bits are 697 probes a chunk: beyond that comparing everything is cheaper
    if flips > 2:
        i, j, d, t = (np.concatenate(side) for side in zip(*compared(codes, turned, r, fresh, step), strict=True))
        return i, j, d, t
    words = np.ascontiguousarray(codes).view(np.uint64)
    turned_words = np.ascontiguousarray(turned).view(np.uint64)
    chunks = np.ascontiguousarray(codes).view(np.uint16)
    turned_chunks = np.ascontiguousarray(turned).view(np.uint16)
    masks = [0] + [1 << bit for bit in range(16)] if flips else [0]
    masks += [(1 << a) | (1 << b) for a, b in combinations(range(16), 2)] if flips > 1 else []
    mask_array = np.array(masks, np.uint16)
    parts = []
    for chunk in range(chunks.shape[1]):
        order = np.argsort(chunks[:, chunk], kind="stable")
        starts = np.searchsorted(chunks[order, chunk], np.arange(65537)).astype(np.int64)
        parts.append(
            _probe(words, turned_words, chunks, turned_chunks, chunk, order, starts, mask_array, r, flips, fresh)
        )
        step(count * (chunk + 1) // chunks.shape[1] - count * chunk // chunks.shape[1])
    i, j, d, t = (np.concatenate(column) for column in zip(*parts, strict=True))
    return i, j, d, t


def _quiet(_rows: int) -> None: ...


def compared(
    codes: Codes, turned: Codes, r: int, fresh: NDArray[np.bool_], step: Callable[[int], None] = _quiet
) -> Iterator[PairArrays]:
    """Everything compared with everything on all cores: the pairs of one block of rows i after the other.

    Never more blocks are under way than there are cores, so that what nobody took yet does not pile up.
    """
    words, turned_words = _as_words(codes), _as_words(turned)
    starts = iter(range(0, len(codes), ROWS))
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:

        def begun(start: int) -> Future[PairArrays]:
            end = min(start + ROWS, len(codes))
            return pool.submit(_compare_rows, words, turned_words, start, end, r, fresh)

        running = deque(begun(start) for start in islice(starts, cores + 1))
        try:
            done = 0
            while running:
                yield running.popleft().result()
                running.extend(begun(start) for start in islice(starts, 1))
                step(min(ROWS, len(codes) - done))
                done += ROWS
        finally:
            for block in running:
                block.cancel()


def _scan(codes: Codes, turned: Codes, r: int, fresh: NDArray[np.bool_], step: Callable[[int], None]) -> PairArrays:
    """Compare everything with everything row by row: what needs no compiled code, for few."""
    found: list[PairArrays] = []
    words, turned_words = _as_words(codes), _as_words(turned)
    for i in range(len(codes) - 1):
        select = np.arange(i + 1, len(codes)) if fresh[i] else i + 1 + np.flatnonzero(fresh[i + 1 :])
        if not len(select):
            continue
        rest = words[select]
        for turn in range(turned.shape[1]):
            distance = np.bitwise_count(rest ^ turned_words[i, turn]).sum(axis=1, dtype=np.int32)
            near = np.flatnonzero(distance <= r)
            if len(near):
                whole = np.full(len(near), i, np.int64)
                found.append((whole, select[near].astype(np.int64), distance[near], np.full(len(near), turn, np.int8)))
    step(len(codes))
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int8)
    i_all, j_all, d_all, t_all = (np.concatenate(column) for column in zip(*found, strict=True))
    return i_all, j_all, d_all, t_all


def _as_words(codes: Codes) -> NDArray[np.uint64] | Codes:
    return np.ascontiguousarray(codes).view(np.uint64) if codes.shape[-1] % 8 == 0 else codes


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _popcount(value):  # type: ignore[no-untyped-def]  # pragma: no cover  (compiled)
    value = value - ((value >> np.uint64(1)) & np.uint64(0x5555555555555555))
    value = (value & np.uint64(0x3333333333333333)) + ((value >> np.uint64(2)) & np.uint64(0x3333333333333333))
    value = (value + (value >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (value * np.uint64(0x0101010101010101)) >> np.uint64(56)


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _probe(words, turned_words, chunks, turned_chunks, chunk, order, starts, masks, r, flips, fresh):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Pairs that meet in this chunk and in no earlier one (so that each is reported once a turn)."""
    count, turns, width = turned_words.shape
    size, capacity = 0, 1024
    first = np.empty(capacity, np.int64)
    second = np.empty(capacity, np.int64)
    distances = np.empty(capacity, np.int32)
    transforms = np.empty(capacity, np.int8)
    for i in range(count):
        for turn in range(turns):
            key = turned_chunks[i, turn, chunk]
            for mask in masks:
                bucket = key ^ mask
                for place in range(starts[bucket], starts[bucket + 1]):
                    j = order[place]
                    if j <= i or not (fresh[i] or fresh[j]):
                        continue
                    distance = 0
                    for word in range(width):
                        distance += _popcount(turned_words[i, turn, word] ^ words[j, word])
                    if distance > r:
                        continue
                    earlier = False
                    for before in range(chunk):
                        if _popcount(np.uint64(turned_chunks[i, turn, before] ^ chunks[j, before])) <= flips:
                            earlier = True
                            break
                    if earlier:
                        continue
                    if size == capacity:
                        capacity *= 2
                        first = _grown(first, capacity)
                        second = _grown(second, capacity)
                        distances = _grown(distances, capacity)
                        transforms = _grown(transforms, capacity)
                    first[size], second[size], distances[size], transforms[size] = i, j, distance, turn
                    size += 1
    return first[:size], second[:size], distances[:size], transforms[:size]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _compare_rows(words, turned_words, begin, end, r, fresh):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Pairs i < j within the radius for the rows i of one block, tile by tile of what is compared with."""
    count, turns, width = turned_words.shape
    size, capacity = 0, 1024
    first = np.empty(capacity, np.int64)
    second = np.empty(capacity, np.int64)
    distances = np.empty(capacity, np.int32)
    transforms = np.empty(capacity, np.int8)
    for tile in range(begin, count, 4096):
        last = min(tile + 4096, count)
        for i in range(begin, end):
            for turn in range(turns):
                for j in range(max(tile, i + 1), last):
                    distance = 0
                    for word in range(width):
                        distance += _popcount(turned_words[i, turn, word] ^ words[j, word])
                    if distance > r or not (fresh[i] or fresh[j]):
                        continue
                    if size == capacity:
                        capacity *= 2
                        first = _grown(first, capacity)
                        second = _grown(second, capacity)
                        distances = _grown(distances, capacity)
                        transforms = _grown(transforms, capacity)
                    first[size], second[size], distances[size], transforms[size] = i, j, distance, turn
                    size += 1
    return first[:size], second[:size], distances[:size], transforms[:size]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _grown(array, capacity):  # type: ignore[no-untyped-def]  # pragma: no cover
    larger = np.empty(capacity, array.dtype)
    larger[: len(array)] = array
    return larger
