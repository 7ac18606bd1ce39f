"""Features of the labelled sets, computed once, and their division into parts by seed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.decoding import DecodePool
from crh_desktop.learn.data import Labelled, read_labelled, read_table
from crh_desktop.learn.features import load_features
from crh_desktop.learn.gather import gather, trunk_key
from crh_desktop.learn.splits import copy_groups, split
from tests.benchmarks.measure import SHARED, Unavailable

TRUNK = "efficientnet_lite0"
#: Features by which the places of centers are judged: of a network that nothing here was trained on.
JUDGE = "efficientnet_lite2"
SETS = ("cars196", "caltech99", "miml5")

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class FeatureSet:
    """features float32 [N, D] and judged [N, D'] of two trunks, targets uint8 [N, C], group of copies int64 [N]."""

    name: str
    classes: tuple[str, ...]
    features: NDArray[np.float32]
    judged: NDArray[np.float32]
    targets: NDArray[np.uint8]
    groups: Rows


@dataclass(frozen=True)
class Division:
    """Rows to train on and to validate with, and by table the rows of database and queries."""

    train: Rows
    held: Rows
    tables: dict[str, tuple[Rows, Rows]]

    @property
    def learnt(self) -> Rows:
        """Train and validation together: what the final runs train on."""
        return np.sort(np.concatenate([self.train, self.held]))


def schemes(name: str) -> tuple[str, ...]:
    """Where half of the photos is enough to train on, both tables come from one division; small sets need two."""
    return ("AB",) if name == "cars196" else ("A", "B")


def divide(data: FeatureSet, scheme: str, seed: int) -> Division:
    """A: the database is what was trained on. B: training, database and queries are disjoint."""
    if scheme == "A":
        train, held, asked = split(data.targets, (0.62, 0.15, 0.23), seed, data.groups)
        return Division(train, held, {"A": (np.sort(np.concatenate([train, held])), asked)})
    train, held, base, asked = split(data.targets, (0.4, 0.1, 0.25, 0.25), seed, data.groups)
    tables = {"B": (base, asked)}
    if scheme == "AB":
        tables["A"] = (np.sort(np.concatenate([train, held])), np.sort(np.concatenate([base, asked])))
    return Division(train, held, tables)


def listed(name: str) -> Labelled:
    """The photos of a set with their labels; second members of known copies are left out.

    Raises:
        Unavailable: They are not there.
    """
    if name == "miml5":
        table = SHARED / "multilabel" / name / "labels.csv"
        if not table.exists():
            raise Unavailable(f"there are no photos in {table.parent}")
        return read_table(table, None)
    root = SHARED / "labelled" / name
    if not root.is_dir():
        raise Unavailable(f"there are no photos in {root}")
    halves = [root / part for part in ("train", "test") if (root / part).is_dir()] or [root]
    parts = [read_labelled(half) for half in halves]
    classes = parts[0].classes
    assert all(part.classes == classes for part in parts)
    whole = Labelled(classes, sum((part.paths for part in parts), ()), np.concatenate([part.targets for part in parts]))
    with open(SHARED / "known_copies.csv", newline="", encoding="utf-8") as file:
        second = {SHARED / "labelled" / row["b"] for row in csv.DictReader(file)}
    return whole.at(np.flatnonzero([path not in second for path in whole.paths]))


def load_set(name: str, folder: Path, threads: int = 2) -> FeatureSet:
    """A set with its features, from `folder` if they were computed before."""
    kept = folder / f"{name}.npz"
    if not kept.exists():
        labelled = listed(name)
        folder.mkdir(parents=True, exist_ok=True)
        found = []
        with DecodePool(threads) as pool:
            for trunk in (TRUNK, JUDGE):
                found.append(
                    gather(
                        labelled,
                        trunk_key(trunk),
                        lambda trunk=trunk: load_features(trunk, "cpu", threads)[0],  # type: ignore[misc]
                        pool,
                        cache=folder / "features.sqlite3",
                    )
                )
        first, second = found
        assert first.digests == second.digests
        np.savez(
            kept,
            classes=np.array(first.labelled.classes),
            features=first.features.astype(np.float16),  # a hundredth of a percent off, half the file
            judged=second.features.astype(np.float16),
            targets=first.labelled.targets,
            groups=copy_groups(first.perceptual),
        )
    with np.load(kept) as file:
        features, judged = (file[part].astype(np.float32) for part in ("features", "judged"))
        return FeatureSet(name, tuple(map(str, file["classes"])), features, judged, file["targets"], file["groups"])
