"""The folders of the library as a tree with counts; their states are changed here."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import display_name, display_path, number_text, state_text
from crh_desktop.app.views.passing import let_go
from crh_desktop.core.records import Folder, FolderState

PATH_ROLE = Qt.ItemDataRole.UserRole + 1
COUNT_ROLE = Qt.ItemDataRole.UserRole + 2
FOLDER_ROLE = Qt.ItemDataRole.UserRole + 3
STATE_ROLE = Qt.ItemDataRole.UserRole + 4


class FolderDelegate(QStyledItemDelegate):
    """Icon by state, name, and the count at the right."""

    def __init__(self, tree: FolderTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: Any, index: Any) -> QSize:
        """All rows are equally high."""
        return QSize(120, scaled(18) + 14)

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        """Paint one folder."""
        palette = self._tree.palette()
        role = palette.ColorRole
        rect: QRect = option.rect.adjusted(0, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.Midlight))
            painter.drawRoundedRect(rect, 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(role.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 8, 8)
        state = index.data(STATE_ROLE)
        name = {
            FolderState.REFERENCE: "shield",
            FolderState.BACKUP: "backup",
            FolderState.EXCLUDED: "blocked",
        }.get(state, "folder")
        if not index.data(PATH_ROLE):
            name = "library"
        colour = palette.color(role.Highlight if state == FolderState.REFERENCE else role.PlaceholderText)
        painter.drawPixmap(rect.left() + 6, rect.center().y() - 8, icon_pixmap(name, colour, 18))
        count = number_text(index.data(COUNT_ROLE) or 0)
        wide = option.fontMetrics.horizontalAdvance(count)
        painter.setPen(palette.color(role.PlaceholderText))
        painter.drawText(rect.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        text = rect.adjusted(32, 0, -wide - 16, 0)
        painter.setPen(palette.color(role.PlaceholderText if state == FolderState.EXCLUDED else role.Text))
        label = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)
        painter.restore()


class FolderTree(QTreeView):
    """All photos, then every root with its sub-folders.

    Signals:
        chosen: the path of the chosen folder, or None for all.
        state_wanted: (path, state).
        scan_wanted: (path).
        move_wanted: (path): the folder lies at another place now.
        removal_wanted: (folder id): the library forgets it, no file is touched.
    """

    chosen = Signal(object)
    state_wanted = Signal(object, object)
    scan_wanted = Signal(object)
    move_wanted = Signal(object)
    removal_wanted = Signal("qlonglong")  # type: ignore[arg-type]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setAccessibleName(self.tr("Folders"))
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setMouseTracking(True)
        self.setUniformRowHeights(True)
        self.setItemDelegate(FolderDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self._menu: QMenu | None = None

    def show_folders(self, folders: list[Folder], subfolders: list[tuple[bytes, int]], total: int) -> None:
        """Build the tree again, with the chosen folder still chosen."""
        chosen = self.chosen_path()
        unfolded = {path for path, item in self._walk() if self.isExpanded(item)}
        known = {path for path, _item in self._walk()}
        self.selectionModel().blockSignals(True)
        self._items.clear()
        top = self._item(self.tr("All photos"), None, total, None, FolderState.NORMAL)
        self._items.appendRow(top)
        own_states = {folder.path: folder.state for folder in folders}
        made: dict[bytes, QStandardItem] = {}
        roots = sorted((folder for folder in folders if folder.parent_id is None), key=lambda folder: folder.path)
        for folder in roots:
            item = self._item(display_name(folder.path), folder.path, 0, folder, folder.state)
            made[folder.path] = item
            self._items.appendRow(item)
        for path in sorted({path for path, _count in subfolders} | set(own_states)):
            self._branch(path, made, own_states)
        for path, count in subfolders:
            current = path
            while current in made:
                made[current].setData((made[current].data(COUNT_ROLE) or 0) + count, COUNT_ROLE)
                current = os.path.dirname(current) if current != os.path.dirname(current) else b""
        for path, item in made.items():
            spoken = number_text(item.data(COUNT_ROLE) or 0)
            words = f"{display_name(path)}, {spoken}, {state_text(item.data(STATE_ROLE))}"
            item.setData(words, Qt.ItemDataRole.AccessibleTextRole)
            self.setExpanded(item.index(), path in unfolded or (path not in known and item.parent() is None))
        target = made[chosen].index() if chosen in made else top.index()
        self.selectionModel().blockSignals(False)
        self.setCurrentIndex(target)

    def chosen_path(self) -> bytes | None:
        """The path of the chosen folder; None for all."""
        index = self.currentIndex()
        return index.data(PATH_ROLE) if index.isValid() else None

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell the page."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.data(PATH_ROLE))

    def drawRow(self, painter: QPainter, options: Any, index: Any) -> None:
        """Without Fusion's bar of accent colour in the indentation; the delegate shows what is chosen."""
        plain = QStyleOptionViewItem(options)
        plain.palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        super().drawRow(painter, plain, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Any) -> None:
        """Only an arrow, tinted like every other icon."""
        if self._items.hasChildren(index):
            palette = self.palette()
            name = "down" if self.isExpanded(index) else "right"
            mark = icon_pixmap(name, palette.color(palette.ColorRole.PlaceholderText), 12)
            painter.drawPixmap(rect.right() - 13, rect.center().y() - 6, mark)

    def _branch(self, path: bytes, made: dict[bytes, QStandardItem], states: dict[bytes, FolderState]) -> None:
        missing = []
        current = path
        while current not in made:
            missing.append(current)
            parent = os.path.dirname(current)
            if parent == current:
                return  # under no root: forgotten meanwhile
            current = parent
        for part in reversed(missing):
            parent_item = made[os.path.dirname(part)]
            state = states.get(part, parent_item.data(STATE_ROLE))
            made[part] = self._item(display_name(part), part, 0, None, state)
            parent_item.appendRow(made[part])

    def _item(
        self, text: str, path: bytes | None, count: int, folder: Folder | None, state: FolderState
    ) -> QStandardItem:
        item = QStandardItem(text)
        item.setEditable(False)
        for value, role in ((path, PATH_ROLE), (count, COUNT_ROLE), (folder, FOLDER_ROLE), (state, STATE_ROLE)):
            item.setData(value, role)
        item.setToolTip(display_path(path) if path else text)
        return item

    def _walk(self, parent: QModelIndex | None = None) -> list[tuple[bytes, QModelIndex]]:
        parent = parent or QModelIndex()
        found = []
        for row in range(self._items.rowCount(parent)):
            index = self._items.index(row, 0, parent)
            found.append((index.data(PATH_ROLE) or b"", index))
            found.extend(self._walk(index))
        return found

    def _on_menu_requested(self, point: QPoint) -> None:
        index = self.indexAt(point)
        path = index.data(PATH_ROLE) if index.isValid() else None
        if not path:
            return
        let_go(self._menu)
        self._menu = QMenu(self)
        states = QActionGroup(self._menu)
        for state in FolderState:
            action = QAction(state_text(state), self._menu)
            action.setCheckable(True)
            action.setChecked(index.data(STATE_ROLE) == state)
            action.triggered.connect(lambda _checked=False, state=state: self.state_wanted.emit(path, state))
            states.addAction(action)
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Scan again"), lambda: self.scan_wanted.emit(path))
        folder = index.data(FOLDER_ROLE)
        if folder is not None:
            self._menu.addAction(self.tr("It lies elsewhere now…"), lambda: self.move_wanted.emit(path))
            self._menu.addAction(
                self.tr("Remove from library (keeps the files)"), lambda: self.removal_wanted.emit(folder.id)
            )
        self._menu.popup(self.viewport().mapToGlobal(point))
