"""Marks are there again after a restart: written to the library a moment after they change, read when the window opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from crh_desktop.app.context import Background, Context
from crh_desktop.app.review.marks import Mark, Marks
from crh_desktop.core.actions.check import Marked, MarkedGroup
from crh_desktop.core.library import Library
from crh_desktop.core.matching.units import Companions
from crh_desktop.core.store.kept_marks import KeptMark

#: Milliseconds between the last change and writing.
PAUSE = 800


class KeepingMarks(QObject):
    """Keeps what is marked."""

    def __init__(self, context: Context, marks: Marks, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._marks = context, marks
        self._reader, self._writer = Background(self), Background(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._on_timeout)
        self._reader.done.connect(self._on_read)
        self._reader.failed.connect(context.message)
        self._writer.failed.connect(context.message)
        self._reader.start(context.apart(_read))

    @property
    def busy(self) -> bool:
        """Whether something is still to be read or written."""
        return self._reader.busy or self._writer.busy or self._timer.isActive()

    def finish(self) -> None:
        """The window closes: write at once what was not written yet."""
        if self._timer.isActive():
            self._timer.stop()
            _writing(self._marks)(self._context.library)

    def _on_read(self, found: dict[int, Mark]) -> None:
        if found and not len(self._marks):
            self._marks.put_back(found)
        self._marks.changed.connect(self._timer.start)

    def _on_timeout(self) -> None:
        self._writer.start(self._context.apart(_writing(self._marks)))


def _writing(marks: Marks) -> Callable[[Library], None]:
    kept = [
        KeptMark(one.path, one.digest, group.keeper.path, group.keeper.digest, group.tier, group.by_hand)
        for group in marks.groups()
        for one in group.marked
    ]
    return lambda library: library.keep_marks(kept)


def _read(library: Library) -> dict[int, Mark]:
    companions = Companions()
    found = {}
    for photo_id, size, kept in library.kept_marks():
        group = MarkedGroup(
            Marked(kept.keeper, kept.keeper_digest), (Marked(kept.path, kept.digest),), kept.tier, kept.by_hand
        )
        found[photo_id] = Mark(group, size, companions(kept.path))
    return found
