"""Search: dropped files, a pasted picture or a photo of the library, or a region of one, and what lies near."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crh_desktop.app import drops
from crh_desktop.app.context import Context
from crh_desktop.app.drops import url_of
from crh_desktop.app.models.photo_grid import PhotoGridModel
from crh_desktop.app.published_search import FoundPhotos, PublishedSearch, place_of
from crh_desktop.app.recent import Recent
from crh_desktop.app.review.known_dialog import KnownDialog
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import display_name, display_path, plural
from crh_desktop.app.thumbs import read_image
from crh_desktop.app.views.drop_zone import DropZone, EmptyState, quiet_label, title_label
from crh_desktop.app.views.filter_bar import FilterBar
from crh_desktop.app.views.grid_view import GridView
from crh_desktop.app.views.passing import let_go
from crh_desktop.app.views.query_view import QueryView
from crh_desktop.core.errors import CrhError
from crh_desktop.core.published import Found
from crh_desktop.core.records import Hit, QueryCode
from crh_desktop.core.thumbs import thumbnail_path
from crh_desktop.worker.protocol import code_from_message

MOST_RESULTS = 2_000
#: Neighbours that a filter chooses from.
MOST_FILTERED = 50_000
#: Neighbours asked of a published library: more than its index can tell would mean to read all of it.
MOST_PUBLISHED = 200
#: Stands for a published library whose address is still to be asked for.
_ANOTHER = "another"
#: Pictures to search with at once.
MOST_QUERIES = 20


class SearchPage(QWidget):
    """A drop zone, the code to search by, and the neighbours."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._queries: list[QueryCode] = []
        self._asked: dict[int, str] = {}  # requests to the worker, each with the file's name
        self._path = ""  # of the one picture that a region can be drawn on
        self._size = (0, 0)
        self._name = ""
        self.model = PhotoGridModel(context.library, self)
        self.grid = GridView(self.model, context.thumbs, self.tr("Neighbours"))
        self.zone = DropZone(self.tr("Drop pictures to search with"))
        self.zone.setFixedHeight(max(148, scaled(110)))
        inside = QHBoxLayout(self.zone)
        inside.setContentsMargins(18, 12, 18, 12)
        inside.setSpacing(18)
        self.picture = QueryView(QSize(160, 120))
        self.status = QLabel(self.tr("Drop pictures here, paste one with Ctrl+V, or choose files."))
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        choose = QPushButton(self.tr("Choose files…"))
        inside.addWidget(self.picture)
        inside.addWidget(self.status, 1)
        inside.addWidget(choose)
        check = QPushButton(self.tr("Check a card or folder…"))
        check.setToolTip(self.tr("Tell which of its photos are in the library already, and copy the others"))
        Recent("cards").button(check, self.tr("Which card or folder?"), self.check_folder)
        inside.addWidget(check)
        self.known: KnownDialog | None = None
        self.picture.hide()
        self.code = QComboBox()
        self.code.setAccessibleName(self.tr("Search by"))
        for text, key in (
            (self.tr("What it shows"), "general"), (self.tr("Trained model (CRH)"), "crh"),
            (self.tr("Copies of it"), "copy"),
        ):  # fmt: skip
            self.code.addItem(text, key)
        self.code.setMinimumSize(180, 34)
        self.where = QComboBox()
        self.where.setAccessibleName(self.tr("Search in"))
        self.where.setMinimumHeight(34)
        self.published = PublishedSearch(context, self)
        self._list_places(0)
        self._hint = quiet_label(self.tr("Smaller distances are closer."))
        self._empty = EmptyState(self.tr("Find what looks alike"), self.tr("Neighbours from your library appear here."))
        bar = QHBoxLayout()
        bar.addWidget(title_label(self.tr("Search")))
        bar.addStretch(1)
        bar.addWidget(self._hint)
        bar.addWidget(self.where)
        bar.addWidget(self.code)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 6)
        layout.setSpacing(10)
        layout.addLayout(bar)
        layout.addWidget(self.zone)
        self.filters = FilterBar(sorts=False)
        layout.addWidget(self.filters)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self._empty, 1)
        self.grid.hide()
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self._on_paste)
        choose.clicked.connect(self._on_choose_clicked)
        self.zone.dropped.connect(self.take)
        self.filters.changed.connect(self._show)
        self.picture.region_drawn.connect(self._on_region_drawn)
        self.code.currentIndexChanged.connect(self._on_code_changed)
        self.where.activated.connect(self._on_where_chosen)
        self.published.found.connect(self._on_published_found)
        self.published.failed.connect(self.status.setText)
        self.grid.opened.connect(self._on_opened)
        context.client.finished.connect(self._on_finished)
        context.client.failed.connect(self._on_failed)

    def search_photo(self, photo_id: int) -> None:
        """Show the neighbours of a photo of the library."""
        photos = self._context.library.photos([photo_id])
        if not photos:
            return
        self._show_picture(read_image(thumbnail_path(photos[0].digest)))
        self._name = display_name(photos[0].path)
        self.status.setText(self._name)
        self._path, self._size = os.fsdecode(photos[0].path), (photos[0].width, photos[0].height)
        query = self._context.library.query_for_photo(photo_id)
        self._asked.clear()
        self._queries = [] if query is None else [query]
        if query is None:
            self.status.setText(self.tr("{0} has no code yet; wait for the scan.").format(self._name))
        self._show()

    def take(self, found: drops.Dropped, ids: list[int]) -> None:
        """Search with what was dropped or pasted."""
        folders = drops.folders_of(found)
        if ids:
            self.search_photo(ids[0])
        elif folders:
            self.check_folder(os.fsdecode(folders[0]))
        elif found.paths:
            self._encode([os.fsdecode(path) for path in found.paths[:MOST_QUERIES]])
        elif found.encoded or found.image is not None:
            try:
                path = drops.save_pasted(found)
            except OSError as error:
                self.status.setText(str(error))
                return
            self._encode([str(path)])
            self._name = self.tr("Pasted picture")
        elif found.remote:
            self.status.setText(self.tr("A network address: nothing is fetched. Save the picture first."))
        else:
            self.status.setText(self.tr("There is no picture in what was dropped or pasted."))

    def check_folder(self, folder: str) -> None:
        """Tell which photos of a card or folder the library has already."""
        if self._context.may_begin():
            let_go(self.known)
            self.known = KnownDialog(self._context, folder, self)
            self.known.open()

    def refresh(self) -> None:
        """Search again in the grown library."""
        if self._queries:
            self._show()

    def open_viewer(self) -> None:
        """Fill the screen with the focused neighbour."""
        self._on_opened(max(0, self.grid.currentIndex().row()))

    def _encode(self, paths: list[str], region: tuple[int, int, int, int] | None = None) -> None:
        self._queries, self._asked = [], {}
        if region is None:
            self.picture.hide()
            self._path, self._size = (paths[0] if len(paths) == 1 else ""), (0, 0)
            self._name = (
                display_name(paths[0])
                if len(paths) == 1
                else self.tr("{0} pictures: what is near to any of them").format(len(paths))
            )
        self.status.setText(self.tr("Reading {0}…").format(display_name(paths[0])))
        for path in paths:
            self._asked[self._context.client.encode(path, region)] = display_name(path)

    def _on_region_drawn(self, region: QRectF) -> None:
        if not self._path or min(self._size) <= 0:
            self.status.setText(self.tr("A region can be drawn on one picture whose size is known."))
            return
        width, height = self._size
        box = (
            round(region.left() * width), round(region.top() * height),
            max(1, round(region.width() * width)), max(1, round(region.height() * height)),
        )  # fmt: skip
        self._encode([self._path], (0, 0, width, height) if region.isEmpty() else box)

    def _show_picture(self, image: QImage) -> None:
        self.picture.show_picture(image)

    def _list_places(self, chosen: int) -> None:
        """This library, the published one that was searched last, and any other."""
        self.where.clear()
        self.where.addItem(self.tr("This library"), "")
        known = self._context.settings.published_url
        if known:
            self.where.addItem(place_of(known), known)
        self.where.addItem(self.tr("A published library…"), _ANOTHER)
        self.where.setCurrentIndex(chosen)

    def _on_where_chosen(self, place: int) -> None:
        if self.where.itemData(place) == _ANOTHER:
            url, agreed = QInputDialog.getText(
                self, self.tr("A published library"),
                self.tr("Address of the server (postgresql://user@host/database), written by crh publish. Only codes of what "
                        "you search with are sent there."),
                text=self._context.settings.published_url or "postgresql://",
            )  # fmt: skip
            if not agreed or not url.strip():
                self._list_places(0)
            else:
                self._context.save_settings(dataclasses.replace(self._context.settings, published_url=url.strip()))
                self._list_places(1)
        self._show()

    def _show_published(self, url: str) -> None:
        if not self._queries:
            return
        if self.code.currentData() == "crh":
            self.status.setText(
                self.tr("A published library is searched by what a picture shows, or for copies of it.")
            )
            return
        self.status.setText(self.tr("Asking {0}…").format(place_of(url)))
        self.published.ask(url, self._queries, MOST_PUBLISHED, self.code.currentData())

    def _on_published_found(self, found: list[Found]) -> None:
        if not self.where.currentData():
            return  # it was switched back meanwhile
        self.status.setText(self._name)
        if self.filters.chosen:
            fit = self.filters.chosen.fits()
            found = [one for one in found if fit(one.path, None)]
        self.model.set_source(FoundPhotos(found))
        self._fill(-1 - np.arange(len(found)), [one.distance for one in found])

    def _show(self) -> None:
        if self.where.currentData():
            self._show_published(self.where.currentData())
            return
        self.model.set_source(self._context.library)
        hits: list[Hit] = []
        only = self.filters.chosen
        if self._queries:
            try:
                # a filter must not empty the list because what it leaves lies further away
                wanted = MOST_FILTERED if only else MOST_RESULTS
                hits = self._context.library.similar_to_any(self._queries, wanted, code=self.code.currentData())
            except CrhError as error:
                self.status.setText(str(error))
        if only and hits:
            fit = only.fits()
            kept = {
                photo.id
                for photo in self._context.library.photos(hit.photo_id for hit in hits)
                if fit(photo.path, photo.taken_at)
            }
            hits = [hit for hit in hits if hit.photo_id in kept][:MOST_RESULTS]
        self._fill(np.array([hit.photo_id for hit in hits], np.int64), [hit.distance for hit in hits])

    def _fill(self, ids: NDArray[np.int64], distances: list[float]) -> None:
        """Show photos with their distances, or say why there are none."""
        copy = self.code.currentData() != "general"
        notes = [plural(self.tr("%n bit(s)", "", round(one))) if copy else f"{one:.1f}" for one in distances]
        self.grid.show_ids(ids, notes)
        self.grid.setVisible(len(ids) > 0)
        self._empty.setVisible(not len(ids))
        filtered = bool(self.filters.chosen) and bool(self._queries)
        self._empty.heading.setText(
            self.tr("Nothing near fits the filter") if filtered else self.tr("Find what looks alike")
        )
        self._empty.sentence.setText(
            self.tr("Clear the filter above to see all neighbours.")
            if filtered
            else self.tr("Neighbours from your library appear here.")
        )

    def _on_code_changed(self, place: int) -> None:
        self._show()

    def _on_finished(self, request_id: int, result: object) -> None:
        name = self._asked.pop(request_id, None)
        if name is None or not isinstance(result, dict):
            return
        query = code_from_message(result)
        self._queries.append(query)
        if self._path and self.picture.region.isEmpty():
            self._size = query.size
            self._show_picture(read_image(thumbnail_path(query.digest)))
        if not self._asked:
            drawn = not self.picture.region.isEmpty()
            self.status.setText(self.tr("A region of {0}").format(self._name) if drawn else self._name)
        self._show()

    def _on_failed(self, request_id: int, error: str) -> None:
        if self._asked.pop(request_id, None) is not None:
            self.status.setText(error)

    def _on_paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        self.take(drops.read(data), drops.dragged_ids(data))

    def _on_choose_clicked(self) -> None:
        paths, _kind = QFileDialog.getOpenFileNames(self, self.tr("Search with pictures"))
        if paths:
            self._encode(paths[:MOST_QUERIES])

    def _on_opened(self, row: int) -> None:
        if not len(self.model.ids):
            return
        photo = self.model.photo(row)
        if self.model.ids[row] > 0:
            self._context.show_viewer.emit(self.model.ids, row)
        elif photo is not None and os.path.lexists(photo.path):
            QDesktopServices.openUrl(url_of(photo.path))
        elif photo is not None:
            self.status.setText(self.tr("{0} cannot be reached from here.").format(display_path(photo.path)))
