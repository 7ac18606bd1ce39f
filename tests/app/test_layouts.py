"""A layout that is emptied and filled again keeps nothing of what it held."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from crh_desktop.app.views.layouts import empty
from tests.fixtures.heap import allocated


def test_what_was_in_it_is_gone_at_once_from_the_eye(qtbot) -> None:
    qtbot.addWidget(window := QWidget())
    layout = QGridLayout(window)
    for row in range(3):
        layout.addWidget(QLabel(f"{row}"), row, row)
    window.show()
    old = [layout.itemAt(place).widget() for place in range(3)]
    empty(layout)
    assert layout.count() == 0 and not any(label.isVisible() for label in old)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs glibc's count of what is allocated")
def test_nothing_is_kept(qtbot) -> None:
    qtbot.addWidget(window := QWidget())
    layout = QGridLayout(window)
    kept = []
    for _ in range(4):  # the first fills caches; another thread of the suite may allocate in one of them
        before = allocated()
        for _ in range(100):
            empty(layout)
            for row in range(10):
                layout.addWidget(QLabel("figure"), row, 0)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()
        kept.append((allocated() - before) / 1000)
    assert min(kept[1:]) < 10, kept
