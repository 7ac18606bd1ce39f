"""Laws of codes, turns and search: whatever engine answers, the answer is that of brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from crh_desktop.core import join, perceptual, search
from crh_desktop.core.bits import hamming, sign_pack, unpack
from crh_desktop.core.errors import Cancelled


def clustered(count: int, seed: int, width: int = 32) -> np.ndarray:
    """Random codes, half of them near copies of the other half."""
    random = np.random.default_rng(seed)
    codes = random.integers(0, 256, (count, width), dtype=np.uint8)
    half = count // 2
    codes[half : 2 * half] = codes[:half]
    for row in range(half, 2 * half):
        for bit in random.integers(0, width * 8, random.integers(0, 40)):
            codes[row, bit // 8] ^= np.uint8(1 << (bit % 8))
    return codes


def test_pack_and_unpack_are_inverse() -> None:
    values = np.random.default_rng(0).standard_normal((5, 64))
    assert np.array_equal(unpack(sign_pack(values)), np.where(values >= 0, 1, -1))
    with pytest.raises(ValueError):
        sign_pack(np.zeros((1, 7)))


@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 20))
@settings(max_examples=25, deadline=None)
def test_knn_equals_brute_force(seed: int, count: int, k: int) -> None:
    codes = clustered(count, seed, 8)
    indices, distances = search.knn(codes, codes[:3], k)
    for row, query in enumerate(codes[:3]):
        exact = hamming(codes, query)
        order = np.lexsort((np.arange(count), exact))[:k]
        assert np.array_equal(indices[row], order)
        assert np.array_equal(distances[row], exact[order])


@given(st.integers(0, 10_000), st.integers(0, 80))
@settings(max_examples=15, deadline=None)
def test_radius_equals_brute_force(seed: int, r: int) -> None:
    codes = clustered(40, seed)
    for query, (indices, distances) in zip(codes, search.radius(codes, codes, r), strict=True):
        exact = hamming(codes, query)
        assert set(indices) == set(np.flatnonzero(exact <= r))
        assert np.array_equal(distances, np.sort(exact[exact <= r]))


@given(st.integers(0, 10_000), st.integers(0, 60), st.integers(1, 20))
@settings(max_examples=25, deadline=None)
def test_a_graph_names_the_nearest_others(seed: int, count: int, k: int) -> None:
    codes = clustered(count, seed, 8)
    codes[count // 2 :] = codes[: count - count // 2]  # many equal ones, so that a code need not find itself
    near, distance = search.knn_graph(codes, k)
    assert near.shape == distance.shape == (count, max(0, min(k, count - 1)))
    for row in range(count):
        exact = hamming(codes, codes[row]).astype(np.int64)
        others = np.delete(np.lexsort((np.arange(count), exact)), np.flatnonzero(
            np.lexsort((np.arange(count), exact)) == row))  # fmt: skip
        assert np.array_equal(near[row], others[:k]) and np.array_equal(distance[row], exact[others[:k]])


@pytest.mark.parametrize("r", [0, 15, 45, 90, 256])
def test_blocks_equal_brute_force_and_stop_when_told(r: int, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = clustered(600, 4)
    monkeypatch.setattr(join, "ROWS", 64)
    expected = [(i, j) for i in range(600) for j in i + 1 + np.flatnonzero(hamming(codes[i + 1 :], codes[i]) <= r)]
    told: list[int] = []
    blocks = list(search.join_blocks(codes, r, told.append))
    assert [pair for block in blocks for pair in zip(block[0].tolist(), block[1].tolist(), strict=True)] == expected
    assert sum(told) == 600 and len(told) == len(blocks) == 10
    monkeypatch.setattr(join, "_SCAN_LIMIT", 0)
    first, second, _ = search.join(codes, r, told.append)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == expected and sum(told) == 1200
    calls = 0

    def stop(_rows: int) -> None:
        nonlocal calls
        calls += 1
        raise Cancelled

    with pytest.raises(Cancelled):
        search.join(codes, r, stop)
    with pytest.raises(Cancelled):
        search.knn(codes, codes, 3, stop)
    assert calls == 2


@pytest.mark.parametrize("r", [0, 15, 31, 45, 60])
def test_sorted_join_equals_brute_force(r: int, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = clustered(400, 3)
    turned = perceptual.turned(codes)
    fresh = np.arange(400) % 3 == 0
    expected = set()
    for i in range(400):
        distances = np.bitwise_count(turned[i][:, None, :] ^ codes[None]).sum(axis=2).min(axis=0)
        expected |= {
            (i, j, int(distances[j])) for j in range(i + 1, 400) if distances[j] <= r and (fresh[i] or fresh[j])
        }
    monkeypatch.setattr(join, "_SCAN_LIMIT", 0)
    first, second, distance, _ = search.join_turned(codes, turned, r, fresh)
    assert set(zip(first.tolist(), second.tolist(), distance.tolist(), strict=True)) == expected
    monkeypatch.setattr(join, "_SCAN_LIMIT", 10**12)
    again = search.join_turned(codes, turned, r, fresh)
    assert np.array_equal(again[0], first) and np.array_equal(again[2], distance)


def picture(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    rough = Image.fromarray(random.integers(0, 256, (9, 12, 3), dtype=np.uint8))
    return rough.resize((210, 150), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("turn", range(8))
def test_turned_codes_are_those_of_turned_pictures(turn: int) -> None:
    methods = {
        "rot90": Image.Transpose.ROTATE_270,  # Pillow turns counter-clockwise
        "rot180": Image.Transpose.ROTATE_180,
        "rot270": Image.Transpose.ROTATE_90,
        "mirror": Image.Transpose.FLIP_LEFT_RIGHT,
        "flip": Image.Transpose.FLIP_TOP_BOTTOM,
        "transpose": Image.Transpose.TRANSPOSE,
        "transverse": Image.Transpose.TRANSVERSE,
    }
    for seed in range(5):
        upright = picture(seed)
        name = perceptual.TURNS[turn]
        other = upright if name is None else upright.transpose(methods[name])
        code, _ = perceptual.perceptual_code(upright)
        turned_code, _ = perceptual.perceptual_code(other)
        assert hamming(perceptual.turned(code[None])[0, turn], turned_code) <= 2
        assert perceptual.best_turn(code, turned_code)[1] == turn
        assert perceptual.best_turn(turned_code, code)[1] == perceptual.INVERSE[turn]


def test_flat_pictures_have_no_detail() -> None:
    assert perceptual.perceptual_code(Image.new("RGB", (300, 200), "black"))[1] == 0
    assert perceptual.perceptual_code(picture(1))[1] >= perceptual.MIN_QUALITY


@pytest.mark.parametrize("r", [0, 12, 31, 70])
def test_a_few_turned_among_many_are_what_turning_all_finds(r: int) -> None:
    codes = clustered(500, 9)
    turns = perceptual.turned(codes)
    codes[100:200] = turns[np.arange(100), np.arange(100) % 8]  # turned copies of what comes before them
    few = np.array([3, 50, 120, 199, 499])
    fresh = np.zeros(500, np.bool_)
    fresh[few] = True
    first, second, _, _ = search.join_turned(codes, perceptual.turned(codes), r, fresh)
    low, high = search.turned_near(codes, perceptual.turned(codes[few]), few, r)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == list(
        zip(first.tolist(), second.tolist(), strict=True)
    )
