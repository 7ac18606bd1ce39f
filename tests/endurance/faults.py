"""Every call fails once: system calls through a preloaded shim, SQL statements, calls of actions; through every kind of work.

python -m tests.endurance.faults [--works scan,group,act,undo,migrate,repair] [--kinds system,sql,fsops] [--stride 1 --first 1]

After each failure: the command has ended with a sentence, the library is whole, no photo is lost, and the same command run
again does the whole work. Each run is a fork of one process that has everything loaded.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import json
import mmap
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crh_desktop.core.scan import HOLDING_NAME
from tests.conftest import REPOSITORY
from tests.endurance.events import Events

NUMBERS = 5
CALLS, FAILS_AT, ERRNO, STAYS, FAILED = range(NUMBERS)
#: How a call fails: once, as a bad sector does, or from then on, as a full disk does.
WAYS = (("io once", errno.EIO, 0), ("full for good", errno.ENOSPC, 1))
ONE_THREAD = {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
#: A command that takes longer has hung.
PATIENCE = 90.0


class State:
    """The numbers that the shim and all processes share."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(bytes(8 * NUMBERS))
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), 8 * NUMBERS)

    def __getitem__(self, place: int) -> int:
        return int(struct.unpack_from("q", self._map, 8 * place)[0])

    def __setitem__(self, place: int, value: int) -> None:
        struct.pack_into("q", self._map, 8 * place, value)

    def arm(self, fails_at: int, number: int = 0, stays: int = 0) -> None:
        """Count from nothing; the given call fails, 0 for none."""
        for place, value in ((CALLS, 0), (ERRNO, number), (STAYS, stays), (FAILED, 0), (FAILS_AT, fails_at)):
            self[place] = value

    def refuses(self) -> bool:
        """What the shim does, for calls of Python."""
        self[CALLS] += 1
        number, fails_at = self[CALLS], self[FAILS_AT]
        if not fails_at or (number < fails_at if self[STAYS] else number != fails_at):
            return False
        self[FAILED] += 1
        return True


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    said: str


class Shop:
    """Photos, a home and a trash in one folder, and how they were before."""

    def __init__(self, place: Path, state: State) -> None:
        self.place, self.state = place, state
        self.photos, self.home, self.data = place / "photos", place / "home", place / "data"
        self.library = self.home / "data" / "library"
        self._kept = place.with_name(place.name + "-before")

    def keep(self) -> None:
        """Remember everything as it is, but for what is loaded and never changes."""
        shutil.rmtree(self._kept, ignore_errors=True)
        self._copy(self.place, self._kept)

    def reset(self) -> None:
        """Everything as it was."""
        for name in ("photos", "data"):
            shutil.rmtree(self.place / name, ignore_errors=True)
        shutil.rmtree(self.home / "data", ignore_errors=True)
        for name in ("thumbs", "points", "pictures"):
            shutil.rmtree(self.home / "cache" / name, ignore_errors=True)
        self._copy(self._kept, self.place)
        self._renumber()

    def _renumber(self) -> None:
        """Copies have other inodes, of which one may be what the library knows another photo by: as if both were one file."""
        for file in self.library.glob("*.sqlite3"):
            with contextlib.closing(sqlite3.connect(file)) as database, database:
                for photo, path in database.execute("SELECT id, path FROM photo").fetchall():
                    with contextlib.suppress(FileNotFoundError):
                        database.execute("UPDATE photo SET inode = ? WHERE id = ?", (os.stat(path).st_ino, photo))

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        for name in ("photos", "data", "home/data", "home/cache/thumbs", "home/cache/points"):
            if (source / name).exists():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                subprocess.run(["cp", "-a", str(source / name), str(target / name)], check=True)

    def run(self, kind: str, *words: str) -> Ended:
        """One command of `crh` in a fork of this process."""
        out, said = self.place.with_name("out.txt"), self.place.with_name("said.txt")
        pid = os.fork()
        if pid == 0:
            code = 99
            try:
                for number, file in ((1, out), (2, said)):
                    os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
                with watching(kind, self.state):
                    code = importlib.import_module("crh_desktop.cli.main").main([*words, "--json"])
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                with contextlib.suppress(Exception):
                    sys.stdout.flush()
                    sys.stderr.flush()
                os._exit(code)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return Ended(os.waitstatus_to_exitcode(status), out.read_text(), said.read_text(errors="replace"))
            time.sleep(0.002)
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        return Ended(-9, "", "it hung")

    def contents(self) -> dict[str, int]:
        """Every content below photos and trash, with how often it is there."""
        from tests.fixtures.shelf import contents_in

        return contents_in(self.photos, self.data)

    def tree(self) -> dict[bytes, bytes]:
        """Every photo by its name, without the holding folder, which stands for a trash that could not be written to."""
        return {
            os.path.relpath(bytes(one), bytes(self.photos)): one.read_bytes()
            for one in sorted(self.photos.rglob("*"))
            if one.is_file() and HOLDING_NAME not in one.parts
        }

    def library_faults(self) -> list[str]:
        """What is wrong with the library's file."""
        from crh_desktop.core.store.repair import faults

        return faults(self.library) if any(self.library.glob("*.sqlite3")) else []

    def groups(self) -> Any:
        """What `crh dupes` says, without times."""
        ended = self.run("none", "dupes")
        assert ended.code == 0, ended
        told = json.loads(ended.out)["groups"]
        return sorted(json.dumps(group, sort_keys=True) for group in told)


@contextlib.contextmanager
def watching(kind: str, state: State) -> Any:
    """Let SQL statements, or the calls of actions, be counted and fail; system calls are the shim's."""
    from crh_desktop.core import fsops

    if kind == "sql":
        real = sqlite3.connect

        class Counted(sqlite3.Connection):
            """Fails at the statement that is to fail."""

            def execute(self, *words: Any) -> sqlite3.Cursor:  # type: ignore[override]
                """One statement; COMMIT is one as well."""
                if state.refuses():
                    full = state[ERRNO] == errno.ENOSPC
                    raise sqlite3.OperationalError("database or disk is full" if full else "disk I/O error")
                return super().execute(*words)

        sqlite3.connect = lambda *words, **more: real(*words, factory=Counted, **more)  # type: ignore[assignment]
        yield
    elif kind == "fsops":

        def watch(name: str, when: str) -> None:
            if when == "before" and state.refuses():
                raise OSError(state[ERRNO], os.strerror(state[ERRNO]))

        with fsops.watched(watch):
            yield
    else:
        yield


def first_library(shop: Shop) -> None:
    """A library of the first format, as the first release wrote it, with rows."""
    from crh_desktop.core.store import schema

    everything = schema.MIGRATIONS
    schema.MIGRATIONS = everything[:1]  # type: ignore[misc]
    try:
        database = schema.open_database(shop.library)
        for number in range(40):
            database.execute(
                "INSERT INTO content(digest, size, readable, added_at) VALUES(?, 1, 1, 0)", (f"{number:064d}",)
            )
        database.close()
    finally:
        schema.MIGRATIONS = everything  # type: ignore[misc]


def _needed(ended: Ended) -> Ended:
    if ended.code not in (0, 3):
        raise AssertionError(ended)
    return ended


@dataclass(frozen=True)
class Work:
    """Something that a person does. prepare: makes how things are before; words: the command.

    again: what is run afterwards, without a fault, to finish it.
    """

    prepare: Callable[[Shop], None]
    words: Callable[[Shop], tuple[str, ...]]
    again: Callable[[Shop], list[tuple[str, ...]]]
    kinds: tuple[str, ...] = ("system", "sql")


def _scan(shop: Shop) -> tuple[str, ...]:
    return ("scan", str(shop.photos))


def _scanned(shop: Shop) -> None:
    _needed(shop.run("none", *_scan(shop)))


def _unpaired(shop: Shop) -> None:
    _scanned(shop)
    (file,) = shop.library.glob("*.sqlite3")
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.executescript("DELETE FROM pair; DELETE FROM paired; DELETE FROM meta WHERE key = 'settled';")


def _plan(shop: Shop) -> Path:
    return shop.place.with_name("plan.json")


def _planned(shop: Shop) -> None:
    _scanned(shop)
    _needed(shop.run("none", "dupes", "--plan", str(_plan(shop))))


def _acted(shop: Shop) -> None:
    _planned(shop)
    _needed(shop.run("none", "apply", str(_plan(shop))))


WORKS = {
    "scan": Work(lambda shop: None, _scan, lambda shop: [_scan(shop)]),
    "group": Work(_unpaired, _scan, lambda shop: [_scan(shop)]),
    "act": Work(
        _planned, lambda shop: ("apply", str(_plan(shop))), lambda shop: [("history",), ("apply", str(_plan(shop)))],
        ("system", "sql", "fsops"),
    ),
    "undo": Work(_acted, lambda shop: ("undo", "1"), lambda shop: [("history",), ("undo", "1")], ("system", "sql", "fsops")),
    "migrate": Work(first_library, lambda shop: ("history",), lambda shop: [("history",)]),
    "repair": Work(_scanned, lambda shop: ("repair", "--rebuild"), lambda shop: [("repair", "--rebuild"), _scan(shop)]),
}  # fmt: skip


def photos(folder: Path) -> None:
    """Two photos with two copies each: the same bytes, and another size; and one by itself."""
    from tests.fixtures.samples import NAMES, SAMPLES, sample

    folder.mkdir(parents=True)
    for number, name in enumerate(NAMES[:2]):
        shutil.copyfile(SAMPLES / name, folder / f"{number}.jpg")
        shutil.copyfile(SAMPLES / name, folder / f"{number} copy.jpg")
        small = sample(name)
        small.resize((small.width * 3 // 4, small.height * 3 // 4)).save(folder / f"{number} small.jpg", quality=85)
    shutil.copyfile(SAMPLES / NAMES[2], folder / "alone.jpg")


def check(shop: Shop, work: Work, ended: Ended, before: dict[str, int], wanted: Any) -> str:
    """What is wrong after a failure, "" if nothing is."""
    if ended.code == 99 or "Traceback" in ended.said:
        return f"ended without a sentence: {ended.said[-1500:]}"
    if ended.code not in (0, 3) and not ended.said.strip().endswith("."):
        return f"exit {ended.code} without a sentence: {ended.said[-500:]!r}"
    if ended.code < 0:
        return f"ended by {ended.code}: {ended.said[-500:]}"
    if wrong := shop.library_faults():
        return f"the library is damaged: {wrong}"
    after = shop.contents()
    if lost := {digest for digest in before if digest not in after}:
        return f"lost contents: {lost}"
    shop.state.arm(0)
    for words in work.again(shop):
        finished = shop.run("none", *words)
        if finished.code not in (0, 3):
            return f"{words} afterwards: {finished}"
    if wrong := shop.library_faults():
        return f"the library is damaged afterwards: {wrong}"
    if set(before) - set(shop.contents()):
        return "lost contents afterwards"
    if (found := final(shop)) != wanted:
        return f"afterwards not the same: {found!r:.1500} instead of {wanted!r:.1500}"
    return ""


def final(shop: Shop) -> Any:
    """What must be the same in the end, whatever failed on the way."""
    return shop.groups(), sorted(shop.tree())


def one_by_one(
    name: str, kind: str, shop: Shop, events: Events, first: int, stride: int, most: float
) -> tuple[int, int, int]:
    """Every call of one work fails; how many calls there are, how many were tried, how many went wrong."""
    work = WORKS[name]
    shop.state.arm(0)
    shutil.rmtree(shop.place / "data", ignore_errors=True)
    shutil.rmtree(shop.home / "data", ignore_errors=True)
    shutil.rmtree(shop.photos, ignore_errors=True)
    photos(shop.photos)
    (shop.home / "data").mkdir(parents=True, exist_ok=True)
    (shop.home / "data" / "settings.json").write_text(json.dumps({"threads": 1}))
    work.prepare(shop)
    before = shop.contents()
    shop.keep()
    shop.reset()
    shop.state.arm(0)
    _needed(shop.run(kind, *work.words(shop)))
    calls = shop.state[CALLS]
    shop.state.arm(0)
    for words in work.again(shop)[1:] if name == "repair" else ():
        _needed(shop.run("none", *words))
    wanted = final(shop)
    events.say("work", name=name, kind=kind, calls=calls)
    tried = wrong = 0
    end = time.monotonic() + most
    for number in range(first, calls + 1, stride):
        for way, code, stays in WAYS:
            if time.monotonic() > end:
                return calls, tried, wrong
            shop.reset()
            shop.state.arm(number, code, stays)
            ended = shop.run(kind, *work.words(shop))
            failed = shop.state[FAILED]
            shop.state.arm(0)
            problem = check(shop, work, ended, before, wanted)
            tried += 1
            wrong += bool(problem)
            events.say(
                "fault", work=name, kind=kind, call=number, way=way, failed=failed, exit=ended.code,
                said=ended.said.strip().splitlines()[-1:] if ended.code not in (0, 3) else [], problem=problem,
            )  # fmt: skip
    return calls, tried, wrong


def prepared(out: Path) -> dict[str, str]:
    """Compile the shim; the environment in which everything runs."""
    out.mkdir(parents=True, exist_ok=True)
    shim = out / "shim.so"
    source = Path(__file__).with_name("shim.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(shim), str(source), "-ldl"], check=True)
    shop = out / "shop"
    State(out / "state")
    return {
        **os.environ, **ONE_THREAD, "LD_PRELOAD": str(shim), "CRH_FAULT_STATE": str(out / "state"), "PYTHONPATH": str(REPOSITORY),
        "CRH_FAULT_ROOTS": f"{shop / 'photos'}:{shop / 'home'}:{shop / 'data'}", "CRH_DESKTOP_HOME": str(shop / "home"),
        "XDG_DATA_HOME": str(shop / "data"),
    }  # fmt: skip


def main(words: list[str] | None = None) -> int:
    """Run; exit code 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", default=",".join(WORKS))
    parser.add_argument("--kinds", default="system,sql,fsops")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9, help="at most so long for each work and kind")
    parser.add_argument("--out", type=Path, default=Path("build/faults"))
    chosen = parser.parse_args(words)
    out = chosen.out.absolute()
    if "CRH_FAULT_STATE" not in os.environ:
        command = [sys.executable, "-m", "tests.endurance.faults", *(sys.argv[1:] if words is None else words)]
        return subprocess.run(command, env=prepared(out), cwd=REPOSITORY).returncode
    for module in (
        "worker.jobs",
        "cli.scan",
        "cli.dupes",
        "cli.apply",
        "cli.undo",
        "cli.history",
        "cli.repair",
        "learn.encode",
    ):
        importlib.import_module(f"crh_desktop.{module}")
    for module in ("onnxruntime", "faiss", "cv2", "numba", "crh_desktop.core.join", "crh_desktop.core.matching.stars"):
        importlib.import_module(module)
    shop = Shop(out / "shop", State(out / "state"))
    shop.place.mkdir(exist_ok=True)
    events = Events(out / "events.jsonl", "faults", 0, works=chosen.works, kinds=chosen.kinds, stride=chosen.stride)
    bad = 0
    for name in chosen.works.split(","):
        for kind in chosen.kinds.split(","):
            if kind in WORKS[name].kinds:
                calls, tried, wrong = one_by_one(name, kind, shop, events, chosen.first, chosen.stride, chosen.seconds)
                print(f"{name:8} {kind:7} {calls:5} calls, {tried:5} failures, {wrong} wrong", flush=True)
                bad |= wrong
    events.close()
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
