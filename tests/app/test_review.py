"""Mark, act, undo, redo and history in a real window over a real library, real files and a real trash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes import FakeClient
from PySide6.QtCore import Qt

from crh_desktop.app.context import Context
from crh_desktop.app.review.marking import BatchCommand
from crh_desktop.app.window import MainWindow
from crh_desktop.core.actions.batch import act
from crh_desktop.core.actions.merging import Field
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.library import Library
from crh_desktop.core.records import FolderState
from crh_desktop.core.settings import Settings, save_settings
from tests.fixtures.drawing import load
from tests.fixtures.pictures import make_picture
from tests.fixtures.samples import originals
from tests.fixtures.shelf import group, match, shelve, tree

GROUPS = 50


def fill(place: Path, groups: int = GROUPS) -> Library:
    """Groups of two identical files and one saved again, in folders of ten; real photos as far as there are."""
    photos = originals()
    for number in range(groups):
        folder = place / "photos" / f"{number // 10:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        picture = load(photos[number]) if number < len(photos) else make_picture(number, (160, 120))
        picture.thumbnail((320, 320))
        picture.save(folder / f"{number:03d}.jpg", quality=92)
        (folder / f"{number:03d} copy.jpg").write_bytes((folder / f"{number:03d}.jpg").read_bytes())
        picture.save(folder / f"{number:03d} sent.jpg", quality=60)
    library = Library.open(place / "library")
    shelve(library, place / "photos")
    for number in range(groups):
        folder = place / "photos" / f"{number // 10:02d}"
        match(library, folder / f"{number:03d}.jpg", folder / f"{number:03d} sent.jpg")
    return library


@pytest.fixture
def desk(qtbot, crh_home, tmp_path, monkeypatch):
    """The window on fifty groups, with the groups in front."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    library = fill(tmp_path)
    context = Context(library, Settings(theme="light"), FakeClient(), save_settings)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1280, 820)
    window.show()
    window.activateWindow()  # on a screen without a window manager nobody else does
    window.show_page("duplicates")
    page = window.pages["duplicates"]
    qtbot.waitUntil(lambda: len(page.model.groups) == GROUPS and page.view.group is not None)
    qtbot.waitUntil(window.isActiveWindow)
    page.view.setFocus()
    yield window
    qtbot.waitUntil(lambda: not context.acting.busy)


def press(qtbot, window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(window.pages["duplicates"].view, key, modifier)


def trashed(place: Path) -> int:
    return len(list((place / "data" / "Trash" / "files").glob("*")))


def settled(qtbot, window) -> None:
    """Nothing is moved or read any more."""
    qtbot.waitUntil(lambda: not window.context.acting.busy and not reading(window), timeout=20_000)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def reading(window) -> bool:
    """Groups are being read or formed; no worker answers here for pictures."""
    page = window.pages["duplicates"]
    return page._reader.busy or page._scorer.busy or page._grouper.busy


def test_marks_are_set_by_key_and_never_on_what_stays(qtbot, desk) -> None:
    page = desk.pages["duplicates"]
    marks, chosen = page.marking.marks, page.view.group
    assert chosen.keeper.path.endswith((b"0.jpg", b".jpg")) and len(chosen.members) == 3
    press(qtbot, desk, Qt.Key.Key_Space)
    assert marks.ids() == [chosen.members[1].photo_id]
    press(qtbot, desk, Qt.Key.Key_Space)
    assert not len(marks)
    press(qtbot, desk, Qt.Key.Key_1)
    press(qtbot, desk, Qt.Key.Key_Space)
    assert not len(marks) and "copy that stays" in desk.strip.text.text()
    row = page.view.currentIndex().row()
    press(qtbot, desk, Qt.Key.Key_K)
    assert len(marks) == 2 and page.view.currentIndex().row() == row + 1
    assert "2 photos marked" in page.bar.text.text()
    press(qtbot, desk, Qt.Key.Key_X)
    assert page.view.currentIndex().row() == row + 2


def test_another_keeper_is_kept_and_the_old_one_marked(qtbot, desk) -> None:
    page = desk.pages["duplicates"]
    group, row = page.view.group, page.view.currentIndex().row()
    press(qtbot, desk, Qt.Key.Key_3)
    other = group.members[2]
    press(qtbot, desk, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(page.marking.marks) == 2)
    assert set(page.marking.marks.ids()) == {member.photo_id for member in group.members} - {other.photo_id}
    assert page.view.currentIndex().row() == row + 1
    kept = next(one for one in page.model.groups if one.keeper.photo_id == other.photo_id)
    assert kept.keeper.evidence["kept_for"] == "chosen"


def test_looking_only_moves_nothing(qtbot, desk, tmp_path) -> None:
    press(qtbot, desk, Qt.Key.Key_K)
    press(qtbot, desk, Qt.Key.Key_Delete)
    page = desk.pages["duplicates"]
    assert page.marking.dialog is None and "only looking" in desk.strip.text.text()
    page.bar.look_only.click()
    assert desk.context.settings.may_act
    press(qtbot, desk, Qt.Key.Key_Delete)
    assert page.marking.dialog.isVisible()
    page.marking.dialog.reject()
    assert trashed(tmp_path) == 0


def trash_marked(qtbot, desk) -> None:
    page = desk.pages["duplicates"]
    press(qtbot, desk, Qt.Key.Key_Delete)
    page.marking.dialog.accept()
    qtbot.waitUntil(lambda: not desk.context.acting.busy, timeout=20_000)


def test_to_the_trash_and_back_and_again(qtbot, desk, tmp_path) -> None:
    page = desk.pages["duplicates"]
    page.bar.look_only.click()
    before = tree(tmp_path / "photos")
    for _ in range(3):
        press(qtbot, desk, Qt.Key.Key_K)
    trash_marked(qtbot, desk)
    qtbot.waitUntil(lambda: len(page.model.groups) == GROUPS - 3)
    assert trashed(tmp_path) == 6 and not len(page.marking.marks)
    assert "6 photos" in desk.action_strip.text.text() and desk.action_strip.undo.isVisible()
    settled(qtbot, desk)
    press(qtbot, desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.model.groups) == GROUPS)
    assert tree(tmp_path / "photos") == before and trashed(tmp_path) == 0
    settled(qtbot, desk)
    press(qtbot, desk, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.model.groups) == GROUPS - 3)
    assert trashed(tmp_path) == 6 and page.undoing.stack.count() == 1
    assert isinstance(page.undoing.stack.command(0), BatchCommand)
    settled(qtbot, desk)
    desk.action_strip.undo.click()
    qtbot.waitUntil(lambda: len(page.model.groups) == GROUPS)
    assert tree(tmp_path / "photos") == before


def test_a_list_older_than_the_disk_says_so(qtbot, desk) -> None:
    page = desk.pages["duplicates"]
    group = page.view.group
    os.remove(group.members[1].path)
    page.view.choose(1, 1)
    page.view.choose(0, 1)
    qtbot.waitUntil(lambda: page.view.stale == {group.members[1].photo_id: "missing"})
    press(qtbot, desk, Qt.Key.Key_Space)
    assert not len(page.marking.marks) and "gone or has changed" in desk.strip.text.text()
    assert not page.grab().isNull()
    press(qtbot, desk, Qt.Key.Key_K)  # the other copy may still go
    assert page.marking.marks.ids() == [group.members[2].photo_id]


def test_a_changed_group_is_left_alone_and_said(qtbot, desk, tmp_path) -> None:
    page = desk.pages["duplicates"]
    page.bar.look_only.click()
    first = page.view.group
    press(qtbot, desk, Qt.Key.Key_K)
    press(qtbot, desk, Qt.Key.Key_K)
    os.remove(first.keeper.path)
    trash_marked(qtbot, desk)
    settled(qtbot, desk)
    assert trashed(tmp_path) == 2 and all(os.path.exists(member.path) for member in first.members[1:])
    assert desk.action_strip.why.isVisible()
    desk.action_strip.why.click()
    assert "no longer there" in desk.action_strip._box.text()
    desk.action_strip._box.close()


def test_folders_that_are_never_touched_are_never_marked(qtbot, desk) -> None:
    page = desk.pages["duplicates"]
    folder = os.path.dirname(page.view.group.keeper.path)
    desk.context.library.set_folder_state(folder, FolderState.BACKUP)
    page.refresh()
    qtbot.waitUntil(lambda: page.marking.states.get(folder) is FolderState.BACKUP and not reading(desk))
    row = next(row for row, one in enumerate(page.model.groups) if os.path.dirname(one.keeper.path) == folder)
    page.view.choose(row, 1)
    press(qtbot, desk, Qt.Key.Key_Space)
    assert not len(page.marking.marks) and "backup folder" in desk.strip.text.text()


def test_the_history_brings_back_some_and_then_all_also_after_a_restart(qtbot, desk, tmp_path) -> None:
    before = tree(tmp_path / "photos")
    found = desk.pages["duplicates"].model.groups[:4]
    wanted = [group(*(Path(os.fsdecode(member.path)) for member in one.members)) for one in found]
    with Library.open(tmp_path / "library") as other:
        outcome = act(other, wanted)
    assert outcome.done == 8
    desk.show_page("history")
    history = desk.pages["history"]
    history.refresh()
    qtbot.waitUntil(lambda: len(history.table.items) == 8)
    history.items.selectRow(2)
    history.undo_some.click()
    qtbot.waitUntil(lambda: trashed(tmp_path) == 7 and not desk.context.acting.busy)
    qtbot.waitUntil(lambda: history.undo_all.isEnabled() and not history.busy)
    history.undo_all.click()
    qtbot.waitUntil(lambda: trashed(tmp_path) == 0 and not desk.context.acting.busy)
    assert tree(tmp_path / "photos") == before
    qtbot.waitUntil(lambda: history.table.data(history.table.index(0, 2)) == "back")
    assert not history.undo_all.isEnabled()


def test_fifty_groups_by_keyboard_alone(qtbot, desk, tmp_path) -> None:
    """One key a group and three at the end: K keeps the suggestion, Delete and Enter act."""
    page = desk.pages["duplicates"]
    page.bar.look_only.click()
    page.view.setFocus()
    keys = 0
    for _ in range(GROUPS):
        press(qtbot, desk, Qt.Key.Key_K)
        keys += 1
    assert len(page.marking.marks) == 2 * GROUPS
    press(qtbot, desk, Qt.Key.Key_Delete)
    qtbot.waitUntil(page.marking.dialog.isVisible)
    qtbot.keyClick(page.marking.dialog.focusWidget() or page.marking.dialog, Qt.Key.Key_Return)
    keys += 2
    qtbot.waitUntil(lambda: len(page.model.groups) == 0 and not desk.context.acting.busy, timeout=20_000)
    assert trashed(tmp_path) == 2 * GROUPS and len(tree(tmp_path / "photos")) == GROUPS
    assert keys / GROUPS <= 1.04


def test_reading_the_library_again_keeps_nothing_of_before(qtbot, desk) -> None:
    """Work that was done in the pool once held every index it had ever formed groups of."""
    import gc

    from crh_desktop.core.matching.groups import GroupIndex

    def indexes() -> int:
        gc.collect()
        return sum(isinstance(one, GroupIndex) for one in gc.get_objects())

    page = desk.pages["duplicates"]
    began = indexes()  # windows of other tests may not have been let go yet
    for _ in range(6):
        before = page.index
        page.refresh()
        qtbot.waitUntil(lambda before=before: page.index is not before and not reading(desk))
    del before
    assert indexes() <= began + 2


def test_moving_and_taking_over_are_chosen_in_the_question(qtbot, desk, tmp_path) -> None:
    page = desk.pages["duplicates"]
    page.bar.look_only.click()
    before = tree(tmp_path / "photos")
    press(qtbot, desk, Qt.Key.Key_K)
    press(qtbot, desk, Qt.Key.Key_Delete)
    dialog = page.marking.dialog
    # one of the two was saved again: no link can stand for it
    assert [dialog.kinds.itemData(row) for row in range(dialog.kinds.count())] == [Kind.TRASH, Kind.MOVE]
    assert dialog.kind is Kind.TRASH and not dialog.consent.merge and not dialog.fields[Field.RATING].isVisible()
    dialog.takeover.setChecked(True)
    dialog.fields[Field.PLACE].setChecked(False)
    assert dialog.fields[Field.RATING].isVisible() and dialog.consent.merge == set(Field) - {Field.PLACE}
    dialog.kinds.setCurrentIndex(1)
    assert dialog.folder.isVisible() and not dialog._go.isEnabled()
    dialog.folder.setText(str(tmp_path / "moved"))
    assert dialog._go.isEnabled()
    dialog.accept()
    qtbot.waitUntil(lambda: not desk.context.acting.busy, timeout=20_000)
    assert len(tree(tmp_path / "moved")) == 2 and trashed(tmp_path) == 0
    settled(qtbot, desk)
    press(qtbot, desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.model.groups) == GROUPS)
    assert tree(tmp_path / "photos") == before
    settled(qtbot, desk)
    press(qtbot, desk, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)  # to the same folder again
    qtbot.waitUntil(lambda: len(tree(tmp_path / "moved")) == 2)


def test_links_from_the_window(qtbot, desk, tmp_path) -> None:
    page = desk.pages["duplicates"]
    page.bar.look_only.click()
    before = tree(tmp_path / "photos")
    keeper, copy = page.view.group.keeper, page.view.group.members[1]
    assert copy.path.endswith(b" copy.jpg")
    press(qtbot, desk, Qt.Key.Key_2)
    press(qtbot, desk, Qt.Key.Key_Space)
    press(qtbot, desk, Qt.Key.Key_Delete)
    dialog = page.marking.dialog
    assert [dialog.kinds.itemData(row) for row in range(dialog.kinds.count())] == list(Kind)
    dialog.kinds.setCurrentIndex(list(Kind).index(Kind.HARDLINK))
    assert "Who edits one edits all" in dialog._promise.text()
    dialog.accept()
    qtbot.waitUntil(lambda: trashed(tmp_path) == 1, timeout=20_000)
    assert set(tree(tmp_path / "photos")) == set(before)
    assert os.path.samefile(copy.path, keeper.path)
    settled(qtbot, desk)
    press(qtbot, desk, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: trashed(tmp_path) == 0)
    assert tree(tmp_path / "photos") == before


def test_marks_are_there_again_after_a_restart(qtbot, desk, tmp_path) -> None:
    page = desk.pages["duplicates"]
    qtbot.waitUntil(lambda: not page.keeping_marks.busy)
    press(qtbot, desk, Qt.Key.Key_K)
    press(qtbot, desk, Qt.Key.Key_K)
    marked, by_hand = set(page.marking.marks.paths()), page.marking.marks.groups()[0].by_hand
    assert len(marked) == 4 and by_hand
    desk.close()
    gone, changed, *kept = sorted(marked)
    library = Library.open(tmp_path / "library")
    library.execute("DELETE FROM photo WHERE path = ?", (gone,))
    library.execute("UPDATE photo SET content_id = content_id + 1 WHERE path = ?", (changed,))
    window = MainWindow(Context(library, Settings(theme="light"), FakeClient(), save_settings))
    qtbot.addWidget(window)
    marks = window.pages["duplicates"].marking.marks
    qtbot.waitUntil(lambda: len(marks) == 2)
    assert sorted(marks.paths()) == kept and all(group.by_hand for group in marks.groups())
    # what is taken away is not there the next time
    marks.unmark(marks.ids())
    qtbot.waitUntil(lambda: not window.pages["duplicates"].keeping_marks.busy)
    assert library.kept_marks() == []
