"""Work for a thread of Qt's pool, whose answer comes back by a signal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any


class Pooled:
    """Does its work once and answers.

    A plain callable for `QThreadPool.start`, no QRunnable: PySide keeps the Python half of a runnable for ever when it has
    run before `start` returns, and with it whatever the work holds.

    Args:
        work: runs in the pool.
        answer: gets the result, or the error; emits a signal.
    """

    def __init__(self, work: Callable[[], Any], answer: Callable[[Any, Exception | None], object]) -> None:
        self._work, self._answer = work, answer

    def __call__(self) -> None:
        """Work, and answer by signal."""
        try:
            result, error = self._work(), None
        except Exception as caught:  # whatever it was, whoever asked must hear of it
            result, error = None, caught
        with contextlib.suppress(RuntimeError):  # whoever asked is gone: nobody waits for the answer
            self._answer(result, error)
