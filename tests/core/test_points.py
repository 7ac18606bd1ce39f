"""Local features: packing loses nothing that matters, and a mirrored picture is never looked at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageOps

from crh_desktop.core.matching.points import MOST, SIDE, Points, find_points, match_points
from tests.fixtures.samples import NAMES, sample


def gray(name: str, mirrored: bool = False) -> np.ndarray:
    photo = sample(name)
    photo.thumbnail((SIDE, SIDE))
    return np.array(ImageOps.grayscale(ImageOps.mirror(photo) if mirrored else photo))


def made_up(count: int, seed: int, size: tuple[int, int]) -> Points:
    random = np.random.default_rng(seed)
    places = random.uniform(0, 1, (count, 2)).astype(np.float32) * np.float32(size)
    return Points(places, random.integers(0, 16, (count, 128), dtype=np.uint8), size)


def same(first: Points, second: Points) -> bool:
    near = np.abs(first.places - second.places).max(initial=0) <= 1 / 32
    return first.size == second.size and near and np.array_equal(first.descriptors, second.descriptors)


@given(st.integers(0, MOST), st.integers(0, 10_000), st.tuples(st.integers(1, 4000), st.integers(1, 4000)))
@settings(max_examples=40, deadline=None)
def test_unpack_undoes_pack(count: int, seed: int, size: tuple[int, int]) -> None:
    points = made_up(count, seed, size)
    packed = points.pack()
    again = Points.unpack(packed)
    assert len(packed) <= 20_000
    assert same(points, again)
    assert again.pack() == packed, "packing again loses nothing more"


@pytest.mark.parametrize("name", NAMES)
def test_points_of_a_photo_fit_in_20_kb(name: str) -> None:
    points = find_points(gray(name))
    assert 100 < len(points) <= MOST
    assert len(points.pack()) <= 20_000
    assert same(points, Points.unpack(points.pack()))
    assert points.places.min() >= 0 and (points.places.max(axis=0) < points.size).all()
    assert points.descriptors.max() <= 15


@pytest.mark.parametrize("data", [b"123456", b"x" * 7, b"\0" * 5000, b"\xff" * 6 + b"y" * 68], ids=len)
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        Points.unpack(data)


@pytest.mark.parametrize("data", [b"", b"1", b"12345"], ids=len)
def test_what_is_shorter_than_a_head_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        Points.unpack(data)


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_points_or_refused(data: bytes) -> None:
    try:
        points = Points.unpack(data)
    except ValueError:
        return
    assert points.pack() == data


def test_a_truncated_pack_is_refused() -> None:
    packed = find_points(gray(NAMES[0])).pack()
    for length in (len(packed) - 1, len(packed) - 68, len(packed) // 2, 6):
        with pytest.raises(ValueError):
            Points.unpack(packed[:length])


@pytest.mark.parametrize("name", NAMES)
def test_mirrored_points_are_those_of_the_mirrored_picture(name: str) -> None:
    expected, found = find_points(gray(name, mirrored=True)), find_points(gray(name)).mirrored()
    matches = match_points(found, expected)
    away = np.linalg.norm(found.places[matches[:, 0]] - expected.places[matches[:, 1]], axis=1)
    assert (away < 1.5).sum() > 0.8 * min(len(found), len(expected))
    assert (away < 1.5).mean() > 0.97, "hardly any match is wrong"


def test_mirroring_twice_is_nothing() -> None:
    points = find_points(gray(NAMES[1]))
    assert same(points, points.mirrored().mirrored())


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_empty_picture_has_no_points(level: int) -> None:
    points = find_points(np.full((192, 256), level, np.uint8))
    assert len(points) == 0 and points.size == (256, 192)
    assert same(points, Points.unpack(points.pack()))
    assert len(points.mirrored()) == 0
    assert match_points(points, find_points(gray(NAMES[0]))).shape == (0, 2)


def test_a_picture_of_a_pixel_has_no_points() -> None:
    assert len(find_points(np.zeros((1, 1), np.uint8))) == 0


def test_matches_go_both_ways_and_join_each_point_once() -> None:
    first, second = find_points(gray(NAMES[0])), find_points(gray(NAMES[0])[10:180, 20:170])
    there, back = match_points(first, second), match_points(second, first)
    assert len(there) > 60
    assert len(np.unique(there[:, 0])) == len(np.unique(there[:, 1])) == len(there)
    # only the ratio test looks at one side
    shared = {tuple(pair) for pair in there.tolist()} & {(b, a) for a, b in back.tolist()}
    assert len(shared) > 0.9 * len(there)


def matched_plainly(first: Points, second: Points, ratio: float) -> list[tuple[int, int]]:
    """As the rule says it, in whole numbers."""
    a, b = first.descriptors.astype(np.int64), second.descriptors.astype(np.int64)
    squared = ((a[:, None] - b[None]) ** 2).sum(axis=2)
    found = []
    for row, line in enumerate(squared):
        nearest = int(line.argmin())
        second_best = np.delete(line, nearest).min()
        if line[nearest] <= np.float32(ratio * ratio) * second_best and squared[:, nearest].argmin() == row:
            found.append((row, nearest))
    return found


@given(st.integers(3, 12), st.integers(3, 12), st.integers(0, 10_000), st.sampled_from([0.6, 0.85, 1.0]))
def test_matches_are_those_of_the_plain_rule(first: int, second: int, seed: int, ratio: float) -> None:
    random = np.random.default_rng(seed)
    kinds = random.integers(0, 16, (4, 128), dtype=np.uint8)  # few kinds: equal points and ties are common

    def some(count: int) -> Points:
        near = kinds[random.integers(0, 4, count)] ^ (random.random((count, 128)) < 0.02)
        return Points(np.zeros((count, 2), np.float32), near.astype(np.uint8), (9, 9))

    one, other = some(first), some(second)
    assert [tuple(pair) for pair in match_points(one, other, ratio).tolist()] == matched_plainly(one, other, ratio)


def test_points_are_the_same_on_every_run() -> None:
    assert find_points(gray(NAMES[2])).pack() == find_points(gray(NAMES[2])).pack()
