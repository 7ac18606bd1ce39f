"""Fixed centers of CRH's rivals: Bernoulli, Hadamard, farthest random rows, separated (MDS) and semantic (SHC) ones.

The published optimisers of MDS and SHC are long; here each aim is reached by flipping one bit at a time while that
helps, which is simple, deterministic, and reports what it reached (`least_distance`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray
from scipy.special import gammaln

from crh_desktop.learn.codebook import far_rows

Centers = NDArray[np.int8]


def least_distance(centers: Centers) -> int:
    """The smallest Hamming distance of two of the centers, ±1 [C, K]; K with fewer than two."""
    bits = int(centers.shape[1])
    if len(centers) < 2:
        return bits
    gaps = _gaps(centers)
    return int(gaps[np.triu_indices(len(centers), 1)].min())


def bernoulli(classes: int, bits: int, seed: int) -> Centers:
    """Every bit a fair coin, ±1 int8 [C, K]; rows may repeat by chance."""
    return (2 * np.random.default_rng(seed).integers(0, 2, (classes, bits)) - 1).astype(np.int8)


def maxhd(classes: int, bits: int, seed: int) -> Centers:
    """Random rows with a floor on the distance, as high as rejection reaches; ±1 int8 [C, K]."""
    return far_rows(np.random.default_rng(seed), classes, bits)


def hadamard(classes: int, bits: int, seed: int) -> Centers:
    """Rows of a Hadamard matrix and its negative, K/2 bits apart, in random order; Bernoulli rows beyond 2 K classes.

    Where K is no power of two, the columns of the next larger matrix are cut (CSQ, CVPR 2020).
    """
    random = np.random.default_rng(seed)
    size = 1 << (bits - 1).bit_length()
    matrix = np.asarray(scipy.linalg.hadamard(size), np.int8)[:, random.permutation(size)[:bits]]
    rows = np.unique(np.concatenate([matrix, -matrix]), axis=0)
    rows = rows[random.permutation(len(rows))][:classes]
    if len(rows) < classes:
        rows = np.concatenate([rows, bernoulli(classes - len(rows), bits, seed + 1)])
    return np.ascontiguousarray(rows)


def gilbert_varshamov(classes: int, bits: int) -> int:
    """The largest distance that C codes of K bits are sure to be able to keep: sum of C(K, i) for i < d at most 2^K / C."""
    limit = bits * np.log(2.0) - np.log(max(classes, 1))
    number = np.arange(bits + 1)
    logs = gammaln(bits + 1) - gammaln(number + 1) - gammaln(bits - number + 1)
    below = np.logaddexp.accumulate(logs)  # of all balls with radius 0, 1, …
    return int(max(1, np.searchsorted(below, limit, side="right")))


def mds(classes: int, bits: int, seed: int, rounds: int = 60) -> Centers:
    """Centers as far apart as flips reach, at least to the Gilbert-Varshamov bound (MDS, CVPR 2023); ±1 int8 [C, K].

    Farthest random rows reach the bound already; from there the floor is raised by one bit as long as flips reach it.
    """
    centers = maxhd(classes, bits, seed)
    while True:
        floor = max(least_distance(centers) + 1, gilbert_varshamov(classes, bits))
        raised = _flipped(centers, None, floor, rounds, seed)
        if least_distance(raised) <= least_distance(centers):
            return centers
        centers = raised


def shc(similarity: NDArray[Any], bits: int, seed: int, rounds: int = 60) -> Centers:
    """Centers whose similarity follows that of the classes, apart at least by the bound (SHC, arXiv 2507.08404).

    Args:
        similarity: S, symmetric, -1 .. 1, [C, C].
        bits: K.
        seed: of the start, which is that of `mds`.
        rounds: at most so many passes over the classes.
    """
    classes = len(similarity)
    return _flipped(
        mds(classes, bits, seed), np.asarray(similarity, np.float64), gilbert_varshamov(classes, bits), rounds, seed
    )


def class_similarity(logits: NDArray[Any], targets: NDArray[Any]) -> NDArray[np.float64]:
    """SHC's class similarity from a classifier: how its probabilities fall on the other classes, [C, C] in -1 .. 1.

    Args:
        logits: [N, C].
        targets: 0 or 1, one class each, [N, C].
    """
    values = np.where(targets > 0, -np.inf, np.asarray(logits, np.float64))
    values = np.exp(values - values.max(axis=1, keepdims=True))
    values /= values.sum(axis=1, keepdims=True)
    weights = targets / np.maximum(targets.sum(axis=0), 1)
    means = weights.T @ values
    means = (means + means.T) / 2
    high = means.max()
    scaled = 2 * means / high - 1 if high > 0 else means
    np.fill_diagonal(scaled, 1.0)
    return np.asarray(scaled)


def _gaps(centers: Centers) -> NDArray[np.int64]:
    wide = centers.astype(np.int64)
    return np.asarray((centers.shape[1] - wide @ wide.T) // 2)


def _flipped(
    start: Centers, similarity: NDArray[np.float64] | None, floor: int, rounds: int, seed: int, penalty: float = 4.0
) -> Centers:
    """Flip single bits while that lowers the cost: squared shortfalls below `floor`, and misfit to `similarity`."""
    centers = start.astype(np.float64)
    classes, bits = centers.shape
    random = np.random.default_rng(seed + 2)
    sideways = similarity is None
    best, best_least = start, least_distance(start)
    for _ in range(rounds):
        changed = False
        for row in random.permutation(classes):
            products = centers @ centers[row]
            # products after flipping bit k of this row: p_j - 2 c_jk c_rk, [C, K]
            after = products[:, None] - 2 * centers * centers[row]
            now = _cost(products, similarity, row, floor, bits, penalty)
            then = _cost(after, similarity, row, floor, bits, penalty)
            least_cost = then.min()
            bit = int(random.choice(np.flatnonzero(then <= least_cost + 1e-12)))
            # a move that costs nothing leads out of corners in which every single flip costs something
            if least_cost < now - 1e-9 or (sideways and now > 0 and least_cost <= now + 1e-9):
                centers[row, bit] *= -1
                changed = True
        least = least_distance(centers.astype(np.int8))
        if similarity is not None or least > best_least:
            best, best_least = centers.astype(np.int8), least
        if not changed:
            break
    return best


def _cost(
    products: NDArray[np.float64],
    similarity: NDArray[np.float64] | None,
    row: int,
    floor: int,
    bits: int,
    penalty: float,
) -> NDArray[np.float64]:
    """Cost of one class's products with all others, [C] or for each flip [C, K], summed over the classes."""
    others = np.arange(len(products)) != row
    products = products[others]
    short = np.maximum(floor - (bits - products) / 2, 0)
    cost = penalty * (short**2).sum(axis=0)
    if similarity is not None:
        wanted = similarity[row][others]
        gap = products / bits - (wanted[:, None] if products.ndim == 2 else wanted)
        cost = cost + (gap**2).sum(axis=0)
    return np.asarray(cost)
