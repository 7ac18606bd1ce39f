"""The CRH method: codebook, centers, cadence, loss, training."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from crh_desktop.core.errors import CrhError, UsageError
from crh_desktop.learn.centers import (
    assign_greedy,
    assign_hungarian,
    assignment_cost,
    compose,
    initial_assignment,
    mean_codes,
    reassigns_after,
)
from crh_desktop.learn.closed_form import itq
from crh_desktop.learn.codebook import head_dimension, sample_codebook
from crh_desktop.learn.head_training import train_head
from crh_desktop.learn.losses import center_loss, crh_loss, quantisation_loss, scale_for
from crh_desktop.learn.recipes import TrainSettings


@pytest.mark.parametrize(
    ("bits", "classes", "dimension"), [(16, 196, 16), (64, 555, 16), (32, 80, 8), (64, 100, 8), (64, 1000, 16)]
)
def test_head_dimension_follows_the_papers_settings(bits: int, classes: int, dimension: int) -> None:
    assert head_dimension(bits, 2 * classes) == dimension


def test_codebook_that_cannot_be_distinct_is_refused() -> None:
    with pytest.raises(UsageError):
        head_dimension(8, 300)


@pytest.mark.parametrize(("bits", "dimension"), [(32, None), (48, 24)])
def test_codebook_rows_are_distinct_signs(bits: int, dimension: int | None) -> None:
    codebook = sample_codebook(bits, 40, 3, dimension)
    assert set(np.unique(codebook)) == {-1, 1}
    assert codebook.shape[0] * codebook.shape[2] == bits
    assert all(len(np.unique(head, axis=0)) == 40 for head in codebook)
    assert (codebook == sample_codebook(bits, 40, 3, dimension)).all()
    assert (codebook != sample_codebook(bits, 40, 4, dimension)).any()


def test_compose_concatenates_heads() -> None:
    codebook = sample_codebook(32, 20, 0, 8)
    assignment = np.random.default_rng(0).permuted(np.tile(np.arange(20), (4, 1)), axis=1)[:, :10]
    centers = compose(codebook, assignment)
    assert centers.shape == (10, 32)
    assert (centers[7] == np.concatenate([codebook[head, assignment[head, 7]] for head in range(4)])).all()
    assert (compose(codebook, initial_assignment(4, 10))[2, 8:16] == codebook[1, 2]).all()


def test_cost_equals_brute_force_with_several_labels() -> None:
    random = np.random.default_rng(1)
    codebook = sample_codebook(16, 12, 0, 8)
    codes = random.choice([-1, 1], (30, 16)).astype(np.int8)
    labels = (random.random((30, 6)) < 0.4).astype(float)
    labels[:6] += np.eye(6)
    labels = labels.clip(0, 1)
    labels[labels.sum(1) == 0, 0] = 1
    weights = labels / labels.sum(1, keepdims=True)
    cost = assignment_cost(mean_codes(codes, weights, 2), codebook)
    for head in range(2):
        part = codes[:, head * 8 : head * 8 + 8].astype(float)
        for label in range(6):
            for entry in range(12):
                squares = ((part - codebook[head, entry]) ** 2).sum(1)
                expected = (weights[:, label] * squares).sum() / weights[:, label].sum()
                assert cost[head, label, entry] == pytest.approx(expected)


def test_greedy_is_distinct_and_hungarian_costs_no_more() -> None:
    cost = np.random.default_rng(2).random((3, 25, 50))
    greedy, best = assign_greedy(cost, 5), assign_hungarian(cost)
    for head in range(3):
        assert len(set(greedy[head])) == len(set(best[head])) == 25
        rows = np.arange(25)
        assert cost[head, rows, best[head]].sum() <= cost[head, rows, greedy[head]].sum() + 1e-12
    assert (greedy == assign_greedy(cost, 5)).all()


def test_cadence() -> None:
    assert [epoch for epoch in range(40) if reassigns_after(epoch)] == [*range(20), 24, 29, 34, 39]


def test_plain_loss_is_soft_target_cosine_cross_entropy() -> None:
    torch.manual_seed(0)
    values, centers = torch.randn(7, 16), torch.randn(5, 16).sign()
    targets = torch.eye(5)[torch.tensor([0, 1, 2, 3, 4, 0, 1])]
    targets[0, 3] = 1
    cosine = torch.nn.functional.cosine_similarity(values[:, None], centers[None], dim=2)
    expected = torch.nn.functional.cross_entropy(3.0 * cosine, targets / targets.sum(1, keepdim=True))
    assert torch.allclose(crh_loss(values, centers, targets, 3.0, 0.0, 0.0), expected, atol=1e-6)
    assert center_loss(values, centers, targets, 3.0, 0.2) > expected
    assert quantisation_loss(torch.full((2, 8), 50.0)) == 0
    assert quantisation_loss(torch.zeros(2, 8)) == 1


def test_scale_has_a_floor_for_few_classes() -> None:
    assert scale_for(2) == scale_for(5) == 4.0
    assert scale_for(196) == pytest.approx(7.457, abs=1e-3)


def test_itq_is_orthonormal_even_with_few_photos() -> None:
    features = np.random.default_rng(0).standard_normal((6, 40)).astype(np.float32)
    projection = itq(features - features.mean(0), 16, 0)
    assert np.allclose(projection @ projection.T, np.eye(16), atol=1e-4)


def _toy(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = np.repeat(np.arange(6), 20)
    means = 2 * np.random.default_rng(9).standard_normal((6, 48))
    return (means[labels] + random.standard_normal((120, 48))).astype(np.float32), labels


def test_training_learns_and_repeats_itself() -> None:
    features, labels = _toy()
    settings = TrainSettings(bits=16, epochs=10, learning_rate=1e-3)
    first = train_head(features, labels, 6, settings, _toy(1))
    again = train_head(features, labels, 6, settings, _toy(1))
    assert max(epoch.validation or 0 for epoch in first.epochs) > 0.9
    assert first.epochs == again.epochs
    assert (first.centers == again.centers).all()
    assert len(np.unique(first.centers, axis=0)) == 6
    for name, value in first.head.tensors().items():
        assert (value == again.head.tensors()[name]).all()


def test_two_classes_with_hidden_layer_and_greedy() -> None:
    features, labels = _toy()
    settings = TrainSettings(bits=16, epochs=3, hidden=8, hungarian=False, start_from_itq=False, assign_first=False)
    trained = train_head(features[:40], labels[:40], 2, settings)
    assert trained.best_epoch == 2
    assert trained.epochs[-1].loss < trained.epochs[0].loss


def test_a_class_without_photos_is_refused() -> None:
    features, labels = _toy()
    with pytest.raises(CrhError):
        train_head(features, labels, 7, TrainSettings(bits=16, epochs=1))
