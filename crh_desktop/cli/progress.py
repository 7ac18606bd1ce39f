"""Progress on the terminal, and Ctrl-C that stops a job at its next step."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from crh_desktop.core.progress import Progress, ProgressState


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Progress]:
    """A progress that is written to standard error, if that is a terminal and the output is not for a program."""
    progress = Progress(_show if sys.stderr.isatty() and not quiet else None)
    previous = signal.signal(signal.SIGINT, lambda *_: progress.cancel())
    try:
        yield progress
    finally:
        signal.signal(signal.SIGINT, previous)


def _show(state: ProgressState) -> None:
    left = f", {state.seconds_left:.0f} s left" if state.seconds_left else ""
    of = f" of {state.total}" if state.total else ""
    print(f"\r{state.stage}: {state.done}{of}{left}   ", end="", file=sys.stderr)
