"""Folders of other programs are told, and start as reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from crh_desktop.core.library import Library
from crh_desktop.core.managed import manager_of
from crh_desktop.core.records import FolderState


@pytest.mark.parametrize(
    ("files", "program"),
    [
        (["a.jpg"], None),
        (["Lightroom/My Catalog.lrcat"], "Lightroom"),
        (["digikam4.db", "2020/a.jpg"], "digiKam"),
        (["Pictures/My.photoslibrary/originals/0/a.heic"], "Apple Photos"),
        (["upload/a.jpg", "library/b.jpg", "thumbs/c.webp"], "immich"),
        (["deep/deep/deep/deep/x.lrcat"], None),
    ],
)
def test_a_manager_is_known_by_its_files(tmp_path: Path, files: list[str], program: str | None) -> None:
    for name in files:
        place = tmp_path / "root" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
    found = manager_of(bytes(tmp_path / "root"))
    assert (found.program if found else None) == program
    with Library.open(tmp_path / "library") as library:
        folder = library.add_folder(bytes(tmp_path / "root"))
        assert (folder.state is FolderState.REFERENCE) == (program is not None)
        library.set_folder_state(folder.path, FolderState.NORMAL)  # the person knows better
        assert library.add_folder(folder.path, library.folders()[0].state).state is FolderState.NORMAL
