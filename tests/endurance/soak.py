"""An hour in the real window: scans, searches, groups, marks, pages, in random order; memory, threads and handles are watched.

make soak [SOAK_ARGS="--minutes 60 --seed 0 --out build/soak --only viewer,pair"]

Needs a screen (Xvfb will do). Everything lies below --out: photos, library, trash, events.jsonl, soak.png.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tests.conftest import REPOSITORY, SHARED
from tests.endurance.events import Events
from tests.endurance.processes import Sample, sample, worker_of
from tests.endurance.walking import Ready, Walker, on_screen, run_window, settled
from tests.fixtures.heap import allocated
from tests.fixtures.pictures import make_many

#: Seconds between two samples.
EVERY = 5.0
#: Photos that come and go: a library that grew through the run would count as memory that does.
MOST_ADDED = 3
#: The slope is taken of what comes after this share of the run.
WARM = 0.25


def photos(place: Path) -> Path:
    """A library of some hundred photos: the samples with their copies, all formats, and many small ones."""
    folder = place / "photos"
    shutil.copytree(REPOSITORY / "resources" / "samples", folder / "samples")
    if (SHARED / "data" / "photos").is_dir():
        shutil.copytree(SHARED / "data" / "photos", folder / "formats")
    make_many(folder / "many", 150)
    return folder


class Soak:
    """Does one thing after the other, each when the window has settled after the last."""

    def __init__(self, window: Any, folder: Path, events: Events, seed: int, minutes: float, only: str = "") -> None:
        self.window, self.context = window, window.context
        self.folder, self.events, self.random = folder, events, random.Random(seed)
        self.samples: list[tuple[float, Sample, Sample | None]] = []
        self.allocated: list[tuple[float, float]] = []
        self.late: list[str] = []
        self.done = 0
        self._began = time.monotonic()
        self._minutes = minutes
        self._sampled = 0.0
        self._added: list[Path] = []
        self._name = ""
        self._only = set(only.split(",")) if only else None
        self._walker = Walker(window, self._walk(), self._on_late)

    def settled(self) -> bool:
        """Whether nothing is being done or read."""
        return settled(self.window)

    def _on_late(self) -> None:
        self.late.append(self._name)
        self.events.say("late", name=self._name)

    def _walk(self) -> Iterator[Ready]:
        things: list[tuple[int, Callable[[], Iterator[Ready]]]] = [
            (6, self.pages), (4, self.scrolling), (3, self.sorting), (5, self.searching), (3, self.dropping), (2, self.region),
            (4, self.strictness), (5, self.groups), (2, self.pair), (3, self.viewer), (3, self.marks), (1, self.rule),
            (2, self.trash), (2, self.scanning), (1, self.theme), (2, self.sizes), (1, self.dialogs), (2, self.decisions),
            (1, self.filters), (1, self.history), (1, self.menus),
        ]  # fmt: skip
        things = [one for one in things if self._only is None or one[1].__name__ in self._only]
        weights, choices = [weight for weight, _ in things], [thing for _, thing in things]
        end = time.monotonic() + 60 * self._minutes  # the first scan is over
        while time.monotonic() < end:
            thing = self.random.choices(choices, weights)[0]
            self._name = thing.__name__
            began = time.monotonic()
            yield from thing()
            yield self.settled
            self.done += 1
            self.events.say(self._name, seconds=round(time.monotonic() - began, 3))
            if time.monotonic() - self._sampled > EVERY:
                self._take_sample()

    def _take_sample(self) -> None:
        self._sampled = time.monotonic()
        self.window.pages["duplicates"].panel.clear()  # a large pair is 11 MiB while it is shown, a small one none
        gc.collect()  # garbage that waits for its collection is noise here
        worker = worker_of(os.getpid())
        own, other = sample(os.getpid()), sample(worker) if worker else None
        self.samples.append((self._sampled - self._began, own, other))
        self.allocated.append((self._sampled - self._began, allocated() / 2**20))
        self.events.say(
            "sample", window=[own.memory, own.threads, own.handles], allocated=round(self.allocated[-1][1], 2),
            worker=[other.memory, other.threads, other.handles] if other else None,
        )  # fmt: skip

    # --- things to do -------------------------------------------------------------------------------------------------

    def _on(self, name: str) -> Any:
        self.window.show_page(name)
        return self.window.pages[name]

    def _ids(self) -> list[int]:
        return [int(one) for one in self.context.library.photo_ids()]

    def pages(self) -> Iterator[Ready]:
        for name in self.random.sample(list(self.window.pages), 3):
            self._on(name)
            yield self.settled

    def scrolling(self) -> Iterator[Ready]:
        page = self._on("library")
        yield self.settled
        for _ in range(4):
            if len(page.model.ids):
                page.grid.go_to(self.random.randrange(len(page.model.ids)))
            yield self.settled

    def sorting(self) -> Iterator[Ready]:
        page = self._on("library")
        page.sort.setCurrentIndex(self.random.randrange(page.sort.count()))
        yield self.settled

    def searching(self) -> Iterator[Ready]:
        page = self._on("search")
        page.code.setCurrentIndex(self.random.randrange(page.code.count()))
        page.search_photo(self.random.choice(self._ids()))
        yield self.settled

    def dropping(self) -> Iterator[Ready]:
        from crh_desktop.app.drops import Dropped

        page = self._on("search")
        files = sorted(self.folder.rglob("*.jpg"))
        page.take(Dropped(paths=tuple(bytes(one) for one in self.random.sample(files, 2))), [])
        yield lambda: not page._asked

    def region(self) -> Iterator[Ready]:
        from PySide6.QtCore import QRectF

        page = self._on("search")
        page.search_photo(self.random.choice(self._ids()))
        yield self.settled
        page._on_region_drawn(QRectF(0.2, 0.2, 0.1 + 0.5 * self.random.random(), 0.5))
        yield lambda: not page._asked

    def strictness(self) -> Iterator[Ready]:
        controls = self._on("duplicates").strictness
        yield self.settled
        controls.tier.setCurrentIndex(self.random.randrange(controls.tier.count()))
        yield self.settled
        slider = controls.slider
        slider.setValue(self.random.randint(slider.minimum(), slider.maximum()))
        yield self.settled

    def groups(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        yield self.settled
        for _ in range(5):
            if len(page.model.groups):
                page.view.choose(self.random.randrange(len(page.model.groups)), 1)
            yield self.settled

    def pair(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        yield self.settled
        if len(page.model.groups):
            page.view.choose(self.random.randrange(len(page.model.groups)), 1)
            page.open_pair()
            large = page.window_of_pair
            yield lambda: not large.panel.pair.busy and not large.facts.busy
            for name in ("flick", "divide", "overlay", "side"):
                getattr(large.panel.pair, name).trigger()
                yield lambda: not large.panel.pair.busy
            large.hide()

    def viewer(self) -> Iterator[Ready]:
        ids = self._ids()
        first = self.random.randrange(len(ids))
        for place in range(first, min(first + 4, len(ids))):
            self.context.show_viewer.emit(ids, place)
            yield lambda: not self.window.viewer.waiting
        self.window.viewer.hide()

    def marks(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        yield self.settled
        for _ in range(6):
            if len(page.model.groups):
                page.view.choose(self.random.randrange(len(page.model.groups)), 1)
                (page.marking.mark if self.random.random() < 0.7 else page.marking.keep_next).trigger()
            yield self.settled
        if self.random.random() < 0.5:
            page.marking.unmark_all.trigger()

    def rule(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        yield self.settled
        page.dialogs.mark_by_rule()
        dialog = page.dialogs.rule
        began = time.monotonic()
        yield lambda: dialog is not None and (dialog.go.isEnabled() or time.monotonic() - began > 3)
        if dialog is not None:
            dialog.reject()

    def trash(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        page.strictness.tier.setCurrentIndex(1)
        yield self.settled
        page.marking.unmark_all.trigger()
        for row in self.random.sample(range(len(page.model.groups)), min(3, len(page.model.groups))):
            page.view.choose(row, 1)
            page.marking.mark.trigger()
        yield self.settled
        if not len(page.marking.marks):
            return
        page.marking.act()
        dialog = page.marking.dialog
        began = time.monotonic()
        yield lambda: dialog is not None and dialog.isVisible() or time.monotonic() - began > 5
        if dialog is None:
            return
        dialog.accept()
        yield self.settled
        page.undoing.stack.undo()
        yield self.settled

    def scanning(self) -> Iterator[Ready]:
        if len(self._added) == MOST_ADDED or self._added and self.random.random() < 0.5:
            self._added.pop(0).unlink()
        else:
            source = self.random.choice(sorted((self.folder / "samples").rglob("*.jpg")))
            target = self.folder / "many" / f"added {self.done}.jpg"
            # another file each time, so that there is something to read, decode, encode and pair
            target.write_bytes(source.read_bytes() + b"%d" % self.done)
            self._added.append(target)
        self.context.scan()
        yield self.settled

    def theme(self) -> Iterator[Ready]:
        from crh_desktop.app.theme import apply_theme

        apply_theme(self.random.choice(["light", "dark"]))
        yield self.settled

    def sizes(self) -> Iterator[Ready]:
        self.window.resize(*self.random.choice([(1280, 820), (1000, 700), (1400, 860), (900, 560)]))
        yield self.settled

    def dialogs(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        yield self.settled
        which = self.random.choice(["keys", "two", "folders", "rules"])
        if which == "keys":
            self.window.show_keys()
            dialog = self.window.keys_dialog
        elif which == "two":
            page.dialogs.test_two_files()
            dialog = page.dialogs.two
        elif which == "folders":
            page.dialogs.compare_folders()
            dialog = page.dialogs.folders
        else:
            page.dialogs.edit_rules()
            dialog = page.dialogs.keeper
        began = time.monotonic()
        yield lambda: time.monotonic() - began > 0.5
        if dialog is not None:
            dialog.close()

    def decisions(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        yield self.settled
        if len(page.model.groups):
            page.view.choose(self.random.randrange(len(page.model.groups)), 1)
            self.random.choice(page.deciding.actions).trigger()
            yield self.settled
            while page.undoing.stack.canUndo() and page.undoing.stack.index() > 0:
                page.undoing.stack.undo()
                yield self.settled

    def filters(self) -> Iterator[Ready]:
        page = self._on("duplicates")
        yield self.settled
        page.filters.clear()
        yield self.settled

    def history(self) -> Iterator[Ready]:
        self.window._stale.add("history")
        self._on("history")
        yield self.settled

    def menus(self) -> Iterator[Ready]:
        from PySide6.QtCore import QPoint

        page = self._on("duplicates")
        yield self.settled
        page._on_menu_wanted(QPoint(300, 300))
        began = time.monotonic()
        yield lambda: time.monotonic() - began > 0.3
        page._menu.close()


def slope(times: np.ndarray, values: np.ndarray) -> float:
    """Growth an hour by least squares; times in seconds."""
    return float(np.polyfit(times / 3600, values, 1)[0]) if len(times) > 2 else 0.0


def summary(soak: Soak) -> dict[str, Any]:
    """Slope of memory in per cent of its median an hour, of threads and handles an hour, after the warm part."""
    found: dict[str, Any] = {"things": soak.done, "late": soak.late, "samples": len(soak.samples)}
    whole = soak.samples[-1][0] if soak.samples else 0.0
    series: dict[str, list[tuple[float, float]]] = {"window allocated": soak.allocated}
    for name, place in (("window", 1), ("worker", 2)):
        for what in ("memory", "threads", "handles"):
            series[f"{name} {what}"] = [(one[0], getattr(one[place], what)) for one in soak.samples if one[place]]
    for name, rows in series.items():
        warm = np.array([row for row in rows if row[0] >= WARM * whole], float).reshape(-1, 2)
        times, values = warm[:, 0], warm[:, 1]
        if not len(values):
            continue
        median = float(np.median(values))
        half = len(values) // 2
        found[name] = {
            "median": round(median, 1), "slope an hour": round(slope(times, values), 3),
            "per cent an hour": round(100 * slope(times, values) / median, 3),
            "medians of the halves": [round(float(np.median(part)), 1) for part in (values[:half], values[half:])],
            "range": [round(float(values.min()), 1), round(float(values.max()), 1)],
        }  # fmt: skip
    return found


def plot(soak: Soak, file: Path) -> None:
    """Memory, threads and handles over minutes, as a picture."""
    import pyqtgraph as pg
    import pyqtgraph.exporters
    from PySide6.QtWidgets import QApplication

    pg.setConfigOptions(background="w", foreground="k", antialias=True)
    board = pg.GraphicsLayoutWidget(size=(1100, 720))
    for row, what in enumerate(("memory", "threads", "handles")):
        area = board.addPlot(row=row, col=0)
        area.setLabel("left", "memory, MiB" if what == "memory" else what)
        area.addLegend(offset=(-10, 10))
        for name, place, colour in (("window", 1, "#2f6f9f"), ("worker", 2, "#b0562f")):
            rows = [(one[0] / 60, getattr(one[place], what)) for one in soak.samples if one[place] is not None]
            if rows:
                area.plot(*map(list, zip(*rows, strict=True)), pen=pg.mkPen(colour, width=2), name=name)
        area.enableAutoRange()
        area.setLimits(yMin=0)
        area.setYRange(
            0, 1.2 * max(getattr(part, what) for one in soak.samples for part in one[1:] if part is not None)
        )
        area.getAxis("bottom").enableAutoSIPrefix(False)
    area.setLabel("bottom", "minutes")
    board.show()
    QApplication.processEvents()  # lays the plots out
    pg.exporters.ImageExporter(board.scene()).export(str(file))


def main(words: list[str] | None = None) -> int:
    """Run; exit code 1 if something hung or an error came up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("build/soak"))
    parser.add_argument("--only", default="", help="do these things alone, to find which of them grows")
    chosen = parser.parse_args(words)
    place = chosen.out.absolute()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    os.environ["CRH_DESKTOP_HOME"], os.environ["XDG_DATA_HOME"] = str(place / "home"), str(place / "data")
    on_screen()
    folder = photos(place)

    from PySide6.QtWidgets import QApplication

    from crh_desktop.app import main as program
    from crh_desktop.core.settings import Settings, save_settings

    save_settings(Settings(theme="light", may_act=True, language="en"))
    app = QApplication(sys.argv[:1])
    events = Events(place / "events.jsonl", "soak", chosen.seed, minutes=chosen.minutes, platform=app.platformName())
    errors: list[str] = []
    told = program.crash_hook

    def crash_hook(kind: Any, error: Any, trace: Any) -> None:
        errors.append(repr(error))
        events.say("error", error=repr(error))
        if len(errors) == 1:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"  # no box that waits for an answer
            told(kind, error, trace)

    program.crash_hook = crash_hook
    runs: list[Soak] = []
    code = run_window(
        ["--photos", str(folder)],
        lambda window: runs.append(Soak(window, folder, events, chosen.seed, chosen.minutes, chosen.only)),
    )
    (soak,) = runs
    found = summary(soak) | {"errors": errors, "exit": code}
    events.say("end", **found)
    events.close()
    if soak.samples:
        plot(soak, place / "soak.png")
    print(json.dumps(found, indent=1))
    return int(bool(errors or soak.late or code))


if __name__ == "__main__":
    sys.exit(main())
