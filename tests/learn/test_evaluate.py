"""Mean average precision."""

from __future__ import annotations

import numpy as np
import pytest

from crh_desktop.learn.evaluate import average_precision, code_distances, mean_average_precision


def _plain(relevant: np.ndarray) -> float:
    places = np.flatnonzero(relevant)
    return float(((np.arange(len(places)) + 1) / (places + 1)).mean())


def test_ties_equal_the_mean_over_shuffles() -> None:
    random = np.random.default_rng(0)
    distances = random.integers(0, 4, 40)
    relevant = random.random(40) < 0.3
    shuffles = []
    for _ in range(4000):
        order = random.permutation(40)
        shuffles.append(_plain(relevant[order][np.argsort(distances[order], kind="stable")]))
    assert average_precision(distances, relevant) == pytest.approx(np.mean(shuffles), abs=0.004)


def test_without_ties_it_is_plain_average_precision() -> None:
    relevant = np.array([True, False, True, False])
    assert average_precision(np.arange(4), relevant) == pytest.approx((1 + 2 / 3) / 2)


def test_a_photo_never_retrieves_itself() -> None:
    labels = np.array([0, 0, 1, 1])
    distances = np.array([[0, 9, 1, 1], [9, 0, 1, 1], [1, 1, 0, 9], [1, 1, 9, 0]])
    assert mean_average_precision(distances, labels, labels, same=True) == pytest.approx(1 / 3)
    assert mean_average_precision(distances, labels, labels) == pytest.approx((1 + 2 / 4) / 2)


def test_code_distances_count_bits() -> None:
    assert code_distances(np.array([[1.0, -1.0, 0.0]]), np.array([[1.0, 1.0, -2.0]])) == np.array([[2.0]])
