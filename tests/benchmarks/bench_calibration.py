"""How far the calibrated probabilities keep their promise: `python -m tests.benchmarks.bench_calibration [--write]`.

Pairs of known copies (right) and of look-alikes (wrong), scored by the verifier, or by a stand-in as long as there is
none. Judged on pairs promised 0.5 to 0.99, in bins of 200 pairs and more, on photos that the curve has not seen. Wrong
pairs come in bundles (thirteen copies of one photo all resemble another photo), which would count one look-alike 169
times: of two photos' copies one wrong pair is kept, and of one photo's copies `RIGHT_PAIRS`.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import math
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit, logit

from crh_desktop.core import imaging, perceptual
from crh_desktop.core.matching import calibrate, rating
from tests.benchmarks.measure import REPOSITORY, SHARED, Row, Unavailable

SETS = ("caltech99", "clothing10")
#: The shipped curve is fitted on the set that is in the public domain; the others are for measuring only.
SHIPPED_FROM = "clothing10"
FOLDER = REPOSITORY / "build" / "calibration"
RIGHT_PAIRS = 24
NEIGHBOURS = 20
NEAR_BITS = 80
EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
LEAST = 200
STEPS = 62
SPLITS = 10

Floats = NDArray[np.float64]
Curve = Callable[[Floats], Floats]


class Scored(NamedTuple):
    """Pairs of one set: score float64 [N], right bool [N], and the original that each photo comes from, int64 [N]."""

    score: Floats
    right: NDArray[np.bool_]
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def at(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Scored:
        return Scored(self.score[rows], self.right[rows], self.first[rows], self.second[rows])


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


# --- pairs ------------------------------------------------------------------------------------------------------------


def _copies(name: str, folder: Path) -> Path:
    made = folder / name
    if not (made / "truth.csv").exists():
        source, tool = SHARED / "labelled" / name, SHARED.parent / "tools" / "make_copies.py"
        if not source.is_dir() or not tool.exists():
            raise Unavailable(f"there are no photos in {source}")
        command = [
            sys.executable,
            tool,
            source,
            made,
            "--n",
            "300",
            "--per",
            "12",
            "--distractors",
            "660",
            "--jobs",
            "1",
        ]
        subprocess.run([str(part) for part in command], check=True, stdout=sys.stderr)
    return made


def _codes(made: Path) -> dict[str, NDArray[np.generic]]:
    """Codes of all photos of a set: perceptual uint8 [N, 32], general float32 [N, 256], group int64 [N], name [N]."""
    kept = made / "codes.npz"
    if not kept.exists():
        from crh_desktop.learn.encode import PictureEncoders

        encoders = PictureEncoders("cpu", 1)
        with open(made / "truth.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        codes, general, batch = [], [], []
        for place, row in enumerate(rows):
            picture = _picture(made / "images" / row["variant"])
            codes.append(perceptual.perceptual_code(picture)[0])
            batch.append(imaging.network_input(picture))
            if len(batch) == 64 or place == len(rows) - 1:
                general.append(encoders.encode(np.stack(batch)).projection)
                batch = []
        groups = np.array([int(row["group"]) for row in rows])
        names = np.array([row["variant"] for row in rows])
        np.savez(kept, codes=np.stack(codes), projection=np.concatenate(general), group=groups, name=names)
    with np.load(kept) as file:
        return dict(file)


@lru_cache(maxsize=400)
def _picture(path: Path) -> Image.Image:
    return imaging.decode(path.read_bytes(), path.name, side=1024).picture


def _candidates(codes: dict[str, NDArray[np.generic]]) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """Pairs as the library finds them, near in either code: two index arrays, bits at the best turn, and cosine."""
    general = codes["projection"] / np.linalg.norm(codes["projection"], axis=1, keepdims=True)
    words = codes["codes"].view(np.uint64)
    turned = perceptual.turned(codes["codes"]).reshape(len(words), 8, -1).view(np.uint64)
    found: list[tuple[NDArray[np.int64], ...]] = []
    for row in range(len(words)):
        cosine = general @ general[row]
        bits = np.bitwise_count(turned[row][:, None] ^ words[None]).sum(axis=-1).min(axis=0)
        near = np.union1d(np.argpartition(-cosine, NEIGHBOURS)[: NEIGHBOURS + 1], np.flatnonzero(bits <= NEAR_BITS))
        near = near[near != row]
        found.append((np.minimum(row, near), np.maximum(row, near), bits[near], cosine[near]))
    first, second, bits, cosine = (np.concatenate(column) for column in zip(*found, strict=True))
    _, once = np.unique(first * len(words) + second, return_index=True)
    return first[once], second[once], bits[once].astype(np.float64), cosine[once].astype(np.float64)


def _thinned(first: NDArray[np.int64], second: NDArray[np.int64], right: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows to keep, in random order: `RIGHT_PAIRS` of one photo's copies, one wrong pair of any two photos."""
    mixed = np.random.default_rng(0).permutation(len(first))
    keys = np.stack([np.minimum(first, second), np.maximum(first, second)], axis=1)[mixed]
    _, kind = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(kind, kind="stable")
    starts = np.searchsorted(kind[order], kind[order])
    rank = np.arange(len(order)) - starts
    rows = mixed[order]
    return np.random.default_rng(1).permutation(rows[rank < np.where(right[rows], RIGHT_PAIRS, 1)])


def scored_pairs(name: str, folder: Path = FOLDER, limit: int | None = None, stand_in: bool = False) -> Scored:
    """Scored pairs of one set, by the verifier where there is one, else by a stand-in from the codes.

    Args:
        name: A folder of labelled photos.
        folder: Where copies, codes and scores are kept between runs.
        limit: At most so many pairs.
        stand_in: Leave the verifier aside.

    Raises:
        Unavailable: There are no photos.
    """
    made = _copies(name, folder)
    codes = _codes(made)
    first, second, bits, cosine = _candidates(codes)
    group = codes["group"].astype(np.int64)
    rows = _thinned(group[first], group[second], group[first] == group[second])[:limit]
    first, second = first[rows], second[rows]
    verify = None if stand_in else _verifier()
    if verify is None:
        # points of agreement: bits below chance, and likeness of content
        score = expit(9 * (cosine[rows] - 0.7) + 0.08 * (88 - bits[rows]))
    else:
        kept = made / f"scores-{len(rows)}-{_rules()}.npy"
        if not kept.exists():
            paths = [made / "images" / str(file) for file in codes["name"]]
            score = np.zeros(len(rows))
            for row in np.lexsort((second, first)):  # neighbours in this order share a picture
                score[row] = verify(paths[first[row]], paths[second[row]])
            np.save(kept, score)
        score = np.load(kept)
    return Scored(score, group[first] == group[second], group[first], group[second])


def _verifier() -> Callable[[Path, Path], float] | None:
    """The score of two picture files by `verify_pictures`, or by its two halves, which need not see a photo twice."""
    try:
        module = importlib.import_module("crh_desktop.core.matching.verify")
    except ImportError:
        return None
    if hasattr(module, "reduce") and hasattr(module, "verify"):
        reduced = lru_cache(maxsize=2000)(lambda path: module.reduce(_picture(path)))
        return lambda first, second: float(module.verify(reduced(first), reduced(second)).score)
    if hasattr(module, "verify_pictures"):
        return lambda first, second: float(module.verify_pictures(_picture(first), _picture(second)).score)
    return None


def _rules() -> str:
    """Name and version of the rules that give the scores."""
    if _verifier() is None:
        return "stand-in"
    return str(getattr(importlib.import_module("crh_desktop.core.matching.verify"), "VERIFIER", "verify"))


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
    # where right and wrong pairs meet is where bends are needed: quantiles of both kinds, half each
    shares = np.linspace(0.005, 0.995, knots // 2 + 1)
    both = np.concatenate([np.quantile(places[truth], shares), np.quantile(places[~truth], shares)])
    spots = np.unique(np.round(both, 2))
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
    parser.add_argument("--stand-in", action="store_true", help="scores from the codes, without the verifier (fast)")
    parser.add_argument("--write", action="store_true", help=f"write the shipped curve, fitted on {SHIPPED_FROM}")
    chosen = parser.parse_args()
    sets = {name: scored_pairs(name, chosen.folder, chosen.limit, chosen.stand_in) for name in chosen.sets}
    rules = "stand-in" if chosen.stand_in else _rules()
    print(f"score: {rules}")
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
        data = sets.get(SHIPPED_FROM) or scored_pairs(SHIPPED_FROM, chosen.folder, chosen.limit, chosen.stand_in)
        place = REPOSITORY / "resources" / calibrate.FILE_NAME
        curve = replace(fit(data.score, data.right), verifier=rules)
        place.write_text(curve.to_json() + "\n", encoding="utf-8")
        print(f"\nwrote {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
