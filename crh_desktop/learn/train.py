"""The CRH training loop on cached trunk features (arXiv 2511.12162, section on training; design/crh.md 1.7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from crh_desktop.core.errors import CrhError, UsageError
from crh_desktop.core.progress import Progress
from crh_desktop.learn.centers import (
    Assignment,
    assign_greedy,
    assign_hungarian,
    assignment_cost,
    compose,
    initial_assignment,
    mean_codes,
    reassigns_after,
)
from crh_desktop.learn.codebook import sample_codebook
from crh_desktop.learn.evaluate import code_distances, mean_average_precision
from crh_desktop.learn.hashing import HashHead, itq
from crh_desktop.learn.losses import crh_loss, scale_for


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """Everything that decides a run. Defaults: the paper's, but for the start from ITQ (design/crh.md part 4)."""

    bits: int = 64
    epochs: int = 60
    learning_rate: float = 3e-4
    batch: int = 128
    hidden: int = 0
    margin: float = 0.2
    quantisation: float = 0.1
    weight_decay: float = 1e-5
    candidates_per_class: int = 2  # M = 2 C
    hungarian: bool = True
    start_from_itq: bool = True
    reassign: bool = True
    validate_every: int = 5
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch did. moved: (head, class) pairs that got another entry. validation: mAP, None if not measured."""

    number: int
    loss: float
    moved: int
    validation: float | None


@dataclass
class Trained:
    """The head at its best epoch with that epoch's centers; mean float32 [D] comes off the features first."""

    head: HashHead
    mean: NDArray[np.float32]
    centers: NDArray[np.int8]
    best_epoch: int
    epochs: list[Epoch] = field(default_factory=list)


def train_head(
    features: NDArray[np.float32],
    labels: NDArray[np.int64],
    classes: int,
    settings: TrainSettings,
    validation: tuple[NDArray[np.float32], NDArray[np.int64]] | None = None,
    progress: Progress | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
) -> Trained:
    """Train a hash head on trunk features [N, D] with labels [N].

    With `validation` (features, labels) the best epoch by mAP of it against the training photos is kept, else the last.
    """
    counts = np.bincount(labels, minlength=classes)
    if len(counts) != classes or not counts.all():
        raise UsageError("Every class needs at least one photo to train on.")
    progress = progress or Progress()
    progress.stage("Training", settings.epochs)
    generator = torch.Generator().manual_seed(settings.seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        head = HashHead(features.shape[1], settings.bits, settings.hidden)

    mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
    centred = features - mean
    if settings.start_from_itq:
        head.start_from(itq(centred, settings.bits, settings.seed))
    inputs, truth = torch.from_numpy(centred), torch.from_numpy(labels)
    targets = functional.one_hot(truth, classes).float()

    codebook = sample_codebook(settings.bits, settings.candidates_per_class * classes, settings.seed)
    assignment = initial_assignment(len(codebook), classes)
    if settings.start_from_itq:
        assignment = _reassign(_signs(head, inputs), targets.numpy(), codebook, settings, 0)
    centers = torch.from_numpy(compose(codebook, assignment)).float()

    optimiser = torch.optim.Adam(
        head.parameters(), lr=settings.learning_rate, betas=(0.5, 0.999), weight_decay=settings.weight_decay
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=settings.epochs, eta_min=1e-7)
    scale = scale_for(classes)
    trained = Trained(head, mean, centers.numpy().astype(np.int8), -1)
    best, best_state = -1.0, {name: value.clone() for name, value in head.state_dict().items()}
    for epoch in range(settings.epochs):
        codes = np.zeros((len(labels), settings.bits), np.int8)
        losses = []
        order = torch.randperm(len(labels), generator=generator)
        for first in range(0, len(labels), settings.batch):
            rows = order[first : first + settings.batch]
            values = head(inputs[rows])
            # The codes of this very pass, before the update, feed the reassignment: no second pass is needed.
            codes[rows.numpy()] = np.where(values.detach().numpy() >= 0, 1, -1)
            loss = crh_loss(values, centers, targets[rows], scale, settings.margin, settings.quantisation)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            losses.append(loss.item())
        schedule.step()
        if not np.isfinite(losses).all():
            raise CrhError("Training went astray: the loss is no longer a number. Try a lower learning rate.")
        used, moved = centers, 0
        if settings.reassign and reassigns_after(epoch):
            new = _reassign(codes, targets.numpy(), codebook, settings, epoch + 1)
            moved = int((new != assignment).sum())
            assignment = new
            centers = torch.from_numpy(compose(codebook, assignment)).float()
        last = epoch + 1 == settings.epochs
        score = None
        if validation is not None and (last or (epoch + 1) % settings.validate_every == 0):
            with torch.no_grad():
                asked = head(torch.from_numpy(validation[0] - mean)).numpy()
                base = head(inputs).numpy()
            score = mean_average_precision(code_distances(asked, base), validation[1], labels)
        if (score is not None and score > best) or (validation is None and last):
            best = score if score is not None else best
            best_state = {name: value.clone() for name, value in head.state_dict().items()}
            trained.centers, trained.best_epoch = used.numpy().astype(np.int8), epoch
        entry = Epoch(epoch, float(np.mean(losses)), moved, score)
        trained.epochs.append(entry)
        if on_epoch:
            on_epoch(entry)
        progress.advance()
    head.load_state_dict(best_state)
    return trained


def _signs(head: HashHead, inputs: torch.Tensor) -> NDArray[np.int8]:
    with torch.no_grad():
        return np.where(head(inputs).numpy() >= 0, 1, -1).astype(np.int8)


def _reassign(
    codes: NDArray[np.int8],
    targets: NDArray[np.float32],
    codebook: NDArray[np.int8],
    settings: TrainSettings,
    turn: int,
) -> Assignment:
    weights = targets / targets.sum(axis=1, keepdims=True)
    cost = assignment_cost(mean_codes(codes, weights, len(codebook)), codebook)
    return assign_hungarian(cost) if settings.hungarian else assign_greedy(cost, settings.seed * 100_003 + turn)
