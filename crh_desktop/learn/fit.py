"""From labelled photos to a model bundle: everything between a folder and `model.json`, resumable."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import UsageError
from crh_desktop.core.progress import Progress
from crh_desktop.learn import metrics
from crh_desktop.learn.bundle import Bundle, BundleInfo, write_bundle
from crh_desktop.learn.checkpoint import Checkpoint
from crh_desktop.learn.data import Labelled
from crh_desktop.learn.device import amp_type, pick_device
from crh_desktop.learn.features import load_features, trunk_sha256
from crh_desktop.learn.gather import Gathered, gather, trunk_key
from crh_desktop.learn.hashing import HashHead
from crh_desktop.learn.head_training import closed_form, finished_head, head_run, map_of_values
from crh_desktop.learn.known import look_of_classes
from crh_desktop.learn.preprocessing import describe_input
from crh_desktop.learn.recipes import CLOSED_FORM, TrainSettings, settings_for
from crh_desktop.learn.splits import copy_groups, split
from crh_desktop.learn.team import ALONE, Team, joined
from crh_desktop.learn.train import Epoch, Training
from crh_desktop.learn.trunks import load_trunk
from crh_desktop.learn.tuned import PictureSource, TunedModel, cut_for, training_pictures, values_of

DEPTHS = ("head", "last", "all")
HIDDEN = 1024
#: Validation during fine-tuning ranks at most so many training photos.
MOST_RANKED = 2000
#: Seconds between two states kept of a run whose epochs are shorter.
KEPT_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class FitOptions:
    """What a person chooses. epochs: 0 for the usual number. shares: of photos for training, validation and, if there
    is a third, test."""

    method: str = "crh"
    bits: int = 64
    trunk: str = "efficientnet_lite0"
    head: str = "linear"
    depth: str = "head"
    epochs: int = 0
    seed: int = 0
    device: str = "auto"
    threads: int = 0
    learning_rate: float = 0.0
    shares: tuple[float, ...] = (0.8, 0.2)

    def checked(self) -> FitOptions:
        """These, if they can be done.

        Raises:
            UsageError: They cannot; the message says which.
        """
        if self.bits % 8 or not 8 <= self.bits <= 1024:
            raise UsageError(f"A code has a multiple of 8 bits, at most 1024; {self.bits} cannot be.")
        if self.depth not in DEPTHS or self.head not in ("linear", "hidden"):
            raise UsageError(f"depth is one of {', '.join(DEPTHS)}, head is linear or hidden.")
        if self.method in CLOSED_FORM and (self.depth != "head" or self.head != "linear"):
            raise UsageError(f"{self.method} is a linear projection of the trunk's features: depth head, head linear.")
        return self

    def settings(self) -> TrainSettings:
        """Settings of the loop."""
        usual = TrainSettings().epochs if self.depth == "head" else 30
        base = TrainSettings(
            bits=self.bits,
            epochs=self.epochs or usual,
            hidden=HIDDEN if self.head == "hidden" else 0,
            seed=self.seed,
            batch=128 if self.depth == "head" else 32,
            validate_every=5 if self.depth == "head" else 2,
        )
        if self.learning_rate:
            base = replace(base, learning_rate=self.learning_rate)
        return settings_for(self.method, base)


@dataclass(frozen=True, slots=True)
class Parts:
    """Readable photos and the rows of each part, int64."""

    gathered: Gathered
    train: NDArray[np.int64]
    held: NDArray[np.int64]
    test: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A written bundle, what was learnt about it, and the photos by part."""

    info: BundleInfo
    folder: Path
    parts: Parts
    epochs: tuple[Epoch, ...]
    device: str
    seconds: float


#: Told after each epoch; True ends the run there.
Tell = Callable[[Training, Epoch], bool | None]


def fit(
    labelled: Labelled,
    options: FitOptions,
    out: Path,
    pool: DecodePool,
    progress: Progress | None = None,
    tell: Tell | None = None,
    cache: Path | None = None,
) -> Fitted:
    """Train on labelled photos and write a bundle to `out`. A run that was cut off goes on from its last epoch.

    Args:
        labelled: the photos.
        options: what to train.
        out: folder of the bundle; while the run lasts its state lies in it, too.
        pool: decodes the photos.
        progress: cancels; the state stays.
        tell: told after each epoch; if it returns True, the best epoch so far is kept and the run ends.
        cache: file of the features; None for the usual one.

    Raises:
        UsageError: The photos or the options cannot be used.
        Cancelled: by `progress`.
    """
    with joined() as team:
        return _fit(labelled, options.checked(), out, pool, progress or Progress(), tell, cache, team)


def _fit(
    labelled: Labelled, options: FitOptions, out: Path, pool: DecodePool, progress: Progress, tell: Tell | None,
    cache: Path | None, team: Team,
) -> Fitted:  # fmt: skip
    started = time.monotonic()
    if team.size > 1 and (options.depth == "head" or options.settings().batch_norm):
        raise UsageError(
            "Several processes train stages of a trunk, by methods without batch normalisation: --depth last."
        )
    parts = team.in_turn(lambda: parts_of(labelled, options, pool, progress, cache))
    device = pick_device(options.device)
    if options.method in CLOSED_FORM:
        tensors, metric, epochs = _projected(parts, options)
    elif options.depth == "head":
        tensors, metric, epochs = _headed(parts, options, out, progress, tell)
    else:
        tensors, metric, epochs = _tuned(parts, options, out, device, pool, progress, tell, team)
    kind = "crh" if "centers" in tensors else "linear"
    seen = np.sort(np.concatenate([parts.train, parts.held]))
    says: dict[str, Any] = {}
    if kind == "crh":
        gathered = parts.gathered
        looks, says = team.in_turn(
            lambda: look_of_classes(
                gathered.labelled, gathered.features, options.trunk, seen, pool, progress, cache, options.threads
            )
        )
        tensors |= looks
    info = BundleInfo(
        kind=kind,
        name=out.name,
        bits=options.bits,
        trunk=options.trunk,
        trunk_sha256=trunk_sha256(options.trunk),
        preprocessing=describe_input(options.trunk),
        classes=labelled.classes,
        settings={**_described(options), **says},
        metrics={**metric, "train_photos": len(parts.train), "validation_photos": len(parts.held)},
    )
    info = team.first(lambda: write_bundle(out, Bundle(info, tensors)))
    team.first(Checkpoint(out / "run").end)
    used = device if options.depth != "head" else "cpu"
    return Fitted(info, out, parts, epochs, used, time.monotonic() - started)


def parts_of(
    labelled: Labelled, options: FitOptions, pool: DecodePool, progress: Progress, cache: Path | None = None
) -> Parts:
    """Features of all readable photos, and their division with copies kept together.

    Raises:
        UsageError: A class has no photo that can be read.
    """

    def features() -> Callable[[NDArray[np.uint8]], NDArray[np.float32]]:
        return load_features(options.trunk, options.device, options.threads)[0]

    gathered = gather(labelled, trunk_key(options.trunk), features, pool, progress, cache)
    targets = gathered.labelled.targets
    empty = [name for name, many in zip(labelled.classes, targets.sum(axis=0), strict=True) if not many]
    if empty:
        raise UsageError(f"None of the pictures in {', '.join(empty[:5])} could be read; leave it out or add some.")
    rows = split(targets, options.shares, options.seed, copy_groups(gathered.perceptual))
    return Parts(gathered, rows[0], rows[1], rows[2] if len(rows) > 2 else np.zeros(0, np.int64))


def _described(options: FitOptions) -> dict[str, Any]:
    described: dict[str, Any] = {"method": options.method, "depth": options.depth, "head": options.head}
    if options.method not in CLOSED_FORM:
        described |= asdict(options.settings())
    if options.depth != "head":
        described["cut"] = cut_for(options.trunk, options.depth)
    return {**described, "bits": options.bits, "seed": options.seed}


Result = tuple[dict[str, NDArray[Any]], dict[str, Any], tuple[Epoch, ...]]


def _projected(parts: Parts, options: FitOptions) -> Result:
    features, targets = parts.gathered.features, parts.gathered.labelled.targets
    trained = closed_form(options.method, features[parts.train], targets[parts.train], options.bits, options.seed)
    metric: dict[str, Any] = {}
    if len(parts.held):
        asked, base = (trained.values(features[rows]) for rows in (parts.held, parts.train))
        relevant = metrics.relevance(targets[parts.held] > 0, targets[parts.train] > 0)
        metric["validation_map"] = round(map_of_values(asked, base, relevant), 4)
    return {"mean": trained.mean, **trained.head.tensors()}, metric, ()


def _headed(parts: Parts, options: FitOptions, out: Path, progress: Progress, tell: Tell | None) -> Result:
    settings, features, targets = options.settings(), parts.gathered.features, parts.gathered.labelled.targets
    held = (features[parts.held], targets[parts.held]) if len(parts.held) else None
    training, mean = head_run(features[parts.train], targets[parts.train], settings, held)
    _run(training, parts, options, out, progress, tell)
    trained = finished_head(training, mean)
    assert trained.centers is not None
    tensors: dict[str, NDArray[Any]] = {"mean": mean, **trained.head.tensors(), "centers": trained.centers}
    return tensors, _figures(training), tuple(training.epochs)


def _tuned(
    parts: Parts, options: FitOptions, out: Path, device: str, pool: DecodePool, progress: Progress, tell: Tell | None,
    team: Team,
) -> Result:  # fmt: skip
    settings, gathered = options.settings(), parts.gathered
    targets = gathered.labelled.targets
    # centers and the head's start come from the features as they are
    start, mean = head_run(gathered.features[parts.train], targets[parts.train], settings)
    assert isinstance(start.model, HashHead)
    threads = options.threads or 2
    files = team.in_turn(lambda: training_pictures(gathered.labelled.paths, gathered.digests, pool, progress, threads))
    model = TunedModel(load_trunk(options.trunk), cut_for(options.trunk, options.depth), start.model, mean)
    labelled_rows = parts.train[targets[parts.train].any(axis=1)]
    source = PictureSource(
        [files[row] for row in labelled_rows], targets[labelled_rows], settings.batch, settings.seed, threads, team
    )
    ranked = labelled_rows[:: max(1, len(labelled_rows) // MOST_RANKED)]
    relevant = metrics.relevance(targets[parts.held] > 0, targets[ranked] > 0)

    def validate() -> float:
        asked, base = (values_of(model, [files[row] for row in rows], device) for rows in (parts.held, ranked))
        return map_of_values(asked, base, relevant)

    training = Training(
        model,
        source,
        start.centers,
        start.objective,
        settings,
        device,
        amp_type(device),
        validate if len(parts.held) else None,
        team,
    )
    _run(training, parts, options, out, progress, tell, team)
    training.keep_best()
    centers = np.where(training.best_centers >= 0, 1, -1).astype(np.int8)
    tensors = {**model.tensors(), "centers": centers}
    return tensors, _figures(training), tuple(training.epochs)


def _run(
    training: Training, parts: Parts, options: FitOptions, out: Path, progress: Progress, tell: Tell | None,
    team: Team = ALONE,
) -> None:  # fmt: skip
    kept = Checkpoint(out / "run")
    spec = {"options": asdict(replace(options, threads=0)), "photos": parts.gathered.digests}
    state = team.in_turn(lambda: kept.begin(spec))
    if state is not None:
        training.load(state)
    last = time.monotonic()

    def done(epoch: Epoch) -> None:
        nonlocal last
        if team.rank == 0 and (training.finished or time.monotonic() - last > KEPT_EVERY):
            kept.save(training.state())
            last = time.monotonic()
        if tell and tell(training, epoch):
            training.stop()

    with torch.random.fork_rng(devices=[]):
        training.run(progress, done)


def _figures(training: Training) -> dict[str, Any]:
    """Figures for model.json."""
    best = training.epochs[training.best_epoch]
    figures: dict[str, Any] = {"best_epoch": training.best_epoch}
    if best.validation is not None:
        figures["validation_map"] = round(best.validation, 4)
    return figures
