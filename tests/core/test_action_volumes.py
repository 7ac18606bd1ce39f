"""Actions on other file systems: shared blocks, names without case, a trash of the volume, moves between them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from crh_desktop.core import fsops, trash
from crh_desktop.core.actions.batch import act, move, undo
from crh_desktop.core.actions.check import Marked, MarkedGroup
from crh_desktop.core.actions.plan import Kind
from tests.fixtures.desk import Desk, filled
from tests.fixtures.shelf import contents_in, group, marked, tree
from tests.fixtures.volumes import volume


@pytest.mark.parametrize("kind", ["btrfs", "xfs"])
def test_a_reflink_shares_blocks_and_undo_restores_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    with volume(kind, tmp_path) as place:
        monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
        desk = Desk(place)
        keeper, twin = desk.write("a.jpg", os.urandom(1 << 20)), desk.photos / "b" / "b.jpg"
        desk.write("b/b.jpg", keeper.read_bytes())
        twin.chmod(0o600)
        os.setxattr(twin, "user.note", b"mine")
        os.utime(twin, ns=(10**18, 10**18 + 7))
        desk.shelve()
        before = tree(desk.photos)
        outcome = act(desk.library, [group(keeper, twin)], Kind.REFLINK)
        assert (outcome.done, outcome.refused) == (1, [])
        assert not os.path.samefile(keeper, twin) and twin.read_bytes() == keeper.read_bytes()
        made = tree(desk.photos)[b"b/b.jpg"]
        assert made[1:4] == before[b"b/b.jpg"][1:4]  # time, mode and attributes are those of the photo it replaced
        undo(desk.library, outcome.batch)
        assert tree(desk.photos) == before
        outcome = act(desk.library, [group(keeper, twin)], Kind.REFLINK)
        twin.write_bytes(b"edited since")
        back = undo(desk.library, outcome.batch)
        assert back.done == 0 and "was changed since" in back.refused[0][1] and twin.read_bytes() == b"edited since"
        desk.library.close()


def test_without_shared_blocks_a_reflink_is_refused_and_nothing_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with volume("ext4", tmp_path) as place:
        monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
        desk = Desk(place)
        groups = filled(desk)
        before = tree(desk.photos)
        outcome = act(desk.library, groups[:1], Kind.REFLINK)
        assert outcome.done == 0 and outcome.refused and tree(desk.photos) == before
        desk.library.close()


def test_a_volume_has_a_trash_of_its_own_and_moves_between_volumes_copy_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with volume("ext4", tmp_path) as place:
        desk = Desk(place)
        groups = filled(desk)
        before = tree(desk.photos)
        outcome = act(desk.library, groups)
        assert outcome.done == 2
        can = place / f".Trash-{os.getuid()}"
        assert can.stat().st_mode & 0o777 == 0o700
        said = {note.read_bytes().split(b"Path=")[1].split(b"\n")[0] for note in can.glob("info/*.trashinfo")}
        assert b"photos/b/one.jpg" in said  # from the top of the volume, wherever it is mounted
        undo(desk.library, outcome.batch)
        assert tree(desk.photos) == before
        shared = place / ".Trash"
        shared.mkdir()
        shared.chmod(0o1777)
        outcome = act(desk.library, groups)
        assert len(list(shared.glob(f"{os.getuid()}/files/*"))) == 4
        undo(desk.library, outcome.batch)

        photo, goal = desk.photos / "b" / "one.jpg", tmp_path / "other" / "one.jpg"
        goal.parent.mkdir()
        goal.write_bytes(photo.read_bytes())  # a copy lies there already, of the same size and time
        os.utime(goal, ns=(10**18, photo.stat().st_mtime_ns))
        taken = move(desk.library, [(bytes(photo), marked(photo).digest, bytes(goal))])
        assert taken.done == 0 and "another file" in taken.refused[0][1] and goal.exists() and photo.exists()
        assert tree(desk.photos) == before
        goal.unlink()
        goal.parent.rmdir()
        contents = contents_in(desk.photos)
        outcome = move(desk.library, [(bytes(photo), marked(photo).digest, bytes(goal))])
        assert outcome.done == 1 and goal.exists() and not photo.exists()
        assert goal.stat().st_mtime_ns == before[b"b/one.jpg"][1]
        assert set(contents) <= set(contents_in(desk.photos, shared))
        desk.library.add_folder(bytes(goal.parent))
        undo(desk.library, outcome.batch)
        assert tree(desk.photos) == before
        assert not goal.exists()  # in the trash of its volume
        desk.library.close()


def test_where_case_does_not_tell_names_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such file systems cannot be mounted everywhere: here the system calls fold case themselves."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    real_lstat, real_rename, real_open = os.lstat, os.rename, os.open

    def folded(path: Any) -> Any:
        folder, name = os.path.split(os.fsencode(path))
        try:
            names = os.listdir(folder)
        except OSError:
            return path
        return next((os.path.join(folder, one) for one in names if one.lower() == name.lower()), os.fsencode(path))

    def rename(source: Any, target: Any) -> None:
        old, there = folded(source), folded(target)
        real_rename(old, os.fsencode(target) if there == old else there)

    desk = Desk(tmp_path)
    keeper, twin = desk.write("a/one.jpg", b"one" * 50), desk.write("b/one.jpg", b"one" * 50)
    desk.shelve()
    shouted = Marked(bytes(desk.photos / "a" / "ONE.JPG"), marked(keeper).digest)
    with monkeypatch.context() as patch:
        patch.setattr(fsops, "_renameat2", None)
        patch.setattr(os, "lstat", lambda path, **_: real_lstat(folded(path)))
        patch.setattr(os.path, "lexists", lambda path: os.path.exists(folded(path)))
        patch.setattr(os, "rename", rename)
        patch.setattr(os, "open", lambda path, *rest, **more: real_open(folded(path), *rest, **more))
        outcome = act(desk.library, [MarkedGroup(marked(keeper), (shouted,))])
        assert outcome.done == 0 and "very file" in outcome.refused[0][1]  # one file under two spellings
        outcome = move(desk.library, [(bytes(twin), marked(twin).digest, bytes(twin.with_name("ONE.jpg")))], "rename")
        assert outcome.done == 1 and [path.name for path in twin.parent.iterdir()] == ["ONE.jpg"]
        taken = bytes(desk.photos / "a" / "One.JPG")
        loud = twin.with_name("ONE.jpg")
        again = move(desk.library, [(bytes(loud), marked(loud).digest, taken)])
        assert again.done == 0 and loud.exists() and keeper.exists()
        undo(desk.library, outcome.batch)
        assert [path.name for path in twin.parent.iterdir()] == ["one.jpg"]
    desk.library.close()


def test_a_rename_never_replaces_what_is_there(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    with pytest.raises(FileExistsError):
        fsops.rename(bytes(one), bytes(two))
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    with pytest.raises(fsops.Changed):
        fsops.drop_name(bytes(one))
    assert trash.is_in_trash(bytes(tmp_path / ".Trash-1000" / "files" / "x.jpg"))
    assert not trash.is_in_trash(bytes(tmp_path / "Trash cans" / "x.jpg"))
