"""Pictures of every page from the real window, light and dark, for people who judge looks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crh_desktop.app.theme import apply_theme
from crh_desktop.app.window import NAMES, MainWindow

MOST_SECONDS_A_PAGE = 12


class Shots(QObject):
    """Waits for the first scan, then walks through pages and themes and quits with 0."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._window, self._folder = window, folder
        self._client = window.context.client
        self._steps: Iterator[Callable[[], bool]] = iter(())
        self._ready: Callable[[], bool] = lambda: True
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(150)
        self._timer.timeout.connect(self._on_tick)
        for signal in (self._client.finished, self._client.failed, self._client.cancelled):
            signal.connect(self._on_ended)

    def start(self) -> None:
        """Begin at once if nothing is being scanned (the scan begins in the same turn of the loop)."""
        self._folder.mkdir(parents=True, exist_ok=True)
        QTimer.singleShot(300, self, lambda: self._begin() if self._client.job_id is None else None)

    def _on_ended(self, *_answer: Any) -> None:
        if self._client.job_id is None and not self._timer.isActive():
            QTimer.singleShot(300, self, self._begin)

    def _begin(self) -> None:
        if not self._timer.isActive():
            self._steps = self._walk()
            self._since = time.monotonic()
            self._timer.start()

    def _on_tick(self) -> None:
        if not self._ready() and time.monotonic() - self._since < MOST_SECONDS_A_PAGE:
            return
        try:
            self._ready = next(self._steps)
            self._since = time.monotonic()
        except StopIteration:
            self._timer.stop()
            self._window.close()
            QApplication.exit(0)

    def _settled(self) -> bool:
        page = self._window.pages[self._window.current]
        return self._window.context.thumbs.idle and not getattr(page, "busy", False)

    def _grab(self, widget: QWidget, name: str) -> None:
        picture = widget.screen().grabWindow(int(widget.winId()))
        # Off screen there is no X window to read; the widget paints itself then.
        if picture.isNull() or QApplication.platformName() == "offscreen":
            picture = widget.grab()
        picture.save(str(self._folder / f"{name}.png"))

    def _walk(self) -> Iterator[Callable[[], bool]]:
        window = self._window
        window._on_library_changed()
        for theme in ("light", "dark"):
            apply_theme(theme)
            window.stack.setCurrentWidget(window.first_run)
            yield self._settled
            self._grab(window, f"first-run-{theme}")
            for name in NAMES:
                window.show_page(name)
                library = window.pages["library"]
                if name == "library" and len(library.model.ids):
                    library.grid.setCurrentIndex(library.model.index(0))
                groups = window.pages["duplicates"].model.groups
                if name == "search" and (groups or len(library.model.ids)):
                    photo_id = groups[0].keeper.photo_id if groups else int(library.model.ids[0])
                    window.pages["search"].search_photo(photo_id)
                yield lambda: False if time.monotonic() - self._since < 0.6 else self._settled()
                self._grab(window, f"{name}-{theme}")
            if len(library.model.ids):
                library.open_viewer()
                yield lambda: time.monotonic() - self._since > 0.4 and not window.viewer.waiting
                yield lambda: True
                self._grab(window.viewer, f"viewer-{theme}")
                window.viewer.hide()
