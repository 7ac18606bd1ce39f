"""What a ranking by distance is worth, ties averaged in closed form; and what codes look like. Free of torch.

Hamming distances are whole numbers and tie often. Every figure here is the expectation over random order inside equal
distances, so that no figure depends on how a database happens to be sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.combined import Classes, ranked

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Per query and per distinct distance, nearest first: how many photos lie there and how many of them are relevant.

    count, hits: int64 [Q, L]; distances with nobody there are allowed.
    """

    count: NDArray[np.int64]
    hits: NDArray[np.int64]

    @property
    def relevant(self) -> NDArray[np.int64]:
        """Relevant photos of each query, [Q]."""
        return np.asarray(self.hits.sum(axis=1))

    def average_precision(self, most: int | None = None) -> Floats:
        """Expected AP of each query, [Q], 0 where nothing is relevant.

        Args:
            most: R of AP@R: ranks beyond it do not count, and the sum is divided by min(R, relevant); None for all.

        A level holds n photos, r of them relevant, after b photos with f relevant. The photo at its place i = 1 .. n is
        relevant with chance r / n, and then (i - 1)(r - 1)/(n - 1) of those before it in the level are. Summed over i,
        with H the harmonic numbers and h = H(b + n) - H(b), the precisions add up to
        r / n ((f + 1) h + (r - 1)/(n - 1) (n - (b + 1) h)).
        """
        before = np.cumsum(self.count, axis=1) - self.count
        found = np.cumsum(self.hits, axis=1) - self.hits
        last = self.count if most is None else np.clip(most - before, 0, self.count)
        table = np.concatenate([[0.0], np.cumsum(1.0 / np.arange(1, int(self.count.sum(axis=1).max(initial=0)) + 1))])
        harmonic = table[before + last] - table[before]
        share = self.hits / np.maximum(self.count, 1)
        others = np.maximum(self.hits - 1, 0) / np.maximum(self.count - 1, 1)
        precision = share * ((found + 1) * harmonic + others * (last - (before + 1) * harmonic))
        total = self.relevant if most is None else np.minimum(self.relevant, most)
        return np.asarray(precision.sum(axis=1) / np.maximum(total, 1))

    def mean_average_precision(self, most: int | None = None) -> float:
        """Mean over the queries that have something to find; 0 where none has."""
        counted = self.relevant > 0
        return float(self.average_precision(most)[counted].mean()) if counted.any() else 0.0

    def precision_at(self, most: int) -> Floats:
        """Expected share of relevant photos among the first `most` (among all, if there are fewer), [Q]."""
        before = np.cumsum(self.count, axis=1) - self.count
        inside = np.clip(most - before, 0, self.count)
        hits = (self.hits * inside / np.maximum(self.count, 1)).sum(axis=1)
        return np.asarray(hits / np.maximum(np.minimum(self.count.sum(axis=1), most), 1))

    def precision_within(self, radius: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Share of relevant photos within `radius`, 0 for an empty ball, and whether it is empty, [Q] each.

        Only for rankings whose level number is the distance itself, as `of_codes` makes them.
        """
        count, hits = self.count[:, : radius + 1].sum(axis=1), self.hits[:, : radius + 1].sum(axis=1)
        return np.asarray(hits / np.maximum(count, 1)), np.asarray(count == 0)


def of_codes(distances: NDArray[Any], relevant: NDArray[np.bool_], bits: int) -> Ranking:
    """Levels 0 .. bits from Hamming distances [Q, N]; a negative distance leaves the photo out (the query itself)."""
    queries = len(distances)
    level = distances.astype(np.int64) + (bits + 2) * np.arange(queries)[:, None] + 1
    size = queries * (bits + 2)
    level = np.where(distances < 0, (bits + 2) * np.arange(queries)[:, None], level)
    count = np.bincount(level.ravel(), minlength=size).reshape(queries, bits + 2)[:, 1:]
    hits = np.bincount(level[relevant], minlength=size).reshape(queries, bits + 2)[:, 1:]
    return Ranking(count, hits)


def of_values(distances: NDArray[Any], relevant: NDArray[np.bool_]) -> Ranking:
    """Levels by rank from real distances [Q, N]; infinity leaves the photo out (the query itself)."""
    order = np.argsort(distances, axis=1, kind="stable")
    ranked = np.take_along_axis(distances, order, axis=1)
    hits = np.take_along_axis(relevant, order, axis=1)
    out = np.isinf(ranked)
    fresh = np.ones(ranked.shape, np.bool_)
    fresh[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    level = np.cumsum(fresh, axis=1) - 1 + ranked.shape[1] * np.arange(len(ranked))[:, None]
    size = ranked.size
    count = np.bincount(level[~out], minlength=size).reshape(ranked.shape)
    right = np.bincount(level[hits & ~out], minlength=size).reshape(ranked.shape)
    return Ranking(count, right)


def relevance(asked: NDArray[np.bool_], base: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which photos share a label with a query: bool [Q, N] from targets bool [Q, C] and [N, C]."""
    return np.asarray(asked.astype(np.float32) @ base.astype(np.float32).T > 0)


def asymmetric_distances(queries: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float32]:
    """Minus the inner product of the queries' real values [Q, K] with the signs of the database's [N, K]: [Q, N]."""
    return -(queries @ np.where(base >= 0, 1, -1).astype(np.float32).T)


def weighted_distances(queries: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float64]:
    """`core.combined.weighted` of the queries' real values [Q, K] with the signs of the database's [N, K]: [Q, N]."""
    size = np.abs(queries).sum(axis=1, dtype=np.float64)[:, None]
    different = (size + asymmetric_distances(queries, base)) / 2  # weights of the bits that differ, added up
    return np.asarray(different * (queries.shape[1] / np.maximum(size, 1e-9 * queries.shape[1])))


def ranked_distances(
    classes: Classes, queries: NDArray[Any], base: NDArray[Any], crh: NDArray[Any], bits: int, general: NDArray[Any]
) -> NDArray[np.float64]:
    """`core.combined.ranked` of every query: [Q, N].

    Args:
        classes: of the CRH model.
        queries, base: the general code's real values, [Q, K] and [N, K].
        crh: Hamming distances of `bits`, [Q, N].
        general: the general code's distances, [Q, N]; infinite where a photo is to be left out.
    """
    rows = zip(queries, crh, general, strict=True)
    width = base.shape[1]
    return np.stack([ranked(classes, one, near, bits, other, width, base.__getitem__) for one, near, other in rows])


def cosine_distances(queries: NDArray[Any], base: NDArray[Any]) -> NDArray[np.float32]:
    """One minus cosine, [Q, N]."""
    first, second = (values / np.linalg.norm(values, axis=1, keepdims=True) for values in (queries, base))
    return np.asarray(1 - first @ second.T, np.float32)


# --- codes and centers ------------------------------------------------------------------------------------------------


def unique_share(codes: NDArray[np.uint8]) -> float:
    """Different codes among packed codes [N, B], as a share of N; methods that collapse are seen here."""
    return len(np.unique(codes, axis=0)) / len(codes) if len(codes) else 0.0


def bit_balance(signs: NDArray[Any]) -> float:
    """Mean over bits of |mean of the bit| for ±1 [N, K]: 0 if every bit halves the photos, 1 if none tells anything."""
    return float(np.abs(signs.mean(axis=0, dtype=np.float64)).mean())


def bit_correlation(signs: NDArray[Any]) -> float:
    """Mean |correlation| of two different bits of ±1 [N, K]; bits that never change count as 0."""
    centred = signs - signs.mean(axis=0, dtype=np.float64)
    spread = np.sqrt((centred**2).sum(axis=0))
    spread[spread == 0] = np.inf
    matrix = np.abs((centred / spread).T @ (centred / spread))
    bits = len(matrix)
    return float((matrix.sum() - np.trace(matrix)) / max(1, bits * (bits - 1)))


def pearson_of_centers(centers: NDArray[Any], means: NDArray[Any]) -> float | None:
    """PCC: correlation, over pairs of classes, of center similarity and cosine of class means (crh.md 1.11).

    Args:
        centers: ±1 [C, K].
        means: mean unit feature of each class, [C, D]; of another trunk than the one trained on, or the figure only
            shows that centers follow the codes.

    Returns:
        None with fewer than three classes, or where either side does not vary.
    """
    if len(centers) < 3:
        return None
    upper = np.triu_indices(len(centers), 1)
    unit = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    first = (centers.astype(np.float64) @ centers.T.astype(np.float64) / centers.shape[1])[upper]
    second = (unit @ unit.T)[upper]
    if first.std() < 1e-12 or second.std() < 1e-12:
        return None
    return float(np.corrcoef(first, second)[0, 1])


def distinctness(signs: NDArray[Any], targets: NDArray[np.bool_]) -> float:
    """Inter-class distinctiveness over intra-class compactness (LBHash, arXiv 2210.05899): needs no queries.

    Args:
        signs: ±1 [N, K].
        targets: bool [N, C].

    Returns:
        The least distance between two classes' mean codes over the largest mean distance of a class's codes to its own
        mean, both in bits; larger is better. 0 with one class.
    """
    if targets.shape[1] < 2:
        return 0.0
    weights = targets / np.maximum(targets.sum(axis=0), 1)
    means = weights.T @ signs.astype(np.float64)  # [C, K]
    least = min(float(np.abs(means[row + 1 :] - means[row]).sum(axis=1).min()) / 2 for row in range(len(means) - 1))
    away = (signs.shape[1] - signs @ means.T) / 2  # mean distance of a code to the class's codes, [N, C]
    within = (away * weights).sum(axis=0)
    return float(least / max(within.max(), 1e-9))
