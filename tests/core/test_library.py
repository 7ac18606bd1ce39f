"""The library on disk: new, foreign, newer; states that are inherited; two at once."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from crh_desktop.core.errors import LibraryError, UsageError
from crh_desktop.core.library import Library, state_of
from crh_desktop.core.records import FolderState
from crh_desktop.core.scan import walk
from crh_desktop.core.store.schema import FILE_NAME, MIGRATIONS
from crh_desktop.core.thumbs import thumbnail_path, trim_cache


def test_a_new_library_opens_twice_at_once(tmp_path: Path) -> None:
    with Library.open(tmp_path / "new") as one, Library.open(tmp_path / "new") as other:
        one.add_folder(bytes(tmp_path))
        assert [folder.path for folder in other.folders()] == [bytes(tmp_path)]


def test_a_folder_of_other_things_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(LibraryError, match="holds no photo library"):
        Library.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_another_programs_database_and_garbage_are_refused(tmp_path: Path) -> None:
    for name, fill in (("foreign", None), ("garbage", b"not a database at all" * 100)):
        folder = tmp_path / name
        folder.mkdir()
        if fill is None:
            with sqlite3.connect(folder / FILE_NAME) as database:
                database.execute("CREATE TABLE theirs(x)")
        else:
            (folder / FILE_NAME).write_bytes(fill)
        before = (folder / FILE_NAME).read_bytes()
        with pytest.raises(LibraryError):
            Library.open(folder)
        assert (folder / FILE_NAME).read_bytes() == before


def test_a_newer_library_is_refused_with_a_sentence(tmp_path: Path) -> None:
    Library.open(tmp_path / "l").close()
    with sqlite3.connect(tmp_path / "l" / FILE_NAME) as database:
        database.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(LibraryError, match="newer version"):
        Library.open(tmp_path / "l")


def test_a_missing_folder_is_wrong_usage(tmp_path: Path) -> None:
    with Library.open(tmp_path / "l") as library, pytest.raises(UsageError, match="is not a folder"):
        library.add_folder(str(tmp_path / "nowhere"))


def test_states_are_inherited_and_may_change_below() -> None:
    states = {b"/a": FolderState.REFERENCE, b"/a/b": FolderState.EXCLUDED}
    assert state_of(b"/a/x.jpg", states) is FolderState.REFERENCE
    assert state_of(b"/a/b/c/x.jpg", states) is FolderState.EXCLUDED
    assert state_of(b"/ab/x.jpg", states) is FolderState.NORMAL


def test_the_walk_counts_every_file_once_and_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "a" / "@eaDir").mkdir(parents=True)
    for name in ("a/1.jpg", "a/2.mp4", "a/3.txt", "a/.4.jpg", "a/@eaDir/5.jpg"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    seen = walk(bytes(tmp_path))
    assert [file.path for file in seen.photos] == [bytes(tmp_path / "a/1.jpg")]
    assert (seen.videos, seen.others) == (1, 1)
    assert {path.rsplit(b"/", 1)[1] for path, _ in seen.left_out} == {b".4.jpg", b"@eaDir", b"loop"}
    assert len(walk(bytes(tmp_path), everything=True, hidden=True).photos) == 3
    assert walk(bytes(tmp_path), globs=("*.jpg",)).photos == []


def test_the_cache_is_trimmed_oldest_first(crh_home: Path) -> None:
    for number in range(4):
        path = thumbnail_path(f"{number:064x}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 400_000)
        os.utime(path, (number, number))
    assert trim_cache(1) == 2
    assert [thumbnail_path(f"{number:064x}").exists() for number in range(4)] == [False, False, True, True]


def test_a_volume_mounted_elsewhere_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crh_desktop.core import drives

    old, new = tmp_path / "media" / "A", tmp_path / "media" / "B"
    (old / "pictures" / "sub").mkdir(parents=True)
    monkeypatch.setattr(drives, "volume_of", lambda path: "uuid:1234-ABCD")
    monkeypatch.setattr(drives, "mount_point", lambda path: bytes(old))
    monkeypatch.setattr(drives, "mounts_of", lambda volume: [bytes(new)])
    with Library.open(tmp_path / "l") as library:
        root = library.add_folder(bytes(old / "pictures"))
        library.set_folder_state(bytes(old / "pictures" / "sub"), FolderState.REFERENCE)
        library.execute(
            "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, status) VALUES(?, ?, 1, 1, 1, 1, 'pending')",
            (root.id, bytes(old / "pictures" / "sub" / "a.jpg")),
        )
        assert library.follow_volumes() == []
        old.rename(new)
        assert library.follow_volumes() == [bytes(new / "pictures")]
        (photo,) = library.photos(library.photo_ids())
        assert photo.path == bytes(new / "pictures" / "sub" / "a.jpg")
        assert photo.state is FolderState.REFERENCE and photo.online
        assert library.follow_volumes() == []


def test_a_new_root_takes_in_the_roots_inside_it(tmp_path: Path) -> None:
    (tmp_path / "all" / "a").mkdir(parents=True)
    (tmp_path / "all" / "b").mkdir()
    with Library.open(tmp_path / "l") as library:
        one = library.add_folder(bytes(tmp_path / "all" / "a"))
        library.add_folder(bytes(tmp_path / "all" / "b"), FolderState.REFERENCE)
        library.execute(
            "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, status) VALUES(?, ?, 1, 1, 1, 1, 'pending')",
            (one.id, bytes(tmp_path / "all" / "a" / "x.jpg")),
        )
        whole = library.add_folder(bytes(tmp_path / "all"))
        assert [(folder.path, folder.parent_id) for folder in library.folders()] == [
            (bytes(tmp_path / "all"), None),
            (bytes(tmp_path / "all" / "b"), whole.id),
        ]
        assert library.execute("SELECT folder_id FROM photo") == [(whole.id,)]


def test_what_was_said_of_a_folder_survives_being_named_again(tmp_path: Path) -> None:
    """Every scan names its folders again; a reference folder that became normal by that would be touched."""
    place = tmp_path / "photos"
    (place / "inside").mkdir(parents=True)
    with Library.open(tmp_path / "library") as library:
        for state in (FolderState.REFERENCE, FolderState.BACKUP, FolderState.EXCLUDED):
            library.add_folder(bytes(place), state)
            assert library.add_folder(bytes(place)).state is state
            library.add_folder(bytes(place / "inside"))
            assert library.folders()[0].state is state
        assert library.add_folder(bytes(place), FolderState.NORMAL).state is FolderState.NORMAL
