"""An order in which like things stand side by side, for pictures of a matrix of distances."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform

#: Beyond so many things the best order takes longer than a look at it.
_MOST_OPTIMAL = 250


def similar_order(distances: NDArray[Any]) -> NDArray[np.int64]:
    """Rows of a symmetric matrix [N, N] in an order that puts near ones side by side, int64 [N]."""
    if len(distances) < 3:
        return np.arange(len(distances))
    condensed = squareform(np.asarray(distances, np.float64), checks=False)
    tree = linkage(condensed, "average")
    if len(distances) <= _MOST_OPTIMAL:
        tree = optimal_leaf_ordering(tree, condensed)
    return np.asarray(leaves_list(tree), np.int64)
