"""A damaged library: tell that it is, and make a new one of everything that can still be read.

Nothing is thrown away: the damaged file stays beside the new one. What photos lose their codes are marked, so that the next
scan computes them again; codes whose content is still known are found again by its digest.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from crh_desktop.core.errors import LibraryError
from crh_desktop.core.store.copies import copy_path
from crh_desktop.core.store.schema import FILE_NAME, MIGRATIONS, marker, open_database

#: Tables in the order in which rows may refer to others.
_TABLES = (
    "meta", "folder", "content", "encoder", "photo", "left_out", "code", "projection", "pair", "paired", "verdict", "rating",
    "kept", "label", "batch", "item", "step", "mark",
)  # fmt: skip
_LOGS = ("-wal", "-shm")

#: Rows that refer to what was lost.
_LOOSE = (
    "DELETE FROM photo WHERE folder_id NOT IN (SELECT id FROM folder)",
    "DELETE FROM left_out WHERE folder_id NOT IN (SELECT id FROM folder)",
    "DELETE FROM code WHERE content_id NOT IN (SELECT id FROM content) OR encoder_id NOT IN (SELECT id FROM encoder)",
    "DELETE FROM projection WHERE content_id NOT IN (SELECT id FROM content) OR encoder_id NOT IN (SELECT id FROM encoder)",
    *(
        f"DELETE FROM {table} WHERE content_a NOT IN (SELECT id FROM content) OR content_b NOT IN (SELECT id FROM content)"
        for table in ("pair", "verdict", "rating")
    ),
    *(f"DELETE FROM {table} WHERE content_id NOT IN (SELECT id FROM content)" for table in ("paired", "kept", "label")),
    "DELETE FROM item WHERE batch_id NOT IN (SELECT id FROM batch)",
    "DELETE FROM step WHERE item_id NOT IN (SELECT id FROM item)",
    # a content without its codes is read again: without a row it is new
    "UPDATE photo SET status = 'pending', content_id = NULL WHERE content_id NOT IN (SELECT id FROM content)",
    "UPDATE photo SET status = 'pending' WHERE content_id IN (SELECT id FROM content WHERE readable = 1 AND format != '' AND "
    "id NOT IN (SELECT content_id FROM code JOIN encoder ON encoder.id = encoder_id WHERE kind = 'perceptual'))",
    "DELETE FROM paired WHERE content_id IN (SELECT content_id FROM photo WHERE status = 'pending')",
    "DELETE FROM meta WHERE key = 'settled'",
)
#: What the disk can tell again; codes and everything that a person said stay.
_FORGET = (
    "UPDATE photo SET status = 'pending'", "DELETE FROM pair", "DELETE FROM paired", "DELETE FROM left_out",
    "UPDATE content SET pixel_digest = NULL",
)  # fmt: skip


@dataclass
class Repaired:
    """What a repair did. source: the file that was read. kept: rows by table. lost: tables of which rows could not be read.

    aside: where the damaged file lies now.
    """

    source: Path
    aside: Path
    kept: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def faults(folder: Path) -> list[str]:
    """What is wrong with the library in a folder, as sentences; [] if nothing is.

    Raises:
        LibraryError: There is none, or it is newer.
    """
    file = _library_file(folder)
    try:
        try:
            found, version = _checked(file, "ro")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_READONLY:  # the module's own have none
                raise
            # a change was broken off and waits to be rolled back, which SQLite does when it may write
            found, version = _checked(file, "rw")
    except sqlite3.DatabaseError as error:
        return [f"{error}."]
    if version > len(MIGRATIONS):
        raise LibraryError(f"The library {file} was written by a newer version of CRH Desktop. Update the program.")
    return found


def _checked(file: Path, mode: str) -> tuple[list[str], int]:
    found: list[str] = []
    with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True)) as database:
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        try:
            found += [str(row[0]) for row in database.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            found += [
                f"A row of {row[0]} refers to what is not there."
                for row in database.execute("PRAGMA foreign_key_check")
            ]
        except sqlite3.DatabaseError as error:
            if not found:
                raise
            found.append(f"{error}.")
    return found, version


def needs_repair(folder: Path) -> bool:
    """Whether damage was met in the library of a folder."""
    return marker(folder).exists()


def repair(folder: Path, rebuild: bool = False) -> Repaired:
    """Make a new library of what can be read of a damaged one, or of its weekly copy where nothing can.

    Args:
        folder: Of the library.
        rebuild: Also forget what the disk can tell again: every file is read once more, its codes are found by its digest.

    Raises:
        LibraryError: There is no library, the disk is full, or nothing at all can be read; nothing was changed.
    """
    file = _library_file(folder)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = file.with_name(f"{FILE_NAME}.damaged-{stamp}")
    work = folder / f".repair-{stamp}"
    done = Repaired(file, aside)
    try:
        new = open_database(work)
        try:
            if not _salvage(file, new, done):
                copy = copy_path(file)
                done = Repaired(copy, aside)
                if not copy.exists() or not _salvage(copy, new, done):
                    raise LibraryError(
                        f"Nothing can be read of {file}, and there is no copy of it. Move it away; the next scan makes a new "
                        "library. Your photos are untouched."
                    )
            for statement in (*_LOOSE, *(_FORGET if rebuild else ())):
                new.execute(statement)
            new.execute("PRAGMA journal_mode=DELETE")  # everything into the one file
        finally:
            new.close()
        _put_in_place(work / FILE_NAME, file, aside)
    except sqlite3.DatabaseError as error:
        raise LibraryError(f"The library cannot be repaired: {error}. Free some space and try again.") from None
    except OSError as error:
        raise LibraryError(f"The library cannot be repaired: {error.strerror}. Check the disk and try again.") from None
    finally:
        for left in (*work.glob("*"),):
            left.unlink()
        if work.is_dir():
            work.rmdir()
    marker(folder).unlink(missing_ok=True)
    return done


def _library_file(folder: Path) -> Path:
    file = folder / FILE_NAME
    if not file.is_file():
        raise LibraryError(f"There is no photo library in {folder}.")
    return file


def _put_in_place(new: Path, file: Path, aside: Path) -> None:
    """The damaged file aside with its log, then the new one in its place; the old log must never meet the new file."""
    with open(new, "rb") as whole:
        os.fsync(whole.fileno())
    for ending in _LOGS:
        log = file.with_name(file.name + ending)
        if log.exists():
            os.rename(log, aside.with_name(aside.name + ending))
    try:
        os.link(file, aside)
    except OSError:  # no second names on this file system
        os.rename(file, aside)
    os.replace(new, file)


def _salvage(source: Path, new: sqlite3.Connection, done: Repaired) -> bool:
    """Copy everything that can be read; False if not even the list of tables can."""
    old = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    old.text_factory = lambda text: text.decode("utf-8", "replace")
    with contextlib.closing(old):
        try:
            old.execute("PRAGMA cell_size_check=ON")
            there = {row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except sqlite3.DatabaseError:
            return False
        if "content" not in there:
            return False
        new.execute("PRAGMA foreign_keys=OFF")
        new.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            if table not in there:
                continue
            columns = [str(row[1]) for row in new.execute(f"PRAGMA table_info({table})")]
            known = {str(row[1]) for row in old.execute(f"PRAGMA table_info({table})")}
            shared = [name for name in columns if name in known]
            marks = ",".join("?" * len(shared))
            insert = f"INSERT OR REPLACE INTO {table}({','.join(shared)}) VALUES({marks})"
            before = int(new.execute("SELECT total_changes()").fetchone()[0])
            for row in _rows(old, table, shared, done):
                with contextlib.suppress(sqlite3.IntegrityError):  # half a row, or one that contradicts another
                    new.execute(insert, row)
            done.kept[table] = int(new.execute("SELECT total_changes()").fetchone()[0]) - before
        new.execute("COMMIT")
    return True


def _rows(old: sqlite3.Connection, table: str, columns: list[str], done: Repaired) -> Iterator[tuple[Any, ...]]:
    """All rows that can be read: from the front up to damage, then from the back down to it."""
    keys = [str(row[1]) for row in sorted(old.execute(f"PRAGMA table_info({table})"), key=itemgetter(5)) if row[5]]
    order = keys or ["rowid"]
    for direction in ("ASC", "DESC"):
        wanted = ", ".join(f"{key} {direction}" for key in order)
        try:
            # the table itself, not an index that may be damaged as well
            yield from old.execute(f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED ORDER BY {wanted}")
            return
        except sqlite3.DatabaseError:
            if table not in done.lost:
                done.lost.append(table)
