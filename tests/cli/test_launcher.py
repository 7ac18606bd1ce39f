"""The Debian package's starter: makes the environment at the first start, goes on after a stop, takes it all away again."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from crh_desktop import __version__
from crh_desktop.core.errors import Cancelled
from tests.conftest import REPOSITORY
from tests.fixtures.wheels import make_lock, make_wheel, pack

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the package puts into /usr/share, with locks of tiny wheels, and a home of its own."""
    share, wheels = tmp_path / "share", tmp_path / "wheels"
    share.mkdir()
    shutil.copy(REPOSITORY / "packaging" / "debian" / "launch.py", share)
    source = (REPOSITORY / "crh_desktop").rglob("*.py")  # the program itself, as the package carries it
    pack(share, "crh_desktop", __version__, {str(one.relative_to(REPOSITORY)): one.read_bytes() for one in source})
    make_lock(make_wheel(wheels, "tiny_pip"), share / "pip.lock")
    make_lock(make_wheel(wheels, "tiny_window"), share / "window.lock")
    lock = [
        make_lock(make_wheel(wheels, name), tmp_path / "one").read_text()
        for name in ("torch", "torchvision", "onnxruntime")
    ]
    (share / "requirements.lock").write_text("".join(lock))
    for name, value in {
        "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels),
        "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "CRH_DESKTOP_HOME": str(tmp_path / "home"),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
    return share


@pytest.fixture
def run(installed: Path) -> Run:
    """The starter as /usr/bin calls it."""

    def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(installed / "launch.py"), *words], capture_output=True, text=True,
            stdin=subprocess.DEVNULL, env={**os.environ, **environment},
        )  # fmt: skip

    return start


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """Where the starter makes the environment."""
    return tmp_path / "data" / "crh-desktop" / "environments" / __version__


@pytest.fixture
def launch(installed: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The starter as a module."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec = importlib.util.spec_from_file_location("launch", installed / "launch.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def has(environment: Path, module: str) -> bool:
    code = f"import {module}; print({module}.__file__)"
    done = subprocess.run([environment / "bin" / "python", "-c", code], capture_output=True, text=True, cwd="/")
    return done.returncode == 0 and done.stdout.startswith(str(environment))


def test_the_first_start_makes_it_and_the_next_ones_use_it(run: Run, environment: Path) -> None:
    older = environment.parent / "0.0.1"
    older.mkdir(parents=True)
    done = run("window", "--set-up", "--card")
    assert done.returncode == 0, done.stderr
    assert "crh-desktop: Making the environment" in done.stderr and "Fetching torch (1 of 3)" in done.stderr
    for module in ("crh_desktop", "tiny_pip", "tiny_window", "torch"):
        assert has(environment, module), module
    assert not older.exists()

    # what an installed window.lock would bring comes from here; nothing is fetched any more
    packages = sysconfig.get_path("purelib")
    done = run("command", "--version", PYTHONPATH=packages, PIP_FIND_LINKS="/nowhere")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"crh {__version__}\n", "")

    # the window may have fetched what computes by itself
    (environment / ".requirements").unlink()
    done = run("command", "--version", PYTHONPATH=packages, PIP_FIND_LINKS="/nowhere")
    assert done.stdout == f"crh {__version__}\n" and (environment / ".requirements").exists()


def test_without_a_network_it_says_so_and_goes_on_later(run: Run, environment: Path) -> None:
    done = run("command", "--version", PIP_FIND_LINKS="/nowhere")
    assert done.returncode == 1 and "there seems to be no network" in done.stderr
    assert "Traceback" not in done.stderr and not (environment / ".window").exists()
    done = run("window", "--set-up", "--card")
    assert done.returncode == 0 and "Making the environment" not in done.stderr
    assert has(environment, "tiny_window") and has(environment, "torch")


def test_where_nothing_can_be_written_it_says_where(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    done = run("window", "--set-up")
    assert done.returncode == 1 and str(tmp_path / "data") in done.stderr and "Mend that" in done.stderr
    assert "Traceback" not in done.stderr


def test_cancel_stops_it_and_the_next_start_goes_on(launch: ModuleType, environment: Path) -> None:
    told: list[str] = []

    def tell(text: str, share: float) -> None:
        told.append(text)
        if text.startswith("Fetching tiny_window"):
            making.stop()

    making = launch.Making(True, True, tell)
    with pytest.raises(Cancelled, match="go on"):
        making.run()
    assert not (environment / ".window").exists() and not any("torch" in text for text in told)
    assert launch.Making(True, True, lambda text, share: None).run() == environment / "bin" / "python"
    assert (environment / ".window").exists() and (environment / ".requirements").exists()


def test_removing_takes_the_environment_and_keeps_the_library(run: Run, environment: Path, tmp_path: Path) -> None:
    library = tmp_path / "data" / "crh-desktop" / "library.db"
    environment.mkdir(parents=True)
    library.write_bytes(b"decisions")
    (tmp_path / "cache" / "crh-desktop").mkdir(parents=True)
    done = run("window", "--remove-data")
    assert done.returncode == 0 and f"The library stays in {library.parent}" in done.stdout
    assert library.exists() and not environment.parent.exists()
    assert not (tmp_path / "cache" / "crh-desktop").exists()
