"""Logs and reports: private, rotating, without the names of photos."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator

import pytest

from crh_desktop.core import logs
from crh_desktop.core.paths import log_dir
from tests.conftest import REPOSITORY


@pytest.fixture(autouse=True)
def calm() -> Iterator[None]:
    yield
    for handler in logging.getLogger().handlers[:]:
        if isinstance(handler, logging.FileHandler):
            logging.getLogger().removeHandler(handler)
            handler.close()


def test_no_photo_is_named() -> None:
    home = os.path.expanduser("~")
    text = f"File '{home}/Bilder/Anna nackt am See.JPG' failed; 'IMG 2077.cr2' too, \"{home}/x.py\", café.heic"
    said = logs.scrubbed(text)
    assert "Anna" not in said and "2077" not in said and "café" not in said and (home == "/" or home not in said)
    assert "<photo>.JPG" in said and "x.py" in said


def test_logs_are_private_and_rotate() -> None:
    logs.start_log("window")
    for number in range(30_000):
        logging.warning("line %d of /photos/secret %d.jpg %s", number, number, "x" * 100)
    files = logs.log_files()
    assert 2 <= len(files) <= 4
    for file in files:
        assert "secret" not in file.read_text("utf-8") and file.stat().st_size <= 1 << 20
    assert stat.S_IMODE((log_dir() / "window.log").stat().st_mode) == 0o600
    assert logs.last_lines("window", 1)[0].endswith("x")
    told = logs.report("it fell over /photos/secret 1.jpg")
    assert "secret" not in told and "<photo>.jpg" in told and "Pillow" in told and "--- worker.log ---" in told


def test_a_hard_crash_is_told_once() -> None:
    program = "from crh_desktop.core.logs import start_log; start_log('window'); import ctypes; ctypes.string_at(0)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=REPOSITORY)
    assert done.returncode < 0
    told = logs.last_fault("window")
    assert "Segmentation fault" in told and "string_at" in told
    assert logs.last_fault("window") == ""
    assert len(list(log_dir().glob("window-*.crash"))) == 1


def test_a_disk_that_cannot_be_written_is_no_reason_not_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(logs, "_log_to_files", refuse)
    logs.start_log("window")
