"""What only the worker needs, fetched with pip into an environment when the person asks for it, or found in another one.

The window is there within a minute; torch and the runtime are gigabytes. This module is also run from inside the wheel,
before anything is installed (packaging/debian/launch.py), so it needs Python's own library alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crh_desktop.core.errors import Cancelled, CrhError

#: Where PyTorch itself publishes its builds for processors only, a tenth of the size of those for graphics cards.
TORCH_FOR_PROCESSORS = "https://download.pytorch.org/whl/cpu"
#: Name of the variable that names the lock file of this installation; the starter of the Debian package sets it.
LOCK = "CRH_DESKTOP_LOCK"
#: What a download comes to, in megabytes, for the person to decide.
MEGABYTES = {False: 450, True: 3300}

_ONLY_FOR_CARDS = re.compile(r"^(nvidia-|cuda-|triton\b)")
_TORCH = re.compile(r"^(torch|torchvision)==([^\s;\\]+)")
_OFFLINE = re.compile(
    r"ConnectionError|NewConnectionError|Temporary failure|Network is unreachable|Name or service|timed out|"
    r"Could not find a version|No matching distribution",
    re.I,
)
_ASIDE = "Connect and start it again; what was fetched is kept."

#: (what is being done, share 0 to 1 of the whole)
Tell = Callable[[str, float], None]


class PartsError(CrhError):
    """The parts cannot be fetched or used; the message says why and what to do."""


class Offline(PartsError):
    """No index of packages answers."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call of pip: its words after `install`, and how many packages it brings."""

    words: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What another environment has: versions of the program and of torch, and the name of its graphics card, "" for none."""

    program: str
    torch: str
    card: str


def has_nvidia() -> bool:
    """Whether this computer has a graphics card of NVIDIA with its driver."""
    return os.path.exists("/proc/driver/nvidia/version") or os.path.exists(r"C:\Windows\System32\nvcuda.dll")


def blocks(lock: str) -> list[str]:
    """The entries of a lock file, each a package with its digests."""
    return [part for part in re.split(r"\n(?=\S)", lock.strip()) if re.match(r"[A-Za-z0-9]", part)]


def steps(lock: Path, card: bool, place: Path) -> list[Step]:
    """The calls of pip that install everything that a lock file names; a lock is whole, so pip need not look for more.

    Args:
        lock: requirements with digests.
        card: torch for NVIDIA cards, as the lock names it; otherwise torch for processors only, which PyTorch publishes
            itself, in the lock's version.
        place: folder for the shortened lock of the second way.

    Raises:
        OSError: The lock cannot be read, or the place not written.
    """
    entries = blocks(lock.read_text("utf-8"))
    if card:
        return [Step(("--require-hashes", "--no-deps", "-r", str(lock)), len(entries))]
    pins = [
        f"{name}=={version}"
        for entry in entries
        if (found := _TORCH.match(entry))
        for name, version in [found.groups()]
    ]
    rest = [entry for entry in entries if not _TORCH.match(entry) and not _ONLY_FOR_CARDS.match(entry)]
    place.mkdir(parents=True, exist_ok=True)
    short = place / f"{lock.stem}-without-torch.lock"
    short.write_text("\n".join(rest) + "\n", encoding="utf-8")
    index = os.environ.get("CRH_DESKTOP_TORCH_INDEX", TORCH_FOR_PROCESSORS)
    return [
        Step(("--index-url", index, "--no-deps", *pins), len(pins)),
        Step(("--require-hashes", "--no-deps", "-r", str(short)), len(rest)),
    ]


def look_at(python: str) -> Found:
    """What the environment of another Python has.

    Raises:
        PartsError: It is no Python, or lacks the program or torch.
    """
    code = (
        "import json, crh_desktop, torch, torchvision, onnxruntime\n"
        "card = torch.cuda.get_device_name(0) if torch.cuda.is_available() else ''\n"
        "print(json.dumps([crh_desktop.__version__, torch.__version__, card]))"
    )
    home = os.path.dirname(python) or None  # not a folder in which another copy of the program may lie
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=120, cwd=home)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PartsError(f"{python} cannot be started as a Python: {error}.") from error
    if done.returncode:
        raise PartsError(
            f"{python} lacks a part ({_last(done.stderr)}). Install CRH Desktop there with pip, or choose another environment."
        )
    program, torch, card = json.loads(done.stdout.strip().splitlines()[-1])
    return Found(program, torch, card)


class Installing:
    """Installs steps with pip into the environment of a Python; can be stopped from another thread.

    Args:
        place: folder for shortened locks, and in which pip may unpack; what a pip that was stopped left there (gigabytes) is
            removed.
    """

    def __init__(self, python: str, tell: Tell, place: Path) -> None:
        self._python, self._tell, self._place, self._room = python, tell, place, place / "unpacking"
        self._pip: subprocess.Popen[str] | None = None
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End it now; what was fetched stays in pip's cache."""
        self._stopped.set()
        pip = self._pip
        if pip is not None:
            pip.kill()

    def run(self, wanted: Sequence[Step]) -> None:
        """Install all of it.

        Raises:
            Cancelled: It was stopped.
            Offline: No index answers.
            PartsError: Anything else, with what pip said.
        """
        whole, before = sum(step.count for step in wanted), 0
        shutil.rmtree(self._room, ignore_errors=True)
        self._room.mkdir(parents=True)
        try:
            for step in wanted:
                self._run(step, before, max(1, whole))
                before += step.count
        finally:
            shutil.rmtree(self._room, ignore_errors=True)

    def worker(self, lock: Path, card: bool) -> None:
        """Install what the worker needs, and see that it starts there.

        Where PyTorch's own index is out of reach but the usual one is not (many companies mirror that one alone), or gives a
        build that does not start, the build for cards is taken, which also runs on processors; that is told.

        Raises:
            Cancelled, Offline, PartsError: see `run`.
        """
        if not card:
            try:
                self.run(steps(lock, False, self._place))
                return self._starts()
            except Offline:
                why = "PyTorch's own index does not answer"
            except PartsError:
                why = "the build for processors does not start here"
            self._tell(f"Taking the build for graphics cards, which is larger: {why}", 0.0)
        self.run(steps(lock, True, self._place))
        self._starts()

    def _starts(self) -> None:
        self._tell("Looking whether it starts", 0.98)
        starts(self._python)

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise Cancelled("Stopped. Start it again to go on; what was fetched is kept.")

    def _run(self, step: Step, before: int, whole: int) -> None:
        self._go_on()
        words = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        # a bar as plain numbers; pip of Debian 12 (23.0) does not know it yet
        words += ["--progress-bar", "raw" if self._knows_raw() else "off"]
        lines: list[str] = []
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(self._room)}
        with subprocess.Popen(
            [self._python, *words, *step.words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            env=environment,
        ) as self._pip:  # fmt: skip
            assert self._pip.stdout is not None
            if self._stopped.is_set():  # while it was being started
                self._pip.kill()
            seen, name, began = 0, "", time.monotonic()
            for line in self._pip.stdout:
                line = line.strip()
                share = 0.97 * (before + seen) / whole
                if line.startswith(("Collecting ", "Processing ")):
                    seen = min(seen + 1, step.count)
                    word = os.path.basename(line.split()[1])  # a file's path where it lies on the disk already
                    name = re.split("[=<>;!@-]" if word.endswith(".whl") else "[=<>;!@]", word)[0]
                    began = time.monotonic()
                    self._tell(f"Fetching {name} ({before + seen} of {whole})", share)
                elif line.startswith("Progress ") and (sizes := re.findall(r"\d+", line)) and len(sizes) == 2:
                    self._tell(_fetched(name, int(sizes[0]), int(sizes[1]), time.monotonic() - began), share)
                    continue
                elif line.startswith("Installing collected"):
                    self._tell("Installing, this takes a minute", 0.97 * (before + step.count) / whole)
                lines.append(line)
        self._go_on()
        if self._pip.returncode:
            raise _failure(lines[-12:])

    def _knows_raw(self) -> bool:
        asked = subprocess.run([self._python, "-m", "pip", "--version"], capture_output=True, text=True)
        version = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
        return version is not None and (int(version[1]), int(version[2])) >= (24, 1)


def starts(python: str) -> None:
    """See that what the worker needs can be loaded by a Python.

    Raises:
        PartsError: It cannot.
    """
    done = subprocess.run([python, "-c", "import torch, torchvision, onnxruntime"], capture_output=True, text=True)
    if done.returncode:
        raise PartsError(f"What was installed does not start: {_last(done.stderr)}.")


def _last(said: str) -> str:
    return (said.strip().splitlines() or ["it says nothing"])[-1]


def _fetched(name: str, done: int, whole: int, seconds: float) -> str:
    text = f"Fetching {name}: {done / 1e6:,.0f} of {whole / 1e6:,.0f} MB"
    if done and seconds > 3 and whole - done > 2e7:
        left = seconds * (whole - done) / done
        text += f", about {max(1, round(left / 60))} min left" if left > 90 else f", about {round(left)} s left"
    return text


def _failure(lines: list[str]) -> PartsError:
    said = "\n".join(lines)
    if "No space left" in said:
        return PartsError(f"The disk is full. Make room for the environment in {sys.prefix} and start it again.")
    if _OFFLINE.search(said):
        return Offline(f"The parts cannot be fetched: there seems to be no network. {_ASIDE}")
    return PartsError(f"The parts cannot be installed. The installer says:\n{said}")
