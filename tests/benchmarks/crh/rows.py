"""The rows of the tables: every method, every ablation of CRH, and the two ends of the scale."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.search import all_distances
from crh_desktop.learn import metrics
from crh_desktop.learn.center_sets import least_distance
from crh_desktop.learn.closed_form import itq
from crh_desktop.learn.evaluate import Side, evaluate
from crh_desktop.learn.head_training import Trained, classifier, closed_form, train_features
from crh_desktop.learn.recipes import CLOSED_FORM, TRAINED, TrainSettings, settings_for
from tests.benchmarks.crh.sets import Division, FeatureSet

HEADS = ("linear", "hidden")
HIDDEN = 1024
EPOCHS = {"linear": 100, "hidden": 60}

#: Ablations: what they change in CRH.
ABLATIONS: Mapping[str, Mapping[str, Any]] = {
    "crh, assigned once": {"reassign": "never"},
    "crh, entries drawn anew at random": {"reassign": "random", "assign_first": False},
    "crh, no start from ITQ": {"start_from_itq": False, "assign_first": False},
    "crh, greedy": {"hungarian": False},
    "crh, M = C": {"candidates_per_class": 1},
    "crh, M = 4 C": {"candidates_per_class": 4},
    "crh, reassigned after every epoch": {"reassign": "every"},
    "crh, codes from a clean pass": {"clean": True},
}
UNTRAINED = (*CLOSED_FORM, "predicted class to a random code", "float features")
#: Where heads are trained; figures of another device differ by what a rounding moves.
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
REAL = "crh, real values before the sign"

#: What is tried for every trained method on validation photos. Published learning rates and scales are among them.
RATES = (3e-4, 1e-3, 3e-3)
GRID = [
    {"learning_rate": rate, "scale": scale, "start_from_itq": start}
    for rate, scale, start in product(RATES, (0.0, -1.0), (True, False))
]

Choice = Mapping[str, Any]
Choices = Mapping[str, Choice]


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table, before it is computed."""

    data: str
    scheme: str
    bits: int
    head: str
    row: str
    seed: int


def rows_for(head: str) -> list[str]:
    """Names of all rows with this head."""
    trained = [*TRAINED, *ABLATIONS, REAL]
    return [*UNTRAINED, *trained] if head == "linear" else trained


def grid_for(method: str, head: str) -> list[dict[str, Any]]:
    """Settings to try: a hidden layer starts at random anyway, and the bits objective has no scale."""
    objective = settings_for(method).objective
    kept = []
    for one in GRID:
        if head == "hidden" and one["start_from_itq"] or objective == "bits" and one["scale"]:
            continue
        kept.append(dict(one))
    return kept


def method_of(cell: Cell) -> str:
    """The method whose settings a trained row has: CRH's for its ablations."""
    return cell.row if cell.row in TRAINED else "crh"


def choice_key(cell: Cell) -> str:
    """The name under which the settings of a trained row are chosen."""
    return f"{cell.data} {cell.head} {method_of(cell)}"


def settings_of(cell: Cell, choices: Choices) -> TrainSettings:
    """Settings of a trained row, with what was chosen for its method."""
    base = TrainSettings(
        bits=cell.bits,
        epochs=EPOCHS[cell.head],
        hidden=HIDDEN if cell.head == "hidden" else 0,
        seed=cell.seed,
    )
    settings = replace(settings_for(method_of(cell), base), **choices.get(choice_key(cell), {}))
    return replace(settings, **ABLATIONS.get(cell.row, {}))


def start_of(data: FeatureSet, rows: NDArray[np.int64], bits: int, seed: int) -> NDArray[np.float32]:
    """ITQ of the training photos."""
    features = data.features[rows]
    return itq(features - features.mean(axis=0, dtype=np.float64).astype(np.float32), bits, seed)


def trained_row(cell: Cell, data: FeatureSet, rows: NDArray[np.int64], choices: Choices) -> Trained:
    """A method trained on these rows."""
    features, targets = data.features[rows], data.targets[rows]
    if cell.row in CLOSED_FORM:
        return closed_form(cell.row, features, targets, cell.bits, cell.seed)
    return train_features(features, targets, settings_of(cell, choices), device=DEVICE)


def validate(cell: Cell, data: FeatureSet, division: Division, choice: Choice) -> float:
    """mAP of validation photos against training photos, under one choice."""
    trained = trained_row(cell, data, division.train, {choice_key(cell): choice})
    asked, base = (trained.values(data.features[rows]) for rows in (division.held, division.train))
    relevant = metrics.relevance(data.targets[division.held] > 0, data.targets[division.train] > 0)
    distances = all_distances(sign_pack(base), sign_pack(asked))
    return metrics.of_codes(distances, relevant, cell.bits).mean_average_precision()


def compute(cell: Cell, data: FeatureSet, division: Division, choices: Choices) -> dict[str, Any]:
    """All figures of a cell, by table."""
    learnt = division.learnt
    found: dict[str, Any] = {}
    trained = None
    if cell.row == "float features":
        mean = data.features[learnt].mean(axis=0)
        ranked = _real(lambda rows: data.features[rows] - mean, data, division)
    elif cell.row == "predicted class to a random code":
        found["tables"] = _by_code(_predicted(cell, data, learnt), data, division)
        return found
    else:
        trained = trained_row(cell, data, learnt, choices)
        values = lambda rows: trained.values(data.features[rows])  # noqa: E731
        if cell.row == REAL:
            ranked = _real(values, data, division)
        else:
            found["tables"] = _by_code(values, data, division)
            found |= _of_centers(trained, data, learnt)
            return found
    found["tables"] = ranked
    return found


def _by_code(
    values: Callable[[NDArray[np.int64]], NDArray[np.float32]], data: FeatureSet, division: Division
) -> dict[str, Any]:
    tables = {}
    for name, (base, asked) in division.tables.items():
        sides = (Side(values(rows), data.classes, data.targets[rows]) for rows in (asked, base))
        found = evaluate(*sides)
        tables[name] = {
            "map": round(found.map_all, 5),
            "map100": round(found.map_at_r["100"], 5),
            "p10": round(found.precision_at["10"], 5),
            "radius2": round(found.precision_radius_2, 5),
            "empty2": round(found.empty_radius_2, 5),
            "unique": round(found.unique_codes, 5),
            "balance": round(found.balance, 4),
            "correlation": round(found.correlation, 4),
            "distinctness": round(found.distinctness, 4),
            "classes": [round(found.map_by_class.get(one, math.nan), 4) for one in data.classes],
        }
    return tables


def _real(
    values: Callable[[NDArray[np.int64]], NDArray[np.float32]], data: FeatureSet, division: Division
) -> dict[str, Any]:
    tables = {}
    for name, (base, asked) in division.tables.items():
        relevant = metrics.relevance(data.targets[asked] > 0, data.targets[base] > 0)
        counted = relevant.any(axis=1)
        ranking = metrics.of_values(metrics.cosine_distances(values(asked), values(base)), relevant)
        precision = ranking.average_precision()
        targets = data.targets[asked] > 0
        by_class = [
            float(precision[targets[:, one] & counted].mean()) if (targets[:, one] & counted).any() else math.nan
            for one in range(len(data.classes))
        ]
        tables[name] = {
            "map": round(float(precision[counted].mean()), 5),
            "p10": round(float(ranking.precision_at(10)[counted].mean()), 5),
            "classes": [round(one, 4) for one in by_class],
        }
    return tables


def _predicted(
    cell: Cell, data: FeatureSet, learnt: NDArray[np.int64]
) -> Callable[[NDArray[np.int64]], NDArray[np.float32]]:
    mean = data.features[learnt].mean(axis=0)
    logits = classifier(data.features[learnt] - mean, data.targets[learnt], TrainSettings(seed=cell.seed), 60)
    random = np.random.default_rng([cell.seed, 5])
    codes = random.choice(np.array([-1, 1], np.float32), (len(data.classes), cell.bits))
    return lambda rows: codes[logits(data.features[rows] - mean).argmax(axis=1)]


def _of_centers(trained: Trained, data: FeatureSet, learnt: NDArray[np.int64]) -> dict[str, Any]:
    if trained.centers is None:
        return {}
    judged, targets = data.judged[learnt], data.targets[learnt] > 0
    unit = judged / np.linalg.norm(judged, axis=1, keepdims=True)
    means = np.stack([unit[targets[:, one]].mean(axis=0) for one in range(targets.shape[1])]) - unit.mean(axis=0)
    pcc = metrics.pearson_of_centers(trained.centers, means)
    return {
        "least_distance": least_distance(trained.centers),
        "pcc": None if pcc is None else round(pcc, 4),
        "moved": sum(epoch.moved for epoch in trained.epochs),
    }
