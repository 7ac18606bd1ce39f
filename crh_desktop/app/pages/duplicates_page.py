"""Duplicates: groups as cards, the evidence for the chosen photo beside them, and decisions that can be taken back."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from crh_desktop.app.context import Background, Context
from crh_desktop.app.icons import tint_actions
from crh_desktop.app.models.group_list import GroupListModel
from crh_desktop.app.review.acting import Done
from crh_desktop.app.review.deciding import Deciding
from crh_desktop.app.review.dialogs import Dialogs
from crh_desktop.app.review.keeping_marks import KeepingMarks
from crh_desktop.app.review.marking import Marking
from crh_desktop.app.review.page_actions import PageActions
from crh_desktop.app.review.plans import Plans
from crh_desktop.app.review.undoing import Undoing
from crh_desktop.app.texts import (
    companions_text,
    display_name,
    is_verified,
    member_text,
    number_text,
    plural,
    proof_of,
    size_text,
    unproven_text,
)
from crh_desktop.app.views.drop_zone import EmptyState, title_label
from crh_desktop.app.views.elided_label import ElidedLabel
from crh_desktop.app.views.evidence_panel import EvidencePanel
from crh_desktop.app.views.filter_bar import FilterBar
from crh_desktop.app.views.group_view import GroupView
from crh_desktop.app.views.many_view import MOST
from crh_desktop.app.views.pair_view import shown_photo
from crh_desktop.app.views.pair_window import PairWindow
from crh_desktop.app.views.passing import let_go
from crh_desktop.app.views.review_bar import ReviewBar
from crh_desktop.app.views.scrolling import scrolling
from crh_desktop.app.views.strictness import Strictness, read_scores
from crh_desktop.core.matching.arrange import Order, arranged
from crh_desktop.core.matching.keeper_rules import KeeperRules
from crh_desktop.core.paths import data_dir
from crh_desktop.core.records import Group, Member, Photo, Tier

if TYPE_CHECKING:
    pass


class DuplicatesPage(QWidget):
    """Strictness, cards and evidence. Index and scores are read in the pool by a library of its own."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.index: Any = None
        self._reader, self._scorer, self._grouper = Background(self), Background(self), Background(self)
        self.model = GroupListModel(context.library, self)
        self.view = GroupView(self.model, context.thumbs)
        self.strictness = Strictness()
        self._make_actions()
        self.plans = Plans(self, context, self.marking)
        self.keeping_marks = KeepingMarks(context, self.marking.marks, self)
        self.dialogs = Dialogs(self)
        self.page_actions = PageActions(self)
        self.panel = EvidencePanel(context, self.decisions)
        column = scrolling(self.panel)
        column.setMinimumWidth(310)
        self.addActions(self.panel.pair.ways())
        ways = self.panel.pair
        context.keys.add(
            self.tr("Comparing"),
            {"side": ways.side, "flick": ways.flick, "divide": ways.divide, "overlay": ways.overlay, "align": ways.align,
             "boxes": ways.boxes, "full-size": ways.fit},
        )  # fmt: skip
        self.window_of_pair = PairWindow(context, self.decisions, self)
        self.window_of_pair.addActions([self.undoing.undo, self.undoing.redo])
        self.form: Any = None
        self._identical = 0  # bytes that byte-identical files can free
        self._menu: QMenu | None = None
        self.total = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.total.setForegroundRole(self.total.palette().ColorRole.PlaceholderText)
        self._empty = EmptyState("", "")
        self._splitter = QSplitter()
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.view)
        self._splitter.addWidget(column)
        self._splitter.setSizes([620, 440])
        self._splitter.setStretchFactor(0, 1)
        self._settings = QSettings(str(data_dir() / "window.ini"), QSettings.Format.IniFormat)
        saved = self._settings.value("duplicates/splitter")
        if saved is not None:
            self._splitter.restoreState(saved)
        self.start_here = QPushButton()
        self.start_here.setProperty("link", True)
        self.start_here.hide()
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(title_label(self.tr("Duplicates")))
        bar.addSpacing(8)
        bar.addWidget(self.total, 1)
        for button in (self.undoing.undo_button, self.undoing.redo_button, self.page_actions.tools()):
            bar.addWidget(button)
        self.filters = FilterBar()
        self.bar = ReviewBar(context, self.marking)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 6)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.strictness)
        layout.addWidget(self.filters)
        layout.addWidget(self.start_here, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self.bar)
        self.strictness.changed.connect(self._on_strictness_changed)
        self.strictness.check_wanted.connect(self.dialogs.rate)
        self._reader.done.connect(self._on_index_read)
        self._reader.failed.connect(context.message)
        self._scorer.done.connect(self.strictness.show_scores)
        self._scorer.failed.connect(context.message)
        self._grouper.done.connect(self._show)
        self._grouper.failed.connect(context.message)
        self.view.chosen.connect(self._on_chosen)
        self.view.opened.connect(self._on_opened)
        self.view.menu_wanted.connect(self._on_menu_wanted)
        self.window_of_pair.stepped.connect(self.view.step)
        self.window_of_pair.won.connect(self._on_won)
        self.window_of_pair.group.toggled.connect(lambda _many: self._on_chosen())
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self.filters.changed.connect(self._regroup)
        self.marking.marks.changed.connect(self._on_marks_changed)
        self.marking.advanced.connect(self._on_advanced)
        self.marking.acted.connect(self._on_acted)
        self.bar.rule_wanted.connect(self.dialogs.mark_by_rule)
        self.start_here.clicked.connect(self._on_start_here)
        self.bar.look_only_changed.connect(self._on_look_only_changed)
        self.view.marks, self.view.stale = self.marking.marks, self.marking.freshness.stale
        self.marking.freshness.changed.connect(self.view.viewport().update)
        self._show(())

    @property
    def busy(self) -> bool:
        """Whether groups are still being made."""
        return self._reader.busy or self._scorer.busy or self._grouper.busy or self.panel.pair.busy

    def refresh(self) -> None:
        """Read codes, pairs and decisions again, then regroup."""
        self.marking.refresh_states()
        rules = KeeperRules.from_text(self.context.settings.keeper_rules)

        def read(library: Any) -> tuple[Any, int]:
            index = library.group_index(rules)
            return index, index.regroup(Tier.IDENTICAL).bytes_freeable

        self._reader.start(self.context.apart(read))

    def open_viewer(self) -> None:
        """Fill the screen with the chosen group, or the first."""
        group = self.view.group or (self.model.groups[0] if len(self.model.groups) else None)
        if group is not None:
            self.context.show_viewer.emit([member.photo_id for member in group.members], self.view.member)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys to the groups at once: whoever comes here wants to walk through them."""
        super().showEvent(event)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icons again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "decisions"):
            tint_actions(self.decisions, self.palette())

    def close_windows(self) -> None:
        """Hide what stands on its own, because the main window closes."""
        self.window_of_pair.hide()
        self.dialogs.hide()
        self.keeping_marks.finish()

    def _make_actions(self) -> None:
        self.undoing = Undoing(self, self.context)
        stack = self.undoing.stack
        self.deciding = Deciding(self, self.context, stack, self.chosen, self.refresh, self.view.return_to)
        self.marking = Marking(self, self.context, self.undoing, self.chosen, self.deciding.keep)
        self.decisions = [*self.deciding.actions, self.marking.mark, self.marking.keep_next]
        marking = self.marking
        more = [self.deciding.keeper, marking.keep_this, marking.skip, marking.unmark_all, marking.trash]
        self.addActions([*self.decisions, *more, self.undoing.undo, self.undoing.redo])

    def score(self) -> None:
        """Weigh the scores of the pairs anew, with what the person has rated."""
        if self.index is not None:
            values = self.index.score
            self._scorer.start(self.context.apart(lambda library: read_scores(library, values)))

    def _regroup(self) -> None:
        index, controls = self.index, self.strictness
        if index is None:
            return
        tier, score, between = controls.chosen_tier, controls.min_score, controls.score_range
        order, only = self.filters.chosen_order, self.filters.chosen

        def work() -> Any:
            groups = index.regroup(tier, min_score=score, scores=between)
            return arranged(groups, order, only) if only or order is not Order.FREE else groups

        self.form = lambda index: index.regroup(tier, min_score=score, scores=between)
        self._grouper.start(work)

    def _show(self, groups: Any) -> None:
        self.view.show_groups(groups)
        some = len(groups) > 0
        self._splitter.setVisible(some)
        self._empty.setVisible(not some)
        if some and self.view.group is None:
            self.view.choose(0, 1)
        if not some:
            self._say_empty()
            self.total.set_text("")
            return
        words = [
            plural(self.tr("%n group(s)", "", len(groups))),
            self.tr("{0} photos beside the keepers").format(number_text(groups.photos_beside)),
            self.tr("can free {0}").format(size_text(groups.bytes_freeable)),
        ]
        self.total.set_text("  ·  ".join(words))
        self._offer_start()

    def _say_empty(self) -> None:
        if self.index is not None and self.filters.chosen:
            heading = self.tr("No group fits the filter")
            sentence = self.tr("Clear the filter above to see all groups again.")
        elif self.index is None:
            heading, sentence = self.tr("Looking for duplicates"), self.tr("The groups appear here in a moment.")
        elif self.strictness.chosen_tier is Tier.SIMILAR:
            heading = self.tr("No similar photos found")
            sentence = self.tr("Nothing in the library lies within this range. Widen it, or add a folder.")
        else:
            heading = self.tr("No duplicates found")
            sentence = self.tr(
                "Nothing in the library matches this closely. Add a folder, move the slider to the left, "
                "or choose another level."
            )
        self._empty.heading.setText(heading)
        self._empty.sentence.setText(sentence)

    # --- evidence -----------------------------------------------------------------------------------------------------

    def chosen(self) -> tuple[Group, Member] | None:
        """The chosen group and member."""
        group = self.view.group
        return (group, group.members[min(self.view.member, len(group.members) - 1)]) if group is not None else None

    def _on_chosen(self) -> None:
        chosen = self.chosen()
        self._name_actions(chosen)
        self.marking.group_shown(self.view.group)
        if chosen is None:
            self.panel.clear()
            self.view.setAccessibleDescription("")
            self.window_of_pair.hide()
            return
        group, member = chosen
        self.marking.freshness.check(self.model.photos_of([one.photo_id for one in group.members]).values())
        # Left and right walk within one row of the list, of which a screen reader hears nothing by itself.
        words = member_text(member, member.photo_id == group.keeper.photo_id)
        self.view.setAccessibleDescription(f"{display_name(member.path)}, {words}")
        self._fill(self.panel, *chosen)
        if self.window_of_pair.isVisible():
            self._fill(self.window_of_pair.panel, *chosen)
            pair = self._pair(*chosen)
            if pair is not None:
                self.window_of_pair.facts.show_pair(*pair)
            if self.window_of_pair.group.isChecked():  # four large pictures are read for nobody otherwise
                self._fill_many(*chosen)
            self.window_of_pair.say(self.view.member, len(chosen[0].members))

    def _pair(self, group: Group, member: Member) -> tuple[Photo, Photo] | None:
        """The keeper and the chosen member, or the first of the others; None if either is gone."""
        other = _beside_keeper(group, member)
        photos = self.model.photos_of([group.keeper.photo_id, other.photo_id])
        found = photos.get(group.keeper.photo_id), photos.get(other.photo_id)
        return None if found[0] is None or found[1] is None else (found[0], found[1])

    def _fill_many(self, group: Group, member: Member) -> None:
        """The keeper, and a window of three that holds the chosen member."""
        place = group.members.index(member)
        first = max(1, min(place - 1, len(group.members) - MOST + 1))
        members = [group.keeper, *group.members[first : first + MOST - 1]]
        photos = self.model.photos_of([one.photo_id for one in members])
        here = [one for one in members if one.photo_id in photos]
        chosen = next((at for at, one in enumerate(here) if one.photo_id == member.photo_id), 0)
        self.window_of_pair.many.show_photos(
            [shown_photo(photos[one.photo_id]) for one in here], [one.proof for one in here], chosen
        )

    def _fill(self, panel: EvidencePanel, group: Group, member: Member) -> None:
        """The chosen member beside the keeper; the keeper itself stands beside the first of the others."""
        is_keeper = member.photo_id == group.keeper.photo_id
        other, pair = _beside_keeper(group, member), self._pair(group, member)
        if pair is None:
            panel.clear(self.tr("No longer in the library"), self.tr("This photo was removed meanwhile."))
            return
        sentence = unproven_text(other) if other.proof is None else ""
        notes = []
        if is_keeper:
            notes.append(self.tr("The first is the suggested keeper; what you decide now is about its whole group."))
        if not is_verified(other):
            notes.append(self.tr("Not verified against this keeper."))
        notes.append(companions_text(other))
        first, second = (shown_photo(photo) for photo in pair)
        panel.show_pair(first, second, proof_of(other), sentence, " ".join(note for note in notes if note))

    def _name_actions(self, chosen: tuple[Group, Member] | None) -> None:
        self.deciding.name_actions(chosen)
        self.marking.name_actions(chosen)

    # --- slots --------------------------------------------------------------------------------------------------------

    def _on_index_read(self, found: tuple[Any, int]) -> None:
        self.index, self._identical = found
        self.model.forget_photos()
        self.marking.freshness.forget()
        self.score()
        self._regroup()

    def _on_marks_changed(self) -> None:
        self.view.viewport().update()
        self._name_actions(self.chosen())

    def _on_won(self, which: int) -> None:
        """Winner stays: the loser is marked, and the next challenger comes in."""
        chosen = self.chosen()
        if chosen is not None and self.marking.settle(chosen[0], _beside_keeper(*chosen), which):
            last = self.view.member >= len(chosen[0].members) - 1
            if last:
                self._on_advanced()
            else:
                self.view.step(1 if self.view.member else 2)

    def _on_advanced(self) -> None:
        self.view.choose(self.view.currentIndex().row() + 1, 1)

    def _on_acted(self, done: Done) -> None:
        self.refresh()

    def _on_start_here(self) -> None:
        self.strictness.tier.setCurrentIndex(self.strictness.tier.findData(Tier.IDENTICAL))

    def _offer_start(self) -> None:
        """The safest groups first: files that are the same, byte for byte."""
        elsewhere = self.strictness.chosen_tier is not Tier.IDENTICAL
        self.start_here.setText(self.tr("{0} are byte-identical: start here").format(size_text(self._identical)))
        self.start_here.setVisible(self._identical > 0 and elsewhere)

    def _on_look_only_changed(self, looking: bool) -> None:
        self.context.save_settings(dataclasses.replace(self.context.settings, may_act=not looking))
        if not looking:  # what was said of it before is true no longer
            self.context.message.emit(self.tr("Marked photos can be moved now. Every move can be undone."))

    def _on_strictness_changed(self) -> None:
        self._regroup()

    def _on_opened(self, group: Group, place: int) -> None:
        self.open_pair()

    def open_pair(self) -> None:
        """Show the chosen pair as large as the window."""
        self.window_of_pair.open()
        self._on_chosen()

    def _on_menu_wanted(self, point: QPoint) -> None:
        let_go(self._menu)
        self._menu = QMenu(self)
        compare = self._menu.addAction(self.tr("Compare large") + "\tEnter")
        compare.triggered.connect(self.open_pair)
        self._menu.addAction(self.tr("View full screen") + "\tF11", self.open_viewer)
        self._menu.addSeparator()
        self._menu.addActions([self.marking.mark, self.marking.keep_next, self.marking.keep_this, self.deciding.keeper])
        self._menu.addSeparator()
        self._menu.addActions(self.deciding.actions)
        self._menu.addSeparator()
        self._menu.addActions(self.page_actions.files)
        self._menu.addSeparator()
        self._menu.addActions([self.undoing.undo, self.undoing.redo])
        self._menu.popup(point)

    def _on_splitter_moved(self, place: int, index: int) -> None:
        self._settings.setValue("duplicates/splitter", self._splitter.saveState())


def _beside_keeper(group: Group, member: Member) -> Member:
    """The member that is compared with the keeper: the chosen one, or the first of the others."""
    is_keeper = member.photo_id == group.keeper.photo_id
    return group.members[1] if is_keeper and len(group.members) > 1 else member
