"""Personal libraries: most photos belong to no trained class (`python -m tests.benchmarks.bench_personal`).

Cases (a) to (e): unseen classes, other worlds, an open library, no labels, small folders; for CRH, the general code, both as
the app combines them, random projection, ITQ, CCA-ITQ and float features. 64 bits (the general code 256), CRH with a
hidden layer, EfficientNet-Lite0 features, mAP@all with ties averaged unless said otherwise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.combined import Classes
from crh_desktop.core.paths import bundled
from crh_desktop.core.search import all_distances
from crh_desktop.learn import metrics
from crh_desktop.learn.bundle import read_bundle
from crh_desktop.learn.head_training import closed_form, train_features
from crh_desktop.learn.recipes import TrainSettings
from crh_desktop.learn.splits import split
from tests.benchmarks.crh.rows import DEVICE, EPOCHS, HIDDEN
from tests.benchmarks.crh.sets import FeatureSet, load_set
from tests.benchmarks.measure import REPOSITORY

FOLDER = REPOSITORY / "build" / "crh"
RESULTS = REPOSITORY / "tests" / "benchmarks" / "results" / "personal.json"
BITS = 64
SEEDS = (1, 2, 3)
NAMES = ("CRH", "general code", "combined", "random projection", "ITQ", "CCA-ITQ", "float features")
CODES = NAMES[:-1]

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Pool:
    """Photos of one or several sets side by side: features [N, D], targets [N, C] over the classes of all."""

    features: Floats
    targets: NDArray[np.uint8]


class Codes:
    """Every code of a pool's photos, after training on some of them.

    Args:
        pool: all photos.
        learnt: rows that are trained on.
        classes: columns of the targets that are trained.
        library: rows that the general code and the float features are centred on.
        seed: of everything.
    """

    def __init__(self, pool: Pool, learnt: Rows, classes: Rows, library: Rows, seed: int) -> None:
        features, targets = pool.features, pool.targets[:, classes]
        kept, held = split(targets[learnt], (0.85, 0.15), seed)
        train, held = learnt[kept], learnt[held]
        used = targets[train].any(axis=0)
        crh = train_features(
            features[train],
            targets[train][:, used],
            TrainSettings(BITS, EPOCHS["hidden"], hidden=HIDDEN, seed=seed),
            device=DEVICE,
        )
        assert crh.centers is not None
        self._values: dict[str, Floats] = {"CRH": crh.values(features)}
        for name, method in (("random projection", "lsh"), ("ITQ", "itq"), ("CCA-ITQ", "cca-itq")):
            self._values[name] = closed_form(method, features[train], targets[train][:, used], BITS, seed).values(
                features
            )
        self._features = features
        self._projected = read_bundle(bundled("models") / "general256").project(features)
        seen = np.sort(np.concatenate([train, held]))
        self._classes = Classes.of(self._projected[seen], pool.targets[seen][:, classes])
        self.centre(library)

    def centre(self, library: Rows) -> None:
        """Centre the general code and the float features on other rows; nothing is trained again."""
        self._values["general code"] = self._projected - np.median(self._projected[library], axis=0)
        self._values["float features"] = self._features - self._features[library].mean(axis=0)

    def distances(self, name: str, asked: Rows, base: Rows) -> NDArray[np.float64]:
        """[Q, N]; a photo is infinitely far from itself."""
        if name == "float features":
            found = metrics.cosine_distances(self._values[name][asked], self._values[name][base]).astype(np.float64)
        elif name == "general code":
            found = metrics.weighted_distances(self._values[name][asked], self._values[name][base])
        elif name == "combined":
            found = self._combined(asked, base)
        else:
            values = self._values[name]
            found = all_distances(sign_pack(values[base]), sign_pack(values[asked])).astype(np.float64)
        found[asked[:, None] == base] = np.inf
        return found

    def _combined(self, asked: Rows, base: Rows) -> NDArray[np.float64]:
        """As `core.store.codes` ranks."""
        crh = all_distances(sign_pack(self._values["CRH"][base]), sign_pack(self._values["CRH"][asked]))
        general, stored = self.distances("general code", asked, base), self._projected[base]
        return metrics.ranked_distances(self._classes, self._projected[asked], stored, crh, BITS, general)

    def maps(self, pool: Pool, asked: Rows, base: Rows) -> dict[str, float]:
        """mAP@all by name."""
        relevant = metrics.relevance(pool.targets[asked] > 0, pool.targets[base] > 0)
        relevant &= asked[:, None] != base
        return {
            name: metrics.of_values(self.distances(name, asked, base), relevant).mean_average_precision()
            for name in NAMES
        }  # fmt: skip


def side_by_side(sets: Mapping[str, FeatureSet], names: list[str]) -> tuple[Pool, dict[str, Rows], dict[str, Rows]]:
    """Sets as one pool; rows and class columns of each."""
    width = sum(len(sets[name].classes) for name in names)
    rows, columns, parts = {}, {}, []
    first = column = 0
    for name in names:
        data = sets[name]
        rows[name] = np.arange(first, first + len(data.features))
        columns[name] = np.arange(column, column + len(data.classes))
        targets = np.zeros((len(data.features), width), np.uint8)
        targets[:, columns[name]] = data.targets
        parts.append(targets)
        first, column = first + len(data.features), column + len(data.classes)
    return Pool(np.concatenate([sets[name].features for name in names]), np.concatenate(parts)), rows, columns


Found = list[dict[str, float]]


def unseen_classes(sets: Mapping[str, FeatureSet], seed: int) -> dict[str, Found]:
    """(a) Four folds of the classes: trained on three quarters, database and queries from the rest."""
    found: dict[str, Found] = {}
    for name in ("caltech99", "cars196"):
        data = sets[name]
        pool = Pool(data.features, data.targets)
        order = np.random.default_rng(seed).permutation(len(data.classes))
        for left in np.array_split(order, 4):
            rest = np.setdiff1d(order, left)
            asked = np.flatnonzero(data.targets[:, left].any(axis=1))
            learnt = np.flatnonzero(data.targets[:, rest].any(axis=1))
            found.setdefault(f"(a) {name}", []).append(Codes(pool, learnt, rest, asked, seed).maps(pool, asked, asked))
    return found


def other_worlds(sets: Mapping[str, FeatureSet], seed: int) -> dict[str, Found]:
    """(b) Trained on caltech99, asked about every other set."""
    pool, rows, columns = side_by_side(sets, list(sets))
    codes = Codes(pool, rows["caltech99"], columns["caltech99"], rows["caltech99"], seed)
    found: dict[str, Found] = {}
    for name in sets:
        if name != "caltech99":
            codes.centre(rows[name])
            asked = np.random.default_rng(seed).permutation(rows[name])[:1500]
            found[f"(b) caltech99 -> {name}"] = [codes.maps(pool, asked, rows[name])]
    return found


def open_library(sets: Mapping[str, FeatureSet], seed: int) -> dict[str, Found]:
    """(c) All sets in one library, a tenth of its photos trained: precision among the ten nearest, by what is asked."""
    pool, rows, columns = side_by_side(sets, list(sets))
    learnt, asked_own = split(pool.targets[rows["caltech99"]], (0.77, 0.23), seed)
    learnt, own = rows["caltech99"][learnt], rows["caltech99"][asked_own]
    base = np.setdiff1d(np.arange(len(pool.features)), own)
    codes = Codes(pool, learnt, columns["caltech99"], base, seed)
    random = np.random.default_rng(seed)
    kinds = {"trained classes": own} | {
        name: random.permutation(rows[name])[:400] for name in sets if name != "caltech99"
    }  # fmt: skip
    found: dict[str, Found] = {}
    for title, asked in kinds.items():
        relevant = metrics.relevance(pool.targets[asked] > 0, pool.targets[base] > 0) & (asked[:, None] != base)
        line = {}
        for name in NAMES:
            ranking = metrics.of_values(codes.distances(name, asked, base), relevant)
            line[name] = float(ranking.precision_at(10).mean())
        found[f"(c) precision@10, {title}"] = [line]
    near = codes.distances("CRH", own, base) <= 2
    related = metrics.relevance(pool.targets[own] > 0, pool.targets[base] > 0)
    found["(c) unrelated within 2 bits, of all there"] = [{"CRH": float((near & ~related).sum() / max(1, near.sum()))}]
    return found


def no_labels(sets: Mapping[str, FeatureSet], seed: int) -> dict[str, Found]:
    """(d) Ten nearest by code that are among the ten nearest by float features, on sets that nothing was trained on."""
    pool, rows, columns = side_by_side(sets, list(sets))
    codes = Codes(pool, rows["caltech99"], columns["caltech99"], rows["caltech99"], seed)
    found: dict[str, Found] = {}
    for name in sets:
        if name == "caltech99":
            continue
        codes.centre(rows[name])
        asked = np.random.default_rng(seed).permutation(rows[name])[:500]
        truth = np.argsort(codes.distances("float features", asked, rows[name]), axis=1)[:, :10]
        line = {}
        for code in CODES:
            near = np.argsort(codes.distances(code, asked, rows[name]), axis=1, kind="stable")[:, :10]
            line[code] = float(np.mean([len(set(a) & set(b)) / 10 for a, b in zip(near, truth, strict=True)]))
        found[f"(d) overlap with float, {name}"] = [line]
    return found


def small_folders(sets: Mapping[str, FeatureSet], seed: int) -> dict[str, Found]:
    """(e) 2, 5, 10 classes of 5, 20, 50 photos of clothes; the other photos of those classes are asked."""
    data = sets["clothing10"]
    random = np.random.default_rng(seed)
    pool = Pool(data.features, data.targets)
    found: dict[str, Found] = {}
    for classes in (2, 5, 10):
        chosen = np.sort(random.permutation(len(data.classes))[:classes])
        for each in (5, 20, 50):
            learnt, asked = [], []
            for label in chosen:
                mine = random.permutation(np.flatnonzero(data.targets[:, label]))
                learnt.append(mine[:each])
                asked.append(mine[each : each + 40])
            base, queries = np.concatenate(learnt), np.concatenate(asked)
            codes = Codes(pool, base, chosen, base, seed)
            found[f"(e) {classes} classes of {each}"] = [codes.maps(pool, queries, base)]
    return found


CASES: tuple[Callable[[Mapping[str, FeatureSet], int], dict[str, Found]], ...] = (
    unseen_classes, other_worlds, open_library, no_labels, small_folders,
)  # fmt: skip


def printed(results: dict[str, Found]) -> str:
    """A table of means; the combination is marked where it is more than 0.01 below the best code."""
    lines = [
        "| case | " + " | ".join(NAMES) + " | combined: below the best code by |",
        "|---|" + "---|" * (len(NAMES) + 1),
    ]
    for case, runs in results.items():
        means = {name: float(np.mean([run[name] for run in runs if name in run])) for name in NAMES if name in runs[0]}
        best = max((means[name] for name in CODES if name in means), default=0.0)
        below = best - means["combined"] if "combined" in means else None
        gap = "" if below is None else f"{below:.3f}" + (" **!**" if below > 0.01 else "")
        lines.append(
            f"| {case} | " + " | ".join(f"{means[name]:.3f}" if name in means else "" for name in NAMES) + f" | {gap} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where features are kept")
    parser.add_argument("--seeds", nargs="+", type=int, default=list(SEEDS), help="0, 4, 5 and 6 chose the combination")
    parser.add_argument("--show", action="store_true", help="print what is there, compute nothing")
    chosen = parser.parse_args()
    results: dict[str, Found] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if not chosen.show:
        results = {}
        sets = {name: load_set(name, chosen.folder) for name in ("caltech99", "clothing10", "cars196", "miml5")}
        for seed in chosen.seeds:
            for case in CASES:
                for title, runs in case(sets, seed).items():
                    results.setdefault(title, []).extend(runs)
                print(f"seed {seed}: {case.__name__} done", file=sys.stderr, flush=True)
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(printed(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
