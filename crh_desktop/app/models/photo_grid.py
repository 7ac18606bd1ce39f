"""The photos of a grid: ids in numpy, rows fetched in blocks only when something paints them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from crh_desktop.app.drops import PHOTO_IDS, drag_data
from crh_desktop.app.texts import display_name, display_path
from crh_desktop.core.records import Photo, PhotoStatus

PHOTO_ROLE = Qt.ItemDataRole.UserRole + 1
NOTE_ROLE = Qt.ItemDataRole.UserRole + 2
BLOCK = 128
MOST_BLOCKS = 96
Index = QModelIndex | QPersistentModelIndex


class PhotoGridModel(QAbstractListModel):
    """A list of photo ids, with an optional note for each (a search distance)."""

    def __init__(self, library: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._notes: list[str] = []
        self._blocks: OrderedDict[int, list[Photo | None]] = OrderedDict()

    @property
    def ids(self) -> NDArray[np.int64]:
        """The ids in the order shown; do not change them."""
        return self._ids

    def set_source(self, library: Any) -> None:
        """Ask another library for the photos of the ids that are set next."""
        if library is not self._library:
            self._library = library
            self.set_ids(np.zeros(0, np.int64))

    def set_ids(self, ids: NDArray[np.int64], notes: list[str] | None = None) -> None:
        """Show other photos; the same ids again only drop the rows that were read."""
        self._blocks.clear()
        if notes is None and not self._notes and np.array_equal(ids, self._ids):
            return
        self.beginResetModel()
        self._ids, self._notes = ids, notes or []
        self.endResetModel()

    def photo(self, row: int) -> Photo | None:
        """The row of a photo, with its neighbours read in one go; None if it was forgotten meanwhile."""
        block, place = divmod(row, BLOCK)
        if block not in self._blocks:
            ids = self._ids[block * BLOCK : (block + 1) * BLOCK].tolist()
            found = {photo.id: photo for photo in self._library.photos(ids)}
            self._blocks[block] = [found.get(photo_id) for photo_id in ids]
            if len(self._blocks) > MOST_BLOCKS:
                self._blocks.popitem(last=False)
        return self._blocks[block][place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of photos."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tool tip, spoken text, photo or note of one row."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == NOTE_ROLE:
            return self._notes[index.row()] if self._notes else ""
        if role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole, PHOTO_ROLE
        ):  # fmt: skip
            return None
        photo = self.photo(index.row())
        if photo is None:
            return None
        if role == PHOTO_ROLE:
            return photo
        if role == Qt.ItemDataRole.DisplayRole:
            return display_name(photo.path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return display_path(photo.path)
        words = [display_name(photo.path), f"{photo.width} × {photo.height}" if photo.width else ""]
        if photo.status != PhotoStatus.OK:
            words.append(photo.reason or self.tr("still to read"))
        words.append(self._notes[index.row()] if self._notes else "")
        return ", ".join(word for word in words if word)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Photos can be chosen and dragged out."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Files for other programs, ids for our own pages."""
        return ["text/uri-list", PHOTO_IDS]

    def mimeData(self, indexes: Any) -> QMimeData:
        """The dragged photos."""
        photos = [photo for index in indexes if (photo := self.photo(index.row())) is not None]
        return drag_data([photo.path for photo in photos], [photo.id for photo in photos])

    def supportedDragActions(self) -> Qt.DropAction:
        """Copies only: a move out of here would be a deletion."""
        return Qt.DropAction.CopyAction
