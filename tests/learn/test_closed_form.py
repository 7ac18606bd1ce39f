"""Hashes without a loop, and the centers of the rivals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core.errors import UsageError
from crh_desktop.learn import center_sets, closed_form
from crh_desktop.learn.codebook import far_rows
from crh_desktop.learn.head_training import closed_form as trained_closed_form
from crh_desktop.learn.head_training import map_of_values, one_hot


def _classes(seed: int, noise: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """Six classes in 24 of 64 dimensions; the rest varies more and says nothing."""
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(6), 30)
    means = np.random.default_rng(9).standard_normal((6, 24)) * 2
    telling = means[labels] + random.standard_normal((180, 24))
    return np.hstack([telling, noise * random.standard_normal((180, 40))]).astype(np.float32), labels


def test_labels_make_the_difference_between_itq_and_cca() -> None:
    features, labels = _classes(0)
    asked, wanted = _classes(1)
    relevant = wanted[:, None] == labels
    scores = {}
    for method in ("lsh", "itq", "cca-itq"):
        trained = trained_closed_form(method, features, one_hot(labels, 6), 16, 0)
        again = trained_closed_form(method, features, one_hot(labels, 6), 16, 0)
        assert (trained.values(asked) == again.values(asked)).all()
        scores[method] = map_of_values(trained.values(asked), trained.values(features), relevant)
    assert scores["cca-itq"] > scores["itq"] + 0.2
    assert scores["cca-itq"] > 0.8


def test_cca_has_as_many_bits_as_asked_for_also_with_few_labels() -> None:
    features, labels = _classes(0)
    centred = features - features.mean(axis=0)
    projection = closed_form.cca_itq(centred, one_hot(labels, 6), 32, 0)
    assert projection.shape == (32, 64) and np.isfinite(projection).all()
    assert np.linalg.matrix_rank(projection) == 32


def test_more_bits_than_features_are_refused() -> None:
    with pytest.raises(UsageError, match="independent"):
        closed_form.itq(np.zeros((10, 8), np.float32), 16, 0)


@pytest.mark.parametrize("count", [5, 400])
def test_principal_directions_are_orthonormal_and_in_order_of_variance(count: int) -> None:
    data = np.random.default_rng(0).standard_normal((count, 60)).astype(np.float32) * np.linspace(
        3, 0.1, 60, dtype=np.float32
    )
    data -= data.mean(axis=0)
    rows = closed_form.principal_directions(data, 16, 0)
    assert np.allclose(rows @ rows.T, np.eye(16), atol=1e-5)
    spread = (data @ rows.T).var(axis=0)
    assert (np.diff(spread) <= 1e-6).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 60), st.sampled_from([16, 32]), st.integers(0, 5))
def test_far_rows_differ_and_are_farther_apart_than_chance(count: int, bits: int, seed: int) -> None:
    rows = far_rows(np.random.default_rng(seed), count, bits)
    assert rows.shape == (count, bits) and set(np.unique(rows)) <= {-1, 1}
    least = center_sets.least_distance(rows)
    assert least >= max(1, center_sets.least_distance(center_sets.bernoulli(count, bits, seed)))
    assert least >= center_sets.gilbert_varshamov(count, bits)


def test_more_rows_than_there_are_are_refused() -> None:
    with pytest.raises(UsageError):
        far_rows(np.random.default_rng(0), 9, 3)
    assert len(np.unique(far_rows(np.random.default_rng(0), 8, 3), axis=0)) == 8


@pytest.mark.parametrize(("classes", "bits"), [(2, 8), (30, 16), (40, 24), (100, 32)])
def test_hadamard_rows_are_half_the_bits_apart_while_they_last(classes: int, bits: int) -> None:
    centers = center_sets.hadamard(classes, bits, 0)
    assert centers.shape == (classes, bits) and set(np.unique(centers)) == {-1, 1}
    if bits == 16:
        assert center_sets.least_distance(centers) == 8


def test_bound_by_gilbert_and_varshamov() -> None:
    # sum of C(8, i) for i < d at most 256 / C: 16 codes leave 16, and 1 + 8 fit, 1 + 8 + 28 do not
    assert center_sets.gilbert_varshamov(16, 8) == 2
    assert center_sets.gilbert_varshamov(196, 64) == 22


def test_separated_centers_reach_what_is_published_for_as_many_classes() -> None:
    for bits, published in ((16, 4), (32, 10), (64, 23)):
        assert center_sets.least_distance(center_sets.mds(196, bits, 0)) >= published


def test_semantic_centers_follow_the_similarity_and_stay_apart() -> None:
    random = np.random.default_rng(0)
    places = random.standard_normal((40, 3))
    wanted = np.exp(-((places[:, None] - places) ** 2).sum(axis=2)) * 2 - 1
    centers = center_sets.shc(wanted, 32, 0)
    upper = np.triu_indices(40, 1)
    similarity = (centers.astype(int) @ centers.T)[upper]
    assert np.corrcoef(similarity, wanted[upper])[0, 1] > 0.5
    assert center_sets.least_distance(centers) >= 6
    assert (centers == center_sets.shc(wanted, 32, 0)).all()


def test_class_similarity_is_symmetric_and_sees_confusions() -> None:
    targets = np.eye(3)[np.repeat([0, 1, 2], 4)]
    logits = targets * 5 + np.where(targets[:, [1, 0, 2]] > 0, 3.0, 0.0) * (targets[:, 2:] == 0)
    found = center_sets.class_similarity(logits, targets)
    assert np.allclose(found, found.T) and found[0, 1] > found[0, 2]
    assert found.max() <= 1 and found.min() >= -1
