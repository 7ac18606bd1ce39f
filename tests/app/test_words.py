"""Evidence in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crh_desktop.app.icons import _SHAPES
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.matching.outline import area, inverse, moved, overlap_in_first, overlap_in_second
from crh_desktop.core.matching.words import crop_share, explain, short, sign
from crh_desktop.core.records import Tier

CROP = Evidence(Tier.NEAR, Kind.PART, derived=1, score=0.9, matrix=(1.25, 0, -0.125, 0, 1.25, -0.125), overlap=1.0)
RESAVED = Evidence(Tier.NEAR, Kind.RESAVED, derived=1, score=1.0, matrix=(1, 0, 0, 0, 1, 0), overlap=1.0)


def told(evidence: Evidence, **more) -> str:
    return explain(evidence, "the first", "the second", **more)


def test_a_crop_tells_its_share_and_what_else_happened() -> None:
    turned = replace(CROP, angle=90.0, turn=1, colour="brighter")
    assert told(turned) == (
        "The second is a crop of the first: 64 % of its area, turned 90° clockwise, a little brighter."
    )
    assert short(CROP) == "crop, 64 %" and sign(CROP) == "crop"
    assert crop_share(CROP) == pytest.approx(0.64)


def test_the_copy_is_told_of_whichever_side_it_is_on() -> None:
    swapped = CROP.swapped()
    assert swapped.derived == 0
    assert told(swapped) == "The first is a crop of the second: 64 % of its area."
    assert short(swapped) == "shows more around"
    assert told(replace(RESAVED, derived=0), pixels=((100, 80), (400, 320))).startswith("The first is the second saved")


def test_saved_again() -> None:
    smaller = ((4000, 3000), (1600, 1200))
    assert told(RESAVED, pixels=smaller) == (
        "The second is the first saved again smaller: 1600 × 1200 pixels instead of 4000 × 3000."
    )
    assert short(RESAVED, pixels=smaller) == "re-saved smaller" and sign(RESAVED, smaller) == "smaller"
    assert "same size" in told(RESAVED) and short(RESAVED) == "re-saved" and sign(RESAVED) == "resaved"
    larger = told(replace(RESAVED, derived=-1), pixels=smaller[::-1])
    assert larger == "The first is the second saved again smaller: 1600 × 1200 pixels instead of 4000 × 3000."
    assert "saved twice" in told(replace(RESAVED, derived=-1))


@pytest.mark.parametrize(
    ("change", "few", "mark"),
    [
        ({"turn": 1, "matrix": None}, "turned 90°", "turn"),
        ({"turn": 3, "matrix": None}, "turned 270°", "turn"),
        ({"turn": 2, "angle": 180.0}, "turned upside down", "turn"),
        ({"angle": -89.9}, "turned 270°", "turn"),
        ({"angle": -2.4}, "turned 2.4°", "turn"),
        ({"mirrored": True}, "mirrored", "mirror"),
        ({"turn": 5, "matrix": None}, "mirrored top to bottom", "mirror"),
        ({"mirrored": True, "angle": 180.0}, "mirrored top to bottom", "mirror"),
        ({"mirrored": True, "angle": 90.0}, "mirrored, turned 90°", "mirror"),
        ({"border": True}, "with a frame", "frame"),
        ({"colour": "black and white"}, "black and white", "colours"),
        ({"overlay": True}, "with text", "text"),
    ],
)
def test_edits(change: dict, few: str, mark: str) -> None:
    edited = replace(RESAVED, kind=Kind.EDITED, **change)
    assert short(edited) == few and sign(edited) == mark
    sentence = told(edited)
    assert sentence.startswith("The second ") and sentence.endswith(".") and "{" not in sentence
    unsure = told(replace(edited, derived=-1))
    assert unsure.startswith(("The second is the first, ", "The first and the second are one picture, one of them"))


def test_the_turn_of_far_codes_means_nothing_beside_a_map() -> None:
    lost = replace(CROP, turn=5, distance=118)
    assert short(lost) == "crop, 64 %" and sign(lost) == "crop"
    assert sign(replace(RESAVED, turn=4)) == "resaved"


def test_a_mark_is_told_of_the_copy_that_has_it() -> None:
    marked = replace(RESAVED, kind=Kind.EDITED, overlay=True)
    assert told(marked) == "The second was made from the first: with text or a mark laid over it."
    assert "on one of them" in told(replace(marked, derived=-1))


def test_the_other_tiers() -> None:
    assert "byte for byte" in told(Evidence(Tier.IDENTICAL))
    assert "same pixels" in told(Evidence(Tier.PIXELS))
    assert "one exposure" in told(Evidence(Tier.SIMILAR)) and sign(Evidence(Tier.SIMILAR)) == "alike"
    assert told(Evidence(Tier.SIMILAR, derived=0)).startswith("The first and the second look alike")
    assert told(Evidence()).startswith("Nothing shows") and short(Evidence()) == "no match"
    assert sign(None) == "same"
    assert "screenshot" in told(replace(CROP, border=True))


def test_names_of_files_stay_as_they_are() -> None:
    assert explain(CROP, "{a}.jpg", "img %d.jpg").startswith("img %d.jpg is a crop of {a}.jpg: ")


def test_every_text_is_translated() -> None:
    seen: list[str] = []

    def shout(text: str) -> str:
        seen.append(text)
        return text.upper().replace("{FIRST}", "{first}").replace("{SECOND}", "{second}")

    assert told(replace(CROP, colour="darker"), translate=shout) == (
        "The second IS A CROP OF the first: 64 % OF ITS AREA, A LITTLE DARKER."
    )
    assert len(seen) == 3


def test_every_sign_can_be_drawn() -> None:
    names = {"same", "alike", "close", "crop", "frame", "mirror", "turn", "text", "colours", "smaller", "resaved"}
    assert names <= _SHAPES.keys()


def test_outlines() -> None:
    first = overlap_in_first(CROP)
    assert area(first) == pytest.approx(0.64)
    assert sorted(first)[0] == pytest.approx((0.1, 0.1))
    assert area(overlap_in_second(CROP)) == pytest.approx(1.0)
    aside = replace(CROP, matrix=(1, 0, 2, 0, 1, 0))
    assert overlap_in_first(aside) == [] and area([]) == 0
    assert inverse((1, 1, 0, 1, 1, 0)) is None and overlap_in_first(Evidence()) == []
    back = inverse(CROP.matrix)
    assert back is not None
    assert moved(back, moved(CROP.matrix, [(0.3, 0.7)]))[0] == pytest.approx((0.3, 0.7))
