"""Keeper rules: the first criterion that tells two photos apart decides, and says so."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from crh_desktop.core import imaging
from crh_desktop.core.matching.keeper_rules import PRESETS, USUAL, Criterion, KeeperRules
from crh_desktop.core.matching.keeping import GroupPhoto, Shelf
from crh_desktop.core.records import FolderState

PLAIN = GroupPhoto(1, b"/photos/one.png", 1000, 10**18, 1, 1, 0, FolderState.NORMAL)
BETTER = {
    Criterion.REFERENCE: {"state": FolderState.REFERENCE},
    Criterion.FOLDERS: {"path": b"/best/one.png"},
    Criterion.RAW: {"with_raw": True},
    Criterion.METADATA: {"captured": True},
    Criterion.FORMAT: {"path": b"/photos/one.jpg"},
    Criterion.QUALITY: {"jpeg_quality": 95},
    Criterion.OLDEST: {"taken_at": 7e8},
    Criterion.NEWEST: {"mtime_ns": 10**18 + 10**9},
    Criterion.LARGEST: {"size": 2000},
    Criterion.SMALLEST: {"size": 500},
    Criterion.SHORT_PATH: {"path": b"/p/one.png"},
}


def shelf(photos: list[GroupPhoto], *criteria: Criterion, pixels: tuple[int, ...] = (100, 100)) -> Shelf:
    return Shelf(photos, np.array(pixels, np.int64), KeeperRules(criteria, (b"/best",)))


@pytest.mark.parametrize("criterion", list(BETTER))
def test_each_criterion_prefers_what_it_says(criterion: Criterion) -> None:
    better = replace(PLAIN, id=2, inode=2, **BETTER[criterion])  # type: ignore[arg-type]
    found = shelf([PLAIN, better], criterion)
    assert found.photos[0].id == 2 and found.deciding(0, 1) == criterion.value


def test_more_pixels_and_plain_names_win() -> None:
    large = replace(PLAIN, id=2, content=1)
    assert shelf([PLAIN, large], Criterion.RESOLUTION, pixels=(100, 200)).photos[0].id == 2
    names = [b"/p/IMG_1 (2).jpg", b"/p/IMG_1 - Copy.jpg", b"/p/IMG-20200101-WA0001.jpg", b"/p/Screenshot_1.jpg"]
    for name in names:
        plain = replace(PLAIN, id=2, path=b"/q/IMG_20200101_120000.jpg")
        found = shelf([replace(PLAIN, path=name), plain], Criterion.NAME)
        assert found.photos[0].id == 2 and found.deciding(0, 1) == "name", name


def test_dates_of_a_clock_that_was_never_set_tell_nothing() -> None:
    for wrong in (0, 10**17, 10**20):
        dated = replace(PLAIN, id=2, path=b"/photos/zzz.png")
        assert shelf([replace(PLAIN, mtime_ns=wrong), dated], Criterion.OLDEST).photos[0].id == 2
        assert shelf([replace(PLAIN, mtime_ns=wrong), dated], Criterion.NEWEST).photos[0].id == 2


def test_a_date_in_the_name_outranks_the_date_of_the_file() -> None:
    sent = replace(PLAIN, id=2, path=b"/photos/IMG-19990101-WA0001.jpg", mtime_ns=PLAIN.mtime_ns + 10**15)
    assert shelf([PLAIN, sent], Criterion.OLDEST).photos[0].id == 2
    assert shelf([replace(PLAIN, taken_at=9e8), sent], Criterion.OLDEST).photos[0].id == 1


def test_what_cannot_stay_is_never_preferred_and_the_person_outranks_every_rule() -> None:
    damaged = replace(PLAIN, id=2, damaged=True)
    away = replace(PLAIN, id=3, away=True)
    backup = replace(PLAIN, id=4, state=FolderState.BACKUP)
    chosen = replace(PLAIN, id=5, damaged=True, chosen=1)
    order = [photo.id for photo in shelf([chosen, backup, away, damaged, PLAIN], Criterion.LARGEST).photos]
    assert order == [5, 1, 2, 3, 4]


@given(st.permutations(list(Criterion)), st.lists(st.sampled_from(list(BETTER)), min_size=1, max_size=4, unique=True))
def test_the_order_of_photos_changes_nothing(criteria: list[Criterion], kinds: list[Criterion]) -> None:
    photos = [PLAIN] + [
        replace(PLAIN, id=n, inode=n, **BETTER[kind])  # type: ignore[arg-type]
        for n, kind in enumerate(kinds, 2)
    ]
    # no two files share a path
    photos = [replace(photo, path=photo.path + b"%d" % photo.id) for photo in photos]
    orders = {tuple(photo.id for photo in shelf(list(one), *criteria).photos) for one in permutations(photos)}
    assert len(orders) == 1


def test_rules_survive_the_settings() -> None:
    rules = KeeperRules((Criterion.NAME, Criterion.OLDEST), (b"/a b", b"/caf\xe9"))
    assert KeeperRules.from_text(rules.to_text()) == rules
    assert KeeperRules.from_text("") == USUAL and KeeperRules.from_text("nonsense,,\n/x") == USUAL
    assert all(len(set(one.criteria)) == len(one.criteria) for one in PRESETS.values())


@pytest.mark.parametrize("quality", [30, 60, 75, 90, 97])
def test_jpeg_quality_is_read_from_the_file(tmp_path: object, quality: int) -> None:
    import io

    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 40).convert("RGB").save(buffer, "JPEG", quality=quality)
    assert abs(imaging.decode(buffer.getvalue(), side=32).jpeg_quality - quality) <= 1
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 40).save(buffer, "PNG")
    assert imaging.decode(buffer.getvalue()).jpeg_quality == 0
