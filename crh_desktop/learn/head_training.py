"""Heads on cached features: CRH and every rival of it by name. Minutes on a CPU."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.errors import UsageError
from crh_desktop.core.progress import Progress
from crh_desktop.core.search import all_distances
from crh_desktop.learn import metrics
from crh_desktop.learn.center_rules import CenterRule, CodebookCenters, center_rule
from crh_desktop.learn.center_sets import class_similarity
from crh_desktop.learn.centers import mean_codes
from crh_desktop.learn.closed_form import cca_itq, itq, lsh
from crh_desktop.learn.hashing import HashHead
from crh_desktop.learn.recipes import CLOSED_FORM, TrainSettings
from crh_desktop.learn.train import Epoch, Training

Floats = NDArray[np.float32]
Targets = NDArray[np.uint8]


@dataclass
class Trained:
    """A head with the centers it was trained towards; mean float32 [D] comes off the features first.

    centers: ±1 int8 [C, K], None for methods without centers. best_epoch counts from 0.
    """

    head: HashHead
    mean: Floats
    centers: NDArray[np.int8] | None
    best_epoch: int
    epochs: list[Epoch] = field(default_factory=list)

    def values(self, features: Floats) -> Floats:
        """Features [N, D] to the values [N, K] whose signs are the code."""
        self.head.eval()
        with torch.inference_mode():
            return np.asarray(self.head(torch.from_numpy(features - self.mean)).numpy(), np.float32)


class FeatureSource:
    """Batches of cached features, float32 [N, D], in a new order each epoch."""

    def __init__(self, features: Floats, targets: Targets, batch: int, seed: int, device: str = "cpu") -> None:
        self.inputs, self.targets = torch.from_numpy(features).to(device), torch.from_numpy(targets)
        self._batch, self._seed, self._device = batch, seed, device

    def epoch(self, number: int) -> Iterator[tuple[Tensor, Tensor]]:
        """See `train.Source`."""
        for rows in shuffled(len(self.inputs), self._batch, self._seed, number, self._device):
            yield rows, self.inputs[rows]


def shuffled(count: int, batch: int, seed: int, epoch: int, device: str = "cpu", least: int = 2) -> Iterator[Tensor]:
    """Row numbers int64 [B] of an epoch's batches; the order follows from seed and epoch, on every device.

    A last batch of one photo joins the one before it: batch normalisation has no variance of one. So does one of fewer
    than `least`, the processes among which it is divided.
    """
    order = torch.randperm(count, generator=torch.Generator().manual_seed(1_000_003 * seed + epoch)).to(device)
    parts = list(torch.split(order, batch))
    if len(parts) > 1 and len(parts[-1]) < max(2, least):
        parts[-2:] = [torch.cat(parts[-2:])]
    yield from parts


def one_hot(labels: NDArray[np.int64], classes: int) -> Targets:
    """Targets [N, C] of one label each."""
    return np.asarray(np.arange(classes) == labels[:, None], np.uint8)


def train_head(
    features: Floats,
    labels: NDArray[np.int64],
    classes: int,
    settings: TrainSettings,
    validation: tuple[Floats, NDArray[np.int64]] | None = None,
    progress: Progress | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
) -> Trained:
    """`train_features` for one label a photo, int64 [N]."""
    held = None if validation is None else (validation[0], one_hot(validation[1], classes))
    return train_features(features, one_hot(labels, classes), settings, held, progress, on_epoch)


def train_features(
    features: Floats,
    targets: Targets,
    settings: TrainSettings,
    validation: tuple[Floats, Targets] | None = None,
    progress: Progress | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
    start: Floats | None = None,
    device: str = "cpu",
) -> Trained:
    """Train a hash head on trunk features [N, D] with targets 0 or 1 [N, C].

    With `validation` (features, targets) the best epoch by mAP of it against the training photos is kept, else the last.

    Args:
        features: before centring.
        targets: photos without any label are left out, of training only.
        settings: all of it; the trunk's share is not used.
        validation: photos that are never trained on.
        progress: a step is a batch.
        on_epoch: told after each.
        start: ITQ projection [K, D] of the centred features, if it is known already.
        device: "cpu", "cuda" or "mps"; the head comes back to the CPU.

    Raises:
        UsageError: A class has no photo to train on.
        Cancelled: by `progress`.
    """
    training, mean = head_run(features, targets, settings, validation, start, device)
    training.run(progress, on_epoch)
    return finished_head(training, mean)


def head_run(
    features: Floats,
    targets: Targets,
    settings: TrainSettings,
    validation: tuple[Floats, Targets] | None = None,
    start: Floats | None = None,
    device: str = "cpu",
) -> tuple[Training, Floats]:
    """A run that has not begun, and the features' mean, for callers that keep checkpoints."""
    kept = targets.any(axis=1)
    features, targets = features[kept], targets[kept]
    if not len(targets) or not targets.any(axis=0).all():
        raise UsageError("Every class needs at least one photo to train on.")
    classes = targets.shape[1]
    mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
    centred = features - mean
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        head = HashHead(features.shape[1], settings.bits, settings.hidden, settings.batch_norm)
    if (settings.start_from_itq or first_assigned(settings)) and start is None:
        start = itq(centred, settings.bits, settings.seed)
    if settings.start_from_itq and start is not None:
        head.start_from(start)
    similarity = _similarity(centred, targets, settings) if settings.centers == "shc" else None
    rule = center_rule(settings, classes, similarity)
    if first_assigned(settings) and start is not None:
        assign_from(rule, centred @ start.T, targets)
    several = bool((targets.sum(axis=1) > 1).any())
    source = FeatureSource(centred, targets, settings.batch, settings.seed, device)
    validate = None
    if validation is not None:
        asked = torch.from_numpy(validation[0] - mean).to(device)
        relevant = metrics.relevance(validation[1] > 0, targets > 0)

        def validate() -> float:
            with torch.inference_mode():
                return map_of_values(head(asked).cpu().numpy(), head(source.inputs).cpu().numpy(), relevant)

    objective = settings.objective_for(classes, several)
    training = Training(head, source, rule, objective, settings, device, validate=validate)
    return training, mean


def finished_head(training: Training, mean: Floats) -> Trained:
    """The head of a run at its best epoch."""
    training.keep_best()
    head = training.model
    assert isinstance(head, HashHead)
    centers = np.where(training.best_centers >= 0, 1, -1).astype(np.int8)
    return Trained(head.cpu().eval(), mean, centers, training.best_epoch, training.epochs)


def closed_form(method: str, features: Floats, targets: Targets, bits: int, seed: int) -> Trained:
    """A method without a loop: "lsh", "itq" or "cca-itq".

    Raises:
        UsageError: There is no such method.
    """
    if method not in CLOSED_FORM:
        raise UsageError(f"{method!r} is none of {', '.join(CLOSED_FORM)}.")
    mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
    centred = features - mean
    if method == "lsh":
        projection = lsh(centred, bits, seed)
    elif method == "itq":
        projection = itq(centred, bits, seed)
    else:
        projection = cca_itq(centred, targets, bits, seed)
    head = HashHead(features.shape[1], bits)
    head.start_from(projection)
    return Trained(head.eval(), mean, None, 0)


def first_assigned(settings: TrainSettings) -> bool:
    """Whether the settings ask for an assignment before the first epoch."""
    return settings.assign_first and settings.centers == "codebook"


def assign_from(rule: CenterRule, values: Floats, targets: Targets) -> None:
    """Assign a codebook's entries from values [N, K] of photos with targets [N, C]."""
    if isinstance(rule, CodebookCenters):
        weights = targets / targets.sum(axis=1, keepdims=True)
        rule.assign(mean_codes(np.where(values >= 0, 1, -1), weights, 1)[0], 0)


def map_of_values(asked: Floats, base: Floats, relevant: NDArray[np.bool_]) -> float:
    """mAP@all, ties averaged, of the signs of values [Q, K] against those of [N, K], by the distances that search uses."""
    distances = all_distances(sign_pack(base), sign_pack(asked))
    return metrics.of_codes(distances, relevant, asked.shape[1]).mean_average_precision()


def _similarity(centred: Floats, targets: Targets, settings: TrainSettings) -> NDArray[np.float64]:
    """SHC's first stage: a softmax classifier on the features, then how its probabilities fall on other classes."""
    return class_similarity(classifier(centred, targets, settings)(centred), targets)


def classifier(
    centred: Floats, targets: Targets, settings: TrainSettings, epochs: int = 30
) -> Callable[[Floats], Floats]:
    """A linear softmax classifier of centred features: a function to logits [N, C]."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        layer = torch.nn.Linear(centred.shape[1], targets.shape[1])
    optimiser = torch.optim.Adam(layer.parameters(), lr=1e-3, weight_decay=1e-4)
    source = FeatureSource(centred, targets, settings.batch, settings.seed)
    for epoch in range(epochs):
        for rows, inputs in source.epoch(epoch):
            wanted = source.targets[rows].float()
            loss = functional.cross_entropy(layer(inputs), wanted / wanted.sum(dim=1, keepdim=True))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()

    def logits(features: Floats) -> Floats:
        with torch.inference_mode():
            return np.asarray(layer(torch.from_numpy(features)).numpy(), np.float32)

    return logits
