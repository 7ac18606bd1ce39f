"""The architecture page says what the code does: parts, imports, and every file it names."""

from __future__ import annotations

import re

from tests.conftest import REPOSITORY
from tests.test_imports import ALLOWED, PACKAGE, imported

PAGE = (REPOSITORY / "resources" / "architecture.md").read_text("utf-8")


def told() -> dict[str, set[str]]:
    """The table of parts: part, and what it may import."""
    rows = re.findall(r"^\| (\w+) \| [^|]+ \| ([\w., ]+) \|$", PAGE, re.M)
    return {part: set(names.split(", ")) for part, names in rows if part != "part"}


def test_the_table_is_what_the_walls_are() -> None:
    assert told() == ALLOWED


def test_every_part_of_the_package_is_there() -> None:
    assert set(told()) == {
        one.name for one in PACKAGE.iterdir() if one.is_dir() and one.name not in ("__pycache__", "_data")
    }


def test_what_is_said_to_be_imported_is_imported() -> None:
    for part, names in told().items():
        used = {name for file in (PACKAGE / part).rglob("*.py") for name in imported(file)}
        for name in names:
            assert any(f"{one}.".startswith(f"{name}.") for one in used), f"{part} imports nothing of {name}"


def test_every_file_it_names_is_there() -> None:
    names = re.findall(r"`((?:crh_desktop|resources|tests|packaging)/[^`*]+)`", PAGE)
    assert len(names) > 40
    assert not [name for name in names if not (REPOSITORY / name).exists()]


def test_every_folder_of_the_package_is_named() -> None:
    folders = {one.parent.relative_to(REPOSITORY).as_posix() for one in PACKAGE.rglob("*.py")} - {"crh_desktop"}
    small = {"crh_desktop/app/models", "crh_desktop/app/views", "crh_desktop/cli"}  # parts of what is named
    assert not [folder for folder in folders - small if folder not in PAGE]
