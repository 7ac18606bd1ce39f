"""Two photos held against each other: the canvas, the large pair, two files from anywhere, and the rating."""

from __future__ import annotations

import os

import pytest
from fakes import CROP, TURNED, FakeLibrary, picture
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QPixmap

from crh_desktop.app.views.pair_canvas import PairCanvas
from crh_desktop.app.views.pair_places import Mode
from crh_desktop.app.views.pair_window import LARGEST
from crh_desktop.app.views.rating_dialog import RatingDialog
from crh_desktop.app.views.two_files import TwoFilesDialog, read_step
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.outline import placed
from crh_desktop.core.records import Relation, Tier

# --- the canvas -------------------------------------------------------------------------------------------------------


@pytest.fixture
def canvas(qtbot):
    """A canvas of 810 by 400 with a wide and a tall picture."""
    made = PairCanvas()
    qtbot.addWidget(made)
    made.resize(812, 425)
    made.show_pair(TURNED, [("a", "1"), ("b", "2")], [picture(400, 200).size(), picture(200, 400).size()])
    made.set_picture(0, picture(400, 200))
    made.set_picture(1, picture(200, 400, "blue"))
    made.show()
    return made


def test_the_same_spot_stays_under_both_halves(canvas) -> None:
    spot = QPointF(0.25, 0.75)
    areas = canvas._areas()
    for aligned in (False, True):
        canvas.aligned = aligned
        canvas.fit()
        canvas.zoom_to(4)
        canvas._centre = spot
        first = canvas._placing(0, areas[0]).map(spot)
        second = canvas._placing(1, areas[1]).map(QPointF(1 - spot.y(), spot.x()))  # turned by 90 degrees
        assert (first - areas[0].center()).manhattanLength() < 1e-6
        assert (second - areas[1].center()).manhattanLength() < 1e-6


def test_zoom_keeps_what_is_under_the_mouse(canvas) -> None:
    for x in (200.0, 600.0):
        canvas.fit()
        canvas.zoom_to(2)
        at = QPointF(x, 180)
        which = canvas._under(at)
        before = canvas._to_first(which, at)
        canvas.zoom_to(3, at)
        assert (canvas._to_first(which, at) - before).manhattanLength() < 1e-6


def test_ways_to_look(canvas, qtbot) -> None:
    for mode in Mode:
        canvas.set_mode(mode)
        assert not canvas.grab().isNull()
    canvas.flick()
    canvas.flick()
    assert canvas.mode is Mode.FLICK and not canvas.flicked
    canvas.set_mode(Mode.SIDE)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.zoom == pytest.approx(1.25)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.zoom == 1
    canvas.full_size()
    canvas.full_size()
    assert canvas.zoom == 1


def test_aligned_pictures_that_are_equal_show_no_difference(qtbot) -> None:
    made = PairCanvas()
    qtbot.addWidget(made)
    made.resize(400, 324)
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for x in range(64):
        for y in range(64):
            image.setPixelColor(x, y, QColor(4 * x, 4 * y, 128))
    made.show_pair(None, [("a", ""), ("b", "")], [image.size(), image.size()])
    made.set_picture(0, QPixmap.fromImage(image))
    made.set_picture(1, QPixmap.fromImage(image))
    made.set_mode(Mode.OVERLAY)
    grabbed = made.grab().toImage()
    assert all(grabbed.pixelColor(x, 150).lightness() < 12 for x in range(60, 340, 20))


def test_what_a_turn_alone_places() -> None:
    assert placed(None) == (1, 0, 0, 0, 1, 0)
    assert placed(Evidence(Tier.NEAR, turn=4)) == (-1, 0, 1, 0, 1, 0)
    assert placed(Evidence(Tier.SIMILAR)) is None and placed(Evidence()) is None
    assert placed(CROP) == CROP.matrix


# --- the pair as large as the window ----------------------------------------------------------------------------------


def test_enter_opens_the_pair_and_its_keys_decide(qtbot, page, context) -> None:
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    large = page.window_of_pair
    qtbot.waitUntil(large.isActiveWindow)
    assert large.windowTitle() == "Compare: 2 of 3"
    assert "crop" in large.panel.sentence.text()
    qtbot.keyClick(large.panel.pair.canvas, Qt.Key.Key_Right)
    assert page.view.member == 2 and "turned" in large.panel.sentence.text()
    qtbot.keyClick(large.panel.pair.canvas, Qt.Key.Key_O)
    assert large.panel.pair.canvas.mode is Mode.OVERLAY
    qtbot.keyClick(large.panel.pair.canvas, Qt.Key.Key_F)
    qtbot.keyClick(large.panel.pair.canvas, Qt.Key.Key_F)
    assert large.panel.pair.canvas.mode is Mode.FLICK and large.panel.pair.canvas.flicked
    qtbot.keyClick(large.panel.pair.canvas, Qt.Key.Key_N)
    assert context.library.decided[-1] == ("decide", (1,), (3,), Relation.NOT_DUPLICATES)
    qtbot.keyClick(large.panel.pair.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert context.library.decided[-1][:2] == ("restore", "decide")
    qtbot.keyClick(large.panel.pair.canvas, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_difference_boxes_are_a_key_away(qtbot, page) -> None:
    assert page.panel.pair.canvas.boxes
    qtbot.keyClick(page.view, Qt.Key.Key_D)
    assert not page.panel.pair.canvas.boxes


# --- two files --------------------------------------------------------------------------------------------------------


def test_two_files_are_compared(qtbot, page, window, context, tmp_path) -> None:
    files = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for file in files:
        file.write_bytes(b"x")
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = page.dialogs.two
    assert isinstance(dialog, TwoFilesDialog) and dialog.isVisible()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(files[0]))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.zones[0].dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    qtbot.waitUntil(lambda: dialog.zones[0].path == os.fsencode(files[0]))
    dialog.take(1, [os.fsencode(files[1])])
    asked = context.client.sent[-1]
    assert (asked["do"], asked["first"], asked["second"]) == ("compare", str(files[0]), str(files[1]))
    picture_file = tmp_path / "small.png"
    picture(40, 30).save(str(picture_file))
    result = {
        "evidence": CROP.to_json(), "first_picture": str(picture_file), "second_picture": str(picture_file),
        "sizes": [[400, 300], [200, 150]],
    }  # fmt: skip
    context.client.handle({"event": "done", "id": asked["id"], "result": result})
    assert "one exposure" in dialog.verdict.text() and "64 %" in dialog.panel.sentence.text()
    assert dialog.steps.texts[0].startswith("1. passed: The codes differ")
    assert dialog.steps.texts[2] == "3. failed: Nothing else."
    dialog.grab()


def test_two_files_at_once_and_what_goes_wrong(qtbot, page, context, tmp_path) -> None:
    page.dialogs.test_two_files()
    dialog = page.dialogs.two
    dialog.take(0, [b"/nowhere/a.jpg", b"/nowhere/b.jpg"])
    assert "/nowhere/a.jpg is not there" in dialog.said
    file = tmp_path / "x.jpg"
    file.write_bytes(b"x")
    dialog.take(0, [os.fsencode(file), os.fsencode(file)])
    context.client.handle({"event": "failed", "id": dialog._request, "error": f"{file}: no picture."})
    assert dialog.said == f"These two cannot be compared {file}: no picture." and not dialog._result.isVisible()
    dialog.take(0, [os.fsencode(file)])
    context.client.handle({"event": "done", "id": dialog._request, "result": {"evidence": "[]"}})
    assert "cannot be read" in dialog.said


def test_steps_have_marks() -> None:
    assert read_step("✓ Codes agree.") == (True, "Codes agree.")
    assert read_step("✗ Too few points.") == (False, "Too few points.")
    assert read_step("Said plainly.") == (None, "Said plainly.")


# --- rating -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def rating_dialog(qtbot, context, curve):
    """A rating dialog with its pairs drawn."""
    made = RatingDialog(context, 0.6)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.pair.isVisible())
    return made


def rated() -> list[tuple]:
    return FakeLibrary.database.execute("SELECT same FROM rating ORDER BY at").fetchall()


def test_rating_by_keys(qtbot, rating_dialog) -> None:
    dialog, canvas = rating_dialog, rating_dialog.pair.canvas
    assert dialog.progress.text() == "1 of 30"
    for key in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_Space):
        qtbot.keyClick(canvas, key)
    assert dialog.progress.text() == "4 of 30" and rated() == [(1,), (0,), (-1,)]
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    assert dialog.progress.text() == "3 of 30" and rated() == [(1,), (0,)]
    dialog.leave.click()
    qtbot.waitUntil(lambda: "2 answers kept" in dialog.result_text)
    assert "1 the same, 1 not, 0 not sure" in dialog.result_text and "may be wrong" in dialog.result_text


def test_rating_to_the_end(qtbot, rating_dialog) -> None:
    for _ in range(30):
        qtbot.keyClick(rating_dialog.pair.canvas, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: "30 answers kept" in rating_dialog.result_text)
    assert len(rated()) == 30


def test_another_round_draws_other_pairs(qtbot, rating_dialog) -> None:
    before = {(one.content_a, one.content_b) for one in rating_dialog._questions[:3]}
    for _ in range(3):
        qtbot.keyClick(rating_dialog.pair.canvas, Qt.Key.Key_Y)
    rating_dialog.leave.click()
    qtbot.waitUntil(lambda: rating_dialog.again.isVisible())
    rating_dialog.again.click()
    qtbot.waitUntil(lambda: rating_dialog.pair.isVisible())
    assert rating_dialog.progress.text() == "1 of 30"
    assert before.isdisjoint((one.content_a, one.content_b) for one in rating_dialog._questions)


def test_nothing_to_rate(qtbot, context) -> None:
    FakeLibrary.database.execute("DELETE FROM pair")
    dialog = RatingDialog(context, 0.6)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "No pairs to rate" in dialog.result_text)
    assert dialog.close_button.isVisible()


def test_the_link_opens_it(qtbot, page) -> None:
    page.strictness.check.click()
    assert isinstance(page.dialogs.rating, RatingDialog)
    qtbot.waitUntil(lambda: page.dialogs.rating.pair.isVisible())
    page.dialogs.rating.reject()
    assert not page.dialogs.rating.isVisible()


def test_large_pictures_are_read_for_what_is_shown_and_let_go(qtbot, page, context, tmp_path) -> None:
    def large_ones() -> list[int]:
        return [one["photo_id"] for one in context.client.sent if one["do"] == "picture" and one["max_side"] == LARGEST]

    QImage(300, 200, QImage.Format.Format_RGB32).save(str(tmp_path / "picture.png"))
    page.view.opened.emit(page.view.group, 1)
    large = page.window_of_pair
    canvas = large.panel.pair.canvas
    qtbot.waitUntil(lambda: len(large_ones()) == 2)
    for message in [one for one in context.client.sent if one["do"] == "picture"]:
        context.client.handle({"event": "done", "id": message["id"], "result": {"path": str(tmp_path / "picture.png")}})
    assert canvas.has_picture(0) and canvas.has_picture(1) and not large.many.cells()
    large.group.trigger()
    assert len(large_ones()) == 5 and len(large.many.cells()) == 3
    large.hide()
    assert not canvas.has_picture(0) and not canvas.has_picture(1) and not large.many.cells()
    page.open_pair()
    assert len(large.many.cells()) == 3
    large.group.trigger()
    assert not large.many.cells()
    large.hide()


def test_up_to_four_share_one_zoom(qtbot, page, context) -> None:
    page.view.opened.emit(page.view.group, 1)
    large = page.window_of_pair
    large.group.trigger()
    many = large.many
    assert large.sheets.currentWidget() is many and len(many.cells()) == 3
    assert "(keeper)" not in many.accessibleDescription() and many.chosen == 1
    whole = [many.target(place, cell) for place, cell in enumerate(many.cells())]
    assert all(cell.contains(one.center()) for cell, one in zip(many.cells(), whole, strict=True))
    qtbot.keyClick(many, Qt.Key.Key_Plus)
    grown = [many.target(place, cell) for place, cell in enumerate(many.cells())]
    assert all(abs(b.width() / a.width() - 1.25) < 1e-6 for a, b in zip(whole, grown, strict=True))
    before = many.target(0, many.cells()[0])
    qtbot.mousePress(many, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    qtbot.mouseMove(many, QPoint(30, 50))
    qtbot.mouseRelease(many, Qt.MouseButton.LeftButton, pos=QPoint(30, 50))
    assert many.target(0, many.cells()[0]) != before
    qtbot.keyClick(many, Qt.Key.Key_0)
    assert many.zoom == 1.0 and not many.grab().isNull()
    large.group.trigger()
    assert large.sheets.currentWidget() is large.panel


def test_the_split_line_moves(qtbot, page) -> None:
    pair = page.panel.pair
    pair.divide.trigger()
    canvas = pair.canvas
    assert canvas.mode is Mode.SPLIT and canvas.divider == 0.5
    qtbot.keyClick(canvas, Qt.Key.Key_Period)
    assert canvas.divider > 0.5
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, canvas.height() // 2))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, canvas.height() // 2))
    assert canvas.divider < 0.1 and not canvas.grab().isNull()
    pair.side.trigger()


def test_the_winner_stays(qtbot, page, context) -> None:
    page.view.opened.emit(page.view.group, 1)
    large = page.window_of_pair
    group = page.view.group
    qtbot.waitUntil(large.isActiveWindow)
    qtbot.keyClick(large, Qt.Key.Key_Q)
    assert page.marking.marks.ids() == [group.members[1].photo_id] and page.view.member == 2
    large.hide()


def test_facts_are_said_and_only_differing_rows_shown(qtbot, page, context) -> None:
    page.view.opened.emit(page.view.group, 1)
    facts = page.window_of_pair.facts
    asked = [message for message in context.client.sent if message["do"] == "describe"][-2:]
    context.client.handle({"event": "done", "id": asked[0]["id"], "result": {"said": {"place": "1, 2", "make": "M"}}})
    context.client.handle({"event": "done", "id": asked[1]["id"], "result": {"said": {"make": "M"}}})
    assert "has GPS" in facts.words.text() and not facts.busy
    names = [facts.table.item(row, 0).text() for row in range(facts.table.rowCount())]
    assert "Place (GPS)" in names and "Make" not in names
    facts.all_rows.setChecked(True)
    names = [facts.table.item(row, 0).text() for row in range(facts.table.rowCount())]
    assert "Make" in names
    page.window_of_pair.hide()
