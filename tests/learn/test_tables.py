"""What the tables of the method claim: intervals, and Holm's correction over a table."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.crh.tables import judged, resampled, two_sided


def gap(mean: float, noise: float, seed: int) -> np.ndarray:
    """Differences of five seeds and sixty classes."""
    return mean + np.random.default_rng(seed).normal(0, noise, (5, 60))


def test_a_large_difference_is_above_and_none_is_at() -> None:
    words = judged(
        {("plain", 32): gap(0.1, 0.05, 0), ("same", 32): gap(0, 0.001, 1), ("worse", 32): gap(-0.1, 0.05, 2)}
    )
    assert words["plain", 32].endswith("above") and words["plain", 32].startswith("+0.")
    assert words["same", 32].endswith("at") and words["worse", 32].endswith("below")


def test_a_difference_that_holds_alone_is_open_among_many() -> None:
    weak = gap(0.03, 0.12, 5)
    assert 0.001 < two_sided(resampled(weak)) < 0.05
    assert judged({("weak", 32): weak})["weak", 32].endswith("above")
    many = {(f"none {row}", 32): gap(0, 0.1, row) for row in range(60)}
    assert judged({("weak", 32): weak, **many})["weak", 32].endswith("open")


def test_classes_without_queries_count_for_nothing() -> None:
    whole = gap(0.1, 0.05, 3)
    holed = np.concatenate([whole, np.full((5, 4), np.nan)], axis=1)
    assert abs(resampled(holed).mean() - whole.mean()) < 0.01
