"""Labels from the grid to a training: given by key, undone, kept with the content, learnt from as a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeClient
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from crh_desktop.app.context import Context
from crh_desktop.app.window import MainWindow
from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.settings import Settings
from crh_desktop.learn.data import read_source
from tests.fixtures.shelf import shelve


@pytest.fixture
def desk(qtbot, crh_home, tmp_path):
    """A window over twelve photos, two of which are one content."""
    for number in range(12):
        folder = tmp_path / "photos"
        folder.mkdir(exist_ok=True)
        (folder / f"{number:02d}.jpg").write_bytes(b"%d" % max(1, number) * 50)
    library = Library.open(tmp_path / "library")
    shelve(library, tmp_path / "photos")
    window = MainWindow(Context(library, Settings(theme="light"), FakeClient(), lambda settings: None))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.isActiveWindow() and not window.pages["library"].busy)
    return window


def test_a_label_is_given_by_key_and_undone(qtbot, desk, monkeypatch) -> None:
    page, library = desk.pages["library"], desk.context.library
    page.grid.selectAll()
    assert len(page.grid.chosen_ids()) == 12
    monkeypatch.setattr(QInputDialog, "getItem", lambda *args: ("  Holiday  2024 ", True))
    page.grid.setFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_L)
    assert library.labels() == [("Holiday 2024", 11)] and "Holiday 2024 (11)" in desk.strip.text.text()
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert library.labels() == []
    qtbot.keyClick(page.grid, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert library.labels() == [("Holiday 2024", 11)]
    menu = page.labelling.menu(page.mapToGlobal(page.rect().center()))
    assert any(action.menu() for action in menu.actions())
    menu.close()
    page.labelling.take_away(page.grid.chosen_ids()[:2], "Holiday 2024")
    assert library.labels()[0][1] < 11
    page.labelling.label(page.grid.chosen_ids(), "a|b")
    assert "without" in desk.strip.text.text() and "|" in desk.strip.text.text()


def test_labels_are_learnt_from(qtbot, desk) -> None:
    page, library = desk.pages["train"], desk.context.library
    ids = library.photo_ids().tolist()
    library.label(ids[:6], "one")
    library.label(ids[5:], "two")
    desk.show_page("train")
    page.refresh()
    assert page.by_labels.isVisible() and "2 labels" in page.by_labels.text()
    page.by_labels.click()
    survey = [message for message in desk.context.client.sent if message["do"] == "survey"][-1]
    (table,) = survey["folders"]
    labelled = read_source(table)
    assert labelled.classes == ("one", "two") and labelled.targets.sum() == sum(count for _, count in library.labels())
    assert all(Path(path).exists() for path in labelled.paths)


def test_labels_stay_with_the_content(desk, tmp_path) -> None:
    library = desk.context.library
    first = int(library.photo_ids(sort="name")[3])
    library.label([first], "kept")
    path = library.photos([first])[0].path
    library.execute("UPDATE photo SET path = ? WHERE id = ?", (path + b".moved.jpg", first))
    assert library.labels_of([first]) == {first: ("kept",)}
    with pytest.raises(UsageError):
        library.label([first], " ")
