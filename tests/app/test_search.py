"""Search by several pictures, by a region, and through a filter."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QFileDialog

from crh_desktop.app import drops
from crh_desktop.core.records import QueryCode
from crh_desktop.worker.protocol import code_to_message


def answer(context, request_id: int, size=(400, 300)) -> None:
    code = QueryCode(np.zeros(32, np.uint8), np.zeros(256, np.float32), digest="d" * 64, size=size)
    context.client.handle({"event": "done", "id": request_id, "result": code_to_message(code)})


def asked(context) -> list[dict]:
    return [message for message in context.client.sent if message["do"] == "encode"]


def drop(page, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page.take(drops.read(data), [])


def test_several_pictures_are_one_search(window, context, tmp_path) -> None:
    page = window.pages["search"]
    window.show_page("search")
    drop(page, tmp_path / "one.jpg", tmp_path / "two.jpg")
    first, second = asked(context)[-2:]
    answer(context, first["id"])
    assert len(page.model.ids) == 20
    answer(context, second["id"])
    assert "2 pictures" in page.status.text() and len(page._queries) == 2
    drop(page, tmp_path / "three.jpg")
    context.client.handle({"event": "failed", "id": asked(context)[-1]["id"], "error": "three.jpg: damaged."})
    assert page.status.text() == "three.jpg: damaged."


def test_a_region_is_searched_in_the_pictures_own_pixels(qtbot, window, context, tmp_path) -> None:
    page = window.pages["search"]
    window.show_page("search")
    drop(page, tmp_path / "one.jpg")
    answer(context, asked(context)[-1]["id"])
    image = QImage(160, 120, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    page.picture.show_picture(image)
    qtbot.mousePress(page.picture, Qt.MouseButton.LeftButton, pos=QPoint(40, 30))
    qtbot.mouseMove(page.picture, QPoint(120, 90))
    qtbot.mouseRelease(page.picture, Qt.MouseButton.LeftButton, pos=QPoint(120, 90))
    assert asked(context)[-1]["region"] == (100, 75, 200, 150)
    answer(context, asked(context)[-1]["id"])
    assert page.status.text() == "A region of one.jpg"
    page.picture.setFocus()
    qtbot.keyClick(page.picture, Qt.Key.Key_Escape)
    assert asked(context)[-1]["region"] == (0, 0, 400, 300) and page.picture.region == QRectF()


def test_a_filter_narrows_the_neighbours(qtbot, window, context, tmp_path) -> None:
    page = window.pages["search"]
    window.show_page("search")
    drop(page, tmp_path / "one.jpg")
    answer(context, asked(context)[-1]["id"])
    names = [photo.path for photo in context.library.photos(page.model.ids.tolist())]
    page.filters.text.setText("1")
    qtbot.waitUntil(lambda: 0 < len(page.model.ids) < 20)
    assert len(page.model.ids) == sum(b"1" in name.rpartition(b"/")[2] for name in names)
    page.filters.text.setText("nowhere to be found")
    qtbot.waitUntil(lambda: not page.grid.isVisible())
    assert "filter" in page._empty.heading.text()


def test_a_dropped_folder_is_checked_and_what_is_new_is_copied(qtbot, window, context, tmp_path, monkeypatch) -> None:
    page = window.pages["search"]
    window.show_page("search")
    (tmp_path / "card").mkdir()
    drop(page, tmp_path / "card")
    dialog = page.known
    ask = [message for message in context.client.sent if message["do"] == "check"][-1]
    assert ask["folder"] == str(tmp_path / "card") and dialog.busy
    context.client.handle({"event": "progress", "id": ask["id"], "stage": "check", "done": 3, "total": 4})
    rows = [
        ["/card/a.jpg", "here", "a" * 64, "/photos/1.jpg", ""], ["/card/b.jpg", "version", "b" * 64, "/photos/2.jpg", ""],
        ["/card/c.jpg", "new", "c" * 64, "", ""], ["/card/d.jpg", "unreadable", "", "", "It is damaged."],
    ]  # fmt: skip
    context.client.handle({"event": "done", "id": ask["id"], "result": {"checked": rows}})
    assert "Of 4 photos 1 are in the library, 1 as another version, and 1 are new" in dialog.text.text()
    assert dialog.model.rowCount() == 4 and dialog.model.data(dialog.model.index(3, 2)) == "It is damaged."
    dialog.only_new.setChecked(True)
    assert dialog.model.rowCount() == 1
    copied: list[tuple] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *args: "/photos/new")
    monkeypatch.setattr(type(context.acting), "copy_in", lambda self, files, to: copied.append((files, to)) or True)
    dialog.copy.click()
    assert copied == [([(b"/card/c.jpg", "c" * 64)], b"/photos/new")] and not dialog.isVisible()
