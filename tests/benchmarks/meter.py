"""What a window does while something happens: seconds, the longest stall of its event loop, memory."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


def resident() -> float:
    """Memory of this process in MiB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True, slots=True)
class Stage:
    """What was measured of one thing that happened. stall, late: longest gap and 99th percentile, ms; memory in MiB."""

    name: str
    seconds: float
    stall: float
    late: float
    before: float
    after: float

    def __str__(self) -> str:
        return (
            f"{self.name:<34} {self.seconds:7.1f} s   longest stall {self.stall:6.0f} ms   99th percentile {self.late:5.1f} ms"
            f"   memory {self.before:6.0f} -> {self.after:6.0f} MiB"
        )


class Meter:
    """A timer that beats every two milliseconds: gaps between beats are what a person waits for."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._gaps: list[float] = []
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self._gaps.append(now - self._last)
        self._last = now

    def until(self, ready: Callable[[], bool], most: float = 600) -> None:
        """Let the window live until something is so."""
        end = time.monotonic() + most
        while not ready():
            if time.monotonic() > end:
                raise TimeoutError("what was waited for did not happen")
            self._app.processEvents()
            time.sleep(0.0005)

    def stage(self, name: str, begin: Callable[[], object], ready: Callable[[], bool]) -> Stage:
        """Begin something and measure until it is ready."""
        self._gaps.clear()
        self._last = started = time.monotonic()
        before = resident()
        begin()
        self.until(ready)
        seconds = time.monotonic() - started
        ordered = sorted([*self._gaps, time.monotonic() - self._last])
        found = Stage(name, seconds, 1000 * ordered[-1], 1000 * ordered[int(0.99 * len(ordered))], before, resident())
        print(found, flush=True)
        return found
