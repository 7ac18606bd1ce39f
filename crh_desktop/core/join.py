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
from typing import Any

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
    rows = np.arange(count)
    new, old = np.flatnonzero(fresh), np.flatnonzero(~fresh)
    # with few fresh ones, only what one of them is compared with: fresh with all, and all others with the fresh ones
    sides = [(rows, rows)] if len(new) == count else [(new, rows), (old, new)]
    turned_words = np.ascontiguousarray(turned.swapaxes(0, 1)).view(np.uint64)
    return _probed(_as_words(codes), turned_words, sides, r, flips, True, step)


def pairs_between(codes: Codes, turned: Codes, rows: NDArray[np.int64], r: int) -> PairArrays:
    """Pairs of some rows i and any other rows j with some turn of i within r bits of j, once for each turn.

    Args:
        codes: uint8 [N, B], B a multiple of 8. turned: uint8 [R, T, B], the turned codes of `rows`, int64 [R].
        r: Radius in bits.
    """
    width = codes.shape[1]
    flips = r // (width // 2)
    turned_words = np.zeros((turned.shape[1], len(codes), width // 8), np.uint64) if flips <= 2 else None
    if turned_words is None or not len(rows):
        return _scan_between(codes, turned, rows, r)
    turned_words[:, rows] = np.ascontiguousarray(turned.swapaxes(0, 1)).view(np.uint64)
    return _probed(_as_words(codes), turned_words, [(rows, np.arange(len(codes)))], r, flips, False, _quiet)


def _scan_between(codes: Codes, turned: Codes, rows: NDArray[np.int64], r: int) -> PairArrays:
    found: list[PairArrays] = [
        (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int8))
    ]
    for place, row in enumerate(rows.tolist()):
        for turn in range(turned.shape[1]):
            distance = np.bitwise_count(codes ^ turned[place, turn]).sum(axis=1, dtype=np.int32)
            near = np.flatnonzero(distance <= r)
            near = near[near != row]
            found.append((np.full(len(near), row), near, distance[near], np.full(len(near), turn, np.int8)))
    i, j, d, t = (np.concatenate(column) for column in zip(*found, strict=True))
    return i, j, d, t


def _probed(
    words: NDArray[np.uint64], turned_words: NDArray[np.uint64], sides: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
    r: int, flips: int, ordered: bool, step: Callable[[int], None],
) -> PairArrays:  # fmt: skip
    """Pairs of the two rows of each side that meet in some chunk. turned_words: uint64 [T, N, B / 8]."""
    count, chunks = len(words), words.shape[1] * 4
    masks = [0] + [1 << bit for bit in range(16)] if flips else [0]
    masks += [(1 << a) | (1 << b) for a, b in combinations(range(16), 2)] if flips > 1 else []
    mask_array = np.array(masks, np.uint16)

    def probed(chunk: int) -> list[NDArray[np.int64]]:
        found = []
        for asking, asked in sides:
            order, starts = _buckets(words, asked, chunk)
            there = words[order]  # beside each other in memory, as they are compared
            for turn in range(len(turned_words)):
                whole = turn == 0 and asking is asked
                own, own_starts = (order, starts) if whole else _buckets(turned_words[turn], asking, chunk)
                here = there if whole else turned_words[turn][own]
                found.append(
                    _probe(
                        here, own, own_starts, there, order, starts, chunk, turn, mask_array, r, flips, whole, ordered
                    )
                )
        return found

    parts: list[NDArray[np.int64]] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(probed, chunk) for chunk in range(chunks)]
        try:
            for chunk, done in enumerate(running):
                parts += done.result()
                step(count * (chunk + 1) // chunks - count * chunk // chunks)
        finally:
            for waiting in running:
                waiting.cancel()
    return _columns(np.concatenate(parts))


def _buckets(
    words: NDArray[np.uint64], rows: NDArray[np.int64], chunk: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Some rows in the order of one chunk of 16 bits of their codes, and where those of each value begin."""
    values = words.view(np.uint16)[rows, chunk]
    starts = np.zeros(65537, np.int64)
    np.cumsum(np.bincount(values, minlength=65536), out=starts[1:])
    return rows[np.argsort(values, kind="stable")], starts


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

        def begun(start: int) -> Future[NDArray[np.int64]]:
            end = min(start + ROWS, len(codes))
            return pool.submit(_compare_rows, words, turned_words, start, end, r, fresh)

        running = deque(begun(start) for start in islice(starts, cores + 1))
        try:
            done = 0
            while running:
                yield _columns(running.popleft().result())
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


def _as_words(codes: Codes) -> Any:
    return np.ascontiguousarray(codes).view(np.uint64) if codes.shape[-1] % 8 == 0 else codes


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _popcount(value):  # type: ignore[no-untyped-def]  # pragma: no cover  (compiled)
    value = value - ((value >> np.uint64(1)) & np.uint64(0x5555555555555555))
    value = (value & np.uint64(0x3333333333333333)) + ((value >> np.uint64(2)) & np.uint64(0x3333333333333333))
    value = (value + (value >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return (value * np.uint64(0x0101010101010101)) >> np.uint64(56)


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _met_before(one, other, chunk, flips):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether two codes agree up to the flips on a chunk before this one: then they were reported there."""
    for before in range(chunk):
        differing = ((one[before // 4] ^ other[before // 4]) >> np.uint64(16 * (before % 4))) & np.uint64(0xFFFF)
        if _popcount(differing) <= flips:
            return True
    return False


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _probe(here, own, own_starts, there, order, starts, chunk, turn, masks, r, flips, whole, ordered):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Pairs that meet in this chunk and in no earlier one (so that each is reported once a turn).

    Bucket by bucket: what has one value in the chunk is compared with what has a value some flips away. `whole`: both
    sides are the same unturned codes, so that one direction is enough. `ordered`: only pairs i < j.
    """
    width = here.shape[1]
    limit = np.uint64(r)
    size = 0
    found = np.empty((1024, 4), np.int64)
    for key in range(65536):
        begin, end = own_starts[key], own_starts[key + 1]
        if begin == end:
            continue
        for mask in masks:
            bucket = key ^ mask
            if whole and bucket < key:
                continue
            for place in range(starts[bucket], starts[bucket + 1]):
                for mine in range(begin, end):
                    distance = _popcount(here[mine, 0] ^ there[place, 0])
                    for word in range(1, width):
                        if distance > limit:
                            break
                        distance += _popcount(here[mine, word] ^ there[place, word])
                    if distance > limit:
                        continue
                    i, j = own[mine], order[place]
                    if whole and bucket != key and j < i:
                        i, j = j, i
                    if j == i or (ordered and j < i) or _met_before(here[mine], there[place], chunk, flips):
                        continue
                    found = _with_room(found, size)
                    found[size] = i, j, np.int64(distance), turn
                    size += 1
    return found[:size]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _compare_rows(words, turned_words, begin, end, r, fresh):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Pairs i < j within the radius for the rows i of one block, tile by tile of what is compared with."""
    count, turns, width = turned_words.shape
    size = 0
    found = np.empty((1024, 4), np.int64)
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
                    found = _with_room(found, size)
                    found[size] = i, j, distance, turn
                    size += 1
    return found[:size]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def _with_room(found, size):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The rows found so far, in twice the space where it is full."""
    if size < len(found):
        return found
    larger = np.empty((2 * len(found), found.shape[1]), found.dtype)
    larger[:size] = found
    return larger


def _columns(found: NDArray[np.int64]) -> PairArrays:
    """What a kernel found, as the columns that everyone takes."""
    return found[:, 0].copy(), found[:, 1].copy(), found[:, 2].astype(np.int32), found[:, 3].astype(np.int8)
