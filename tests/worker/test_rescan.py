"""A library that has not changed is told by one look at its folders; whatever has changed is still seen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.jobs import ScanOptions, ScanResult, scan_job

NAMES = ("red.png", "green.png", "inner/blue.png", "inner/grey.png")

Scan = Callable[[], ScanResult]


def paint(path: Path, colour: tuple[int, int, int]) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (64, 48), colour).save(path)


@pytest.fixture(scope="module")
def encoders() -> Encoders:
    return Encoders()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    place = tmp_path / "photos"
    place.mkdir()
    for number, name in enumerate(NAMES):
        paint(place / name, (40 * number, 200 - 40 * number, 90))
    return place


@pytest.fixture
def library(tmp_path: Path, photos: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as found:
        found.add_folder(bytes(photos))
        yield found


@pytest.fixture
def scan(library: Library, encoders: Encoders) -> Iterator[Scan]:
    """Scanned three times: the second scan finds nothing new and keeps what it saw, the third relies on that."""
    with DecodePool(1) as pool:

        def once() -> ScanResult:
            return scan_job(library, [], ScanOptions(threads=1), pool, encoders, Progress())

        assert once().new == len(NAMES)
        assert once().hashed == once().hashed == 0
        assert library.execute("SELECT count(*) FROM meta WHERE key LIKE 'walked %'") == [(1,)]
        yield once


def test_the_photos_are_not_read_from_the_library_again(
    scan: Scan, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = library.execute

    def heard(sql: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(sql)
        return execute(sql, values)

    monkeypatch.setattr(library, "execute", heard)
    assert scan().photos == len(NAMES)
    assert not [sql for sql in asked if "path, size, mtime_ns" in sql]


def test_a_photo_of_the_same_size_and_another_time_is_read_again(scan: Scan, photos: Path) -> None:
    os.utime(photos / "red.png", ns=(1, 1))
    assert (scan().changed, scan().changed) == (1, 0)


def test_a_new_a_moved_and_a_missing_photo_are_seen(scan: Scan, photos: Path) -> None:
    paint(photos / "new.png", (1, 2, 3))
    assert scan().new == 1
    (photos / "new.png").rename(photos / "inner" / "new.png")
    assert scan().moved == 1
    (photos / "inner" / "new.png").unlink()
    found = scan()
    assert (found.removed, found.photos) == (1, len(NAMES))


def test_one_photo_for_another_is_seen_though_their_number_stays(scan: Scan, photos: Path) -> None:
    (photos / "red.png").unlink()
    paint(photos / "rose.png", (250, 120, 140))
    found = scan()
    assert (found.new, found.removed, found.photos) == (1, 1, len(NAMES))


def test_a_row_that_was_set_aside_is_read_though_its_file_is_as_before(scan: Scan, library: Library) -> None:
    before = library.epoch()
    library.execute("UPDATE photo SET status = 'pending' WHERE path LIKE '%red.png'")
    assert library.epoch() == before, "an interrupted scan leaves no new epoch"
    scan()
    assert library.execute("SELECT count(*) FROM photo WHERE status = 'pending'") == [(0,)]
