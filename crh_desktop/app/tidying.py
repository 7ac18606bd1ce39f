"""Garbage in cycles is collected here, in the thread of the window, and nowhere else."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

from crh_desktop.core.memory import give_back

#: Seconds between two looks, and between two full collections.
LOOKS, EVERY = 1.0, 30.0
#: Objects made since the last look from which the young ones are worth one.
MANY = 20_000
#: A full collection waits at least so many times as long as the last one took.
_PAUSES = 1000.0


class Tidying(QObject):
    """Collects young garbage when there is much, everything now and then: closed dialogs hold pictures in cycles.

    From its making on nothing else does. Python collects in whichever thread makes the next object; in a thread of the pool that
    destroys widgets there, which Qt forbids: their destructor holds a lock of Qt's and waits for Python, while the window holds
    Python and waits for that lock.

    What there is already is left out for good. Ten thousand marks are a million objects without a cycle; looking through them
    stalled the window for half a second.
    """

    def __init__(self, parent: QObject | None = None, looks: float = LOOKS) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()
        gc.disable()
        self._full_at = time.monotonic() + EVERY
        self._timer = QTimer(self)
        self._timer.setInterval(int(1000 * looks))
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        young, middle, _ = gc.get_count()
        began = time.monotonic()
        if began >= self._full_at:
            give_back()
            took = time.monotonic() - began
            self._full_at = time.monotonic() + max(EVERY, _PAUSES * took)
        elif young > MANY:
            gc.collect(1 if middle >= 20 else 0)
