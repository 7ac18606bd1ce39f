"""The dialogs of the duplicates page: made when they are first asked for, hidden with the window."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crh_desktop.app.review.folders_dialog import FoldersDialog
from crh_desktop.app.review.keeper_dialog import KeeperDialog
from crh_desktop.app.review.rule_dialog import RuleDialog
from crh_desktop.app.texts import display_path
from crh_desktop.app.views.passing import let_go
from crh_desktop.app.views.two_files import TwoFilesDialog
from crh_desktop.core.matching.grouping import Grouping
from crh_desktop.core.matching.keeper_rules import KeeperRules

if TYPE_CHECKING:
    from crh_desktop.app.pages.duplicates_page import DuplicatesPage
    from crh_desktop.app.views.rating_dialog import RatingDialog


class Dialogs(QObject):
    """Opens them over the page."""

    def __init__(self, page: DuplicatesPage) -> None:
        super().__init__(page)
        self._page = page
        self.two: TwoFilesDialog | None = None
        self.rating: RatingDialog | None = None
        self.rule: RuleDialog | None = None
        self.keeper: KeeperDialog | None = None
        self.folders: FoldersDialog | None = None

    def hide(self) -> None:
        """Hide what stands on its own, because the main window closes."""
        windows: tuple[QWidget | None, ...] = (self.two, self.rating, self.rule, self.keeper, self.folders)
        for window in windows:
            if window is not None:
                window.hide()

    def test_two_files(self) -> None:
        """Compare any two files, as it was left."""
        if self.two is None:
            self.two = TwoFilesDialog(self._page.context, self._page)
        self.two.show()
        self.two.raise_()
        self.two.activateWindow()

    def mark_by_rule(self) -> None:
        """Show what a rule would mark in the groups that are shown."""
        page = self._page
        if self.rule is None:
            self.rule = RuleDialog(page.context, page)
            self.rule.chosen.connect(page.marking.marks.mark_many)
        self.rule.look_at(page.model.groups, page.marking.states, page.strictness.chosen_tier)
        self.rule.open()

    def compare_folders(self) -> None:
        """Show which folders hold copies of each other."""
        page = self._page
        if not isinstance(page.model.groups, Grouping):
            return  # nothing was grouped yet
        let_go(self.folders)
        self.folders = FoldersDialog(page.context, page.model.groups, page.marking.states, page)
        self.folders.chosen.connect(page.marking.marks.mark_many)
        self.folders.folder_wanted.connect(self._on_folder_wanted)
        self.folders.open()

    def edit_rules(self) -> None:
        """Show the keeper rules, with what another order would change."""
        page = self._page
        rules = KeeperRules.from_text(page.context.settings.keeper_rules)
        if self.keeper is None:
            self.keeper = KeeperDialog(page.context, page)
            self.keeper.accepted.connect(self._on_rules_chosen)
        self.keeper.look_at(page.index, page.form, rules)
        self.keeper.open()

    def rate(self) -> None:
        """Ask about pairs drawn at random, so that the chances fit this library."""
        from crh_desktop.app.views.rating_dialog import RatingDialog  # slow to load, rarely opened

        page = self._page
        let_go(self.rating)
        self.rating = RatingDialog(page.context, page.strictness.min_score, page)
        self.rating.finished.connect(lambda _code: page.score())
        self.rating.open()

    def _on_folder_wanted(self, folder: bytes) -> None:
        self._page.filters.text.setText(display_path(folder))

    def _on_rules_chosen(self) -> None:
        if self.keeper is not None:
            context = self._page.context
            context.save_settings(dataclasses.replace(context.settings, keeper_rules=self.keeper.rules.to_text()))
            self._page.refresh()
