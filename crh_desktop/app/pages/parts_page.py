"""The first page where only the window is installed: fetches what the worker needs, or finds it in another environment."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop import __version__
from crh_desktop.app.context import Background, Context
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import size_text
from crh_desktop.app.views.drop_zone import quiet_label, title_label
from crh_desktop.core import parts
from crh_desktop.core.paths import cache_dir
from crh_desktop.core.program import missing_parts

#: Room that the environment takes beside what is downloaded, as a multiple of it.
_UNPACKED = 2.2


def ask_python(parent: QWidget) -> str:
    """The Python of another environment; tests replace this."""
    path, _ = QFileDialog.getOpenFileName(parent, parent.tr("The Python of an environment that has CRH Desktop"))
    return path


def lock_file() -> Path | None:
    """The lock of this installation, named by what started the program; None for an installation of one's own."""
    place = os.environ.get(parts.LOCK)
    return Path(place) if place and Path(place).is_file() else None


class PartsPage(QWidget):
    """Says what is missing and how large it is; nothing is fetched before the person says so.

    Signals:
        ready: the worker can start now.
    """

    ready = Signal()
    _told = Signal(str, float)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lock = lock_file()
        self._installing: parts.Installing | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        self._told.connect(self._on_told)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(title_label(self.tr("One part is still to come")))
        why = QLabel(
            self.tr(
                "The window is installed. What reads your photos and learns from them is large, so it is fetched only when "
                "you say so, once. Afterwards nothing uses the network: your photos never leave this machine."
            )
        )
        why.setWordWrap(True)
        column.addWidget(why)
        self.processor = QRadioButton(self.tr("For the processor"))
        self.card = QRadioButton(self.tr("For an NVIDIA graphics card"))
        (self.card if parts.has_nvidia() else self.processor).setChecked(True)
        for choice, text in (
            (self.processor, self.tr("Runs everywhere. {0} to download.")),
            (self.card, self.tr("Trains many times faster. {0} to download.")),
        ):
            choice.setEnabled(self._lock is not None)
            column.addWidget(choice)
            megabytes = parts.MEGABYTES[choice is self.card]
            said = quiet_label(text.format(size_text(megabytes * 10**6, digits=0 if megabytes < 1000 else 1)))
            said.setWordWrap(True)
            said.setIndent(scaled(24))
            column.addWidget(said)
        row = QHBoxLayout()
        self.fetch, self.other = (
            QPushButton(self.tr("Fetch and install")),
            QPushButton(self.tr("Use another environment…")),
        )
        self.cancel = QPushButton(self.tr("Cancel"))
        self.fetch.setProperty("primary", True)
        self.fetch.setEnabled(self._lock is not None)
        self.other.setProperty("link", True)
        for button in (self.fetch, self.other, self.cancel):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        column.addWidget(self.bar)
        self.said = quiet_label()
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.said)
        if self._lock is None:
            self.said.setText(
                self.tr(
                    "Missing: {0}. This environment was made by hand: install CRH Desktop in it with pip and start again."
                ).format(", ".join(missing_parts()))
            )
        middle = QHBoxLayout()
        middle.addStretch(1)
        inside = QWidget()
        inside.setLayout(column)
        inside.setMaximumWidth(scaled(680))
        inside.setMinimumWidth(460)
        middle.addWidget(inside, 4)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(48, 40, 48, 40)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)
        self._set_busy(False)
        self.fetch.clicked.connect(self._on_fetch_clicked)
        self.other.clicked.connect(self._on_other_clicked)
        self.cancel.clicked.connect(self.stop)

    @property
    def wanted(self) -> bool:
        """Whether a part is missing, and no other environment was chosen that is there."""
        python = self._context.settings.worker_python
        return not os.path.exists(python) if python else bool(missing_parts())

    def stop(self) -> None:
        """End what is being fetched, at once."""
        if self._installing is not None:
            self._installing.stop()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.fetch, self.other):
            widget.setVisible(not busy)
        for choice in (self.processor, self.card):
            choice.setEnabled(not busy and self._lock is not None)
        self.cancel.setVisible(busy)
        self.bar.setVisible(busy)

    def _on_fetch_clicked(self) -> None:
        card = self.card.isChecked()
        needed, free = parts.MEGABYTES[card] * _UNPACKED * 1e6, shutil.disk_usage(sys.prefix).free
        if free < needed:
            self.said.setText(
                self.tr("There is not enough room in {0}: {1} GB are needed, {2} GB are free.").format(
                    sys.prefix, f"{needed / 1e9:.1f}", f"{free / 1e9:.1f}"
                )
            )
            return
        lock = self._lock
        assert lock is not None
        self._set_busy(True)
        self.bar.reset()  # not where it stood when it was stopped
        self.said.setText(self.tr("Looking for what is needed…"))
        installing = self._installing = parts.Installing(sys.executable, self._told.emit, cache_dir() / "parts")
        self._background.start(lambda: installing.worker(lock, card))

    def _on_other_clicked(self) -> None:
        python = ask_python(self)
        if python:
            self._set_busy(True)
            self.bar.setRange(0, 0)
            self.said.setText(self.tr("Looking at {0}…").format(python))
            self._background.start(lambda: (python, parts.look_at(python)))

    def _on_told(self, text: str, share: float) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(int(1000 * share))
        self.said.setText(text)

    def _on_done(self, result: object) -> None:
        self._set_busy(False)
        self.bar.setRange(0, 1000)
        if isinstance(result, tuple):
            python, found = result
            if found.program != __version__:
                self.said.setText(
                    self.tr(
                        "That environment has CRH Desktop {0}, this window is {1}. Install the same version there."
                    ).format(found.program, __version__)
                )
                return
            self._context.run_worker_in(python)
        elif missing := missing_parts():
            self.said.setText(self.tr("Still missing: {0}. Try again.").format(", ".join(missing)))
            return
        self.said.setText("")
        self.ready.emit()

    def _on_failed(self, error: str) -> None:
        self._set_busy(False)
        self.bar.setRange(0, 1000)
        self.said.setText(error)
