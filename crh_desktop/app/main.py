"""The entry of the window: arguments, crash hook, library, and the one QApplication."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from crh_desktop.app.context import Context
from crh_desktop.app.language import translate
from crh_desktop.app.scale import set_text_size
from crh_desktop.app.theme import apply_theme
from crh_desktop.app.window import MainWindow
from crh_desktop.app.worker_client import WorkerClient
from crh_desktop.core.errors import CrhError
from crh_desktop.core.paths import default_library, log_dir

_told = False


def crash_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an unexpected error and tell it once; the window lives on, because the library is safe on disk."""
    global _told
    text = "".join(traceback.format_exception(kind, error, trace))
    logging.getLogger("crh_desktop.app").error("Unexpected error\n%s", text)
    sys.stderr.write(text)
    if _told or issubclass(kind, KeyboardInterrupt) or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return
    _told = True
    box = QMessageBox(QMessageBox.Icon.Warning, "CRH Desktop", QApplication.translate(
        "Crash", "Something unexpected happened. Your photos and the library are untouched; the details are in {0}."
    ).format(log_dir() / "window.log"))  # fmt: skip
    box.setDetailedText(text)
    box.exec()


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog="crh-desktop", description="Find duplicate and similar photos.")
    parser.add_argument("--library", type=Path, help="folder of the library")
    parser.add_argument("--photos", nargs="+", default=[], metavar="DIR", help="folders to add and scan at start")
    parser.add_argument("--shot", type=Path, metavar="OUTDIR", help="save pictures of every page, then quit")
    parser.add_argument("--shot-size", default="1280x820", metavar="WxH", help="window size of those pictures")
    parser.add_argument("--text", type=int, metavar="PERCENT", help="size of all text for this run, 80 to 200")
    parser.add_argument("--language", metavar="CODE", help="language for this run: en or de")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    from crh_desktop.core.library import Library
    from crh_desktop.core.settings import load_settings, save_settings

    options = arguments(argv)
    logging.basicConfig(filename=log_dir() / "window.log", level=logging.INFO, format="%(asctime)s %(message)s")
    sys.excepthook = crash_hook
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("CRH Desktop")
    application.setDesktopFileName("crh-desktop")
    settings = load_settings()
    set_text_size(options.text or settings.text_percent)
    translate(application, options.language or settings.language)
    apply_theme(settings.theme)
    path = options.library or default_library()
    try:
        library = Library.open(path)
    except CrhError as error:
        sys.stderr.write(f"{error}\n")
        if not options.shot and application.platformName() != "offscreen":
            QMessageBox.critical(None, "CRH Desktop", str(error))
        return error.exit_code
    context = Context(library, settings, WorkerClient(Path(path)), save_settings)
    window = MainWindow(context)

    def on_scheme_changed() -> None:
        if context.settings.theme == "system":
            apply_theme("system")

    application.styleHints().colorSchemeChanged.connect(on_scheme_changed)
    collect_rarely()
    window.show()
    context.watch_folders()
    if options.shot:
        from crh_desktop.app.shots import Shots

        width, height = (int(part) for part in options.shot_size.split("x"))
        window.resize(width, height)
        shots = Shots(window, options.shot)
        QTimer.singleShot(0, shots.start)
    if options.photos:
        QTimer.singleShot(0, lambda: context.add_folders([os.fsencode(os.path.abspath(p)) for p in options.photos]))
    elif library.folders() and not options.shot:
        QTimer.singleShot(500, context.scan)
    return application.exec()


def collect_rarely() -> None:
    """Leave what was made so far out of every collection of garbage, and look for cycles less often.

    Ten thousand marks are a million objects without a cycle; looking through them stalled the window for half a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


if __name__ == "__main__":
    sys.exit(main())
