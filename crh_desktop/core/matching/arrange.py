"""The order of groups and which of them are shown: by what can be freed, size, date, folder or score, and by filters."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.matching.grouping import Grouping
from crh_desktop.core.records import Tier

Ints = NDArray[np.int64]


class Order(StrEnum):
    """What groups are sorted by; the first group is the most, the newest or the first by name."""

    FREE = "free"  # bytes that can be freed
    SIZE = "size"  # bytes of the keeper
    NEWEST = "newest"
    OLDEST = "oldest"
    FOLDER = "folder"
    LIKENESS = "likeness"  # strictest tier first, then what can be freed


@dataclass(frozen=True, slots=True)
class Filter:
    """Which groups are shown. A group is shown if one of its photos fits everything that is asked.

    text: part of the path, without case. folder: what it lies below. formats: suffixes without a dot, in lower case.
    taken: least and greatest capture time in seconds, None for no limit.
    """

    text: str = ""
    folder: bytes = b""
    formats: frozenset[str] = frozenset()
    taken: tuple[float | None, float | None] = (None, None)

    def __bool__(self) -> bool:
        return self != _ALL

    def fits(self) -> Callable[[bytes, float | None], bool]:
        """A test for a photo's path and capture time."""
        text = self.text.lower()
        low, high = self.taken
        below = self.folder.rstrip(b"/") + b"/"

        def fit(path: bytes, taken_at: float | None) -> bool:
            if text not in os.fsdecode(path).lower():
                return False
            if self.folder and not path.startswith(below):
                return False
            if self.formats and os.fsdecode(os.path.splitext(path)[1][1:]).lower() not in self.formats:
                return False
            if low is None and high is None:
                return True
            return taken_at is not None and (low or -np.inf) <= taken_at <= (high or np.inf)

        return fit


_ALL = Filter()


def arranged(groups: Grouping, order: Order = Order.FREE, only: Filter = _ALL) -> Grouping:
    """The same groups in another order, or fewer of them; none is built for that.

    Args:
        groups: Any grouping.
        order: What to sort by; equal ones by the keeper's path.
        only: Which to keep.
    """
    shelf = groups.source.shelf
    count = len(groups.keepers)
    chosen = np.ones(count, np.bool_)
    if only:
        fit = only.fits()
        taken = shelf.photos.columns["taken_at"]  # NaN lies in no range
        fits = np.fromiter(map(fit, shelf.photos.paths, taken.tolist()), np.bool_, len(taken))
        rows = np.zeros(len(groups.source.digests), np.bool_)
        rows[shelf.photos.columns["content"][fits]] = True
        nodes = _of_units(groups, rows)[groups.nodes]
        chosen = np.add.reduceat(nodes, groups.begins[:-1]) > 0 if count else chosen
    key = _keys(groups, order)
    found = np.lexsort((shelf.path_rank[groups.keepers], key)) if count else np.zeros(0, np.int64)
    return groups.ordered(found[chosen[found]])


def _of_units(groups: Grouping, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """What holds for contents, for the units or contents that this grouping's nodes are."""
    if groups.by_content:
        return rows.astype(np.int64)
    unit = groups.source.unit
    found = np.zeros(len(unit), np.int64)
    held = np.flatnonzero(rows & (unit >= 0))
    found[unit[held]] = 1
    return found


def _keys(groups: Grouping, order: Order) -> Ints:
    """What the groups are sorted by, the least first."""
    column, keepers = groups.source.shelf.photos.columns, groups.keepers
    if order is Order.SIZE:
        return -column["size"][keepers]
    if order in (Order.NEWEST, Order.OLDEST):
        sign = -1 if order is Order.NEWEST else 1
        taken, changed = column["taken_at"][keepers], column["mtime_ns"][keepers] // 10**9
        return sign * np.where(np.isnan(taken), changed, np.nan_to_num(taken)).astype(np.int64)
    if order is Order.FOLDER:
        return np.zeros(len(keepers), np.int64)  # the path decides
    if order is Order.LIKENESS:
        # built groups would tell their tier; the number of units does so without: one unit is equal pixels
        units = np.diff(groups.begins)
        strict = np.where(units > 1, Tier.NEAR.rank, Tier.PIXELS.rank)
        return strict * (np.iinfo(np.int64).max // 8) - groups.weight
    return -groups.weight
