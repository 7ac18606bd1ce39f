"""Training from the window: look at the folders first, train with news of every epoch, then judge the model."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.models import chosen_model, has_model
from crh_desktop.core.paths import bundled, cache_dir, data_dir
from crh_desktop.core.progress import Progress
from crh_desktop.core.settings import load_settings
from crh_desktop.learn.data import Labelled
from crh_desktop.worker.training import TrainRequest, labelled_of, options_of

#: Sample pictures of a class, and of how many classes.
SAMPLES = 3
MOST_SAMPLED = 60
SAMPLE_SIDE = 160
#: Training, validation, test.
SHARES = (0.7, 0.15, 0.15)
#: Fewer photos teach nothing that could be measured.
FEW_PHOTOS = 8
#: So many photos are looked into before a training; more, and the look would cost time of its own.
MOST_CHECKED = 2000
#: A class this many times larger than the smallest is told.
LOPSIDED = 10

Send = Callable[[dict[str, Any]], None]


def survey_job(sources: list[str], pool: DecodePool, progress: Progress, keywords: bool = False) -> dict[str, Any]:
    """Classes of folders, their numbers and sample pictures, and what to think of before time is spent.

    Args:
        sources: one folder whose subfolders are classes, or several folders that are classes each.
        keywords: classes are the photos' own keywords instead.

    Returns:
        `classes: [{name, photos, samples: [path]}]`, `warnings: [{kind, classes, photos}]`, `photos`. Kinds: "few",
        "lopsided", "unreadable", "copies" (of each other, within a class), "torn" (copies in different classes).

    Raises:
        UsageError: There are fewer than two classes.
    """
    labelled = labelled_of(_request(sources, Path(), {"keywords": keywords}), pool)
    counts = labelled.targets.sum(axis=0)
    checked = labelled.at(np.arange(len(labelled.paths))[:: max(1, -(-len(labelled.paths) // MOST_CHECKED))])
    progress.stage("survey", min(len(labelled.classes), MOST_SAMPLED) + len(checked.paths))
    rows = []
    for number, name in enumerate(labelled.classes):
        samples = []
        if number < MOST_SAMPLED:
            mine = [path for path, own in zip(labelled.paths, labelled.targets[:, number], strict=True) if own]
            for path in mine[:: max(1, len(mine) // SAMPLES)][:SAMPLES]:
                samples.append(_sample(path, pool))
            progress.advance()
        rows.append({"name": name, "photos": int(counts[number]), "samples": [one for one in samples if one]})
    few = [row["name"] for row in rows if row["photos"] < FEW_PHOTOS]
    warnings = []
    if few:
        warnings.append({"kind": "few", "classes": few})
    if counts.max() > LOPSIDED * counts.min():
        warnings.append(
            {"kind": "lopsided", "classes": [labelled.classes[counts.argmax()], labelled.classes[counts.argmin()]]}
        )
    warnings += _looked_into(checked, pool, progress)
    return {"classes": rows, "warnings": warnings, "photos": len(labelled.paths)}


def _looked_into(labelled: Labelled, pool: DecodePool, progress: Progress) -> list[dict[str, Any]]:
    """Warnings about photos that cannot be read and about copies, by reading them all."""
    from crh_desktop.learn.splits import copy_groups

    place = {os.fsencode(path): row for row, path in enumerate(labelled.paths)}
    torn, codes, rows = [], [], []
    with closing(pool.read_all(list(place), lambda digest: True)) as reading:
        for found in reading:
            row = place[found.path]
            if found.reason:
                torn.append(row)
            elif found.perceptual is not None:
                codes.append(found.perceptual)
                rows.append(row)
            progress.advance()
    warnings = [_warning("unreadable", labelled, torn)] if torn else []
    groups: dict[int, list[int]] = {}
    for group, row in zip(copy_groups(np.stack(codes)) if codes else (), rows, strict=True):
        groups.setdefault(int(group), []).append(row)
    copies: dict[str, list[int]] = {"copies": [], "torn": []}
    for members in groups.values():
        if len(members) > 1:
            one_class = len(np.unique(labelled.targets[members], axis=0)) == 1
            copies["copies" if one_class else "torn"] += members
    warnings += [_warning(kind, labelled, members) for kind, members in copies.items() if members]
    return warnings


def _warning(kind: str, labelled: Labelled, rows: list[int]) -> dict[str, Any]:
    told = np.flatnonzero(labelled.targets[rows].any(axis=0))
    return {"kind": kind, "classes": [labelled.classes[label] for label in told], "photos": len(rows)}


def _sample(path: Path, pool: DecodePool) -> str:
    """A small picture in the cache directory, named by path and time; "" if it cannot be decoded."""
    try:
        key = f"{path}\0{path.stat().st_mtime_ns}".encode("utf-8", "surrogateescape")
    except OSError:
        return ""
    out = cache_dir() / "samples" / f"{blake2b(key, digest_size=16).hexdigest()}.jpg"
    if not out.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        if pool.picture(os.fsencode(path), out, SAMPLE_SIDE):
            return ""
    return str(out)


def teach_job(
    message: dict[str, Any], pool: DecodePool, progress: Progress, send: Send, stop: Callable[[], bool]
) -> dict[str, Any]:
    """Train as the window asks, tell every epoch, and judge the result.

    Args:
        message: `folders`, and in `options` name, bits, depth, head, epochs, device.
        pool: decodes.
        progress: pauses and cancels; the state of the run stays, and asking the same again goes on.
        send: takes messages {"event": "epoch", …}.
        stop: whether to end here and keep the best.

    Raises:
        UsageError: The folders or the options cannot be used.
    """
    from crh_desktop.learn.bundle import read_bundle, write_bundle
    from crh_desktop.learn.fit import fit
    from crh_desktop.learn.verdict import judge

    options = message.get("options") or {}
    folder = data_dir() / "models" / folder_name(str(options.get("name") or "my model"))
    request = _request([str(one) for one in message.get("folders") or ()], folder, options)
    labelled, wanted = labelled_of(request, pool), options_of(request, SHARES)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / "run" / "request.json"
    unfinished.parent.mkdir(exist_ok=True)
    unfinished.write_text(json.dumps({"folders": message.get("folders"), "options": options}), encoding="utf-8")

    def tell(training: Any, epoch: Any) -> bool:
        fields = {name: value for name, value in asdict(epoch).items() if value is not None}
        centers = training.centers.matrix().detach().cpu().numpy() >= 0
        packed = (
            base64.b64encode(np.packbits(centers, axis=1).tobytes()).decode()
            if epoch.moved or epoch.number == 0
            else ""
        )
        send(
            {"event": "epoch", "epochs": training.settings.epochs, "centers": packed, "classes": len(centers), **fields}
        )
        return stop()

    done = fit(labelled, wanted, folder, pool, progress, tell)
    unfinished.unlink(missing_ok=True)
    if unfinished.parent.exists() and not any(unfinished.parent.iterdir()):
        unfinished.parent.rmdir()
    general = read_bundle(bundled("models") / "general256")
    used = chosen_model(load_settings().crh_model) or bundled("models") / "starter"
    in_use = read_bundle(used) if has_model("crh") else None
    verdict = judge(done.parts, wanted, read_bundle(folder), general, in_use, progress)
    bundle = read_bundle(folder)
    metrics = {
        **bundle.info.metrics,
        "map_own_classes": verdict.own.get("this"),
        "map_own_classes_general_code": verdict.own.get("general"),
        "test_queries": verdict.queries,
        **({"map_unseen_classes": verdict.unseen["this"], "map_unseen_classes_itq": verdict.unseen["itq"],
            "map_unseen_classes_general_code": verdict.unseen["general"]} if verdict.unseen else {}),
    }  # fmt: skip
    write_bundle(folder, replace(bundle, info=replace(bundle.info, metrics=metrics)))
    gathered = done.parts.gathered
    paths = gathered.labelled.paths
    examples = [
        {
            "query": _sample(paths[one.query], pool),
            "before": [{"path": _sample(paths[row], pool), "right": right} for row, right in one.before],
            "after": [{"path": _sample(paths[row], pool), "right": right} for row, right in one.after],
        }
        for one in verdict.examples
    ]
    return {
        "model": folder.name,
        "classes": list(done.info.classes),
        "epochs": len(done.epochs),
        "photos": len(paths),
        "unreadable": [{"path": str(path), "reason": reason} for path, reason in gathered.unreadable],
        "copies": int(len(paths) - len(set(gathered.digests))),
        "best_epoch": done.info.metrics.get("best_epoch"),
        "device": done.device,
        "seconds": round(done.seconds, 1),
        "verdict": {**asdict(verdict), "examples": examples},
    }


def folder_name(name: str) -> str:
    """A name that people gave as the name of a folder."""
    return re.sub(r"[^\w .-]", "_", name).strip(" .")[:80] or "my model"


def _request(sources: list[str], out: Path, options: dict[str, Any] | None = None) -> TrainRequest:
    chosen, settings = options or {}, load_settings()
    return TrainRequest(
        sources[0] if len(sources) == 1 else tuple(sources),
        out,
        bits=int(chosen.get("bits", 64)),
        head=str(chosen.get("head", "hidden")),  # better than a linear one wherever it was measured: models/README.md
        depth=str(chosen.get("depth", "head")),
        epochs=int(chosen.get("epochs", 0)),
        keywords=bool(chosen.get("keywords")),
        device=settings.device,
        threads=settings.threads,
    )
