"""What ran in the pool is let go, with all that the work held; an answer that was given up is not told."""

from __future__ import annotations

import gc
import time
import weakref

from PySide6.QtCore import QObject, QThreadPool

from crh_desktop.app.context import Background


class _Index:
    """Stands for the codes of a whole library."""


def test_what_the_work_held_is_let_go(qtbot) -> None:
    background = Background(parent := QObject())
    held: list[weakref.ref] = []
    for _ in range(300):
        index = _Index()
        held.append(weakref.ref(index))
        with qtbot.waitSignal(background.done):
            background.start(lambda index=index: None)
    del index
    assert QThreadPool.globalInstance().waitForDone(10_000)
    gc.collect()
    assert not [one for one in held if one() is not None]
    assert parent is not None


def test_an_answer_that_was_given_up_is_not_told(qtbot) -> None:
    background, told = Background(parent := QObject()), []
    background.done.connect(told.append)
    background.start(lambda: time.sleep(0.02) or "first")
    background.start(lambda: "second")
    background.forget()
    qtbot.waitUntil(lambda: not background.busy)
    assert told == []
    background.start(lambda: "third")
    qtbot.waitUntil(lambda: told == ["third"])
    background.start(lambda: time.sleep(0.02) or "fourth")
    background.forget()
    background.start(lambda: "fifth")  # asked for while the one that was given up still runs
    qtbot.waitUntil(lambda: not background.busy)
    assert told == ["third", "fifth"] and parent is not None
