"""Units and the graph between them: what grouping works on, made once from contents, pairs and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.records import Relation, Tier

Ints = NDArray[np.int64]
Decision = tuple[int, int, Relation]
"""Two content rows and what a person said of them."""
#: The score of an edge that a person made: it passes every bar and every range.
FORCED = np.float32(2.0)
_APART = (Relation.NOT_DUPLICATES, Relation.ALTERNATES)


@dataclass(frozen=True)
class Rows:
    """Units beside each unit: those of unit u are `target[starts[u]:starts[u + 1]]`."""

    starts: Ints
    target: Ints

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]], count: int) -> Rows:
        """Rows of pairs that hold in both directions, in the order of units."""
        both = sorted({pair for a, b in pairs for pair in ((a, b), (b, a))})
        table = np.array(both, np.int64).reshape(-1, 2)
        return cls(np.searchsorted(table[:, 0], np.arange(count + 1)).astype(np.int64), table[:, 1].copy())


@dataclass(frozen=True)
class Edges(Rows):
    """Rows with a score (float32, `FORCED` if a person said so) and a distance (int32, bits), best score first."""

    score: NDArray[np.float32]
    distance: NDArray[np.int32]

    @classmethod
    def between(
        cls, a: Ints, b: Ints, score: NDArray[np.float32], distance: NDArray[np.int32], count: int,
        forced: Iterable[tuple[int, int]] = (),
    ) -> Edges:  # fmt: skip
        """Edges in both directions, and those made by hand beside them."""
        made = np.array(sorted(forced), np.int64).reshape(-1, 2)
        source = np.concatenate([a, b, made[:, 0], made[:, 1]])
        target = np.concatenate([b, a, made[:, 1], made[:, 0]])
        by_hand = np.full(2 * len(made), FORCED, np.float32)
        scores = np.concatenate([score, score, by_hand])
        bits = np.concatenate([distance, distance, np.zeros(2 * len(made), np.int32)])
        # one sort of one key: unit, then falling score; equal scores by target (a stable sort of targets sorted before)
        order = np.argsort(target, kind="stable")
        falling = (np.float32(4) - scores[order]).view(np.uint32).astype(np.int64)  # positive floats sort as integers
        order = order[np.argsort((source[order] << 32) | falling, kind="stable")]
        starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(source, minlength=count), out=starts[1:])
        return cls(starts, target[order], scores[order], bits[order])


@dataclass(frozen=True)
class Relations:
    """What keeps units apart and together, each a set of pairs (smaller row first)."""

    apart: set[tuple[int, int]]
    alternates: set[tuple[int, int]]
    together: set[tuple[int, int]]


def unit_rows(
    pixel_digests: Sequence[str], present: NDArray[np.bool_], decisions: Sequence[Decision]
) -> tuple[Ints, dict[int, list[int]]]:
    """The unit of each content: the first row with a photo among the contents with equal pixels.

    A person may part contents with equal pixels too; then their unit falls into several.

    Args:
        pixel_digests: "" where not known; such a content is a unit by itself.
        present: Whether any photo has the content.
        decisions: Oldest first.

    Returns:
        The unit of each row, -1 where no content of the unit has a photo, and the rows with photos of those units that
        have several.
    """
    unit = np.where(present, np.arange(len(present)), -1).astype(np.int64)
    equal: dict[str, list[int]] = defaultdict(list)
    for row, digest in enumerate(pixel_digests):
        if digest:
            equal[digest].append(row)
    last: dict[tuple[int, int], Relation] = {}
    for a, b, relation in decisions:
        if pixel_digests[a] and pixel_digests[a] == pixel_digests[b]:
            last[min(a, b), max(a, b)] = relation
    parted = {pair for pair, relation in last.items() if relation in _APART}
    torn = {pixel_digests[row] for pair in parted for row in pair}
    several: dict[int, list[int]] = {}
    for digest, rows in equal.items():
        if len(rows) < 2:
            continue
        parts = _parts(rows, parted) if digest in torn else [rows]
        for part in parts:
            shown = [row for row in part if present[row]]
            unit[part] = shown[0] if shown else -1
            if len(shown) > 1:
                several[shown[0]] = shown
    return unit, several


def _parts(rows: list[int], parted: set[tuple[int, int]]) -> list[list[int]]:
    """Contents with equal pixels, each in the first part that holds nothing it was parted from."""
    parts: list[list[int]] = []
    for row in rows:
        for part in parts:
            if all((min(row, other), max(row, other)) not in parted for other in part):
                part.append(row)
                break
        else:
            parts.append([row])
    return parts


def unit_relations(decisions: Sequence[Decision], unit: Ints, shots: Iterable[tuple[int, int]]) -> Relations:
    """Decisions between units; of several on the same two units the last one stands.

    Args:
        decisions: Oldest first.
        unit: The unit of each row, -1 for none.
        shots: Contents of raw files and of the pictures their camera wrote beside them: one shot, never duplicates.
    """
    last: dict[tuple[int, int], Relation] = {}
    for a, b, relation in decisions:
        one, other = sorted((int(unit[a]), int(unit[b])))
        if one >= 0 and one != other:
            last[one, other] = relation
    named = {relation: {pair for pair, said in last.items() if said is relation} for relation in Relation}
    apart = named[Relation.NOT_DUPLICATES]
    for a, b in shots:
        one, other = sorted((int(unit[a]), int(unit[b])))
        if one >= 0 and one != other and (one, other) not in last:
            apart.add((one, other))
    return Relations(apart, named[Relation.ALTERNATES], named[Relation.DUPLICATES])


class Pairs:
    """The stored pairs between units, to be looked up by two units and to become edges.

    index: place of each pair in the stored ones. key: `smaller unit * count + larger unit`. Sorted by key, the best pair
    of two units first: near before similar, then by score.
    """

    def __init__(
        self, unit: Ints, first: Ints, second: Ints, rank: NDArray[np.int8], score: NDArray[np.float32]
    ) -> None:
        self._count = max(1, len(unit))
        a, b = unit[first], unit[second]
        index = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
        key = np.minimum(a, b)[index] * self._count + np.maximum(a, b)[index]
        order = np.lexsort((-score[index], rank[index], key))
        self.index, self.key = index[order], key[order]
        self.rank = rank[self.index]

    def keys(self, a: Ints, b: Ints) -> Ints:
        """The keys of pairs of units."""
        return np.minimum(a, b) * self._count + np.maximum(a, b)

    def find(self, a: int, b: int) -> int:
        """The best stored pair of two units, -1 if there is none."""
        wanted = min(a, b) * self._count + max(a, b)
        at = int(np.searchsorted(self.key, wanted))
        return int(self.index[at]) if at < len(self.key) and self.key[at] == wanted else -1

    def known(self, keys: Ints) -> NDArray[np.bool_]:
        """Which keys have a stored pair of any sort."""
        at = np.searchsorted(self.key, keys)
        inside = at < len(self.key)
        inside[inside] = self.key[at[inside]] == keys[inside]
        return np.asarray(inside, np.bool_)

    def of_tier(self, tier: Tier, without: Iterable[tuple[int, int]]) -> tuple[Ints, Ints, Ints]:
        """Units a, b and the place of every stored pair of a tier, those between the units of `without` left out."""
        chosen = self.rank == tier.rank
        left_out = np.array([a * self._count + b for a, b in without], np.int64)
        if len(left_out):
            chosen &= ~np.isin(self.key, left_out)
        key = self.key[chosen]
        return key // self._count, key % self._count, self.index[chosen]
