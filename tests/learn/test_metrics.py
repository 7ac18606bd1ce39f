"""Figures of a ranking: closed forms against shuffles and against the definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.combined import weighted
from crh_desktop.learn import metrics


def _plain(relevant: np.ndarray, most: int | None = None) -> float:
    """AP of one order by its definition."""
    total = int(relevant.sum())
    kept = relevant if most is None else relevant[:most]
    places = np.flatnonzero(kept)
    return float(((np.arange(len(places)) + 1) / (places + 1)).sum()) / max(
        1, total if most is None else min(total, most)
    )


@pytest.mark.parametrize("most", [None, 7, 25])
def test_ties_equal_the_mean_over_a_thousand_shuffles(most: int | None) -> None:
    random = np.random.default_rng(0)
    distances = random.integers(0, 4, 40)
    relevant = random.random(40) < 0.3
    shuffles, firsts = [], []
    for _ in range(4000):
        order = random.permutation(40)
        ranked = relevant[order][np.argsort(distances[order], kind="stable")]
        shuffles.append(_plain(ranked, most))
        firsts.append(ranked[:7].mean())
    ranking = metrics.of_codes(distances[None], relevant[None], 8)
    assert ranking.average_precision(most)[0] == pytest.approx(np.mean(shuffles), abs=0.006)
    assert ranking.precision_at(7)[0] == pytest.approx(np.mean(firsts), abs=0.006)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 40))
def test_levels_of_codes_and_of_values_agree_and_without_ties_it_is_plain(seed: int, size: int) -> None:
    random = np.random.default_rng(seed)
    relevant = random.random((3, size)) < 0.4
    tied = random.integers(0, 6, (3, size))
    first, second = metrics.of_codes(tied, relevant, 8), metrics.of_values(tied.astype(float), relevant)
    for most in (None, 5):
        assert first.average_precision(most) == pytest.approx(second.average_precision(most))
    apart = random.permuted(np.tile(np.arange(size), (3, 1)), axis=1)
    found = metrics.of_codes(apart, relevant, size).average_precision()
    expected = [_plain(row[np.argsort(order)]) for row, order in zip(relevant, apart, strict=True)]
    assert found == pytest.approx(expected)


def test_a_photo_left_out_counts_nowhere() -> None:
    labels = np.eye(2, dtype=bool)[[0, 0, 1, 1]]
    relevant = metrics.relevance(labels, labels)
    distances = np.array([[-1, 9, 1, 1], [9, -1, 1, 1], [1, 1, -1, 9], [1, 1, 9, -1]])
    assert metrics.of_codes(distances, relevant, 16).average_precision().mean() == pytest.approx(1 / 3)
    real = np.where(distances < 0, np.inf, distances)
    assert metrics.of_values(real, relevant).average_precision().mean() == pytest.approx(1 / 3)


def test_an_empty_ball_counts_nothing_and_is_told() -> None:
    ranking = metrics.of_codes(np.array([[0, 2, 3], [5, 5, 5]]), np.array([[True, False, True]] * 2), 8)
    precision, empty = ranking.precision_within(2)
    assert precision.tolist() == [0.5, 0.0] and empty.tolist() == [False, True]


def test_a_query_with_nothing_relevant_is_zero() -> None:
    assert metrics.of_codes(np.array([[1, 2]]), np.array([[False, False]]), 8).average_precision().tolist() == [0.0]


def test_codes_that_collapse_are_seen() -> None:
    signs = np.ones((10, 8))
    assert metrics.unique_share(np.zeros((10, 1), np.uint8)) == pytest.approx(0.1)
    assert metrics.bit_balance(signs) == 1 and metrics.bit_correlation(signs) == 0
    halves = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    assert metrics.bit_balance(halves) == 0 and metrics.bit_correlation(halves) == pytest.approx(0)
    assert metrics.bit_correlation(halves[:, [0, 0]]) == pytest.approx(1)


def test_pcc_is_one_for_centers_that_follow_the_means_and_near_zero_for_random_ones() -> None:
    random = np.random.default_rng(0)
    means = random.standard_normal((40, 64))
    assert metrics.pearson_of_centers(np.sign(means @ random.standard_normal((64, 4096))), means) > 0.95
    assert abs(metrics.pearson_of_centers(random.choice([-1, 1], (40, 64)), means) or 0) < 0.1
    assert metrics.pearson_of_centers(np.ones((40, 8)), means) is None


def test_distinctness_grows_with_the_gap_and_falls_with_the_spread() -> None:
    targets = np.eye(2, dtype=bool)[np.repeat([0, 1], 20)]
    far = np.where(targets[:, :1], 1, -1) * np.ones((40, 16))
    noisy = far.copy()
    noisy[::3, :4] *= -1
    assert metrics.distinctness(far, targets) > metrics.distinctness(noisy, targets) > 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(1, 30))
def test_what_is_measured_is_the_distance_that_the_library_ranks_by(seed: int, octets: int, count: int) -> None:
    random = np.random.default_rng(seed)
    asked, base = (random.standard_normal((rows, 8 * octets)).astype(np.float32) for rows in (3, count))
    asked[0, ::2] = base[0] = 0  # 0 counts as +1 on both sides
    asked[2] = 0  # nothing is held firmly: all are equally near
    measured = metrics.weighted_distances(asked, base)
    for query, distances in zip(asked, measured, strict=True):
        np.testing.assert_allclose(distances, weighted(query, sign_pack(base)), rtol=1e-5, atol=1e-5 * 8 * octets)
