"""Folders that hold copies of each other's photos."""

from __future__ import annotations

from dataclasses import replace

from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.matching.groups import GroupIndex
from crh_desktop.core.matching.overlap import copies_between, folder_pairs
from crh_desktop.core.records import FolderState, Tier
from tests.core.graphs import graph_of

NEAR = Tier.NEAR
RESAVED = Evidence(NEAR, Kind.RESAVED, derived=1, score=0.9)


def library(paths: list[bytes], pixels: dict[int, str] | None = None) -> GroupIndex:
    """Photos 0 and 1, 2 and 3, … are near each other."""
    pairs = [(place, place + 1, NEAR, 0.9) for place in range(0, len(paths), 2)]
    proofs = {(place, place + 1): RESAVED for place in range(0, len(paths), 2)}
    index = graph_of(len(paths), pairs, pixels=pixels, proofs=proofs)
    photos = [replace(photo, path=path) for photo, path in zip(index.photos, paths, strict=True)]
    return replace(index, photos=photos)


def test_pairs_of_folders_are_counted() -> None:
    index = library(
        [b"/a/0.jpg", b"/b/1.jpg", b"/a/2.jpg", b"/b/3.jpg", b"/a/4.jpg", b"/c/5.jpg", b"/c/6.jpg", b"/c/7.jpg"]
    )
    pairs = folder_pairs(index.regroup(NEAR))
    told = {pair.folders: (pair.shared, pair.photos) for pair in pairs}
    assert told == {(b"/a", b"/b"): ((2, 2), (3, 2)), (b"/a", b"/c"): ((1, 1), (3, 3))}
    assert pairs[0].folders == (b"/a", b"/b") and pairs[0].share(1) == 1.0


def test_only_lesser_copies_of_what_the_other_folder_keeps_are_marked() -> None:
    index = library([b"/a/0.jpg", b"/b/1.jpg", b"/b/2.jpg", b"/a/3.jpg"], pixels={2: "same", 3: "same"})
    groups = list(index.regroup(NEAR))
    keepers = {group.keeper.path for group in groups}
    found = copies_between(groups, b"/a", b"/b", {})
    marked = {member.path: group.keeper.path for group, members in found for member in members}
    # the older file is the keeper: /b/1 was saved again from /a/0, while of equal pixels either may stay
    assert keepers == {b"/a/0.jpg", b"/b/2.jpg"}
    assert marked == {b"/b/1.jpg": b"/a/0.jpg", b"/b/2.jpg": b"/a/3.jpg"}
    back = copies_between(groups, b"/b", b"/a", {})
    assert {member.path for _, members in back for member in members} == {b"/a/3.jpg"}
    assert copies_between(groups, b"/a", b"/b", {b"/b": FolderState.REFERENCE}) == []
    assert copies_between(groups, b"/a", b"/nowhere", {}) == []
