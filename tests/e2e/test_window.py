"""A real window on a virtual screen: it scans, shows every page, and survives the death of its worker."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.conftest import REPOSITORY
from tests.e2e.conftest import CRH, Crh, groups_of
from tests.endurance.processes import worker_of
from tests.fixtures.shelf import tree

pytestmark = pytest.mark.xvfb
APP = [sys.executable, "-m", "crh_desktop", "app"]


@pytest.fixture(scope="module")
def screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual screen of its own."""
    if not shutil.which("Xvfb"):
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    if not number:
        pytest.skip("Xvfb did not start")
    try:
        yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(10)


def environment(screen: dict[str, str]) -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if k != "WAYLAND_DISPLAY"}, **screen}


def test_every_page_is_shown(screen: dict[str, str], photo_folder: Path, own_home: Path, tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    command = [*APP, "--photos", str(photo_folder), "--shot", str(shots)]
    before = tree(photo_folder)
    moves = {"XDG_DATA_HOME": str(tmp_path / "data"), "CRH_DESKTOP_SHOT_MOVES": "1"}
    done = subprocess.run(command, env=environment(screen) | moves, capture_output=True, timeout=400, cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    pictures = sorted(shots.glob("*.png"))
    names = " ".join(p.name for p in pictures)
    for page in ("library", "duplicates", "search", "models", "settings"):
        for theme in ("light", "dark"):
            assert f"{page}-{theme}" in names, f"no picture of {page}, {theme}: {names}"
    assert tree(photo_folder) == before  # what was moved to the trash for the pictures came back
    assert not list((tmp_path / "data" / "Trash" / "files").iterdir())
    brightness = {}
    for file in pictures:
        pixels = np.asarray(Image.open(file).convert("L"), np.float32)
        assert pixels.shape[0] >= 200 and pixels.std() > 4, f"{file.name} is blank"
        brightness[file.stem] = float(np.median(pixels))
    assert brightness["duplicates-light"] > brightness["duplicates-dark"] + 60


def test_worker_killed_three_times(
    screen: dict[str, str], many_photos: Path, own_home: Path, crh: Crh, tmp_path: Path
) -> None:
    calm = crh("scan", many_photos, "--library", tmp_path / "calm")
    expected = groups_of(crh("dupes", "--library", tmp_path / "calm"))

    for _ in range(3):
        command = [*APP, "--photos", str(many_photos)]
        window = subprocess.Popen(
            command, env=environment(screen), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=REPOSITORY
        )
        try:
            worker = None
            until = time.monotonic() + 20
            while worker is None and time.monotonic() < until and window.poll() is None:
                worker = worker_of(window.pid)
                time.sleep(0.02)
            assert worker is not None, "the window started no worker"
            time.sleep(float(np.random.default_rng().uniform(0.2, 3.0)))
            os.kill(worker, signal.SIGKILL)
            time.sleep(1.0)
            assert window.poll() is None, "the window died with its worker"
        finally:
            window.terminate()
            try:
                window.wait(15)
            except subprocess.TimeoutExpired:
                window.kill()
                window.wait()

    files = [p for p in (own_home / "data").rglob("*") if p.is_file()]
    (database,) = [p for p in files if p.read_bytes()[:15] == b"SQLite format 3"]
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    last = crh("scan", many_photos)
    assert (last["photos"], last["contents"], last["unreadable"]) == (calm["photos"], calm["contents"], [])
    assert groups_of(crh("dupes")) == expected
    assert crh("scan", many_photos)["hashed"] == 0


def test_command_line_for_the_whole_program_is_one() -> None:
    """`python -m crh_desktop scan` is `crh scan`: the first word decides."""
    command = [sys.executable, "-m", "crh_desktop", "doctor", "--help"]
    through = subprocess.run(command, capture_output=True, cwd=REPOSITORY)
    direct = subprocess.run([*CRH, "doctor", "--help"], capture_output=True, cwd=REPOSITORY)
    assert through.returncode == direct.returncode == 0
