"""The strip at the bottom of the window: what runs, how long still, pause and cancel, and what went wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from crh_desktop.app.icons import IconButton
from crh_desktop.app.texts import duration_text, number_text
from crh_desktop.app.worker_client import WorkerClient


class JobStrip(QFrame):
    """Follows the worker's running job."""

    def __init__(self, client: WorkerClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._paused = False
        self._job: int | None = None
        self.setProperty("strip", True)
        self.setAccessibleName(self.tr("Running work"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 6, 10, 6)
        layout.setSpacing(14)
        self.text = QLabel(self.tr("Ready"))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setMinimumWidth(80)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(240)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.pause_button = IconButton("pause", self.tr("Pause"))
        self.cancel_button = IconButton("close", self.tr("Cancel"))
        layout.addWidget(self.text, 1)
        for widget in (self.bar, self.pause_button, self.cancel_button):
            layout.addWidget(widget)
        self._set_running(False)
        self.pause_button.clicked.connect(self._on_pause_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        client.started.connect(self._on_started)
        client.progressed.connect(self._on_progressed)
        client.finished.connect(self._on_finished)
        client.failed.connect(self._on_failed)
        client.cancelled.connect(self._on_cancelled)

    def say(self, sentence: str) -> None:
        """Show a sentence until the next news."""
        self.text.setText(sentence.replace("\n", " "))
        self.text.setToolTip(sentence)

    def _set_running(self, running: bool) -> None:
        for widget in (self.bar, self.pause_button, self.cancel_button):
            widget.setVisible(running)
            widget.setEnabled(True)
        self._set_paused(False)

    def _set_paused(self, paused: bool) -> None:
        self._paused = paused
        self.pause_button.set_icon("play" if paused else "pause", self.tr("Resume") if paused else self.tr("Pause"))

    def _on_started(self, job_id: int) -> None:
        self._job = job_id
        self._set_running(True)
        self.bar.setRange(0, 0)
        self.say(self.tr("Starting…"))

    def _on_progressed(self, message: dict[str, Any]) -> None:
        if message.get("id") != self._job or not self.cancel_button.isEnabled():
            return
        done, total = int(message.get("done") or 0), int(message.get("total") or 0)
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(1000 * done // total if total else 0)
        paused = bool(message.get("paused"))
        if paused != self._paused:
            self._set_paused(paused)
        stages = {
            "walk": self.tr("Looking through folders"), "read": self.tr("Reading photos"),
            "hash": self.tr("Reading photos"), "encode": self.tr("Learning what photos show"),
            "codes": self.tr("Learning what photos show"), "groups": self.tr("Finding duplicates"),
            "pairs": self.tr("Comparing photos"), "pixels": self.tr("Comparing pixels"),
            "model": self.tr("Computing the new model's codes"), "survey": self.tr("Looking at the classes"),
            "Reading pictures": self.tr("Reading pictures"), "Preparing pictures": self.tr("Preparing pictures"),
            "Training": self.tr("Training"), "Judging": self.tr("Judging the model"),
        }  # fmt: skip
        stage = str(message.get("stage") or "")
        words = [stages.get(stage, stage[:1].upper() + stage[1:])]
        if total:
            words.append(self.tr("{0} of {1}").format(number_text(done), number_text(total)))
        elif done:
            words.append(number_text(done))
        left = message.get("seconds_left")
        if paused:
            words.append(self.tr("paused"))
        elif left is not None:
            words.append(self.tr("about {0} left").format(duration_text(float(left))))
        self.say("  ·  ".join(words))

    def _end(self, request_id: int, sentence: str) -> None:
        if request_id == self._job:
            self._job = None
            self._set_running(False)
            self.say(sentence)

    def _on_finished(self, request_id: int, result: object) -> None:
        done = self.tr("Everything is up to date")
        if isinstance(result, dict) and ("verdict" in result or "classes" in result):
            done = self.tr("Ready")
        self._end(request_id, done)

    def _on_failed(self, request_id: int, error: str) -> None:
        self._end(request_id, error)

    def _on_cancelled(self, request_id: int) -> None:
        self._end(request_id, self.tr("Cancelled. What was read so far is kept."))

    def _on_pause_clicked(self) -> None:
        if self._paused:
            self._client.resume()
        else:
            self._client.pause()
        self._set_paused(not self._paused)

    def _on_cancel_clicked(self) -> None:
        # The answer comes at once; the worker stops at its next check.
        self.say(self.tr("Cancelling…"))
        self.cancel_button.setEnabled(False)
        self.pause_button.setEnabled(False)
        self.bar.setRange(0, 0)
        self._client.cancel()
