"""The first page of an empty library: what will happen, and two ways to begin."""

from __future__ import annotations

import os
import shutil

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crh_desktop.app import drops
from crh_desktop.app.context import Context
from crh_desktop.app.icons import IconButton
from crh_desktop.app.recent import Recent
from crh_desktop.app.scale import scaled
from crh_desktop.app.views.drop_zone import DropZone, quiet_label, title_label
from crh_desktop.core.paths import bundled, data_dir


def ask_folder(parent: QWidget) -> bytes | None:
    """A folder of the person's choice; tests replace this."""
    path = Recent("photos").choose(parent, parent.tr("Add a folder of photos"))
    return os.fsencode(path) if path else None


class FirstRunPage(QWidget):
    """Says what will happen, then asks for a folder.

    Signals:
        folders_chosen: a list of paths.
        tour_wanted: the samples were chosen.
    """

    folders_chosen = Signal(object)
    tour_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 40, 48, 40)
        layout.setSpacing(18)
        layout.addStretch(1)
        title = title_label(self.tr("Find the photos you have twice"))
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        promises = [
            ("library", self.tr("Your folders are read once. Identical files show up first, look-alikes follow.")),
            ("shield", self.tr("Nothing leaves this machine: no account, no upload, no network.")),
            ("check", self.tr("Nothing is written into your photo folders until you act.")),
        ]  # fmt: skip
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        for icon, sentence in promises:
            mark = IconButton(icon, sentence)
            mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label = QLabel(sentence)
            label.setWordWrap(True)
            label.setMinimumWidth(scaled(440))
            grid.addWidget(mark, grid.rowCount(), 0)
            grid.addWidget(label, grid.rowCount() - 1, 1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(grid)
        middle.addStretch(1)
        layout.addLayout(middle)
        self.zone = DropZone(self.tr("Drop folders of photos here"))
        self.zone.setMaximumWidth(640)
        self.zone.setMinimumSize(QSize(460, 200))
        inside = QVBoxLayout(self.zone)
        inside.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.setSpacing(14)
        add = QPushButton(self.tr("Add a folder…"))
        add.setProperty("primary", True)
        samples = QPushButton(self.tr("Try the sample photos"))
        samples.setProperty("link", True)
        samples.setEnabled((bundled("resources") / "samples").is_dir())
        self._hint = hint = quiet_label(self.tr("Drop a folder here, or"))
        for widget in (hint, add, samples):
            inside.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addWidget(self.zone)
        layout.addSpacing(8)
        layout.addLayout(row)
        layout.addStretch(2)
        add.clicked.connect(self._on_add_clicked)
        samples.clicked.connect(self._on_samples_clicked)
        self.zone.dropped.connect(self._on_dropped)

    def _on_add_clicked(self) -> None:
        path = ask_folder(self)
        if path:
            self.folders_chosen.emit([path])

    def _on_samples_clicked(self) -> None:
        # copies, so that everything can be tried on them
        place = data_dir() / "Sample photos"
        try:
            if not place.exists():
                shutil.copytree(bundled("resources") / "samples", place)
        except OSError as error:
            self._hint.setText(self.tr("The samples cannot be copied to {0}: {1}.").format(place, error.strerror))
            return
        self.folders_chosen.emit([os.fsencode(place)])
        self.tour_wanted.emit()

    def _on_dropped(self, found: drops.Dropped, _ids: list[int]) -> None:
        folders = drops.folders_of(found)
        if folders:
            self.folders_chosen.emit(folders)
