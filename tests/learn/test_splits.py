"""Parts of a labelled set: disjoint, complete, fair to every class, and never a copy on both sides."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core import perceptual
from crh_desktop.learn.splits import copy_groups, split
from tests.fixtures.pictures import make_picture


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(5, 60), st.booleans())
def test_parts_are_disjoint_complete_and_part_no_copies(seed: int, classes: int, count: int, several: bool) -> None:
    random = np.random.default_rng(seed)
    targets = np.eye(classes, dtype=np.uint8)[random.integers(0, classes, count)]
    if several:
        targets |= (random.random(targets.shape) < 0.2).astype(np.uint8)
    groups = random.integers(0, count, count)
    shares = (0.6, 0.2, 0.2)
    parts = split(targets, shares, seed, groups)
    assert sorted(np.concatenate(parts).tolist()) == list(range(count))
    for number, rows in enumerate(parts):
        for other in parts[number + 1 :]:
            assert not set(groups[rows]) & set(groups[other])
    assert all((one == two).all() for one, two in zip(parts, split(targets, shares, seed, groups), strict=True))
    if not several:
        # a class can only lack in training if all its photos are copies of another class's
        alone = {int(label) for label in np.unique(targets.argmax(1)) if _own_group(targets.argmax(1), groups, label)}
        assert alone <= set(targets[parts[0]].argmax(1).tolist())


def _own_group(labels: np.ndarray, groups: np.ndarray, label: int) -> bool:
    mine = set(groups[labels == label])
    return not mine & set(groups[labels != label])


def test_shares_are_kept_where_they_can_be() -> None:
    targets = np.eye(4, dtype=np.uint8)[np.repeat(np.arange(4), 50)]
    sizes = [np.bincount(targets[rows].argmax(1)) for rows in split(targets, (0.7, 0.15, 0.15), 3)]
    for size, wanted in zip(sizes, (35, 7.5, 7.5), strict=True):
        assert (np.abs(size - wanted) <= 1).all()


def test_a_class_of_one_photo_is_trained_on() -> None:
    labels = np.array([0, 0, 0, 0, 0, 1, 2, 2])
    kept, held = split(np.eye(3, dtype=np.uint8)[labels], (0.5, 0.5), 0)
    assert set(labels[kept]) == {0, 1, 2}
    assert len(kept) + len(held) == 8 and not set(kept) & set(held)


def test_turned_and_mirrored_copies_are_one_group() -> None:
    pictures = [make_picture(seed) for seed in range(4)]
    pictures += [pictures[0].rotate(90, expand=True), pictures[1].transpose(0), pictures[2].resize((200, 150))]
    codes = np.stack([perceptual.perceptual_code(picture)[0] for picture in pictures])
    groups = copy_groups(codes)
    assert groups[0] == groups[4] and groups[1] == groups[5] and groups[2] == groups[6]
    assert len(set(groups.tolist())) == 4
