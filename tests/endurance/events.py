"""What happened in a long run, in a file: commit, seed and every event, so that a run can be read, and repeated."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY


def commit() -> str:
    """The commit that is checked out, with a plus where files differ from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--abbrev=10"], capture_output=True, text=True, cwd=REPOSITORY
    )
    return told.stdout.strip() or "unknown"


class Events:
    """One JSON object a line; the first names commit, seed and what is run."""

    def __init__(self, file: Path, what: str, seed: int, **more: Any) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file.open("a", encoding="utf-8")
        self._began = time.monotonic()
        self.say("begin", what=what, commit=commit(), seed=seed, at=time.strftime("%Y-%m-%d %H:%M:%S"), **more)

    def say(self, event: str, **fields: Any) -> None:
        """Write one event with the seconds since the beginning."""
        line = {"t": round(time.monotonic() - self._began, 3), "event": event, **fields}
        self._file.write(json.dumps(line, ensure_ascii=True) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def read(file: Path) -> list[dict[str, Any]]:
    """All events of a file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
