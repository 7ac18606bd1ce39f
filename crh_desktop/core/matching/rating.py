"""Ratings: pairs of the person's own library, drawn at random and judged by eye, which move the calibration.

Pairs are drawn by strata, accepted and refused ones alike: accepted pairs alone would say nothing of what was missed and
bend the curve. Most pairs of a library are clear, so the doubtful scores are drawn more often than their number asks
for; each pair's probability is known, and one over it puts the balance right (Horvitz and Thompson, 1952).

What the person sees of it is here too: the picture beside the slider and its sentence.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crh_desktop.core.matching.calibrate import Calibration, Scale

Floats = NDArray[np.float64]

#: Limits of the strata; a pair lies in the stratum whose lower limit it reaches.
STRATA = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
#: How often each stratum is drawn from, relative to the others, as far as it has pairs.
EFFORT = (0.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5)
#: An interval of the expected share of wrong pairs is narrow enough at this width, or at half of the share itself.
FINE_WIDTH = 0.02
#: More ratings help if a round of them takes at least this part off the width.
WORTH_IT = 0.1
#: Pairs in one round.
ROUND = 20


class Answer(IntEnum):
    """What a person said of a pair, as stored in `rating.same`."""

    SAME = 1
    DIFFERENT = 0
    UNSURE = -1


class Execute(Protocol):
    """`Library.execute`: runs one SQL statement and returns all rows."""

    def __call__(self, sql: str, parameters: Sequence[Any] = (), /) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Rating:
    """One rated pair. score: what the verifier gives it today, or gave it when it was rated if it no longer counts it."""

    content_a: int
    content_b: int
    score: float
    answer: Answer
    at: float


@dataclass(frozen=True, slots=True)
class Advice:
    """Whether more ratings would help.

    Attributes:
        rated: Ratings so far, "not sure" among them.
        more: Another round is worth the person's time.
        width: Width of the interval of the expected share of wrong pairs at the threshold, 0..1.
        width_after: What another round would leave of it, by forecast.
    """

    rated: int
    more: bool
    width: float
    width_after: float


def draw(scores: ArrayLike, count: int, seed: int) -> tuple[NDArray[np.int64], Floats]:
    """Pairs to rate, drawn at random from all candidates, accepted and refused.

    Args:
        scores: Of the pairs not rated yet, [N], 0..1: scores, or better what `Calibration.probability` makes of them,
            for the doubtful pairs are where that is neither high nor low.
        count: How many to draw; all come back where N is smaller.
        seed: The same seed draws the same pairs.

    Returns:
        indices: int64 [count], in random order, so that the person cannot guess the score from the place.
        probabilities: float64 [count], above 0 to 1: how likely each of them was to be drawn. Every one of the N pairs
            had a probability above 0, and a sum over the drawn pairs of value / probability equals the sum over all N
            on average.

    Raises:
        ValueError: A score is not between 0 and 1, or the count is negative.
    """
    values = _checked(scores)
    if count < 0:
        raise ValueError("cannot draw fewer than no pairs")
    if not len(values) or not count:
        return np.zeros(0, np.int64), np.zeros(0)
    random = np.random.default_rng(seed)
    stratum = _strata(values)
    sizes = np.bincount(stratum, minlength=len(STRATA))
    chance = (_shares(sizes, min(count, len(values))) / np.maximum(sizes, 1))[stratum]
    # Systematic drawing along the strata, in random order within each: the probabilities hold exactly even where a
    # stratum's share is no whole number, and no stratum gets more than one pair more or fewer than its share.
    order = np.lexsort((random.permutation(len(values)), stratum))
    reached = np.cumsum(chance[order])
    reached *= min(count, len(values)) / reached[-1]  # the sum is whole but for rounding
    marks = np.arange(min(count, len(values))) + random.random()
    chosen = order[np.minimum(np.searchsorted(reached, marks, side="right"), len(order) - 1)]
    chosen = random.permutation(np.unique(chosen)).astype(np.int64)
    return chosen, chance[chosen]


def probabilities(scores: ArrayLike, rated: ArrayLike) -> Floats:
    """With which probability pairs like the rated ones were rated, after any number of rounds and new verifiers.

    Args:
        scores: Of all candidate pairs of the library, the rated ones among them, [N]: what `draw` was given.
        rated: The same of the rated pairs, [R].

    Returns:
        float64 [R], above 0 to 1: rated pairs over all pairs of the stratum. It needs no record of how each was drawn,
        only that nobody chose within a stratum.
    """
    everything, some = _strata(_checked(scores)), _strata(_checked(rated))
    sizes = np.maximum(np.bincount(everything, minlength=len(STRATA)), 1)
    counts = np.bincount(some, minlength=len(STRATA))
    return np.asarray(np.minimum(counts / sizes, 1.0)[some], np.float64)


def share_of_all(values: ArrayLike, drawn: ArrayLike, total: int) -> float:
    """The mean over all `total` pairs of a library, estimated from drawn ones: values [R] and their probabilities [R].

    Unbiased, so it may leave the range of the values. NaN for no pairs at all.
    """
    weights = 1 / np.asarray(drawn, np.float64)
    return float((np.asarray(values, np.float64) * weights).sum() / total) if total else float("nan")


def calibrated(start: Calibration, scores: ArrayLike, ratings: Sequence[Rating]) -> Calibration:
    """The shipped curve moved to a library.

    Args:
        start: The base curve.
        scores: Scores of all candidate pairs of the library, accepted and refused, rated or not, [N].
        ratings: All ratings of the library, whatever is known of how each was drawn.
    """
    moved = start.for_library(scores)
    if not ratings:
        return moved
    rated = np.array([rating.score for rating in ratings])
    # "Not sure" is half a yes: left out, it would count as whatever the sure ones of its score are
    same = np.array([0.5 if rating.answer is Answer.UNSURE else float(rating.answer) for rating in ratings])
    everything = np.ravel(np.asarray(scores, np.float64))
    lost = rated[~np.isin(rated, everything)]  # rated pairs that are candidates no more still count as pairs
    chances = moved.probability(np.append(everything, lost))
    return moved.rated(rated, same, probabilities(chances, moved.probability(rated)))


def advice(scale: Scale, candidates: ArrayLike, min_score: float, rated: int) -> Advice:
    """Whether another round of ratings would help at the slider's present place.

    Args:
        scale: The slider's pairs under the calibration as it stands after `rated` ratings.
        candidates: Scores of the pairs that could still be drawn, [N].
        min_score: Where the slider stands, 0..1.
        rated: Ratings so far.
    """
    now = scale.expected_wrong(min_score)
    width = now.high - now.low
    values = _checked(candidates)
    if not len(values):
        return Advice(rated, False, width, width)
    stratum = _strata(scale.calibration.probability(values))
    sizes = np.bincount(stratum, minlength=len(STRATA))
    chance = (_shares(sizes, min(ROUND, len(values))) / np.maximum(sizes, 1))[stratum]
    then = Scale(scale.calibration.foreseen(values, chance), scale.scores).expected_wrong(min_score)
    after = min(then.high - then.low, width)
    more = width > max(FINE_WIDTH, now.share / 2) and width - after >= WORTH_IT * width
    return Advice(rated, more, width, after)


def save(execute: Execute, content_a: int, content_b: int, score: float, answer: Answer) -> None:
    """Store what a person said of a pair, in place of what was said before; either order of the contents.

    Raises:
        ValueError: The two contents are one, or the score is not between 0 and 1.
    """
    if content_a == content_b or not 0 <= score <= 1:
        raise ValueError("a rating is of two contents with a score between 0 and 1")
    execute(
        "INSERT INTO rating(content_a, content_b, score, same, at) VALUES(?, ?, ?, ?, ?) "
        "ON CONFLICT(content_a, content_b) DO UPDATE SET score = excluded.score, same = excluded.same, at = excluded.at",
        (min(content_a, content_b), max(content_a, content_b), float(score), int(answer), time.time()),
    )


def load(execute: Execute) -> list[Rating]:
    """All ratings, oldest first, each with the score that its pair has today."""
    rows = execute(
        "SELECT rating.content_a, rating.content_b, coalesce(pair.score, rating.score), rating.same, rating.at "
        "FROM rating LEFT JOIN pair USING(content_a, content_b) ORDER BY rating.at, rating.content_a, rating.content_b"
    )
    return [Rating(int(a), int(b), float(score), Answer(int(same)), float(at)) for a, b, score, same, at in rows]


def forget(execute: Execute, content_a: int, content_b: int) -> None:
    """Remove a rating, as undo does; nothing happens if there is none."""
    execute(
        "DELETE FROM rating WHERE content_a = ? AND content_b = ?",
        (min(content_a, content_b), max(content_a, content_b)),
    )


def candidates(execute: Execute) -> tuple[NDArray[np.int64], Floats]:
    """Pairs that can still be drawn: int64 [N, 2] of contents and their scores, float64 [N], ordered by contents."""
    rows = execute(
        "SELECT pair.content_a, pair.content_b, pair.score FROM pair LEFT JOIN rating USING(content_a, content_b) "
        "WHERE rating.at IS NULL ORDER BY pair.content_a, pair.content_b"
    )
    pairs = np.array([row[:2] for row in rows], np.int64).reshape(-1, 2)
    return pairs, np.array([row[2] for row in rows], np.float64)


@dataclass(frozen=True, slots=True)
class HistogramData:
    """The picture beside the slider.

    Attributes:
        edges: float64 [B + 1], rising.
        accepted: int64 [B], pairs on the threshold's good side.
        refused: int64 [B], the others. A bar that the threshold cuts has both.
        logarithmic: The bars differ so much that small ones vanish on a linear scale.
    """

    edges: Floats
    accepted: NDArray[np.int64]
    refused: NDArray[np.int64]
    logarithmic: bool


def histogram(values: ArrayLike, bins: int | Sequence[float], accepted: ArrayLike) -> HistogramData:
    """Counts of scores or distances, apart for accepted and refused pairs.

    Args:
        values: Scores (0..1) or distances (0 and above), [N].
        bins: Rising edges, or a number of equal bins from 0 to 1, or to the largest value if that is above 1. Values
            outside the edges count in the first or last bar, so that the bars hold all pairs.
        accepted: bool [N], on which side of the threshold each lies.

    Raises:
        ValueError: The lengths differ, the edges do not rise or the number is below 1.
    """
    numbers = np.ravel(np.asarray(values, np.float64))
    good = np.ravel(np.asarray(accepted, np.bool_))
    if isinstance(bins, int):
        edges = np.linspace(0, max(1.0, float(numbers.max(initial=1.0))), max(bins, 0) + 1)
    else:
        edges = np.asarray(bins, np.float64)
    if good.shape != numbers.shape or len(edges) < 2 or (np.diff(edges) <= 0).any():
        raise ValueError("a histogram needs one side a value and at least two rising edges")
    place = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, len(edges) - 2)
    inside = np.bincount(place[good], minlength=len(edges) - 1)
    outside = np.bincount(place[~good], minlength=len(edges) - 1)
    heights = inside + outside
    tall = heights[heights > 0]
    return HistogramData(edges, inside, outside, bool(len(tall) > 1 and tall.max() > 50 * np.median(tall)))


def words(share: float, translate: Callable[[str], str] = str, pairs: bool = False) -> str:
    """A share of wrong groups (or pairs), 0..1, in plain English, handed whole to `translate` before numbers go in.

    Raises:
        ValueError: The share is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies between 0 and 1")
    sentences = _OF_PAIRS if pairs else _OF_GROUPS
    if share == 0:
        return translate(sentences[0])
    if share < 0.001:
        return translate(sentences[1])
    if share > 0.95:
        return translate(sentences[5])
    if share > 0.6:
        return translate(sentences[4])
    number = min(_ROUND, key=lambda value: abs(math.log(value * share)))
    return translate(sentences[3 if number == 2 else 2]).format(f"{number:,}")


# whole sentences: another language may need another order of words
_OF_GROUPS = (
    "no group should be wrong",
    "fewer than 1 group in 1,000 may be wrong",
    "about 1 group in {0} may be wrong",
    "about half of the groups may be wrong",
    "more than half of the groups may be wrong",
    "nearly all groups may be wrong",
)
_OF_PAIRS = (
    "no pair should be wrong",
    "fewer than 1 pair in 1,000 may be wrong",
    "about 1 pair in {0} may be wrong",
    "about half of the pairs may be wrong",
    "more than half of the pairs may be wrong",
    "nearly all pairs may be wrong",
)
_ROUND = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000)


def _checked(scores: ArrayLike) -> Floats:
    values = np.ravel(np.asarray(scores, np.float64))
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("scores lie between 0 and 1")
    return values


def _strata(values: Floats) -> NDArray[np.int64]:
    return np.searchsorted(np.array(STRATA), values, side="right").astype(np.int64) - 1


def _shares(sizes: NDArray[np.int64], count: int) -> Floats:
    """How many pairs of each stratum to draw, float64: by `EFFORT`, never more than there are, `count` in all."""
    effort = np.array(EFFORT) * (sizes > 0)
    shares = np.zeros(len(sizes))
    full = np.zeros(len(sizes), np.bool_)
    while True:
        open_effort = np.where(full, 0, effort)
        left = count - sizes[full].sum()
        shares = np.where(full, sizes, left * open_effort / max(open_effort.sum(), 1e-12))
        over = ~full & (shares > sizes)
        if not over.any():
            return np.asarray(shares, np.float64)
        full |= over
