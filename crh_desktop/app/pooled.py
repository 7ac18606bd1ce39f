"""Work for a thread of Qt's pool, whose answer comes back by a signal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRunnable


class Pooled(QRunnable):
    """Does its work once and answers. The pool deletes it: nobody may keep it, or every one of them would stay for ever.

    Args:
        work: runs in the pool.
        answer: gets the result, or the error; emits a signal.
    """

    def __init__(self, work: Callable[[], Any], answer: Callable[[Any, Exception | None], object]) -> None:
        super().__init__()
        self._work, self._answer = work, answer

    def run(self) -> None:
        """Work, and answer by signal."""
        try:
            result, error = self._work(), None
        except Exception as caught:  # whatever it was, whoever asked must hear of it
            result, error = None, caught
        with contextlib.suppress(RuntimeError):  # whoever asked is gone: nobody waits for the answer
            self._answer(result, error)
