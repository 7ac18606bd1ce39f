"""Actions on photo files: nothing is lost, whatever fails and whenever the program ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crh_desktop.core import fsops, trash
from crh_desktop.core.actions.batch import act, move, undo
from crh_desktop.core.actions.check import Consent, Marked, MarkedGroup
from crh_desktop.core.actions.mending import Busy, recover
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import FolderState, Relation
from crh_desktop.core.store.journal import ItemState
from tests.fixtures.desk import Desk, filled, names_in
from tests.fixtures.shelf import group, marked, match, tree


def reasons(outcome: object) -> str:
    return " ".join(reason for _, reason in outcome.refused)  # type: ignore[attr-defined]


def test_trash_and_undo_bring_everything_back(desk: Desk) -> None:
    groups = filled(desk)
    before = tree(desk.photos)
    outcome = act(desk.library, groups)
    assert (outcome.done, outcome.files, outcome.refused, outcome.missing) == (2, 4, [], [])
    left = {name for name in tree(desk.photos)}
    assert left == {b"a/one.jpg", b"a/two.jpg", b"b/partner.jpg"}
    notes = sorted((desk.bin / "info").iterdir())
    assert sorted(trash.original_path(note.read_bytes()) for note in notes) == sorted(
        bytes(desk.photos / "b" / name) for name in ("one.jpg", "one.jpg.xmp", "two.jpg", "two.mov")
    )
    assert all((desk.bin / "files" / note.stem).exists() for note in notes)
    assert desk.library.execute("SELECT count(*) FROM photo WHERE path LIKE '%/b/one.jpg'")[0][0] == 0
    back = undo(desk.library, outcome.batch)
    assert (back.done, back.refused) == (2, [])
    assert tree(desk.photos) == before
    assert not list((desk.bin / "info").iterdir()) and not list((desk.bin / "files").iterdir())
    assert desk.library.batch(outcome.batch).counts == {ItemState.UNDONE: 2}
    (row,) = desk.library.execute(
        "SELECT digest FROM photo JOIN content ON content.id = content_id WHERE path = ?",
        (bytes(desk.photos / "b" / "one.jpg"),),
    )
    assert row[0] == groups[0].marked[0].digest


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda keeper, twin: keeper.unlink(), "no longer there"),
        (lambda keeper, twin: keeper.write_bytes(b"changed" * 30), "has changed"),
        (lambda keeper, twin: (keeper.unlink(), keeper.symlink_to(twin)), "a link"),
        (lambda keeper, twin: twin.write_bytes(b"edited since" * 30), "has changed"),
        (lambda keeper, twin: (twin.unlink(), twin.symlink_to(keeper)), "a link"),
        (lambda keeper, twin: (keeper.unlink(), os.mkfifo(keeper)), "a link or something else"),
        (lambda keeper, twin: twin.unlink(), "no longer there"),
    ],
)
def test_a_group_that_changed_since_is_left_alone_whole(
    desk: Desk, spoil: Callable[[Path, Path], object], words: str
) -> None:
    keeper, twin = desk.write("a/one.jpg", b"one" * 50), desk.write("b/one.jpg", b"one" * 50)
    third = desk.write("c/one.jpg", b"one" * 50)
    desk.shelve()
    wanted = group(keeper, twin, third)
    spoil(keeper, twin)
    before = {name: os.lstat(desk.photos / os.fsdecode(name)).st_ino for name in names_in(desk.photos)}
    outcome = act(desk.library, [wanted])
    assert outcome.done == 0 and words in reasons(outcome)
    assert {name: os.lstat(desk.photos / os.fsdecode(name)).st_ino for name in names_in(desk.photos)} == before


def test_the_keeper_under_another_name_is_not_trashed(desk: Desk) -> None:
    keeper = desk.write("a/one.jpg", b"one" * 50)
    desk.shelve()
    (desk.photos / "b").symlink_to(desk.photos / "a")
    outcome = act(desk.library, [group(keeper, desk.photos / "b" / "one.jpg")])
    assert outcome.done == 0 and "itself marked" in reasons(outcome)
    assert keeper.exists()


def test_a_hard_link_may_go_because_the_other_name_stays(desk: Desk) -> None:
    keeper = desk.write("a/one.jpg", b"one" * 50)
    os.link(keeper, desk.photos / "a" / "two.jpg")
    desk.shelve()
    before = tree(desk.photos)
    outcome = act(desk.library, [group(keeper, desk.photos / "a" / "two.jpg")])
    assert outcome.done == 1 and keeper.exists()
    undo(desk.library, outcome.batch)
    assert tree(desk.photos) == before


def test_what_another_group_marks_cannot_be_what_stays(desk: Desk) -> None:
    one, two = desk.write("a.jpg", b"one" * 50), desk.write("b.jpg", b"one" * 50)
    desk.shelve()
    outcome = act(desk.library, [group(one, two), group(two, one)])
    assert outcome.done == 0 and len(outcome.refused) == 2
    assert one.exists() and two.exists()


def test_reference_backup_excluded_and_foreign_files_are_never_touched(desk: Desk, tmp_path: Path) -> None:
    keeper = desk.write("a/one.jpg", b"one" * 50)
    others = {
        state: desk.write(f"{state.value}/one.jpg", b"one" * 50)
        for state in (FolderState.REFERENCE, FolderState.BACKUP, FolderState.EXCLUDED)
    }
    desk.shelve()
    for state, path in others.items():
        desk.library.set_folder_state(bytes(path.parent), state)
    outside = tmp_path / "elsewhere.jpg"
    outside.write_bytes(b"one" * 50)
    dotted = Marked(bytes(desk.photos) + b"/a/../../elsewhere.jpg", marked(outside).digest)
    wanted = [group(keeper, path) for path in (*others.values(), outside)] + [MarkedGroup(marked(keeper), (dotted,))]
    outcome = act(desk.library, wanted)
    assert outcome.done == 0 and len(outcome.refused) == 5
    assert all(path.exists() for path in (*others.values(), outside))
    outcome = act(desk.library, [group(others[FolderState.BACKUP], keeper)])
    assert outcome.done == 0 and "backup" in reasons(outcome)


def test_a_photo_that_was_not_verified_against_the_keeper_stays(desk: Desk) -> None:
    one, two = desk.write("a.jpg", b"one" * 50), desk.write("b.jpg", b"two" * 50)
    desk.shelve()
    assert "not verified" in reasons(act(desk.library, [group(one, two)]))
    match(desk.library, one, two, "similar")
    assert "not verified" in reasons(act(desk.library, [group(one, two)]))
    match(desk.library, one, two)
    ids = [row[0] for row in desk.library.execute("SELECT id FROM content ORDER BY id")]
    desk.library.decide(ids[:1], ids[1:], Relation.NOT_DUPLICATES)
    assert "not duplicates" in reasons(act(desk.library, [group(one, two)]))
    assert two.exists()
    assert act(desk.library, [replace(group(one, two), by_hand=True)]).done == 1


def test_edits_and_raw_files_do_not_go_unseen(desk: Desk) -> None:
    keeper, twin = desk.write("a/one.jpg", b"one" * 50), desk.write("b/one.jpg", b"one" * 50)
    sidecar = desk.write("b/one.xmp", b"<x:xmpmeta><crs:Exposure2012>+1</crs:Exposure2012></x:xmpmeta>")
    desk.shelve()
    outcome = act(desk.library, [group(keeper, twin)])
    assert "edits" in reasons(outcome) and twin.exists()
    outcome = act(desk.library, [group(keeper, twin)], consent=Consent(edits=True))
    assert outcome.files == 2 and not sidecar.exists()
    undo(desk.library, outcome.batch)
    assert sidecar.exists()
    raw = desk.write("b/one.cr2", b"raw" * 50)
    desk.shelve()
    outcome = act(desk.library, [group(keeper, twin)], consent=Consent(edits=True))
    assert "one.cr2" in reasons(outcome) and raw.exists() and twin.exists()
    desk.write("a/one.cr2", b"raw" * 50)
    desk.shelve()
    outcome = act(desk.library, [group(keeper, twin)], consent=Consent(edits=True))
    assert outcome.files == 3 and not raw.exists()


def test_a_trash_that_was_emptied_or_a_taken_name_is_said(desk: Desk) -> None:
    groups = filled(desk)
    outcome = act(desk.library, groups)
    twin = desk.photos / "b" / "one.jpg"
    twin.write_bytes(b"something new")
    (gone,) = (desk.bin / "files").glob("two*.jpg")
    gone.unlink()
    back = undo(desk.library, outcome.batch)
    assert back.done == 0 and "no longer in the trash" in reasons(back) and "is another file now" in reasons(back)
    assert twin.read_bytes() == b"something new"
    twin.rename(twin.with_name("new.jpg"))
    again = undo(desk.library, outcome.batch)
    assert again.done == 1 and twin.read_bytes() == b"one" * 50


@pytest.mark.parametrize(
    "name", [b"line\nbreak.jpg", b"caf\xe9.jpg", b"%41 [x] \\.jpg", b"n" * 251 + b".jpg", b"-rf *.jpg"]
)
def test_awkward_names_go_and_come_back(desk: Desk, name: bytes) -> None:
    keeper, twin = desk.write("a/k.jpg", b"one" * 50), desk.write(b"b/" + name, b"one" * 50)
    desk.shelve()
    before = tree(desk.photos)
    outcome = act(desk.library, [group(keeper, twin)])
    assert outcome.done == 1, outcome.refused
    (note,) = (desk.bin / "info").iterdir()
    assert trash.original_path(note.read_bytes()) == bytes(twin)
    undo(desk.library, outcome.batch)
    assert tree(desk.photos) == before


def test_without_a_trash_files_go_to_a_holding_folder(desk: Desk) -> None:
    groups = filled(desk)
    before = tree(desk.photos)
    desk.data.write_bytes(b"a file where the trash would be made")
    outcome = act(desk.library, groups)
    assert (outcome.done, outcome.held) == (2, 4)
    held = desk.photos / ".crh-held"
    assert len(list(held.rglob("*.jpg"))) == 2 and trash.held_bytes([bytes(desk.photos)]) > 0
    back = undo(desk.library, outcome.batch)
    assert back.done == 2 and tree(desk.photos) == before and not held.exists()


@pytest.mark.parametrize("kind", [Kind.HARDLINK, Kind.SYMLINK])
def test_links_replace_identical_files_and_undo_restores_them(desk: Desk, kind: Kind) -> None:
    groups = filled(desk)
    before = tree(desk.photos)
    outcome = act(desk.library, groups, kind)
    assert outcome.done == 1 and "byte-identical" in reasons(outcome)
    twin, keeper = desk.photos / "b" / "one.jpg", desk.photos / "a" / "one.jpg"
    assert os.path.samefile(twin, keeper) and twin.is_symlink() == (kind is Kind.SYMLINK)
    assert undo(desk.library, outcome.batch).done == 1
    assert tree(desk.photos) == before


def test_moving_takes_everything_along_and_back(desk: Desk) -> None:
    filled(desk)
    before = tree(desk.photos)
    photo = desk.photos / "b" / "one.jpg"
    goal = desk.photos / "new" / "place" / "uno.jpg"
    outcome = move(desk.library, [(bytes(photo), marked(photo).digest, bytes(goal))])
    assert outcome.done == 1 and goal.exists() and (goal.parent / "uno.jpg.xmp").exists() and not photo.exists()
    assert desk.library.execute("SELECT content_id FROM photo WHERE path = ?", (bytes(goal),))
    undo(desk.library, outcome.batch)
    assert {name: one for name, one in tree(desk.photos).items()} == before
    taken = desk.photos / "a" / "two.jpg"
    outcome = move(desk.library, [(bytes(photo), marked(photo).digest, bytes(taken))])
    assert outcome.done == 0 and tree(desk.photos) == before


def test_two_programs_never_act_at_once(desk: Desk) -> None:
    groups = filled(desk)
    other = Library.open(desk.where)

    def try_too(name: str, when: str) -> None:
        if (name, when) == ("rename", "before"):
            with pytest.raises(Busy, match="another|Another"):
                act(other, groups)
            assert recover(other) == ""

    with fsops.watched(try_too):
        assert act(desk.library, groups).done == 2
    other.close()


def test_cancelling_keeps_what_is_done_and_begins_nothing_more(desk: Desk) -> None:
    pairs = [(desk.write(f"a/{n}.jpg", b"%d" % n * 50), desk.write(f"b/{n}.jpg", b"%d" % n * 50)) for n in range(150)]
    desk.shelve()
    progress = Progress()

    def stop(name: str, when: str) -> None:
        if name == "close":
            progress.cancel()

    with fsops.watched(stop):
        outcome = act(desk.library, [group(*pair) for pair in pairs], progress=progress)
    assert outcome.cancelled and 0 < outcome.done < 150
    assert sum(not twin.exists() for _, twin in pairs) == outcome.done
    undo(desk.library, outcome.batch)
    assert all(twin.exists() for _, twin in pairs)
