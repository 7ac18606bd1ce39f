"""Lists of any length in a statement: the same rows as one by one, and few forms of the statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crh_desktop.core.store.database import Database, marked


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE photo(id INTEGER PRIMARY KEY, path BLOB)")
    connection.executemany("INSERT INTO photo VALUES(?, ?)", [(number, b"\xff%d" % number) for number in range(2000)])
    yield Database(connection, Path("nowhere"))
    connection.close()


@given(wanted=st.lists(st.integers(0, 4000), unique=True, max_size=40), repeats=st.integers(0, 1800))
def test_every_wanted_row_once(database: Database, wanted: list[int], repeats: int) -> None:
    wanted = list(dict.fromkeys([*wanted, *range(repeats)]))
    rows = database.in_blocks("SELECT id FROM photo WHERE id IN ({marks})", wanted)
    assert sorted(row[0] for row in rows) == sorted(number for number in wanted if number < 2000)


def test_names_that_are_no_text(database: Database) -> None:
    rows = database.in_blocks("SELECT id FROM photo WHERE path IN ({marks})", [b"\xff3", b"\xff5", b"\xff7"])
    assert sorted(row[0] for row in rows) == [3, 5, 7]


def test_a_statement_has_ten_forms() -> None:
    forms = {marks for length in range(1, 1600) for marks, _ in marked(range(length))}
    assert len(forms) == 10
    assert all(marks.count("?") == len(block) for marks, block in marked(range(1100)))
