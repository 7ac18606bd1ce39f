"""Help: every page there is can be reached, every link leads to one, F1 opens the right one, nothing leads out."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl

from crh_desktop.app.views.help_window import PAGES, title_of
from crh_desktop.app.window import NAMES
from crh_desktop.core.paths import bundled

FOLDER = bundled("resources") / "help"


def test_every_page_has_its_file_and_every_file_is_a_page() -> None:
    assert {one.stem for one in FOLDER.glob("*.md")} == set(PAGES) >= set(NAMES)
    assert len({title_of(page) for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_pages(page: str) -> None:
    text = (FOLDER / f"{page}.md").read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target.removesuffix(".md") in PAGES, f"{page} leads to {target}"


def test_keys_in_the_help_are_those_of_the_program(window) -> None:
    text = (FOLDER / "duplicates.md").read_text("utf-8")
    keys = {key.text.replace("…", ""): key.action.shortcut().toString() for key in window.context.keys.all()}
    for letter, name in (("N", "Not duplicates"), ("A", "Alternates"), ("P", "Pull out of group"), ("S", "Split here"),
                         ("K", "Mark all others"), ("Space", "Mark")):  # fmt: skip
        assert f"**{letter}**" in text and keys[name] == letter, (letter, name, keys.get(name))


def test_f1_opens_the_page_for_where_one_is(qtbot, window) -> None:
    window.show_page("search")
    window.show_help()
    assert window.help.page == "search" and window.help.isVisible()
    window.help._on_link(QUrl("files.md"))
    assert window.help.page == "files" and "never" in window.help.text.toPlainText()
    window.help._on_link(QUrl("https://example.org/files"))
    assert window.help.page == "files"
    qtbot.mouseClick(window.help.back, Qt.MouseButton.LeftButton)
    assert window.help.page == "search" and not window.help.back.isEnabled()
    window.help.list.setCurrentRow(PAGES.index("tour"))
    assert window.help.page == "tour"
    window.help.close()
