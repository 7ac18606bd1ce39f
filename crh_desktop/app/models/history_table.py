"""Batches and their photos as two models: rows are read when they are shown."""

from __future__ import annotations

import os
import time
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from crh_desktop.app.texts import counted, display_name, display_path, number_text, size_text
from crh_desktop.core.store.journal import SIDECAR, Batch, Item, ItemState, Op

Index = QModelIndex | QPersistentModelIndex
BATCH_ROLE = Qt.ItemDataRole.UserRole + 1


def kind_text(kind: str) -> str:
    """What a batch did, as a name."""
    return {
        "trash": QCoreApplication.translate("History", "Moved to trash"),
        "copy": QCoreApplication.translate("History", "Copied in"),
        "move": QCoreApplication.translate("History", "Moved"),
        "rename": QCoreApplication.translate("History", "Renamed"),
        "reflink": QCoreApplication.translate("History", "Replaced by shared copies"),
        "hardlink": QCoreApplication.translate("History", "Replaced by hard links"),
        "symlink": QCoreApplication.translate("History", "Replaced by symbolic links"),
    }.get(kind, kind)


def item_state_text(state: ItemState) -> str:
    """How far one photo has come."""
    return {
        ItemState.DOING: QCoreApplication.translate("History", "interrupted"),
        ItemState.DONE: QCoreApplication.translate("History", "done"),
        ItemState.REFUSED: QCoreApplication.translate("History", "left alone"),
        ItemState.UNDOING: QCoreApplication.translate("History", "interrupted"),
        ItemState.UNDONE: QCoreApplication.translate("History", "back"),
    }[state]


def op_text(op: Op) -> str:
    """Where a file is now, in a word."""
    return {
        Op.TRASH: QCoreApplication.translate("History", "in the trash"),
        Op.HOLD: QCoreApplication.translate("History", "in the holding folder"),
        Op.MOVE: QCoreApplication.translate("History", "moved"),
    }.get(op, QCoreApplication.translate("History", "replaced"))


class BatchList(QAbstractListModel):
    """What was done, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[Batch] = []

    def show_batches(self, batches: list[Batch]) -> None:
        """Show other batches."""
        self.beginResetModel()
        self.batches = batches
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of batches."""
        return 0 if parent.isValid() else len(self.batches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Two lines: what and how much, and when."""
        if not index.isValid():
            return None
        batch = self.batches[index.row()]
        if role == BATCH_ROLE:
            return batch
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{kind_text(batch.kind)}\n{self._counts(batch)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{kind_text(batch.kind)}, {when_text(batch.began_at)}, {self._counts(batch)}"
        return None

    def _counts(self, batch: Batch) -> str:
        done, undone = batch.counts.get(ItemState.DONE, 0), batch.counts.get(ItemState.UNDONE, 0)
        refused = batch.counts.get(ItemState.REFUSED, 0)
        parts = []
        if done or not (undone or refused):
            photos = counted(self.tr("%n photo(s)", "", done), done)
            parts.append(f"{photos}, {size_text(batch.bytes_moved)}" if batch.bytes_moved else photos)
        if undone:
            parts.append(self.tr("{0} back").format(number_text(undone)))
        if refused:
            parts.append(self.tr("{0} left alone").format(number_text(refused)))
        return "  ·  ".join(parts)


class ItemTable(QAbstractTableModel):
    """The photos of a batch: what, how it ended, where it is, and which copy stayed."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []

    def show_items(self, items: list[Item]) -> None:
        """Show other photos."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of photos."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Five columns."""
        return 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (
                self.tr("Photo"), self.tr("Folder"), self.tr("State"), self.tr("Where it is"), self.tr("Copy that stayed"),
            )[section]  # fmt: skip
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell; the tool tip says it whole."""
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
        ):  # fmt: skip
            return None
        item, column = self.items[index.row()], index.column()
        if column == 0 and role != Qt.ItemDataRole.ToolTipRole:
            more = len([step for step in item.steps if step.source != item.path and step.leaves])
            return display_name(item.path) + (f"  +{more}" if more else "")
        if column == 0:
            return "\n".join([display_path(item.path), *(display_path(step.source) for step in item.steps[1:])])
        if column == 1:
            return display_path(os.path.dirname(item.path))
        if column == 2:
            return item_state_text(item.state)
        if column == 3:
            if item.state is not ItemState.DONE or role == Qt.ItemDataRole.ToolTipRole:
                targets = [display_path(step.target) for step in item.steps] if item.state is ItemState.DONE else []
                return item.reason or "\n".join(targets) or self.tr("where it was")
            if item.tier == SIDECAR:
                return self.tr("beside the copy that stayed")
            return op_text(item.steps[0].op) if item.steps else ""
        return display_path(item.keeper) if item.keeper else "–"


def when_text(moment: float) -> str:
    """Day and minute."""
    return time.strftime("%Y-%m-%d  %H:%M", time.localtime(moment))
