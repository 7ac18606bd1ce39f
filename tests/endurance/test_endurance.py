"""Two minutes each of what `make soak` and `make torture` do for an hour."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.endurance.events import read

MINUTES = 1.7


def long_run(module: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CRH_DESKTOP_HOME"}
    command = [sys.executable, "-m", f"tests.endurance.{module}", *words]
    if module != "faults":
        if not shutil.which("xvfb-run"):
            pytest.skip("xvfb-run is not installed")
        command = ["xvfb-run", "-a", "-s", "-screen 0 1440x900x24", *command]
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=900)


@pytest.mark.xvfb
def test_soak(tmp_path: Path) -> None:
    done = long_run("soak", "--minutes", str(MINUTES), "--out", str(tmp_path / "soak"))
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    events = read(tmp_path / "soak" / "events.jsonl")
    assert events[0]["event"] == "begin" and events[0]["platform"] == "xcb" and events[0]["commit"]
    end = events[-1]
    assert end["things"] >= 15 and not end["late"] and not end["errors"]
    handles = end["window handles"]["range"]
    assert handles[1] - handles[0] <= 8, "handles of the window are not given back"
    assert (tmp_path / "soak" / "soak.png").stat().st_size > 5000


@pytest.mark.xvfb
def test_kills(tmp_path: Path) -> None:
    done = long_run("kill", "--runs", "10", "--seed", str(os.getpid()), "--out", str(tmp_path / "kill"))
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert sum(one["event"] == "kill" for one in read(tmp_path / "kill" / "events.jsonl")) == 10


@pytest.mark.skipif(not shutil.which("cc"), reason="the shim needs a C compiler")
def test_faults(tmp_path: Path) -> None:
    done = long_run("faults", "--stride", "29", "--first", "7", "--seconds", "9", "--out", str(tmp_path / "faults"))
    wrong = [one for one in read(tmp_path / "faults" / "events.jsonl") if one.get("problem")]
    assert done.returncode == 0, json.dumps(wrong, indent=1)[:4000] + done.stderr[-2000:]
    assert len(done.stdout.splitlines()) == 14, done.stdout
