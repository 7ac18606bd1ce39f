"""Who may import whom, and what each part may load: the walls of the house."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "crh_desktop"

# What each part may import of the others; `worker.jobs` allows that module and what lies in it.
ALLOWED = {
    "core": {"core"},
    "learn": {"learn", "core"},
    "worker": {"worker", "learn", "core"},
    "cli": {"cli", "worker", "core"},
    "app": {"app", "core", "worker.protocol"},
}


def modules(*parts: str) -> list[str]:
    """Dotted names of every module of these parts."""
    names = []
    for part in parts:
        for file in sorted((PACKAGE / part).rglob("*.py")):
            dotted = file.relative_to(PACKAGE.parent).with_suffix("").parts
            if dotted[-1] == "__main__":
                continue
            names.append(".".join(dotted[:-1] if dotted[-1] == "__init__" else dotted))
    return names


def imported(file: Path) -> Iterator[str]:
    """Dotted names of what the file imports of crh_desktop, without the leading `crh_desktop.`."""
    package = file.relative_to(PACKAGE.parent).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (start, node.module or "")))
            found = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in found:
            if name.startswith("crh_desktop."):
                yield name.removeprefix("crh_desktop.")


def loads(names: list[str], before: str = "") -> set[str]:
    """The top-level modules that are loaded after these were imported in a fresh interpreter."""
    code = f"{before}\nimport importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
    code += "print('\\n'.join(sorted({m.partition('.')[0] for m in sys.modules})))"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("part", ["core", "cli"])
def test_core_and_command_line_load_neither_torch_nor_qt(part: str) -> None:
    assert not loads(modules(part)) & {"torch", "torchvision", "PySide6", "shiboken6", "onnx", "onnxscript"}


def test_window_loads_no_torch() -> None:
    assert not loads(modules("app")) & {"torch", "torchvision", "onnx", "onnxscript"}


def test_core_works_where_qt_cannot_be_imported() -> None:
    blocked = "import sys\nsys.modules['PySide6'] = None\nsys.modules['torch'] = None"
    loads(modules("core"), before=blocked)


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_layers(part: str) -> None:
    wrong = []
    for file in sorted((PACKAGE / part).rglob("*.py")):
        for name in imported(file):
            if name.partition(".")[0] not in ALLOWED | {"__main__": set()}:
                continue  # the package itself: __version__
            if not any(f"{name}.".startswith(f"{allowed}.") for allowed in ALLOWED[part]):
                wrong.append(f"{file.relative_to(PACKAGE)} imports {name}")
    assert not wrong


def test_every_form_of_import_is_seen() -> None:
    """The check above must see every form of import, or it proves nothing."""
    file = PACKAGE / "core" / "_probe.py"
    lines = ["import crh_desktop.learn.trunks", "from crh_desktop import app", "from ..worker import jobs"]
    tree = "\n".join([*lines, "from . import bits"])

    class Probe(type(file)):  # type: ignore[misc]
        def read_text(self, *args: object, **kwargs: object) -> str:
            return tree

    assert list(imported(Probe(file))) == ["learn.trunks", "app", "worker.jobs", "core.bits"]
