"""All keys on one page, each of which can be changed; two that would clash are told at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.keys import Key, Keys
from crh_desktop.app.scale import scaled
from crh_desktop.app.views.drop_zone import quiet_label, title_label


class KeysDialog(QDialog):
    """One row an action, by the place where its key works."""

    def __init__(self, keys: Keys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.edits: dict[str, QKeySequenceEdit] = {}
        self.setWindowTitle(self.tr("Keys"))
        self.resize(620, 700)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        place = ""
        for key in keys.all():
            if key.place != place:
                place = key.place
                heading = QLabel(place)
                font = heading.font()
                font.setBold(True)
                heading.setFont(font)
                heading.setContentsMargins(0, 14, 0, 2)
                grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            row = grid.rowCount()
            grid.addWidget(QLabel(key.text), row, 0)
            grid.addWidget(self._edit(key), row, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        reset = QPushButton(self.tr("All as they were"))
        close = QPushButton(self.tr("Close"))
        close.setProperty("primary", True)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addWidget(reset)
        row_of_buttons.addStretch(1)
        row_of_buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(title_label(self.tr("Keys")))
        layout.addWidget(
            quiet_label(self.tr("Click a key and press another one to change it; Backspace takes it away."))
        )
        layout.addWidget(scroll, 1)
        layout.addWidget(self.said)
        layout.addLayout(row_of_buttons)
        reset.clicked.connect(self._on_reset)
        close.clicked.connect(self.accept)
        close.setFocus()

    def _edit(self, key: Key) -> QKeySequenceEdit:
        edit = QKeySequenceEdit(key.action.shortcut())
        edit.setMaximumSequenceLength(1)
        edit.setAccessibleName(self.tr("Key for {0}").format(key.text))
        edit.setFixedWidth(scaled(170))
        edit.editingFinished.connect(lambda: self._on_edited(key.name))
        for inner in edit.findChildren(QWidget):
            inner.setAccessibleName(edit.accessibleName())
        self.edits[key.name] = edit
        return edit

    def _on_edited(self, name: str) -> None:
        edit = self.edits[name]
        sequence = edit.keySequence()
        if sequence == QKeySequence(Qt.Key.Key_Backspace):
            sequence = QKeySequence()
            edit.setKeySequence(sequence)
        key = next(key for key in self._keys.all() if key.name == name)
        if sequence == key.action.shortcut():
            return
        other = self._keys.change(name, sequence)
        if other is None:
            self.said.setText("")
            return
        words = sequence.toString(QKeySequence.SequenceFormat.NativeText)
        self.said.setText(
            self.tr("{0} is the key of “{1}” already. Choose another one, or change that first.").format(
                words, other.text
            )
        )
        edit.setKeySequence(key.action.shortcut())

    def _on_reset(self) -> None:
        self._keys.reset()
        for key in self._keys.all():
            self.edits[key.name].setKeySequence(key.action.shortcut())
        self.said.setText("")
