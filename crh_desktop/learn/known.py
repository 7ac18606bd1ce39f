"""What a CRH model's classes look like to the general code, kept in its bundle (`core.combined` says what for)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.combined import Classes
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.paths import bundled
from crh_desktop.core.progress import Progress
from crh_desktop.learn.bundle import CLASS_PREFIX, Bundle, read_bundle
from crh_desktop.learn.data import Labelled
from crh_desktop.learn.features import load_features
from crh_desktop.learn.gather import bundle_key, gather, trunk_key

#: Photos a class from which its look is taken; more change nothing that matters.
MOST_EACH = 100


def class_tensors(classes: Classes) -> dict[str, NDArray[np.float32]]:
    """As a bundle keeps them."""
    parts = {"mean": classes.mean, "directions": classes.directions, "usual": classes.usual}
    parts["bounds"] = np.array([classes.low, classes.high], np.float32)
    return {CLASS_PREFIX + name: np.asarray(part, np.float32) for name, part in parts.items()}


def classes_of(bundle: Bundle, general: Bundle) -> Classes | None:
    """What a bundle says of its classes; None if it says nothing, or speaks of another general code."""
    if CLASS_PREFIX + "mean" not in bundle.tensors or bundle.info.settings.get("general") != general.info.sha256:
        return None
    mean, directions, usual, bounds = (
        bundle.tensors[CLASS_PREFIX + name] for name in ("mean", "directions", "usual", "bounds")
    )
    return Classes(mean, directions, usual, float(bounds[0]), float(bounds[1]))


def look_of_classes(
    labelled: Labelled,
    features: NDArray[np.float32],
    trunk: str,
    rows: NDArray[np.int64],
    pool: DecodePool,
    progress: Progress,
    cache: Path | None = None,
    threads: int = 0,
) -> tuple[dict[str, NDArray[np.float32]], dict[str, Any]]:
    """Tensors and settings that tell a bundle's classes by the general code.

    Args:
        labelled: readable photos.
        features: of `trunk`, [N, D]. Where it is another trunk than the general code's, some photos are read once more.
        trunk: its name.
        rows: of the photos that training and the choice of the epoch saw, int64.
        pool, progress, cache, threads: as in `gather`.
    """
    general = read_bundle(bundled("models") / "general256")
    rows = _thinned(rows, labelled.targets)
    if trunk_key(trunk) == bundle_key(general):
        values = general.project(features[rows])
        targets = labelled.targets[rows]
    else:
        found = gather(
            labelled.at(rows),
            bundle_key(general),
            lambda: load_features(general.info.trunk, "cpu", threads)[0],
            pool,
            progress,
            cache,
        )
        values, targets = general.project(found.features), found.labelled.targets
    return class_tensors(Classes.of(values, targets)), {"general": general.info.sha256}


def _thinned(rows: NDArray[np.int64], targets: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The first so many photos of each class, in order."""
    wanted: set[int] = set()
    for label in range(targets.shape[1]):
        wanted.update(rows[targets[rows, label] > 0][:MOST_EACH].tolist())
    return np.array(sorted(wanted), np.int64)
