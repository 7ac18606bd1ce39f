"""How far the calibrated probabilities keep their promise: `python -m tests.benchmarks.bench_calibration [--write]`.

Pairs of known copies (right) and of look-alikes (wrong), scored by the verifier. Judged on pairs promised 0.5 to 0.99, in
bins of 200 pairs and more, on photos that the curve has not seen.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit, logit

from crh_desktop.core.matching import calibrate, rating
from crh_desktop.core.matching.verify import VERIFIER
from tests.benchmarks.calibration_pairs import FOLDER, Floats, Scored, scored_pairs
from tests.benchmarks.measure import REPOSITORY, Row

SETS = ("caltech99", "clothing10")
#: The shipped curve is fitted on the set that is in the public domain; the others are for measuring only.
SHIPPED_FROM = "clothing10"
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
LEAST = 200
#: Logits below this are pairs that failed a step of the verifier outright.
FAILED = -7.0
STEPS = 62
SPLITS = 10

Curve = Callable[[Floats], Floats]


class Bin(NamedTuple):
    """Pairs promised between two probabilities: how many different ones, the mean promise and the share that came true.

    chance: percentage points by which a faultless curve would be off in one of three such sets of photos.
    """

    low: float
    high: float
    pairs: int
    promised: float
    true: float
    chance: float

    @property
    def error(self) -> float:
        """Percentage points by which more came true than was promised."""
        return 100 * (self.true - self.promised)


class Judged(NamedTuple):
    """Promises float64 [M] for pairs of a set, int64 [M] rows of `data`; a pair may be judged by several curves."""

    data: Scored
    promised: Floats
    pair: NDArray[np.int64]

    def noise(self, inside: NDArray[np.bool_]) -> float:
        """Standard deviation of a bin's error in points when the photos are drawn anew: pairs of a photo go together."""
        _, place = np.unique(np.concatenate([self.data.first, self.data.second]), return_inverse=True)
        first, second = place[: len(self.data.first)], place[len(self.data.first) :]
        pair = self.pair[inside]
        off = self.data.right[pair] - self.promised[inside]
        off = off - off.mean()
        random = np.random.default_rng(0)
        errors = []
        for _ in range(200):
            times = random.poisson(1.0, place.max() + 1).astype(np.float64)
            weight = np.where(self.data.right[pair], times[first[pair]], times[first[pair]] * times[second[pair]])
            errors.append(float(weight @ off / max(weight.sum(), 1)))
        return 100 * float(np.std(errors))


# --- curves to choose from --------------------------------------------------------------------------------------------


def _squeezed(score: Floats) -> Floats:
    return np.asarray(logit(np.clip(score, 1e-4, 1 - 1e-4)))


def platt(data: Scored) -> Curve:
    """Two parameters: a line in the logit."""
    return _linear(data, lambda score: np.stack([np.ones_like(score), _squeezed(score)]))


def beta(data: Scored) -> Curve:
    """Three parameters: the logarithms of the score and of its complement (Kull and others, 2017)."""

    def columns(score: Floats) -> Floats:
        inside = np.clip(score, 1e-4, 1 - 1e-4)
        return np.stack([np.ones_like(score), np.log(inside), -np.log1p(-inside)])

    return _linear(data, columns)


def _linear(data: Scored, columns: Callable[[Floats], Floats]) -> Curve:
    design = columns(data.score)

    def loss(place: Floats) -> tuple[float, Floats]:
        value = place @ design
        return float((np.logaddexp(0, value) - data.right * value).sum()), design @ (expit(value) - data.right)

    limits = [(None, None)] + [(0.0, None)] * (len(design) - 1)
    found = minimize(loss, np.full(len(design), 0.5), jac=True, method="L-BFGS-B", bounds=limits).x
    return lambda score: np.asarray(expit(found @ columns(score)))


def isotonic(data: Scored) -> Curve:
    """Steps, smoothed by a moving mean over 0.6 of the logit."""
    order = np.argsort(data.score, kind="stable")
    steps = isotonic_regression(data.right[order].astype(np.float64)).x
    places = np.linspace(-9.3, 9.3, 311)
    values = np.interp(places, _squeezed(data.score[order]), np.clip(steps, 1e-3, 1 - 1e-3))
    smooth = np.convolve(np.pad(values, 5, mode="edge"), np.full(11, 1 / 11), mode="valid")
    return lambda score: np.asarray(np.interp(_squeezed(score), places, smooth))


def fit(scores: ArrayLike, right: ArrayLike, knots: int = 32, stiffness: float = 0.1) -> calibrate.Calibration:
    """The base curve: a monotone spline in the logit of the score, of the least penalised log loss.

    Args:
        scores: [N], 0..1.
        right: bool [N], whether each pair is right.
        knots: How many places the curve can bend at.
        stiffness: Weight of the squared changes of slope; 0 follows every wiggle.

    Raises:
        ValueError: The lengths differ, or there are not both right and wrong pairs.
    """
    places, truth = _squeezed(np.ravel(np.asarray(scores, np.float64))), np.ravel(np.asarray(right, np.bool_))
    if places.shape != truth.shape or not truth.any() or truth.all():
        raise ValueError("a calibration is fitted on right and on wrong pairs, each with a score")
    # where right and wrong pairs meet is where bends are needed: quantiles of both kinds, and of those in doubt, since
    # nearly all wrong pairs have the lowest score there is
    shares = np.linspace(0.005, 0.995, knots // 2 + 1)
    scored = places > FAILED
    low, high = np.sort([places[truth & scored].min(initial=0.0), places[~truth].max()])
    doubt = places[scored & (places >= low - 0.5) & (places <= high + 0.5)]
    parts = [places[truth], places[~truth], doubt if len(doubt) else places]
    spots = np.unique(np.round(np.concatenate([np.quantile(part, shares) for part in parts]), 2))
    if len(spots) < 2:
        spots = np.array([spots[0] - 1, spots[0] + 1])
    width = np.diff(spots)
    ramps = np.clip((places[:, None] - spots[:-1]) / width, 0, 1)
    basis = np.hstack([np.ones((len(places), 1)), ramps])
    most = math.log(len(places))  # no promise that so many pairs cannot back

    def loss(rise: Floats) -> tuple[float, Floats]:
        logit = basis @ rise
        gradient = basis.T @ (expit(logit) - truth)
        bend = np.diff(rise[1:] / width)
        pull = np.zeros_like(rise)
        pull[2:] += 2 * stiffness * bend / width[1:]
        pull[1:-1] -= 2 * stiffness * bend / width[:-1]
        return float((np.logaddexp(0, logit) - truth * logit).sum() + stiffness * (bend**2).sum()), gradient + pull

    start = np.append(logit(truth.mean()) - 3, 6 * width / width.sum())
    limits = [(-most, most)] + [(0.0, 2 * most)] * len(width)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 2000})
    values = np.clip(np.cumsum(found.x), -most, most)
    kinds = np.stack([_density(places[truth]), _density(places[~truth])])
    return calibrate.Calibration(spots, np.maximum.accumulate(values), float(truth.mean()), kinds=kinds)


def _density(places: Floats) -> Floats:
    """Smoothed shares of logits in equal steps, none of them zero."""
    counts = np.histogram(places, STEPS, (-9.2102, 9.2102))[0].astype(np.float64)
    smooth = np.convolve(np.pad(counts, 2, mode="edge"), np.array([1, 2, 3, 2, 1]) / 9, mode="valid")
    smooth += 1e-6 * smooth.sum()
    return np.asarray(smooth / smooth.sum())


def spline(data: Scored) -> Curve:
    """What the program uses."""
    return fit(data.score, data.right).probability


CURVES: dict[str, Callable[[Scored], Curve]] = {"platt": platt, "beta": beta, "isotonic": isotonic, "spline": spline}


# --- judging ----------------------------------------------------------------------------------------------------------


def split(data: Scored, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of two halves without a photo in common; pairs that lie across belong to neither."""
    groups, place = np.unique(np.concatenate([data.first, data.second]), return_inverse=True)
    side = np.random.default_rng(seed).random(len(groups)) < 0.5
    first, second = side[place[: len(data.first)]], side[place[len(data.first) :]]
    return np.flatnonzero(first & second), np.flatnonzero(~first & ~second)


def log_loss(promised: Floats, right: NDArray[np.bool_]) -> float:
    """Mean negative log likelihood, natural logarithm."""
    inside = np.clip(promised, 1e-6, 1 - 1e-6)
    return float(-np.where(right, np.log(inside), np.log1p(-inside)).mean())


def reliability(judged: Judged, least: int = LEAST) -> list[Bin]:
    """Bins over `EDGES`, strict ones first; one with fewer than `least` different pairs is joined with the next."""

    def between(low: float, high: float) -> Bin | None:
        inside = (judged.promised >= low) & (judged.promised < high)
        pairs = len(np.unique(judged.pair[inside]))
        if pairs < min(least, 1):
            return None
        promised, right = judged.promised[inside], judged.data.right[judged.pair[inside]]
        return Bin(low, high, pairs, float(promised.mean()), float(right.mean()), judged.noise(inside))

    bins: list[Bin] = []
    high = EDGES[-1]
    for low in EDGES[-2::-1]:
        found = between(low, high)
        if found and (found.pairs >= least):
            bins.append(found)
            high = low
    if high > EDGES[0]:  # what is left over at the loose end joins the last bin, or is all there is
        found = between(EDGES[0], bins.pop().high if bins else EDGES[-1])
        bins += [found] if found else []
    return bins


def _report(title: str, judged: Judged, constant: float) -> list[Bin]:
    right = judged.data.right[judged.pair]
    flat = log_loss(np.full(len(right), constant), right)
    bins = reliability(judged)
    print(f"\n{title}: log loss {log_loss(judged.promised, right):.4f} (constant {flat:.4f})")
    print("| promised | pairs | mean promise | came true | points off | of which chance (1 sd) |")
    print("|---|---|---|---|---|---|")
    for one in bins:
        print(
            f"| {one.low:.2f}-{one.high:.2f} | {one.pairs} | {one.promised:.3f} | {one.true:.3f} "
            f"| {one.error:+.1f} | {one.chance:.1f} |"
        )
    return bins


def compare_curves(sets: dict[str, Scored]) -> None:
    """Held-out log loss of every curve, each fitted on one half of a set and judged on the other half."""
    print("| curve | " + " | ".join(sets) + " |\n|---|" + "---|" * len(sets))
    for name, make in CURVES.items():
        losses = []
        for data in sets.values():
            halves = [(data.at(one), data.at(other)) for one, other in (split(data, seed) for seed in range(SPLITS))]
            losses.append(np.mean([log_loss(make(one)(other.score), other.right) for one, other in halves]))
        print(f"| {name} | " + " | ".join(f"{loss:.4f}" for loss in losses) + " |")


def within(name: str, data: Scored) -> list[Bin]:
    """Halves without a photo in common, each judged by the curve of the other; the splits' bins put together."""
    promised, rows = [], []
    for seed in range(SPLITS):
        halves = split(data, seed)
        for fitted, judged in (halves, halves[::-1]):
            curve = fit(data.score[fitted], data.right[fitted])
            promised.append(curve.probability(data.score[judged]))
            rows.append(judged)
    judged_by_all = Judged(data, np.concatenate(promised), np.concatenate(rows))
    return _report(f"{name}, {SPLITS} splits by photo", judged_by_all, float(data.right.mean()))


def across(fitted: str, judged: str, sets: dict[str, Scored], keep: float = 1.0) -> None:
    """Fit on one set, judge on the other: bare, moved by its scores, and moved by ratings of its pairs as well."""
    curve = fit(sets[fitted].score, sets[fitted].right)
    data = sets[judged]
    data = data.at(~data.right | (np.random.default_rng(2).random(len(data.right)) < keep))
    constant = float(sets[fitted].right.mean())
    title = f"{fitted} -> {judged}" + (f", {keep:.0%} of its right pairs" if keep < 1 else "")
    everything = np.arange(len(data.right))
    _report(f"{title}, base curve", Judged(data, curve.probability(data.score), everything), constant)
    moved = curve.for_library(data.score)
    _report(f"{title}, moved by its scores", Judged(data, moved.probability(data.score), everything), constant)
    for count in (50, 200):
        promised, rows = [], []
        for seed in range(SPLITS):
            chosen, chance = rating.draw(moved.probability(data.score), count, seed)
            person = moved.rated(data.score[chosen], data.right[chosen], chance)
            rest = np.setdiff1d(everything, chosen)
            promised.append(person.probability(data.score[rest]))
            rows.append(rest)
        judged_by_all = Judged(data, np.concatenate(promised), np.concatenate(rows))
        _report(f"{title}, {count} ratings ({SPLITS} draws together)", judged_by_all, constant)


def measure() -> list[Row]:
    """The worst bin and the log loss of every set, for the table of all benchmarks."""
    table = []
    for name in SETS:
        data = scored_pairs(name)
        bins = within(name, data)
        worst = max(bins, key=lambda one: abs(one.error))
        fitted, judged = (data.at(rows) for rows in split(data, 0))
        loss = log_loss(fit(fitted.score, fitted.right).probability(judged.score), judged.right)
        flat = log_loss(np.full(len(judged.right), fitted.right.mean()), judged.right)
        table.append(
            Row(
                f"calibration on {name}, worst bin",
                f"{worst.error:+.1f} points",
                "3 points",
                f"{loss / flat:.2f} log loss",
            )
        )
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS), help="folders of labelled photos")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where copies, codes and scores are kept")
    parser.add_argument("--limit", type=int, help="at most so many pairs of each set")
    parser.add_argument("--write", action="store_true", help=f"write the shipped curve, fitted on {SHIPPED_FROM}")
    chosen = parser.parse_args()
    sets = {name: scored_pairs(name, chosen.folder, chosen.limit) for name in chosen.sets}
    print(f"score: {VERIFIER}")
    for name, data in sets.items():
        print(f"{name}: {data.right.sum()} right pairs, {(~data.right).sum()} wrong ones")
    compare_curves(sets)
    for name, data in sets.items():
        within(name, data)
    for fitted in sets:
        for judged in sets:
            if fitted != judged:
                across(fitted, judged, sets)
                across(fitted, judged, sets, keep=0.2)
    if chosen.write:
        data = sets.get(SHIPPED_FROM) or scored_pairs(SHIPPED_FROM, chosen.folder, chosen.limit)
        place = REPOSITORY / "resources" / calibrate.FILE_NAME
        curve = replace(fit(data.score, data.right), verifier=VERIFIER)
        place.write_text(curve.to_json() + "\n", encoding="utf-8")
        print(f"\nwrote {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
