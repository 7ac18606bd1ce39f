"""Which codebook entry each class has, and when that changes (arXiv 2511.12162, Eq 5 to 8)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Assignment = NDArray[np.int64]  # a: [H, C], distinct within a head


def compose(codebook: NDArray[np.int8], assignment: Assignment) -> NDArray[np.int8]:
    """Full centers c_c = concat_h Z[h, a_h(c)] (Eq 8): int8 [C, K]."""
    chosen = np.take_along_axis(codebook, assignment[:, :, None], axis=1)  # [H, C, d]
    return np.ascontiguousarray(chosen.transpose(1, 0, 2).reshape(assignment.shape[1], -1))


def initial_assignment(heads: int, classes: int) -> Assignment:
    """a_h(c) = c: as good as any random choice, since the codebook's rows are in random order."""
    return np.tile(np.arange(classes), (heads, 1))


def mean_codes(codes: NDArray[Any], weights: NDArray[Any], heads: int) -> NDArray[np.float64]:
    """mu: each class's weighted mean of the binarised codes, float64 [H, C, d].

    Args:
        codes: ±1, [N, K].
        weights: w_nc = y_nc / |y_n|_1, [N, C]; every class must have a positive column sum.
        heads: H.
    """
    sums = weights.T.astype(np.float64) @ codes.astype(np.float64)
    means = sums / weights.sum(axis=0, dtype=np.float64)[:, None]
    return np.asarray(means.reshape(len(means), heads, -1).transpose(1, 0, 2), np.float64)


def assignment_cost(means: NDArray[np.float64], codebook: NDArray[np.int8]) -> NDArray[np.float64]:
    """cost[h, c, m] (Eq 5 and 7), the mean squared distance of a class's codes to an entry: float64 [H, C, M].

    Codes and entries are ±1, so the squares are constant: cost = 2 d - 2 mu . Z, and only the means are needed.
    """
    dimension = codebook.shape[2]
    products = np.einsum("hcd,hmd->hcm", means, codebook.astype(np.float64), optimize=True)
    return np.asarray(2 * dimension - 2 * products, np.float64)


def assign_hungarian(cost: NDArray[np.float64]) -> Assignment:
    """The one-to-one assignment of least total cost in each head (Eq 6): int64 [H, C]."""
    return np.stack([linear_sum_assignment(head)[1] for head in cost]).astype(np.int64)


def assign_greedy(cost: NDArray[np.float64], seed: int) -> Assignment:
    """Classes in random order, each takes the cheapest entry still free: int64 [H, C]. For very many classes."""
    heads, classes, _ = cost.shape
    assignment = np.zeros((heads, classes), np.int64)
    random = np.random.default_rng(seed)
    for head in range(heads):
        left = cost[head].copy()
        for label in random.permutation(classes):
            taken = int(left[label].argmin())
            assignment[head, label] = taken
            left[:, taken] = np.inf
    return assignment


def reassigns_after(epoch: int, dense: int = 20, every: int = 5) -> bool:
    """The cadence: after each of the first 20 epochs, then after every 5th. Epochs count from 0."""
    return epoch < dense or (epoch + 1) % every == 0
