"""The worker process as a Qt object: requests out, signals in; a dead worker is a failed job, never a dead window."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from crh_desktop.core.program import command, missing_parts
from crh_desktop.worker import protocol

CANCEL_PATIENCE_MS = 6000


class WorkerClient(QObject):
    """Starts the worker when it is first needed and again after it died.

    Attributes:
        job_id: the running scan, or None.
        python: of another environment that runs the worker, "" for this one.

    Signals carry message dicts as objects, because Qt would copy and bend a dict of its own.
    """

    started = Signal(int)
    progressed = Signal(object)
    changed = Signal(object)
    epoch = Signal(object)
    finished = Signal(int, object)
    failed = Signal(int, str)
    cancelled = Signal(int)

    def __init__(self, library: Path, parent: QObject | None = None, python: str = "") -> None:
        super().__init__(parent)
        self._library = library
        self.python = python
        self._process: QProcess | None = None
        self._buffer = b""
        self._last_errors: list[str] = []
        self._open: set[int] = set()
        self._next_id = 1
        self.job_id: int | None = None
        self._impatience = QTimer(self)
        self._impatience.setSingleShot(True)
        self._impatience.timeout.connect(self._on_patience_ended)

    def scan(self, folders: list[bytes], options: dict[str, Any] | None = None) -> int:
        """Scan folders as the one running job and return its id; the other jobs do the same."""
        return self._job("scan", folders=[os.fsdecode(folder) for folder in folders], options=options or {})

    def check(self, folder: str) -> int:
        """Ask which photos of a folder the library has already."""
        return self._job("check", folder=folder)

    def survey(self, folders: list[str], keywords: bool = False) -> int:
        """Look at folders of classes before a training, or at the photos' own keywords."""
        return self._job("survey", folders=folders, keywords=keywords)

    def train(self, folders: list[str], options: dict[str, Any]) -> int:
        """Train a model on folders of classes."""
        return self._job("train", folders=folders, options=options)

    def use_model(self, name: str) -> int:
        """Compute the codes of another CRH model for all photos, then search by them."""
        return self._job("use_model", name=name)

    def import_model(self, path: str) -> int:
        """Take in a model, or weights of a trunk, from a file."""
        return self.request("import_model", path=path)

    def export_model(self, name: str, path: str) -> int:
        """Write a model as one file."""
        return self.request("export_model", name=name, path=path)

    def finish(self) -> None:
        """End a training after this epoch and keep the best."""
        if self.job_id is not None:
            self._send({"id": self.job_id, "do": "finish"})

    def _job(self, do: str, **fields: Any) -> int:
        self.job_id = self.request(do, **fields)
        self.started.emit(self.job_id)
        return self.job_id

    def encode(self, path: str, region: tuple[int, int, int, int] | None = None) -> int:
        """Ask for the codes of one file, or of a region of it (x, y, width, height in upright pixels)."""
        return self.request("encode", path=path, region=region)

    def compare(self, first: str, second: str) -> int:
        """Ask why two files match, or why they do not; they need not be in the library."""
        return self.request("compare", first=first, second=second)

    def picture(self, photo_id: int, max_side: int) -> int:
        """Ask for a large picture of one photo, decoded away from this process."""
        return self.request("picture", photo_id=photo_id, max_side=max_side)

    def describe(self, photo_id: int) -> int:
        """Ask what a photo's file says beside its pixels."""
        return self.request("describe", photo_id=photo_id)

    def thumbnail(self, photo_id: int) -> int:
        """Ask for a thumbnail that is missing."""
        return self.request("thumbnail", photo_id=photo_id)

    def cancel(self) -> None:
        """Cancel the running job; a worker that does not listen is ended, which the library survives."""
        if self.job_id is not None:
            self._send({"id": self.job_id, "do": "cancel"})
            self._impatience.start(CANCEL_PATIENCE_MS)

    def pause(self) -> None:
        """Hold the running job."""
        if self.job_id is not None:
            self._send({"id": self.job_id, "do": "pause"})

    def resume(self) -> None:
        """Let the held job go on."""
        if self.job_id is not None:
            self._send({"id": self.job_id, "do": "resume"})

    def request(self, do: str, **fields: Any) -> int:
        """Send any request and return its id."""
        request_id = self._next_id
        self._next_id += 1
        self._open.add(request_id)
        if self._process is None and not self.python and missing_parts():
            # answered later, as every request is
            sentence = self.tr("What reads photos is not installed yet: the Library page fetches it.")
            message = {"event": "failed", "id": request_id, "error": sentence}
            QTimer.singleShot(0, self, lambda: self.handle(message))
            return request_id
        self._start()
        self._send({"id": request_id, "do": do, **fields})
        return request_id

    def stop(self) -> None:
        """Let the worker go, by force if it does not go by itself."""
        process, self._process = self._process, None
        self._open.clear()
        self.job_id = None
        if process is None:
            return
        process.blockSignals(True)
        process.write(protocol.encode({"v": protocol.VERSION, "id": 0, "do": "quit"}))
        process.closeWriteChannel()
        if not process.waitForFinished(1500):
            process.kill()
            process.waitForFinished(1500)

    def handle(self, message: dict[str, Any]) -> None:
        """Take one message of the worker; tests replay recorded ones through here."""
        event, request_id = message.get("event"), int(message.get("id") or 0)
        if event == "failed" and not request_id:
            # It cannot start at all (a damaged library); the end of the process, which follows, fails the requests.
            self._last_errors.append(str(message.get("error") or ""))
        elif event == "progress":
            self.progressed.emit(message)
        elif event == "changed":
            self.changed.emit(message)
        elif event == "epoch":
            self.epoch.emit(message)
        elif event in ("done", "failed", "cancelled"):
            self._open.discard(request_id)
            if request_id == self.job_id:
                self.job_id = None
                self._impatience.stop()
            if event == "done":
                self.finished.emit(request_id, message.get("result") or {})
            elif event == "failed":
                self.failed.emit(request_id, str(message.get("error") or ""))
            else:
                self.cancelled.emit(request_id)

    def _start(self) -> None:
        if self._process is not None:
            return
        process = QProcess(self)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_errors)
        process.finished.connect(self._on_ended)
        process.errorOccurred.connect(self._on_process_error)
        self._process, self._buffer, self._last_errors = process, b"", []
        program, *words = command("worker", "--library", str(self._library), python=self.python)
        process.start(program, words)

    def _send(self, message: dict[str, Any]) -> None:
        if self._process is not None:
            self._process.write(protocol.encode({"v": protocol.VERSION, **message}))

    def _on_output(self) -> None:
        if self._process is None:
            return
        self._buffer += bytes(self._process.readAllStandardOutput().data())
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            if not line.strip():
                continue
            try:
                message = protocol.decode(line)
            except ValueError:
                # A library printed to stdout: that is a log line, not the end of the conversation.
                self._last_errors.append(line.decode("utf-8", "replace"))
                continue
            self.handle(message)

    def _on_errors(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            self._last_errors = [*self._last_errors, *(line for line in text.splitlines() if line.strip())][-20:]

    def _on_process_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._last_errors.append(self.tr("The worker process cannot be started."))
            self._on_ended()

    def _on_patience_ended(self) -> None:
        job_id = self.job_id
        if job_id is not None and self._process is not None:
            self.handle({"event": "cancelled", "id": job_id})
            self._process.kill()

    def _on_ended(self) -> None:
        if self._process is not None:
            self._on_errors()
            self._process.deleteLater()
            self._process = None
        last = " / ".join(self._last_errors[-3:])
        sentence = self.tr("The worker process ended unexpectedly; it starts again with the next request. {0}")
        for request_id in sorted(self._open):
            self.handle({"event": "failed", "id": request_id, "error": sentence.format(last)})
