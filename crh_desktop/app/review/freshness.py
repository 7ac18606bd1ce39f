"""Whether the photos that are looked at are still as the library knows them: a list may be older than the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from crh_desktop.app.context import Background
from crh_desktop.core.records import Photo

#: Members of one group that are looked at.
MOST = 200


class Freshness(QObject):
    """Asks the disk in the pool, because a sleeping drive must not stop the window.

    Signals:
        changed: other photos are known to be gone or changed.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.stale: dict[int, str] = {}  # by photo id: "missing" or "changed"
        self._asker = Background(self)
        self._asker.done.connect(self._on_answer)

    def check(self, photos: Iterable[Photo]) -> None:
        """Look at these photos' files."""
        wanted = [(photo.id, photo.path, photo.size, photo.mtime_ns) for photo in photos if photo.online][:MOST]
        self._asker.start(lambda: {identity: _state(path, size, mtime) for identity, path, size, mtime in wanted})

    def forget(self) -> None:
        """The library was read again: nothing is known to be stale."""
        self.stale.clear()

    def _on_answer(self, found: dict[int, str]) -> None:
        before = dict(self.stale)
        for identity, state in found.items():
            if state:
                self.stale[identity] = state
            else:
                self.stale.pop(identity, None)
        if self.stale != before:
            self.changed.emit()


def _state(path: bytes, size: int, mtime_ns: int) -> str:
    try:
        seen = os.lstat(path)
    except OSError:
        return "missing"
    return "" if (seen.st_size, seen.st_mtime_ns) == (size, mtime_ns) else "changed"
