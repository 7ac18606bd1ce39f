"""The pair as large as the screen: the keeper stands, the others come and go beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.icons import keyed_action, tint_actions
from crh_desktop.app.views.action_button import action_button
from crh_desktop.app.views.evidence_panel import EvidencePanel
from crh_desktop.app.views.facts_panel import FactsPanel
from crh_desktop.app.views.many_view import ManyView

LARGEST = 2600


class PairWindow(QWidget):
    """Left and right walk through the group, the page's keys decide, Esc leaves.

    Signals:
        stepped: (1 or -1) the person wants the next or the previous member.
        won: (0 or 1) the first or the second is the better one: it stays, the other is marked, the next comes in.
    """

    stepped = Signal(int)
    won = Signal(int)

    def __init__(self, context: Context, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAccessibleName(self.tr("Pair view"))
        self.panel = EvidencePanel(context, actions, LARGEST, wide=True)
        self.facts = FactsPanel(context)
        self.facts.setMinimumWidth(280)
        self.many = ManyView(context, LARGEST)
        self.sheets = QStackedWidget()
        self.sheets.addWidget(self.panel)
        self.sheets.addWidget(self.many)
        self._parts = QSplitter()
        self._parts.setHandleWidth(1)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(self.sheets)
        self._parts.addWidget(self.facts)
        self._parts.setStretchFactor(0, 1)
        self._parts.setSizes([900, 330])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 12, 12, 8)
        layout.addWidget(self._parts)
        wins = QHBoxLayout()
        wins.addStretch(1)
        self._own: list[QAction] = []
        for which, icon, text, key in (
            (0, "left", self.tr("First is better"), "Q"),
            (1, "right", self.tr("Second is better"), "W"),
        ):
            action = keyed_action(self, icon, text, key)
            action.setToolTip(
                self.tr("It stays; the other one is marked, and the next photo comes in ({0})").format(key)
            )
            action.triggered.connect(lambda _checked=False, which=which: self.won.emit(which))
            self.addAction(action)
            self._own.append(action)
            wins.addWidget(action_button(action))
        self.group = keyed_action(self, "library", self.tr("Up to four"), "G")
        self.group.setCheckable(True)
        self.group.setToolTip(self.tr("Show the keeper and up to three others at once, with one zoom for all (G)"))
        self.group.toggled.connect(self._on_group_toggled)
        self.addAction(self.group)
        self._own.append(self.group)
        wins.addWidget(action_button(self.group))
        wins.addStretch(1)
        layout.addLayout(wins)
        self.addActions([*actions, *self.panel.pair.ways()])
        for key, slot in (("Left", -1), ("Right", 1)):
            action = QAction(self.tr("Next photo") if slot > 0 else self.tr("Previous photo"), self)
            action.setShortcut(QKeySequence(f"Ctrl+{key}"))
            action.triggered.connect(lambda _checked=False, by=slot: self.stepped.emit(by))
            self.addAction(action)
        self.say(0, 0)

    def open(self) -> None:
        """Show it as large as the main window."""
        if not self.isVisible():
            parent = self.parentWidget()
            if parent is not None:
                self.setGeometry(parent.window().geometry())
        self.show()
        self.raise_()
        self.activateWindow()
        self.panel.pair.canvas.setFocus()

    def say(self, place: int, members: int) -> None:
        """Tell in the title which member is shown."""
        title = self.tr("Compare")
        self.setWindowTitle(self.tr("{0}: {1} of {2}").format(title, place + 1, members) if members else title)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the large pictures go; a window that is only minimised keeps them."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.panel.pair.clear()
            self.many.clear()

    def _on_group_toggled(self, many: bool) -> None:
        if not many:
            self.many.clear()
        self.sheets.setCurrentWidget(self.many if many else self.panel)
        (self.many if many else self.panel.pair.canvas).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icons again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_own"):
            tint_actions(self._own, self.palette())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk or leave; an enlarged pair takes the arrows for itself."""
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            self.stepped.emit(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace):
            self.stepped.emit(-1)
        else:
            super().keyPressEvent(event)
