"""The search face: k nearest, radius and all pairs over packed codes. Exact, whatever engine answers.

faiss scans a flat array at near memory speed (k nearest); a sorted join (numba) finds all pairs within a small radius
without comparing everything with everything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes, hamming

Indices = NDArray[np.int64]
Distances = NDArray[np.int32]


def knn(codes: Codes, queries: Codes, k: int) -> tuple[Indices, Distances]:
    """The k nearest codes of each query, nearest first, equal distances by index.

    Args:
        codes: uint8 [N, B].
        queries: uint8 [Q, B].
        k: How many; fewer come back where N < k.

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
    far, near = faiss.knn_hamming(queries, codes, wanted, variant="hc")
    for row, query in enumerate(queries):
        distance, found = far[row], near[row].astype(np.int64)
        limit = np.partition(distance, count - 1)[count - 1]
        if wanted < len(codes) and distance.max() == limit:
            exact = hamming(codes, query)
            found = np.flatnonzero(exact <= limit)
            distance = exact[found]
        order = np.lexsort((found, distance))[:count]
        indices[row], distances[row] = found[order], distance[order]
    return indices, distances


def radius(codes: Codes, queries: Codes, r: int) -> list[tuple[Indices, Distances]]:
    """All codes within r bits of each query, nearest first, equal distances by index."""
    found = []
    for query in queries:
        distances = hamming(codes, query)
        inside = np.flatnonzero(distances <= r)
        order = np.lexsort((inside, distances[inside]))
        found.append((inside[order].astype(np.int64), distances[inside][order].astype(np.int32)))
    return found


def all_distances(codes: Codes, queries: Codes) -> NDArray[np.int16]:
    """Distances in bits of every query to every code, int16 [Q, N]; for figures, where the whole ranking counts."""
    found = np.empty((len(queries), len(codes)), np.int16)
    for row, query in enumerate(queries):
        found[row] = hamming(codes, query)
    return found


def join(codes: Codes, r: int) -> tuple[Indices, Indices, Distances]:
    """All pairs i < j within r bits, ordered by (i, j)."""
    first, second, distances, _ = join_turned(codes, codes[:, None, :], r)
    return first, second, distances


def join_turned(
    codes: Codes, turned: Codes, r: int, fresh: NDArray[np.bool_] | None = None
) -> tuple[Indices, Indices, Distances, NDArray[np.int8]]:
    """All pairs i < j where some turn of i lies within r bits of j, each once with its best turn.

    Args:
        codes: uint8 [N, B].
        turned: uint8 [N, T, B], the turned codes of each; turn 0 is the code itself.
        r: Radius in bits.
        fresh: bool [N]; if given, only pairs in which at least one is fresh.

    Returns:
        i, j (int64 [P]), distance (int32 [P]) and turn (int8 [P]) that leads from i to j, ordered by (i, j).
    """
    from crh_desktop.core.join import pairs_within

    fresh = np.ones(len(codes), np.bool_) if fresh is None else fresh
    first, second, distance, turn = pairs_within(codes, turned, r, fresh)
    order = np.lexsort((turn, distance, second, first))
    first, second, distance, turn = first[order], second[order], distance[order], turn[order]
    keep = np.ones(len(first), np.bool_)
    keep[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return first[keep], second[keep], distance[keep], turn[keep]
