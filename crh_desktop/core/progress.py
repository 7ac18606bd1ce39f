"""Progress that also cancels and pauses: one object, handed down as the last argument, silent by default."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from crh_desktop.core.errors import Cancelled


@dataclass(frozen=True, slots=True)
class ProgressState:
    """A moment of a job. total is 0 while unknown; seconds_left is None until it can be told honestly."""

    stage: str
    done: int
    total: int
    rate: float
    seconds_left: float | None
    paused: bool = False


class Progress:
    """Counts work, tells a listener at most `per_second` times a second, and raises `Cancelled` when asked to stop."""

    def __init__(
        self,
        listener: Callable[[ProgressState], None] | None = None,
        between: Callable[[], None] | None = None,
        per_second: float = 8.0,
    ) -> None:
        self._listener = listener
        self._between = between
        self._interval = 1.0 / per_second
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._stage, self._done, self._total = "", 0, 0
        self._started = self._told = 0.0
        self._paused_for = 0.0

    def cancel(self) -> None:
        """Ask the job to stop at its next check; safe from any thread."""
        self._cancelled.set()
        self._running.set()

    def pause(self) -> None:
        """Hold the job at its next check until `resume` or `cancel`."""
        self._running.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    @property
    def cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._cancelled.is_set()

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage of `total` steps (0 = unknown)."""
        self._stage, self._done, self._total = name, 0, total
        self._started, self._told, self._paused_for = time.monotonic(), 0.0, 0.0
        self.check()
        self._tell(force=True)

    def advance(self, steps: int = 1) -> None:
        """Report steps done; a chance to cancel, to pause and to answer short requests."""
        self._done += steps
        self.check()
        self._tell(force=self._done == self._total)

    def check(self) -> None:
        """Raise `Cancelled` if asked to stop; wait here while paused, still answering short requests."""
        if self._between:
            self._between()
        if not self._running.is_set():
            since = time.monotonic()
            self._tell(force=True)
            while not self._running.wait(0.05):
                if self._between:
                    self._between()
            self._paused_for += time.monotonic() - since
        if self._cancelled.is_set():
            raise Cancelled

    def _tell(self, force: bool = False) -> None:
        now = time.monotonic()
        if self._listener is None or (not force and now - self._told < self._interval):
            return
        self._told = now
        spent = max(1e-9, now - self._started - self._paused_for)
        rate = self._done / spent
        left = (self._total - self._done) / rate if self._total and self._done and spent > 0.5 else None
        self._listener(ProgressState(self._stage, self._done, self._total, rate, left, not self._running.is_set()))
