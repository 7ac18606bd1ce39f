"""Labelled folders: one sub-folder a class, pictures inside. Order and splits are the same on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from crh_desktop.core.errors import PhotoError, UsageError
from crh_desktop.core.imaging import EXTENSIONS, decode, network_input
from crh_desktop.core.progress import Progress

Way = Callable[[Image.Image], NDArray[np.uint8]]  # an upright picture to uint8 [224, 224, 3]


@dataclass(frozen=True, slots=True)
class Labelled:
    """paths[i] shows class `classes[labels[i]]`; labels int64 [N]."""

    classes: tuple[str, ...]
    paths: tuple[Path, ...]
    labels: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LabelledFeatures:
    """features float32 [N, D], labels int64 [N] into classes; `unreadable` were left out."""

    classes: tuple[str, ...]
    features: NDArray[np.float32]
    labels: NDArray[np.int64]
    unreadable: tuple[Path, ...] = ()


def read_labelled(folder: Path) -> Labelled:
    """List a folder of class folders, sorted by name at both levels; hidden names and other file types left out."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    classes: list[str] = []
    paths: list[Path] = []
    labels: list[int] = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        inside = sorted(path for path in place.iterdir() if path.suffix.lower() in _EXTENSIONS and path.is_file())
        if inside:
            labels += [len(classes)] * len(inside)
            classes.append(place.name)
            paths += inside
    if len(classes) < 2:
        raise UsageError(f"{folder} holds fewer than two folders with pictures; one folder per class is needed.")
    return Labelled(tuple(classes), tuple(paths), np.array(labels, np.int64))


_EXTENSIONS = frozenset("." + extension.lstrip(".").lower() for extension in EXTENSIONS)


def compute_features(
    labelled: Labelled,
    features: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
    progress: Progress | None = None,
    way: Way = network_input,
    batch: int = 16,
) -> LabelledFeatures:
    """Decode every picture once and run the trunk; pictures that cannot be read are left out and named."""
    progress = progress or Progress()
    progress.stage("Reading pictures", len(labelled.paths))
    kept: list[int] = []
    unreadable: list[Path] = []
    parts: list[NDArray[np.float32]] = []
    waiting: list[NDArray[np.uint8]] = []
    for index, path in enumerate(labelled.paths):
        try:
            waiting.append(way(decode(path.read_bytes(), path.name).picture))
            kept.append(index)
        except (PhotoError, OSError):
            unreadable.append(path)
        if len(waiting) == batch:
            parts.append(features(np.stack(waiting)))
            waiting = []
        progress.advance()
    if waiting:
        parts.append(features(np.stack(waiting)))
    if not parts:
        raise UsageError("None of the pictures could be read.")
    return LabelledFeatures(labelled.classes, np.concatenate(parts), labelled.labels[kept], tuple(unreadable))


def split(labels: NDArray[np.int64], share: float, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row numbers (kept, held out), `share` of every class held out, yet never a class's last row."""
    random = np.random.default_rng(seed)
    held: list[NDArray[np.int64]] = []
    for label in np.unique(labels):
        rows = random.permutation(np.flatnonzero(labels == label))
        held.append(rows[: min(len(rows) - 1, round(share * len(rows)))])
    out = np.sort(np.concatenate(held))
    return np.setdiff1d(np.arange(len(labels)), out), out
