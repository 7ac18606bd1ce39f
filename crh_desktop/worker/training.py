"""Training and evaluation as jobs: what the worker process and `crh train`, `crh evaluate` both run."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.progress import Progress


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """What is asked; see `learn.fit.FitOptions`. source: a folder of class folders, a table, or the class folders."""

    source: str | tuple[str, ...]
    out: Path
    method: str = "crh"
    bits: int = 64
    trunk: str = "efficientnet-lite0"
    head: str = "linear"
    depth: str = "head"
    epochs: int = 0
    seed: int = 0
    device: str = "auto"
    threads: int = 0
    keywords: bool = False


#: Named here, so that the command line knows them without loading torch; a test compares them with `learn.recipes`.
METHODS = (
    "crh", "crh-fixed", "crh-single-head", "orthohash-bernoulli", "orthohash-hadamard", "orthohash-maxhd", "csq", "mds",
    "shc", "learnt-centers", "lsh", "itq", "cca-itq",
)  # fmt: skip


def train_job(
    request: TrainRequest, pool: DecodePool, progress: Progress, tell: Callable[[Any, Any], bool | None] | None = None
) -> dict[str, Any]:
    """Train and write a bundle; returns what `crh train --json` prints.

    Raises:
        UsageError: The folder or the choice cannot be used.
    """
    from crh_desktop.learn.fit import fit

    done = fit(labelled_of(request, pool), options_of(request), request.out, pool, progress, tell)
    gathered = done.parts.gathered
    return {
        "bundle": str(done.folder),
        "method": request.method,
        "bits": done.info.bits,
        "epochs": len(done.epochs),
        "seed": request.seed,
        "classes": list(done.info.classes),
        "photos": len(gathered.labelled.paths),
        "skipped": [{"path": str(path), "reason": reason} for path, reason in gathered.unreadable],
        "val_map": done.info.metrics.get("validation_map"),
        "device": done.device,
        "seconds": done.seconds,
    }


def labelled_of(request: TrainRequest, pool: DecodePool) -> Any:
    """The photos that are asked for, as `learn.data.Labelled`."""
    from crh_desktop.learn.data import from_folders, from_keywords, read_source

    if request.keywords:
        folder = request.source if isinstance(request.source, str) else os.path.commonpath(request.source)
        return from_keywords(Path(folder), pool.keywords)
    if isinstance(request.source, str):
        return read_source(request.source)
    return from_folders([Path(folder) for folder in request.source], "The choice")


def options_of(request: TrainRequest, shares: tuple[float, ...] = (0.8, 0.2)) -> Any:
    """The request as `learn.fit.FitOptions`."""
    from crh_desktop.learn.fit import FitOptions

    return FitOptions(
        request.method,
        request.bits,
        request.trunk.replace("-", "_"),
        request.head,
        request.depth,
        request.epochs,
        request.seed,
        request.device,
        request.threads,
        shares=shares,
    )


def evaluate_job(
    model: Path,
    database: str,
    queries: str,
    labels: Path | None,
    pool: DecodePool,
    progress: Progress,
    device: str = "auto",
    threads: int = 0,
) -> dict[str, Any]:
    """Evaluate a bundle; returns what `crh evaluate --json` prints.

    Raises:
        UsageError: A folder, a table or the bundle cannot be used.
    """
    import time
    from dataclasses import asdict

    from crh_desktop.learn.bundle import read_bundle
    from crh_desktop.learn.data import read_source
    from crh_desktop.learn.encode import bundle_features
    from crh_desktop.learn.evaluate import Side, center_correlation, evaluate
    from crh_desktop.learn.gather import bundle_key, gather

    started = time.monotonic()
    bundle = read_bundle(model)
    key = bundle_key(bundle)
    sides, features = [], []
    for source in (queries, database):
        labelled = read_source(source, labels)
        found = gather(labelled, key, lambda: bundle_features(bundle, device, threads), pool, progress)
        values = bundle.project(found.features)
        sides.append(Side(values, found.labelled.classes, found.labelled.targets, found.digests))
        features.append(found.features)
    centers = bundle.tensors.get("centers")
    pcc = None if centers is None else center_correlation(centers, bundle.info.classes, features[1], sides[1])
    return {**asdict(evaluate(sides[0], sides[1], pcc)), "seconds": time.monotonic() - started}
