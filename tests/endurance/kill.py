"""kill -9 of window and worker at random moments of scanning, hashing, training and acting.

python -m tests.endurance.kill [--runs 200 --first 1 --seed 0 --out build/kill]. Needs a screen (Xvfb will do).

After every kill: no process is left, the library is whole, every photo is there; what was begun is done again and gives what it
gives without a kill.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY
from tests.endurance.events import Events
from tests.endurance.processes import descendants, worker_of
from tests.fixtures.classes import make_classes
from tests.fixtures.pictures import make_many
from tests.fixtures.shelf import contents_in

#: Stage, whom to kill, how often in ten, and the longest wait in seconds before the kill.
CASES = (
    ("scan", "worker", 2, 5.0), ("scan", "window", 1, 5.0), ("scan", "both", 1, 5.0),
    ("train", "worker", 1, 9.0), ("train", "window", 1, 9.0),
    ("act", "window", 3, 1.2), ("act", "both", 1, 1.2),
)  # fmt: skip
#: Seconds within which a worker must have gone after its window.
LEAVES = 15.0


class Ground:
    """Photos, labelled folders, a home: as they are before every kill."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.photos, self.home, self.data = place / "photos", place / "home", place / "data"
        self.library = self.home / "data" / "library"
        self.environment = {
            **os.environ, "CRH_DESKTOP_HOME": str(self.home), "XDG_DATA_HOME": str(self.data), "PYTHONPATH": str(REPOSITORY),
        }  # fmt: skip

    def build(self) -> None:
        """Make everything, and remember it before and after a scan."""
        shutil.rmtree(self.place, ignore_errors=True)
        make_many(self.photos, 60)
        for number in range(0, 40, 2):
            shutil.copyfile(self.photos / f"photo_{number:04d}.jpg", self.photos / f"copy_{number:04d}.jpg")
        make_classes(self.place / "labelled", each=10)
        (self.home / "data").mkdir(parents=True)
        (self.home / "data" / "settings.json").write_text(json.dumps({"may_act": True, "theme": "light"}))
        self._keep("empty")
        self.crh("scan", str(self.photos))
        self.groups = self.grouped()
        self.contents = contents_in(self.photos)
        self.tree = self.names()
        self._keep("scanned")

    def _keep(self, name: str) -> None:
        target = self.place / "kept" / name
        target.mkdir(parents=True)
        subprocess.run(["cp", "-a", str(self.home / "data"), str(target / "data")], check=True)

    def reset(self, stage: str) -> None:
        """As it was before the stage."""
        shutil.rmtree(self.home / "data")
        shutil.rmtree(self.data, ignore_errors=True)
        kept = self.place / "kept" / ("empty" if stage == "scan" else "scanned") / "data"
        subprocess.run(["cp", "-a", str(kept), str(self.home / "data")], check=True)

    def crh(self, *words: str) -> dict[str, Any]:
        """A command that must succeed."""
        command = [sys.executable, "-m", "crh_desktop.cli.main", *words, "--json"]
        done = subprocess.run(
            command, env=self.environment, cwd=REPOSITORY, capture_output=True, text=True, timeout=180
        )
        if done.returncode not in (0, 3):
            raise AssertionError(f"{words}: {done.returncode} {done.stderr[-800:]}")
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def grouped(self) -> list[str]:
        """The groups, in a form to compare."""
        return sorted(json.dumps(group, sort_keys=True) for group in self.crh("dupes")["groups"])

    def names(self) -> dict[str, int]:
        """Every photo in its place, with its size."""
        return {str(one.relative_to(self.photos)): one.stat().st_size for one in sorted(self.photos.rglob("*.jpg"))}

    def train(self) -> dict[str, Any]:
        """Ask a worker of our own for the training that was cut off."""
        from crh_desktop.worker import protocol

        command = [sys.executable, "-m", "crh_desktop", "worker", "--library", str(self.library)]
        requests = sorted((self.home / "data" / "models").glob("*/run/request.json"))
        asked = {"folders": [str(self.place / "labelled")], "options": {"name": "labelled", "epochs": 20}}
        if requests:
            with contextlib.suppress(ValueError):  # it was being written
                asked = json.loads(requests[0].read_text())
        with subprocess.Popen(
            command, env=self.environment, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as worker:  # fmt: skip
            assert worker.stdin and worker.stdout
            worker.stdin.write(protocol.encode({"v": protocol.VERSION, "id": 1, "do": "train", **asked}))
            worker.stdin.flush()
            told: dict[str, Any] = {}
            for line in worker.stdout:
                told = json.loads(line)
                if told.get("event") in ("done", "failed", "cancelled"):
                    break
            worker.stdin.close()
            worker.wait(30)
        return told


def wait_for(process: subprocess.Popen[str], word: str, most: float) -> bool:
    """Whether the driver said a word in time."""
    assert process.stdout is not None
    end = time.monotonic() + most
    while time.monotonic() < end:
        line = process.stdout.readline()
        if not line:
            return False
        if line.strip() == word:
            return True
    return False


def alive(pids: list[int]) -> list[int]:
    """Those that still run."""
    found = []
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.append(pid)
        except OSError:
            pass
    return found


def one(ground: Ground, stage: str, victim: str, longest: float, chance: random.Random) -> tuple[dict[str, Any], str]:
    """One kill; what happened, and what is wrong ("" for nothing)."""
    ground.reset(stage)
    command = [sys.executable, "-m", "tests.endurance.driver", stage, str(ground.place)]
    window = subprocess.Popen(
        command, env=ground.environment, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    told: dict[str, Any] = {"stage": stage, "victim": victim}
    try:
        if not wait_for(window, "ready", 60):
            return told, "the window did not begin"
        wait = chance.random() * longest
        time.sleep(wait)
        worker = worker_of(window.pid)
        below = descendants(window.pid)
        told |= {"after": round(wait, 3), "worker": worker is not None, "ended": window.poll() is not None}
        if victim in ("worker", "both") and worker is not None:
            os.kill(worker, signal.SIGKILL)
        if victim in ("window", "both"):
            window.kill()
        if victim == "worker":
            time.sleep(0.7)
            if window.poll() not in (None, 0):
                return told, f"the window died with its worker: {window.poll()}"
    finally:
        window.kill()
        window.wait(20)
    end = time.monotonic() + LEAVES
    while (left := alive(below)) and time.monotonic() < end:
        time.sleep(0.05)
    if left:
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        return told, f"{len(left)} processes were left"
    return told, after(ground, stage)


def after(ground: Ground, stage: str) -> str:
    """What is wrong after a kill, "" if nothing is."""
    from crh_desktop.core.store.repair import faults

    if any(ground.library.glob("*.sqlite3")) and (wrong := faults(ground.library)):
        return f"the library is damaged: {wrong}"
    if lost := set(ground.contents) - set(contents_in(ground.photos, ground.data)):
        return f"{len(lost)} contents are lost"
    if stage == "act":
        for batch in ground.crh("history")["batches"]:
            if batch["done"]:
                ground.crh("undo", str(batch["batch"]))
    if ground.names() != ground.tree:
        return "photos are not where they were"
    if stage == "train":
        told = ground.train()
        if told.get("event") != "done":
            return f"the training cannot be done again: {told}"
    ground.crh("scan", str(ground.photos))
    if ground.grouped() != ground.groups:
        return "the groups are others"
    return f"the library is damaged: {wrong}" if (wrong := faults(ground.library)) else ""


def main(words: list[str] | None = None) -> int:
    """Run; exit code 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("build/kill"))
    chosen = parser.parse_args(words)
    out = chosen.out.absolute()
    ground = Ground(out / "ground")
    ground.build()
    events = Events(out / "events.jsonl", "kill", chosen.seed, runs=chosen.runs, first=chosen.first)
    order = [case for case in CASES for _ in range(case[2])]
    bad: list[int] = []
    counts: dict[str, int] = {}
    for number in range(chosen.first, chosen.first + chosen.runs):
        stage, victim, _, longest = order[number % len(order)]
        told, wrong = one(ground, stage, victim, longest, random.Random(f"{chosen.seed}/{number}"))
        counts[f"{stage} {victim}"] = counts.get(f"{stage} {victim}", 0) + 1
        events.say("kill", number=number, problem=wrong, **told)
        if wrong:
            bad.append(number)
            print(f"kill {number}: {told} {wrong}", flush=True)
    events.say("end", counts=counts, wrong=bad)
    events.close()
    print(f"{chosen.runs} kills: {counts}; wrong: {bad or 'none'}")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
