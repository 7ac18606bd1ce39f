"""The whole program from outside: its commands as processes, its window on a virtual screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.fixtures.pictures import make_many

CRH = [sys.executable, "-m", "crh_desktop.cli.main"]
Crh = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all of these tests, so that the exported trunk is made once."""
    return tmp_path_factory.mktemp("e2e_home")


@pytest.fixture(autouse=True)
def crh_home(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Libraries are named by --library in these tests, so they share caches only."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(shared_home))
    monkeypatch.chdir(REPOSITORY)
    return shared_home


@pytest.fixture
def own_home(shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: None) -> Path:
    """A home with an empty default library, for the window; the caches are the shared ones."""
    home = tmp_path / "own_home"
    home.mkdir()
    (shared_home / "cache").mkdir(exist_ok=True)
    (home / "cache").symlink_to(shared_home / "cache")
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(home))
    return home


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The place of a library that does not exist yet."""
    return tmp_path / "library"


@pytest.fixture
def crh() -> Crh:
    """Run a command with --json; give its object. `code` is the exit code it must have, `prefix` goes before it."""

    def run(
        *words: str | bytes | Path,
        code: int | tuple[int, ...] = 0,
        prefix: list[str] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        allowed = code if isinstance(code, tuple) else (code,)
        command = [*(prefix or []), *CRH, *words, "--json"]
        whole = {**os.environ, **(env or {})}
        done = subprocess.run(command, capture_output=True, timeout=600, env=whole, cwd=REPOSITORY)
        stderr = done.stderr.decode(errors="replace")
        assert done.returncode in allowed, f"{command} ended with {done.returncode}, not {code}:\n{stderr}"
        assert b"Traceback" not in done.stderr, stderr
        if done.returncode in (1, 2, 4):
            assert stderr.strip(), "a refusal must say why"
        if not done.stdout.strip():
            assert done.returncode not in (0, 3), "done, but no JSON on stdout"
            return {"stderr": stderr}
        done.stdout.decode("ascii")
        result: dict[str, Any] = json.loads(done.stdout)
        return result | {"stderr": stderr}

    return run


@pytest.fixture(scope="session")
def warm(shared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The trunk is exported before anything is timed or killed."""
    place = tmp_path_factory.mktemp("warm")
    make_many(place / "photos", 2)
    env = {**os.environ, "CRH_DESKTOP_HOME": str(shared_home)}
    command = [*CRH, "scan", str(place / "photos"), "--library", str(place / "library"), "--json"]
    done = subprocess.run(command, capture_output=True, env=env, cwd=REPOSITORY, timeout=600)
    assert done.returncode == 0, done.stderr.decode(errors="replace")


@pytest.fixture(scope="session")
def many_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred small photos with a few copies: some seconds of work to be interrupted. Do not write into it."""
    folder = make_many(tmp_path_factory.mktemp("many") / "photos", 200)
    for number in range(0, 40, 4):
        shutil.copyfile(folder / f"photo_{number:04d}.jpg", folder / f"copy_{number:04d}.jpg")
    return folder


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk that a library of two hundred photos does not fit on."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("mounting is refused here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def groups_of(result: dict[str, Any]) -> list[tuple[str, tuple[tuple[str, str, int, str | None], ...]]]:
    """The groups in a form that can be compared: sorted, without times."""
    return sorted(
        (
            group["tier"],
            tuple(sorted((m["path"], m["tier"], m["distance"], m["transform"] or "") for m in group["members"])),
        )
        for group in result["groups"]
    )
