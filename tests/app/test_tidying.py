"""Garbage is collected in the thread of the window alone."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThreadPool

from crh_desktop.app import tidying
from crh_desktop.app.pooled import Pooled


@pytest.fixture
def by_hand() -> Iterator[None]:
    enabled, limits = gc.isenabled(), gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*limits)
    (gc.enable if enabled else gc.disable)()


class Widget(QObject):
    """Something that holds itself, as dialogs do by their slots."""

    def __init__(self) -> None:
        super().__init__()
        self.slot = self.__init__


def _leave(where: list[str], old: bool = False) -> None:
    widget = Widget()
    if old:
        gc.collect()  # it is alive, and found by full collections alone from now on
    weakref.finalize(widget, lambda: where.append(threading.current_thread().name)).atexit = False


def _busy() -> int:
    return len([[number] for number in range(200_000)])


@pytest.mark.parametrize("here", [True, False])
def test_no_widget_is_destroyed_in_the_pool(qtbot, by_hand, here: bool) -> None:
    gc.enable()
    tidied = tidying.Tidying(looks=0.01) if here else None
    assert gc.isenabled() is not here
    where: list[str] = []
    _leave(where)
    pool, done = QThreadPool(), threading.Event()
    pool.start(Pooled(_busy, lambda result, error: done.set()))
    assert done.wait(60) and pool.waitForDone(10_000)
    if not here:
        assert where and where != ["MainThread"]  # what Python does by itself
        return
    assert not where
    kept = [[number] for number in range(tidying.MANY + 1000)]
    qtbot.waitUntil(lambda: bool(where))
    assert where == ["MainThread"] and kept and tidied


def test_everything_is_collected_now_and_then(qtbot, by_hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "EVERY", 0.0)
    tidied = tidying.Tidying(looks=0.01)
    where: list[str] = []
    _leave(where, old=True)
    gc.collect(1)
    assert not where
    qtbot.waitUntil(lambda: bool(where))
    assert where == ["MainThread"] and tidied
