"""What a reviewer once broke: links on the way, files that others touch in between, raws that count on each other."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from crh_desktop.core import fsops
from crh_desktop.core.actions.batch import act, move, undo
from crh_desktop.core.actions.check import Consent, Marked, MarkedGroup
from crh_desktop.core.actions.mending import recover
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.plan_file import write_plan
from crh_desktop.core.records import FolderState
from crh_desktop.core.scan import walk
from crh_desktop.core.store.journal import ItemState
from tests.fixtures.desk import Desk
from tests.fixtures.shelf import contents_in, group, marked, shelve, tree


def twins(desk: Desk) -> tuple[Path, Path]:
    keeper, twin = desk.write("a/one.jpg", b"one" * 50), desk.write("b/one.jpg", b"one" * 50)
    desk.shelve()
    return keeper, twin


def at(name: str, when: str, work: Callable[[], object]) -> Callable[[str, str], None]:
    """A watcher that does something once, at the first such call."""
    left = [work]

    def watch(call: str, moment: str) -> None:
        if (call, moment) == (name, when) and left:
            left.pop()()

    return watch


def end(desk: Desk, name: str, when: str, work: Callable[[Library], object]) -> None:
    """Do something in a process that ends at the first such call."""
    desk.library.close()
    child = os.fork()
    if not child:
        try:
            with fsops.watched(at(name, when, lambda: os._exit(9))):
                work(Library.open(desk.where))
        finally:
            os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    desk.library = Library.open(desk.where)


@pytest.mark.parametrize("kind", [Kind.HARDLINK, Kind.SYMLINK])
def test_undo_never_removes_what_a_person_put_in_a_links_place(desk: Desk, kind: Kind) -> None:
    keeper, twin = twins(desk)
    outcome = act(desk.library, [group(keeper, twin)], kind)
    twin.unlink()
    twin.write_bytes(b"edited since")
    os.link(twin, desk.photos / "snapshot.jpg")
    back = undo(desk.library, outcome.batch)
    assert back.done == 0 and "was changed since" in back.refused[0][1] and twin.read_bytes() == b"edited since"
    twin.unlink()
    twin.mkdir()
    assert undo(desk.library, outcome.batch).done == 0 and twin.is_dir()
    twin.rmdir()
    twin.symlink_to(desk.photos / "snapshot.jpg")
    assert undo(desk.library, outcome.batch).done == 0 and twin.is_symlink()
    twin.unlink()
    assert undo(desk.library, outcome.batch).done == 1 and twin.read_bytes() == b"one" * 50


def test_the_last_link_is_kept_when_an_interrupted_action_is_mended(desk: Desk) -> None:
    keeper, twin = twins(desk)
    wanted = [group(keeper, twin)]
    end(desk, "link", "after", lambda library: act(library, wanted, Kind.HARDLINK))
    keeper.unlink()
    twin.unlink()
    recover(desk.library)
    assert wanted[0].keeper.digest in contents_in(desk.photos, desk.data)


def test_a_drive_that_is_away_closes_nothing(desk: Desk) -> None:
    keeper, twin = twins(desk)
    wanted = [group(keeper, twin)]
    before = tree(desk.photos)
    end(desk, "rename", "after", lambda library: act(library, wanted))
    away = desk.photos.with_name("away")
    desk.photos.rename(away)
    assert "not here now" in recover(desk.library) and desk.library.open_items()
    away.rename(desk.photos)
    recover(desk.library)
    assert not desk.library.open_items()
    for batch in desk.library.batches():
        undo(desk.library, batch.id)
    assert tree(desk.photos) == before


@pytest.mark.parametrize("kind", [Kind.TRASH, Kind.HARDLINK])
def test_a_file_that_is_written_to_while_it_moves_comes_back(desk: Desk, kind: Kind) -> None:
    keeper, twin = twins(desk)
    desk.write("b/one.jpg.xmp", b"<x:xmpmeta/>")
    with twin.open("ab") as handle, fsops.watched(at("rename", "after", lambda: (handle.write(b"!"), handle.flush()))):
        outcome = act(desk.library, [group(keeper, twin)], kind)
    if outcome.done:
        undo(desk.library, outcome.batch)
    assert twin.read_bytes() == b"one" * 50 + b"!" and (desk.photos / "b" / "one.jpg.xmp").exists()


def test_undo_finds_what_lies_in_the_trash_whatever_its_time_says(desk: Desk) -> None:
    keeper, twin = twins(desk)
    outcome = act(desk.library, [group(keeper, twin)])
    (there,) = (desk.bin / "files").iterdir()
    os.utime(there, (1, 1))
    assert undo(desk.library, outcome.batch).done == 1 and twin.exists()


def test_undoing_a_rename_follows_an_edit_and_says_what_it_cannot_find(desk: Desk) -> None:
    _, twin = twins(desk)
    new = twin.with_name("new.jpg")
    outcome = move(desk.library, [(bytes(twin), marked(twin).digest, bytes(new))])
    with new.open("ab") as handle:
        handle.write(b"edited in place")
    assert undo(desk.library, outcome.batch).done == 1 and twin.read_bytes().endswith(b"in place")
    desk.shelve()
    outcome = move(desk.library, [(bytes(twin), marked(twin).digest, bytes(new))])
    new.rename(new.with_name("further.jpg"))
    back = undo(desk.library, outcome.batch)
    assert back.done == 0 and "no longer where it was moved to" in back.refused[0][1]
    assert desk.library.batch(outcome.batch).counts == {ItemState.DONE: 1}


@pytest.mark.parametrize("state", [FolderState.REFERENCE, FolderState.BACKUP, FolderState.EXCLUDED])
def test_a_link_to_a_folder_is_no_way_around_what_was_said_of_it(desk: Desk, state: FolderState) -> None:
    keeper, kept = desk.write("a/one.jpg", b"one" * 50), desk.write("kept/one.jpg", b"one" * 50)
    desk.shelve()
    desk.library.set_folder_state(bytes(kept.parent), state)
    (desk.photos / "link").symlink_to(kept.parent)
    through = Marked(bytes(desk.photos / "link" / "one.jpg"), marked(kept).digest)
    assert act(desk.library, [MarkedGroup(marked(keeper), (through,))]).done == 0 and kept.exists()
    assert act(desk.library, [MarkedGroup(through, (marked(keeper),))]).done == 0 and keeper.exists()


def test_one_file_has_one_spelling(desk: Desk) -> None:
    one, two, three = (desk.write(f"{name}/one.jpg", b"one" * 50) for name in "abc")
    desk.shelve()
    digest = marked(one).digest
    odd = Marked(bytes(desk.photos) + b"/a//one.jpg", digest)
    outcome = act(desk.library, [MarkedGroup(odd, (marked(two),)), group(three, one)])
    assert two.exists() and (one.exists() or three.exists())
    assert outcome.refused
    up = Marked(bytes(desk.photos) + b"/b/../a/one.jpg", digest)
    assert act(desk.library, [MarkedGroup(up, (marked(two),))]).done == 0


def test_raws_of_two_groups_do_not_count_on_each_other(desk: Desk) -> None:
    pairs = []
    for name, text in (("b", b"one"), ("c", b"two")):
        pairs.append((desk.write(f"a/{name}.jpg", text * 50), desk.write(f"{name}/one.jpg", text * 50)))
        desk.write(f"{name}/one.cr2", b"raw" * 50)
    desk.shelve()
    outcome = act(desk.library, [group(*pair) for pair in pairs])
    raws = [desk.photos / name / "one.cr2" for name in "bc"]
    assert outcome.done == 1 and sum(raw.exists() for raw in raws) == 1
    backup = desk.write("backup/one.cr2", b"raw" * 50)
    desk.shelve()
    desk.library.set_folder_state(bytes(backup.parent), FolderState.BACKUP)
    left = next(pair for pair in pairs if pair[1].exists())
    assert act(desk.library, [group(*left)]).done == 0  # a backup is no copy that stays


def test_no_other_picture_goes_along_unseen(desk: Desk) -> None:
    keeper, shot = desk.write("a/IMG.JPG", b"one" * 50), desk.write("b/IMG.JPG", b"one" * 50)
    other = desk.write("b/IMG.jpg", b"another picture" * 50)
    desk.write("a/IMG.cr2", b"raw" * 50)
    desk.write("b/IMG.cr2", b"raw" * 50)
    desk.shelve()
    outcome = act(desk.library, [group(keeper, shot)])
    assert outcome.done == 0 and other.exists() and "IMG.jpg" in outcome.refused[0][1]


def test_the_keepers_own_sidecar_stays(desk: Desk) -> None:
    keeper, loud = desk.write("b/IMG.jpg", b"one" * 50), desk.write("b/IMG.JPG", b"one" * 50)
    sidecar = desk.write("b/IMG.jpg.xmp", b"<x:xmpmeta><crs:Exposure2012/></x:xmpmeta>")
    desk.shelve()
    act(desk.library, [group(keeper, loud)])
    assert sidecar.exists() and keeper.exists()


def test_a_pipe_or_a_dangling_link_is_no_edit_of_the_keeper(desk: Desk) -> None:
    keeper, twin = twins(desk)
    desk.write("b/one.xmp", b"<x:xmpmeta><crs:Exposure2012/></x:xmpmeta>")
    beside = desk.photos / "a" / "one.xmp"
    for make in (lambda: beside.symlink_to("nowhere"), lambda: os.mkfifo(beside)):
        make()
        assert act(desk.library, [group(keeper, twin)]).done == 0 and twin.exists()
        beside.unlink()


def test_two_photos_never_get_one_name(desk: Desk, tmp_path: Path) -> None:
    pairs = []
    for name in "xy":
        place = tmp_path / name / "pics"
        place.mkdir(parents=True)
        for file in ("a.jpg", "k.jpg"):
            (place / file).write_bytes(name.encode() * 50)
        shelve(desk.library, place)
        pairs.append((place / "k.jpg", place / "a.jpg"))
    to = tmp_path / "to"
    outcome = act(desk.library, [group(*pair) for pair in pairs], Kind.MOVE, to=bytes(to))
    assert outcome.done == 1 and "same name" in outcome.refused[0][1]
    assert (to / "pics" / "a.jpg").read_bytes() == b"x" * 50 and pairs[1][1].exists()


def test_nothing_moves_into_folders_that_are_never_touched(desk: Desk) -> None:
    keeper, twin = twins(desk)
    kept = desk.photos / "kept"
    kept.mkdir()
    desk.library.set_folder_state(bytes(kept), FolderState.REFERENCE)
    (desk.photos / "way").symlink_to(kept)
    for to in (kept, desk.photos / "way", desk.photos / ".crh-held", desk.photos / ".Trash-0" / "files"):
        with pytest.raises(UsageError):
            act(desk.library, [group(keeper, twin)], Kind.MOVE, to=bytes(to))
    assert twin.exists()


def test_undo_does_not_follow_a_link_that_was_put_on_the_way(desk: Desk) -> None:
    keeper, twin = twins(desk)
    outcome = act(desk.library, [group(keeper, twin)])
    other = desk.photos / "other"
    other.mkdir()
    twin.parent.rmdir()
    twin.parent.symlink_to(other)
    back = undo(desk.library, outcome.batch)
    assert back.done == 0 and "is a link now" in back.refused[0][1] and not list(other.iterdir())


def test_a_keeper_that_is_rewritten_with_its_old_time_is_noticed(desk: Desk) -> None:
    keeper, twin = twins(desk)

    def rewrite() -> None:
        seen = keeper.stat()
        keeper.write_bytes(b"two" * 50)
        os.utime(keeper, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    with fsops.watched(at("plan", "after", rewrite)):
        outcome = act(desk.library, [group(keeper, twin)])
    assert outcome.done == 0 and twin.exists()


def test_a_group_whose_keeper_changes_in_the_middle_comes_back_whole(desk: Desk) -> None:
    keeper, twin = twins(desk)
    third = desk.write("c/one.jpg", b"one" * 50)
    desk.shelve()
    wanted = group(keeper, twin, third)
    with fsops.watched(at("rename", "after", lambda: keeper.write_bytes(b"changed"))):
        outcome = act(desk.library, [wanted], consent=Consent())
    assert outcome.done == 0 and twin.exists() and third.exists() and len(outcome.refused) == 2


def test_a_plan_never_replaces_a_photo(desk: Desk, tmp_path: Path) -> None:
    keeper, twin = desk.write("a/one.jpg", b"\xff\xd8\xff\xe0 picture" * 50), desk.write("b/one.jpg", b"x")
    before = keeper.read_bytes()
    with pytest.raises(UsageError, match="another file"):
        write_plan([group(keeper, twin)], keeper)
    with pytest.raises(UsageError):
        write_plan([group(keeper, twin)], keeper.parent)
    assert keeper.read_bytes() == before
    plan = tmp_path / "plan.json"
    plan.touch()
    for text in (None, "not yet a plan", "ä" * 5000):  # a text may be replaced, as an older plan is
        if text is not None:
            plan.write_text(text, "utf-8")
        write_plan([group(keeper, twin)], plan)


def test_what_was_put_away_is_never_scanned(desk: Desk) -> None:
    desk.write(".crh-held/one.jpg", b"one")
    desk.write(".hidden/two.jpg", b"two")
    seen = walk(bytes(desk.photos), hidden=True, everything=True)
    assert [os.path.basename(photo.path) for photo in seen.photos] == [b"two.jpg"]
