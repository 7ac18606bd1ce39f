"""The pair as large as the screen: the keeper stands, the others come and go beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.views.evidence_panel import EvidencePanel

LARGEST = 2600


class PairWindow(QWidget):
    """Left and right walk through the group, the page's keys decide, Esc leaves.

    Signals:
        stepped: (1 or -1) the person wants the next or the previous member.
    """

    stepped = Signal(int)

    def __init__(self, context: Context, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAccessibleName(self.tr("Pair view"))
        self.panel = EvidencePanel(context, actions, LARGEST, wide=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 12, 12, 8)
        layout.addWidget(self.panel)
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
