"""Mean average precision by ranking, with ties averaged in closed form. Free of torch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def average_precision(distances: NDArray[Any], relevant: NDArray[np.bool_]) -> float:
    """Expected AP@all of one ranking, nearest first, over random order inside equal distances.

    In a block of n items with r relevant, after `before` items with `found` relevant, an item at place i is relevant
    with chance r / n, and then (i - 1) (r - 1) / (n - 1) others before it in the block are expected to be.
    """
    total = int(relevant.sum())
    if not total:
        return 0.0
    order = np.argsort(distances, kind="stable")
    ranked, hits = distances[order], relevant[order].astype(np.float64)
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
    sizes = np.diff(np.r_[starts, len(ranked)])
    inside = np.add.reduceat(hits, starts)
    found = np.cumsum(inside) - inside
    block = np.repeat(np.arange(len(starts)), sizes)
    place = np.arange(len(ranked)) - starts[block]  # 0 for the first of its block
    n, r = sizes[block], inside[block]
    others = place * np.maximum(r - 1, 0) / np.maximum(n - 1, 1)
    precision = (found[block] + 1 + others) / (np.arange(len(ranked)) + 1)
    return float((r / n * precision).sum() / total)


def mean_average_precision(
    distances: NDArray[Any],
    query_labels: NDArray[np.int64],
    base_labels: NDArray[np.int64],
    same: bool = False,
) -> float:
    """mAP@all: distances [Q, B]; relevant = same label. same: queries are the database, none retrieves itself."""
    scores = []
    for row, label in enumerate(query_labels):
        relevant = base_labels == label
        line = distances[row]
        if same:
            relevant, line = np.delete(relevant, row), np.delete(line, row)
        if relevant.any():
            scores.append(average_precision(line, relevant))
    return float(np.mean(scores)) if scores else 0.0


def code_distances(queries: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float32]:
    """Bits that differ between the signs of real values [Q, K] and [B, K]; whole numbers, exact in float32."""
    first, second = (np.where(values >= 0, 1, -1).astype(np.float32) for values in (queries, base))
    return np.asarray((queries.shape[1] - first @ second.T) / 2, np.float32)


def asymmetric_distances(queries: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float32]:
    """Minus the inner product of the queries' real values with the database's codes, [Q, B]."""
    return -(queries @ np.where(base >= 0, 1, -1).astype(np.float32).T)


def cosine_distances(queries: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float32]:
    """One minus cosine, [Q, B]."""
    first, second = (values / np.linalg.norm(values, axis=1, keepdims=True) for values in (queries, base))
    return np.asarray(1 - first @ second.T, np.float32)
