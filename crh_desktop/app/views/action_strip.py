"""The strip that tells of actions on files: what runs and how long still, then what moved, where it is, and one Undo."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QProgressBar, QPushButton, QWidget

from crh_desktop.app.icons import IconButton
from crh_desktop.app.review.acting import Acting, Done
from crh_desktop.app.texts import counted, display_path, duration_text, number_text, plural, size_text
from crh_desktop.app.views.passing import let_go
from crh_desktop.core.actions.runner import Outcome
from crh_desktop.core.progress import ProgressState

_SHOWN_REFUSALS = 12


class ActionStrip(QFrame):
    """Hidden until something happens.

    Signals:
        undo_wanted: (batch) take it back. history_wanted: show the history.
    """

    undo_wanted = Signal(int)
    history_wanted = Signal()

    def __init__(self, acting: Acting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._acting = acting
        self._refused: list[tuple[bytes, str]] = []
        self._box: QMessageBox | None = None
        self._batch = 0
        self.setProperty("strip", True)
        self.setAccessibleName(self.tr("Moving files"))
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(240)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.why = QPushButton(self.tr("What was left alone…"))
        self.undo = QPushButton(self.tr("Undo"))
        self.history = QPushButton(self.tr("Show in History"))
        self.close_button = IconButton("close", self.tr("Close"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 8, 10, 8)
        layout.setSpacing(12)
        layout.addWidget(self.text, 1)
        self._running: tuple[QWidget, ...] = (self.bar, self.cancel)
        self._ended: tuple[QWidget, ...] = (self.why, self.undo, self.history, self.close_button)
        for widget in (*self._running, *self._ended):
            layout.addWidget(widget)
        self.hide()
        self.cancel.clicked.connect(self._on_cancel)
        self.why.clicked.connect(self._on_why)
        self.undo.clicked.connect(self._on_undo)
        self.history.clicked.connect(self.history_wanted)
        self.close_button.clicked.connect(self.hide)
        acting.began.connect(self._on_began)
        acting.progressed.connect(self._on_progressed)
        acting.done.connect(self._on_done)
        acting.failed.connect(self._say)
        acting.mended.connect(self._on_mended)

    def _show(self, running: bool, refused: bool = False, undo: bool = False, history: bool = True) -> None:
        for widget in self._running:
            widget.setVisible(running)
        for widget in self._ended:
            widget.setVisible(not running)
        self.why.setVisible(not running and refused)
        self.undo.setVisible(not running and undo)
        self.history.setVisible(not running and history)
        self.cancel.setEnabled(True)
        self.show()

    def _say(self, sentence: str) -> None:
        self.text.setText(sentence)
        self._show(False, history=False)

    def _on_began(self, kind: str, photos: int) -> None:
        self.text.setText(
            self.tr("Bringing photos back…") if kind == "undo" else self.tr("Looking at the photos again…")
        )
        self.bar.setRange(0, photos)
        self.bar.setValue(0)
        self._show(True)

    def _on_progressed(self, state: ProgressState) -> None:
        if not self._acting.busy:
            return
        words = self.tr("Bringing back") if state.stage == "undo" else self.tr("Moving")
        text = self.tr("{0}: {1} of {2} photos").format(words, number_text(state.done), number_text(state.total))
        if state.seconds_left:
            text += "  ·  " + self.tr("{0} left").format(duration_text(state.seconds_left))
        self.text.setText(text)
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.text.setText(self.tr("Stopping after the file that is being moved…"))
        self._acting.cancel()

    def _on_done(self, done: Done) -> None:
        outcome = done.outcome
        self._refused, self._batch = outcome.refused, outcome.batch
        self.text.setText(self._told(done.kind, outcome))
        self._show(False, refused=bool(outcome.refused), undo=done.kind != "undo" and outcome.done > 0)

    def _on_mended(self, sentence: str) -> None:
        self.text.setText(sentence)
        self._show(False)

    def _on_undo(self) -> None:
        self.hide()
        self.undo_wanted.emit(self._batch)

    def _on_why(self) -> None:
        lines = [f"{display_path(path)}\n    {reason}" for path, reason in self._refused[:_SHOWN_REFUSALS]]
        if len(self._refused) > _SHOWN_REFUSALS:
            lines.append(
                self.tr("{0} more are listed in the History.").format(number_text(len(self._refused) - _SHOWN_REFUSALS))
            )
        let_go(self._box)
        self._box = QMessageBox(
            QMessageBox.Icon.Information,
            self.tr("Left alone"),
            "\n\n".join(lines),
            QMessageBox.StandardButton.Close,
            self,
        )
        self._box.setTextFormat(Qt.TextFormat.PlainText)
        self._box.open()

    def _told(self, kind: str, outcome: Outcome) -> str:
        """What moved, where it is now, and what stayed."""
        photos = counted(self.tr("%n photo(s)", "", outcome.done), outcome.done)
        if kind == "undo":
            text = self.tr("{0} are back where they were.").format(photos)
        elif kind == "copy":
            text = self.tr("{0} copied into the library.").format(photos)
        elif kind in ("move", "rename"):
            text = self.tr("{0} moved.").format(photos)
        elif kind == "trash":
            text = self.tr("{0} ({1}) are in the trash. One copy of each stayed where it was.").format(
                photos, size_text(outcome.size)
            )
        else:
            text = self.tr("{0} now lead to the copy that stayed; the old files are in the trash.").format(photos)
        if outcome.sidecars and kind != "undo":
            text += " " + counted(
                self.tr("%n sidecar(s) written beside copies that stay.", "", outcome.sidecars), outcome.sidecars
            )
        if outcome.held:
            text += " " + self.tr("{0} files are in a holding folder, because their drive has no trash.").format(
                number_text(outcome.held)
            )
        if outcome.refused:
            text += " " + plural(self.tr("%n photo(s) left alone.", "", len(outcome.refused)))
        if outcome.missing:
            text += " " + self.tr("{0} files were not found again where they went: look at the drive.").format(
                number_text(len(outcome.missing))
            )
        if outcome.cancelled:
            text += " " + self.tr("You stopped it there.")
        return text
