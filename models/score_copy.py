"""Score codes as finders of copies, on sets made by a copy maker: `images/` and `truth.csv` (variant, original, …).

    python models/score_copy.py SET [SET ...] --views DIR --scratch DIR

`--views` is the folder that `make_copy.py` filled: what is fitted here is fitted on the same photos. What is scored:
random projection and ITQ of the trunk's features; a last layer trained by contrast, on the trunk's own last blocks and
on the branch's; and on the branch CRH heads in which every photo is a class: with reassignment, with centers as they
come, and with centers assigned once from ITQ codes, which is the shipped code (bits and real values). Every
intermediate is kept in the scratch folder, so that a broken run goes on where it stopped. Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.imaging import decode, network_input
from crh_desktop.learn.bundle import Bundle, read_bundle
from crh_desktop.learn.closed_form import itq
from crh_desktop.learn.copy_branch import CopyBranch, branch_from
from crh_desktop.learn.copy_train import (
    INSTANCE_HEAD,
    INSTANCE_VIEWS,
    CopySettings,
    instance_layer,
    pool_views,
    start_layer,
    train_layer,
)
from crh_desktop.learn.copy_views import Tapped, open_views, tapped_trunk
from crh_desktop.learn.trunks import EfficientNetLite, load_trunk

MODELS = Path(__file__).resolve().parent
Values = NDArray[np.float32]


class CopySet:
    """A made set: group[i] of picture i (-1: of a distractor), the transform's name, and which pictures are originals."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with (folder / "truth.csv").open(newline="", encoding="utf-8") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: row["variant"])
        self.names = [row["variant"] for row in rows]
        self.transforms = np.array([row["transform"] for row in rows])
        self.groups = np.array([int(row["group"]) if row["original"] else -1 for row in rows])
        self.original = self.transforms == "original"


def cached(path: Path, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
    """The array at `path`, made and written first if it is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}")
        with temporary.open("wb") as file:
            np.save(file, make())
        temporary.replace(path)
    array: NDArray[Any] = np.load(path, mmap_mode="r")
    return array


def run_trunk(copies: CopySet, tapped: Tapped, scratch: Path, tap: int) -> None:
    """Write the features and the maps below the branch of every picture of the set."""
    scratch.mkdir(parents=True, exist_ok=True)
    features, maps = [], []
    for first in range(0, len(copies.names), 8):
        pictures = [
            network_input(decode((copies.folder / "images" / name).read_bytes(), name).picture)
            for name in copies.names[first : first + 8]
        ]
        some_features, some_maps = tapped(np.stack(pictures))
        features.append(some_features)
        maps.append(some_maps.astype(np.float16))
    cached(scratch / "features.npy", lambda: np.concatenate(features))
    cached(scratch / f"maps{tap}.npy", lambda: np.concatenate(maps))  # last: its presence says that both are there


def measure(values: NDArray[Any], copies: CopySet) -> dict[str, Any]:
    """The table's figures.

    Args:
        values: packed codes uint8 [N, 32], or unit rows float32 [N, K].
        copies: the set.

    Returns:
        recall_p99: share of all true pairs at the loosest threshold with pair precision >= 0.99.
        found10, found20: share of the edited copies with fewer than so many unrelated pictures at the distance of their
            original or nearer, that is, with the original among so many neighbours once other copies of the same photo
            take no places.
        by_transform: found20 of each.
        radius, unrelated: the distance that holds 99 % of the pairs of an original and its copy, and the share of the
            pairs of unrelated pictures within it.
    """
    count = len(copies.names)
    packed = values.dtype == np.uint8
    steps = values.shape[1] * 8 + 1 if packed else 4001
    right, wrong, own = (np.zeros(steps, np.int64) for _ in range(3))
    original_of = {group: index for index, group in enumerate(copies.groups) if copies.original[index]}
    ranks = np.full(count, -1)
    for first in range(0, count, 256):
        rows = np.arange(first, min(first + 256, count))
        if packed:
            distances = np.bitwise_count(
                values[rows].view(np.uint64)[:, None] ^ np.ascontiguousarray(values).view(np.uint64)[None]
            ).sum(axis=2, dtype=np.int64)
        else:
            distances = np.clip(np.rint((1 - values[rows] @ values.T) * 2000), 0, 4000).astype(np.int64)
        same = (copies.groups[rows][:, None] == copies.groups[None]) & (copies.groups[rows][:, None] >= 0)
        later = np.arange(count)[None] > rows[:, None]
        right += np.bincount(distances[same & later], minlength=steps)[:steps]
        wrong += np.bincount(distances[~same & later], minlength=steps)[:steps]
        for row, line in zip(rows, distances, strict=True):
            if copies.groups[row] < 0 or copies.original[row]:
                continue
            target = original_of[copies.groups[row]]
            own[line[target]] += 1
            ranks[row] = int((line <= line[target])[~same[row - first]].sum())
    true, false = right.cumsum(), wrong.cumsum()
    precise = np.flatnonzero(true >= 0.99 * (true + false))
    recall = true[precise[-1]] / true[-1] if len(precise) else 0.0
    radius = int(np.searchsorted(own.cumsum(), 0.99 * own.sum()))
    asked = ranks >= 0
    by_transform = {
        name: float((ranks[asked & (copies.transforms == name)] < 20).mean())
        for name in sorted(set(copies.transforms[asked]))
    }
    return {
        "recall_p99": float(recall),
        "found10": float((ranks[asked] < 10).mean()),
        "found20": float((ranks[asked] < 20).mean()),
        "unrelated": float(false[radius] / false[-1]),
        "radius": radius if packed else radius / 2000,
        "by_transform": by_transform,
    }


def unit(values: NDArray[Any]) -> Values:
    """Rows of length 1, [N, K]."""
    return np.asarray(values / np.linalg.norm(values, axis=1, keepdims=True), np.float32)


def pooled_values(branch: CopyBranch, maps: NDArray[Any]) -> Values:
    """What the branch pools, [N, width]."""
    return pool_views(branch, [maps])[0]


def below_last_layer(bundle: Bundle) -> str:
    """A name for what the pooled values depend on, so that another last layer finds them in the scratch folder."""
    digest = hashlib.sha256()
    for name in sorted(bundle.tensors):
        if not name.startswith("layer0."):
            digest.update(bundle.tensors[name].tobytes())
    return digest.hexdigest()[:12]


def codes_of(scratch: Path, sets: list[CopySet], views_folder: Path, model: Path) -> dict[str, list[NDArray[Any]]]:
    """Each method's packed codes, or unit rows of real values, of every set."""
    bundle, general = read_bundle(model), read_bundle(MODELS / "general256")
    branch = branch_from(bundle)
    tag = below_last_layer(bundle)
    features = [np.load(scratch / copies.folder.name / "features.npy") for copies in sets]
    pooled = [
        cached(
            scratch / copies.folder.name / f"pooled-{tag}.npy",
            lambda copies=copies: pooled_values(
                branch, np.load(scratch / copies.folder.name / f"maps{branch.layout.tap}.npy", mmap_mode="r")
            ),
        )
        for copies in sets
    ]
    untrained = CopyBranch(branch.layout)
    trunk = load_trunk(branch.layout.trunk)
    assert isinstance(trunk, EfficientNetLite)
    untrained.start_from_trunk(trunk)
    before = [
        cached(
            scratch / copies.folder.name / "pooled-trunk.npy",
            lambda copies=copies: pooled_values(
                untrained, np.load(scratch / copies.folder.name / f"maps{branch.layout.tap}.npy", mmap_mode="r")
            ),
        )
        for copies in sets
    ]
    shipped = [rows @ branch.layer0.weight.numpy().T + branch.layer0.bias.numpy() for rows in pooled]
    views = open_views(views_folder)[:INSTANCE_VIEWS]
    learnt = cached(scratch / f"views-{tag}.npy", lambda: np.concatenate(pool_views(branch, views)))
    learnt_before = cached(scratch / "views-trunk.npy", lambda: np.concatenate(pool_views(untrained, views)))
    plain = np.asarray(open_views(views_folder, "features")[0], np.float32)
    mean = plain.mean(axis=0)
    rotation = itq(plain - mean, 256, 0)
    codes: dict[str, list[NDArray[Any]]] = {
        "trunk, random projection (the general code at 0)": [sign_pack(general.project(rows)) for rows in features],
        "trunk, ITQ on the training photos": [sign_pack((rows - mean) @ rotation.T) for rows in features],
    }
    for name, made, values, sources in (
        ("trunk pooled as the branch, layer by contrast", untrained, learnt_before, before),
        ("branch, layer by contrast", branch_from(bundle), learnt, pooled),
    ):
        parts = np.split(np.asarray(values), len(views))
        start_layer(made, np.concatenate(parts), 0)
        train_layer(made, parts, CopySettings())
        weight, bias = made.layer0.weight.detach().numpy(), made.layer0.bias.detach().numpy()
        codes[name] = [sign_pack(rows @ weight.T + bias) for rows in sources]
    for name, settings in (
        ("branch, CRH head, with reassignment", replace(INSTANCE_HEAD, reassign="cadence")),
        ("branch, CRH head, fixed centers", replace(INSTANCE_HEAD, start_from_itq=False, assign_first=False)),
    ):
        paths = [scratch / copies.folder.name / f"{name.replace(' ', '-')}-{tag}.npy" for copies in sets]
        if not all(path.exists() for path in paths):
            weight, bias = instance_layer(np.split(np.asarray(learnt), len(views)), settings)
            for path, rows in zip(paths, pooled, strict=True):
                np.save(path, sign_pack(rows @ weight.T + bias))
        codes[name] = [np.load(path) for path in paths]
    codes["**branch, CRH head, assigned once: shipped**"] = [sign_pack(values) for values in shipped]
    codes["the same, real values"] = [unit(values) for values in shipped]
    return codes


def table(copies: CopySet, rows: dict[str, dict[str, Any]]) -> str:
    """One set's Markdown: the figures of each method, then found20 by transform."""
    lines = [
        f"**{copies.folder.name}**: {int(copies.original.sum())} originals, {len(copies.names)} pictures",
        "",
        "| code | recall, all pairs, P ≥ .99 | original among 10 | among 20 | unrelated pairs inside | radius |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        lines.append(
            f"| {name} | {row['recall_p99']:.3f} | {row['found10']:.3f} | {row['found20']:.3f} | "
            f"{row['unrelated']:.2%} | {row['radius']:g} |"
        )
    # Only transforms that some method misses at all: the others say nothing.
    hard = [
        name
        for name in next(iter(rows.values()))["by_transform"]
        if min(row["by_transform"][name] for row in rows.values()) < 0.995
    ]
    lines += ["", "| original among 20 | " + " | ".join(hard) + " |", "|---" * (len(hard) + 1) + "|"]
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(f"{row['by_transform'][edit]:.2f}" for edit in hard) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the trunk on the sets, make every method's codes, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--views", type=Path, required=True)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODELS / "copy256")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    sets = [CopySet(folder) for folder in arguments.sets]
    layout = branch_from(read_bundle(arguments.model)).layout
    missing = [one for one in sets if not (arguments.scratch / one.folder.name / f"maps{layout.tap}.npy").exists()]
    if missing:
        tapped = tapped_trunk(layout.trunk, layout.tap, arguments.scratch, arguments.threads)
        for copies in missing:
            run_trunk(copies, tapped, arguments.scratch / copies.folder.name, layout.tap)
    codes = codes_of(arguments.scratch, sets, arguments.views, arguments.model)
    results = {
        copies.folder.name: {name: measure(made[index], copies) for name, made in codes.items()}
        for index, copies in enumerate(sets)
    }
    (arguments.scratch / "results.json").write_text(json.dumps(results, indent=1))
    for copies in sets:
        print(table(copies, results[copies.folder.name]))


if __name__ == "__main__":
    main()
