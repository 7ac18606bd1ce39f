"""Ten thousand marked photos to the trash and back in the real window: times, longest stall of its event loop, memory.

python -m tests.benchmarks.bench_review [--photos 10000]
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def write_photos(place: Path, count: int) -> None:
    """Pairs of identical files, a hundred in a folder."""
    for number in range(count):
        folder = place / f"{number // 100:04d}"
        folder.mkdir(parents=True, exist_ok=True)
        body = os.urandom(8192)
        (folder / f"{number:06d}.jpg").write_bytes(body)
        (folder / f"{number:06d} copy.jpg").write_bytes(body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ["CRH_DESKTOP_HOME"], os.environ["XDG_DATA_HOME"] = str(place / "home"), str(place / "data")
        measure(place, chosen.photos)


def measure(place: Path, count: int) -> None:
    """Everything in one run."""
    from PySide6.QtWidgets import QApplication

    from crh_desktop.app.context import Context
    from crh_desktop.app.tidying import Tidying
    from crh_desktop.app.window import MainWindow
    from crh_desktop.app.worker_client import WorkerClient
    from crh_desktop.core.library import Library
    from crh_desktop.core.records import Tier
    from crh_desktop.core.settings import Settings
    from tests.benchmarks.meter import Meter
    from tests.fixtures.shelf import shelve

    app = QApplication([])
    photos = place / "photos"
    write_photos(photos, count)
    library = Library.open(place / "library")
    with library.transaction():
        shelve(library, photos)
    context = Context(library, Settings(theme="light", may_act=True), WorkerClient(library.path), lambda settings: None)
    window = MainWindow(context)
    Tidying(window)
    window.resize(1280, 820)
    window.show()
    window.show_page("duplicates")
    page = window.pages["duplicates"]
    meter = Meter(app)
    stage = meter.stage
    meter.until(lambda: len(page.model.groups) == count)
    print(f"{count:,} groups of two identical photos")

    def mark() -> None:
        page.dialogs.mark_by_rule()
        page.dialogs.rule.level.setCurrentIndex(0)

    stage("rule shown", mark, lambda: page.dialogs.rule.go.isEnabled())
    stage("marked", page.dialogs.rule._on_agreed, lambda: len(page.marking.marks) == count)
    stage("question", page.marking.act, lambda: page.marking.dialog is not None and page.marking.dialog.isVisible())
    stage(
        "to the trash", page.marking.dialog.accept,
        lambda: not context.acting.busy and len(page.model.groups) == 0,
    )  # fmt: skip
    files = len(os.listdir(place / "data" / "Trash" / "files"))
    assert files == count, files
    stage("back", page.undoing.stack.undo, lambda: not context.acting.busy and len(page.model.groups) == count)
    assert not os.listdir(place / "data" / "Trash" / "files")
    stage("to the trash again", page.undoing.do_again, lambda: not context.acting.busy and len(page.model.groups) == 0)
    stage("back again", page.undoing.stack.undo, lambda: not context.acting.busy and len(page.model.groups) == count)
    assert page.strictness.chosen_tier is Tier.NEAR
    window.close()


if __name__ == "__main__":
    main()
