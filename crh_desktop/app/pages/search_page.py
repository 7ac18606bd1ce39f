"""Search: a dropped file, a pasted picture or a photo of the library, and its neighbours with their distances."""

from __future__ import annotations

import os

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crh_desktop.app import drops
from crh_desktop.app.context import Context
from crh_desktop.app.models.photo_grid import PhotoGridModel
from crh_desktop.app.texts import display_name, plural
from crh_desktop.app.thumbs import shape
from crh_desktop.app.views.drop_zone import DropZone, EmptyState, quiet_label, title_label
from crh_desktop.app.views.grid_view import GridView
from crh_desktop.core.errors import CrhError
from crh_desktop.core.records import QueryCode
from crh_desktop.core.thumbs import thumbnail_path
from crh_desktop.worker.protocol import code_from_message

MOST_RESULTS = 200


class SearchPage(QWidget):
    """A drop zone, the code to search by, and the neighbours."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query: QueryCode | None = None
        self._request = -1
        self._name = ""
        self.model = PhotoGridModel(context.library, self)
        self.grid = GridView(self.model, context.thumbs, self.tr("Neighbours"))
        self.zone = DropZone(self.tr("Drop a picture to search with"))
        self.zone.setFixedHeight(148)
        inside = QHBoxLayout(self.zone)
        inside.setContentsMargins(18, 12, 18, 12)
        inside.setSpacing(18)
        self._picture = QLabel()
        self._picture.setFixedSize(120, 120)
        self.status = QLabel(self.tr("Drop a picture here, paste one with Ctrl+V, or choose a file."))
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        choose = QPushButton(self.tr("Choose file…"))
        inside.addWidget(self._picture)
        inside.addWidget(self.status, 1)
        inside.addWidget(choose)
        self._picture.hide()
        self.code = QComboBox()
        self.code.setAccessibleName(self.tr("Search by"))
        for text, key in (
            (self.tr("What it shows"), "general"), (self.tr("Trained model (CRH)"), "crh"),
            (self.tr("Copies of it"), "copy"),
        ):  # fmt: skip
            self.code.addItem(text, key)
        self.code.setMinimumSize(180, 34)
        self._hint = quiet_label(self.tr("Smaller distances are closer."))
        self._empty = EmptyState(self.tr("Find what looks alike"), self.tr("Neighbours from your library appear here."))
        bar = QHBoxLayout()
        bar.addWidget(title_label(self.tr("Search")))
        bar.addStretch(1)
        bar.addWidget(self._hint)
        bar.addWidget(self.code)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 6)
        layout.setSpacing(10)
        layout.addLayout(bar)
        layout.addWidget(self.zone)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self._empty, 1)
        self.grid.hide()
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self._on_paste)
        choose.clicked.connect(self._on_choose_clicked)
        self.zone.dropped.connect(self.take)
        self.code.currentIndexChanged.connect(self._on_code_changed)
        self.grid.opened.connect(self._on_opened)
        context.client.finished.connect(self._on_finished)
        context.client.failed.connect(self._on_failed)

    def search_photo(self, photo_id: int) -> None:
        """Show the neighbours of a photo of the library."""
        photos = self._context.library.photos([photo_id])
        if not photos:
            return
        self._show_picture(QPixmap(str(thumbnail_path(photos[0].digest))).toImage())
        self.status.setText(display_name(photos[0].path))
        self._query = self._context.library.query_for_photo(photo_id)
        if self._query is None:
            self.status.setText(self.tr("{0} has no code yet; wait for the scan.").format(self.status.text()))
        self._show()

    def take(self, found: drops.Dropped, ids: list[int]) -> None:
        """Search with what was dropped or pasted."""
        if ids:
            self.search_photo(ids[0])
        elif found.paths:
            self._encode(os.fsdecode(found.paths[0]))
        elif found.image is not None:
            try:
                path = drops.save_pasted(found.image)
            except OSError as error:
                self.status.setText(str(error))
                return
            self._encode(str(path))
            self._name = self.tr("Pasted picture")
            self._show_picture(QImageReader(str(path)).read())
        elif found.remote:
            self.status.setText(self.tr("A network address: nothing is fetched. Save the picture first."))
        else:
            self.status.setText(self.tr("There is no picture in what was dropped or pasted."))

    def refresh(self) -> None:
        """Search again in the grown library."""
        if self._query is not None:
            self._show()

    def open_viewer(self) -> None:
        """Fill the screen with the focused neighbour."""
        self._on_opened(max(0, self.grid.currentIndex().row()))

    def _encode(self, path: str) -> None:
        self._picture.hide()
        self.status.setText(self.tr("Reading {0}…").format(display_name(path)))
        self._name = display_name(path)
        self._request = self._context.client.encode(path)

    def _show_picture(self, image: QImage) -> None:
        self._picture.setVisible(not image.isNull())
        if not image.isNull():
            self._picture.setPixmap(QPixmap.fromImage(shape(image, 120, 120, cover=True)))

    def _show(self) -> None:
        hits = []
        if self._query is not None:
            try:
                hits = self._context.library.similar(self._query, MOST_RESULTS, code=self.code.currentData())
            except CrhError as error:
                self.status.setText(str(error))
        copy = self.code.currentData() != "general"
        notes = [
            plural(self.tr("%n bit(s)", "", round(hit.distance))) if copy else f"{hit.distance:.1f}" for hit in hits
        ]
        self.grid.show_ids(np.array([hit.photo_id for hit in hits], np.int64), notes)
        self.grid.setVisible(bool(hits))
        self._empty.setVisible(not hits)

    def _on_code_changed(self, place: int) -> None:
        self._show()

    def _on_finished(self, request_id: int, result: object) -> None:
        if request_id == self._request and isinstance(result, dict):
            self._request = -1
            self.status.setText(self._name)
            self._query = code_from_message(result)
            self._show_picture(QPixmap(str(thumbnail_path(self._query.digest))).toImage())
            self._show()

    def _on_failed(self, request_id: int, error: str) -> None:
        if request_id == self._request:
            self._request = -1
            self.status.setText(error)

    def _on_paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        self.take(drops.read(data), drops.dragged_ids(data))

    def _on_choose_clicked(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, self.tr("Search with a picture"))
        if path:
            self._encode(path)

    def _on_opened(self, row: int) -> None:
        if len(self.model.ids):
            self._context.show_viewer.emit(self.model.ids, row)
