"""Actions of the duplicates page that are not about marks or decisions: files, groups, tools, and all keys of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from crh_desktop.app.drops import reveal, url_of

if TYPE_CHECKING:
    from crh_desktop.app.pages.duplicates_page import DuplicatesPage


class PageActions(QObject):
    """Makes them once; the page offers them by key and in menus."""

    def __init__(self, page: DuplicatesPage) -> None:
        super().__init__(page)
        self._page = page
        self.start = self._action(self.tr("Open with its own program"), "Ctrl+O", self._on_start)
        self.show = self._action(self.tr("Show in its folder"), "Shift+Return", self._on_reveal)
        self.rename = self._action(self.tr("Rename…"), "F2", self._on_rename)
        self.compare = self._action(self.tr("Compare large"), "C", page.open_pair)
        self.next = self._action(self.tr("Next group"), "Ctrl+Down", lambda: self._step(1))
        self.previous = self._action(self.tr("Previous group"), "Ctrl+Up", lambda: self._step(-1))
        self.files = [self.start, self.show, self.rename]
        deciding, marking = page.deciding, page.marking
        page.context.keys.add(
            self.tr("Groups"),
            {
                "keep": marking.keep_next, "keep-this": marking.keep_this, "keeper": deciding.keeper, "mark": marking.mark,
                "skip": marking.skip, "unmark-all": marking.unmark_all, "trash": marking.trash,
                "not-duplicates": deciding.not_duplicates, "alternates": deciding.alternates,
                "pull-out": deciding.pull_out, "split": deciding.split, "undo": page.undoing.undo, "redo": page.undoing.redo,
                "next-group": self.next, "previous-group": self.previous, "compare": self.compare, "rename": self.rename,
                "open": self.start, "reveal": self.show,
            },
        )  # fmt: skip

    def tools(self) -> QToolButton:
        """A button with everything that is not needed for every group."""
        page = self._page
        menu = QMenu(page)
        for text, slot in (
            (self.tr("Keeper rules…"), page.dialogs.edit_rules),
            (self.tr("Folder overlap…"), page.dialogs.compare_folders),
            (self.tr("Test two files…") + "\tCtrl+T", page.dialogs.test_two_files),
            ("", None),
            (self.tr("Save marks as a plan…"), lambda: page.plans.save(page.model.groups)),
            (self.tr("Open a plan…"), lambda: page.plans.load(page.model.groups)),
            (self.tr("Try out what is marked"), page.plans.try_out),
        ):
            if slot is None:
                menu.addSeparator()
            else:
                menu.addAction(text, slot)
        button = QToolButton()
        button.setText(self.tr("Tools") + "  ")
        button.setProperty("action", True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        button.setToolTip(self.tr("Keeper rules, folder overlap, plans, and a test of any two files"))
        return button

    def _action(self, text: str, key: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self._page)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: slot())
        self._page.addAction(action)
        return action

    def _step(self, by: int) -> None:
        view = self._page.view
        view.choose(view.currentIndex().row() + by, 1)

    def _on_start(self) -> None:
        chosen = self._page.chosen()
        if chosen is not None:
            QDesktopServices.openUrl(url_of(chosen[1].path))

    def _on_reveal(self) -> None:
        chosen = self._page.chosen()
        if chosen is not None:
            reveal(chosen[1].path)

    def _on_rename(self) -> None:
        chosen = self._page.chosen()
        if chosen is not None:
            self._page.marking.rename(chosen[1])
