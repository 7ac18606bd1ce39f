"""Agreement of aligned pictures, and the colour curves it looks through."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from crh_desktop.core.matching import agree
from crh_desktop.core.matching.agree import Agreement, Picture
from crh_desktop.core.matching.curves import Curve, fit_curve
from tests.fixtures.drawing import curve as tone_curve
from tests.fixtures.drawing import jpeg, noise
from tests.fixtures.samples import NAMES, originals, sample

SAME = np.eye(3)


def compared(first: Image.Image, second: Image.Image, matrix: np.ndarray = SAME) -> Agreement:
    return agree.compare(Picture.of(np.array(first)), Picture.of(np.array(second)), matrix)


def fitted(first: Image.Image, second: Image.Image) -> tuple[Curve, np.ndarray]:
    """The curve between two pictures, and how far each pixel is from the target after it."""
    a, b = (np.asarray(picture, np.float32) for picture in (first, second))
    curve, after, _ = fit_curve(a, b, np.ones(a.shape[:2], np.bool_))
    return curve, np.abs(after - b)


def sepia(photo: Image.Image) -> Image.Image:
    return ImageOps.colorize(ImageOps.grayscale(photo), "#140a00", "#fff0cd", "#966e46")


def grayscale(photo: Image.Image) -> Image.Image:
    return ImageOps.grayscale(photo).convert("RGB")


CHANGES = {
    "brighter": (lambda photo: ImageEnhance.Brightness(photo).enhance(1.25), "brighter"),
    "darker": (lambda photo: ImageEnhance.Brightness(photo).enhance(0.6), "darker"),
    "flatter": (lambda photo: ImageEnhance.Contrast(photo).enhance(0.6), "less contrast"),
    "colourful": (lambda photo: ImageEnhance.Color(photo).enhance(1.6), "stronger colours"),
    "pale": (lambda photo: ImageEnhance.Color(photo).enhance(0.4), "weaker colours"),
    "gray": (grayscale, "black and white"),
    "sepia": (sepia, None),
    "gamma": (lambda photo: tone_curve(photo, lambda value: value**1.8), None),
    "solid blacks": (lambda photo: tone_curve(photo, lambda value: (value - 0.15) * 1.1), None),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_curve_explains_a_change_of_colours(change: str, name: str) -> None:
    make, words = CHANGES[change]
    photo = sample(name)
    curve, left = fitted(photo, make(photo))
    assert curve.monotone > 0.97
    assert np.median(left) < 2.5 and np.percentile(left, 95) < 12
    if words:
        assert curve.words() == words


@pytest.mark.parametrize("name", NAMES)
def test_the_grey_of_a_picture_does_not_give_its_colours_back(name: str) -> None:
    photo = sample(name)
    curve, _ = fitted(grayscale(photo), photo)
    assert curve.words() == "coloured" and curve.gray_first and not curve.gray_second
    assert curve.inverted().words() == "black and white"
    assert curve.monotone > 0.97, "the light is explained all the same"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_happened_is_nothing_said(name: str) -> None:
    photo = sample(name)
    curve, left = fitted(photo, photo)
    assert curve.words() == "" and left.max() < 3 and curve.monotone > 0.99


def test_light_that_is_turned_over_is_no_curve() -> None:
    photo = grayscale(sample(NAMES[0]))
    curve, _ = fitted(photo, ImageOps.invert(photo))
    assert curve.monotone < 0.4, "a curve never falls"


def test_another_photo_is_no_curve() -> None:
    photos = [sample(name).resize((192, 256)) for name in NAMES]
    for first, second in ((0, 1), (1, 2), (2, 0)):
        curve, _ = fitted(photos[first], photos[second])
        assert curve.monotone < 0.6


def test_dark_corners_are_explained() -> None:
    photo = sample(NAMES[0])
    y, x = np.mgrid[-1 : 1 : photo.height * 1j, -1 : 1 : photo.width * 1j]
    dark = Image.fromarray((np.asarray(photo) * (1 - 0.3 * (x * x + y * y)[..., None])).astype(np.uint8))
    curve, left = fitted(photo, dark)
    assert curve.monotone > 0.93 and np.median(left) < 8


def test_text_does_not_bend_the_curve() -> None:
    photo = sample(NAMES[2])
    bright = np.array(ImageEnhance.Brightness(photo).enhance(1.2))
    bright[100:140, 20:150] = (250, 20, 20)
    a, b = np.asarray(photo, np.float32), bright.astype(np.float32)
    _, after, _ = fit_curve(a, b, np.ones(a.shape[:2], np.bool_))
    left = np.abs(after - b).max(axis=2)
    left[100:140, 20:150] = 0
    assert np.percentile(left, 95) < 10


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_copy_agrees_everywhere(name: str) -> None:
    photo = sample(name)
    found = compared(photo, jpeg(photo, 80))
    assert found.agreeing > 0.99 and found.alike > 0.95 and found.unexplained < 0.002
    assert found.inside_first > 0.98 and found.inside_second > 0.98
    assert found.residual < 8 and found.overlay == -1 and found.drift < 0.05


@pytest.mark.parametrize("name", NAMES)
def test_a_crop_lies_wholly_inside(name: str) -> None:
    photo = sample(name)
    crop = photo.crop((40, 50, 160, 210))
    found = compared(photo, crop, np.array([[1, 0, -41.5], [0, 1, -49.0], [0, 0, 1]]))
    assert found.inside_second > 0.98
    assert found.inside_first == pytest.approx(120 * 160 / (photo.width * photo.height), abs=0.01)
    assert np.allclose(found.matrix, [[1, 0, -40], [0, 1, -50], [0, 0, 1]], atol=0.3)
    assert found.agreeing > 0.97


def test_two_photos_do_not_agree() -> None:
    photos = [sample(name).resize((192, 256)) for name in NAMES]
    for first, second in ((0, 1), (1, 2), (2, 0)):
        found = compared(photos[first], photos[second])
        assert found.agreeing < 0.7 and found.alike < 0.65


def test_content_that_drifted_is_seen() -> None:
    """Waves of half a pixel, as parallax makes them, are far more than the refined map leaves of a copy."""
    photo = sample(NAMES[0])
    y, x = np.mgrid[0 : photo.height, 0 : photo.width].astype(np.float32)
    wave = 0.9 * np.sin(y / 18)
    moved = cv2.remap(np.array(photo), x + wave, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    still, drifted = compared(photo, jpeg(photo, 85)), compared(photo, Image.fromarray(moved))
    assert drifted.drift > 0.2 > 0.05 > still.drift


def test_noise_of_its_own_is_no_drift() -> None:
    photo = sample(NAMES[0])
    found = compared(noise(photo, random.Random(1), 4), noise(photo, random.Random(2), 4))
    assert found.drift < 0.1 and found.agreeing > 0.95


def test_boxes_lie_where_they_differ() -> None:
    photo = sample(NAMES[0])
    marked = photo.copy()
    marked.paste((240, 240, 20), (100, 150, 150, 200))
    for first, second in ((photo, marked), (marked, photo)):
        left, top, width, height = compared(first, second).boxes[0]
        assert left * photo.width < 110 and (left + width) * photo.width > 140, "it covers the mark"
        assert top * photo.height < 160 and (top + height) * photo.height > 190
        assert width * height < 0.25, "and not everything"


def test_boxes_are_in_places_of_the_first_when_it_is_larger() -> None:
    photo = sample(NAMES[0])
    marked = photo.copy()
    marked.paste((240, 240, 20), (100, 150, 150, 200))
    small = marked.resize((photo.width // 2, photo.height // 2), Image.Resampling.LANCZOS)
    half = np.array([[0.5, 0, -0.25], [0, 0.5, -0.25], [0, 0, 1]])
    for first, second, matrix in ((photo, small, half), (small, photo, np.linalg.inv(half))):
        left, top, width, height = compared(first, second, matrix).boxes[0]
        assert left + width / 2 == pytest.approx(125 / photo.width, abs=0.04)
        assert top + height / 2 == pytest.approx(175 / photo.height, abs=0.04)


def test_which_comes_first_only_swaps_the_sides() -> None:
    photo = sample(NAMES[1])
    small = jpeg(photo.resize((photo.width * 3 // 4, photo.height * 3 // 4), Image.Resampling.LANCZOS), 80)
    matrix = np.diag([0.75, 0.75, 1.0])
    there, back = compared(photo, small, matrix), compared(small, photo, np.linalg.inv(matrix))
    assert np.allclose(there.matrix @ back.matrix / (there.matrix @ back.matrix)[2, 2], np.eye(3), atol=0.05)
    for one, other in (("inside_first", "inside_second"), ("only_first", "only_second")):
        assert getattr(there, one) == pytest.approx(getattr(back, other), abs=0.01)
    assert there.agreeing == pytest.approx(back.agreeing, abs=0.02)
    assert there.alike == pytest.approx(back.alike, abs=0.02)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (np.eye(3), (1.0, 1.0)),
        (np.array([[1.0, 0, 50], [0, 1, 0], [0, 0, 1]]), (0.5, 0.5)),
        (np.array([[0.5, 0, 10], [0, 0.5, 10], [0, 0, 1]]), (1.0, 0.25)),
        (np.array([[2.0, 0, -50], [0, 2, -40], [0, 0, 1]]), (0.25, 1.0)),
        (np.array([[1.0, 0, 300], [0, 1, 0], [0, 0, 1]]), (0.0, 0.0)),
        (np.array([[-1.0, 0, 99], [0, 1, 0], [0, 0, 1]]), (1.0, 1.0)),
    ],
)
def test_overlap_is_a_share_of_each(matrix: np.ndarray, expected: tuple[float, float]) -> None:
    assert agree.overlap(matrix, (100, 80), (100, 80)) == pytest.approx(expected, abs=0.01)


def test_pictures_that_do_not_meet_are_not_compared() -> None:
    photo = sample(NAMES[0])
    found = compared(photo, photo, np.array([[1.0, 0, 900], [0, 1, 0], [0, 0, 1]]))
    assert found.agreeing == 0 and found.unexplained == 1 and found.blocks == 0


def test_a_plain_picture_has_no_blocks() -> None:
    plain = Image.new("RGB", (200, 150), (90, 120, 150))
    found = compared(plain, plain)
    assert found.blocks == 0 and found.textured == 0 and np.isfinite(found.matrix).all()


def test_comparing_is_the_same_on_every_run() -> None:
    first, second = (sample(name).resize((192, 256)) for name in NAMES[:2])
    one, other = compared(first, second), compared(first, second)
    assert np.array_equal(one.matrix, other.matrix)
    assert (one.agreeing, one.drift, one.alike, one.boxes) == (other.agreeing, other.drift, other.alike, other.boxes)


def test_there_are_samples_to_look_at() -> None:
    assert len(originals()) > 40
