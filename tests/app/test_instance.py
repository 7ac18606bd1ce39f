"""A second start hands its files to the first window; only this person can reach it, and rubbish does not hurt it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from crh_desktop.app.instance import Instance, _paths
from crh_desktop.core.paths import data_dir
from tests.conftest import REPOSITORY


@pytest.fixture
def first(qtbot, tmp_path: Path):
    instance = Instance(tmp_path / "library")
    assert instance.claim()
    yield instance
    instance.release()


SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from crh_desktop.app.instance import Instance
app = QCoreApplication([])
second = Instance(sys.argv[1])
print(second.claim(), second.hand_over([b"/photos/a.jpg", b"/photos/\\xff.jpg"]))
"""


def test_the_second_hands_over_and_goes(qtbot, first: Instance, tmp_path: Path) -> None:
    words = [sys.executable, "-c", SECOND, str(tmp_path / "library")]
    with qtbot.waitSignal(first.handed, timeout=20_000) as handed:
        second = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=REPOSITORY)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert handed.args == [[b"/photos/a.jpg", b"/photos/\xff.jpg"]]
    assert second.stdout is not None and second.stdout.read().split() == [b"False", b"True"]


def test_another_library_has_its_own_window(qtbot, first: Instance, tmp_path: Path) -> None:
    other = Instance(tmp_path / "another")
    assert other.claim()
    other.release()


def test_a_closed_window_makes_room(qtbot, tmp_path: Path) -> None:
    first = Instance(tmp_path / "library")
    assert first.claim()
    first.release()
    second = Instance(tmp_path / "library")
    assert second.claim()
    second.release()


def test_only_this_person_may_knock(qtbot, first: Instance) -> None:
    place = data_dir() / "windows"
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    for file in place.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0, file
    server = first._server
    assert server is not None
    assert stat.S_IMODE(os.stat(server.fullServerName()).st_mode) & 0o077 == 0


@pytest.mark.parametrize("rubbish", [b"\xff\xfe\n", b"{}\n", b"[1, 2]\n", b"[" * 100_000 + b"\n", b"x" * (2 << 20)])
def test_rubbish_is_refused(qtbot, first: Instance, rubbish: bytes) -> None:
    handed: list[object] = []
    first.handed.connect(handed.append)
    socket = QLocalSocket()
    socket.connectToServer(first._name)
    assert socket.waitForConnected(2000)
    socket.write(rubbish)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=5000)
    assert handed == []


def test_paths_of_a_message() -> None:
    assert _paths(b'["a.jpg", "", "x\\u0000y"]') == [os.path.abspath(b"a.jpg")]
    assert _paths(b"null") is None
