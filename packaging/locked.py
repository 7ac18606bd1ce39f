"""Names and versions in a lock file."""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)")


def locked(file: Path) -> dict[str, set[str]]:
    """Every package with its versions; one may have several, for different systems."""
    found: dict[str, set[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        if match := _LINE.match(line):
            found.setdefault(normal(match[1]), set()).add(match[2])
    return found


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
