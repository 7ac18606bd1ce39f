"""Keys: all on one page, changed with a conflict check, remembered."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from crh_desktop.app.keys import Keys


def test_every_default_key_is_alone_where_it_works(window) -> None:
    for key in window.context.keys.all():
        assert window.context.keys.clash(key.name, key.action.shortcut()) is None, key


def test_a_key_is_changed_kept_and_given_back(qtbot, window, page, context) -> None:
    keys = context.keys
    mark = page.marking.mark
    assert keys.change("mark", QKeySequence("K")).name == "keep" and mark.shortcut() == QKeySequence("Space")
    assert keys.change("mark", QKeySequence("Ctrl+1")).name == "page-library"
    assert keys.change("mark", QKeySequence("M")) is None
    assert json.loads(context.settings.shortcuts) == {"mark": "M"} and context.saved
    assert "(M)" in page.marking.mark.toolTip()
    qtbot.keyClick(page.view, Qt.Key.Key_M)
    assert len(page.marking.marks) == 1
    again = Keys(context.settings.shortcuts)
    again.add("Groups", {"mark": mark})
    assert mark.shortcut() == QKeySequence("M")
    keys.reset()
    assert mark.shortcut() == QKeySequence("Space") and context.settings.shortcuts == ""


def test_what_was_kept_may_be_nonsense() -> None:
    for text in ("[]", "nonsense", '{"mark": 5}'):
        assert Keys(text).all() == []


def test_the_page_of_keys_tells_a_clash(qtbot, window, page) -> None:
    window.show_keys()
    dialog = window.keys_dialog
    edit = dialog.edits["skip"]
    edit.setKeySequence(QKeySequence("N"))
    edit.editingFinished.emit()
    assert "Not duplicates" in dialog.said.text() and edit.keySequence() == QKeySequence("X")
    edit.setKeySequence(QKeySequence("J"))
    edit.editingFinished.emit()
    assert page.marking.skip.shortcut() == QKeySequence("J") and dialog.said.text() == ""
    dialog.reject()
    window.context.keys.reset()
