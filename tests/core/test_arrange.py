"""Groups in another order, and fewer of them, without any being built for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from crh_desktop.core.matching.arrange import Filter, Order, arranged
from crh_desktop.core.matching.groups import GroupIndex
from crh_desktop.core.records import Tier
from tests.core.graphs import graph_of

NEAR = Tier.NEAR


def library() -> GroupIndex:
    """Three groups of two: photos 0 and 1, 2 and 3, 4 and 5."""
    pairs = [(0, 1, NEAR, 0.9), (2, 3, NEAR, 0.8), (4, 5, NEAR, 0.7)]
    index = graph_of(6, pairs)
    paths = [b"/a/red.jpg", b"/b/red.PNG", b"/a/\xc3\x84pfel.jpg", b"/a/x.jpg", b"/c/z.heic", b"/c/zz.jpg"]
    index.photos = [
        replace(photo, path=paths[place], size=1000 * (6 - place), taken_at=1e9 + 1e6 * place)
        for place, photo in enumerate(index.photos)
    ]
    return replace(index, photos=index.photos)


def keepers(index: GroupIndex, order: Order = Order.FREE, only: Filter | None = None) -> list[bytes]:
    groups = arranged(index.regroup(NEAR), order, only or Filter())
    assert groups.photos_beside == sum(len(group.members) - 1 for group in groups)
    assert groups.bytes_freeable == sum(group.bytes_freeable for group in groups)
    return [group.keeper.path for group in groups]


def test_orders() -> None:
    index = library()
    by_size = [b"/a/red.jpg", "/a/Äpfel.jpg".encode(), b"/c/z.heic"]
    assert sorted(keepers(index)) == sorted(by_size)
    assert keepers(index, Order.SIZE) == by_size
    assert keepers(index, Order.OLDEST) == by_size
    assert keepers(index, Order.NEWEST) == by_size[::-1]
    assert keepers(index, Order.FOLDER) == sorted(by_size)


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Filter(text="RED"), {b"/a/red.jpg"}),
        (Filter(text="äpf"), {"/a/Äpfel.jpg".encode()}),
        (Filter(folder=b"/b"), {b"/a/red.jpg"}),
        (Filter(formats=frozenset(("heic", "png"))), {b"/a/red.jpg", b"/c/z.heic"}),
        (Filter(taken=(1e9 + 2e6, None)), {"/a/Äpfel.jpg".encode(), b"/c/z.heic"}),
        (Filter(taken=(None, 1e9)), {b"/a/red.jpg"}),
        (Filter(text="x.jpg", folder=b"/c"), set()),
    ],
)
def test_a_group_is_shown_if_one_of_its_photos_fits(only: Filter, expected: set[bytes]) -> None:
    assert only and not Filter()
    assert set(keepers(library(), only=only)) == expected


def test_nothing_is_arranged_without_trouble() -> None:
    index = graph_of(2, [])
    assert list(arranged(index.regroup(NEAR), Order.LIKENESS, Filter(text="x"))) == []
    assert np.size(index.regroup(NEAR).keepers) == 0
