"""The search face: k nearest, radius and all pairs over packed codes. Exact, whatever engine answers.

faiss scans a flat array at near memory speed (k nearest); a sorted join (numba) finds all pairs within a small radius
without comparing everything with everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes, hamming

Indices = NDArray[np.int64]
Distances = NDArray[np.int32]


#: Told how many rows were dealt with since it was told last; may raise to cancel.
Step = Callable[[int], None]
#: Queries answered at once: some milliseconds at 10^5 codes, a second at 10^6.
BLOCK = 512


def knn(codes: Codes, queries: Codes, k: int, step: Step | None = None) -> tuple[Indices, Distances]:
    """The k nearest codes of each query, nearest first, equal distances by index.

    Args:
        codes: uint8 [N, B].
        queries: uint8 [Q, B].
        k: How many; fewer come back where N < k.
        step: Told after every block of queries.

    Returns:
        Indices int64 [Q, min(k, N)] and distances in bits int32 of the same shape.
    """
    count = min(k, len(codes))
    indices = np.zeros((len(queries), max(count, 0)), np.int64)
    distances = np.zeros((len(queries), max(count, 0)), np.int32)
    if count < 1 or not len(queries):
        return indices, distances
    import faiss

    # faiss promises no order among equal distances: take some more, so that the last distance that counts is complete
    wanted = min(len(codes), 3 * count + 32)
    codes, queries = np.ascontiguousarray(codes), np.ascontiguousarray(queries)
    for start in range(0, len(queries), BLOCK):
        rows = slice(start, start + BLOCK)
        far, near = faiss.knn_hamming(queries[rows], codes, wanted, variant="hc")
        keys = (far.astype(np.int64) << 40) | near  # at most 2^40 codes of at most 2^23 bits
        keys.sort(axis=1)
        indices[rows] = keys[:, :count] & ((1 << 40) - 1)
        distances[rows] = keys[:, :count] >> 40
        if wanted < len(codes):
            for row in start + np.flatnonzero((keys[:, -1] >> 40) == distances[rows, -1]):
                exact = hamming(codes, queries[row])
                found = np.flatnonzero(exact <= distances[row, -1])
                order = np.lexsort((found, exact[found]))[:count]
                indices[row], distances[row] = found[order], exact[found][order]
        if step is not None:
            step(len(far))
    return indices, distances


def knn_graph(codes: Codes, k: int, step: Step | None = None) -> tuple[Indices, Distances]:
    """The k nearest other codes of each code: int64 and int32 [N, min(k, N - 1)], nearest first, equal distances by index."""
    count = max(0, min(k, len(codes) - 1))
    near, distance = knn(codes, codes, count + 1, step)
    # a code is among its own nearest unless as many others equal it with lower indices: then the last one is left out
    own = near == np.arange(len(codes))[:, None]
    own[~own.any(axis=1), -1:] = True
    return near[~own].reshape(len(codes), count), distance[~own].reshape(len(codes), count)


def radius(codes: Codes, queries: Codes, r: int) -> list[tuple[Indices, Distances]]:
    """All codes within r bits of each query, nearest first, equal distances by index."""
    found = []
    for query in queries:
        distances = hamming(codes, query)
        inside = np.flatnonzero(distances <= r)
        order = np.lexsort((inside, distances[inside]))
        found.append((inside[order].astype(np.int64), distances[inside][order].astype(np.int32)))
    return found


def turned_near(codes: Codes, turned: Codes, rows: Indices, r: int) -> tuple[Indices, Indices]:
    """Pairs of some rows and any others where some turn of the first lies within r bits of the second, as (low, high), once.

    Args:
        codes: uint8 [N, B].
        turned: uint8 [R, T, B], the turned codes of `rows`; the turns must be a group of maps that keep distances, so that
            it does not matter which of the two is turned.
        rows: int64 [R]. r: Radius in bits.
    """
    from crh_desktop.core.join import pairs_between

    one, other, _, _ = pairs_between(codes, turned, rows, r)
    pairs = np.unique(np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def all_distances(codes: Codes, queries: Codes) -> NDArray[np.int16]:
    """Distances in bits of every query to every code, int16 [Q, N]; for figures, where the whole ranking counts."""
    found = np.empty((len(queries), len(codes)), np.int16)
    for row, query in enumerate(queries):
        found[row] = hamming(codes, query)
    return found


def join(codes: Codes, r: int, step: Step | None = None) -> tuple[Indices, Indices, Distances]:
    """All pairs i < j within r bits, ordered by (i, j)."""
    first, second, distances, _ = join_turned(codes, codes[:, None, :], r, step=step)
    return first, second, distances


def join_blocks(codes: Codes, r: int, step: Step | None = None) -> Iterator[tuple[Indices, Indices, Distances]]:
    """All pairs i < j within r bits for radii of any size, by blocks of i, each ordered by (i, j): memory stays bounded.

    Args:
        codes: uint8 [N, B], B a multiple of 8.
        r: Radius in bits. step: Told of rows i as they are done.
    """
    from crh_desktop.core.join import compared

    fresh = np.ones(len(codes), np.bool_)
    for first, second, distance, _ in compared(codes, codes[:, None, :], r, fresh, step or (lambda _rows: None)):
        order = np.lexsort((second, first))
        yield first[order], second[order], distance[order]


def join_turned(
    codes: Codes, turned: Codes, r: int, fresh: NDArray[np.bool_] | None = None, step: Step | None = None
) -> tuple[Indices, Indices, Distances, NDArray[np.int8]]:
    """All pairs i < j where some turn of i lies within r bits of j, each once with its best turn.

    Args:
        codes: uint8 [N, B].
        turned: uint8 [N, T, B], the turned codes of each; turn 0 is the code itself.
        r: Radius in bits.
        fresh: bool [N]; if given, only pairs in which at least one is fresh.
        step: Told of rows as they are done, also where the radius is too large for an index.

    Returns:
        i, j (int64 [P]), distance (int32 [P]) and turn (int8 [P]) that leads from i to j, ordered by (i, j).
    """
    from crh_desktop.core.join import pairs_within

    fresh = np.ones(len(codes), np.bool_) if fresh is None else fresh
    first, second, distance, turn = pairs_within(codes, turned, r, fresh, step)
    order = np.lexsort((turn, distance, second, first))
    first, second, distance, turn = first[order], second[order], distance[order], turn[order]
    keep = np.ones(len(first), np.bool_)
    keep[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return first[keep], second[keep], distance[keep], turn[keep]
