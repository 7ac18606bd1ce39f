"""Every interactive element of every page and dialog has a name that a screen reader can say."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from crh_desktop.app.review.act_dialog import ActDialog
from crh_desktop.app.review.folders_dialog import FoldersDialog
from crh_desktop.app.review.keeper_dialog import KeeperDialog
from crh_desktop.app.review.rule_dialog import RuleDialog
from crh_desktop.app.views.keys_dialog import KeysDialog
from crh_desktop.app.views.rating_dialog import RatingDialog
from crh_desktop.app.views.two_files import TwoFilesDialog
from crh_desktop.core.matching.keeper_rules import USUAL
from crh_desktop.core.records import Tier
from tests.core.graphs import graph_of

INTERACTIVE = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit, QTextEdit,
)  # fmt: skip


def nameless(root: QWidget) -> Iterator[str]:
    """Interactive widgets without a name, each with the way to it."""
    for widget in root.findChildren(QWidget):
        parent = widget.parent()
        inside = isinstance(parent, (QAbstractSpinBox, QComboBox)) or (
            parent is not None and isinstance(parent.parent(), QComboBox)
        )
        if not isinstance(widget, INTERACTIVE) or isinstance(widget, (QScrollBar, QHeaderView)) or inside:
            continue  # a part of a control is named by the control
        own = widget.metaObject().className().startswith("QTableCornerButton") or widget.objectName().startswith("qt_")
        if own or _inside_calendar(widget):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface is not None else ""
        if not (name or widget.accessibleName()).strip():
            yield " / ".join(_way(widget))


def _inside_calendar(widget: QObject | None) -> bool:
    """Qt's own calendar, which pops up from a date."""
    while widget is not None:
        if widget.metaObject().className() in ("QCalendarPopup", "QCalendarWidget", "QColorDialog"):
            return True
        widget = widget.parent()
    return False


def _way(widget: QObject | None) -> list[str]:
    found: list[str] = []
    while widget is not None:
        found.append(f"{type(widget).__name__} {widget.objectName()}".strip())
        widget = widget.parent()
    return found[::-1]


def test_the_check_finds_what_has_no_name(qtbot, page) -> None:
    from PySide6.QtWidgets import QSlider, QToolButton

    slider, button = QSlider(page), QToolButton(page)
    assert len(list(nameless(page))) == 2
    slider.setAccessibleName("How much")
    button.setText("Go")
    assert not list(nameless(page))


def test_pages(window, page) -> None:
    for name in window.pages:
        window.show_page(name)
        assert not list(nameless(window.pages[name])), name
    assert not list(nameless(window))
    page.view.opened.emit(page.view.group, 1)
    assert not list(nameless(page.window_of_pair))
    page.window_of_pair.hide()


def test_dialogs(qtbot, page, context) -> None:
    page.marking.marks.mark(page.view.group, [page.view.group.members[1]], by_hand=True)
    index = graph_of(4, [(0, 1, Tier.NEAR, 0.9), (2, 3, Tier.NEAR, 0.9)])
    act, rule, keeper = ActDialog(), RuleDialog(context), KeeperDialog(context)
    act.ask(page.marking.marks)
    rule.look_at(page.model.groups, {}, Tier.NEAR)
    keeper.look_at(index, lambda one: one.regroup(Tier.NEAR), USUAL)
    dialogs: list[QWidget] = [
        act,
        rule,
        keeper,
        FoldersDialog(context, index.regroup(Tier.NEAR), {}),
        KeysDialog(context.keys),
        TwoFilesDialog(context),
        RatingDialog(context, 0.6),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not any(getattr(dialog, "busy", False) for dialog in dialogs))
    for dialog in dialogs:
        dialog.show()
        assert not list(nameless(dialog)), dialog


def test_cells_say_what_they_show(qtbot, window, page) -> None:
    """Rows of lists are told whole: the group with its members, the photo with its name."""
    from PySide6.QtCore import Qt

    model = page.model
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "group of 3 photos" in spoken and "1.jpg" in spoken
    assert page.view.accessibleDescription()
    window.show_page("library")
    photos = window.pages["library"].model
    qtbot.waitUntil(lambda: not window.pages["library"].busy)
    assert photos.data(photos.index(0), Qt.ItemDataRole.AccessibleTextRole)
