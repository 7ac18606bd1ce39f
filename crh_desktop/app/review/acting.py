"""Actions on files from the window: in a thread of the pool with a library of its own, one at a time, with progress."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from crh_desktop.app.pooled import Pooled
from crh_desktop.core.actions.batch import act, copy_in, move, undo
from crh_desktop.core.actions.check import Consent, MarkedGroup
from crh_desktop.core.actions.mending import recover
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.actions.runner import Outcome
from crh_desktop.core.errors import CrhError
from crh_desktop.core.progress import Progress, ProgressState


@dataclass(frozen=True, slots=True)
class Done:
    """What has ended. kind: trash, move, rename, copy, a link's kind, or undo. groups, to: what was asked for."""

    kind: str
    outcome: Outcome
    groups: tuple[MarkedGroup, ...] = ()
    to: bytes | None = None


class Acting(QObject):
    """Runs actions.

    Signals:
        began: (kind, photos). progressed: (ProgressState). done: (Done). failed: a sentence.
        mended: a sentence on what an interrupted action left.
    """

    began = Signal(str, int)
    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    mended = Signal(str)
    _arrived = Signal(object, object)

    def __init__(self, apart: Callable[[Callable[[Any], Any]], Callable[[], Any]], parent: QObject) -> None:
        """Prepare.

        Args:
            apart: Makes work that runs on a library opened for it alone (`Context.apart`).
            parent: Owner.
        """
        super().__init__(parent)
        self._apart = apart
        self._progress: Progress | None = None
        self._busy = False
        self._stopped = False
        self._arrived.connect(self._on_arrived)

    @property
    def busy(self) -> bool:
        """Whether an action runs."""
        return self._busy

    def act(self, groups: Sequence[MarkedGroup], kind: Kind, consent: Consent, to: bytes | None = None) -> bool:
        """Act on marked photos; False if something else runs."""
        chosen = tuple(groups)
        progress = Progress(self._tell)
        return self._start(
            kind.value,
            sum(len(group.marked) for group in chosen),
            lambda library: Done(kind.value, act(library, chosen, kind, progress, consent, to), chosen, to),
            progress,
        )

    def move(self, moves: Sequence[tuple[bytes, str, bytes]], kind: str) -> bool:
        """Move or rename photos; False if something else runs."""
        progress = Progress(self._tell)
        return self._start(kind, len(moves), lambda library: Done(kind, move(library, moves, kind, progress)), progress)

    def copy_in(self, files: Sequence[tuple[bytes, str]], to: bytes) -> bool:
        """Copy new files into a folder of the library; False if something else runs."""
        progress = Progress(self._tell)
        return self._start(
            "copy", len(files), lambda library: Done("copy", copy_in(library, files, to, progress)), progress
        )

    def undo(self, batch: int, only: Sequence[int] | None = None) -> bool:
        """Take a batch back; False if something else runs."""
        progress = Progress(self._tell)
        return self._start("undo", 0, lambda library: Done("undo", undo(library, batch, progress, only)), progress)

    def mend(self) -> None:
        """Look whether an interrupted action left something to mend, and mend it."""
        self._start("mend", 0, recover, Progress())

    def cancel(self) -> None:
        """Begin nothing more; what is done is done and can be taken back."""
        if self._progress is not None:
            self._progress.cancel()

    def stop(self) -> None:
        """The window closes: begin nothing more and tell nobody. What is done stays done and is written down."""
        self.cancel()
        self._stopped = True

    def _start(self, kind: str, photos: int, work: Callable[[Any], Any], progress: Progress) -> bool:
        if self._busy:
            self.failed.emit(self.tr("Files are being moved already. Wait until that has finished."))
            return False
        self._progress = progress
        self._busy = True
        pooled = Pooled(self._apart(work), self._arrived.emit)
        if kind != "mend":
            self.began.emit(kind, photos)
        QThreadPool.globalInstance().start(pooled)
        return True

    def _tell(self, state: ProgressState) -> None:
        with contextlib.suppress(RuntimeError):
            self.progressed.emit(state)

    def _on_arrived(self, result: Any, error: Exception | None) -> None:
        self._busy, self._progress = False, None
        if self._stopped:
            return
        if error is not None:
            self.failed.emit(str(error) if isinstance(error, CrhError) else f"{type(error).__name__}: {error}")
        elif isinstance(result, Done):
            self.done.emit(result)
        elif result:
            self.mended.emit(result)
