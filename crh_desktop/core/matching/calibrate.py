"""From a pair's score to the probability that the pair is right, and from that to the slider beside the groups.

A base curve is fitted once on photos with known copies. No library is like that set: its share of right pairs differs,
and so does how alike its other photos are (cars, portraits, a series at one place). So the curve is moved twice:

1. The library's own scores, unrated, are a mixture of right and of wrong pairs. The base set's two densities are tilted
   until their mixture fits them: the wrong pairs' freely, the right pairs' little, since copies are made everywhere by
   the same programs. (With no tilt this is the prior shift of Saerens, Latinne and Decaestecker, 2002, which is off by
   several units of the logit where look-alikes differ.)
2. The person's ratings move shift and slope of the logit away from a prior whose width is what libraries were seen to
   differ by after the first step. Five ratings move little, fifty properly.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit, ndtri, softmax

from crh_desktop.core.paths import bundled

Floats = NDArray[np.float64]

#: Where `base` reads the shipped curve.
FILE_NAME = "calibration.json"
#: How much libraries differ from the moved curve: standard deviations of the shift and of the slope's logarithm.
PRIOR_DEVIATIONS = (0.9, 0.3)
#: Where the untilted mixture's distribution misses the library's by this much (0..1), half of the tilt is taken.
TILT_HALF = 0.2
#: A rated pair counts at most this many times as much as the middle one: a few rare draws must not decide alone.
MOST_WEIGHT = 2.0

# A tilt multiplies a density by exp(a u + b u^2), u = logit / 4. What tilting costs, in nats a pair: measured to carry
# over best between four sets of photos. Cheap tilts of the right pairs let the two kinds change places.
_TILT_COST = np.array([0.001, 0.001, 0.1])
_TILT_PAIRS = 10_000  # from so few pairs on, the cost counts whole, so that a small library tilts little
_TILT_UNIT = 4.0
_RIGHT_DEVIATION = 2.0  # of the logit of a library's share of right pairs
# Look-alikes that score like copies pass for right pairs: unrated scores may take any trust away, but add this much only.
_MOST_RISE = 0.5

_EDGE = 1e-4  # scores are stored to four places; nothing finer is read from them
_MOST = math.log((1 - _EDGE) / _EDGE)
_BINS, _DRAWS = 1024, 128
_LOW, _HIGH = 0.05, 0.95


class Wrong(NamedTuple):
    """Expected share of wrong ones, 0..1, and where it lies in nine libraries of ten."""

    share: float
    low: float
    high: float


class Level(StrEnum):
    """Named positions of the slider, strictest first."""

    IDENTICAL = "Identical"
    NEAR_IDENTICAL = "Near-identical"
    VERY_SIMILAR = "Very similar"
    SIMILAR = "Similar"


#: The share of wrong pairs each level allows. None are allowed among identical files: equal bytes or pixels, no score.
LEVEL_SHARES = dict(zip(Level, (0.0, 0.005, 0.05, 0.25), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """A monotone map from score to probability, with what is not known about it.

    Attributes:
        knots: float64 [K], strictly increasing logits of scores.
        values: float64 [K], non-decreasing logits of the probability on the base set; constant beyond both ends, since
            a set of N pairs cannot promise more than about 1 - 1/N.
        right: Share of right pairs in the base set, 0..1.
        shift: Added to the logit, for this library.
        log_slope: Logarithm of the factor of the logit, for this library.
        kinds: float64 [2, B], how right and wrong pairs of the base set score: shares in B equal steps of the logit,
            each row's sum 1; None if unknown, then a library's unrated scores move nothing.
        covariance: float64 [2, 2] of shift and log_slope: the prior's, or what the ratings left of it.
        verifier: Name and version of the rules whose scores the base set has; "" if unknown.
    """

    knots: Floats
    values: Floats
    right: float
    shift: float = 0.0
    log_slope: float = 0.0
    kinds: Floats | None = None
    covariance: Floats | None = None
    verifier: str = ""

    def __post_init__(self) -> None:
        knots, values = np.asarray(self.knots, np.float64), np.asarray(self.values, np.float64)
        if knots.ndim != 1 or knots.shape != values.shape or len(knots) < 2:
            raise ValueError("a calibration needs as many values as knots, two at least")
        if not (np.isfinite(knots).all() and np.isfinite(values).all() and 0 < self.right < 1):
            raise ValueError("a calibration's numbers must be finite and its share of right pairs between 0 and 1")
        if (np.diff(knots) <= 0).any() or (np.diff(values) < 0).any():
            raise ValueError("a calibration must not fall")
        if self.kinds is not None and not (self.kinds.shape[0] == 2 and (self.kinds > 0).all()):
            raise ValueError("the two densities of a calibration must be positive everywhere")
        if self.covariance is None:
            object.__setattr__(self, "covariance", np.diag(np.square(PRIOR_DEVIATIONS)))

    def probability(self, scores: ArrayLike) -> Floats:
        """Probability that each pair is right, float64 in 0..1, of scores in 0..1 of any shape; never falls with the score."""
        return np.asarray(expit(self.shift + math.exp(self.log_slope) * self._base(scores)))

    def for_library(self, scores: ArrayLike) -> Calibration:
        """This curve moved to where a library's scores fit best; unrated pairs are enough.

        Args:
            scores: Scores of all candidate pairs of the library, accepted and refused, [N]; with none nothing changes.

        Of the two moves, the mere change of the share and the tilted one, each is taken as far as the library asks for
        it: where the base set's densities already fit its scores, tilting them only adds noise. The covariance stays:
        how far such a move can be trusted is part of the prior. Move a base curve once, not what came of it.
        """
        values = np.ravel(np.asarray(scores, np.float64))
        if not len(values) or self.kinds is None:
            return self
        steps = self.kinds.shape[1]
        seen = np.bincount(_column(values, steps), minlength=steps).astype(np.float64)
        middle = _middles(steps)
        plain, _, _ = _mixture(seen, self.kinds, self.right, middle / _TILT_UNIT, tilted=False)
        share, right, wrong = _mixture(seen, self.kinds, self.right, middle / _TILT_UNIT, tilted=True)
        misfit = np.cumsum(seen / seen.sum() - plain * self.kinds[0] - (1 - plain) * self.kinds[1])
        off = max(float(np.abs(misfit).max()) - 1.36 / math.sqrt(len(values)), 0.0)  # less is chance (Kolmogorov)
        trust = off**4 / (off**4 + TILT_HALF**4)
        tilt = np.log(right / self.kinds[0]) - np.log(wrong / self.kinds[1])
        moved = self._base(expit(middle)) - _log_odds(self.right)
        moved += trust * (_log_odds(share) + tilt) + (1 - trust) * _log_odds(plain)
        moved = isotonic_regression(moved, weights=seen + 1.0).x  # a tilt can bend the curve over
        moved = np.minimum(moved, np.minimum(self._base(expit(middle)) + _MOST_RISE, self.values[-1]))
        return replace(self, knots=middle, values=moved, right=trust * share + (1 - trust) * plain)

    def rated(self, scores: ArrayLike, same: ArrayLike, probabilities: ArrayLike | None = None) -> Calibration:
        """This curve after ratings it has not seen yet.

        Args:
            scores: Scores of the rated pairs, [R], 0..1.
            same: What the person said, [R]: 1 the same photo, 0 not the same, 0.5 not sure.
            probabilities: With which probability each pair had been drawn, [R], above 0 to 1; None: all alike. Pairs
                count by one over it, as they do in the library, up to `MOST_WEIGHT`; unequal weights carry less
                information than their number says, and count as that much less.

        Raises:
            ValueError: The arrays differ in length, or an answer or a probability is out of range.
        """
        base = self._base(np.ravel(np.asarray(scores, np.float64)))
        answers = np.ravel(np.asarray(same, np.float64))
        weights = _weights(len(base), probabilities)
        if answers.shape != base.shape or not ((answers >= 0) & (answers <= 1)).all():
            raise ValueError("ratings need one answer from 0 to 1 a pair")
        if not len(base):
            return self
        mean = np.array([self.shift, self.log_slope])
        precision = np.asarray(np.linalg.inv(self._spread()), np.float64)

        def loss(place: Floats) -> float:
            logit = place[0] + math.exp(place[1]) * base
            away = place - mean
            return float(weights @ (np.logaddexp(0, logit) - answers * logit) + away @ precision @ away / 2)

        place = mean.copy()
        information = precision
        for _ in range(100):  # Fisher scoring: the information stays positive where the plain Hessian may not
            direction, information = _step(base, answers, weights, place, precision, mean)
            if float(np.abs(direction).max()) < 1e-9:
                break
            length = 1.0
            while length > 1e-6 and loss(place + length * direction) > loss(place):
                length /= 2
            place = place + length * direction
        spread = np.asarray(np.linalg.inv(information))
        return replace(self, shift=float(place[0]), log_slope=float(place[1]), covariance=spread)

    def foreseen(self, scores: ArrayLike, probabilities: ArrayLike) -> Calibration:
        """This curve as narrow as ratings of pairs drawn with these probabilities, [N] each, would make it."""
        base = self._base(np.ravel(np.asarray(scores, np.float64)))
        chance = np.ravel(np.asarray(probabilities, np.float64))
        place = np.array([self.shift, self.log_slope])
        precision = np.asarray(np.linalg.inv(self._spread()), np.float64)
        _, information = _step(base, np.zeros_like(base), chance, place, precision, place)
        return replace(self, covariance=np.asarray(np.linalg.inv(information)))

    def to_json(self) -> str:
        """The curve as one line of JSON, numbers to five places and more."""
        row: dict[str, Any] = {name: getattr(self, name) for name in ("verifier", "right", "shift", "log_slope")}
        for name, array in (("knots", self.knots), ("values", self.values), ("covariance", self._spread())):
            row[name] = np.round(array, 5).tolist()
        row["kinds"] = None if self.kinds is None else np.round(self.kinds, 7).tolist()
        return json.dumps(row)

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """What `to_json` wrote.

        Raises:
            ValueError: The text is no calibration.
        """
        try:
            row: dict[str, Any] = json.loads(text)
            kinds = np.array(row["kinds"], np.float64).reshape(2, -1) if row["kinds"] else None
            spread = np.array(row["covariance"], np.float64).reshape(2, 2)
            knots, values = np.array(row["knots"], np.float64), np.array(row["values"], np.float64)
            place = float(row["right"]), float(row["shift"]), float(row["log_slope"])
            return cls(knots, values, *place, kinds, spread, str(row["verifier"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a calibration: {error}") from None

    def _base(self, scores: ArrayLike) -> Floats:
        places = np.clip(_logit(np.asarray(scores, np.float64)), self.knots[0], self.knots[-1])
        return np.asarray(PchipInterpolator(self.knots, self.values)(places))

    def _spread(self) -> Floats:
        assert self.covariance is not None
        return self.covariance

    def _libraries(self) -> tuple[Floats, Floats]:
        """Shift and slope, float64 [D] each, of as many libraries as could be this one."""
        root = np.linalg.cholesky(self._spread() + 1e-12 * np.eye(2))
        places = np.array([self.shift, self.log_slope]) + _normals()[:, :2] @ root.T
        return places[:, 0], np.exp(places[:, 1])


class Scale:
    """What the slider stands on: the scores of a library's pairs under a calibration.

    Args:
        calibration: The curve, moved to this library.
        scores: Scores of the pairs the slider shows or hides, [N], 0..1, in any order; identical files and files of
            the same pixels are no question of a score and are left out.
    """

    def __init__(self, calibration: Calibration, scores: ArrayLike) -> None:
        self.calibration = calibration
        given = np.ravel(np.asarray(scores, np.float64))
        self._order = np.argsort(-given, kind="stable")
        self.scores = given[self._order]  # best first
        chance = calibration.probability(self.scores)
        self._wrong = np.cumsum(1 - chance)
        self._noise = np.cumsum(chance * (1 - chance))
        shifts, slopes = calibration._libraries()
        grid = expit(_middles(_BINS))
        self._many = expit(shifts[:, None] + slopes[:, None] * calibration._base(grid))

    def expected_wrong(self, min_score: float, groups: ArrayLike | None = None) -> Wrong:
        """How many of the pairs at `min_score` or above are wrong.

        Args:
            min_score: The slider's place, 0..1.
            groups: For groups instead of pairs: int [N], which group each pair holds together, -1 for none, in the
                order of the scores as given. A group is wrong if one of its pairs is; pairs count as independent,
                which makes too much of it where wrong pairs sit in one group.

        Returns:
            Share and interval; all 0 where no pair is left. The interval holds what the ratings leave open about this
            library and the chance of the count itself.
        """
        count = int(np.searchsorted(-self.scores, -min_score, side="right"))
        if not count:
            return Wrong(0.0, 0.0, 0.0)
        column = _column(self.scores[:count])
        luck = _normals()[:, 2]
        if groups is None:
            share = float(self._wrong[count - 1]) / count
            sums = (1 - self._many) @ np.bincount(column, minlength=_BINS) / count
            noise = math.sqrt(float(self._noise[count - 1])) / count
        else:
            labels = np.asarray(groups)[self._order][:count]
            inside = labels >= 0
            if not inside.any():
                return Wrong(0.0, 0.0, 0.0)
            _, member = np.unique(labels[inside], return_inverse=True)
            number, place = int(member.max()) + 1, column[inside]
            logs = np.log(np.maximum(self.calibration.probability(self.scores[:count][inside]), 1e-300))
            whole: Floats = np.exp(np.bincount(member, logs, number))
            table = np.log(np.maximum(self._many, 1e-300))
            sums = np.array([1 - np.exp(np.bincount(member, row[place], number)).mean() for row in table])
            share = float(1 - whole.mean())
            noise = math.sqrt(float((whole * (1 - whole)).sum())) / number
        reached = np.clip(sums + noise * luck, 0, 1)
        low, high = (float(value) for value in np.quantile(reached, [_LOW, _HIGH]))
        return Wrong(share, min(low, share), max(high, share))

    def threshold_for(self, share: float) -> float:
        """The loosest minimum score whose pairs are wrong in at most this share; infinity if no pair is good enough.

        A library without pairs has no shares: then it is the score whose own pair is wrong with that probability.
        """
        if len(self.scores):
            last = np.append(np.diff(self.scores) != 0, True)  # pairs of one score come and go together
            good = self.scores[last & (self._wrong <= share * np.arange(1, len(self.scores) + 1))]
        else:
            grid = np.linspace(1, 0, 10001)
            good = grid[1 - self.calibration.probability(grid) <= share]
        return float(good[-1]) if len(good) else math.inf

    def levels(self) -> dict[Level, float]:
        """Minimum score of every named level, never rising from strict to loose; infinity: only equal files."""
        return {level: self.threshold_for(share) for level, share in LEVEL_SHARES.items()}


@lru_cache(maxsize=1)
def base() -> Calibration:
    """The shipped curve.

    Raises:
        FileNotFoundError: The installation lacks it.
        ValueError: The file is damaged.
    """
    return Calibration.from_json((bundled("resources") / FILE_NAME).read_text(encoding="utf-8"))


def _logit(share: Floats) -> Floats:
    inside = np.clip(share, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def _column(scores: Floats, steps: int = _BINS) -> NDArray[np.int64]:
    """In which of so many equal steps of the logit each score lies."""
    return np.clip((_logit(scores) / _MOST + 1) / 2 * steps, 0, steps - 1).astype(np.int64)


def _middles(steps: int) -> Floats:
    return ((np.arange(steps) + 0.5) / steps * 2 - 1) * _MOST


def _mixture(seen: Floats, kinds: Floats, right: float, unit: Floats, tilted: bool) -> tuple[float, Floats, Floats]:
    """Share of right pairs and both densities, float64 [B] each, that fit counts [B] best, with or without tilts."""
    count = float(seen.sum())
    cost = _TILT_COST * max(count, _TILT_PAIRS)

    def parts(place: Floats) -> tuple[float, Floats, Floats]:
        wrong = np.log(kinds[1]) + place[1] * unit + place[2] * unit**2
        good = np.log(kinds[0]) + place[3] * unit
        return float(expit(place[0])), softmax(good), softmax(wrong)

    def loss(place: Floats) -> float:
        share, good, wrong = parts(place)
        away = (place[0] - _log_odds(right)) / _RIGHT_DEVIATION
        misfit = -float(seen @ np.log(share * good + (1 - share) * wrong))
        return float(misfit + cost @ place[1:] ** 2 + away**2 / 2) / count

    limits = [(-12, _log_odds(right) + _MOST_RISE)] + ([(-20, 20), (-20, 20), (-1.5, 1.5)] if tilted else [(0, 0)] * 3)
    starts = [np.array([start, 0.0, 0.0, 0.0]) for start in (_log_odds(right), -2.0, -5.0)]
    found = [minimize(loss, start, method="L-BFGS-B", bounds=limits) for start in starts]
    return parts(min(found, key=lambda one: float(one.fun)).x)


def _weights(count: int, probabilities: ArrayLike | None) -> Floats:
    """How much each rating counts, [count]; their sum is the number of equal ratings they are worth (Kish, 1965)."""
    if probabilities is None:
        return np.ones(count)
    chance = np.ravel(np.asarray(probabilities, np.float64))
    if len(chance) != count or not ((chance > 0) & (chance <= 1)).all():
        raise ValueError("ratings need the probability, above 0 to 1, with which each pair was drawn")
    if not count:
        return chance
    inverse = 1 / chance
    inverse = np.minimum(inverse, MOST_WEIGHT * float(np.median(inverse)))
    return np.asarray(inverse * inverse.sum() / (inverse**2).sum())


def _step(
    base: Floats, answers: Floats, weights: Floats, place: Floats, precision: Floats, mean: Floats
) -> tuple[Floats, Floats]:
    """The next step of shift and log slope, [2], and the information there, [2, 2]."""
    slope = math.exp(place[1])
    chance = expit(place[0] + slope * base)
    along = np.stack([np.ones_like(base), slope * base])
    information = (along * (weights * chance * (1 - chance))) @ along.T + precision
    gradient = along @ (weights * (answers - chance)) - precision @ (place - mean)
    return np.linalg.solve(information, gradient), information


@lru_cache(maxsize=1)
def _normals() -> Floats:
    """Evenly spread normal triples, float64 [D, 3]: an interval must not flicker with a seed (Roberts' sequence)."""
    root = 1.2207440846057596  # of x**4 = x + 1
    steps = np.array([root**-1, root**-2, root**-3])
    return np.asarray(ndtri((0.5 + np.arange(1, _DRAWS + 1)[:, None] * steps) % 1))
