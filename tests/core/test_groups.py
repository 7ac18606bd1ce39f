"""Groups: stars around a hub, independent of order, untouched by strangers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core import perceptual, search
from crh_desktop.core.matching.groups import GroupIndex, GroupPhoto
from crh_desktop.core.records import FolderState, Group, Tier


def index_of(
    codes: np.ndarray, order: list[int], reference: int | None = None, pixels: dict[int, str] | None = None
) -> GroupIndex:
    """An index over one photo a code, with photos listed in the given order."""
    digests = [f"{row:064x}" for row in range(len(codes))]
    first, second, distance, _ = search.join_turned(codes, perceptual.turned(codes), 31)
    photos = [
        GroupPhoto(
            row + 1, b"/p/%d.jpg" % row, 1000 + row, 0, 1, row,
            row, FolderState.REFERENCE if row == reference else FolderState.NORMAL,
        )
        for row in order
    ]  # fmt: skip
    return GroupIndex(
        digests, [(pixels or {}).get(row, "") for row in range(len(codes))], np.full(len(codes), 100),
        codes, np.ones(len(codes), np.bool_), photos, first, second, distance,
    )  # fmt: skip


def near_copies(seed: int, count: int = 24) -> np.ndarray:
    random = np.random.default_rng(seed)
    codes = random.integers(0, 256, (count, 32), dtype=np.uint8)
    for row in range(0, count - 3, 4):
        for copy in (1, 2):
            codes[row + copy] = codes[row]
            for bit in random.integers(0, 256, 12):
                codes[row + copy, bit // 8] ^= np.uint8(1 << (bit % 8))
    return codes


def shape(groups: list[Group]) -> set[tuple[bytes, ...]]:
    return {tuple(sorted(member.path for member in group.members)) for group in groups}


@given(st.integers(0, 1000), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_order_of_photos_changes_nothing(seed: int, random: object) -> None:
    codes = near_copies(seed)
    order = list(range(len(codes)))
    straight = index_of(codes, order).groups()
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = index_of(codes, order).groups()
    assert [(group.keeper.path, shape([group])) for group in straight] == [
        (group.keeper.path, shape([group])) for group in shuffled
    ]
    assert straight


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_a_stranger_changes_no_group(seed: int) -> None:
    codes = near_copies(seed)
    stranger = np.random.default_rng(seed + 5000).integers(0, 256, (1, 32), dtype=np.uint8)
    more = np.concatenate([codes, stranger])
    assert shape(index_of(codes, list(range(24))).groups()) == shape(index_of(more, list(range(25))).groups())


@given(st.integers(0, 1000), st.integers(0, 31))
@settings(max_examples=20, deadline=None)
def test_members_lie_within_the_radius_and_in_one_group(seed: int, radius: int) -> None:
    groups = index_of(near_copies(seed), list(range(24))).groups(Tier.NEAR, radius)
    paths = [member.path for group in groups for member in group.members]
    assert len(paths) == len(set(paths))
    assert all(member.distance <= radius for group in groups for member in group.members)
    assert all(group.members[0] is group.keeper and len(group.members) > 1 for group in groups)


def test_a_reference_photo_is_kept_and_never_counted_as_freeable() -> None:
    codes = np.repeat(np.random.default_rng(1).integers(0, 256, (1, 32), dtype=np.uint8), 3, axis=0)
    (group,) = index_of(codes, [0, 1, 2], reference=0).groups()
    assert group.keeper.path == b"/p/0.jpg"
    assert group.bytes_freeable == 1001 + 1002


def test_equal_pixels_make_their_own_tier() -> None:
    codes = np.random.default_rng(2).integers(0, 256, (3, 32), dtype=np.uint8)
    index = index_of(codes, [0, 1, 2], pixels={0: "same", 2: "same"})
    (group,) = index.groups(Tier.PIXELS)
    assert group.tier is Tier.PIXELS and shape([group]) == {(b"/p/0.jpg", b"/p/2.jpg")}
    assert index.groups(Tier.IDENTICAL) == []


def test_a_damaged_photo_is_never_kept_for_a_whole_one() -> None:
    codes = np.repeat(np.random.default_rng(1).integers(0, 256, (1, 32), dtype=np.uint8), 2, axis=0)
    index = index_of(codes, [0, 1], reference=0)
    index.photos[0] = replace(index.photos[0], damaged=True)
    index.__post_init__()
    assert index.groups()[0].keeper.path == b"/p/1.jpg"
