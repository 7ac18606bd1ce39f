"""The fixed codebook of candidate centers: H heads of M entries of d bits (arXiv 2511.12162)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.errors import UsageError


def head_dimension(bits: int, candidates: int) -> int:
    """d: the smallest divisor of `bits` with 2^d >= M, so that a head can hold M distinct entries.

    Equals the paper's "smallest power of two >= log2 M" at 16, 32 and 64 bits.
    """
    for dimension in range(1, bits + 1):
        if bits % dimension == 0 and 2**dimension >= candidates:
            return dimension
    raise UsageError(f"{bits} bits cannot hold {candidates} distinct centers; take more bits or fewer classes.")


def sample_codebook(bits: int, candidates: int, seed: int, dimension: int | None = None) -> NDArray[np.int8]:
    """Z: int8 [H, M, d] of -1 and +1, rows distinct within a head, heads drawn independently.

    Up to 16 bits a head, M distinct integers are drawn uniformly without replacement, as the paper does. Beyond that its
    way is not known: rows are drawn one after the other and kept if they are far enough from all before (`far_rows`).

    Args:
        bits: K.
        candidates: M.
        seed: of all draws.
        dimension: d; None takes `head_dimension`, K gives a single head.

    Raises:
        UsageError: No head of so many bits holds M distinct entries.
    """
    dimension = dimension or head_dimension(bits, candidates)
    if bits % dimension or 2**dimension < candidates:
        raise UsageError(f"Heads of {dimension} bits do not fit {bits} bits and {candidates} candidates.")
    random = np.random.default_rng(seed)
    return np.stack([_sample_head(random, candidates, dimension) for _ in range(bits // dimension)])


def _sample_head(random: np.random.Generator, candidates: int, dimension: int) -> NDArray[np.int8]:
    if dimension > 16:
        return far_rows(random, candidates, dimension)
    numbers = random.choice(2**dimension, size=candidates, replace=False)
    ones = (numbers[:, None] >> np.arange(dimension)) & 1
    return (2 * ones - 1).astype(np.int8)


def far_rows(
    random: np.random.Generator, count: int, bits: int, first: float = 0.61, step: float = 0.01, tries: int = 10_000
) -> NDArray[np.int8]:
    """Random rows with a floor on every pair's distance, ±1 int8 [count, bits] (OrthoHash's MaxHD, arXiv 2109.14449).

    The floor begins at `first` of the bits; whenever `tries` rows in a row were too near it is lowered by `step` of
    them, at worst to one bit, so that rows always differ.

    Raises:
        UsageError: There are not so many different rows.
    """
    if bits < 63 and 2**bits < count:
        raise UsageError(f"{bits} bits hold fewer than {count} different codes.")
    rows = np.zeros((count, bits), np.int8)
    share, taken = first, 0
    while taken < count:
        floor = max(1, math.ceil(share * bits))
        drawn = (2 * random.integers(0, 2, (tries, bits)) - 1).astype(np.int8)
        # far from all rows there are, in one product; those of this draw among each other one by one
        left = drawn[(bits - drawn.astype(np.float32) @ rows[:taken].T.astype(np.float32) >= 2 * floor).all(axis=1)]
        before = taken
        for row in left:
            if taken < count and (bits - rows[before:taken] @ row.astype(np.int32) >= 2 * floor).all():
                rows[taken] = row
                taken += 1
        if taken == before:
            share -= step
    return rows
