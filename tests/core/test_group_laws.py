"""Laws that hold for every group index: order changes nothing, strangers change nothing, equal to the rules told plainly."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core.matching import stars
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.matching.groups import TINY, GroupIndex, GroupPhoto
from crh_desktop.core.matching.stacks import Shot
from crh_desktop.core.records import FolderState, Group, Relation, Tier
from tests.core.graphs import Pair, graph_of
from tests.core.plain_groups import plain_groups

NEAR, SIMILAR = Tier.NEAR, Tier.SIMILAR
REFUSED = Relation.NOT_DUPLICATES
SCORES = (0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
PAIR_SCORES = (0.3, 0.6, 0.7, 0.8, 0.9, 0.9, 1.0)


@st.composite
def indexes(draw: st.DrawFn, most: int = 9) -> GroupIndex:
    """Small libraries with everything in them: several files of a content, absent contents, links, parts, decisions."""
    count = draw(st.integers(2, most))
    row = st.integers(0, count - 1)
    ends = draw(
        st.lists(
            st.tuples(row, row).filter(lambda pair: pair[0] < pair[1]), unique=True, min_size=count // 2, max_size=24
        )
    )
    pairs: list[Pair] = [
        (
            a,
            b,
            draw(st.sampled_from([NEAR, NEAR, NEAR, NEAR, SIMILAR, SIMILAR, None])),
            draw(st.sampled_from(SCORES)),
            draw(st.integers(0, 40)),
        )
        for a, b in ends
    ]
    pixels = {one: draw(st.sampled_from(["", "", "", "same", "other"])) for one in range(count)}
    said = draw(
        st.lists(st.tuples(row, row, st.sampled_from(Relation)).filter(lambda said: said[0] != said[1]), max_size=8)
    )
    proofs = {
        end: Evidence(NEAR, Kind.PART, derived=draw(st.sampled_from([0, 1, -1])))
        for end in ends
        if draw(st.integers(0, 3)) == 0
    }
    index = graph_of(count, pairs, said, pixels, proofs=proofs)
    photos = []
    for photo in index.photos:
        for copy in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
            photos.append(
                replace(
                    photo,
                    id=photo.id + 100 * copy,
                    path=photo.path + b"+%d" % copy,
                    inode=draw(st.sampled_from([photo.inode, 50 + photo.inode])),
                    state=draw(
                        st.sampled_from(
                            [FolderState.NORMAL, FolderState.NORMAL, FolderState.REFERENCE, FolderState.BACKUP]
                        )
                    ),
                    damaged=draw(st.integers(0, 5)) == 0,
                    mtime_ns=10**18 + 10**9 * draw(st.integers(0, 2)),
                )
            )
    shots = [
        draw(
            st.sampled_from(
                [None, None, None, Shot(5.0, "1", "A"), Shot(5.0, "2", "A"), Shot(5.0, "2", "B"), Shot(5.0, "", "A")]
            )
        )
        for _ in range(count)
    ]
    return replace(
        index,
        photos=photos,
        shots=shots,
        pixels=np.array([draw(st.sampled_from([1, 2, TINY - 1, TINY, 9 * TINY])) for _ in range(count)]),
    )


POSITIONS = st.tuples(
    st.sampled_from(Tier),
    st.sampled_from([None, None, 5, 20, 31]),
    st.sampled_from(SCORES),
    st.sampled_from([None, (0.0, 1.0), (0.2, 0.8), (0.3, 0.5), (0.6, 1.0)]),
)


def found(groups: list[Group]) -> list[tuple[bytes, tuple[bytes, ...], int]]:
    return [
        (group.keeper.path, tuple(sorted(member.path for member in group.members)), group.bytes_freeable)
        for group in groups
    ]


@given(indexes(), st.lists(POSITIONS, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_groups_are_those_of_the_plain_rules(
    index: GroupIndex, positions: list[tuple[Tier, int | None, float, tuple[float, float] | None]]
) -> None:
    for position in positions:
        grouping = index.regroup(*position)
        assert found(list(grouping)) == plain_groups(index, *position)
        assert grouping.photos_beside == sum(len(group.members) - 1 for group in grouping)


@given(indexes(), POSITIONS)
@settings(max_examples=60, deadline=None)
def test_the_compiled_form_gives_the_same(
    index: GroupIndex, position: tuple[Tier, int | None, float, tuple[float, float] | None]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stars, "_SMALL", 0)
        assert found(index.groups(*position)) == plain_groups(index, *position)


@given(indexes(), POSITIONS)
@settings(max_examples=150, deadline=None)
def test_no_group_holds_what_a_person_parted(
    index: GroupIndex, position: tuple[Tier, int | None, float, tuple[float, float] | None]
) -> None:
    last: dict[frozenset[int], Relation] = {}
    for a, b, relation in index.decisions:
        last[frozenset((a, b))] = relation
    content = {photo.id: photo.content for photo in index.photos}
    for group in index.groups(*position):
        rows = sorted({content[member.photo_id] for member in group.members})
        for a, b in combinations(rows, 2):
            said = last.get(frozenset((a, b)))
            overruled = sum({index.pixel_digests[x] for x in said_of[:2]} == {index.pixel_digests[a], index.pixel_digests[b]}
                            for said_of in index.decisions) > 1  # fmt: skip
            assert said is not REFUSED or overruled


@given(indexes(), st.permutations(range(9)), st.randoms(use_true_random=False), POSITIONS)
@settings(max_examples=100, deadline=None)
def test_order_of_pairs_and_files_changes_nothing(
    index: GroupIndex, order: list[int], random: object, position: tuple[Tier, int | None, float, None]
) -> None:
    photos = list(index.photos)
    random.shuffle(photos)  # type: ignore[attr-defined]
    some = [place for place in order if place < len(index.first)]
    rest = [place for place in range(len(index.first)) if place not in some]
    place = np.array([*rest[::-1], *some], np.int64)
    assert index.tier is not None and index.score is not None
    other = replace(
        index, photos=photos, first=index.first[place], second=index.second[place], distance=index.distance[place],
        tier=index.tier[place], score=index.score[place], evidence=[index.evidence[one] for one in place.tolist()],
    )  # fmt: skip
    assert found(other.groups(*position)) == found(index.groups(*position))


@given(indexes(), POSITIONS)
@settings(max_examples=60, deadline=None)
def test_an_unrelated_photo_changes_no_group(
    index: GroupIndex, position: tuple[Tier, int | None, float, tuple[float, float] | None]
) -> None:
    stranger = GroupPhoto(999, b"/nowhere/stranger.jpg", 5, 0, 1, 999, 0, FolderState.NORMAL)
    # its digest is the least, so every row moves up by one
    photos = [replace(photo, content=photo.content + 1) for photo in index.photos]
    more = replace(
        index,
        digests=["0", *index.digests],
        pixel_digests=["", *index.pixel_digests],
        pixels=np.concatenate([[9], index.pixels]),
        codes=np.zeros((len(index.digests) + 1, 32), np.uint8),
        has_code=np.zeros(len(index.digests) + 1, np.bool_),
        photos=[stranger, *photos],
        first=index.first + 1,
        second=index.second + 1,
        decisions=[(a + 1, b + 1, relation) for a, b, relation in index.decisions],
        shots=[None, *index.shots],
    )
    assert found(more.groups(*position)) == found(index.groups(*position))
