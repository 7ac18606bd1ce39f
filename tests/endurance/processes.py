"""What the system says of a process and of those below it: memory, threads, handles."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One process at one moment; memory in MiB."""

    memory: float
    threads: int
    handles: int


def sample(pid: int) -> Sample:
    """What a process uses now.

    Raises:
        OSError: It is gone.
    """
    place = Path(f"/proc/{pid}")
    pages = int((place / "statm").read_text().split()[1])
    return Sample(
        pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(os.listdir(place / "task")), len(os.listdir(place / "fd"))
    )


def descendants(pid: int) -> list[int]:
    """Process ids below this one."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found = list(parents.get(pid, []))
    for child in found:
        found.extend(parents.get(child, []))
    return found


def worker_of(pid: int) -> int | None:
    """The worker process of a window, if it runs."""
    for child in descendants(pid):
        try:
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"worker" in words and b"crh_desktop" in words:
            return child
    return None
