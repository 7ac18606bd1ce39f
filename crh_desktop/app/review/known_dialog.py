"""Do I already have these? A card or folder against the library, and copying what is new."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.context import Context
from crh_desktop.app.texts import display_name, display_path, number_text
from crh_desktop.app.views.drop_zone import quiet_label, title_label
from crh_desktop.app.views.tables import dress

Index = QModelIndex | QPersistentModelIndex
#: Path, state, digest, match and reason, as the worker answers.
Row = tuple[str, str, str, str, str]


class _Files(QAbstractTableModel):
    """One row a file."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of files."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Three columns."""
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (self.tr("File"), self.tr("Known"), self.tr("In the library"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell; the tool tip says it whole."""
        if not index.isValid():
            return None
        path, state, _digest, match, reason = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(display_path(one) for one in (path, match) if one)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if index.column() == 0:
            return display_name(path)
        if index.column() == 1:
            return {
                "here": self.tr("the same file"),
                "version": self.tr("another version"),
                "new": self.tr("new"),
                "unreadable": self.tr("cannot be read"),
            }[state]
        return display_path(match) if match else reason or "–"


class KnownDialog(QDialog):
    """Asks the worker, shows its answer, and copies what is new if asked."""

    def __init__(self, context: Context, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._folder = context, folder
        self._rows: list[Row] = []
        self.setWindowTitle(self.tr("Do I already have these?"))
        self.resize(820, 560)
        self.text = QLabel(self.tr("Looking at {0}…").format(display_path(folder)))
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.only_new = QCheckBox(self.tr("Show only what is new"))
        self.model = _Files()
        self.table = QTableView()
        self.table.setModel(self.model)
        dress(self.table, self.tr("Files of the folder"), (0, 2))
        self.copy = QPushButton(self.tr("Copy new ones…"))
        self.copy.setProperty("primary", True)
        self.copy.setEnabled(False)
        close = QPushButton(self.tr("Close"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.only_new)
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(title_label(self.tr("Do I already have these?")))
        layout.addWidget(self.text)
        layout.addWidget(self.bar)
        layout.addWidget(self.table, 1)
        layout.addWidget(
            quiet_label(
                self.tr("Nothing on the card or in the folder is ever changed; copies are checked byte for byte.")
            )
        )
        layout.addLayout(buttons)
        self.only_new.toggled.connect(lambda _on: self._fill())
        self.copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.reject)
        client = context.client
        client.progressed.connect(self._on_progressed)
        client.finished.connect(self._on_finished)
        client.failed.connect(self._on_failed)
        client.cancelled.connect(self._on_cancelled)
        self._request = client.check(folder)

    @property
    def busy(self) -> bool:
        """Whether the worker still looks."""
        return self._request >= 0

    def reject(self) -> None:
        """Close; a check that still runs is cancelled."""
        if self.busy:
            self._context.client.cancel()
        super().reject()

    def _fill(self) -> None:
        self.model.show_rows([row for row in self._rows if not self.only_new.isChecked() or row[1] == "new"])

    def _on_progressed(self, message: Any) -> None:
        if message.get("id") == self._request:
            self.bar.setRange(0, int(message.get("total", 0)))
            self.bar.setValue(int(message.get("done", 0)))

    def _on_finished(self, request_id: int, result: object) -> None:
        if request_id != self._request or not isinstance(result, dict) or "checked" not in result:
            return
        self._end()
        self._rows = [tuple(row) for row in result["checked"]]  # type: ignore[misc]
        count = {
            state: sum(row[1] == state for row in self._rows) for state in ("here", "version", "new", "unreadable")
        }
        words = self.tr("Of {0} photos {1} are in the library, {2} as another version, and {3} are new.").format(
            *(number_text(one) for one in (len(self._rows), count["here"], count["version"], count["new"]))
        )
        if count["unreadable"]:
            words += " " + self.tr("{0} cannot be read.").format(number_text(count["unreadable"]))
        self.text.setText(words)
        self.copy.setEnabled(count["new"] > 0)
        self._fill()

    def _on_failed(self, request_id: int, error: str) -> None:
        if request_id == self._request:
            self._end()
            self.text.setText(error)

    def _on_cancelled(self, request_id: int) -> None:
        if request_id == self._request:
            self._end()
            self.text.setText(self.tr("Cancelled."))

    def _end(self) -> None:
        self._request = -1
        self.bar.hide()

    def _on_copy(self) -> None:
        roots = self._context.library.roots()
        start = os.fsdecode(roots[0]) if roots else ""
        to = QFileDialog.getExistingDirectory(self, self.tr("Copy into which folder of the library?"), start)
        if to:
            new = [(os.fsencode(row[0]), row[2]) for row in self._rows if row[1] == "new"]
            if self._context.acting.copy_in(new, os.fsencode(to)):
                self.accept()
