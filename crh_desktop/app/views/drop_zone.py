"""A dashed card that takes drops, and a quiet message for pages that have nothing to show yet."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from crh_desktop.app import drops


class DropZone(QFrame):
    """Accepts by format, and tells what came after the drop has returned.

    Signals:
        dropped: (drops.Dropped, ids of our own photos).
    """

    dropped = Signal(object, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("dropZone", True)
        self.setAccessibleName(name)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Look at the formats only."""
        if drops.acceptable(event.mimeData()):
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went on."""
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the drop now, work on it later: the other program waits for this to return."""
        self._light(False)
        found, ids = drops.read(event.mimeData()), drops.dragged_ids(event.mimeData())
        event.acceptProposedAction()
        QTimer.singleShot(0, self, lambda: self.dropped.emit(found, ids))

    def _light(self, on: bool) -> None:
        self.setProperty("dropping", on)
        self.style().unpolish(self)
        self.style().polish(self)


class EmptyState(QWidget):
    """A heading and a sentence in the middle of an empty page."""

    def __init__(self, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading, self.sentence = QLabel(heading), QLabel(sentence)
        font = self.heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        self.heading.setFont(font)
        self.sentence.setWordWrap(True)
        self.sentence.setMinimumWidth(420)
        self.sentence.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        for label in (self.heading, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignCenter)


def title_label(text: str) -> QLabel:
    """The large title of a page."""
    label = QLabel(text)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.6)
    font.setBold(True)
    label.setFont(font)
    return label


def quiet_label(text: str = "") -> QLabel:
    """A line of secondary text."""
    label = QLabel(text)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
