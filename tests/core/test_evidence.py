"""Evidence: what is written is read again, and the two photos may change places."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crh_desktop.core.matching.curves import Curve
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.perceptual import TURNS
from crh_desktop.core.records import Tier

SHARE = st.floats(0, 1)
BOX = st.tuples(SHARE, SHARE, st.floats(0.01, 1), st.floats(0.01, 1))
COLOURS = (
    "", "black and white", "coloured", "brighter", "darker", "more contrast", "less contrast", "stronger colours",
    "weaker colours",
)  # fmt: skip
OPPOSITES = (
    ("brighter", "darker"),
    ("more contrast", "less contrast"),
    ("stronger colours", "weaker colours"),
    ("black and white", "coloured"),
    ("", ""),
)


@st.composite
def maps(draw: st.DrawFn) -> tuple[float, float, float, float, float, float]:
    """A turn, perhaps mirrored, with scale and shift."""
    angle, scale = draw(st.floats(-3.1, 3.1)), draw(st.floats(0.2, 5.0))
    flip = draw(st.sampled_from((1.0, -1.0)))
    sin, cos = math.sin(angle) * scale, math.cos(angle) * scale
    x, y = draw(st.floats(-2, 2)), draw(st.floats(-2, 2))
    return flip * cos, -sin, x, flip * sin, cos, y


EVIDENCE = st.builds(
    Evidence,
    tier=st.sampled_from((None, *Tier)),
    kind=st.sampled_from(tuple(Kind)),
    derived=st.sampled_from((-1, 0, 1)),
    score=SHARE,
    distance=st.integers(0, 256),
    turn=st.integers(0, 7),
    matrix=st.none() | maps(),
    overlap=SHARE,
    inliers=st.integers(0, 256),
    false_alarms=st.floats(-600, 9),
    residual=st.floats(0, 255),
    agreeing=SHARE,
    angle=st.floats(-180, 180),
    scale=st.floats(0.1, 8),
    mirrored=st.booleans(),
    border=st.booleans(),
    overlay=st.booleans(),
    colour=st.sampled_from(COLOURS),
    differences=st.lists(BOX, max_size=4).map(tuple),
    steps=st.lists(st.text(max_size=30), max_size=4).map(tuple),
    verifier=st.sampled_from(("", "aligned-1", "älter")),
)


def rounded(evidence: Evidence) -> Evidence:
    """As it is after it was written: no more digits than mean something."""
    return replace(
        evidence,
        **{
            name: round(getattr(evidence, name), 4)
            for name in ("score", "overlap", "agreeing", "residual", "angle", "scale", "false_alarms")
        },
        matrix=None if evidence.matrix is None else tuple(round(value, 6) for value in evidence.matrix),
        differences=tuple(tuple(round(value, 4) for value in box) for box in evidence.differences),
    )


def close(first: Any, second: Any, within: float) -> bool:
    return np.allclose(np.array(first, float), np.array(second, float), atol=within, rtol=0)


@given(EVIDENCE)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_again(evidence: Evidence) -> None:
    text = evidence.to_json()
    again = Evidence.from_json(text)
    assert again == rounded(evidence)
    assert isinstance(again.kind, Kind) and (again.tier is None or isinstance(again.tier, Tier))
    assert Evidence.from_json(again.to_json()) == again, "writing again changes nothing"
    assert "\n" not in text and text.isascii()


def test_every_field_survives() -> None:
    full = Evidence(
        Tier.NEAR, Kind.PART, 1, 0.75, 40, 3, (0.5, 0.25, 0.125, -0.25, 0.5, 0.0), 0.9, 50, -80.5, 3.5, 0.95, 12.5, 1.5,
        True, True, True, "darker", ((0.1, 0.2, 0.3, 0.4),), ("+ Aligned.", "- ‘no’"), "aligned-1",
    )  # fmt: skip
    assert all(getattr(full, field.name) != getattr(Evidence(), field.name) for field in fields(Evidence))
    assert Evidence.from_json(full.to_json()) == full


def test_nothing_known_is_nothing_written() -> None:
    assert json.loads(Evidence().to_json()) == {}
    assert Evidence.from_json("") == Evidence.from_json("{}") == Evidence()


@pytest.mark.parametrize(
    "text",
    ['{"score": 1, "unknown": 2}', "[1, 2]", "7", "null", "{", "nonsense", '{"tier": "best"}', '{"kind": "other"}'],
)
def test_what_is_no_evidence_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Evidence.from_json(text)


@given(EVIDENCE)
@settings(max_examples=150, deadline=None)
def test_swapping_twice_is_nothing(evidence: Evidence) -> None:
    again = evidence.swapped().swapped()
    if evidence.matrix is None:
        assert again.matrix is None
    else:
        assert close(again.matrix, evidence.matrix, 1e-6)
    assert math.isclose(again.scale, evidence.scale, rel_tol=1e-9)
    # boxes stay upright: after two turns they may have grown, and never lose what they cover
    for before, after in zip(evidence.differences, again.differences, strict=True):
        assert after[0] <= before[0] + 1e-6 and after[1] <= before[1] + 1e-6
        assert after[0] + after[2] >= before[0] + before[2] - 1e-6
        assert after[1] + after[3] >= before[1] + before[3] - 1e-6
    assert replace(again, matrix=None, scale=1.0, differences=()) == replace(
        evidence, matrix=None, scale=1.0, differences=()
    )


@given(EVIDENCE, st.integers(0, 3), st.booleans())
@settings(max_examples=80, deadline=None)
def test_swapping_twice_keeps_upright_boxes(evidence: Evidence, quarter: int, mirrored: bool) -> None:
    sin, cos = round(math.sin(quarter * math.pi / 2)), round(math.cos(quarter * math.pi / 2))
    flip = -1 if mirrored else 1
    evidence = replace(evidence, matrix=(0.5 * flip * cos, -0.5 * sin, 0.5, 0.5 * flip * sin, 0.5 * cos, 0.25))
    again = evidence.swapped().swapped()
    assert close(again.matrix, evidence.matrix, 1e-9)
    if evidence.differences:
        assert close(again.differences, evidence.differences, 1e-9)
    if evidence.corners() is not None and again.crop() is not None:
        assert close(again.crop(), evidence.crop(), 1e-9)


@given(EVIDENCE)
@settings(max_examples=100, deadline=None)
def test_a_swapped_map_leads_back(evidence: Evidence) -> None:
    assume(evidence.matrix is not None)
    swapped = evidence.swapped()
    there = np.vstack([np.reshape(evidence.matrix, (2, 3)), [0, 0, 1]])
    back = np.vstack([np.reshape(swapped.matrix, (2, 3)), [0, 0, 1]])
    assert np.allclose(there @ back, np.eye(3), atol=1e-6)
    corners = evidence.corners()
    assert corners is not None
    home = np.c_[corners, np.ones(4)] @ back[:2].T
    assert np.allclose(home, [[0, 0], [1, 0], [1, 1], [0, 1]], atol=1e-6)


@given(EVIDENCE)
@settings(max_examples=60, deadline=None)
def test_swapping_turns_what_has_a_direction(evidence: Evidence) -> None:
    swapped = evidence.swapped()
    assert swapped.derived == (evidence.derived if evidence.derived < 0 else 1 - evidence.derived)
    turns = (TURNS[evidence.turn], TURNS[swapped.turn])
    assert turns == {"rot90": ("rot90", "rot270"), "rot270": ("rot270", "rot90")}.get(str(turns[0]), (turns[0],) * 2)
    assert swapped.angle == (evidence.angle if evidence.mirrored else -evidence.angle)
    for name in ("tier", "kind", "score", "distance", "inliers", "overlap", "residual", "border", "overlay", "steps"):
        assert getattr(swapped, name) == getattr(evidence, name)


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_colours_have_an_opposite(one: str, other: str) -> None:
    assert Evidence(colour=one).swapped().colour == other
    assert Evidence(colour=other).swapped().colour == one


@given(
    st.builds(
        Curve,
        light=st.floats(-200, 200),
        gain=st.floats(-6, 6),
        colour=st.floats(-6, 6),
        gray_first=st.booleans(),
        gray_second=st.booleans(),
        monotone=SHARE,
    )
)
@settings(max_examples=200, deadline=None)
def test_a_curve_the_other_way_round_says_the_opposite(curve: Curve) -> None:
    words, inverted = curve.words(), curve.inverted().words()
    assert (words, inverted) in OPPOSITES or (inverted, words) in OPPOSITES
    assert curve.inverted().inverted() == curve


def test_the_crop_is_the_part_that_the_first_shows() -> None:
    assert Evidence().crop() is None and Evidence().corners() is None
    crop = Evidence(matrix=(0.5, 0, 0.25, 0, 0.4, 0.1)).crop()
    assert crop is not None and close(crop, (0.25, 0.1, 0.5, 0.4), 1e-9)
    outside = Evidence(matrix=(2.0, 0, -0.5, 0, 2.0, -0.5)).crop()
    assert outside is not None and close(outside, (0, 0, 1, 1), 1e-9), "never beyond the picture"
    mirrored = Evidence(matrix=(-1.0, 0, 1.0, 0, 1.0, 0.0)).crop()
    assert mirrored is not None and close(mirrored, (0, 0, 1, 1), 1e-9)
