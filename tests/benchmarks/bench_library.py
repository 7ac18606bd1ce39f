"""A generated library of up to a million photos in the real window: first screen, sorting, groups, scrolling, memory.

python -m tests.benchmarks.bench_library [--photos 1000000] [--place build/libraries] [--busy]

Each size runs in a process of its own, off screen, with the real worker beside it; with --busy the worker hashes photos all
the while.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.measure import REPOSITORY, Row, Unavailable, exponent

SIZES = (50_000, 100_000, 200_000, 1_000_000)
#: Memory at a million photos, MiB: the window's, and the worker's.
MOST, MOST_WORKER = 1536, 4096
#: Photos that are new to a library.
NEW = 1_000


def core(folder: Path) -> dict[str, float]:
    """Seconds of what the library itself does, and its bytes for each photo."""
    from crh_desktop.core.library import Library
    from crh_desktop.core.matching.arrange import Filter, Order, arranged
    from crh_desktop.core.records import Tier

    found: dict[str, float] = {}

    def timed(name: str, run: object) -> object:
        started = time.perf_counter()
        result = run()  # type: ignore[operator]
        found[name] = time.perf_counter() - started
        return result

    library = timed("open", lambda: Library.open(folder))
    photos = len(timed("newest first", lambda: library.photo_ids()))  # type: ignore[attr-defined, arg-type]
    timed("by name", lambda: library.photo_ids(sort="name"))  # type: ignore[attr-defined]
    timed("by size", lambda: library.photo_ids(sort="size"))  # type: ignore[attr-defined]
    timed("folders", lambda: library.subfolders())  # type: ignore[attr-defined]
    timed("counts", lambda: library.counts())  # type: ignore[attr-defined]
    index = timed("group index", lambda: library.group_index())  # type: ignore[attr-defined]
    groups = timed("groups", lambda: index.regroup(Tier.NEAR))  # type: ignore[attr-defined]
    timed("groups again", lambda: index.regroup(Tier.NEAR, min_score=0.6))  # type: ignore[attr-defined]
    timed("groups filtered", lambda: arranged(groups, Order.NEWEST, Filter(text="birthday")))  # type: ignore[arg-type]
    found["groups formed"] = len(groups)  # type: ignore[arg-type]
    found["bytes a photo"] = sum(file.stat().st_size for file in folder.iterdir()) / photos
    return found


def worker(folder: Path) -> dict[str, float]:
    """What the worker does about a thousand new photos in this library, but looking at pictures: seconds and its peak."""
    import numpy as np

    from crh_desktop.core.library import Library
    from crh_desktop.core.matching import candidates
    from crh_desktop.core.matching.leftover import leftover_pairs
    from crh_desktop.core.records import Tier
    from crh_desktop.worker.pairing import read_codes
    from tests.benchmarks.matching_stages import Peak

    with Peak() as peak, Library.open(folder) as library:
        ids, book, fresh = read_codes(library)
        fresh[:] = False
        fresh[:: max(1, len(fresh) // NEW)] = True
        candidates.close_pairs(book, fresh)
        head = candidates.representatives(book)
        candidates.neighbour_pairs(book, np.flatnonzero(head == np.arange(len(head))), fresh)
        candidates.member_pairs(book, head, fresh)
        sought = time.perf_counter() - peak.started
        row_of = {int(identity): row for row, identity in enumerate(ids)}
        rows = library.execute("SELECT content_a, content_b, tier FROM pair")
        known = {(row_of[a], row_of[b]): tier for a, b, tier in rows}
        leftover_pairs([pair for pair, tier in known.items() if tier == Tier.NEAR], known)
        index = library.group_index()
        index.unverified(index.regroup(Tier.NEAR))
    return {
        f"candidates of {NEW:,} new photos, s": sought,
        "what groups still lack, s": peak.seconds - sought,
        "peak MiB": peak.peak,
    }


def window(folder: Path, photos: int, busy: bool) -> dict[str, float]:
    """The real window on the library: seconds and stalls of each thing, ms of each frame while scrolling, memory."""
    from PySide6.QtWidgets import QApplication

    from crh_desktop.app.context import Context
    from crh_desktop.app.tidying import Tidying
    from crh_desktop.app.window import MainWindow
    from crh_desktop.app.worker_client import WorkerClient
    from crh_desktop.core.library import Library
    from crh_desktop.core.settings import Settings
    from tests.benchmarks.matching_stages import Peak
    from tests.benchmarks.meter import Meter

    app = QApplication([])
    meter = Meter(app)
    stages = []
    hashing = _hashing(folder) if busy else None
    with Peak() as peak:
        started = time.monotonic()
        library = Library.open(folder)
        context = Context(library, Settings(theme="light"), WorkerClient(library.path), lambda settings: None)
        window = MainWindow(context)
        Tidying(window)
        window.resize(1280, 820)
        window.show()
        page = window.pages["library"]
        stages.append(meter.stage("first screen", lambda: None, lambda: page.model.rowCount() == photos))
        first = time.monotonic() - started
        grid = page.grid
        frames: list[float] = []
        bar = grid.verticalScrollBar()

        def scroll(step: int, times: int) -> None:
            for _ in range(times):
                began = time.perf_counter()
                bar.setValue(bar.value() + step)
                app.processEvents()
                grid.viewport().repaint()
                frames.append(1000 * (time.perf_counter() - began))

        stages.append(meter.stage("scrolling by rows", lambda: scroll(160, 200), lambda: True))
        stages.append(meter.stage("scrolling by pages", lambda: scroll(820, 200), lambda: True))
        stages.append(meter.stage("jumping", lambda: scroll(bar.maximum() // 60, 60), lambda: True))
        sorts = page.sort
        stages.append(meter.stage("sorted by name", lambda: sorts.setCurrentIndex(1), lambda: not page.busy))
        window.show_page("duplicates")
        groups = window.pages["duplicates"]
        stages.append(meter.stage("groups shown", lambda: None, lambda: groups.index is not None and not groups.busy))
        stages.append(
            meter.stage("another strictness", lambda: groups.strictness.slider.setValue(60), lambda: not groups.busy)
        )
        if hashing is not None:
            # the scan in it too: else it goes on beside all that is measured later
            os.killpg(hashing.pid, signal.SIGKILL)
            hashing.wait()
        window.close()
    frames.sort()
    found = {f"{one.name}, s": one.seconds for one in stages} | {f"{one.name}, stall ms": one.stall for one in stages}
    found |= {
        "first screen, s": first,
        "frame ms": frames[len(frames) // 2],
        "late frame ms": frames[int(0.95 * len(frames))],
    }
    return found | {"longest frame ms": frames[-1], "peak MiB": peak.peak}


def _hashing(folder: Path) -> subprocess.Popen[bytes]:
    """A worker that hashes real photos all the while, into a library of its own."""
    from tests.benchmarks.measure import SHARED

    if not SHARED.is_dir():
        raise Unavailable("the test photos (../shared/data) are not there")
    other = folder.parent / "busy"
    code = (
        "import shutil, subprocess, sys\n"
        "while True:\n"
        f"    shutil.rmtree({str(other)!r}, ignore_errors=True)\n"
        f"    subprocess.run([sys.executable, '-m', 'crh_desktop.cli.main', 'scan', {str(SHARED / 'labelled')!r}, "
        f"'--library', {str(other)!r}], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
    )
    return subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY, start_new_session=True)


def run(photos: int, place: Path, what: str) -> dict[str, float]:
    """One size in a process of its own; what: core, worker, window or busy."""
    from tests.benchmarks.library_set import make_library

    folder = place.absolute() / f"{photos}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    make_library(folder, photos)
    home = place.absolute() / "home"
    # else the page and strictness of the run before are shown again
    (home / "data" / "window.ini").unlink(missing_ok=True)
    environment = {**os.environ, "CRH_DESKTOP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.benchmarks.bench_library", "--child", what, str(folder), str(photos)]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise Unavailable(f"{what} of {photos:,} photos ended with {done.returncode}")
    *told, last = done.stdout.splitlines()
    print("\n".join(told), file=sys.stderr, flush=True)
    found: dict[str, float] = json.loads(last)
    return found


def measure(sizes: tuple[int, ...] = SIZES, place: Path = REPOSITORY / "build" / "libraries") -> list[Row]:
    rows = []
    counts = " / ".join(f"{size:,}" for size in sizes)
    cores = [run(size, place, "core") for size in sizes]
    for name in cores[0]:
        if name in ("groups formed", "bytes a photo"):
            continue
        seconds = [one[name] for one in cores]
        rows.append(
            Row(
                f"library: {name}, s at {counts} photos",
                " / ".join(f"{one:.3g}" for one in seconds),
                "",
                exponent(sizes, seconds) if len(sizes) > 2 else "",
            )
        )
    rows.append(
        Row("library: bytes on disk a photo", " / ".join(f"{one['bytes a photo']:.0f}" for one in cores), "", "")
    )
    workers = [run(size, place, "worker") for size in sizes]
    for name in workers[0]:
        values = [one[name] for one in workers]
        beside = f"the limit, {MOST_WORKER}" if name == "peak MiB" else ""
        ratio = f"{values[-1] / MOST_WORKER:.2f}" if beside else exponent(sizes, values)
        rows.append(Row(f"worker: {name} at {counts}", " / ".join(f"{one:.3g}" for one in values), beside, ratio))
    windows = [run(size, place, "window") for size in sizes]
    for name in windows[0]:
        values = [one[name] for one in windows]
        beside = f"the limit, {MOST}" if name == "peak MiB" else ""
        ratio = f"{values[-1] / MOST:.2f}" if beside else exponent(sizes, [max(one, 1e-3) for one in values])
        rows.append(Row(f"window: {name} at {counts}", " / ".join(f"{one:.3g}" for one in values), beside, ratio))
    busy = run(sizes[-1], place, "busy")
    rows.append(
        Row(
            f"window at {sizes[-1]:,} while a worker hashes: frame ms, median / 95th percentile / longest",
            f"{busy['frame ms']:.1f} / {busy['late frame ms']:.1f} / {busy['longest frame ms']:.0f}",
            f"alone {windows[-1]['frame ms']:.1f} / {windows[-1]['late frame ms']:.1f}",
            f"{busy['late frame ms'] / windows[-1]['late frame ms']:.2f}",
        )
    )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int)
    parser.add_argument("--place", type=Path, default=REPOSITORY / "build" / "libraries")
    parser.add_argument("--child", nargs=3)
    chosen = parser.parse_args()
    if chosen.child:
        what, folder, photos = chosen.child
        plain = {"core": core, "worker": worker}.get(what)
        found = plain(Path(folder)) if plain else window(Path(folder), int(photos), what == "busy")
        print(json.dumps(found))
        return
    for row in measure((chosen.photos,) if chosen.photos else SIZES, chosen.place):
        print(row.what, row.measured, row.beside, row.ratio, sep=" | ")


if __name__ == "__main__":
    main()
