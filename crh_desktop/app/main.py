"""The entry of the window: arguments, logs, library, and the one QApplication of the one window."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from crh_desktop.app.context import Context
from crh_desktop.app.crash import crash_hook, tell_last_crash
from crh_desktop.app.instance import Instance
from crh_desktop.app.language import translate
from crh_desktop.app.opening import Opening
from crh_desktop.app.scale import set_text_size
from crh_desktop.app.theme import apply_theme
from crh_desktop.app.tidying import Tidying
from crh_desktop.app.window import MainWindow
from crh_desktop.app.worker_client import WorkerClient
from crh_desktop.core.logs import last_fault, start_log
from crh_desktop.core.memory import keep_large_apart
from crh_desktop.core.paths import default_library


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog="crh-desktop", description="Find duplicate and similar photos.")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="photos to find the like of, or folders to add")
    parser.add_argument("--library", type=Path, help="folder of the library")
    parser.add_argument("--photos", nargs="+", default=[], metavar="DIR", help="folders to add and scan at start")
    parser.add_argument("--shot", type=Path, metavar="OUTDIR", help="save pictures of every page, then quit")
    parser.add_argument("--shot-size", default="1280x820", metavar="WxH", help="window size of those pictures")
    parser.add_argument("--text", type=int, metavar="PERCENT", help="size of all text for this run, 80 to 200")
    parser.add_argument("--language", metavar="CODE", help="language for this run: en or de")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    options = arguments(argv)
    try:
        return _run(options)
    except OSError as error:  # no place for settings, logs or the lock
        sys.stderr.write(
            f"{error.filename or 'A file'}: {error.strerror}. CRH Desktop needs a place that it can write to; set "
            "CRH_DESKTOP_HOME to one, or free some space.\n"
        )
        return 1


def _run(options: argparse.Namespace) -> int:
    from crh_desktop.core.settings import load_settings, save_settings

    keep_large_apart()
    crashed = last_fault("window")
    start_log("window")
    sys.excepthook = crash_hook
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    # threads wait for the next click, not to be made anew half a minute later
    QThreadPool.globalInstance().setExpiryTimeout(-1)
    application.setApplicationName("CRH Desktop")
    application.setDesktopFileName("crh-desktop")
    settings = load_settings()
    set_text_size(options.text or settings.text_percent)
    translate(application, options.language or settings.language)
    apply_theme(settings.theme)
    path = options.library or default_library()
    given = [os.path.abspath(os.fsencode(one)) for one in options.paths]
    instance = Instance(Path(path))
    if not options.shot and not instance.claim():
        if instance.hand_over([*given, *(os.path.abspath(os.fsencode(one)) for one in options.photos)]):
            return 0
        sys.stderr.write(f"{path} is open in another window, which does not answer. Close it, then start again.\n")
        return 1
    opening = Opening(Path(path), asks=not options.shot and application.platformName() != "offscreen")
    library = opening.open()
    if library is None:
        sys.stderr.write(f"{opening.error}\n")
        return opening.error.exit_code if opening.error else 4
    context = Context(library, settings, WorkerClient(Path(path), python=settings.worker_python), save_settings)
    window = MainWindow(context)

    def on_scheme_changed() -> None:
        if context.settings.theme == "system":
            apply_theme("system")

    application.styleHints().colorSchemeChanged.connect(on_scheme_changed)
    instance.handed.connect(window.take)
    Tidying(window)
    window.show()
    tell_last_crash(crashed, window)
    context.watch_folders()
    window.parts.ready.connect(lambda: context.scan() if library.roots() else None)
    if options.shot:
        from crh_desktop.app.shots import Shots

        width, height = (int(part) for part in options.shot_size.split("x"))
        window.resize(width, height)
        shots = Shots(window, options.shot)
        QTimer.singleShot(0, shots.start)
    if options.photos:
        QTimer.singleShot(0, lambda: context.add_folders([os.fsencode(os.path.abspath(p)) for p in options.photos]))
    elif library.roots() and not options.shot and not window.parts.wanted:
        QTimer.singleShot(500, context.scan)
    if given:
        QTimer.singleShot(0, lambda: window.take(given))
    code = application.exec()
    instance.release()
    return code


if __name__ == "__main__":
    sys.exit(main())
