"""The library: folders, the grid, what is known of a photo, and every file that could not be read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app import drops
from crh_desktop.app.context import Background, Context
from crh_desktop.app.icons import IconButton
from crh_desktop.app.labelling import Labelling
from crh_desktop.app.models.photo_grid import PhotoGridModel
from crh_desktop.app.pages.first_run import ask_folder
from crh_desktop.app.texts import counts_text, display_path, number_text
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label
from crh_desktop.app.views.folder_tree import FolderTree
from crh_desktop.app.views.grid_view import GridView
from crh_desktop.app.views.info_panel import InfoPanel
from crh_desktop.app.views.passing import let_go
from crh_desktop.app.views.scrolling import scrolling
from crh_desktop.core.errors import CrhError
from crh_desktop.core.library import Library
from crh_desktop.core.records import Counts, Folder


def months_of(taken: NDArray[np.float64]) -> list[tuple[int, int, int, int]]:
    """(year, month, first row, photos) for dated rows in their order; undated rows are skipped."""
    rows = np.flatnonzero(~np.isnan(taken))
    if not len(rows):
        return []
    months = taken[rows].astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    values, first, counts = np.unique(months, return_index=True, return_counts=True)
    order = np.argsort(first)
    return [
        (1970 + int(values[place]) // 12, int(values[place]) % 12 + 1, int(rows[first[place]]), int(counts[place]))
        for place in order
    ]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was read: ids and months of the list, and where all was read, counts and folders. under: the chosen folder."""

    under: bytes | None
    ids: NDArray[np.int64]
    months: list[tuple[int, int, int, int]]
    counts: Counts | None
    folders: list[Folder]
    subfolders: list[tuple[bytes, int]]


def _looked(library: Library, under: bytes | None, sort: str, descending: bool, whole: bool) -> _Looked:
    ids, taken = library.listing(under, sort, descending)
    months = months_of(taken) if sort == "taken" else []
    if not whole:
        return _Looked(under, ids, months, None, [], [])
    return _Looked(under, ids, months, library.counts(), library.folders(), library.subfolders())


class FilesDialog(QDialog):
    """Two columns: a file and why it is not in the grid."""

    def __init__(self, title: str, rows: list[tuple[bytes, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(860, 460)
        layout = QVBoxLayout(self)
        table = QTableWidget(len(rows), 2)
        table.setAccessibleName(title)
        table.setHorizontalHeaderLabels([self.tr("File"), self.tr("Reason")])
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for row, (path, reason) in enumerate(rows):
            for column, text in enumerate((display_path(path), reason)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                table.setItem(row, column, cell)
        table.setColumnWidth(0, 420)
        table.horizontalHeader().setStretchLastSection(True)
        layout.addWidget(table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


class LibraryPage(QWidget):
    """Folder tree, grid and info panel."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAcceptDrops(True)
        self.model = PhotoGridModel(context.library, self)
        self.grid = GridView(self.model, context.thumbs, self.tr("Photos"))
        self.tree = FolderTree()
        self.info = InfoPanel()
        self._reader = Background(self)
        self._whole = False
        self._empty = EmptyState(self.tr("No photos here"), self.tr("Add a folder, or wait while it is being read."))
        self._counts = quiet_label()
        self._unreadable, self._left_out = QPushButton(), QPushButton()
        for link in (self._unreadable, self._left_out):
            link.setProperty("link", True)
        self.sort = QComboBox()
        self.sort.setAccessibleName(self.tr("Sort by"))
        for text, key, descending in (
            (self.tr("Newest first"), "taken", True), (self.tr("Oldest first"), "taken", False),
            (self.tr("Name"), "name", False), (self.tr("Largest first"), "size", True),
            (self.tr("Last added"), "added", True),
        ):  # fmt: skip
            self.sort.addItem(text, (key, descending))
        self.jump = QComboBox()
        self.jump.setAccessibleName(self.tr("Jump to month"))
        self.jump.setMinimumWidth(120)
        for combo in (self.sort, self.jump):
            combo.setMinimumHeight(34)
        self.jump.setMaxVisibleItems(24)
        add = QPushButton(self.tr("Add folder…"))
        add.setProperty("primary", True)
        self.info_button = IconButton("info", self.tr("Show details"))
        self.info_button.setCheckable(True)
        self.info_button.setChecked(True)
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(title_label(self.tr("Library")))
        bar.addStretch(1)
        for control in (self.jump, self.sort, add, self.info_button):
            bar.addWidget(control)
        line = QHBoxLayout()
        line.addWidget(self._counts)
        line.addWidget(self._unreadable)
        line.addWidget(self._left_out)
        line.addStretch(1)
        middle = QWidget()
        stack = QVBoxLayout(middle)
        stack.setContentsMargins(8, 0, 0, 0)
        stack.addWidget(self.grid)
        stack.addWidget(self._empty)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        self._details = scrolling(self.info)
        self._details.setFixedWidth(self.info.width() + 12)
        for widget in (self.tree, middle, self._details):
            splitter.addWidget(widget)
        splitter.setSizes([230, 800, 264])
        splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 6)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addLayout(line)
        layout.addWidget(splitter, 1)
        add.clicked.connect(self._on_add_clicked)
        self.info_button.toggled.connect(self._details.setVisible)
        self.sort.currentIndexChanged.connect(self._on_order_changed)
        self.jump.activated.connect(self._on_jump_activated)
        self.tree.chosen.connect(self._on_folder_chosen)
        self.tree.state_wanted.connect(self._on_state_wanted)
        self.tree.scan_wanted.connect(self._on_scan_wanted)
        self.tree.move_wanted.connect(self._on_move_wanted)
        self.tree.removal_wanted.connect(self._on_removal_wanted)
        self.grid.current_changed.connect(self.info.show_photo)
        self.grid.opened.connect(self._on_opened)
        self.info.similar_wanted.connect(context.show_similar)
        self.info.view_wanted.connect(self.open_viewer)
        self._unreadable.clicked.connect(self._on_unreadable_clicked)
        self._left_out.clicked.connect(self._on_left_out_clicked)
        self._reader.done.connect(self._on_read)
        self._reader.failed.connect(context.message)
        self.dialog: FilesDialog | None = None
        self.labelling = Labelling(self, context, self.grid.chosen_ids, self.open_viewer)
        self.menu: QMenu | None = None
        self.grid.menu_wanted.connect(self._on_menu_wanted)

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._reader.busy

    def refresh(self) -> None:
        """Read everything again."""
        self._read(whole=True)

    def open_viewer(self) -> None:
        """Fill the screen with the focused photo, or the first."""
        self._on_opened(max(0, self.grid.currentIndex().row()))

    def _read(self, whole: bool) -> None:
        """Read in the pool: a million photos take seconds. whole: counts and folders too, not only the list."""
        self._whole = whole or self._whole
        key, descending = self.sort.currentData()
        under, everything = self.tree.chosen_path(), self._whole
        self._reader.start(self._context.apart(lambda library: _looked(library, under, key, descending, everything)))

    def _on_read(self, found: _Looked) -> None:
        if found.counts is not None:
            self._whole = False
            self._show_folders(found.counts, found)
        ids = found.ids
        self.grid.show_ids(ids)
        self.grid.setVisible(len(ids) > 0)
        self._empty.setVisible(len(ids) == 0)
        self.jump.clear()
        self.jump.setEnabled(bool(found.months))
        self.jump.addItem(self.tr("Jump to month") if found.months else self.tr("No dates in this order"), -1)
        for year, month, row, count in found.months:
            name = QLocale().standaloneMonthName(month)
            self.jump.addItem(f"{name} {year}  ({number_text(count)})", row)

    def _show_folders(self, counts: Counts, found: _Looked) -> None:
        self._counts.setText(counts_text(counts))
        self._unreadable.setText(self.tr("{0} unreadable").format(number_text(counts.unreadable)))
        self._unreadable.setVisible(counts.unreadable > 0)
        self._left_out.setText(self.tr("{0} left out").format(number_text(counts.left_out)))
        self._left_out.setVisible(counts.left_out > 0)
        self.tree.blockSignals(True)
        self.tree.show_folders(found.folders, found.subfolders, counts.photos)
        self.tree.blockSignals(False)
        if self.tree.chosen_path() != found.under:  # the chosen folder is gone
            self._read(whole=False)

    def _on_folder_chosen(self, path: object) -> None:
        self._read(whole=False)

    def _on_order_changed(self, place: int) -> None:
        self._read(whole=False)

    def _on_jump_activated(self, place: int) -> None:
        row = self.jump.itemData(place)
        if row is not None and row >= 0:
            self.grid.go_to(row)

    def _on_opened(self, row: int) -> None:
        if len(self.model.ids):
            self._context.show_viewer.emit(self.model.ids, row)

    def _on_menu_wanted(self, point: QPoint) -> None:
        let_go(self.menu)
        self.menu = self.labelling.menu(point)

    def _on_add_clicked(self) -> None:
        path = ask_folder(self)
        if path:
            self._context.add_folders([path])

    def _on_state_wanted(self, path: bytes, state: object) -> None:
        self._context.library.set_folder_state(path, state)
        self._context.scan()

    def _on_scan_wanted(self, path: bytes) -> None:
        self._context.scan([path])

    def _on_move_wanted(self, path: bytes) -> None:
        """Everything known of a folder goes along to where it lies now."""
        place = ask_folder(self)
        if not place or not self._context.may_begin():
            return
        try:
            self._context.library.relocate(path, place)
        except CrhError as error:
            self._context.message.emit(str(error))
            return
        self._context.scan()

    def _on_removal_wanted(self, folder_id: int) -> None:
        self._context.library.remove_folder(folder_id)
        self._context.library_changed.emit()

    def _on_unreadable_clicked(self) -> None:
        rows = [(photo.path, photo.reason) for photo in self._context.library.unreadable()]
        let_go(self.dialog)
        self.dialog = FilesDialog(self.tr("Files that cannot be read"), rows, self)
        self.dialog.open()

    def _on_left_out_clicked(self) -> None:
        let_go(self.dialog)
        self.dialog = FilesDialog(self.tr("Left out by rule"), self._context.library.leftouts(), self)
        self.dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders may be dropped anywhere on the page."""
        if drops.acceptable(event.mimeData()) and event.source() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add dropped folders."""
        folders = drops.folders_of(drops.read(event.mimeData()))
        event.acceptProposedAction()
        if folders:
            self._context.add_folders(folders)
        else:
            self._context.message.emit(self.tr("Drop folders here; single files belong on the Search page."))
