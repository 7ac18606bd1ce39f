"""The window as a person uses it, with a fake library and a fake worker."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import numpy as np
from fakes import FakeIndex, FakeLibrary
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QStyle

from crh_desktop.app import drops
from crh_desktop.app.models.group_list import GroupListModel
from crh_desktop.app.models.photo_grid import PhotoGridModel
from crh_desktop.app.pages.library_page import months_of
from crh_desktop.app.theme import apply_theme, is_dark
from crh_desktop.core.records import FolderState, Tier


def test_models_obey_qt(qtmodeltester) -> None:
    photos = PhotoGridModel(FakeLibrary())
    photos.set_ids(np.arange(1, 301))
    groups = GroupListModel(FakeLibrary())
    groups.set_groups(FakeIndex(5).regroup(Tier.NEAR))
    for model in (photos, groups):
        qtmodeltester.check(model)
    spoken = groups.data(groups.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "3 photos" in spoken and "turned 90°" in spoken


def test_names_of_any_bytes_are_shown(context) -> None:
    model = PhotoGridModel(context.library)
    model.set_ids(np.array([7]))
    assert model.index(0).data() == "IMG_7 \ufffd⏎.jpg"
    path = "/tmp/a\udcff b\n%.jpg"
    assert drops.path_of(drops.url_of(os.fsencode(path))) == os.fsencode(path)


def test_slider_regroups(qtbot, window) -> None:
    FakeLibrary.index = FakeIndex(64)
    window.show_page("duplicates")
    page = window.pages["duplicates"]
    qtbot.waitUntil(lambda: len(page.model.groups) == 64)
    page.view.verticalScrollBar().setValue(236 * 5)
    page.strictness.slider.setValue(75)
    qtbot.waitUntil(lambda: len(page.model.groups) == 32)
    assert page.view.verticalScrollBar().value() == 236 * 5
    tier = page.strictness.tier
    tier.setCurrentIndex(tier.findData(Tier.IDENTICAL))
    qtbot.waitUntil(lambda: page.model.groups[0].tier == Tier.IDENTICAL)
    tier.setCurrentIndex(tier.findData(Tier.NEAR))
    page.strictness.slider.setValue(100)
    qtbot.waitUntil(lambda: len(page.model.groups) == 0)
    assert page._empty.isVisible() and not page.view.isVisible()


def test_grid_keeps_its_place_when_it_grows(qtbot, window) -> None:
    grid = window.pages["library"].grid
    qtbot.waitUntil(lambda: grid.verticalScrollBar().maximum() > 1000)
    grid.go_to(200)
    qtbot.waitUntil(lambda: grid.verticalScrollBar().value() > 500)
    photo_id = int(grid._grid.ids[grid.indexAt(grid.viewport().rect().topLeft() + grid.rect().center() * 0).row()])
    grid.show_ids(np.concatenate([np.arange(10_000, 10_500), grid._grid.ids]))
    qtbot.waitUntil(
        lambda: grid.visualRect(grid._grid.index(int(np.flatnonzero(grid._grid.ids == photo_id)[0]))).intersects(
            grid.viewport().rect()
        )
    )


def test_jump_by_date() -> None:
    seconds = np.array([np.nan, *np.array(["2019-06-03", "2019-06-01", "2018-01-02"], "datetime64[s]").astype(float)])
    assert months_of(seconds) == [(2019, 6, 1, 2), (2018, 1, 3, 1)]
    assert months_of(np.full(3, np.nan)) == []


def _drop(widget, data: QMimeData) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))


def test_drops_on_search(qtbot, window, context) -> None:
    page = window.pages["search"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/some picture.jpg")])
    _drop(page.zone, data)

    def encodes() -> list[dict]:
        return [message for message in context.client.sent if message["do"] == "encode"]

    qtbot.waitUntil(lambda: bool(encodes()))
    assert encodes()[-1]["path"] == "/tmp/some picture.jpg"
    context.client.handle({"event": "done", "id": encodes()[-1]["id"], "result": {"perceptual": "AAAA"}})
    assert page.model.rowCount() == 20
    remote = QMimeData()
    remote.setUrls([QUrl("https://example.org/a.jpg")])
    _drop(page.zone, remote)
    qtbot.waitUntil(lambda: "nothing is fetched" in page.status.text())
    image = QMimeData()
    image.setImageData(QImage(20, 10, QImage.Format.Format_RGB32))
    _drop(page.zone, image)
    qtbot.waitUntil(lambda: encodes()[-1]["path"] != "/tmp/some picture.jpg")
    with Image.open(encodes()[-1]["path"]) as saved:
        assert (saved.format, saved.size) == ("PNG", (20, 10))


def test_dropped_folder_is_scanned(qtbot, window, context, tmp_path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    _drop(window.first_run.zone, data)
    qtbot.waitUntil(lambda: any(message["do"] == "scan" for message in context.client.sent))
    assert os.fsencode(tmp_path) in context.library.places


def test_strip_cancels_at_once(window, context) -> None:
    job = context.client.scan([b"/photos"])
    context.client.handle({"event": "progress", "id": job, "stage": "hash", "done": 5, "total": 10, "seconds_left": 90})
    assert "5 of 10" in window.strip.text.text() and window.strip.pause_button.isVisible()
    window.strip.pause_button.click()
    assert context.client.sent[-1]["do"] == "pause"
    window.strip.cancel_button.click()
    assert "Cancelling" in window.strip.text.text() and context.client.sent[-1] == {"id": job, "do": "cancel"}
    context.client.handle({"event": "progress", "id": job, "stage": "hash", "done": 6, "total": 10})
    assert "Cancelling" in window.strip.text.text()
    context.client.handle({"event": "cancelled", "id": job})
    assert not window.strip.bar.isVisible() and context.client.job_id is None


def test_failed_job_says_why(window, context) -> None:
    job = context.client.scan([b"/photos"])
    context.client.handle({"event": "failed", "id": job, "error": "The disk is full."})
    assert window.strip.text.text() == "The disk is full." and context.client.job_id is None


def test_theme_switch_is_saved(window, context) -> None:
    page = window.pages["settings"]
    page.theme.setCurrentIndex(page.theme.findData("dark"))
    assert is_dark(QApplication.palette()) and context.saved[-1].theme == "dark"
    apply_theme("light")
    assert not is_dark(QApplication.palette())


def test_no_theme_leaves_a_style_behind(window) -> None:
    apply_theme("light")
    before = sum(isinstance(one, QStyle) for one in gc.get_objects())
    for name in ("dark", "light", "dark", "light"):
        apply_theme(name)
    assert sum(isinstance(one, QStyle) for one in gc.get_objects()) == before


def test_pages_and_viewer_by_keyboard(qtbot, window, context) -> None:
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_1):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        page = window.pages[window.current]
        assert window.stack.currentWidget() is page
    viewer = window.viewer
    viewer.open([1, 2, 3], 0)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    asked = [message["photo_id"] for message in context.client.sent if message["do"] == "picture"]
    assert asked == [1, 2]
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_empty_library_welcomes(window, context) -> None:
    context.library.places.clear()
    context.library_changed.emit()
    assert window.stack.currentWidget() is window.first_run


def test_calls_keep_references_to_none(window) -> None:
    """PySide6 6.12 on Python 3.11 loses one at every void call and aborts after some thousand."""
    before = sys.getrefcount(None)
    for _ in range(200):
        window.strip.text.setText("x")
        window.strip.bar.setValue(1)
    assert sys.getrefcount(None) > before - 100


def test_window_loads_no_torch() -> None:
    code = "import sys, crh_desktop.app.main; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_dead_worker_is_a_failed_job(window, context) -> None:
    context.client.scan([b"/photos"])
    context.client._last_errors = ["MemoryError"]
    context.client._on_ended()
    assert "MemoryError" in window.strip.text.text() and context.client.job_id is None
    assert not window.strip.bar.isVisible() and window.isVisible()


def test_folder_tree_counts_and_states(qtbot, window, context) -> None:
    page = window.pages["library"]
    tree = page.tree
    root = tree.model().index(1, 0)
    assert "300" in root.data(Qt.ItemDataRole.AccessibleTextRole) and tree.isExpanded(root)
    tree.setCurrentIndex(root)
    tree.state_wanted.emit(b"/photos", FolderState.REFERENCE)
    assert context.library.said_of == {b"/photos": FolderState.REFERENCE}
    qtbot.waitUntil(lambda: "Reference" in tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    assert tree.chosen_path() == b"/photos"


def test_models_show_their_figures_beside_the_general_code(context):
    from crh_desktop.app.pages.models_page import ModelsPage

    page = ModelsPage(context)
    general, starter = context.library.models()
    assert ("Search quality, its own classes", "0.800   (general code 0.400)") in page.rows(starter)
    assert page.rows(general) == [("Length", "256 bits")]
