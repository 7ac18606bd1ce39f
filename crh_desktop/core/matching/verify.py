"""The verdict on a pair: is one picture made from the other, step by step, with the evidence.

Points and the perceptual code only propose how the pictures lie on each other; the verdict needs the aligned pictures
to agree over the whole overlap. In doubt a pair is Similar.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np
from PIL import Image

from crh_desktop.core.bits import Codes
from crh_desktop.core.matching import align
from crh_desktop.core.matching.agree import Agreement, Picture, compare
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.matching.points import SIDE, Points, find_points
from crh_desktop.core.perceptual import MIN_QUALITY, best_turn, perceptual_code
from crh_desktop.core.records import Tier

#: Raise with every change that may change a verdict: stored pairs are then verified again.
VERIFIER = "aligned-11"
#: Perceptual codes within so many bits propose that the pictures lie on each other as they are, or turned.
PROPOSING = 64
# Pairs are never verified as if they were the only ones: somebody chose them among many.
_LEAST_TESTS = 1e3
#: Perceptual codes within so many bits of one another are near by themselves (PDQ's own threshold).
CLOSE = 31

# One of the two must lie (nearly) whole inside the other: two frames of a panorama overlap, a crop is contained.
_CONTAINED = 0.88
_AGREEING = 0.85
_AGREEING_WEAK = 0.93
_FEW_POINTS = 8
# Codes nearer than this are no accident, and need no points beside them.
_STILL_CLOSE = 40
# Independent blocks that must agree: less is a plain picture, which points and blocks say nothing about.
_BLOCKS = 6.0
_ALIKE = 0.65
_ALIKE_WEAK = 0.8
_ALIKE_CLOSE = 0.55
_UNEXPLAINED = 0.03
# More where compression is so strong that it moves whole blocks of colour, a little for every level it leaves.
_UNEXPLAINED_COMPRESSED = 0.003
_UNEXPLAINED_MOST = 0.05
# On a page the writing is all there is: two forms filled in differ in little else. More where compression is strong.
_UNEXPLAINED_PAPER = 0.005
_UNEXPLAINED_PER_LEVEL = 0.004
_DRIFT = 0.11
# A score that needs no second look.
_SURE = 0.75
# Each shows texture where the other has none: neither can be made from the other. Strong compression makes and unmakes
# texture by itself, the more levels it leaves as residue.
_BOTH_LOST = 0.012
_BOTH_LOST_PER_LEVEL = 0.003
_BOTH_SOFT = 0.10


@dataclass(frozen=True, slots=True)
class Reduced:
    """What the verifier needs of one photo.

    Attributes:
        read: gives its picture of at most 256 pixels; most pairs are told apart by points and code alone, without one.
        points: of that picture, and of its size.
        code: perceptual.
        quality: of the code, 0 to 100.
    """

    read: Callable[[], Picture]
    points: Points
    code: Codes
    quality: int

    @property
    def picture(self) -> Picture:
        """The reduced picture.

        Raises:
            OSError: It is no longer where it was.
        """
        return self.read()


def _itself(picture: Picture) -> Picture:
    return picture  # no lambda: what is reduced goes from process to process


def reduce(image: Image.Image, code: Codes | None = None, quality: int = 100) -> Reduced:
    """Reduce an upright RGB picture of any size; the code is computed where it is not given."""
    if code is None:
        code, quality = perceptual_code(image)
    small = image.convert("RGB")
    if max(small.size) > SIDE:
        small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    picture = Picture.of(np.asarray(small))
    return Reduced(partial(_itself, picture), find_points(picture.gray.astype(np.uint8)), code, quality)


def verify_pictures(first: Image.Image, second: Image.Image) -> Evidence:
    """The evidence on two upright pictures, as if they were alone in a library."""
    return verify(reduce(first), reduce(second))


def verify(first: Reduced, second: Reduced, tests: float = 1.0) -> Evidence:
    """The evidence on a pair.

    Args:
        first: one photo.
        second: the other.
        tests: pairs that this library makes one try; the more, the more points must agree before they count.
    """
    distance, turn = best_turn(first.code, second.code)
    base = Evidence(distance=distance, turn=turn, verifier=VERIFIER)
    best: tuple[float, Evidence] | None = None
    for matrix, inliers, false_alarms in _proposals(first, second, distance, turn, tests):
        found = compare(first.picture, second.picture, matrix)
        evidence = _judged(base, found, first, second, inliers, false_alarms)
        if best is None or evidence.score > best[0]:
            best = evidence.score, evidence
        if evidence.score > _SURE:
            break  # the other proposal could say the same at best
    if best is not None:
        return best[1]
    return replace(base, steps=(f"- The pictures cannot be laid on each other: {_no_proposal(distance)}.",))


def _no_proposal(distance: int) -> str:
    return f"too few points match, and {distance} of 256 bits of the perceptual code differ"


def _proposals(
    first: Reduced, second: Reduced, distance: int, turn: int, tests: float
) -> list[tuple[align.Matrix, int, float]]:
    """Maps worth comparing: by points, and as the perceptual code has it, the likelier to be exact first."""
    found: list[tuple[align.Matrix, int, float]] = []
    for proposal in align.propose(first.points, second.points)[:1]:
        if proposal.false_alarms + math.log10(max(tests, _LEAST_TESTS)) < 0:
            found.append((proposal.matrix, proposal.inliers, proposal.false_alarms))
    if distance <= PROPOSING and min(first.quality, second.quality) >= MIN_QUALITY:
        found.append((align.turn_matrix(turn, first.points.size, second.points.size), 0, 0.0))
    return found[::-1] if distance <= CLOSE else found


def _judged(
    base: Evidence, found: Agreement, first: Reduced, second: Reduced, inliers: int, false_alarms: float
) -> Evidence:
    checks = _checks(base, found, inliers, false_alarms)
    passed = all(check.passed for check in checks)
    margins = [check.margin for check in checks]
    score = 0.6 * min(margins) + 0.4 * float(np.mean(margins))
    score = max(0.5, score) if passed else min(0.499, score)
    near_miss = found.agreeing >= 0.5 and found.blocks >= 3 and max(found.inside_first, found.inside_second) > 0.3
    tier = Tier.NEAR if passed else Tier.SIMILAR if near_miss else None
    matrix = found.matrix
    evidence = replace(
        base,
        tier=tier,
        score=float(score),
        matrix=_relative(matrix, first.picture.size, second.picture.size),
        overlap=max(found.inside_first, found.inside_second),
        inliers=inliers,
        false_alarms=false_alarms,
        residual=found.residual,
        agreeing=found.agreeing,
        overlay=found.overlay >= 0,
        colour=found.curve.words(),
        differences=tuple(found.boxes),
        steps=tuple(f"{'+' if check.passed else '-'} {check.words}" for check in checks),
    )
    return _described(evidence, found, first, second)


_TURN_WORDS = (
    "as they are",
    "after a turn by 90 degrees",
    "upside down",
    "after a turn by 270 degrees",
    "mirrored",
    "mirrored top to bottom",
    "mirrored and turned by 270 degrees",
    "mirrored and turned by 90 degrees",
)


@dataclass(frozen=True, slots=True)
class _Check:
    """One step. margin: 0 hopeless, 0.5 on the threshold, 1 as good as can be."""

    passed: bool
    margin: float
    words: str


def _checks(base: Evidence, found: Agreement, inliers: int, false_alarms: float) -> list[_Check]:
    contained = max(found.inside_first, found.inside_second)
    how = (
        f"{inliers} points agree on how they lie on each other (chance would give 10^{false_alarms:.0f})"
        if inliers
        else f"{256 - base.distance} of 256 bits say that they lie on each other {_TURN_WORDS[base.turn]}"
    )
    checks = [
        _Check(True, 1.0, f"Aligned: {how}."),
        _above(contained, _CONTAINED, f"{contained:.0%} of one lies inside the other"),
    ]
    if found.blocks < _BLOCKS and base.distance <= CLOSE:
        # too plain for blocks: the whole must be equal pixel by pixel
        checks.append(
            _below(found.residual, 6.0, f"too plain for texture; pixels differ by {found.residual:.1f} levels")
        )
    else:
        # few points and far codes are a weak reason to lay pictures on each other: then they must agree the better
        weak = inliers < _FEW_POINTS and base.distance > _STILL_CLOSE
        agreeing, alike = (_AGREEING_WEAK, _ALIKE_WEAK) if weak else (_AGREEING, _ALIKE)
        if base.distance <= CLOSE:  # the codes say the same of light and dark
            alike = _ALIKE_CLOSE
        checks.append(_above(found.agreeing, agreeing, f"{found.agreeing:.0%} of the textured parts agree"))
        checks.append(_above(min(found.blocks, 30.0), _BLOCKS, f"{found.blocks:.0f} separate parts agree"))
        checks.append(_above(found.alike, alike, f"light and dark agree to {found.alike:.0%} after one colour curve"))
    both_lost = min(found.only_first, found.only_second)
    both_soft = min(found.softer_first, found.softer_second)
    checks += [
        _below(
            found.unexplained,
            _unexplained_limit(found),
            f"{found.unexplained:.1%} differs and is no text, frame or overlay",
        ),
        _below(found.drift, _DRIFT, f"content has moved by {found.drift:.2f} pixels of a picture of 256"),
        _below(
            both_lost,
            _BOTH_LOST + _BOTH_LOST_PER_LEVEL * found.residual,
            f"{both_lost:.1%} is shown by each that the other lacks",
        ),
        _below(both_soft, _BOTH_SOFT, f"{both_soft:.1%} is sharper in each than in the other"),
    ]
    return checks


def _unexplained_limit(found: Agreement) -> float:
    if not found.paper:
        return min(_UNEXPLAINED_MOST, _UNEXPLAINED + _UNEXPLAINED_COMPRESSED * max(0.0, found.residual - 5))
    return min(_UNEXPLAINED, _UNEXPLAINED_PAPER + _UNEXPLAINED_PER_LEVEL * max(0.0, found.residual - 2.5))


def _above(value: float, limit: float, words: str) -> _Check:
    top = max(1.0, limit * 2) if limit > 1 else 1.0
    margin = 0.5 + 0.5 * (value - limit) / (top - limit) if value >= limit else 0.5 * value / limit
    return _Check(value >= limit, float(np.clip(margin, 0, 1)), _sentence(words))


def _below(value: float, limit: float, words: str) -> _Check:
    margin = 1 - 0.5 * value / limit if value <= limit else 0.5 * limit / value
    return _Check(value <= limit, float(np.clip(margin, 0, 1)), _sentence(words))


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


def _relative(
    matrix: align.Matrix, first: tuple[int, int], second: tuple[int, int]
) -> tuple[float, float, float, float, float, float]:
    """The map in shares of width and height; a slight perspective is replaced by the affine map nearest it."""
    w1, h1 = first
    w2, h2 = second
    places = np.array([[-0.5, -0.5], [w1 - 0.5, -0.5], [w1 - 0.5, h1 - 0.5], [-0.5, h1 - 0.5]], np.float64)
    moved = cv2.perspectiveTransform(places[None], matrix)[0]
    a = (places + 0.5) / first
    b = (moved + 0.5) / second
    solved, *_ = np.linalg.lstsq(np.c_[a, np.ones(4)], b, rcond=None)
    (m00, m10), (m01, m11), (m02, m12) = solved
    return float(m00), float(m01), float(m02), float(m10), float(m11), float(m12)


def _described(evidence: Evidence, found: Agreement, first: Reduced, second: Reduced) -> Evidence:
    """Add what sort of copy it is, and which is made from which."""
    matrix = found.matrix[:2, :2] / found.matrix[2, 2]
    mirrored = float(np.linalg.det(matrix)) < 0
    upright = matrix @ np.diag([-1.0, 1.0]) if mirrored else matrix
    angle = math.degrees(math.atan2(upright[1, 0] - upright[0, 1], upright[0, 0] + upright[1, 1]))
    scale = math.sqrt(abs(float(np.linalg.det(matrix)))) * max(first.picture.size) / max(second.picture.size)
    whole_first, whole_second = found.inside_first > 0.97, found.inside_second > 0.97
    border = False
    kind, derived = Kind.RESAVED, -1
    if whole_first and whole_second:
        if evidence.colour or evidence.overlay or mirrored or abs(angle) > 1:
            kind = Kind.EDITED
            derived = found.overlay if found.overlay >= 0 else _made_from(found)
    elif whole_first or whole_second:
        inner = 0 if whole_first else 1
        plain = _plain_outside(found, first, second, inner)
        border = plain
        # a frame was put around the inner one; otherwise the inner one was cut out of the outer
        kind, derived = (Kind.EDITED, 1 - inner) if plain else (Kind.PART, inner)
    else:
        kind, derived = Kind.PART, 0 if found.inside_first > found.inside_second else 1
    if evidence.tier is not Tier.NEAR:
        kind = Kind.NONE
    # the code's best turn is a guess where the codes are far apart; the map knows
    turn = (_MIRRORED_TURNS if mirrored else (0, 1, 2, 3))[round(angle / 90) % 4]
    return replace(
        evidence, kind=kind, derived=derived, turn=turn, mirrored=mirrored, angle=angle, scale=scale, border=border
    )


# Indices into `perceptual.TURNS` of a mirror followed by so many quarter turns clockwise.
_MIRRORED_TURNS = (4, 7, 5, 6)


def _made_from(found: Agreement) -> int:
    """Which of two equal framings is the edited one: the one without colours, or with less to see; -1 if neither."""
    curve = found.curve
    if curve.gray_first != curve.gray_second:
        return 0 if curve.gray_first else 1
    lost = found.only_second - found.only_first
    if abs(lost) > 0.01:
        return 0 if lost > 0 else 1
    return -1


def _plain_outside(found: Agreement, first: Reduced, second: Reduced, inner: int) -> bool:
    """Whether what the outer picture shows around the inner one is plain: bars or a frame."""
    outer, inner_size = (second, first.picture.size) if inner == 0 else (first, second.picture.size)
    matrix = found.matrix if inner == 0 else np.linalg.inv(found.matrix)
    _, covered = align.warp(np.zeros(inner_size[::-1], np.float32), matrix, outer.picture.size)
    around = ~(cv2.dilate(covered.astype(np.uint8), np.ones((7, 7))) > 0)
    if around.sum() < 20:
        return True
    # a frame is of one colour to the level, which no sky is
    gray = outer.picture.gray
    rough = np.abs(cv2.Laplacian(gray, cv2.CV_32F))[around]
    levels = np.abs(gray[around] - np.median(gray[around]))
    return bool((rough < 8).mean() > 0.93 and (levels < 4).mean() > 0.9)
