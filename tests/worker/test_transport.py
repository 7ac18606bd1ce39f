"""A library goes to another computer as one file, and its folders to other places; nothing is computed again."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.records import FolderState
from crh_desktop.core.store.schema import FILE_NAME
from crh_desktop.worker.transport import export_library, import_library
from tests.fixtures.desk import Desk, filled


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    filled(desk)
    desk.library.set_folder_state(bytes(desk.photos / "a"), FolderState.REFERENCE)
    yield desk
    desk.library.close()


def rows(library: Library) -> list[list[tuple[object, ...]]]:
    return [library.execute(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("content", "photo", "folder", "pair")]


def test_there_and_back(desk: Desk, tmp_path: Path) -> None:
    file = export_library(desk.library, tmp_path / "mine")
    assert file.name == "mine.crhlibrary" and not list(desk.where.glob(".export-*"))
    assert import_library(file, tmp_path / "new") == []
    with Library.open(tmp_path / "new") as other:
        assert rows(other) == rows(desk.library)
    with pytest.raises(UsageError, match="not empty"):
        import_library(file, tmp_path / "new")
    with pytest.raises(UsageError, match="there already"):
        export_library(desk.library, file)


@pytest.mark.parametrize("name", ["../evil", "models/../../evil.safetensors", "/etc/x", "models/a/run.py", "a\\b"])
def test_what_no_export_holds_is_refused(desk: Desk, tmp_path: Path, name: str) -> None:
    file = export_library(desk.library, tmp_path / "mine")
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr(name, b"x")
    with pytest.raises(UsageError, match="no exported library does"):
        import_library(file, tmp_path / "new")
    assert not (tmp_path / "new").exists() and not list(tmp_path.glob(".import-*"))


def test_damaged_files_are_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no zip")
    with pytest.raises(UsageError, match="no exported library"):
        import_library(tmp_path / "text", tmp_path / "new")
    other = tmp_path / "other.crhlibrary"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr(FILE_NAME, os.urandom(5000))
    with pytest.raises(UsageError, match="cannot be read"):
        import_library(other, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_folders_lie_elsewhere(desk: Desk, tmp_path: Path) -> None:
    library = desk.library
    before = library.execute("SELECT id, content_id, path FROM photo ORDER BY id")
    keeper = bytes(desk.photos / "a" / "one.jpg")
    content = library.execute("SELECT content_id FROM photo WHERE path = ?", (keeper,))[0][0]
    library.execute("INSERT INTO kept VALUES(?, ?, 1.0)", (content, keeper))
    shutil.move(desk.photos, tmp_path / "moved" / "pictures")
    old, new = bytes(desk.photos), bytes(tmp_path / "moved" / "pictures")
    assert library.relocate(old, new) == [(old, new, len(before))]
    after = library.execute("SELECT id, content_id, path FROM photo ORDER BY id")
    assert [(a, b, new + path[len(old) :]) for a, b, path in before] == after
    assert library.states() == {new: FolderState.NORMAL, new + b"/a": FolderState.REFERENCE}
    assert library.execute("SELECT path FROM kept")[0][0] == new + b"/a/one.jpg"
    assert all(os.path.exists(path) for _, _, path in after)


def test_a_parent_of_several_folders_moves_all(tmp_path: Path) -> None:
    for name in ("card/one", "card/two", "else/three", "drive/one", "drive/two"):
        (tmp_path / name).mkdir(parents=True)
    with Library.open(tmp_path / "library") as library:
        for name in ("card/one", "card/two", "else/three"):
            library.add_folder(bytes(tmp_path / name))
        moved = library.relocate(bytes(tmp_path / "card"), bytes(tmp_path / "drive"))
        assert [Path(os.fsdecode(new)).name for _, new, _ in moved] == ["one", "two"]
        roots = {Path(os.fsdecode(root)).relative_to(tmp_path).as_posix() for root in library.roots()}
        assert roots == {"drive/one", "drive/two", "else/three"}
        for old, new, why in (
            ("nowhere", "drive", "No folder of the library"), ("drive", "gone", "is not a folder"),
            ("drive/one", "else/three", "in the library already"),
        ):  # fmt: skip
            with pytest.raises(UsageError, match=why):
                library.relocate(bytes(tmp_path / old), bytes(tmp_path / new))
        assert {Path(os.fsdecode(root)).relative_to(tmp_path).as_posix() for root in library.roots()} == roots
