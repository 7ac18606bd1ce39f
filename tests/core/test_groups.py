"""Groups: stars around a hub, what makes one, who is kept, and what a person decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core import perceptual, search
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.matching.groups import GroupIndex, GroupPhoto
from crh_desktop.core.matching.stacks import Shot
from crh_desktop.core.records import FolderState, Group, Member, Relation, Tier
from tests.core.graphs import Pair, graph_of

NEAR, SIMILAR = Tier.NEAR, Tier.SIMILAR
REFUSED = Relation.NOT_DUPLICATES


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


def rows_in(groups: list[Group]) -> list[set[int]]:
    """The rows of each group, in order; a photo's id is its row and one."""
    return [{member.photo_id - 1 for member in group.members} for group in groups]


def member_of(group: Group, row: int) -> Member:
    return next(member for member in group.members if member.photo_id == row + 1)


# --- by codes ---------------------------------------------------------------------------------------------------------


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
    index = replace(index, photos=[replace(index.photos[0], damaged=True), index.photos[1]])
    assert index.groups()[0].keeper.path == b"/p/1.jpg"


def test_bytes_held_by_a_reference_folder_or_a_hard_link_are_not_freed() -> None:
    index = graph_of(3, [(0, 1, NEAR, 0.9), (0, 2, NEAR, 0.9)])
    one, two, three = index.photos
    link = replace(three, id=9, path=b"/nowhere/link.jpg", state=FolderState.REFERENCE)
    index = replace(index, photos=[one, two, three, link])
    (group,) = index.groups()
    assert group.keeper.photo_id == 9  # in a reference folder
    assert group.bytes_freeable == one.size + two.size


# --- by pairs ---------------------------------------------------------------------------------------------------------


def test_stars_are_no_chains() -> None:
    chain: list[Pair] = [(row, row + 1, NEAR, 0.9) for row in range(5)]
    index = graph_of(6, chain)
    groups = index.groups()
    assert sorted(map(sorted, rows_in(groups))) == [[0, 1, 2], [3, 4]] or len(groups) == 2
    assert all(len(rows) <= 3 for rows in rows_in(groups))


def test_a_thumbnail_holds_no_two_larger_pictures_together() -> None:
    # 0 and 3 are different signs, each with copies, and 2 is a thumbnail that fits all of them
    pairs: list[Pair] = [(0, 1, NEAR, 0.9), (3, 4, NEAR, 0.9), *[(row, 2, NEAR, 0.8) for row in (0, 1)]]
    pairs += [(2, row, NEAR, 0.8) for row in (3, 4)]
    index = graph_of(5, pairs)
    index.pixels[:] = 90_000
    assert rows_in(index.groups()) == [{0, 1, 2, 3, 4}]  # as large as they: its word counts
    small = graph_of(5, pairs)
    small.pixels[:] = [90_000, 90_000, 4_000, 90_000, 90_000]
    assert sorted(map(sorted, rows_in(small.groups()))) == [[0, 1, 2], [3, 4]]
    assert rows_in(graph_of(5, pairs).groups()) == [{0, 1, 2, 3, 4}]  # thumbnails alone are judged like any others


def test_the_bar_and_the_range_of_scores() -> None:
    index = graph_of(5, [(0, 1, NEAR, 0.55), (1, 2, NEAR, 0.97), (3, 4, SIMILAR, 0.3)])
    assert rows_in(index.groups()) == [{0, 1, 2}]
    assert rows_in(index.groups(min_score=0.9)) == [{1, 2}]
    assert rows_in(index.groups(scores=(0, 0.9))) == [{0, 1}]
    assert sorted(map(sorted, rows_in(index.groups(SIMILAR)))) == [[0, 1, 2], [3, 4]]
    assert rows_in(index.groups(SIMILAR, scores=(0.2, 0.4))) == [{3, 4}]
    assert index.groups(SIMILAR, scores=(0.98, 1)) == []


def test_a_radius_leaves_out_whoever_is_beyond_it_from_the_keeper() -> None:
    # 0 would be kept, but is too far from 2
    index = graph_of(3, [(0, 1, NEAR, 0.9, 5), (1, 2, NEAR, 0.9, 5), (0, 2, NEAR, 0.9, 40)])
    assert index.groups()[0].keeper.photo_id == 1
    (group,) = index.groups(radius=10)
    assert group.keeper.photo_id == 2 and rows_in([group]) == [{0, 1, 2}]


def test_a_part_is_not_kept_for_the_whole() -> None:
    proof = Evidence(NEAR, Kind.PART, derived=0, score=0.8, distance=90, turn=1, matrix=(0.5, 0, 0.2, 0, 0.5, 0.1))
    index = graph_of(2, [(0, 1, NEAR, 0.8)], proofs={(0, 1): proof})
    (group,) = index.groups()
    assert group.keeper.photo_id == 2  # although 0 is older
    member = group.members[1]
    assert member.proof == proof.swapped()
    assert member.proof is not None and member.proof.derived == 1
    assert member.transform == "rot270" and member.evidence["kind"] == "part of"
    assert member.evidence["crop"] and "verified" not in member.evidence
    assert {"derived", "score", "overlap", "inliers", "residual", "colour", "digest"} <= member.evidence.keys()


def test_a_member_without_a_pair_with_the_keeper_is_not_verified() -> None:
    index = graph_of(4, [(0, 1, NEAR, 0.9), (1, 2, NEAR, 0.9), (1, 3, NEAR, 0.9), (0, 3, SIMILAR, 0.2)])
    grouping = index.regroup()
    (group,) = grouping
    assert group.keeper.photo_id == 1
    assert "verified" not in member_of(group, 1).evidence
    assert member_of(group, 2).evidence["verified"] is False
    assert member_of(group, 3).evidence["verified"] is False
    assert index.unverified(grouping) == [(0, 2)]  # the pair of 0 and 3 was looked at already
    assert index.unverified(index.regroup(SIMILAR)) == [(0, 2)]


def test_stacks_take_whole_near_groups_and_are_no_chains() -> None:
    pairs: list[Pair] = [(0, 1, NEAR, 0.9), (2, 3, NEAR, 0.9), (1, 2, SIMILAR, 0.4), (3, 4, SIMILAR, 0.4)]
    pairs += [(4, 5, SIMILAR, 0.4)]
    index = graph_of(6, pairs)
    (stack,) = index.groups(SIMILAR)
    assert rows_in([stack]) == [{0, 1, 2, 3, 4}]  # 5 is only like 4, not like the hub
    assert member_of(stack, 1).tier is NEAR and member_of(stack, 2).tier is SIMILAR
    assert "verified" not in member_of(stack, 4).evidence


def test_the_best_pair_of_two_groups_says_which_one_joins() -> None:
    hub: list[Pair] = [(0, 4, NEAR, 0.9), (0, 1, SIMILAR, 0.2), (4, 2, SIMILAR, 0.45), (0, 3, SIMILAR, 0.3)]
    index = graph_of(5, [*hub, (1, 2, NEAR, 0.9)], [(1, 3, REFUSED)])
    assert rows_in(index.groups(SIMILAR)) == [{0, 1, 2, 4}]


def test_a_lazy_grouping_adds_up() -> None:
    index = graph_of(6, [(0, 1, NEAR, 0.9), (2, 3, NEAR, 0.9), (2, 4, NEAR, 0.9)])
    grouping = index.regroup()
    groups = list(grouping)
    assert len(grouping) == 2 and grouping[0] is groups[0] and grouping[-1] is groups[1]
    assert grouping[0:2] == groups
    assert grouping.bytes_freeable == sum(group.bytes_freeable for group in groups)
    assert grouping.photos_beside == sum(len(group.members) - 1 for group in groups) == 3
    assert groups[0].bytes_freeable > groups[1].bytes_freeable
    with pytest.raises(IndexError):
        grouping[2]


def test_nothing_at_all() -> None:
    index = graph_of(0, [])
    for tier in Tier:
        assert index.groups(tier) == [] and index.unverified(index.regroup(tier)) == []


# --- decisions --------------------------------------------------------------------------------------------------------


def test_a_refused_pair_does_not_come_back_through_a_third_copy() -> None:
    index = graph_of(3, [(0, 1, NEAR, 0.99), (0, 2, NEAR, 0.8), (1, 2, NEAR, 0.9)], [(0, 1, REFUSED)])
    assert rows_in(index.groups()) == [{1, 2}]  # 1 matches 2 better than 0 does
    assert rows_in(index.groups(SIMILAR)) == [{1, 2}]


def test_a_refusal_holds_for_copies_with_equal_pixels() -> None:
    index = graph_of(4, [(0, 1, NEAR, 0.9), (0, 2, NEAR, 0.9)], [(0, 1, REFUSED)], pixels={1: "same", 2: "same"})
    assert rows_in(index.groups()) == [{1, 2}]


def test_equal_pixels_can_be_parted_too() -> None:
    pixels = {row: "same" for row in range(3)}
    index = graph_of(3, [], [(0, 1, REFUSED)], pixels)
    assert rows_in(index.groups()) == [{0, 2}]


def test_alternates_are_one_stack_but_no_duplicates() -> None:
    index = graph_of(2, [(0, 1, NEAR, 0.99)], [(0, 1, Relation.ALTERNATES)])
    assert index.groups() == []
    (stack,) = index.groups(SIMILAR, scores=(0, 0.1))
    assert stack.tier is SIMILAR and rows_in([stack]) == [{0, 1}]


def test_duplicates_by_hand_join_the_hubs_group() -> None:
    index = graph_of(4, [(0, 1, NEAR, 0.9), (0, 2, NEAR, 0.9)], [(2, 3, Relation.DUPLICATES)])
    (group,) = index.groups(min_score=0.8)
    assert rows_in([group]) == [{0, 1, 2, 3}]
    assert member_of(group, 3).evidence["verified"] is False  # nobody compared it with the keeper
    (pair,) = graph_of(2, [], [(0, 1, Relation.DUPLICATES)]).groups()
    assert pair.members[1].evidence["by_hand"] is True and "verified" not in pair.members[1].evidence


def test_the_last_word_stands() -> None:
    said = [(0, 1, REFUSED), (0, 1, Relation.DUPLICATES)]
    assert len(graph_of(2, [], said).groups()) == 1
    assert graph_of(2, [(0, 1, NEAR, 0.9)], said[::-1]).groups() == []


def test_other_decisions_give_the_groups_of_a_new_index() -> None:
    index = replace(graph_of(3, [(0, 1, NEAR, 0.9), (0, 2, NEAR, 0.9)]), content_ids=[7, 8, 9])
    (group,) = index.groups()
    assert rows_in(index.decided([(7, 9, REFUSED), (7, 10, REFUSED)]).groups()) == [{0, 1}]
    assert rows_in(index.groups()) == [{0, 1, 2}]


# --- bursts -----------------------------------------------------------------------------------------------------------


def test_two_exposures_of_one_camera_are_never_in_one_group() -> None:
    burst = [Shot(5.0, "10", "Maker"), Shot(5.0, "60", "Maker"), None]  # 2 was stripped of its capture data
    pairs: list[Pair] = [(0, 1, NEAR, 0.9), (0, 2, NEAR, 0.8), (1, 2, NEAR, 0.95)]
    index = replace(graph_of(3, pairs), shots=burst)
    assert rows_in(index.groups()) == [{1, 2}]
    assert rows_in(index.groups(SIMILAR)) == [{0, 1, 2}]
    joined = replace(index, decisions=[(0, 1, Relation.DUPLICATES)])
    assert rows_in(joined.groups()) == [{0, 1, 2}]


# --- raw files --------------------------------------------------------------------------------------------------------


def test_a_raw_file_and_its_jpeg_are_one_member(tmp_path: Path) -> None:
    for name in ("a.nef", "a.jpg", "a.xmp"):
        (tmp_path / name).write_bytes(b"x")
    pairs: list[Pair] = [(0, 1, NEAR, 0.9), (0, 2, NEAR, 0.9), (1, 2, NEAR, 0.9)]
    index = graph_of(3, pairs, names={0: "a.nef", 1: "a.jpg", 2: "b.jpg"})
    photos = [replace(photo, path=bytes(tmp_path / photo.path.decode().split("/")[-1])) for photo in index.photos]
    index = replace(index, photos=photos)
    for tier in (NEAR, SIMILAR):
        (group,) = index.groups(tier)
        assert rows_in([group]) == [{1, 2}]
        assert member_of(group, 1).companions == (bytes(tmp_path / "a.nef"), bytes(tmp_path / "a.xmp"))
        assert member_of(group, 2).companions == ()
    alone = graph_of(2, [(0, 1, NEAR, 0.9)], names={0: "a.nef", 1: "a.JPG"})
    assert alone.groups() == [] == alone.groups(SIMILAR)


def test_a_raw_file_copied_without_its_jpeg_is_still_found() -> None:
    index = graph_of(3, [(0, 1, NEAR, 0.9), (1, 2, NEAR, 0.9)], names={0: "a.nef", 1: "a.jpg", 2: "z.jpg"})
    copy = replace(index.photos[0], id=9, path=b"/elsewhere/a.nef", inode=99)
    index = replace(index, photos=[*index.photos, copy])
    found = [{member.photo_id for member in group.members} for group in index.groups()]
    assert {1, 9} in found and {2, 3} in found
