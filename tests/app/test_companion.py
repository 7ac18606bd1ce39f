"""Beside a long job: awake if asked, waiting on battery, told at its end."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crh_desktop.app import companion
from crh_desktop.app.companion import Companion, on_battery
from crh_desktop.core.settings import Settings


class Client(QObject):
    """The signals of a worker, and what was asked of it."""

    started, finished = Signal(int), Signal(int, object)
    failed, cancelled = Signal(int, str), Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.job_id: int | None = None
        self.asked: list[str] = []

    def pause(self) -> None:
        self.asked.append("pause")

    def resume(self) -> None:
        self.asked.append("resume")

    def begin(self) -> None:
        self.job_id = 1
        self.started.emit(1)

    def end(self) -> None:
        self.job_id = None
        self.finished.emit(1, {})


class News(QObject):
    """A context's message."""

    message = Signal(str)


@pytest.fixture
def client() -> Client:
    return Client()


def made(qtbot, client: Client, settings: Settings) -> tuple[Companion, News]:
    window, news = QWidget(), News()
    qtbot.addWidget(window)
    context = SimpleNamespace(client=client, settings=settings, message=news.message)
    return Companion(context, window), news  # type: ignore[arg-type]


def supply(place: Path, name: str, **files: str) -> None:
    (place / name).mkdir(parents=True)
    for key, text in files.items():
        (place / name / key).write_text(text + "\n")


def test_battery(tmp_path: Path) -> None:
    pattern = str(tmp_path / "*")
    assert not on_battery(pattern)
    supply(tmp_path, "BAT0", type="Battery", status="Discharging")
    assert on_battery(pattern)
    supply(tmp_path, "AC", type="Mains", online="1")
    assert not on_battery(pattern)
    (tmp_path / "AC" / "online").write_text("0")
    assert on_battery(pattern)


def test_a_job_waits_on_battery(qtbot, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    drained = [True]
    monkeypatch.setattr(companion, "on_battery", lambda: drained[0])
    beside, _news = made(qtbot, client, Settings())
    client.begin()
    assert client.asked == ["pause"]
    drained[0] = False
    beside.look()
    assert client.asked == ["pause", "resume"]
    client.end()
    beside.look()
    assert len(client.asked) == 2


def test_a_battery_may_be_used(qtbot, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "on_battery", lambda: True)
    made(qtbot, client, Settings(spare_battery=False))
    client.begin()
    assert client.asked == []


def test_awake_until_the_job_ends(qtbot, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "staying_awake", lambda: ["cat"])
    beside, _news = made(qtbot, client, Settings(keep_awake=True))
    client.begin()
    process = beside._awake
    assert process is not None and process.poll() is None
    client.end()
    assert process.poll() == 0 and beside._awake is None


def test_asleep_unless_asked(qtbot, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "staying_awake", lambda: ["cat"])
    beside, _news = made(qtbot, client, Settings())
    client.begin()
    assert beside._awake is None


@pytest.mark.parametrize(("took", "tell", "told"), [(61, True, 1), (59, True, 0), (61, False, 0)])
def test_the_end_of_a_long_job_is_told(qtbot, client: Client, monkeypatch, took: int, tell: bool, told: int) -> None:
    notices: list[str] = []
    monkeypatch.setattr(companion, "notify", lambda title, sentence: notices.append(sentence))
    beside, _news = made(qtbot, client, Settings(tell_when_done=tell))
    client.begin()
    beside._began -= took
    client.end()
    assert len(notices) == told
