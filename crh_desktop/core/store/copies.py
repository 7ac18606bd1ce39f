"""Copies of the library's file: one before it is brought up to a newer format, and a fresh one every week."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

#: Seconds after which the weekly copy is made anew.
EVERY = 7 * 86_400
#: A copy is made only where the disk has so many times its size left.
_ROOM = 3


def copy_path(file: Path) -> Path:
    """The weekly copy of a library's file."""
    return file.with_name(f"{file.name}.copy")


def write_copy(database: sqlite3.Connection, target: Path) -> None:
    """A whole copy of an open database, also of what its log still holds; checked, then renamed to its place.

    Raises:
        sqlite3.DatabaseError: It cannot be read or written, or the copy is damaged as the original is.
        OSError: It cannot be renamed.
    """
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        copy = sqlite3.connect(part)
        try:
            os.chmod(part, 0o600)
            database.backup(copy)
            if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("database disk image is malformed")
        finally:
            copy.close()
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def keep_weekly_copy(database: sqlite3.Connection, file: Path) -> bool:
    """Make the weekly copy if it is due; whether one was made. A library that was made this week needs none yet.

    Raises:
        sqlite3.DatabaseError: As `write_copy`: the library is damaged, which is worth knowing early.
    """
    now = time.time()
    rows = database.execute("SELECT CAST(value AS REAL) FROM meta WHERE key = 'copied'").fetchall()
    # a clock that was set back makes a copy due, not never again
    due = bool(rows) and not 0 <= now - rows[0][0] < EVERY and _has_room(file)
    if due:
        try:
            write_copy(database, copy_path(file))
        except OSError:
            return False  # no copy is no reason to fail
    if due or not rows:
        database.execute("INSERT OR REPLACE INTO meta VALUES('copied', ?)", (str(now),))
    return due


def _has_room(file: Path) -> bool:
    try:
        state = os.statvfs(file.parent) if hasattr(os, "statvfs") else None
        return state is None or state.f_bavail * state.f_frsize > _ROOM * file.stat().st_size
    except OSError:
        return False
