"""What a person decides of groups and does to files, as commands that can be taken back, with words for the undo button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QUndoCommand

from crh_desktop.app.review.acting import Acting, Done
from crh_desktop.core.actions.check import Consent
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.errors import CrhError


class Decision(QUndoCommand):
    """Does something in the library and keeps the token that takes it back.

    A step that fails tells why and leaves the stack: it must never pretend to have happened.
    """

    def __init__(
        self,
        text: str,
        do: Callable[[], Any],
        restore: Callable[[Any], Any],
        after: Callable[[], None],
        fail: Callable[[str], None],
        back: Callable[[], None] = lambda: None,
    ) -> None:
        """Prepare a decision; the stack does it.

        Args:
            text: What is decided, for the undo button.
            do: Decides, and returns the token that takes it back.
            restore: Takes a token back and returns the token for the other direction.
            after: Called after every step.
            fail: Told why a step failed.
            back: Called when it was taken back, before `after`.
        """
        super().__init__(text)
        self._do, self._restore, self._after, self._fail, self._back = do, restore, after, fail, back
        self._token: Any = None

    def redo(self) -> None:
        """Do it, the first time or again."""
        self._run(self._do if self._token is None else lambda: self._restore(self._token))

    def undo(self) -> None:
        """Take it back."""
        self._run(lambda: self._restore(self._token), self._back)

    def _run(self, work: Callable[[], Any], then: Callable[[], None] = lambda: None) -> None:
        try:
            self._token = work()
            then()
        except CrhError as error:
            self.setObsolete(True)
            self._fail(str(error))
        self._after()


class BatchCommand(QUndoCommand):
    """A batch that was done already; undo takes it back, redo does it again with every check made again."""

    def __init__(self, text: str, acting: Acting, done: Done, consent: Consent) -> None:
        super().__init__(text)
        self._acting, self._done, self._consent = acting, done, consent
        self._fresh = True

    @property
    def batch(self) -> int:
        """The number of the batch in the history."""
        return self._done.outcome.batch

    def done_again(self, done: Done) -> None:
        """Take over the number of the batch that a redo made."""
        self._done = done

    def redo(self) -> None:
        """Nothing the first time: it is done."""
        if self._fresh:
            self._fresh = False
        elif not self._acting.act(self._done.groups, Kind(self._done.kind), self._consent, self._done.to):
            self.setObsolete(True)

    def undo(self) -> None:
        """Take it back."""
        if not self._acting.undo(self._done.outcome.batch):
            self.setObsolete(True)
