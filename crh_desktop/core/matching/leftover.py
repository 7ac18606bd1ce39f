"""Leftovers: contents that match a member of a group but were never compared with its hub.

Groups are stars, so such a content stays outside although it may belong. Which further pairs would settle it is said
here; they are verified like any others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


def leftover_pairs(near: Sequence[Pair], known: Iterable[Pair]) -> list[Pair]:
    """Pairs (i < j) worth verifying so that stars gather what belongs to them.

    Args:
        near: verified near pairs of rows.
        known: pairs that were verified already, with whatever outcome.
    """
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in near:
        neighbours[a].add(b)
        neighbours[b].add(a)
    hub_of: dict[int, int] = {}
    stars: dict[int, list[int]] = {}
    for row in sorted(neighbours, key=lambda row: (-len(neighbours[row]), row)):
        if row not in hub_of:
            stars[row] = [row, *sorted(other for other in neighbours[row] if other not in hub_of)]
            hub_of.update(dict.fromkeys(stars[row], row))
    wanted: set[Pair] = set()
    for a, b in near:
        if hub_of[a] == hub_of[b]:
            continue
        # one of the two stars is the lesser: ask whether its members belong to the greater, and whether the member
        # through which they hang together would make the better hub
        (inner, outer) = (a, b) if len(stars[hub_of[a]]) >= len(stars[hub_of[b]]) else (b, a)
        wanted.update(_ordered(outer, member) for member in (hub_of[inner],) if outer != member)
        wanted.update(_ordered(inner, member) for member in stars[hub_of[inner]] if inner != member)
        wanted.update(_ordered(hub_of[inner], member) for member in stars[hub_of[outer]])
    return sorted(wanted - {_ordered(*pair) for pair in known})


def _ordered(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)
