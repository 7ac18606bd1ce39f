"""CRH and general code together: what the classes say first, what the picture shows where they say nothing.

All photos of a class share few CRH codes, so that most of a ranking by CRH is ties: the general code breaks them. And a
photo that lies far from every class center shows nothing the model knows: there the general code is trusted alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes, hamming


@dataclass(frozen=True, slots=True)
class Centers:
    """Class centers of a CRH model, packed uint8 [C, K/8], and the radius in bits within which photos are of a class."""

    codes: Codes
    radius: float

    def know(self, queries: Codes) -> NDArray[np.bool_]:
        """Whether each of the codes [Q, K/8] lies near enough to a center, bool [Q]."""
        nearest = hamming(queries[:, None], self.codes[None]).min(axis=1)
        return np.asarray(nearest <= self.radius)


def ties_broken(crh: NDArray[Any], general: NDArray[Any]) -> NDArray[np.float64]:
    """CRH distances in bits [N], and as their fraction general distances [N] >= 0: whole bits always count more."""
    most = float(general.max(initial=0.0)) + 1e-9
    return np.asarray(crh + 0.999 * np.asarray(general, np.float64) / most)


def weighted(values: NDArray[np.float32], codes: Codes) -> NDArray[np.float64]:
    """Asymmetric distance of a query's real values [K] to codes [N, K/8], in bits of mean weight.

    A bit that the query holds firmly counts more than one it is unsure of.
    """
    different = np.unpackbits(codes ^ np.packbits(values >= 0)[None], axis=1)
    weights = np.abs(values, dtype=np.float64) / max(1e-9, float(np.abs(values).mean()))
    return np.asarray(different @ weights)
