"""Where two aligned pictures overlap, as outlines on each, and how much of each that is. No Qt: words need it too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.perceptual import TURNS
from crh_desktop.core.records import Tier

Point = tuple[float, float]
Affine = tuple[float, float, float, float, float, float]

_SQUARE: tuple[Point, ...] = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))

#: Where the second's shares come from when a turn is all that is known, by the name of the turn.
_OF_TURN: dict[str | None, Affine] = {
    None: (1, 0, 0, 0, 1, 0), "rot90": (0, -1, 1, 1, 0, 0), "rot180": (-1, 0, 1, 0, -1, 1),
    "rot270": (0, 1, 0, -1, 0, 1), "mirror": (-1, 0, 1, 0, 1, 0), "flip": (1, 0, 0, 0, -1, 1),
    "transpose": (0, 1, 0, 1, 0, 0), "transverse": (0, -1, 1, -1, 0, 1),
}  # fmt: skip


def moved(matrix: Affine, points: Sequence[Point]) -> list[Point]:
    """Places of one picture in the other."""
    a, b, c, d, e, f = matrix
    return [(a * x + b * y + c, d * x + e * y + f) for x, y in points]


def inverse(matrix: Affine) -> Affine | None:
    """The way back; None for a map that squeezes everything into a line."""
    a, b, c, d, e, f = matrix
    determinant = a * e - b * d
    if abs(determinant) < 1e-9 or not np.isfinite(determinant):
        return None
    return (
        e / determinant,
        -b / determinant,
        (b * f - e * c) / determinant,
        -d / determinant,
        a / determinant,
        (d * c - a * f) / determinant,
    )


def placed(evidence: Evidence | None) -> Affine | None:
    """The map from the first to the second; from the turn alone where the match needed no fit, None for no match."""
    if evidence is None:
        return _OF_TURN[None]  # identical, or the same pixels
    if evidence.matrix is not None:
        return evidence.matrix if inverse(evidence.matrix) is not None else None
    return _OF_TURN[TURNS[evidence.turn]] if evidence.tier not in (None, Tier.SIMILAR) else None


def overlap_in_second(evidence: Evidence) -> list[Point]:
    """Corners of what both show, in places of the second; empty if the pictures are not aligned."""
    if evidence.matrix is None:
        return []
    return _clipped(moved(evidence.matrix, _SQUARE))


def overlap_in_first(evidence: Evidence) -> list[Point]:
    """Corners of what both show, in places of the first; empty if the pictures are not aligned."""
    back = inverse(evidence.matrix) if evidence.matrix is not None else None
    return _clipped(moved(back, _SQUARE)) if back is not None else []


def area(points: Sequence[Point]) -> float:
    """The area inside an outline, as a share of the picture."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(points, [*points[1:], *points[:1]], strict=True):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def _clipped(points: list[Point]) -> list[Point]:
    """What of a convex outline lies inside the picture (Sutherland and Hodgman's way, one side after the other)."""
    for axis, bound, sign in ((0, 0.0, 1), (0, 1.0, -1), (1, 0.0, 1), (1, 1.0, -1)):
        kept: list[Point] = []
        for here, after in zip(points, [*points[1:], *points[:1]], strict=True):
            inside, next_inside = ((point[axis] - bound) * sign >= 0 for point in (here, after))
            if inside:
                kept.append(here)
            if inside != next_inside:
                share = (bound - here[axis]) / (after[axis] - here[axis])
                kept.append((here[0] + share * (after[0] - here[0]), here[1] + share * (after[1] - here[1])))
        points = kept
    return points
