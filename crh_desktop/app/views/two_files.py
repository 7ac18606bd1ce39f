"""Test two files: drop or choose any two, and see step by step whether and why they match."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app import drops
from crh_desktop.app.context import Context
from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.texts import display_name, display_path
from crh_desktop.app.thumbs import read_pixmap, shape
from crh_desktop.app.views.drop_zone import DropZone, EmptyState, quiet_label, title_label
from crh_desktop.app.views.elided_label import ElidedLabel
from crh_desktop.app.views.evidence_panel import EvidencePanel, tier_word, translate
from crh_desktop.app.views.layouts import empty
from crh_desktop.app.views.pair_view import Shown, dimensions_text
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.words import explain

PREVIEW = QSize(96, 72)


class FileZone(DropZone):
    """One of the two files.

    Signals:
        chosen: the paths that were dropped or chosen; a second one is for the other zone.
    """

    chosen = Signal(object)

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent)
        self.path = b""
        self.heading = quiet_label(heading)
        self.name = ElidedLabel()
        self.picture = QLabel()
        self.picture.setFixedSize(PREVIEW)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.browse = QPushButton(self.tr("Choose file…"))
        self.browse.setAccessibleName(f"{heading}: {self.browse.text()}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.heading)
        words.addWidget(self.name)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        row.addWidget(self.browse)
        self.dropped.connect(self._on_dropped)
        self.browse.clicked.connect(self._on_browse_clicked)
        self.show_file(b"")

    def show_file(self, path: bytes) -> None:
        """Show which file it is; the picture comes with the answer."""
        self.path = path
        name = display_name(path) if path else self.tr("Drop a picture here, or paste with Ctrl+V")
        self.name.set_text(name, display_path(path) if path else "")
        self.show_picture(QPixmap())

    def show_picture(self, pixmap: QPixmap) -> None:
        """Show a small picture of it, or an icon for none."""
        if pixmap.isNull():
            colour = self.palette().color(self.palette().ColorRole.PlaceholderText)
            self.picture.setPixmap(icon_pixmap("library" if self.path else "drop", colour, 32))
        else:
            self.picture.setPixmap(QPixmap.fromImage(shape(pixmap.toImage(), *PREVIEW.toTuple(), cover=True, radius=8)))

    def _on_dropped(self, found: drops.Dropped, ids: object) -> None:
        self.take(found)

    def take(self, found: drops.Dropped) -> None:
        """Use what was dropped or pasted."""
        if found.paths:
            self.chosen.emit(list(found.paths[:2]))
        elif found.encoded or found.image is not None:
            try:
                self.chosen.emit([os.fsencode(drops.save_pasted(found))])
            except OSError as error:
                self.name.set_text(str(error))
        elif found.remote:
            self.name.set_text(self.tr("A network address: nothing is fetched. Save the picture first."))
        else:
            self.name.set_text(self.tr("There is no picture in what was dropped or pasted."))

    def _on_browse_clicked(self) -> None:
        paths, _kind = QFileDialog.getOpenFileNames(self, self.heading.text())
        if paths:
            self.chosen.emit([os.fsencode(path) for path in paths[:2]])


class StepList(QWidget):
    """The steps of the verdict, numbered, each with a tick or a cross."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Steps"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(2, 1)
        self.texts: list[str] = []

    def show_steps(self, steps: tuple[str, ...]) -> None:
        """Show other steps."""
        empty(self._grid)
        self.texts = []
        top = Qt.AlignmentFlag.AlignTop
        for row, step in enumerate(steps):
            passed, sentence = read_step(step)
            number, mark, text = quiet_label(f"{row + 1}."), QLabel(), QLabel(sentence)
            role = self.palette().ColorRole
            colour = self.palette().color(role.BrightText if passed is False else role.Highlight)
            if passed is not None:
                mark.setPixmap(icon_pixmap("check" if passed else "close", colour, 16))
                mark.setAccessibleName(self.tr("passed") if passed else self.tr("failed"))
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            spoken = f"{row + 1}. {mark.accessibleName()}: {sentence}"
            text.setAccessibleName(spoken)
            self.texts.append(spoken)
            for column, widget in enumerate((number, mark, text)):
                self._grid.addWidget(widget, row, column, top)
        self._grid.setRowStretch(len(steps), 1)


def read_step(step: str) -> tuple[bool | None, str]:
    """Whether a step passed (None: it only tells something) and its sentence without the mark."""
    for marks, passed in ((("✓", "+"), True), (("✗", "×", "-"), False)):
        for mark in marks:
            if step.startswith(f"{mark} "):
                return passed, step[len(mark) :].strip()
    return None, step


class TwoFilesDialog(QDialog):
    """Two files in, a verdict out. The worker reads the files; they need not be in the library."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._request = -1
        self.setWindowTitle(self.tr("Test two files"))
        self.resize(1060, 720)
        self.zones = [FileZone(self.tr("First file")), FileZone(self.tr("Second file"))]
        self.verdict = QLabel()
        font = self.verdict.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.verdict.setFont(font)
        self.verdict.setWordWrap(True)
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.panel = EvidencePanel(context)
        self.steps = StepList()
        self._empty = EmptyState("", "")
        zones = QHBoxLayout()
        zones.setSpacing(12)
        for zone in self.zones:
            zones.addWidget(zone, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.steps)
        scroll.setAccessibleName(self.tr("Steps of the comparison"))
        aside = QFrame()
        column = QVBoxLayout(aside)
        column.setContentsMargins(16, 8, 0, 0)
        column.setSpacing(10)
        heading = QLabel(self.tr("Step by step"))
        bold = heading.font()
        bold.setBold(True)
        heading.setFont(bold)
        column.addWidget(heading)
        column.addWidget(scroll, 1)
        self._result = QSplitter()
        self._result.setHandleWidth(1)
        self._result.setChildrenCollapsible(False)
        self._result.addWidget(self.panel)
        self._result.addWidget(aside)
        self._result.setSizes([700, 330])
        self._result.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(title_label(self.tr("Test two files")))
        layout.addLayout(zones)
        layout.addWidget(self.verdict)
        layout.addWidget(self._result, 1)
        layout.addWidget(self._empty, 1)
        self.addActions(self.panel.pair.ways())
        for place, zone in enumerate(self.zones):
            zone.chosen.connect(lambda paths, place=place: self.take(place, paths))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self._on_paste)
        context.client.finished.connect(self._on_finished)
        context.client.failed.connect(self._on_failed)
        self._tell(*self._invitation())
        self.zones[0].browse.setFocus()

    @property
    def busy(self) -> bool:
        """Whether the answer or its pictures are still to come."""
        return self._request >= 0 or self.panel.pair.busy

    def take(self, place: int, paths: list[bytes]) -> None:
        """Put one file into a zone, or two into both; with both full the comparison starts."""
        targets = (0, 1) if len(paths) > 1 else (place,)
        for target, path in zip(targets, paths, strict=False):
            self.zones[target].show_file(path)
        first, second = (zone.path for zone in self.zones)
        if not first or not second:
            self._tell(*self._invitation())
            return
        for path in (first, second):
            if not os.path.isfile(path):
                self._fail(self.tr("{0} is not there, or is no file.").format(display_path(path)))
                return
        self._tell(self.tr("Comparing…"), "")
        self._request = self._context.client.compare(os.fsdecode(first), os.fsdecode(second))

    @property
    def said(self) -> str:
        """What stands where the result will be, or the verdict."""
        shown = self._empty if self._result.isHidden() else None
        return f"{shown.heading.text()} {shown.sentence.text()}".strip() if shown else self.verdict.text()

    def _invitation(self) -> tuple[str, str]:
        return (
            self.tr("Do these two match?"),
            self.tr("Choose two pictures. Every step of the comparison appears here, with its outcome."),
        )

    def _tell(self, heading: str, sentence: str) -> None:
        """Say something in place of a result."""
        self._request = -1  # an answer that is still on its way belongs to other files
        self._empty.heading.setText(heading)
        self._empty.sentence.setText(sentence)
        self._empty.show()
        self._result.hide()
        self.verdict.hide()

    def _fail(self, sentence: str) -> None:
        self._tell(self.tr("These two cannot be compared"), sentence)

    def _on_finished(self, request_id: int, result: object) -> None:
        if request_id != self._request or not isinstance(result, dict):
            return
        self._request = -1
        try:
            evidence = Evidence.from_json(str(result.get("evidence") or ""))
        except (ValueError, TypeError):
            self._fail(self.tr("The answer of the worker cannot be read."))
            return
        shown = []
        sizes = result.get("sizes") or ((0, 0), (0, 0))
        for place, (zone, key) in enumerate(zip(self.zones, ("first_picture", "second_picture"), strict=True)):
            picture = Path(str(result.get(key) or ""))
            zone.show_picture(read_pixmap(picture))
            width, height = (int(side) for side in sizes[place])
            shown.append(Shown(display_name(zone.path), dimensions_text(width, height), width, height, picture))
        self.verdict.setText(tier_word(evidence.tier))
        self.verdict.show()
        pixels = (shown[0].pixels, shown[1].pixels) if shown[0].width and shown[1].width else None
        sentence = explain(evidence, translate("the first"), translate("the second"), translate, pixels)
        self.panel.show_pair(shown[0], shown[1], evidence, sentence)
        self.steps.show_steps(evidence.steps)
        self._empty.hide()
        self._result.show()

    def _on_failed(self, request_id: int, error: str) -> None:
        if request_id == self._request:
            self._fail(error)

    def _on_paste(self) -> None:
        free = next((zone for zone in self.zones if not zone.path), self.zones[1])
        free.take(drops.read(QGuiApplication.clipboard().mimeData()))
