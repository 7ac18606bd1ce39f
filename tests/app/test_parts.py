"""A window without what computes: it says so, fetches it or finds it elsewhere, and goes on."""

from __future__ import annotations

import os
import shutil
import sys
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt

from crh_desktop.app import worker_client
from crh_desktop.app.pages import parts_page
from crh_desktop.app.worker_client import WorkerClient
from crh_desktop.core import program
from tests.fixtures.wheels import make_lock, make_wheel


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment, made once, because pip takes its time."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=True)
    return place


@pytest.fixture
def lacking(environment: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An installation of the window alone; a tiny wheel stands for the gigabytes. Gives its environment."""
    place = environment
    there = place / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages" / "tiny_part.py"

    for one in there.parent.glob("tiny_part*"):  # what the test before this one has fetched
        shutil.rmtree(one) if one.is_dir() else one.unlink()

    def missing() -> list[str]:
        return [] if there.exists() else ["tiny_part"]

    monkeypatch.setattr(parts_page, "missing_parts", missing)
    monkeypatch.setattr(worker_client, "missing_parts", missing)
    monkeypatch.setattr(parts_page.sys, "executable", str(place / "bin" / "python"))
    monkeypatch.setattr(parts_page.parts, "starts", lambda python: None)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    lock = make_lock(make_wheel(tmp_path / "wheels"), tmp_path / "requirements.lock")
    monkeypatch.setenv("CRH_DESKTOP_LOCK", str(lock))
    return place


def test_parts_are_fetched_and_the_window_goes_on(lacking: Path, qtbot, window) -> None:
    page = window.parts
    assert window.stack.currentWidget() is page and page.wanted
    page.card.setChecked(True)
    with qtbot.waitSignal(page.ready, timeout=60_000):
        qtbot.mouseClick(page.fetch, Qt.MouseButton.LeftButton)
        assert page.cancel.isVisible() and not page.fetch.isVisible()
    assert not page.wanted and window.stack.currentWidget() is not page


def test_fetching_can_be_cancelled_and_begun_again(lacking: Path, qtbot, window) -> None:
    page = window.parts
    page.card.setChecked(True)
    qtbot.mouseClick(page.fetch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._installing is not None)
    qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.fetch.isVisible(), timeout=20_000)
    assert "go on" in page.said.text()
    page._on_told("Fetching the last part", 0.97)
    with qtbot.waitSignal(page.ready, timeout=60_000):
        qtbot.mouseClick(page.fetch, Qt.MouseButton.LeftButton)
        assert page.bar.value() <= 0


def test_a_broken_fetch_says_why(lacking: Path, qtbot, window, tmp_path: Path) -> None:
    (tmp_path / "wheels" / "tiny_part-1.0-py3-none-any.whl").write_bytes(b"no wheel")
    page = window.parts
    page.card.setChecked(True)
    qtbot.mouseClick(page.fetch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.fetch.isVisible(), timeout=30_000)
    assert "installer says" in page.said.text() and page.wanted


def test_without_room_nothing_is_begun(lacking: Path, window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_page.shutil, "disk_usage", lambda place: SimpleNamespace(total=10, used=9, free=1))
    window.parts.fetch.click()
    assert "not enough room" in window.parts.said.text() and not window.parts.cancel.isVisible()


def test_another_environment_is_used_and_remembered(lacking: Path, qtbot, window, context, monkeypatch) -> None:
    page = window.parts
    monkeypatch.setattr(parts_page, "ask_python", lambda parent: str(lacking / "bin" / "python"))
    page.other.click()
    qtbot.waitUntil(lambda: page.other.isVisible(), timeout=60_000)
    assert "lacks a part" in page.said.text()
    python = str(Path(sys.prefix) / "bin" / "python")
    monkeypatch.setattr(parts_page, "ask_python", lambda parent: python)
    with qtbot.waitSignal(page.ready, timeout=120_000):
        page.other.click()
    assert context.saved[-1].worker_python == python == context.client.python
    assert program.command("worker", python=python)[0] == python
    settings = window.pages["settings"]
    window.show_page("settings")
    assert settings.own.isVisible() and settings.worker.text() == python
    context.settings.worker_python = str(lacking / "gone")
    assert page.wanted  # that environment was taken away
    settings.own.click()
    assert context.saved[-1].worker_python == "" == context.client.python and not settings.own.isVisible()


def test_a_request_without_the_worker_fails_with_a_sentence(lacking: Path, qtbot, tmp_path: Path) -> None:
    client = WorkerClient(tmp_path / "library")
    with qtbot.waitSignal(client.failed) as told:
        asked = client.scan([b"/photos"])
    assert told.args[0] == asked and "not installed yet" in told.args[1] and client.job_id is None


def test_an_installation_by_hand_is_told_what_to_do(lacking: Path, qtbot, context, monkeypatch) -> None:
    monkeypatch.delenv("CRH_DESKTOP_LOCK")
    page = parts_page.PartsPage(context)
    qtbot.addWidget(page)
    assert not page.fetch.isEnabled() and "with pip" in page.said.text() and "tiny_part" in page.said.text()
