"""The photo grid: QListView in icon mode that keeps its place over resets and repaints one cell per thumbnail."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QWidget

from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.models.photo_grid import NOTE_ROLE, PHOTO_ROLE, PhotoGridModel
from crh_desktop.app.scale import scaled
from crh_desktop.app.thumbs import ThumbnailStore
from crh_desktop.core.records import Photo

PICTURE = QSize(160, 150)


def cell_size() -> QSize:
    """A picture and two lines of words; three of them fit beside folders and details in a window of the usual width."""
    return QSize(max(172, scaled(140)), PICTURE.height() + scaled(40) + 8)


class PhotoDelegate(QStyledItemDelegate):
    """Paints a rounded thumbnail, the name and the note; nothing slow, no objects made per paint but pens."""

    def __init__(self, thumbs: ThumbnailStore, view: GridView) -> None:
        super().__init__(view)
        self._thumbs, self._view = thumbs, view

    def sizeHint(self, option: Any, index: Any) -> QSize:
        """Every cell is as large as the others."""
        return cell_size()

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        """Paint one cell."""
        photo: Photo | None = index.data(PHOTO_ROLE)
        palette: QPalette = option.palette
        cell = option.rect.adjusted(3, 3, -3, -3)
        picture = QRect(cell.left() + (cell.width() - PICTURE.width()) // 2, cell.top() + 5, *PICTURE.toTuple())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(palette.ColorRole.Midlight))
            painter.drawRoundedRect(cell, 12, 12)
        if selected or option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(palette.ColorRole.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell, 12, 12)
        ratio = self._view.devicePixelRatioF()
        pixmap = None
        if photo is not None:
            pixmap = self._thumbs.pixmap(
                photo.digest, photo.id, round(picture.width() * ratio), round(picture.height() * ratio)
            )
            self._view.expect(photo.digest, index.row())
        if pixmap is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(palette.ColorRole.AlternateBase))
            painter.drawRoundedRect(picture, 10, 10)
            mark = icon_pixmap("library", palette.color(palette.ColorRole.Dark), 28)
            painter.drawPixmap(picture.center() - QPoint(14, 14), mark)
        else:
            if photo is not None and not photo.online:
                painter.setOpacity(0.45)
            painter.drawPixmap(picture, pixmap)
            painter.setOpacity(1)
        metrics: QFontMetrics = option.fontMetrics
        note = index.data(NOTE_ROLE)
        line = QRect(cell.left() + 6, picture.bottom() + 4, cell.width() - 12, cell.bottom() - picture.bottom() - 6)
        role = palette.ColorRole.Link if note else palette.ColorRole.PlaceholderText
        painter.setPen(palette.color(role))
        text = str(note or index.data() or "")
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class GridView(QListView):
    """Thumbnails in a grid.

    Signals:
        current_changed: another photo has the focus (the photo or None).
        opened: a row was double-clicked or Enter was pressed.
        menu_wanted: (place on the screen) for the selected photos.
    """

    current_changed = Signal(object)
    opened = Signal(int)
    menu_wanted = Signal(object)

    def __init__(self, model: PhotoGridModel, thumbs: ThumbnailStore, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self._expected: dict[str, set[int]] = {}
        self._anchor = -1
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(10_000)
        self.setGridSize(cell_size())
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setItemDelegate(PhotoDelegate(thumbs, self))
        self.setModel(model)
        thumbs.loaded.connect(self._on_thumbnail_loaded)
        self.activated.connect(self._on_activated)

    def expect(self, digest: str, row: int) -> None:
        """Remember which row waits for a thumbnail."""
        self._expected.setdefault(digest, set()).add(row)
        if len(self._expected) > 4000:
            self._expected.clear()

    def show_ids(self, ids: NDArray[np.int64], notes: list[str] | None = None) -> None:
        """Show other photos, keeping the first visible and the focused photo in place where they still exist."""
        before, current = self._grid.ids, self.currentIndex().row()
        top = self.indexAt(QPoint(cell_size().width() // 2, cell_size().height() // 2)).row()
        at_top = self.verticalScrollBar().value() == 0
        self._expected.clear()
        self._grid.set_ids(ids, notes)
        if self._grid.ids is before or not len(ids):
            self.viewport().update()
            return
        for row, action in ((current, self._choose), (-1 if at_top else top, self.go_to)):
            if 0 <= row < len(before):
                places = np.flatnonzero(ids == before[row])
                if len(places):
                    action(int(places[0]))

    def go_to(self, row: int) -> None:
        """Scroll a row to the top, also while the layout has not come that far yet."""
        self._anchor = row
        self._reach(60)

    def _choose(self, row: int) -> None:
        self.selectionModel().setCurrentIndex(self._grid.index(row), self.selectionModel().SelectionFlag.ClearAndSelect)

    def _reach(self, tries: int) -> None:
        # A scroll set during Batched layout is lost; from outside the layout it holds once the row has a place.
        index = self._grid.index(self._anchor)
        columns = max(1, self.viewport().width() // cell_size().width())
        if not index.isValid():
            return
        if (
            self.verticalScrollBar().maximum() + self.viewport().height()
            >= self._anchor // columns * cell_size().height()
        ):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
        elif tries:
            QTimer.singleShot(0, self, lambda: self._reach(tries - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first visible photo at the top."""
        top = self.indexAt(QPoint(cell_size().width() // 2, cell_size().height() // 2)).row()
        moved = self.verticalScrollBar().value() > 0
        super().resizeEvent(event)
        if top > 0 and moved:
            QTimer.singleShot(0, self, lambda: self.go_to(top))

    def chosen_ids(self) -> list[int]:
        """The ids of the selected photos, in order."""
        return [int(self._grid.ids[row]) for row in sorted({index.row() for index in self.selectedIndexes()})]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The page says what can be done with the selected photos."""
        if self.selectedIndexes():
            self.menu_wanted.emit(event.globalPos())

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Tell the page which photo has the focus."""
        super().currentChanged(current, previous)
        self.current_changed.emit(current.data(PHOTO_ROLE) if current.isValid() else None)

    def _on_thumbnail_loaded(self, digest: str) -> None:
        for row in self._expected.pop(digest, ()):
            index = self._grid.index(row)
            if index.isValid():
                self.update(index)

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())
