"""What every page needs: library, settings, worker and thumbnails, and news when any of them changed."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from crh_desktop.app.keys import Keys
from crh_desktop.app.pooled import Pooled
from crh_desktop.app.review.acting import Acting
from crh_desktop.app.thumbs import ThumbnailStore
from crh_desktop.app.watching import FolderWatch
from crh_desktop.app.worker_client import WorkerClient
from crh_desktop.core.errors import CrhError
from crh_desktop.core.managed import manager_of
from crh_desktop.core.records import FolderState
from crh_desktop.core.settings import Settings

REFRESH_MS = 700


class Context(QObject):
    """One open library and its helpers.

    Signals:
        library_changed: photos, folders or codes are new; sent at most about once a second while a scan runs.
        show_similar: a page asks the search page for the neighbours of a photo.
        show_viewer: a page asks for the full-screen viewer of ids, from a position.
        message: a sentence for the job strip.
    """

    library_changed = Signal()
    show_similar = Signal("qlonglong")  # type: ignore[arg-type]
    show_viewer = Signal(object, int)
    message = Signal(str)

    def __init__(
        self, library: Any, settings: Settings, client: WorkerClient, save: Callable[[Settings], None]
    ) -> None:
        super().__init__()
        self.library, self.settings, self.client, self._save = library, settings, client, save
        client.setParent(self)
        self.thumbs = ThumbnailStore(self)
        self.acting = Acting(self.apart, self)
        self.keys = Keys(settings.shortcuts, self)
        self.keys.changed.connect(self._on_keys_changed)
        self.watch = FolderWatch(self)
        self.watch.changed.connect(self._on_folders_changed)
        self.watch.failed.connect(self.message)
        self._unscanned: set[bytes] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.library_changed)
        client.changed.connect(self._on_changed)
        client.finished.connect(self._on_finished)
        self.thumbs.missing.connect(self._on_missing)
        self._asked: dict[int, str] = {}

    def add_folders(self, paths: list[bytes]) -> None:
        """Remember folders and scan them."""
        added: list[bytes] = []
        known = set(self.library.roots())
        for path in paths:
            if os.path.abspath(path) in known:  # what was said of it stays said
                added.append(os.path.abspath(path))
                continue
            try:
                folder = self.library.add_folder(path)
                added.append(folder.path)
                self._tell_manager(folder)
            except CrhError as error:
                self.message.emit(str(error))
        if added:
            self.scan(added)
            self.watch_folders()

    def _tell_manager(self, folder: Any) -> None:
        """Say why a folder of another program was made a reference folder."""
        manager = manager_of(folder.path) if folder.state is FolderState.REFERENCE else None
        if manager is not None:
            self.message.emit(
                self.tr(
                    "{0} manages this folder: it is a reference folder now, so nothing in it is ever moved ({1})."
                ).format(manager.program, manager.breaks)
            )

    def scan(self, paths: list[bytes] | None = None) -> None:
        """Scan these folders, or all of them."""
        roots = paths or self.library.roots()
        self.library_changed.emit()
        options = {"hidden": self.settings.include_hidden, "everything": self.settings.include_left_out}
        self.client.scan(roots, {name: True for name, wanted in options.items() if wanted})

    def watch_folders(self) -> None:
        """Watch every folder of the library, or none, as the settings say."""
        wanted = self.settings.watch_folders
        self.watch.watch(self.library.roots() if wanted else [])

    def _on_folders_changed(self, roots: list[bytes]) -> None:
        """Scan what changed, now or when the running job has ended."""
        self._unscanned |= set(roots)
        self._scan_changed()

    def _scan_changed(self) -> None:
        if self._unscanned and self.client.job_id is None and not self.acting.busy:
            roots, self._unscanned = sorted(self._unscanned), set()
            self.scan(roots)

    def may_begin(self) -> bool:
        """Whether a job can begin now; says why not if another one runs."""
        if self.client.job_id is not None:
            self.message.emit(self.tr("Something else is running. Wait for it, or cancel it below."))
        return self.client.job_id is None

    def save_settings(self, settings: Settings) -> None:
        """Keep and write changed settings."""
        watched = self.settings.watch_folders
        self.settings = settings
        self._save(settings)
        if settings.watch_folders != watched:
            self.watch_folders()

    def run_worker_in(self, python: str) -> None:
        """Run the worker, from its next start, in the environment of another Python; "" for the window's own."""
        self.save_settings(dataclasses.replace(self.settings, worker_python=python))
        self.client.python = python

    def apart(self, work: Callable[[Any], Any]) -> Callable[[], Any]:
        """Work for the pool, on a library opened for it alone, because a Library belongs to one thread."""
        opener, path = type(self.library).open, self.library.path

        def run() -> Any:
            own = opener(path)
            try:
                return work(own)
            finally:
                own.close()

        return run

    def close(self) -> None:
        """Let the worker go and close the library."""
        self.acting.stop()
        self.watch.stop()
        self.thumbs.stop()
        self.client.stop()
        self.library.close()

    def _on_keys_changed(self, text: str) -> None:
        self.save_settings(dataclasses.replace(self.settings, shortcuts=text))

    def _on_changed(self, message: object) -> None:
        if not self._timer.isActive():
            self._timer.start(REFRESH_MS)

    def _on_finished(self, request_id: int, result: object) -> None:
        digest = self._asked.pop(request_id, None)
        if digest is not None:
            self.thumbs.forget_missing(digest)
        elif isinstance(result, dict) and not {"path", "perceptual", "evidence", "said"} & result.keys():
            self._timer.start(0)
            self._scan_changed()

    def _on_missing(self, photo_id: int, digest: str) -> None:
        if photo_id > 0 and len(self._asked) < 8:  # what a published library found is not here to be read
            self._asked[self.client.thumbnail(photo_id)] = digest


class Background(QObject):
    """Runs work in a pool where only the newest request counts: a slider may ask more often than answers come."""

    arrived = Signal(object)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._token = self._forgotten = 0
        self._running = self._stopped = False
        self._waiting: Callable[[], Any] | None = None
        self.arrived.connect(self._on_arrived)

    def start(self, work: Callable[[], Any]) -> None:
        """Run now, or as soon as the current run ends; a request that waited is replaced."""
        self._token += 1
        if self._running:
            self._waiting = work
            return
        self._running = True
        token = self._token
        QThreadPool.globalInstance().start(
            Pooled(work, lambda result, error: self.arrived.emit((token, result, error)))
        )

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._running

    def forget(self) -> None:
        """An answer that is still to come is for nobody; the next request counts again."""
        self._forgotten, self._waiting = self._token, None

    def stop(self) -> None:
        """The window closes: an answer that is still to come is for nobody."""
        self._stopped, self._waiting = True, None

    def _on_arrived(self, answer: tuple[int, Any, Exception | None]) -> None:
        token, result, error = answer
        self._running = False
        if self._stopped:
            return
        if self._waiting is not None:
            work, self._waiting = self._waiting, None
            self.start(work)
        if token <= self._forgotten:
            return
        if error is not None:
            self.failed.emit(str(error))
        else:
            self.done.emit(result)
