"""The library's database as its parts use it: statements, transactions, and a number that tells when to read again."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from crh_desktop.core.errors import LibraryError
from crh_desktop.core.records import FolderState
from crh_desktop.core.store.copies import keep_weekly_copy
from crh_desktop.core.store.schema import FILE_NAME, database_failure

#: The most values in one statement; a power of two below SQLite's own limit (999 in old builds).
_BLOCK = 512


def marked(values: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Marks for `IN (…)` and the values they stand for, in blocks that SQLite takes.

    A block is filled up to a power of two with its last value. A connection keeps its last 128 statements prepared, so that a
    form for every length would hold megabytes; these are ten.
    """
    for start in range(0, len(values), _BLOCK):
        block = list(values[start : start + _BLOCK])
        block += [block[-1]] * ((1 << (len(block) - 1).bit_length()) - len(block))
        yield ",".join("?" * len(block)), block


class Database:
    """One connection; what the parts of the library have in common."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self.path = path

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run one statement and return all rows.

        Raises:
            LibraryError: The disk is full, the file is damaged or cannot be written; the message says which.
        """
        try:
            return self._database.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            raise database_failure(error, self.path / FILE_NAME) from None

    def blocks(self, sql: str, parameters: Sequence[Any] = (), size: int = 5_000) -> Iterator[list[tuple[Any, ...]]]:
        """Run one statement and yield its rows some at a time: a million rows at once are gigabytes.

        Raises:
            LibraryError: As `execute`.
        """
        try:
            cursor = self._database.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield rows
        except sqlite3.DatabaseError as error:
            raise database_failure(error, self.path / FILE_NAME) from None

    def keep_copy(self) -> bool:
        """Make the weekly copy if it is due; whether one was made.

        Raises:
            LibraryError: As `execute`.
        """
        try:
            return keep_weekly_copy(self._database, self.path / FILE_NAME)
        except sqlite3.DatabaseError as error:
            raise database_failure(error, self.path / FILE_NAME) from None

    def transaction(self) -> Transaction:
        """A context in which every change is kept or, on an error, none."""
        return Transaction(self)

    def in_blocks(self, sql: str, values: Sequence[Any]) -> list[Any]:
        """Rows of a statement with `{marks}` for a list of any length, asked in blocks that SQLite takes."""
        return [row for marks, block in marked(values) for row in self.execute(sql.format(marks=marks), block)]

    def encoder_id(self, kind: str) -> int:
        """The encoder of a kind that is in use: the chosen one, else the newest; 0 if there is none."""
        rows = self.execute(
            "SELECT coalesce((SELECT encoder.id FROM meta JOIN encoder ON encoder.id = CAST(meta.value AS INTEGER) "
            "WHERE meta.key = 'encoder ' || ?1 AND encoder.kind = ?1), (SELECT max(id) FROM encoder WHERE kind = ?1))",
            (kind,),
        )
        return int(rows[0][0] or 0)

    def use_encoder(self, kind: str, encoder: int) -> None:
        """Search by the codes of this encoder from now on."""
        self.execute("INSERT OR REPLACE INTO meta VALUES('encoder ' || ?, ?)", (kind, str(encoder)))
        self.bump()

    def states(self) -> dict[bytes, FolderState]:
        """Every folder that has a state of its own."""
        return {row[0]: FolderState(row[1]) for row in self.execute("SELECT path, state FROM folder")}

    def roots(self) -> list[bytes]:
        """The path of every root folder, in their order; `Library.folders` counts their photos too, which takes its time."""
        return [row[0] for row in self.execute("SELECT path FROM folder WHERE root = 1 ORDER BY path")]

    def epoch(self) -> int:
        """A number that grows with every change of codes or photos."""
        return int(self.execute("SELECT value FROM meta WHERE key = 'epoch'")[0][0])

    def bump(self) -> None:
        """Note that codes or photos have changed."""
        self.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'epoch'")


class Transaction:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK on any error."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._rollback()  # what could not be rolled back before, while the disk was full
        self._database.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            try:
                self._database.execute("COMMIT")
                return
            except LibraryError:
                self._rollback()
                raise
        self._rollback()

    def _rollback(self) -> None:
        if self._database._database.in_transaction:
            with contextlib.suppress(
                sqlite3.Error
            ):  # what went wrong first is what is told; closing rolls back as well
                self._database._database.execute("ROLLBACK")
