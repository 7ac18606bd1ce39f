"""The groups, the evidence beside them, the decisions on it, and how strict they are."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from fakes import FakeGrouping, FakeIndex, FakeLibrary, picture
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QWidget

from crh_desktop.app.texts import member_text, unproven_text
from crh_desktop.app.theme import apply_theme
from crh_desktop.app.views.group_view import places_shown
from crh_desktop.app.views.pair_canvas import PairCanvas
from crh_desktop.app.views.pair_view import Shown
from crh_desktop.app.views.rating_dialog import RatingDialog
from crh_desktop.app.views.two_files import TwoFilesDialog
from crh_desktop.core.records import Member, Relation, Tier

# --- the list ---------------------------------------------------------------------------------------------------------


def test_no_more_groups_are_made_than_are_shown(qtbot, page) -> None:
    FakeLibrary.index = FakeIndex(100_000)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.model.groups) == 100_000)
    grouping = page.model.groups
    assert isinstance(grouping, FakeGrouping)
    page.grab()
    assert grouping.made < 1000
    assert "100000 groups" in page.total.whole and "200000 photos beside" in page.total.whole


def test_tiles_say_what_happened(page) -> None:
    members = page.model.groups[0].members
    assert member_text(members[1], False) == "crop, 64 %, brighter"
    assert member_text(members[2], False) == "turned 90°"
    FakeLibrary.index.members = 4
    unverified = FakeIndex(2, members=4).regroup(Tier.NEAR)[0].members[3]
    assert member_text(unverified, False) == "not verified"
    spoken = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "crop, 64 %" in spoken


def test_a_card_shows_the_chosen_member_however_many_there_are() -> None:
    assert places_shown(3, 5, 2) == [0, 1, 2]
    assert places_shown(40, 5, 4) == [0, 1, 2, 3, 4]
    assert places_shown(40, 5, 20) == [0, 17, 18, 19, 20]


# --- the panel --------------------------------------------------------------------------------------------------------


def test_the_chosen_member_is_explained(qtbot, page) -> None:
    assert page.panel.sentence.text() == "The second is a crop of the first: 64 % of its area, a little brighter."
    assert "Goes with a.xmp" in page.panel.note.text()
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert page.panel.sentence.text() == "The second was made from the first: turned 90° clockwise."
    qtbot.keyClick(page.view, Qt.Key.Key_1)
    assert page.view.accessibleDescription() == "0.jpg, suggested keeper"
    assert page.view.member == 0 and "whole group" in page.panel.note.text()
    assert (
        not page.deciding.pull_out.isEnabled()
        and not page.deciding.split.isEnabled()
        and page.deciding.not_duplicates.isEnabled()
    )


def test_figures_and_their_meaning(page) -> None:
    grid = page.panel._grid
    texts = [grid.itemAt(place).widget().text() for place in range(grid.count())]
    assert "0.90" in texts and "100 %" in texts and "48 agree" in texts and "60 of 256 bits differ" in texts
    assert all(grid.itemAt(place).widget().toolTip() for place in range(grid.count()))


def test_larger_pictures_are_asked_for_and_shown(qtbot, page, context, tmp_path) -> None:
    file = tmp_path / "large.png"
    QImage(80, 60, QImage.Format.Format_RGB32).save(str(file))
    qtbot.waitUntil(lambda: sum(message["do"] == "picture" for message in context.client.sent) == 2)
    asked = [message for message in context.client.sent if message["do"] == "picture"]
    assert [message["photo_id"] for message in asked] == [1, 2]
    context.client.handle({"event": "done", "id": asked[0]["id"], "result": {"path": str(file)}})
    assert page.panel.pair.canvas.has_picture(0) and not page.panel.pair.canvas.has_picture(1)
    context.client.handle({"event": "failed", "id": asked[1]["id"], "error": "b.jpg: the volume is away."})
    assert not page.panel.pair.busy
    page.panel.grab()


def test_the_keeper_stands_while_the_others_come_and_go(qtbot, page, context, tmp_path) -> None:
    def asked() -> list[int]:
        return [message["photo_id"] for message in context.client.sent if message["do"] == "picture"]

    qtbot.waitUntil(lambda: asked() == [1, 2])
    file = tmp_path / "large.png"
    picture(80, 60).save(str(file))
    first = next(message["id"] for message in context.client.sent if message["do"] == "picture")
    context.client.handle({"event": "done", "id": first, "result": {"path": str(file)}})
    canvas = page.panel.pair.canvas
    canvas.zoom_to(3)
    page.view.step(1)
    assert canvas.zoom == 3 and canvas.has_picture(0) and not canvas.has_picture(1)
    qtbot.waitUntil(lambda: asked() == [1, 2, 3])
    page.refresh()  # the same pair again: nothing is asked for twice
    qtbot.waitUntil(lambda: not page._reader.busy and not page._grouper.busy)
    assert canvas.zoom == 3 and not page.panel.pair._timer.isActive()
    page.view.choose(5, 1)
    assert canvas.zoom == 1 and not canvas.has_picture(0)
    qtbot.waitUntil(lambda: asked() == [1, 2, 3, 16, 17])


def test_members_without_evidence_are_told_of_too() -> None:
    member = Member(2, b"/b.jpg", 1, Tier.NEAR, 12, "rot90")
    assert member_text(member, False) == "12 bits · turned 90°" and "not compared" in unproven_text(member)
    for change, few, sentence in (
        ({"evidence": {"by_hand": True}}, "joined by you", "You said"),
        ({"tier": Tier.SIMILAR, "distance": 256}, "looks alike", "this stack"),
        ({"evidence": {"verified": False}}, "not verified", "another photo of the group"),
        ({"tier": Tier.PIXELS}, "same pixels", "same pixels"),
    ):
        changed = replace(member, **change)
        assert member_text(changed, False) == few and sentence in unproven_text(changed)


def test_a_photo_that_is_gone_is_no_crash(page, monkeypatch) -> None:
    monkeypatch.setattr(page.model, "photos_of", lambda ids: {})
    page.view.step(1)
    assert "removed meanwhile" in page.panel._empty.sentence.text()


def test_the_splitter_is_remembered(page, window) -> None:
    page._splitter.setSizes([400, 600])
    page._on_splitter_moved(400, 1)
    from crh_desktop.app.pages.duplicates_page import DuplicatesPage

    again = DuplicatesPage(window.context)
    assert again._splitter.saveState() == page._splitter.saveState()
    again.deleteLater()


# --- decisions --------------------------------------------------------------------------------------------------------


def test_the_groups_have_the_keys_when_the_page_is_shown(qtbot, window) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    view = window.pages["duplicates"].view
    qtbot.waitUntil(lambda: view.group is not None and window.focusWidget() is view)


def test_keys_decide_and_undo(qtbot, page, context) -> None:
    library = context.library
    for key, expected in (
        (Qt.Key.Key_N, ("decide", (1,), (2,), Relation.NOT_DUPLICATES)),
        (Qt.Key.Key_A, ("decide", (1,), (2,), Relation.ALTERNATES)),
        (Qt.Key.Key_P, ("pull_out", 1, (2,))),
        (Qt.Key.Key_S, ("split", 1, (2, 3))),
    ):
        qtbot.keyClick(page.view, key)
        assert library.decided[-1] == expected
    assert page.undoing.stack.undoText().startswith("splitting at")
    qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert library.decided[-1] == ("restore", "split", 1, (2, 3))
    qtbot.keyClick(page.view, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert library.decided[-1] == ("restore", "restore", "split", 1, (2, 3))
    assert page.undoing.stack.count() == 4 and "splitting at 1.jpg (Ctrl+Z)" in page.undoing.undo_button.toolTip()


def test_the_keeper_stands_for_its_group(qtbot, page, context) -> None:
    page.view.choose(0, 0)
    qtbot.keyClick(page.view, Qt.Key.Key_N)
    assert context.library.decided[-1] == ("decide", (1, 2, 3), (1, 2, 3), Relation.NOT_DUPLICATES)
    assert "the group of 0.jpg" in page.undoing.stack.undoText()


def test_equal_files_are_not_told_apart(qtbot, page, context) -> None:
    tier = page.strictness.tier
    tier.setCurrentIndex(tier.findData(Tier.IDENTICAL))
    qtbot.waitUntil(lambda: page.view.group is not None and page.view.group.tier is Tier.IDENTICAL)
    assert not any(action.isEnabled() for action in page.deciding.actions)
    assert "one picture" in page.deciding.not_duplicates.toolTip()
    assert page.panel.sentence.text() == "The same file: every byte is equal."


def test_a_decision_that_fails_leaves_no_trace_but_a_sentence(qtbot, page, context) -> None:
    context.library.refuse = "The disk is full."
    with qtbot.waitSignal(context.message) as told:
        qtbot.keyClick(page.view, Qt.Key.Key_N)
    assert told.args == ["The disk is full."] and not page.undoing.stack.canUndo()


def test_the_place_is_kept_after_a_decision(qtbot, page) -> None:
    page.view.choose(20, 2)
    page.view.verticalScrollBar().setValue(236 * 18 + 40)
    index = FakeLibrary.index
    index.gone = {3}  # a group above disappears
    page.refresh()
    qtbot.waitUntil(lambda: len(page.model.groups) == 39)
    assert page.view.currentIndex().row() == 19 and page.view.member == 2
    assert page.view.verticalScrollBar().value() == 236 * 17 + 40
    index.gone = {3, 20}  # the chosen one itself: the next takes its place
    page.refresh()
    qtbot.waitUntil(lambda: len(page.model.groups) == 38)
    assert page.view.currentIndex().row() == 19 and page.view.member == 1
    assert page.view.group.keeper.photo_id == 3 * 21 + 1


def test_the_menu_offers_the_same(page) -> None:
    page._on_menu_wanted(QPoint(5, 5))
    texts = [action.text() for action in page._menu.actions()]
    assert {"Not duplicates", "Alternates", "Pull out of group", "Split here"} <= set(texts)
    assert any(text.startswith("Compare large") for text in texts)
    page._menu.close()
    assert page.deciding.not_duplicates.toolTip().endswith("(N)")


# --- strictness -------------------------------------------------------------------------------------------------------


def test_the_slider_says_what_it_means(qtbot, page, curve) -> None:
    page.refresh()
    strictness = page.strictness
    qtbot.waitUntil(lambda: "may be wrong" in strictness.meaning.whole)
    strictness.slider.setValue(90)
    assert strictness.value.whole == "Score 0.90 or better"
    data = strictness.histogram.data
    assert data is not None and data.accepted.sum() < data.refused.sum()
    assert "pairs lie within" in strictness.histogram.accessibleDescription()
    strictness.histogram.grab()
    qtbot.waitUntil(lambda: FakeLibrary.index.asked[-1] == (Tier.NEAR, 0.9, None))


def test_similar_has_a_range_with_two_ends(qtbot, page) -> None:
    strictness = page.strictness
    strictness.tier.setCurrentIndex(strictness.tier.findData(Tier.SIMILAR))
    strictness.low.setValue(30)
    strictness.high.setValue(20)
    assert strictness.score_range == (0.2, 0.2)
    strictness.high.setValue(60)
    qtbot.waitUntil(lambda: FakeLibrary.index.asked[-1] == (Tier.SIMILAR, 0.5, (0.2, 0.6)))
    assert strictness.low.isVisible() and not strictness.slider.isVisible()


def test_without_pairs_there_is_a_sentence(qtbot, page) -> None:
    FakeLibrary.index = FakeIndex(0)
    page.refresh()
    qtbot.waitUntil(lambda: page._empty.isVisible())
    assert "No duplicates" in page._empty.heading.text()
    assert page.strictness.isVisible()


# --- names ------------------------------------------------------------------------------------------------------------


def test_every_control_has_a_name(qtbot, page, context) -> None:
    dialogs = [TwoFilesDialog(context), RatingDialog(context, 0.6)]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: bool(dialogs[1]._questions))
    kinds = (QAbstractButton, QComboBox, QAbstractSlider, QAbstractSpinBox, PairCanvas)
    for root in (page, page.window_of_pair, *dialogs):
        for widget in root.findChildren(QWidget):
            if (
                isinstance(widget, kinds)
                and not widget.objectName().startswith("qt_")
                and widget.metaObject().className() not in ("QScrollBar",)
            ):
                named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
                assert named, widget


def test_the_dark_theme_paints_too(page) -> None:
    apply_theme("dark")
    assert not page.grab().isNull()
    apply_theme("light")


def test_long_names_are_shortened_in_the_middle(qtbot) -> None:
    from crh_desktop.app.views.elided_label import ElidedLabel

    label = ElidedLabel("a" * 60 + "middle" + "b" * 60)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert "…" in label.text() and label.text().endswith("b") and "middle" in label.toolTip()
    assert Shown("a", "", 3, 4, None).pixels == (3, 4)


def test_the_first_paint_does_not_wait_for_the_calibration() -> None:
    code = (
        "import sys, tempfile, os; os.environ['CRH_DESKTOP_HOME'] = tempfile.mkdtemp()\n"
        "from PySide6.QtWidgets import QApplication\n"
        "import crh_desktop.app.main\n"
        "from crh_desktop.app.views.strictness import Strictness\n"
        "application = QApplication([]); Strictness()\n"
        "sys.exit('crh_desktop.core.matching.calibrate' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
