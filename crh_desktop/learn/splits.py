"""Parts of a labelled set that share no photo and no copy of one: train, validation, test."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from crh_desktop.core import search
from crh_desktop.core.bits import Codes
from crh_desktop.core.perceptual import turned

Rows = NDArray[np.int64]

#: Perceptual codes within so many of 256 bits are copies, as far as a split is concerned.
COPIES = 31


def copy_groups(codes: Codes) -> Rows:
    """Number of the group of copies that each photo belongs to, int64 [N], from perceptual codes uint8 [N, 32].

    Chains are followed: for a split it is better to keep two unlike photos together than to part two copies.
    """
    first, second, _, _ = search.join_turned(codes, turned(codes), COPIES)
    links = coo_matrix((np.ones(len(first)), (first, second)), shape=(len(codes), len(codes)))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)


def split(targets: NDArray[np.uint8], shares: Sequence[float], seed: int, groups: Rows | None = None) -> list[Rows]:
    """Rows of disjoint parts, each class divided by `shares`, which add up to 1; copies stay together.

    A class's first part gets a photo before any other does, so that every class can be trained on. Photos of several
    classes count with their rarest one; those without a class are spread like a class of their own.

    Args:
        targets: [N, C].
        shares: of each part.
        seed: of the order.
        groups: group of copies of each photo, [N]; None takes every photo for itself.
    """
    count = len(targets)
    groups = np.arange(count) if groups is None else groups
    frequency = targets.sum(axis=0)
    rarest = np.where(targets > 0, frequency, np.iinfo(np.int64).max).argmin(axis=1)
    label = np.where(targets.any(axis=1), rarest, targets.shape[1])
    random = np.random.default_rng(seed)
    part = np.zeros(count, np.int64)
    _, group = np.unique(groups, return_inverse=True)
    owner = np.full(group.max(initial=-1) + 1, -1)
    for one in np.unique(label):
        rows = np.flatnonzero(label == one)
        wanted = np.array(shares, np.float64) * len(rows)
        given = np.zeros(len(shares))
        given += np.bincount(owner[group[rows]][owner[group[rows]] >= 0], minlength=len(shares))
        for member in random.permutation(np.unique(group[rows])):
            if owner[member] >= 0:
                continue
            size = int((group[rows] == member).sum())
            # whoever lacks most, as a share of what it should have; the first part before all others
            lacking = np.where(wanted > 0, (wanted - given) / np.maximum(wanted, 1e-9), -np.inf)
            chosen = 0 if given[0] == 0 and wanted[0] > 0 else int(lacking.argmax())
            owner[member] = chosen
            given[chosen] += size
    part = owner[group]
    return [np.flatnonzero(part == number) for number in range(len(shares))]
