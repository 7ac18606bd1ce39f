"""The library's tables and how older ones are brought up to date: named migrations, each in one transaction."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
import uuid
from pathlib import Path

from crh_desktop.core.errors import LibraryDamaged, LibraryError
from crh_desktop.core.store.copies import write_copy

FILE_NAME = "library.sqlite3"
#: Marks a SQLite file as ours ("CRHD").
APPLICATION_ID = 0x43524844

_FIRST = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folder(
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, root INTEGER NOT NULL, state TEXT NOT NULL, volume TEXT NOT NULL,
    inside BLOB NOT NULL DEFAULT x'',
    videos INTEGER NOT NULL DEFAULT 0, others INTEGER NOT NULL DEFAULT 0, left_out INTEGER NOT NULL DEFAULT 0);
CREATE TABLE content(
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, pixel_digest TEXT,
    readable INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT '', width INTEGER NOT NULL DEFAULT 0,
    height INTEGER NOT NULL DEFAULT 0, format TEXT NOT NULL DEFAULT '', taken_at REAL, camera TEXT NOT NULL DEFAULT '',
    quality INTEGER NOT NULL DEFAULT 0, added_at REAL NOT NULL);
CREATE TABLE photo(
    id INTEGER PRIMARY KEY, folder_id INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE, path BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, dev INTEGER NOT NULL, inode INTEGER NOT NULL,
    content_id INTEGER REFERENCES content(id), status TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '');
CREATE INDEX photo_content ON photo(content_id);
CREATE INDEX photo_folder ON photo(folder_id);
CREATE TABLE left_out(folder_id INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE, path BLOB NOT NULL, reason TEXT NOT NULL);
CREATE TABLE encoder(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, bits INTEGER NOT NULL,
    preprocessing TEXT NOT NULL, sha256 TEXT NOT NULL, thresholds BLOB, thresholds_from INTEGER NOT NULL DEFAULT 0,
    UNIQUE(kind, sha256));
CREATE TABLE code(encoder_id INTEGER NOT NULL, content_id INTEGER NOT NULL, code BLOB NOT NULL,
    PRIMARY KEY(encoder_id, content_id)) WITHOUT ROWID;
CREATE TABLE projection(encoder_id INTEGER NOT NULL, content_id INTEGER NOT NULL, projection BLOB NOT NULL,
    PRIMARY KEY(encoder_id, content_id)) WITHOUT ROWID;
CREATE TABLE pair(content_a INTEGER NOT NULL, content_b INTEGER NOT NULL, distance INTEGER NOT NULL,
    transform INTEGER NOT NULL, PRIMARY KEY(content_a, content_b), CHECK(content_a < content_b)) WITHOUT ROWID;
CREATE TABLE paired(content_id INTEGER PRIMARY KEY);
"""

# Pairs carry what the verifier found; those of the first version were perceptual neighbours only and are found again.
# Decisions hang on contents, so that they outlive names, places and re-scans.
_VERIFIED = """
DROP TABLE pair;
DELETE FROM paired;
CREATE TABLE pair(content_a INTEGER NOT NULL, content_b INTEGER NOT NULL, distance INTEGER NOT NULL,
    transform INTEGER NOT NULL, tier TEXT NOT NULL, score REAL NOT NULL, evidence TEXT NOT NULL, verifier TEXT NOT NULL,
    PRIMARY KEY(content_a, content_b), CHECK(content_a < content_b)) WITHOUT ROWID;
CREATE TABLE verdict(content_a INTEGER NOT NULL, content_b INTEGER NOT NULL, relation TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY(content_a, content_b), CHECK(content_a < content_b)) WITHOUT ROWID;
CREATE TABLE rating(content_a INTEGER NOT NULL, content_b INTEGER NOT NULL, score REAL NOT NULL, same INTEGER NOT NULL,
    at REAL NOT NULL, PRIMARY KEY(content_a, content_b), CHECK(content_a < content_b)) WITHOUT ROWID;
"""

# What the camera wrote of the very exposure, to tell the photos of a burst apart; contents read before have none.
_SHOTS = "ALTER TABLE content ADD COLUMN shot TEXT NOT NULL DEFAULT ''"

# Which photo the person wants to keep, by content; of several files of one content the one at this path.
# What was done to files: written before it happens and closed after, so that all of it can be taken back.
_JOURNAL = """
ALTER TABLE content ADD COLUMN jpeg_quality INTEGER NOT NULL DEFAULT 0;
CREATE TABLE kept(content_id INTEGER PRIMARY KEY REFERENCES content(id), path BLOB NOT NULL, at REAL NOT NULL);
CREATE TABLE label(content_id INTEGER NOT NULL REFERENCES content(id), name TEXT NOT NULL,
    PRIMARY KEY(content_id, name)) WITHOUT ROWID;
CREATE TABLE batch(id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, began_at REAL NOT NULL, ended_at REAL,
    said TEXT NOT NULL DEFAULT '');
CREATE TABLE item(id INTEGER PRIMARY KEY AUTOINCREMENT, batch_id INTEGER NOT NULL REFERENCES batch(id), state TEXT NOT NULL,
    path BLOB NOT NULL, keeper BLOB NOT NULL, tier TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '');
CREATE INDEX item_batch ON item(batch_id);
CREATE INDEX item_open ON item(state) WHERE state IN ('doing', 'undoing');
CREATE TABLE step(item_id INTEGER NOT NULL REFERENCES item(id), place INTEGER NOT NULL, op TEXT NOT NULL,
    source BLOB NOT NULL, target BLOB NOT NULL, note BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    dev INTEGER NOT NULL, inode INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY(item_id, place)) WITHOUT ROWID;
"""

# What is marked for action and was not acted on yet.
_MARKS = """
CREATE TABLE mark(path BLOB PRIMARY KEY, digest TEXT NOT NULL, keeper BLOB NOT NULL, keeper_digest TEXT NOT NULL,
    tier TEXT NOT NULL, by_hand INTEGER NOT NULL) WITHOUT ROWID;
"""

MIGRATIONS = (
    ("first", _FIRST), ("verified", _VERIFIED), ("shots", _SHOTS), ("journal", _JOURNAL), ("marks", _MARKS),
)  # fmt: skip


def open_database(folder: Path) -> sqlite3.Connection:
    """Open, create or bring up to date the library in `folder`.

    Raises:
        LibraryDamaged: The library there is damaged.
        LibraryError: The folder holds something else, a newer library, or cannot be written.
    """
    file = folder / FILE_NAME
    try:
        if not file.exists():
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise LibraryError(
                    f"{folder} is not empty and holds no photo library. Name an empty or a new folder for the library."
                )
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # autocommit; transactions are opened by hand, so that a read never holds one
        new = not file.exists()
        database = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
        if new:
            os.chmod(file, 0o600)  # before there is anything in it
        _prepare(database, file)
    except sqlite3.DatabaseError as error:
        raise database_failure(error, file) from None
    except OSError as error:
        raise LibraryError(
            f"The library in {folder} cannot be opened: {error.strerror}. Choose another place."
        ) from None
    return database


def database_failure(error: sqlite3.Error, file: Path) -> LibraryError:
    """What went wrong with the library's file, with what to do."""
    text = str(error)
    if "full" in text:
        return LibraryError(
            f"The disk that holds {file} is full. Free some space and run the same command again; nothing was lost."
        )
    if "not a database" in text or "malformed" in text:
        with contextlib.suppress(OSError):
            marker(file.parent).touch(mode=0o600)
        return LibraryDamaged(
            f"{file} is damaged or is no photo library. Your photos are untouched. Start the window anew to keep what can "
            f"be read of it, or run: crh repair --library {file.parent}"
        )
    if "readonly" in text or "unable to open" in text:
        return LibraryError(f"{file} cannot be written. Check the permissions of its folder, or name another library.")
    if "locked" in text:
        return LibraryError(f"{file} is in use by another program. Wait until that has finished.")
    if "disk I/O" in text:
        return LibraryError(f"The disk that holds {file} cannot be read or written. Check the disk, then try again.")
    return LibraryError(f"{file}: {text}.")


def marker(folder: Path) -> Path:
    """Lies beside a library in which damage was met, until it is repaired."""
    return folder / "damaged"


def _prepare(database: sqlite3.Connection, file: Path) -> None:
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    application = int(database.execute("PRAGMA application_id").fetchone()[0])
    tables = int(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables and application != APPLICATION_ID:
        raise LibraryError(f"{file} is a database of another program, not a photo library. Name another folder.")
    if version > len(MIGRATIONS):
        raise LibraryError(
            f"The library {file} was written by a newer version of CRH Desktop (format {version}; this program knows "
            f"{len(MIGRATIONS)}). Update the program, or name another library. Nothing was changed."
        )
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("PRAGMA foreign_keys=ON")
    if version == len(MIGRATIONS):
        return
    if version:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        write_copy(database, file.with_name(f"{file.name}.before-{MIGRATIONS[version][0]}-{stamp}"))
    database.execute("BEGIN IMMEDIATE")
    try:
        version = int(database.execute("PRAGMA user_version").fetchone()[0])  # another program may have been faster
        for name, script in MIGRATIONS[version:]:
            for statement in filter(str.strip, script.split(";")):
                database.execute(statement)
            version += 1
            database.execute(f"PRAGMA user_version={version}")
            if name == "first":
                database.execute(f"PRAGMA application_id={APPLICATION_ID}")
                database.execute("INSERT INTO meta VALUES('id', ?), ('epoch', '0')", (uuid.uuid4().hex,))
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # some failures have rolled back already
            with contextlib.suppress(sqlite3.Error):
                database.execute("ROLLBACK")
        raise
