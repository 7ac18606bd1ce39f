"""A damaged library: what can be read is kept, what is lost is computed again, the damaged file stays."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from pathlib import Path

import numpy as np
import pytest

from crh_desktop.core.errors import LibraryDamaged, LibraryError
from crh_desktop.core.library import Library
from crh_desktop.core.store import schema
from crh_desktop.core.store.copies import EVERY, copy_path
from crh_desktop.core.store.repair import faults, needs_repair, repair
from crh_desktop.core.store.schema import FILE_NAME
from tests.fixtures.desk import Desk, filled

TABLES = ("folder", "content", "photo", "code", "verdict", "kept", "pair")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A library of two thousand contents with codes, decisions, and a checkpointed file."""
    desk = Desk(tmp_path)
    filled(desk)
    library = desk.library
    random = np.random.default_rng(0)
    with library.transaction():
        library.execute(
            "INSERT INTO encoder(id, kind, name, bits, preprocessing, sha256) VALUES(1, 'perceptual', 'p', 256, '', 'p')"
        )
        for number in range(100, 2100):
            library.execute(
                "INSERT INTO content(id, digest, size, readable, width, height, format, added_at) "
                "VALUES(?, ?, 9, 1, 9, 9, 'JPEG', 0)",
                (number, f"{number:064d}"),
            )
            library.execute(
                "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, content_id, status) "
                "VALUES(1, ?, 9, 9, 9, ?, ?, 'ok')",
                (b"/gone/%d.jpg" % number, number, number),
            )
            library.execute("INSERT INTO code VALUES(1, ?, ?)", (number, random.bytes(32)))
            if number % 10 == 0:
                library.execute("INSERT INTO verdict VALUES(?, ?, 'different', 1.0)", (number, number + 1))
    library.execute("INSERT INTO code SELECT 1, id, zeroblob(32) FROM content WHERE id < 100")
    library.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    library.close()
    return desk.where


def test_what_was_broken_off_is_no_damage(place: Path, tmp_path: Path) -> None:
    """A journal that waits to be rolled back, as a full disk leaves it: reading alone cannot do that."""
    broken = tmp_path / "broken"
    broken.mkdir()
    with contextlib.closing(sqlite3.connect(place / FILE_NAME)) as database:
        database.executescript("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA synchronous = OFF; BEGIN;")
        database.execute("UPDATE content SET size = size + 1")
        for name in (FILE_NAME, f"{FILE_NAME}-journal"):
            (broken / name).write_bytes((place / name).read_bytes())
        database.execute("ROLLBACK")
    assert faults(broken) == []
    assert rows(broken) == rows(place)


def rows(folder: Path) -> dict[str, set[tuple[object, ...]]]:
    with contextlib.closing(sqlite3.connect(folder / FILE_NAME)) as database:
        return {table: set(database.execute(f"SELECT * FROM {table}")) for table in TABLES}


def spoil(file: Path, page: int, size: int = 4096) -> None:
    with file.open("r+b") as handle:
        handle.seek(page * size)
        handle.write(os.urandom(size))


def test_a_whole_library_has_no_faults(place: Path) -> None:
    assert faults(place) == [] and not needs_repair(place)
    before = rows(place)
    done = repair(place, rebuild=False)
    assert rows(place) == before and done.lost == [] and done.aside.exists()


@pytest.mark.parametrize("seed", range(12))
def test_pages_are_damaged(place: Path, seed: int) -> None:
    before = rows(place)
    file = place / FILE_NAME
    pages = file.stat().st_size // 4096
    readable = False
    for page in np.random.default_rng(seed).integers(1, pages, 1 + seed % 3):
        spoil(file, int(page))
    assert faults(place)
    with contextlib.closing(sqlite3.connect(file)) as database, contextlib.suppress(sqlite3.DatabaseError):
        readable = bool(database.execute("SELECT sql FROM sqlite_master").fetchall())
    if not readable:
        pytest.skip("the list of tables itself was hit: then a copy is needed, see below")
    damaged = file.read_bytes()
    done = repair(place)
    assert faults(place) == []
    after = rows(place)
    for table in TABLES:
        if table != "photo":  # those that lost their content or its codes are pending now
            assert after[table] <= before[table], table
    kept = sum(map(len, after.values())) / sum(map(len, before.values()))
    assert kept > 0.3, f"{kept:.0%} of the rows were kept, lost from {done.lost}"
    assert done.aside.read_bytes() == damaged
    with Library.open(place) as library:
        coded = {row[0] for row in library.execute("SELECT content_id FROM code")}
        for content, status in library.execute("SELECT content_id, status FROM photo"):
            assert status == "pending" or content in coded


def test_damage_is_met_while_it_is_used(place: Path) -> None:
    file = place / FILE_NAME
    pages = file.stat().st_size // 4096
    for page in range(pages // 3, pages):
        spoil(file, page)
    with Library.open(place) as library, pytest.raises(LibraryDamaged, match="crh repair"):
        library.execute("SELECT * FROM content JOIN photo ON content_id = content.id")
    assert needs_repair(place)


def test_nothing_can_be_read_but_there_is_a_copy(place: Path) -> None:
    with Library.open(place) as library:
        assert not library.keep_copy()  # it was made this week
        library.execute("UPDATE meta SET value = ? WHERE key = 'copied'", (str(time.time() - EVERY - 1),))
        assert library.keep_copy() and not library.keep_copy()
    before = rows(place)
    copy = copy_path(place / FILE_NAME)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    (place / FILE_NAME).write_bytes(os.urandom(9000))
    with pytest.raises(LibraryDamaged):
        Library.open(place)
    done = repair(place)
    assert done.source == copy and rows(place) == before and not needs_repair(place)


def test_nothing_can_be_read_and_there_is_no_copy(place: Path) -> None:
    (place / FILE_NAME).write_bytes(b"garbage" * 999)
    with pytest.raises(LibraryError, match="Nothing can be read"):
        repair(place)
    assert (place / FILE_NAME).read_bytes() == b"garbage" * 999
    assert sorted(one.name for one in place.iterdir()) in ([FILE_NAME], ["damaged", FILE_NAME])


def test_a_rebuild_keeps_codes_and_decisions(place: Path) -> None:
    before = rows(place)
    repair(place, rebuild=True)
    after = rows(place)
    assert after["code"] == before["code"] and after["verdict"] == before["verdict"] and not after["pair"]
    with Library.open(place) as library:
        assert {row[0] for row in library.execute("SELECT status FROM photo")} == {"pending"}


def test_the_copy_before_a_migration_holds_what_the_log_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", everything[:-1])
    place = tmp_path / "library"
    writer = schema.open_database(place)
    writer.execute("INSERT INTO content(digest, size, readable, added_at) VALUES('late', 1, 1, 0)")
    monkeypatch.setattr(schema, "MIGRATIONS", everything)
    schema.open_database(place).close()  # the writer is still open: its row is in the log only
    (copy,) = place.glob(f"{FILE_NAME}.before-*")
    with contextlib.closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT digest FROM content").fetchall() == [("late",)]
        assert old.execute("PRAGMA user_version").fetchone() == (len(everything) - 1,)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    writer.close()
