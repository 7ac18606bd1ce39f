"""Decisions from the window on a real library: what a key does to the groups, and that undo brings them back."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import CROP, FakeClient
from PySide6.QtCore import Qt

from crh_desktop.app.context import Context
from crh_desktop.app.pages.duplicates_page import DuplicatesPage
from crh_desktop.core.library import Library
from crh_desktop.core.settings import Settings


def fill(library: Library, folder: Path, letters: str) -> None:
    """One photo a letter, every two of them near."""
    folder.mkdir()
    root = library.add_folder(bytes(folder)).id
    contents = []
    for letter in letters:
        library.execute(
            "INSERT INTO content(digest, size, readable, width, height, format, quality, added_at) "
            "VALUES(?, 1000, 1, 40, 30, 'JPEG', 100, 0)",
            (letter * 64,),
        )
        contents.append(library.execute("SELECT max(id) FROM content")[0][0])
        library.execute(
            "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, content_id, status) "
            "VALUES(?, ?, 1000, ?, 1, ?, ?, 'ok')",
            (root, bytes(folder / f"{letter}.jpg"), ord(letter), ord(letter), contents[-1]),
        )
    for place, a in enumerate(contents):
        for b in contents[place + 1 :]:
            library.execute(
                "INSERT INTO pair VALUES(?, ?, 9, 0, 'near', 0.9, ?, 'test')", (a, b, CROP.to_json())
            )  # fmt: skip


@pytest.fixture
def page(qtbot, crh_home, tmp_path):
    """The page on a library with one group of four."""
    library = Library.open(tmp_path / "library")
    fill(library, tmp_path / "photos", "abcd")
    context = Context(library, Settings(theme="light"), FakeClient(), lambda settings: None)
    made = DuplicatesPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: len(made.model.groups) == 1)
    qtbot.waitUntil(made.isActiveWindow)
    made.view.setFocus()
    yield made
    context.close()


def names(page: DuplicatesPage) -> list[list[str]]:
    """Names in each group, the keeper first."""
    return [[Path(member.path.decode()).stem for member in group.members] for group in page.model.groups]


def press(qtbot, page: DuplicatesPage, key: Qt.Key, expected: list[list[str]], control: bool = False) -> None:
    """Press a key and wait until the groups are these, in any order."""
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(page.view, key, modifier)
    qtbot.waitUntil(lambda: sorted(map(sorted, names(page))) == expected)


def choose(page: DuplicatesPage, letter: str) -> None:
    for row, group in enumerate(names(page)):
        if letter in group:
            page.view.choose(row, group.index(letter))


def test_pull_out_undo_redo(qtbot, page) -> None:
    choose(page, "c")
    press(qtbot, page, Qt.Key.Key_P, [["a", "b", "d"]])
    press(qtbot, page, Qt.Key.Key_Z, [["a", "b", "c", "d"]], control=True)
    press(qtbot, page, Qt.Key.Key_Y, [["a", "b", "d"]], control=True)
    assert page.view.group is not None and page.undoing.stack.canUndo()


def test_split(qtbot, page) -> None:
    third = names(page)[0][2]
    choose(page, third)
    after = sorted(names(page)[0][2:])
    press(qtbot, page, Qt.Key.Key_S, sorted([sorted(names(page)[0][:2]), after]))
    press(qtbot, page, Qt.Key.Key_Z, [["a", "b", "c", "d"]], control=True)


def test_a_whole_group_is_dismissed_and_comes_back(qtbot, page) -> None:
    page.view.choose(0, 0)
    press(qtbot, page, Qt.Key.Key_N, [])
    assert page._empty.isVisible()
    page.undoing.stack.undo()
    qtbot.waitUntil(lambda: len(page.model.groups) == 1)
    assert page.view.isVisible() and page.view.group is not None


def test_taking_back_returns_to_what_was_decided_on(qtbot, page, tmp_path) -> None:
    fill(page.context.library, tmp_path / "more", "ef")
    fill(page.context.library, tmp_path / "most", "gh")
    page.refresh()
    qtbot.waitUntil(lambda: len(page.model.groups) == 3)
    for row in range(3):
        page.view.choose(row, 1)
        keeper, other = page.view.group.keeper.photo_id, page.view.group.members[1].photo_id
        qtbot.keyClick(page.view, Qt.Key.Key_P)
        qtbot.waitUntil(
            lambda gone=other: all(gone not in [one.photo_id for one in group.members] for group in page.model.groups)
        )
        qtbot.keyClick(page.view, Qt.Key.Key_Home)
        qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(
            lambda back=(keeper, other): (
                (page.view.group.keeper.photo_id, page.view.group.members[page.view.member].photo_id) == back
            )
        )


def test_alternates_are_no_duplicates(qtbot, page) -> None:
    keeper, second = names(page)[0][:2]
    choose(page, second)
    qtbot.keyClick(page.view, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: not any({keeper, second} <= set(group) for group in names(page)))
    assert names(page)


def test_evidence_comes_from_the_library(page) -> None:
    assert "crop" in page.panel.sentence.text() or "more" in page.panel.sentence.text()
    assert page.panel.pair.canvas.accessibleDescription().startswith(f"{names(page)[0][0]}.jpg")
