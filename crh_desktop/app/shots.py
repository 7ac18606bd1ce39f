"""Pictures of every page from the real window, light and dark, for people who judge looks."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from crh_desktop.app.theme import apply_theme
from crh_desktop.app.window import NAMES, MainWindow
from crh_desktop.core.matching.evidence import Kind
from crh_desktop.core.records import Group

MOST_SECONDS_A_PAGE = 12
#: Set where the photos are copies made for the pictures: then some are moved to the trash and back.
MAY_MOVE = "CRH_DESKTOP_SHOT_MOVES"
MOST_GROUPS = 60
#: After so many epochs a picture of a running training is taken.
MOST_EPOCHS_WATCHED = 25
#: A training and its verdict may take the time of so many pages.
MOST_PAGES_TRAINED = 20


def most_telling(groups: Sequence[Group], differing: bool = False) -> tuple[int, int] | None:
    """Row and place of the member whose evidence has most to show; None if no pair was verified yet.

    Args:
        groups: the groups to choose from.
        differing: Differences count most.
    """
    best: tuple[int, int, int] | None = None
    for row, group in enumerate(groups[:MOST_GROUPS]):
        for place, member in enumerate(group.members):
            proof = member.proof
            if proof is None or proof.matrix is None:
                continue
            tells = (
                4 * (proof.kind is Kind.PART)
                + (8 if differing else 2) * bool(proof.differences)
                + (abs(proof.angle) > 1)
                + bool(proof.colour)
            )
            if best is None or tells > best[0]:
                best = tells, row, place
    return best[1:] if best else None


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

    def _calm(self) -> bool:
        """Settled, after the page had a moment to ask for what it needs."""
        return time.monotonic() - self._since > 0.6 and self._settled()

    def _evidence(self, theme: str) -> Iterator[Callable[[], bool]]:
        """The most telling pair of the library: beside its group, large, and step by step."""
        page = self._window.pages["duplicates"]
        found = most_telling(page.model.groups)
        if found is None:
            return
        row, place = found
        page.view.choose(row, place)
        yield self._calm
        self._grab(self._window, f"duplicates-evidence-{theme}")
        row, place = most_telling(page.model.groups, differing=True) or found
        page.view.choose(row, place)
        yield self._calm
        group = page.view.group
        page.view.opened.emit(group, place)
        large = page.window_of_pair
        for name in ("side", "flick", "divide", "overlay"):
            getattr(large.panel.pair, name).trigger()
            yield lambda: time.monotonic() - self._since > 0.6 and not large.panel.pair.busy and not large.facts.busy
            self._grab(large, f"compare-{name}-{theme}")
        large.panel.pair.side.trigger()
        large.group.setChecked(True)
        yield lambda: time.monotonic() - self._since > 0.6 and not large.many.busy
        self._grab(large, f"compare-four-{theme}")
        large.group.setChecked(False)
        large.hide()
        page.dialogs.test_two_files()
        dialog = page.dialogs.two
        dialog.take(0, [group.keeper.path, group.members[place].path])
        yield lambda: time.monotonic() - self._since > 0.6 and not dialog.busy
        self._grab(dialog, f"test-two-files-{theme}")
        dialog.hide()
        page.view.choose(0, 1)

    def _review(self, theme: str) -> Iterator[Callable[[], bool]]:
        """Marks, the question before they are moved, what is said afterwards, and the history; then all comes back."""
        page, context = self._window.pages["duplicates"], self._window.context
        if not page.model.groups:
            return
        page.bar.look_only.setChecked(False)
        page.view.choose(0, 1)
        page.marking.mark.trigger()
        page.view.choose(1, 1)
        page.marking.keep_next.trigger()
        page.view.choose(0, 1)
        yield self._calm
        self._grab(self._window, f"duplicates-marked-{theme}")
        for name, ask in (
            ("rule", page.dialogs.mark_by_rule),
            ("keeper-rules", page.dialogs.edit_rules),
            ("folders", page.dialogs.compare_folders),
        ):
            ask()
            yield lambda: time.monotonic() - self._since > 0.8
            yield self._calm
            question = {"rule": page.dialogs.rule, "folders": page.dialogs.folders}.get(name, page.dialogs.keeper)
            self._grab(question, f"{name}-{theme}")
            question.reject()
        page.marking.act()
        dialog = page.marking.dialog
        yield lambda: dialog.isVisible()
        yield lambda: time.monotonic() - self._since > 0.4
        self._grab(dialog, f"trash-{theme}")
        if not os.environ.get(MAY_MOVE):  # never on photos that were not copied for this
            dialog.reject()
            page.marking.unmark_all.trigger()
            page.bar.look_only.setChecked(True)
            return
        dialog.accept()
        yield lambda: not context.acting.busy
        yield self._calm
        self._grab(self._window, f"duplicates-moved-{theme}")
        self._window.show_page("history")
        yield self._calm
        self._grab(self._window, f"history-moved-{theme}")
        page.undoing.stack.undo()
        yield lambda: not context.acting.busy
        yield self._calm
        page.bar.look_only.setChecked(True)
        self._window.action_strip.hide()

    def _training(self, theme: str) -> Iterator[Callable[[], bool]]:
        """A quick training on the first folder's own subfolders: before, while it runs, and what came out."""
        page = self._window.pages["train"]
        if page.shown == "start":
            page.take([os.fsdecode(self._window.context.library.roots()[0])])
            yield lambda: self._client.job_id is None
            if page.shown != "choice":
                return  # no classes there
            yield self._calm
            self._grab(self._window, f"train-choice-{theme}")
            page.start_button.click()
            yield lambda: page.charts.epochs >= MOST_EPOCHS_WATCHED or page.shown == "result"
            self._grab(self._window, f"train-running-{theme}")
            for _ in range(MOST_PAGES_TRAINED):
                yield lambda: page.shown == "result"
        self._grab(self._window, f"train-result-{theme}")

    def _walk(self) -> Iterator[Callable[[], bool]]:
        window = self._window
        window._on_library_changed()
        for theme in ("light", "dark", "contrast"):
            apply_theme(theme)
            window.stack.setCurrentWidget(window.first_run)
            yield self._settled
            self._grab(window, f"first-run-{theme}")
            window.stack.setCurrentWidget(window.parts)
            yield self._settled
            self._grab(window, f"parts-{theme}")
            for page in ("tour", "duplicates", "files"):
                shown = window.show_help(page)
                yield lambda: time.monotonic() - self._since > 0.5
                self._grab(shown, f"help-{page}-{theme}")
                shown.hide()
            for name in NAMES:
                window.show_page(name)
                library = window.pages["library"]
                if name == "library" and len(library.model.ids):
                    library.grid.setCurrentIndex(library.model.index(0))
                groups = window.pages["duplicates"].model.groups
                if name == "search" and (groups or len(library.model.ids)):
                    photo_id = groups[0].keeper.photo_id if groups else int(library.model.ids[0])
                    window.pages["search"].search_photo(photo_id)
                yield self._calm
                self._grab(window, f"{name}-{theme}")
                if name == "duplicates" and theme != "contrast":
                    yield from self._evidence(theme)
                    yield from self._review(theme)
                if name == "train" and theme != "contrast":
                    yield from self._training(theme)
            if len(library.model.ids):
                library.open_viewer()
                yield lambda: time.monotonic() - self._since > 0.4 and not window.viewer.waiting
                yield lambda: True
                self._grab(window.viewer, f"viewer-{theme}")
                window.viewer.hide()
