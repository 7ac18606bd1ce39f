"""How well a model's codes find photos of the same class: every figure of `crh evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.errors import UsageError
from crh_desktop.core.search import all_distances
from crh_desktop.learn import metrics

Floats = NDArray[np.float32]

RADIUS = 2


@dataclass(frozen=True, slots=True)
class Side:
    """Queries or database: values float32 [N, K], targets 0 or 1 [N, C] into `classes`, digests of the files."""

    values: Floats
    classes: tuple[str, ...]
    targets: NDArray[np.uint8]
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Means over the queries that have something to find; all between 0 and 1, ties averaged.

    map_at_r, precision_at: by R. precision_radius_2 counts an empty ball as 0; empty_radius_2 is their share.
    map_by_class: mAP@all of each class's queries. balance, correlation: of the database's bits. distinctness: see
    `metrics.distinctness`.
    """

    map_all: float
    map_at_r: dict[str, float]
    precision_at: dict[str, float]
    precision_radius_2: float
    empty_radius_2: float
    unique_codes: float
    pcc: float | None
    queries: int
    database: int
    bits: int
    map_by_class: dict[str, float]
    balance: float
    correlation: float
    distinctness: float


def evaluate(asked: Side, base: Side, pcc: float | None = None) -> Evaluation:
    """Rank the database for each query by the Hamming distance of the signs, as search does.

    Relevant is what shares a class name with the query, whether the model knew the class or not. A photo never retrieves
    itself (the same digest).

    Raises:
        UsageError: No query has anything to find.
    """
    classes = sorted(set(asked.classes) | set(base.classes))
    wanted, given = _onto(asked, classes), _onto(base, classes)
    codes, queries = sign_pack(base.values), sign_pack(asked.values)
    distances = all_distances(codes, queries)
    relevant = metrics.relevance(wanted, given)
    for row, column in _same(asked.digests, base.digests):
        distances[row, column] = -1
        relevant[row, column] = False
    bits = base.values.shape[1]
    counted = relevant.any(axis=1)
    if not counted.any():
        raise UsageError("No query shares a class with the database: folders of both need the same names.")
    ranking = metrics.of_codes(distances[counted], relevant[counted], bits)
    precision = ranking.average_precision()
    within, empty = ranking.precision_within(RADIUS)
    signs = np.where(base.values >= 0, 1, -1)
    seen = given.any(axis=0)
    return Evaluation(
        float(precision.mean()),
        {str(most): float(ranking.average_precision(most).mean()) for most in (100, 1000)},
        {str(most): float(ranking.precision_at(most).mean()) for most in (10, 100)},
        float(within.mean()),
        float(empty.mean()),
        metrics.unique_share(codes),
        pcc,
        len(asked.values),
        len(base.values),
        bits,
        {
            name: float(precision[wanted[counted][:, number]].mean())
            for number, name in enumerate(classes)
            if wanted[counted][:, number].any()
        },
        metrics.bit_balance(signs),
        metrics.bit_correlation(signs),
        metrics.distinctness(signs, given[:, seen]),
    )


def center_correlation(centers: NDArray[np.int8], classes: Sequence[str], features: Floats, base: Side) -> float | None:
    """PCC of centers ±1 [C, K] with the mean features [N, D] of the database's photos of the same classes."""
    places = {name: number for number, name in enumerate(base.classes)}
    known = [name for name in classes if name in places and base.targets[:, places[name]].any()]
    unit = features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)
    means = [unit[base.targets[:, places[name]] > 0].mean(axis=0) for name in known]
    rows = [row for row, name in enumerate(classes) if name in set(known)]
    return metrics.pearson_of_centers(centers[rows], np.stack(means) - unit.mean(axis=0)) if len(known) > 2 else None


def _onto(side: Side, classes: Sequence[str]) -> NDArray[np.bool_]:
    """The targets over another list of classes."""
    place = {name: number for number, name in enumerate(classes)}
    found = np.zeros((len(side.targets), len(classes)), np.bool_)
    found[:, [place[name] for name in side.classes]] = side.targets > 0
    return found


def _same(asked: Sequence[str], base: Sequence[str]) -> list[tuple[int, int]]:
    """Rows of one photo on both sides."""
    where: dict[str, list[int]] = {}
    for column, digest in enumerate(base):
        where.setdefault(digest, []).append(column)
    return [(row, column) for row, digest in enumerate(asked) for column in where.get(digest, ())]
