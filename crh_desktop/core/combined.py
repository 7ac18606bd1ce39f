"""CRH and general code together: what the classes say where a model knows them, what the picture shows everywhere else.

All photos of a class share few CRH codes, and photos of no trained class get codes that mean nothing. So the two distances
are added, and how much CRH counts depends on whether the query stands among photos of the classes that the model was
trained on. The general code tells that: it was made without labels and places a photo of no class away from all of them.
One photo alone may fit a class by chance, as a desert fits a camel; the photos around it rarely do. A photo that is an odd one
of its class lies among strangers by the general code, but what the CRH code would show first is then of the class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes

Floats = NDArray[np.float32]

#: What CRH counts beside the general code, for a query among strangers and for one among photos of trained classes. Chosen,
#: like the numbers below, on the personal-library cases (tests/benchmarks/bench_personal.py, seeds 0, 4, 5, 6).
LEAST, MOST = 0.1, 6.0
#: Shares of the trained photos that fit their own class worse than a query that is not known at all, or known surely.
UNKNOWN, SURE = 0.1, 0.5
#: So many of the library's photos are asked: the nearest by the general code, and those that would be shown first if the CRH
#: code decided. Between FEW and MANY of them known, the query counted with them, trust in the CRH code grows from none to full.
AROUND, FIRST = 15, 5
FEW, MANY = 0.35, 0.65
#: A class's own usual fit counts like that of all classes together with so many photos.
_SHRINK = 5


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a CRH model as the general code's real values see them.

    mean: float32 [D], of the trained photos. directions: float32 [C, D], unit vectors to the classes. usual: float32 [C], how
    well a class's own photos fit (cosine). low, high: between them a photo's fit, less what is usual for its class, turns
    from unknown to sure.
    """

    mean: Floats
    directions: Floats
    usual: Floats
    low: float
    high: float

    @classmethod
    def of(cls, values: Floats, targets: NDArray[Any]) -> Classes:
        """From the general code's real values [N, D] of trained photos and their targets 0 or 1 [N, C].

        Each photo's fit is taken with the direction that its class has without it, since a query was not trained on either.
        """
        mean = values.mean(axis=0, dtype=np.float64).astype(np.float32)
        unit = _unit(values - mean)
        member = np.asarray(targets, np.float32) > 0
        sums = member.T.astype(np.float32) @ unit
        photo, label = np.nonzero(member)
        alone = member.sum(axis=0)[label] < 2
        without = _unit(sums[label] - unit[photo])
        fit = np.where(alone, np.nan, (unit[photo] * without).sum(axis=1))
        own, label = fit[~alone], label[~alone]
        if not len(own):  # single photos tell nothing of their classes: every query is known
            return cls(mean, _unit(sums), np.zeros(len(sums), np.float32), -3.0, -2.0)
        many = np.bincount(label, minlength=len(sums))
        usual = (np.bincount(label, own, len(sums)) + _SHRINK * own.mean()) / (many + _SHRINK)
        low, high = (float(bound) for bound in np.quantile(own - usual[label], [UNKNOWN, SURE]))
        return cls(mean, _unit(sums), usual.astype(np.float32), low, max(high, low + 1e-6))

    def known(self, values: Floats) -> NDArray[np.float64]:
        """How surely photos, by the general code's real values [Q, D], are of a class: 0 to 1, [Q]."""
        fit = _unit(values - self.mean) @ self.directions.T
        nearest = fit.argmax(axis=1)
        above = fit[np.arange(len(fit)), nearest] - self.usual[nearest]
        return np.asarray(np.clip((above - self.low) / (self.high - self.low), 0.0, 1.0), np.float64)

    def trust(self, query: Floats, around: Floats) -> float:
        """How far the CRH code may decide for a query, 0 to 1.

        Args:
            query: the general code's real values, [D].
            around: those of the library's photos nearest to it (`neighbours`), [n, D]; may be none.
        """
        share = float(self.known(np.concatenate([query[None], around])).mean())
        return min(1.0, max(0.0, (share - FEW) / (MANY - FEW)))


def neighbours(crh: NDArray[Any], bits: int, general: NDArray[Any], width: int) -> NDArray[np.int64]:
    """Rows of the photos that are asked about a query: `AROUND` and then `FIRST` of them, so that a row may come twice.

    Equal distances in the order of rows. What has no distance at all by the general code is the query itself or a copy of it,
    which tells nothing of what is around.

    Args:
        crh, bits, general, width: Distances [N], as in `together`; infinite where a photo is to be left out.
    """
    others = np.flatnonzero((general > 0) & np.isfinite(general))
    crh, general = crh[others], general[others]
    shown = together(crh, bits, general, width, 1.0)
    near = [np.argsort(line, kind="stable")[:many] for line, many in ((general, AROUND), (shown, FIRST))]
    return np.asarray(others[np.concatenate(near)], np.int64)


def together(crh: NDArray[Any], bits: int, general: NDArray[Any], width: int, trust: Any) -> NDArray[np.float64]:
    """Both distances as one, in bits of the CRH code.

    Args:
        crh: Hamming distances, of `bits`.
        general: Distances of the general code, of `width` bits, in the same shape.
        trust: See `Classes.trust`; a number, or what broadcasts to the distances.
    """
    weight = LEAST * (MOST / LEAST) ** np.asarray(trust, np.float64)
    mixed = (weight * (crh / bits) + np.asarray(general, np.float64) / width) / (weight + 1)
    return np.asarray(bits * mixed)


def ranked(
    classes: Classes | None,
    query: Floats,
    crh: NDArray[Any],
    bits: int,
    general: NDArray[Any],
    width: int,
    values: Callable[[NDArray[np.int64]], Floats],
) -> NDArray[np.float64]:
    """Distances of a query to photos [N] by both codes, as far as the model knows what is around it.

    Args:
        classes: Of the CRH model; where it tells nothing of them (None), it is trusted.
        query: The general code's real values, [D].
        crh, bits, general, width: See `together`; distances [N].
        values: Gives the general code's real values [n, D] of rows [n].
    """
    trust = 1.0 if classes is None else classes.trust(query, values(neighbours(crh, bits, general, width)))
    return together(crh, bits, general, width, trust)


def weighted(values: NDArray[np.float32], codes: Codes) -> NDArray[np.float64]:
    """Asymmetric distance of a query's real values [K] to codes [N, K/8], in bits of mean weight.

    A bit that the query holds firmly counts more than one it is unsure of.
    """
    different = np.unpackbits(codes ^ np.packbits(values >= 0)[None], axis=1)
    weights = np.abs(values, dtype=np.float64) / max(1e-9, float(np.abs(values).mean()))
    return np.asarray(different @ weights)


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9), np.float32)
