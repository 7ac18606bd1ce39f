"""The fixed codebook of candidate centers: H heads of M entries of d bits (arXiv 2511.12162)."""

from __future__ import annotations

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

    Up to 16 bits a head, M distinct integers are drawn without replacement. Beyond that the paper's way is not known:
    independent rows are drawn and repeats are drawn anew.
    """
    dimension = dimension or head_dimension(bits, candidates)
    if bits % dimension or 2**dimension < candidates:
        raise UsageError(f"Heads of {dimension} bits do not fit {bits} bits and {candidates} candidates.")
    random = np.random.default_rng(seed)
    return np.stack([_sample_head(random, candidates, dimension) for _ in range(bits // dimension)])


def _sample_head(random: np.random.Generator, candidates: int, dimension: int) -> NDArray[np.int8]:
    if dimension <= 16:
        numbers = random.choice(2**dimension, size=candidates, replace=False)
        ones = (numbers[:, None] >> np.arange(dimension)) & 1
        return (2 * ones - 1).astype(np.int8)
    rows = np.zeros((0, dimension), np.int8)
    while len(rows) < candidates:
        more = (2 * random.integers(0, 2, (candidates - len(rows), dimension)) - 1).astype(np.int8)
        _, first = np.unique(np.concatenate([rows, more]), axis=0, return_index=True)
        rows = np.concatenate([rows, more])[np.sort(first)]
    return rows
