"""What tells two photos apart: facts in words, and what their files say, the differing rows first."""

from __future__ import annotations

import os
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from crh_desktop.app.context import Context
from crh_desktop.app.icons import themed_icon
from crh_desktop.app.texts import date_text, display_path, from_source, size_text
from crh_desktop.app.views.drop_zone import quiet_label
from crh_desktop.core.metadata import Fact, Looked, facts
from crh_desktop.core.records import Photo


def name_text(name: str) -> str:
    """What a row is about."""
    return {
        "pixels": QCoreApplication.translate("Facts", "Dimensions"),
        "bytes": QCoreApplication.translate("Facts", "Size"),
        "format": QCoreApplication.translate("Facts", "Format"),
        "quality": QCoreApplication.translate("Facts", "JPEG quality"),
        "modified": QCoreApplication.translate("Facts", "File changed"),
        "folder": QCoreApplication.translate("Facts", "Folder"),
        "make": QCoreApplication.translate("Facts", "Make"),
        "model": QCoreApplication.translate("Facts", "Camera"),
        "lens": QCoreApplication.translate("Facts", "Lens"),
        "taken": QCoreApplication.translate("Facts", "Taken"),
        "digitised": QCoreApplication.translate("Facts", "Digitised"),
        "changed": QCoreApplication.translate("Facts", "Changed"),
        "software": QCoreApplication.translate("Facts", "Software"),
        "artist": QCoreApplication.translate("Facts", "Artist"),
        "copyright": QCoreApplication.translate("Facts", "Copyright"),
        "description": QCoreApplication.translate("Facts", "Description"),
        "iso": QCoreApplication.translate("Facts", "ISO"),
        "orientation": QCoreApplication.translate("Facts", "Orientation"),
        "number": QCoreApplication.translate("Facts", "Image number"),
        "unique": QCoreApplication.translate("Facts", "Unique id"),
        "serial": QCoreApplication.translate("Facts", "Serial number"),
        "exposure": QCoreApplication.translate("Facts", "Exposure"),
        "aperture": QCoreApplication.translate("Facts", "Aperture"),
        "focal": QCoreApplication.translate("Facts", "Focal length"),
        "flash": QCoreApplication.translate("Facts", "Flash"),
        "place": QCoreApplication.translate("Facts", "Place (GPS)"),
        "keywords": QCoreApplication.translate("Facts", "Keywords"),
        "rating": QCoreApplication.translate("Facts", "Rating"),
        "mode": QCoreApplication.translate("Facts", "Pixels"),
        "frames": QCoreApplication.translate("Facts", "Frames"),
        "profile": QCoreApplication.translate("Facts", "Colour profile"),
    }.get(name, name)


def has_text(name: str) -> str:
    """What only one of two photos has."""
    return {
        "taken": QCoreApplication.translate("Facts", "says when it was taken"),
        "place": QCoreApplication.translate("Facts", "has GPS"),
        "rating": QCoreApplication.translate("Facts", "has a rating"),
        "keywords": QCoreApplication.translate("Facts", "has keywords"),
        "description": QCoreApplication.translate("Facts", "has a description"),
        "lens": QCoreApplication.translate("Facts", "names its lens"),
        "profile": QCoreApplication.translate("Facts", "has a colour profile"),
    }[name]


def fact_text(fact: Fact) -> str:
    """A fact as a sentence about the photo it favours, or about both."""
    first, second = fact.first, fact.second
    if fact.name == "pixels" and isinstance(first, (int, float)) and isinstance(second, (int, float)):
        times = max(first, second) / min(first, second)
        return QCoreApplication.translate("Facts", "{0}× more pixels").format(
            f"{times:.1f}" if times >= 1.05 else f"{times:.2f}"
        )
    if fact.name == "quality":
        high, low = (first, second) if fact.better == 0 else (second, first)
        return QCoreApplication.translate("Facts", "JPEG quality {0} against {1}").format(high, low)
    if fact.name == "bytes" and isinstance(first, int) and isinstance(second, int):
        return QCoreApplication.translate("Facts", "{0} against {1}").format(size_text(first), size_text(second))
    if fact.name.startswith("has_"):
        return has_text(fact.name.removeprefix("has_"))
    return QCoreApplication.translate("Facts", "{0}: {1} against {2}").format(
        name_text(fact.name), first or "–", second or "–"
    )


class FactsPanel(QFrame):
    """Facts and rows of two photos; what the files say comes from the worker."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked: dict[int, int] = {}
        self._said: dict[int, Mapping[str, str]] = {}
        self._photos: tuple[Photo, Photo] | None = None
        self.setAccessibleName(self.tr("What tells them apart"))
        self.words = quiet_label()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.all_rows = QCheckBox(self.tr("Show rows that are equal too"))
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(self.tr("What the files say"))
        self.table.setHorizontalHeaderLabels([self.tr("Row"), self.tr("First"), self.tr("Second")])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.all_rows)
        self.all_rows.toggled.connect(lambda _on: self._fill())
        context.client.finished.connect(self._on_finished)
        context.client.failed.connect(self._on_failed)

    @property
    def busy(self) -> bool:
        """Whether the worker was asked and has not answered."""
        return bool(self._asked)

    def show_pair(self, first: Photo, second: Photo) -> None:
        """Compare two photos."""
        if self._photos == (first, second):
            return
        self._photos = first, second
        for photo in self._photos:
            if photo.id not in self._said and photo.id not in self._asked.values():
                self._asked[self._context.client.describe(photo.id)] = photo.id
        if len(self._said) > 200:
            self._said = {photo.id: self._said[photo.id] for photo in self._photos if photo.id in self._said}
        self._fill()

    def rows(self) -> list[tuple[str, str, str]]:
        """Name and both values of every row, in order."""
        if self._photos is None:
            return []
        first, second = self._photos
        found = [
            (name_text("pixels"), f"{first.width} × {first.height}", f"{second.width} × {second.height}"),
            (name_text("bytes"), size_text(first.size), size_text(second.size)),
            (name_text("format"), first.format, second.format),
            (name_text("quality"), str(first.jpeg_quality or "–"), str(second.jpeg_quality or "–")),
            (name_text("modified"), date_text(first.mtime_ns / 1e9), date_text(second.mtime_ns / 1e9)),
            (name_text("folder"), _folder_text(first), _folder_text(second)),
        ]
        said = [self._said.get(one.id, {}) for one in (first, second)]
        for name in dict.fromkeys((*said[0], *said[1])):
            values = [one.get(name, "–") for one in said]
            if name == "taken_from":
                continue  # stands with the date
            if name == "taken":
                values = [
                    from_source(value, one.get("taken_from", "")) for value, one in zip(values, said, strict=True)
                ]
            found.append((name_text(name), values[0], values[1]))
        return found

    def _fill(self) -> None:
        shown = [row for row in self.rows() if self.all_rows.isChecked() or row[1] != row[2]]
        self.table.setRowCount(len(shown))
        for place, row in enumerate(shown):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 0 and row[1] != row[2] and self.all_rows.isChecked():
                    item.setIcon(themed_icon("unlike", self.palette()))
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, self.tr("{0}, differs").format(text))
                self.table.setItem(place, column, item)
        self.words.setText(self._sentences())

    def _sentences(self) -> str:
        if self._photos is None:
            return ""
        looked = [
            Looked(one.width, one.height, one.size, one.format, one.jpeg_quality, self._said.get(one.id, {}))
            for one in self._photos
        ]
        lines = []
        found = facts(*looked)
        for which, name in ((0, self.tr("First")), (1, self.tr("Second"))):
            words = [fact_text(fact) for fact in found if fact.better == which]
            if words:
                lines.append(f"{name}: {', '.join(words)}.")
        both = [fact_text(fact) for fact in found if fact.better is None]
        if both:
            lines.append(self.tr("Both: {0}.").format("; ".join(both)))
        return "\n".join(lines) or self.tr("Nothing tells these two files apart but their names.")

    def _on_finished(self, request_id: int, result: object) -> None:
        photo_id = self._asked.pop(request_id, None)
        if photo_id is not None and isinstance(result, dict) and "said" in result:
            self._said[photo_id] = result["said"]
            self._fill()

    def _on_failed(self, request_id: int, error: str) -> None:
        if self._asked.pop(request_id, None) is not None:
            self.words.setText(error)


def _folder_text(photo: Photo) -> str:
    return display_path(os.path.dirname(photo.path))
