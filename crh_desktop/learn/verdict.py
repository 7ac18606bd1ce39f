"""What a fresh model is worth, on photos that neither its training nor the choice of its best epoch saw.

Beside it stand the model in use and the general code, on the same photos. Where classes are small the photos of every
fold are asked in turn (cross-validation), since a handful of test photos says nothing. Classes that were never seen are
asked too, by leaving a quarter of them out of training, because most photos of a library belong to no trained class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.progress import Progress
from crh_desktop.core.search import all_distances
from crh_desktop.learn import metrics
from crh_desktop.learn.bundle import Bundle
from crh_desktop.learn.closed_form import itq
from crh_desktop.learn.fit import FitOptions, Parts
from crh_desktop.learn.head_training import train_features
from crh_desktop.learn.recipes import CLOSED_FORM
from crh_desktop.learn.splits import copy_groups, split

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Values = Callable[[Rows], Floats]

#: Classes with fewer photos are judged by cross-validation.
FEW = 20
FOLDS = 5
CLASS_FOLDS = 4
#: With fewer classes none can be spared to be unseen.
LEAST_CLASSES = 8
#: So much below ITQ on unseen classes, and a model does not become the default code.
WORSE = 0.02
NEIGHBOURS = 6
EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A query and its nearest photos by two codes: rows of the gathered photos, and whether each shares its class."""

    query: int
    before: tuple[tuple[int, bool], ...]
    after: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """mAP@all by name of code ("this", "used", "general", for unseen classes also "itq").

    own: photos of the trained classes. queries: how many were asked. folds: 0 without cross-validation. unseen: classes
    left out of training, empty where there were too few. by_class: of this model. confused: class pairs and the share of
    the first one's ten nearest that show the second. default: whether it may become the default code.
    """

    own: dict[str, float]
    queries: int
    folds: int
    unseen: dict[str, float]
    by_class: dict[str, float]
    confused: tuple[tuple[str, str, float], ...]
    examples: tuple[Example, ...]
    default: bool


def judge(
    parts: Parts,
    options: FitOptions,
    bundle: Bundle,
    general: Bundle,
    used: Bundle | None,
    progress: Progress | None = None,
) -> Verdict:
    """Judge a bundle that `fit` made with a test part.

    Args:
        parts: what it was trained, validated and is tested on.
        options: how.
        bundle: the model.
        general: the general code's bundle.
        used: the CRH model in use, if its head stands on the same features.
        progress: a step is a training of a fold.
    """
    progress = progress or Progress()
    features, targets = parts.gathered.features, parts.gathered.labelled.targets
    codes: dict[str, Values] = {"general": _library_centred(general, features)}
    if used is not None and used.cut is None and used.width == features.shape[1]:
        codes["used"] = lambda rows: used.project(features[rows])
    head = options.depth == "head" and options.method not in CLOSED_FORM
    few = bool((targets.sum(axis=0) < FEW).any())
    learnt = np.sort(np.concatenate([parts.train, parts.held]))
    scores: dict[str, list[tuple[Rows, Rows, Floats]]] = {}
    if few and head:
        folds = FOLDS
        progress.stage("Judging", FOLDS + CLASS_FOLDS)
        divided = split(targets, (1 / FOLDS,) * FOLDS, options.seed, copy_groups(parts.gathered.perceptual))
        for number, asked in enumerate(divided):
            base = np.setdiff1d(np.arange(len(targets)), asked)
            if targets[base].any(axis=0).all() and len(asked):
                trained = train_features(
                    features[base], targets[base], replace(options.settings(), seed=options.seed + number)
                )
                _add(scores, {"this": lambda rows, t=trained: t.values(features[rows]), **codes}, asked, base)  # type: ignore[misc]
            progress.advance()
    else:
        folds = 0
        progress.stage("Judging", CLASS_FOLDS)
        own: Values = lambda rows: bundle.project(features[rows])  # noqa: E731
        if bundle.cut is None:
            _add(scores, {"this": own, **codes}, parts.test, learnt)
    unseen = _unseen(features, targets, options, codes, progress) if head else {}
    own_scores, by_class, queries = _means(scores, parts)
    default = not unseen or unseen["this"] >= unseen["itq"] - WORSE
    return Verdict(
        own_scores, queries, folds, unseen, by_class, _confused(scores, parts), _examples(scores, targets), default
    )


def _library_centred(general: Bundle, features: Floats) -> Values:
    medians = np.median(general.project(features), axis=0)
    return lambda rows: general.project(features[rows]) - medians


def _add(scores: dict[str, list[tuple[Rows, Rows, Floats]]], codes: dict[str, Values], asked: Rows, base: Rows) -> None:
    for name, values in codes.items():
        distances = all_distances(sign_pack(values(base)), sign_pack(values(asked)))
        scores.setdefault(name, []).append((asked, base, distances))  # type: ignore[arg-type]


def _ranking(targets: NDArray[np.uint8], asked: Rows, base: Rows, distances: Floats) -> metrics.Ranking:
    relevant = metrics.relevance(targets[asked] > 0, targets[base] > 0)
    return metrics.of_codes(distances, relevant, int(distances.max(initial=0)))


def _means(
    scores: dict[str, list[tuple[Rows, Rows, Floats]]], parts: Parts
) -> tuple[dict[str, float], dict[str, float], int]:
    targets, classes = parts.gathered.labelled.targets, parts.gathered.labelled.classes
    own: dict[str, float] = {}
    by_class: dict[str, float] = {}
    queries = 0
    for name, parts_of in scores.items():
        rows = np.concatenate([asked for asked, _, _ in parts_of])
        rankings = [_ranking(targets, *part) for part in parts_of]
        precision = np.concatenate([one.average_precision() for one in rankings])
        counted = np.concatenate([one.relevant > 0 for one in rankings])
        own[name] = round(float(precision[counted].mean()), 4) if counted.any() else 0.0
        if name == "this":
            queries = int(counted.sum())
            for number, label in enumerate(classes):
                mine = counted & (targets[rows, number] > 0)
                if mine.any():
                    by_class[label] = round(float(precision[mine].mean()), 4)
    return own, by_class, queries


def _unseen(
    features: Floats, targets: NDArray[np.uint8], options: FitOptions, codes: dict[str, Values], progress: Progress
) -> dict[str, float]:
    """mAP among classes that a model of the same settings was not trained on, by code; four folds of the classes."""
    classes = targets.shape[1]
    if classes < LEAST_CLASSES:
        progress.advance(CLASS_FOLDS)
        return {}
    found: dict[str, list[float]] = {}
    order = np.random.default_rng(options.seed).permutation(classes)
    for left in np.array_split(order, CLASS_FOLDS):
        unknown = targets[:, left].any(axis=1)
        rows, others = np.flatnonzero(unknown), np.flatnonzero(~unknown & targets.any(axis=1))
        kept = np.setdiff1d(np.arange(classes), left)
        kept = kept[targets[others][:, kept].any(axis=0)]
        trained = train_features(features[others], targets[others][:, kept], options.settings())
        centred = features - features[others].mean(axis=0)
        projection = itq(centred[others], options.bits, options.seed)
        fold = {
            "this": lambda rows, t=trained: t.values(features[rows]),  # type: ignore[misc]
            "itq": lambda rows, c=centred, p=projection: c[rows] @ p.T,  # type: ignore[misc]
            "general": codes["general"],
        }
        relevant = metrics.relevance(targets[rows][:, left] > 0, targets[rows][:, left] > 0)
        np.fill_diagonal(relevant, False)
        for name, values in fold.items():
            packed = sign_pack(values(rows))
            distances = all_distances(packed, packed)
            np.fill_diagonal(distances, -1)
            ranking = metrics.of_codes(distances, relevant, packed.shape[1] * 8)
            found.setdefault(name, []).append(ranking.mean_average_precision())
        progress.advance()
    return {name: round(float(np.mean(values)), 4) for name, values in found.items()}


def _confused(
    scores: dict[str, list[tuple[Rows, Rows, Floats]]], parts: Parts, most: int = 5
) -> tuple[tuple[str, str, float], ...]:
    """Pairs of classes of which one is often found where the other is asked for, most often first."""
    targets, classes = parts.gathered.labelled.targets > 0, parts.gathered.labelled.classes
    count = np.zeros((len(classes), len(classes)))
    asked_of = np.zeros(len(classes))
    for asked, base, distances in scores.get("this", []):
        near = np.argsort(distances, axis=1, kind="stable")[:, :10]
        for row, nearest in zip(asked, near, strict=True):
            shown = targets[base[nearest]].mean(axis=0)
            for label in np.flatnonzero(targets[row]):
                count[label] += np.where(targets[row], 0, shown)
                asked_of[label] += 1
    share = count / np.maximum(asked_of, 1)[:, None]
    order = np.dstack(np.unravel_index(np.argsort(-share, axis=None, kind="stable"), share.shape))[0][:most]
    return tuple(
        (classes[one], classes[other], round(float(share[one, other]), 3))
        for one, other in order
        if share[one, other] > 0.05
    )


def _examples(scores: dict[str, list[tuple[Rows, Rows, Floats]]], targets: NDArray[np.uint8]) -> tuple[Example, ...]:
    """Queries in which the two codes differ most, one a class: where it got better, and the last where it got worse."""
    before = scores.get("used") or scores.get("general") or []
    candidates: list[tuple[int, int, Example]] = []
    for (asked, base, new), (_, _, old) in zip(scores.get("this", []), before, strict=False):
        for place, row in enumerate(asked):
            lists = []
            for distances in (old, new):
                near = base[np.argsort(distances[place], kind="stable")[:NEIGHBOURS]]
                lists.append(tuple((int(one), bool((targets[one] & targets[row]).any())) for one in near))
            gain = sum(right for _, right in lists[1]) - sum(right for _, right in lists[0])
            candidates.append((gain, int(row), Example(int(row), lists[0], lists[1])))
    candidates.sort(key=lambda one: (-one[0], one[1]))
    chosen: list[Example] = []
    seen: set[int] = set()
    for gain, row, example in candidates:
        label = int(targets[row].argmax())
        if label not in seen and gain > 0 and len(chosen) < EXAMPLES - 1:
            seen.add(label)
            chosen.append(example)
    if candidates and candidates[-1][0] < 0:
        chosen.append(candidates[-1][2])
    return tuple(chosen)
