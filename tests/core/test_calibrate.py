"""Calibration: monotone, bounded, moved by a library and by ratings as far as they go; honest draws; plain words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit, logit

from crh_desktop.core.library import Library
from crh_desktop.core.matching import calibrate, rating
from crh_desktop.core.matching.calibrate import Calibration, Level, Scale, Wrong
from crh_desktop.core.matching.rating import Answer
from crh_desktop.core.matching.verify import VERIFIER

SCORE = st.floats(0, 1)
KNOTS = np.linspace(-9.0, 9.0, 19)
LINE = Calibration(KNOTS, KNOTS * 0.8, 0.5)


def pairs(seed: int, right: int, wrong: int, alike: float = -3.0) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Scores whose logits are normal for both kinds, and which pairs are right."""
    random = np.random.default_rng(seed)
    places = np.concatenate([random.normal(2, 2, right), random.normal(alike, 1.5, wrong)])
    return expit(places), np.arange(right + wrong) < right


def known(scores: NDArray[np.float64], right: NDArray[np.bool_]) -> Calibration:
    """The true curve of `pairs` with these kinds, with their densities."""
    middle = calibrate._middles(62)
    kinds = np.stack([np.exp(-((middle - 2) ** 2) / 8), np.exp(-((middle + 3) ** 2) / 4.5)]) + 1e-9
    kinds /= kinds.sum(axis=1, keepdims=True)
    ratio = np.log(kinds[0] / kinds[1])
    share = float(right.mean())
    values = np.clip(np.maximum.accumulate(ratio), -12, 12) + logit(share)
    return Calibration(middle, values, share, kinds=kinds)


def gap(first: Calibration, second: Calibration, scores: NDArray[np.float64]) -> float:
    """The largest difference in probability over the scores."""
    return float(np.abs(first.probability(scores) - second.probability(scores)).max())


# --- the curve --------------------------------------------------------------------------------------------------------


def test_the_shipped_curve_is_fitted_on_scores_of_the_present_verifier() -> None:
    assert calibrate.base().verifier == VERIFIER


@given(st.lists(SCORE, min_size=2), st.floats(-5, 5), st.floats(-2, 2))
def test_probability_is_bounded_and_never_falls(scores: list[float], shift: float, log_slope: float) -> None:
    for start in (LINE, calibrate.base()):
        moved = replace(start, shift=shift, log_slope=log_slope)
        chance = moved.probability(np.sort(scores))
        assert ((chance >= 0) & (chance <= 1)).all()
        assert (np.diff(chance) >= -1e-12).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(SCORE, max_size=60), st.lists(st.tuples(SCORE, st.sampled_from([0.0, 0.5, 1.0])), max_size=20))
def test_moved_curves_stay_monotone_and_bounded(scores: list[float], rated: list[tuple[float, float]]) -> None:
    moved = calibrate.base().for_library(scores).rated([one for one, _ in rated], [same for _, same in rated])
    chance = moved.probability(np.linspace(0, 1, 201))
    assert np.isfinite(chance).all() and ((chance >= 0) & (chance <= 1)).all()
    assert (np.diff(chance) >= -1e-12).all()


def test_nothing_known_of_a_library_leaves_the_base_curve() -> None:
    start = calibrate.base()
    grid = np.linspace(0, 1, 101)
    assert gap(start, start.for_library([]), grid) == 0
    assert gap(start, start.rated([], []), grid) == 0
    assert gap(rating.calibrated(start, [], []), start, grid) == 0


def test_base_curve_tells_clear_pairs_apart() -> None:
    low, high = calibrate.base().probability([0.0, 1.0])
    assert low < 0.05 and high > 0.95


def test_json_round_trip_and_damage() -> None:
    start = replace(calibrate.base(), shift=0.5, log_slope=0.1)
    again = Calibration.from_json(start.to_json())
    assert gap(start, again, np.linspace(0, 1, 101)) < 1e-4
    assert again.verifier == start.verifier
    np.testing.assert_allclose(again._spread(), start._spread(), atol=1e-5)
    for text in ("{}", "[]", "no json", '{"knots": [1, 0], "values": [0, 1], "right": 0.5}'):
        with pytest.raises(ValueError):
            Calibration.from_json(text)


@pytest.mark.parametrize(
    "knots, values, right",
    [
        ([0, 0], [0, 1], 0.5),
        ([0, 1], [1, 0], 0.5),
        ([0], [0], 0.5),
        ([0, 1], [0, math.nan], 0.5),
        ([0, 1], [0, 1], 1.0),
    ],
)
def test_curves_that_fall_or_break_are_refused(knots: list[float], values: list[float], right: float) -> None:
    with pytest.raises(ValueError):
        Calibration(np.array(knots, np.float64), np.array(values, np.float64), right)


# --- moving to a library ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("right, wrong", [(200, 6000), (1000, 5000), (3500, 4000)])
def test_another_share_of_right_pairs_is_found_without_ratings(right: int, wrong: int) -> None:
    start = known(*pairs(0, 3000, 6000))
    scores, truth = pairs(1, right, wrong)
    moved = start.for_library(scores)
    assert abs(logit(moved.right) - logit(truth.mean())) < 0.3
    assert gap(moved, known(scores, truth), scores) < 0.1


@pytest.mark.parametrize("alike", [-2.0, -1.0, 0.0, 1.0])
def test_look_alikes_that_score_higher_are_noticed(alike: float) -> None:
    start = known(*pairs(0, 3000, 6000))
    scores, truth = pairs(1, 1500, 8000, alike)
    loss = {}
    for name, curve in (("base", start), ("moved", start.for_library(scores))):
        chance = np.clip(curve.probability(scores), 1e-6, 1 - 1e-6)
        loss[name] = -np.where(truth, np.log(chance), np.log1p(-chance)).mean()
    assert loss["moved"] < 0.9 * loss["base"]


def test_five_ratings_move_little_and_fifty_move_it() -> None:
    scores = np.full(50, 0.5)
    few, many = LINE.rated(scores[:5], np.zeros(5)), LINE.rated(scores, np.zeros(50))
    assert 0.2 < few.probability(0.5) < 0.5
    assert many.probability(0.5) < 0.1
    assert np.linalg.det(many._spread()) < np.linalg.det(few._spread()) < np.linalg.det(LINE._spread())


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 1000), st.floats(-2.5, 2.5), st.floats(0.6, 1.6))
def test_many_ratings_converge_to_the_truth_of_another_library(seed: int, shift: float, slope: float) -> None:
    random = np.random.default_rng(seed)
    truth = replace(LINE, shift=shift, log_slope=math.log(slope))
    scores = expit(random.normal(0, 3, 40_000))
    right = random.random(len(scores)) < truth.probability(scores)
    chosen, drawn = rating.draw(LINE.probability(scores), 6000, seed)
    moved = LINE.rated(scores[chosen], right[chosen], drawn)
    assert gap(moved, truth, np.linspace(0, 1, 101)) < 0.08
    assert gap(moved, truth, np.linspace(0, 1, 101)) < max(0.3 * gap(LINE, truth, np.linspace(0, 1, 101)), 0.06)


def test_ratings_need_fitting_lengths_answers_and_probabilities() -> None:
    for same, drawn in (([1.0], [0.5, 0.5]), ([1.0, 2.0], None), ([1.0, 0.0], [0.5, 0.0]), ([1.0, 0.0], [0.5, 1.5])):
        with pytest.raises(ValueError):
            LINE.rated([0.2, 0.8], same, drawn)


def test_not_sure_draws_towards_the_middle() -> None:
    assert LINE.rated([0.95] * 30, [0.5] * 30).probability(0.95) < LINE.probability(0.95)


# --- the slider -------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(SCORE, min_size=1, max_size=200), st.lists(SCORE, min_size=2, max_size=5))
def test_a_stricter_slider_expects_no_larger_share(scores: list[float], places: list[float]) -> None:
    scale = Scale(LINE, scores)
    found = [scale.expected_wrong(place) for place in sorted(places) if place <= max(scores)]
    for one in found:
        assert 0 <= one.low <= one.share <= one.high <= 1
    assert all(later.share <= earlier.share + 1e-9 for earlier, later in zip(found, found[1:], strict=False))


@settings(deadline=None)
@given(st.lists(SCORE, min_size=1, max_size=200), SCORE)
def test_threshold_is_the_loosest_that_keeps_the_share(scores: list[float], share: float) -> None:
    scale = Scale(LINE, scores)
    place = scale.threshold_for(share)
    looser = [score for score in scores if score < place]
    if math.isfinite(place):
        assert scale.expected_wrong(place).share <= share + 1e-9
    if looser:
        assert scale.expected_wrong(max(looser)).share > share - 1e-9


def test_shares_come_true_and_lie_in_their_interval() -> None:
    random = np.random.default_rng(3)
    scores = random.random(20_000)
    right = random.random(len(scores)) < LINE.probability(scores)
    scale = Scale(LINE, scores)
    for place in (0.0, 0.5, 0.9):
        found, true = scale.expected_wrong(place), 1 - right[scores >= place].mean()
        assert abs(found.share - true) < 0.02 and found.low <= true <= found.high


def test_ratings_narrow_the_interval() -> None:
    scores, right = pairs(5, 2000, 3000)
    start = known(scores, right)
    chosen, drawn = rating.draw(start.probability(scores), 200, 0)
    before, after = (
        Scale(curve, scores).expected_wrong(0.3) for curve in (start, start.rated(scores[chosen], right[chosen], drawn))
    )
    assert after.high - after.low < 0.6 * (before.high - before.low)


def test_groups_are_wrong_if_one_of_their_pairs_is() -> None:
    scale = Scale(LINE, [0.9, 0.2, 0.9, 0.9])
    one = 1 - float(LINE.probability(0.9))
    found = scale.expected_wrong(0.5, groups=[0, 3, 0, 1])
    assert found.share == pytest.approx((one + 1 - (1 - one) ** 2) / 2)
    assert scale.expected_wrong(0.5, groups=[-1] * 4) == scale.expected_wrong(0.95) == Wrong(0, 0, 0)
    assert scale.expected_wrong(0.5, groups=[0, 1, 2, 3]).share == pytest.approx(scale.expected_wrong(0.5).share)


def test_levels_loosen_in_order_and_identical_needs_no_score() -> None:
    for scale in (Scale(LINE, np.linspace(0, 1, 500)), Scale(LINE, [])):
        places = list(scale.levels().values())
        assert list(scale.levels()) == list(Level)
        assert places[0] == math.inf
        assert all(loose <= strict for strict, loose in zip(places, places[1:], strict=False))
        assert math.isfinite(places[-1])


# --- ratings ----------------------------------------------------------------------------------------------------------


@given(st.lists(SCORE, max_size=80), st.integers(0, 100), st.integers(0, 10))
def test_a_draw_is_the_same_by_seed_and_never_repeats(scores: list[float], count: int, seed: int) -> None:
    chosen, drawn = rating.draw(scores, count, seed)
    again, chances = rating.draw(scores, count, seed)
    assert (chosen == again).all() and (drawn == chances).all()
    assert len(set(chosen.tolist())) == len(chosen) == min(count, len(scores))
    assert ((drawn > 0) & (drawn <= 1)).all()
    if count >= len(scores):
        np.testing.assert_allclose(drawn, 1.0)


@pytest.mark.parametrize("count", [3, 17, 60])
def test_weighted_draws_are_unbiased(count: int) -> None:
    scores, right = pairs(7, 300, 1700)
    found = [
        rating.share_of_all(right[chosen], drawn, len(scores))
        for chosen, drawn in (rating.draw(scores, count, seed) for seed in range(1500))
    ]
    error = np.std(found) / math.sqrt(len(found))
    assert abs(np.mean(found) - right.mean()) < 4 * error


def test_draws_take_refused_and_accepted_pairs_alike() -> None:
    scores = pairs(7, 300, 5000)[0]
    chosen, _ = rating.draw(scores, 40, 0)
    assert 10 <= (scores[chosen] >= 0.5).sum() <= 30  # of which the library has one in seventeen


def test_probabilities_follow_from_the_strata_alone() -> None:
    scores = pairs(7, 500, 3000)[0]
    first, drawn = rating.draw(scores, 120, 0)
    np.testing.assert_allclose(rating.probabilities(scores, scores[first]), drawn, rtol=0.25)


@pytest.mark.parametrize("scores, count", [([1.2], 1), ([math.nan], 1), ([0.5], -1)])
def test_draws_refuse_what_is_no_score(scores: list[float], count: int) -> None:
    with pytest.raises(ValueError):
        rating.draw(scores, count, 0)


def test_advice_asks_for_ratings_until_they_no_longer_help() -> None:
    scores, right = pairs(5, 2000, 3000)
    start = known(scores, right)
    first = rating.advice(Scale(start, scores), scores, 0.2, 0)
    assert first.more and first.width_after < first.width
    chosen, drawn = rating.draw(start.probability(scores), 1500, 0)
    after = rating.advice(Scale(start.rated(scores[chosen], right[chosen], drawn), scores), scores, 0.2, 1500)
    assert not after.more and after.width < first.width
    assert not rating.advice(Scale(start, scores), [], 0.2, 0).more


def test_ratings_are_stored_changed_and_removed(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        for first, second, score in ((1, 2, 0.9), (1, 3, 0.4), (2, 3, 0.1)):
            library.execute("INSERT INTO pair VALUES(?, ?, 9, 0, 'near', ?, '{}', 'test')", (first, second, score))
        rating.save(library.execute, 2, 1, 0.8, Answer.SAME)
        rating.save(library.execute, 1, 3, 0.4, Answer.SAME)
        rating.save(library.execute, 3, 1, 0.4, Answer.UNSURE)
        rating.save(library.execute, 5, 4, 0.7, Answer.DIFFERENT)
        found = rating.load(library.execute)
        # a pair has today's score, one that is no candidate any more the score it was rated with
        assert sorted((one.content_a, one.content_b, one.score, one.answer) for one in found) == [
            (1, 2, 0.9, Answer.SAME), (1, 3, 0.4, Answer.UNSURE), (4, 5, 0.7, Answer.DIFFERENT),
        ]  # fmt: skip
        open_pairs, scores = rating.candidates(library.execute)
        assert open_pairs.tolist() == [[2, 3]] and scores.tolist() == [0.1]
        moved = rating.calibrated(LINE, [0.9, 0.4, 0.1], found)
        assert moved.shift != LINE.shift
        rating.forget(library.execute, 3, 1)
        assert len(rating.load(library.execute)) == 2
        with pytest.raises(ValueError):
            rating.save(library.execute, 3, 3, 0.5, Answer.SAME)


# --- what the person sees ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "share, text",
    [
        (0.0, "no group should be wrong"),
        (1e-9, "fewer than 1 group in 1,000 may be wrong"),
        (0.00099, "fewer than 1 group in 1,000 may be wrong"),
        (0.001, "about 1 group in 1,000 may be wrong"),
        (0.005, "about 1 group in 200 may be wrong"),
        (0.05, "about 1 group in 20 may be wrong"),
        (0.34, "about 1 group in 3 may be wrong"),
        (0.5, "about half of the groups may be wrong"),
        (0.7, "more than half of the groups may be wrong"),
        (1.0, "nearly all groups may be wrong"),
    ],
)
def test_words(share: float, text: str) -> None:
    assert rating.words(share) == text
    assert rating.words(share, pairs=True) == text.replace("group", "pair")


def test_words_are_translated_whole_and_refuse_what_is_no_share() -> None:
    table: dict[str, str] = {"about 1 group in {0} may be wrong": "etwa 1 von {0} Gruppen ist falsch"}
    translate: Callable[[str], str] = table.__getitem__
    assert rating.words(0.01, translate) == "etwa 1 von 100 Gruppen ist falsch"
    for share in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError):
            rating.words(share)


@given(st.lists(st.tuples(st.floats(0, 300), st.booleans())), st.integers(1, 40))
def test_histogram_holds_every_pair_once(rows: list[tuple[float, bool]], bins: int) -> None:
    values, accepted = [value for value, _ in rows], [good for _, good in rows]
    data = rating.histogram(values, bins, accepted)
    assert data.accepted.sum() == sum(accepted) and data.refused.sum() == len(rows) - sum(accepted)
    assert len(data.edges) == bins + 1 and len(data.accepted) == len(data.refused) == bins


def test_histogram_says_when_small_bars_would_vanish() -> None:
    scores = np.concatenate([np.full(5000, 0.01), np.linspace(0.1, 0.99, 90)])
    data = rating.histogram(scores, 10, scores >= 0.5)
    assert data.logarithmic and data.accepted[:5].sum() == 0 and data.refused[6:].sum() == 0
    assert not rating.histogram([0.1, 0.5, 0.9], [0.0, 0.3, 0.6, 1.0], [False, True, True]).logarithmic
    for bins in (0, [0.0], [1.0, 0.0]):
        with pytest.raises(ValueError):
            rating.histogram([0.5], bins, [True])
    with pytest.raises(ValueError):
        rating.histogram([0.5], 3, [True, False])
