"""The training loop: acceptance checks of the method, resuming, cancelling, memory and number types."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from crh_desktop.core.errors import Cancelled, CrhError
from crh_desktop.core.progress import Progress
from crh_desktop.learn import metrics
from crh_desktop.learn.center_rules import CodebookCenters, FixedCenters
from crh_desktop.learn.hashing import HashHead
from crh_desktop.learn.head_training import (
    FeatureSource,
    finished_head,
    head_run,
    map_of_values,
    one_hot,
    train_features,
)
from crh_desktop.learn.recipes import TRAINED, TrainSettings, settings_for
from crh_desktop.learn.train import Training

QUICK = TrainSettings(bits=32, epochs=12, learning_rate=1e-3, batch=32)


def related(seed: int, classes: int = 24, each: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Classes in four families: features of a family's classes lie near each other. Features and targets."""
    fixed = np.random.default_rng(9)
    family = fixed.standard_normal((4, 48)) * 2
    means = family[np.arange(classes) % 4] + fixed.standard_normal((classes, 48))
    labels = np.repeat(np.arange(classes), each)
    random = np.random.default_rng(seed)
    features = means[labels] + random.standard_normal((len(labels), 48)) * 0.7
    return features.astype(np.float32), one_hot(labels, classes)


def drowned(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The same with 40 features that vary more than all others and say nothing: no code without labels finds classes."""
    features, targets = related(seed)
    noise = 6 * np.random.default_rng(seed + 50).standard_normal((len(features), 40))
    return np.hstack([features, noise]).astype(np.float32), targets


def score(trained, asked, base) -> float:
    relevant = metrics.relevance(asked[1] > 0, base[1] > 0)
    return map_of_values(trained.values(asked[0]), trained.values(base[0]), relevant)


# --- the method -------------------------------------------------------------------------------------------------------


def test_centers_of_related_classes_draw_together() -> None:
    features, targets = related(0)
    means = np.stack([features[targets[:, label] > 0].mean(axis=0) for label in range(24)])
    means -= means.mean(axis=0)
    settings = replace(QUICK, assign_first=False)
    before = CodebookCenters(settings, 24).matrix().numpy()
    after = train_features(features, targets, settings).centers
    start, end = metrics.pearson_of_centers(before, means), metrics.pearson_of_centers(after, means)
    assert start is not None and end is not None
    chance = 1 / np.sqrt(24 * 23 / 2)  # standard error of a correlation over the pairs of classes
    assert abs(start) < 4 * chance
    assert end > start and end > 5 * chance


def test_without_reassignment_centers_stay_and_it_is_orthohash() -> None:
    features, targets = related(0)
    settings = replace(settings_for("crh-fixed", QUICK), start_from_itq=False)
    fixed, _ = head_run(features, targets, settings)
    first = fixed.centers.matrix().clone()
    torch.manual_seed(settings.seed)
    head = HashHead(features.shape[1], settings.bits)
    centred = features - features.mean(axis=0, dtype=np.float64).astype(np.float32)
    source = FeatureSource(centred, targets, settings.batch, settings.seed)
    # OrthoHash: cosine to fixed Bernoulli centers with margin; no reassignment anywhere
    rule = FixedCenters(first.numpy().astype(np.int8))
    ortho = Training(head, source, rule, settings.objective_for(24, False), settings)
    fixed.run()
    ortho.run()
    assert (fixed.centers.matrix() == first).all() and all(epoch.moved == 0 for epoch in fixed.epochs)
    assert fixed.epochs == ortho.epochs
    for name, value in fixed.model.state_dict().items():
        assert torch.equal(value, ortho.model.state_dict()[name])


def test_reassignment_follows_the_cadence_and_random_centers_never_settle() -> None:
    features, targets = related(0)
    settings = replace(QUICK, epochs=26, assign_first=False)
    moved = [epoch.moved for epoch in train_features(features, targets, settings).epochs]
    assert moved[0] > 0 and all(count == 0 for number, count in enumerate(moved) if number in (20, 21, 22, 23, 25))
    drawn = train_features(features, targets, replace(settings, reassign="random"))
    assert all(epoch.moved > 12 for epoch in drawn.epochs[:20])


def test_photos_without_a_label_are_left_out_of_training_only() -> None:
    features, targets = related(0)
    blank = np.concatenate([targets, np.zeros((30, 24), np.uint8)])
    more = np.concatenate([features, np.full((30, 48), 100, np.float32)])
    with_blank, without = (
        train_features(*pair, replace(QUICK, epochs=2)) for pair in ((more, blank), (features, targets))
    )
    assert (with_blank.values(features) == without.values(features)).all()


@pytest.mark.parametrize("method", TRAINED)
def test_every_method_learns_and_repeats_itself(method: str) -> None:
    base, asked = drowned(0), drowned(1)
    settings = settings_for(method, replace(QUICK, learning_rate=3e-3, epochs=40))
    trained = train_features(*base, settings)
    assert trained.centers is not None and set(np.unique(trained.centers)) == {-1, 1}
    assert len(np.unique(trained.centers, axis=0)) == 24
    untrained = train_features(*base, replace(settings, epochs=1, learning_rate=1e-9))
    assert score(trained, asked, base) > score(untrained, asked, base) + 0.05
    assert (trained.values(asked[0]) == train_features(*base, settings).values(asked[0])).all()


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_a_handful_of_classes_trains_well(classes: int) -> None:
    base, asked = related(0, classes), related(1, classes)
    trained = train_features(*base, replace(QUICK, epochs=40))
    assert score(trained, asked, base) > 0.95


def test_several_labels_a_photo() -> None:
    random = np.random.default_rng(0)
    directions = random.standard_normal((6, 48)) * 2
    targets = (random.random((300, 6)) < 0.3).astype(np.uint8)
    features = (targets @ directions + random.standard_normal((300, 48)) * 0.5).astype(np.float32)
    base, asked = (features[:200], targets[:200]), (features[200:], targets[200:])
    for method in ("crh", "csq"):
        trained = train_features(*base, settings_for(method, replace(QUICK, epochs=40)))
        chance = metrics.relevance(asked[1] > 0, base[1] > 0).mean()
        assert score(trained, asked, base) > chance + 0.2
    assert QUICK.objective_for(6, several=True).weight == 0 and QUICK.objective_for(6, several=False).weight == 0.1


def test_batch_normalisation_is_folded_into_the_written_head() -> None:
    features, targets = related(0)
    trained = train_features(features, targets, settings_for("orthohash-hadamard", QUICK))
    tensors = trained.head.tensors()
    values = (features - trained.mean) @ tensors["layer0.weight"].T + tensors["layer0.bias"]
    assert np.allclose(values, trained.values(features), atol=1e-3)
    assert (np.sign(values) == np.sign(trained.values(features))).mean() > 0.999


# --- the run ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["crh", "learnt-centers", "orthohash-bernoulli"])
def test_a_resumed_run_equals_an_uninterrupted_one_to_the_last_bit(method: str, tmp_path) -> None:
    base, held = related(0), related(1)
    settings = replace(settings_for(method, QUICK), validate_every=3)
    whole, mean = head_run(*base, settings, held)
    whole.run()
    first, _ = head_run(*base, settings, held)
    progress = Progress()

    def stop(epoch) -> None:
        if epoch.number == 6:
            torch.save(first.state(), tmp_path / "checkpoint")
            progress.cancel()

    with pytest.raises(Cancelled):
        first.run(progress, stop)
    second, _ = head_run(*base, settings, held)
    second.load(torch.load(tmp_path / "checkpoint", weights_only=True))
    assert len(second.epochs) == 7
    second.run()
    assert second.epochs == whole.epochs and second.best_epoch == whole.best_epoch
    ended, other = finished_head(whole, mean), finished_head(second, mean)
    assert (ended.centers == other.centers).all()
    assert (ended.values(held[0]) == other.values(held[0])).all()


def test_cancel_stops_before_the_next_batch() -> None:
    features, targets = related(0)
    counted: list[int] = []

    class Counting(FeatureSource):
        def epoch(self, number: int):
            for batch in super().epoch(number):
                counted.append(number)
                yield batch

    progress = Progress(between=lambda: progress.cancel() if len(counted) == 4 else None)
    run, mean = head_run(features, targets, QUICK)
    run.source = Counting(features - mean, targets, QUICK.batch, 0)
    with pytest.raises(Cancelled):
        run.run(progress)
    assert len(counted) == 4


class Hungry(nn.Module):
    """Runs out of memory on more than so many rows."""

    def __init__(self, head: nn.Module, most: int) -> None:
        super().__init__()
        self.head, self.most, self.seen = head, most, []

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        self.seen.append(len(inputs))
        if len(inputs) > self.most:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return self.head(inputs)


def _hungry(most: int, method: str = "crh") -> Training:
    features, targets = related(0)
    settings = replace(settings_for(method, QUICK), epochs=2)
    run, _ = head_run(features, targets, settings)
    model = Hungry(run.model, most)
    return Training(model, run.source, run.centers, run.objective, settings)


@pytest.mark.parametrize("method", ["crh", "learnt-centers"])
def test_where_memory_runs_out_batches_shrink_and_the_update_stays_the_same(method: str) -> None:
    small, large = _hungry(5, method), _hungry(1000, method)
    small.run()
    large.run()
    assert small.micro == 4 and max(small.model.seen[10:]) <= 4
    for first, second in zip(small.epochs, large.epochs, strict=True):
        assert first.loss == pytest.approx(second.loss, rel=1e-4)
    for name, value in small.model.state_dict().items():
        assert torch.allclose(value, large.model.state_dict()[name], atol=1e-4)


def test_memory_for_no_photo_at_all_is_said() -> None:
    with pytest.raises(CrhError, match="not enough memory"):
        _hungry(0).run()


def test_autocast_in_bfloat16_trains_as_well() -> None:
    base, asked = related(0), related(1)
    run, mean = head_run(*base, QUICK)
    half = Training(run.model, run.source, run.centers, run.objective, QUICK, amp=torch.bfloat16)
    half.run()
    plain = train_features(*base, QUICK)
    assert score(finished_head(half, mean), asked, base) > score(plain, asked, base) - 0.05


def test_a_loss_that_is_no_number_ends_the_run_with_a_sentence() -> None:
    features, targets = related(0)
    features[3, 3] = np.nan
    run, _ = head_run(features, targets, replace(QUICK, start_from_itq=False, assign_first=False))
    with pytest.raises(CrhError, match="no longer a number"):
        run.run()
