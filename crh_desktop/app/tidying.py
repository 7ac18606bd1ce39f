"""Garbage that only a full collection finds: rarely, so that the window never stalls, but not never."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

from crh_desktop.core.memory import give_back

#: Seconds between two full collections, and how much longer than the last one took the pause is at least.
EVERY, _PAUSES = 30.0, 1000.0


def collect_rarely() -> None:
    """Leave what was made so far out of every collection of garbage, and look for cycles less often.

    Ten thousand marks are a million objects without a cycle; looking through them stalled the window for half a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Tidying(QObject):
    """Collects everything now and then, at most for a thousandth of the time: closed dialogs hold pictures in cycles."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._collect)
        self._timer.start(int(1000 * EVERY))

    def _collect(self) -> None:
        began = time.perf_counter()
        give_back()
        self._timer.start(int(1000 * max(EVERY, _PAUSES * (time.perf_counter() - began))))
