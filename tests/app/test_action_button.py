"""A button shows all that its action is, does it, and keeps nothing of its changes."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QWidget

from crh_desktop.app.views.action_button import action_button, toggle_button
from tests.fixtures.heap import allocated


def test_it_shows_what_the_action_is(qtbot) -> None:
    qtbot.addWidget(window := QWidget())
    action = QAction("Mark", window)
    action.setShortcut("X")
    button = action_button(action)
    assert button.text().split() == ["Mark", "X"] and button.accessibleName() == "Mark" and button.isEnabled()
    action.setEnabled(False)
    action.setText("Unmark")
    action.setToolTip("It stays then")
    assert not button.isEnabled() and button.accessibleName() == "Unmark" and button.toolTip() == "It stays then"
    action.setCheckable(True)
    action.setChecked(True)
    assert button.isCheckable() and button.isChecked()


def test_it_does_the_action_once(qtbot) -> None:
    qtbot.addWidget(window := QWidget())
    action, done = QAction("Mark", window), []
    action.triggered.connect(lambda on=False: done.append(on))
    qtbot.addWidget(button := action_button(action))
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [False]
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert done == [False, False]
    action.setEnabled(False)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [False, False]


def test_of_several_ways_one_is_on(qtbot) -> None:
    qtbot.addWidget(window := QWidget())
    group, buttons = QActionGroup(window), []
    for name in ("Side by side", "Flick", "Overlay"):
        action = QAction(name, window)
        action.setCheckable(True)
        group.addAction(action)
        buttons.append(button := toggle_button(action))
        qtbot.addWidget(button)
    for place in (0, 2, 2, 1):  # also the one that is on already, which then stays on
        buttons[place].click()
        assert [button.isChecked() for button in buttons] == [place == other for other in range(3)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs glibc's count of what is allocated")
def test_a_change_of_the_action_keeps_nothing(qtbot) -> None:
    qtbot.addWidget(window := QWidget())
    action = QAction("Mark", window)
    qtbot.addWidget(button := action_button(action))
    kept = []
    for _ in range(4):  # the first fills caches; another thread of the suite may allocate in one of them
        before = allocated()
        for change in range(500):
            action.setEnabled(bool(change % 2))
            action.setText(("Mark", "Unmark")[change % 2])
            QApplication.processEvents()
        kept.append((allocated() - before) / 1000)
    assert min(kept[1:]) < 16, kept
    assert button.accessibleName() == "Unmark"
