"""The look at full size: two large pictures that agree when small are one exposure only if they share their grain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crh_desktop.core.matching import grain
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.records import GrayPicture, Tier

Size = tuple[int, int]

# What an exposure bracket does to the colours.
_LIGHT = ("brighter", "darker", "more contrast", "less contrast")


def looked_at_in_full(
    evidence: Evidence, sizes: tuple[Size, Size], load: Callable[[int], GrayPicture | None]
) -> Evidence:
    """Evidence on a pair after a look at the full pictures, where that can say something.

    Args:
        evidence: what the small pictures say.
        sizes: width and height of both files' pictures.
        load: the light of the first (0) or second (1) picture; None if it cannot be had.
    """
    if not _needs_grain(evidence, *sizes):
        return evidence
    first, second = load(0), load(1)
    if first is None or second is None or evidence.matrix is None:
        return evidence
    lighter = evidence.colour in _LIGHT
    return _with_grain(evidence, grain.common_grain(first, second, evidence.matrix, lighter), lighter)


def _with_grain(evidence: Evidence, found: grain.Grain, lighter: bool) -> Evidence:
    """Evidence after the finest detail of the full pictures was compared."""
    if not found.says:
        step = "+ The finest detail says nothing: too little of it survives compression."
        return replace(evidence, steps=(*evidence.steps, step))
    words = f"{min(found.kept, 1.0):.0%} of the finest detail that compression leaves is common to both."
    # brighter or darker with another grain is another exposure, while an edit takes the grain along
    if found.copied(lighter):
        return replace(evidence, steps=(*evidence.steps, f"+ {words}"))
    # the same frame taken twice: one stack, never offered as duplicates
    return replace(
        evidence, tier=Tier.SIMILAR, kind=Kind.NONE, score=0.49, steps=(*evidence.steps, f"- {words} Two exposures.")
    )


def _needs_grain(evidence: Evidence, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two pictures, of width and height, share enough of themselves at a size where noise has survived."""
    if evidence.tier is not Tier.NEAR or evidence.matrix is None:
        return False
    if evidence.kind is Kind.PART and not 0.6 < evidence.scale < 1.6:
        return False
    return min(max(first), max(second)) >= grain.LEAST_SIDE
