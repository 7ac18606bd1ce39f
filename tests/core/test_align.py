"""Alignment: turns are exact, known maps are found again, and chance is told from agreement."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from crh_desktop.core.matching import align
from crh_desktop.core.matching.points import SIDE, Points, find_points
from crh_desktop.core.perceptual import INVERSE, TURNS
from tests.fixtures.samples import NAMES, sample

TRANSPOSES = (
    None,
    Image.Transpose.ROTATE_270,  # Pillow turns counter-clockwise
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)


def turned(image: Image.Image, turn: int) -> Image.Image:
    transpose = TRANSPOSES[turn]
    return image if transpose is None else image.transpose(transpose)


def gray(image: Image.Image) -> np.ndarray:
    small = image.copy()
    small.thumbnail((SIDE, SIDE))
    return np.array(ImageOps.grayscale(small), np.float32)


def points_of(image: Image.Image) -> Points:
    return find_points(gray(image).astype(np.uint8))


def corners(size: tuple[int, int]) -> np.ndarray:
    width, height = size
    return np.array([[[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]]], np.float64)


def away(found: np.ndarray, expected: np.ndarray, size: tuple[int, int]) -> float:
    """How far the corners of a picture of a size go astray, in pixels of the second."""
    gap = cv2.perspectiveTransform(corners(size), found) - cv2.perspectiveTransform(corners(size), expected)
    return float(np.linalg.norm(gap[0], axis=1).max())


@pytest.mark.parametrize("turn", range(8), ids=[str(turn) for turn in TURNS])
def test_the_map_of_a_turn_is_exact(turn: int) -> None:
    names = np.arange(7 * 5, dtype=np.int32).reshape(5, 7)
    second = np.array(turned(Image.fromarray(names, "I"), turn))
    matrix = align.turn_matrix(turn, (7, 5), second.shape[::-1])
    rows, columns = np.mgrid[0:5, 0:7]
    places = matrix @ np.stack([columns.ravel(), rows.ravel(), np.ones(35)])
    assert np.allclose(places, np.round(places), atol=1e-9)
    x, y = np.round(places[:2]).astype(int)
    assert np.array_equal(second[y, x], names.ravel())


@pytest.mark.parametrize("turn", range(8), ids=[str(turn) for turn in TURNS])
def test_a_turn_is_undone_by_its_inverse_at_any_size(turn: int) -> None:
    first, second = (256, 171), (90, 204)
    there = align.turn_matrix(turn, first, second)
    back = align.turn_matrix(INVERSE[turn], second, first)
    assert np.allclose(back @ there, np.eye(3), atol=1e-9)
    frame = np.array([[[-0.5, -0.5], [first[0] - 0.5, first[1] - 0.5]]])
    moved = cv2.perspectiveTransform(frame, there)[0]
    low, high = moved.min(axis=0), moved.max(axis=0)
    assert np.allclose(low, -0.5) and np.allclose(high, np.array(second) - 0.5), "the frame covers the frame"


AFFINE = np.array([[0.93, 0.06, 8.0], [-0.05, 0.9, 14.0], [0, 0, 1]])
PERSPECTIVE = np.array([[0.97, 0.03, 5.0], [-0.02, 0.95, 6.0], [3e-4, -2e-4, 1]])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("truth", [AFFINE, PERSPECTIVE], ids=["affine", "perspective"])
def test_a_known_map_is_refined_to_a_fraction_of_a_pixel(name: str, truth: np.ndarray) -> None:
    first = gray(sample(name))
    size = first.shape[::-1]
    second = cv2.warpPerspective(first, truth, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    start = np.array([[1, 0, 2.0], [0, 1, -1.5], [0, 0, 1]]) @ truth @ np.diag([1.005, 0.996, 1])
    assert away(start, truth, size) > 2
    assert away(align.refine(first, second, start), truth, size) < 0.35


def test_refining_sees_through_light_and_something_new() -> None:
    first = gray(sample(NAMES[1]))
    size = first.shape[::-1]
    second = 40 + 0.6 * cv2.warpPerspective(first, AFFINE, size, borderMode=cv2.BORDER_REPLICATE)
    second[40:90, 60:110] = 250
    start = np.array([[1, 0, -1.5], [0, 1, 1.0], [0, 0, 1]]) @ AFFINE
    assert away(align.refine(first, second, start), AFFINE, size) < 0.5


def test_refining_an_exact_map_leaves_it() -> None:
    first = gray(sample(NAMES[0]))
    assert away(align.refine(first, first, np.eye(3)), np.eye(3), first.shape[::-1]) < 0.02


def test_refining_on_plain_pictures_gives_a_finite_map() -> None:
    plain = np.full((100, 120), 128, np.float32)
    for matrix in (np.eye(3), np.array([[1, 0, 500.0], [0, 1, 0], [0, 0, 1]])):
        assert np.isfinite(align.refine(plain, plain, matrix)).all()


def test_follow_mends_a_few_pixels_at_full_size() -> None:
    first = np.array(ImageOps.grayscale(sample(NAMES[0]).resize((900, 1200), Image.Resampling.BICUBIC)), np.float32)
    truth = np.array([[0.99, 0.004, 3.0], [-0.003, 0.985, 5.0], [0, 0, 1]])
    second = cv2.warpPerspective(first, truth, (900, 1200), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    start = np.array([[1, 0, 3.0], [0, 1, -2.0], [0, 0, 1]]) @ truth
    assert away(align.follow(first, second, start), truth, (900, 1200)) < 0.3


@pytest.mark.parametrize("name", NAMES)
def test_a_crop_of_half_the_area_is_proposed(name: str) -> None:
    photo = sample(name)
    left, top, wide, tall = 30, 50, round(photo.width * 0.707), round(photo.height * 0.707)
    crop = photo.crop((left, top, left + wide, top + tall))
    proposal = align.propose(points_of(photo), points_of(crop))[0]
    assert proposal.false_alarms < -20 and proposal.inliers > 20
    assert away(proposal.matrix, np.array([[1.0, 0, -left], [0, 1, -top], [0, 0, 1]]), photo.size) < 3


@pytest.mark.parametrize("name", NAMES)
def test_a_mirrored_crop_is_proposed(name: str) -> None:
    photo = sample(name)
    left, top, wide, tall = 20, 30, round(photo.width * 0.8), round(photo.height * 0.8)
    crop = ImageOps.mirror(photo.crop((left, top, left + wide, top + tall)))
    proposal = align.propose(points_of(photo), points_of(crop))[0]
    truth = np.array([[-1.0, 0, left + wide - 1], [0, 1, -top], [0, 0, 1]])
    assert proposal.false_alarms < -20
    assert np.linalg.det(proposal.matrix[:2, :2]) < 0
    assert away(proposal.matrix, truth, photo.size) < 4


@pytest.mark.parametrize("name", NAMES)
def test_a_rotation_by_30_degrees_is_proposed(name: str) -> None:
    photo = sample(name)
    turned_photo = photo.rotate(-30, Image.Resampling.BICUBIC)  # clockwise
    proposal = align.propose(points_of(photo), points_of(turned_photo))[0]
    truth = np.vstack([cv2.getRotationMatrix2D(((photo.width - 1) / 2, (photo.height - 1) / 2), -30, 1), [0, 0, 1]])
    assert proposal.false_alarms < -20
    assert away(proposal.matrix, truth, photo.size) < 4


def test_unrelated_photos_are_not_proposed_with_confidence() -> None:
    found = [points_of(sample(name)) for name in NAMES]
    for first, second in ((0, 1), (0, 2), (1, 2), (2, 0)):
        for proposal in align.propose(found[first], found[second]):
            assert proposal.false_alarms > -6


def test_too_few_points_propose_nothing() -> None:
    photo, none = points_of(sample()), find_points(np.full((60, 60), 9, np.uint8))
    few = Points(photo.places[:3], photo.descriptors[:3], photo.size)
    assert align.propose(photo, none) == align.propose(none, none) == align.propose(few, photo) == []


@given(st.integers(4, 256), st.data(), st.floats(20_000, 65_536))
@settings(max_examples=80, deadline=None)
def test_chance_falls_with_inliers_and_grows_with_matches(matches: int, data: st.DataObject, area: float) -> None:
    inliers = data.draw(st.integers(3, matches - 1))
    here = align.chance(inliers, matches, area)
    assert math.isfinite(here)
    assert align.chance(inliers + 1, matches, area) < here
    assert align.chance(inliers, matches + 1, area) > here
    assert align.chance(inliers, matches, area * 2) <= here, "the same on more room is less likely"


@pytest.mark.parametrize("inliers", [0, 1, 2])
def test_fewer_than_three_inliers_are_chance(inliers: int) -> None:
    assert align.chance(inliers, 100, 50_000) > 0


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (np.eye(3), True),
        (np.diag([-1.0, 1.0, 1.0]), True),
        (np.diag([0.25, 0.25, 1.0]), True),
        (np.array([[0.0, -3, 0], [3, 0, 0], [0, 0, 1]]), True),
        (np.diag([0.05, 0.05, 1.0]), False),
        (np.diag([12.0, 12.0, 1.0]), False),
        (np.diag([1.0, 2.0, 1.0]), False),
        (np.array([[1.0, 0.9, 0], [0, 1, 0], [0, 0, 1]]), False),
        (np.zeros((3, 3)), False),
    ],
)
def test_what_makes_a_picture_unrecognisable_is_refused(matrix: np.ndarray, expected: bool) -> None:
    assert align.plausible(matrix) is expected


@pytest.mark.parametrize("scale", [(0.05, 0.05), (20.0, 20.0), (1.0, 3.0)])
def test_an_implausible_map_is_never_proposed(scale: tuple[float, float]) -> None:
    first = points_of(sample())
    second = Points(first.places * np.float32(scale), first.descriptors, first.size)
    for proposal in align.propose(first, second):
        assert align.plausible(proposal.matrix)
        assert proposal.inliers < 0.5 * len(first), "it is not the map that all points agree on"


def test_one_spot_cannot_vouch_for_itself() -> None:
    first = points_of(sample())
    crowded = Points(20 + first.places / 64, first.descriptors, first.size)
    for proposal in align.propose(crowded, crowded):
        assert proposal.inliers <= 4


def test_warp_says_where_it_covers_the_canvas() -> None:
    picture = np.full((40, 60), 7, np.float32)
    warped, inside = align.warp(picture, np.array([[1.0, 0, 10], [0, 1, 5], [0, 0, 1]]), (100, 80))
    assert warped.shape == inside.shape == (80, 100)
    assert inside[5:45, 10:70].all() and inside.sum() == 40 * 60
    assert (warped[inside] == 7).all()
