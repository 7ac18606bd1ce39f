"""The real program with something that walks through it: one step after the other, each when the last has had its effect."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

Ready = Callable[[], bool]
#: Seconds that one step may take before it counts as hung.
PATIENCE = 90.0
#: The same for the start, which scans all photos.
STARTING = 400.0


class Walker:
    """Takes steps from a generator that yields what each of them waits for; ends the program after the last."""

    def __init__(self, window: Any, steps: Iterator[Ready], late: Callable[[], None] = lambda: None) -> None:
        from PySide6.QtCore import QTimer

        self._window, self._steps, self._late = window, steps, late
        self._ready: Ready = lambda: settled(window)
        self._since = time.monotonic()
        self._patience = STARTING
        self._timer = QTimer(window)
        self._timer.setInterval(25)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        waited = time.monotonic() - self._since
        if waited < 0.05 or (not self._ready() and waited < self._patience):
            return
        if waited >= self._patience:
            self._late()
        self._patience = PATIENCE
        try:
            self._ready = next(self._steps)
        except StopIteration:
            from PySide6.QtWidgets import QApplication

            self._timer.stop()
            self._window.close()
            QApplication.exit(0)
        self._since = time.monotonic()


def settled(window: Any) -> bool:
    """Whether nothing is being done or read."""
    page = window.pages[window.current]
    context = window.context
    return (
        context.client.job_id is None
        and not context.acting.busy
        and context.thumbs.idle
        and not getattr(page, "busy", False)
    )


def run_window(words: list[str], begin: Callable[[Any], object], late_ms: int = 1500) -> int:
    """Run the program with these arguments; `begin` gets its window once it is shown."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from crh_desktop.app import main as program
    from crh_desktop.app.window import MainWindow

    app = QApplication.instance() or QApplication(sys.argv[:1])
    kept: list[object] = []

    def found() -> None:
        window = next(one for one in app.topLevelWidgets() if isinstance(one, MainWindow))  # type: ignore[attr-defined]
        kept.append(begin(window))

    QTimer.singleShot(late_ms, found)
    return program.main(words)


def on_screen() -> None:
    """Use the screen that is there; the tests' own default is none."""
    if os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "xcb"
