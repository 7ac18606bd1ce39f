"""Folder overlap: which folders hold copies of each other's photos, and marking a whole pair of them at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.context import Background, Context
from crh_desktop.app.texts import display_name, display_path, number_text, size_text
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label
from crh_desktop.app.views.tables import dress
from crh_desktop.core.matching.grouping import Grouping
from crh_desktop.core.matching.overlap import FolderPair, copies_between, folder_pairs
from crh_desktop.core.records import FolderState

Index = QModelIndex | QPersistentModelIndex


class _Pairs(QAbstractTableModel):
    """Folder, its share, folder, its share, bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[FolderPair] = []

    def show_pairs(self, pairs: list[FolderPair]) -> None:
        self.beginResetModel()
        self.pairs = pairs
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of pairs."""
        return 0 if parent.isValid() else len(self.pairs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Five columns."""
        return 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (
                self.tr("Folder"), self.tr("has copies"), self.tr("Other folder"), self.tr("has copies"), self.tr("Shared"),
            )[section]  # fmt: skip
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell; the tool tip says it whole."""
        if not index.isValid():
            return None
        pair, column = self.pairs[index.row()], index.column()
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(display_path(folder) for folder in pair.folders)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if column == 4:
            return size_text(min(pair.size))
        which, share = divmod(column, 2)
        if not share:
            return display_path(pair.folders[which])
        return self.tr("{0} of {1} ({2} %)").format(
            number_text(pair.shared[which]), number_text(pair.photos[which]), f"{100 * pair.share(which):.0f}"
        )


class FoldersDialog(QDialog):
    """A table of pairs.

    Signals:
        chosen: (list of group and members) to be marked.
        folder_wanted: (folder) show only groups with a photo in it.
    """

    chosen = Signal(object)
    folder_wanted = Signal(object)

    def __init__(
        self, context: Context, groups: Grouping, states: dict[bytes, FolderState], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._groups, self._states = context, groups, states
        self._reader, self._marker = Background(self), Background(self)
        self.setWindowTitle(self.tr("Folder overlap"))
        self.resize(980, 600)
        self.model = _Pairs()
        self.table = QTableView()
        self.table.setModel(self.model)
        dress(self.table, self.tr("Folders that hold copies of each other's photos"), (0, 2))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.empty = EmptyState(
            self.tr("No folders share photos"), self.tr("All copies in these groups lie in the same folders.")
        )
        self.text = QLabel(self.tr("Looking at the groups…"))
        self.text.setWordWrap(True)
        self.show_groups = QPushButton(self.tr("Show the groups"))
        self.clear = (QPushButton(), QPushButton())
        close = QPushButton(self.tr("Close"))
        row = QHBoxLayout()
        row.addWidget(self.show_groups)
        row.addStretch(1)
        for button in (*self.clear, close):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(title_label(self.tr("Which folders hold copies of each other")))
        layout.addWidget(self.text)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(
            quiet_label(
                self.tr(
                    "Only the same file, the same pixels or the same picture saved again is marked; nothing moves yet."
                )
            )
        )
        layout.addLayout(row)
        self.empty.hide()
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._offer())
        self.show_groups.clicked.connect(self._on_show)
        for which, button in enumerate(self.clear):
            button.clicked.connect(lambda _checked=False, which=which: self._on_clear(which))
        close.clicked.connect(self.reject)
        self._reader.done.connect(self._on_read)
        self._reader.failed.connect(context.message)
        self._marker.done.connect(self._on_marked)
        self._marker.failed.connect(context.message)
        self._offer()
        self._reader.start(lambda: folder_pairs(groups))

    @property
    def busy(self) -> bool:
        """Whether folders are still being compared."""
        return self._reader.busy or self._marker.busy

    def _pair(self) -> FolderPair | None:
        row = self.table.currentIndex().row()
        return self.model.pairs[row] if 0 <= row < len(self.model.pairs) else None

    def _offer(self) -> None:
        pair = self._pair()
        self.show_groups.setEnabled(pair is not None)
        for which, button in enumerate(self.clear):
            button.setEnabled(pair is not None)
            name = display_name(pair.folders[which]) if pair is not None else ""
            button.setText(self.tr("Mark copies in “{0}”").format(name) if name else self.tr("Mark copies"))
            other = display_path(pair.folders[1 - which]) if pair is not None else ""
            button.setToolTip(self.tr("What {0} holds too stays there").format(other) if other else "")

    def _on_read(self, pairs: list[FolderPair]) -> None:
        self.model.show_pairs(pairs)
        self.table.setVisible(bool(pairs))
        self.empty.setVisible(not pairs)
        self.text.setText(
            self.tr("{0} pairs of folders. Choose one, then mark the copies in either.").format(number_text(len(pairs)))
        )
        self.text.setVisible(bool(pairs))
        if pairs:
            self.table.selectRow(0)
        self._offer()

    def _on_show(self) -> None:
        pair = self._pair()
        if pair is not None:
            self.folder_wanted.emit(pair.folders[0])
            self.accept()

    def _on_clear(self, which: int) -> None:
        pair = self._pair()
        if pair is None:
            return
        self.text.setText(self.tr("Looking at the groups…"))
        groups, states = self._groups, self._states
        self._marker.start(lambda: copies_between(groups, pair.folders[1 - which], pair.folders[which], states))

    def _on_marked(self, found: Any) -> None:
        photos = sum(len(members) for _, members in found)
        self.chosen.emit(found)
        self.text.setText(self.tr("{0} photos marked. They move only when you say so.").format(number_text(photos)))
