"""Folders that were chosen lately."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from crh_desktop.app.recent import MOST, Recent


@pytest.fixture
def folders(tmp_path: Path) -> list[str]:
    made = [tmp_path / "albums" / f"one & {number}" for number in range(MOST + 3)]
    for one in made:
        one.mkdir(parents=True)
    return [str(one) for one in made]


def test_the_last_comes_first_and_few_are_kept(folders: list[str]) -> None:
    recent = Recent("classes")
    assert recent.folders() == []
    for one in [*folders, folders[5]]:
        recent.note(one)
    kept = Recent("classes").folders()
    assert kept[0] == folders[5] and len(kept) == MOST == len(set(kept))
    assert Recent("cards").folders() == []


def test_what_is_gone_is_not_offered(folders: list[str]) -> None:
    recent = Recent("cards")
    recent.note(folders[0])
    assert recent.folders() == [folders[0]]
    Path(folders[0]).rmdir()
    assert recent.folders() == []


def test_a_dialog_opens_beside_the_last_one(qtbot, folders: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda parent, title, start: asked.append(start) or folders[1]
    )
    button = QPushButton()
    qtbot.addWidget(button)
    recent = Recent("photos")
    assert recent.choose(button, "Which?") == folders[1] and recent.choose(button, "Which?") == folders[1]
    assert asked == ["", str(Path(folders[1]).parent)]


def test_a_button_lists_them(qtbot, folders: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    button = QPushButton("Choose folder…")
    qtbot.addWidget(button)
    button.show()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folders[0])
    Recent("classes").button(button, "Which?", taken.append)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # none yet: it asks
    assert taken == [folders[0]]
    Recent("classes").note(folders[1])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = button.findChild(QMenu)
    offered = [action.data() for action in menu.actions() if action.data()]
    assert menu.isVisible() and offered == [folders[1], folders[0]]
    menu.actions()[-1].trigger()
    assert taken == [folders[0], folders[0]] and Recent("classes").folders()[0] == folders[0]
    menu.actions()[0].trigger()
    assert taken[-1] == folders[0] and len(taken) == 3
