"""Watching folders while the window is open: what changes in them is scanned soon after, if the person wants that."""

from __future__ import annotations

import contextlib
import os
import threading

from PySide6.QtCore import QObject, QThread, QTimer, Signal

#: Changes are gathered for this long, so that a copied folder is one scan.
SETTLE_MS = 2_000
#: What the program itself makes in a library folder, and what others make beside photos while they write.
_NOISE = (".crh-", ".~", "~$")


class _Watcher(QThread):
    """Waits for changes below some folders; the kernel tells, nothing is polled."""

    seen = Signal(object)
    failed = Signal(str)

    def __init__(self, folders: list[str], parent: QObject) -> None:
        super().__init__(parent)
        self._folders, self._stop = folders, threading.Event()

    def run(self) -> None:
        """Wait until stopped."""
        from watchfiles import watch  # compiled; only for those who watch

        try:
            for changes in watch(*self._folders, stop_event=self._stop, raise_interrupt=False, debounce=400):
                with contextlib.suppress(RuntimeError):  # the window is gone
                    self.seen.emit([path for _, path in changes])
        except OSError as error:
            self.failed.emit(error.strerror or str(error))

    def stop(self) -> None:
        """End soon, and wait for that."""
        self._stop.set()
        self.wait(3_000)


class FolderWatch(QObject):
    """Watches root folders.

    Signals:
        changed: (list of root folders, bytes) something in them was added, changed, moved or removed.
        failed: (sentence) why they cannot be watched.
    """

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher: _Watcher | None = None
        self._roots: list[bytes] = []
        self._touched: set[bytes] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._on_settled)

    def watch(self, roots: list[bytes]) -> None:
        """Watch these folders instead of those before; none ends it."""
        here = [root for root in roots if os.path.isdir(root)]
        if here == self._roots:
            return
        self.stop()
        self._roots = here
        if here:
            self._watcher = _Watcher([os.fsdecode(root) for root in here], self)
            self._watcher.seen.connect(self._on_seen)
            self._watcher.failed.connect(self._on_failed)
            self._watcher.start()

    def stop(self) -> None:
        """Watch nothing any more."""
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher = None
        self._roots = []
        self._timer.stop()

    def _on_seen(self, paths: list[str]) -> None:
        for path in paths:
            if any(part.startswith(_NOISE) for part in path.split(os.sep)):
                continue
            raw = os.fsencode(path)
            self._touched |= {root for root in self._roots if raw.startswith(root.rstrip(b"/") + b"/")}
        if self._touched:
            self._timer.start()

    def _on_settled(self) -> None:
        touched, self._touched = sorted(self._touched), set()
        self.changed.emit(touched)

    def _on_failed(self, reason: str) -> None:
        self.failed.emit(
            self.tr("The folders cannot be watched ({0}). Scan by hand, or watch fewer folders.").format(reason)
        )
