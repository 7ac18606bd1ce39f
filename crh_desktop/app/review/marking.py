"""Marking photos and acting on what is marked: by key, by rule, to the trash, and all of it back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.icons import keyed_action
from crh_desktop.app.review.act_dialog import ActDialog
from crh_desktop.app.review.acting import Done
from crh_desktop.app.review.commands import BatchCommand
from crh_desktop.app.review.deciding import Chosen
from crh_desktop.app.review.freshness import Freshness
from crh_desktop.app.review.marks import Marks, why_not
from crh_desktop.app.review.undoing import Undoing
from crh_desktop.app.texts import counted, mark_refusal_text
from crh_desktop.core.actions.check import Consent, MarkedGroup
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.records import FolderState, Group, Member


class Marking(QObject):
    """The actions Space, K, Shift+K, X, Delete over the chosen group.

    Signals:
        advanced: go on to the next group.
        acted: (Done) files were moved or came back.
    """

    advanced = Signal()
    acted = Signal(object)

    def __init__(
        self, page: QWidget, context: Context, undoing: Undoing, chosen: Callable[[], Chosen | None],
        keep: Callable[[Group, Member], None],
    ) -> None:  # fmt: skip
        """Make the actions.

        Args:
            page: Where their keys work.
            context: Library, settings and what acts.
            undoing: Takes a command for every batch.
            chosen: Tells the chosen group and member.
            keep: Makes a member the keeper of its group.
        """
        super().__init__(page)
        self._page, self._context, self._undoing, self._chosen, self._keep = page, context, undoing, chosen, keep
        self.marks = Marks(self)
        self.freshness = Freshness(self)
        self.states: dict[bytes, FolderState] = {}
        self._wanted_keeper = self._loser = 0
        self._consent = Consent()
        self.mark = self._action("mark", self.tr("Mark"), "Space", self._on_mark)
        self.keep_next = self._action("check", self.tr("Mark all others"), "K", self._on_keep)
        self.keep_this = self._action("crown", self.tr("Keep this one, mark others"), "Shift+K", self._on_keep_this)
        self.skip = self._action("right", self.tr("Skip"), "X", self.advanced.emit)
        self.unmark_all = self._action("close", self.tr("Unmark all"), "Ctrl+Shift+A", self._on_unmark_all)
        self.trash = self._action("trash", self.tr("Move marked to trash…"), "Del", self.act)
        self.actions = [self.mark, self.keep_next, self.keep_this, self.skip]
        self.dialog: ActDialog | None = None
        context.acting.done.connect(self._on_done)

    def refresh_states(self) -> None:
        """Read again what was said of folders."""
        self.states = self._context.library.states()

    def group_shown(self, group: Group | None) -> None:
        """A group was chosen; if its keeper is the one that was just asked for, mark the others."""
        if group is not None and group.keeper.photo_id == self._wanted_keeper:
            self._wanted_keeper = 0
            loser, self._loser = self._loser, 0
            if not loser:
                self._mark_others(group)
                return
            lost = [member for member in group.members if member.photo_id == loser and not self.may_mark(group, member)]
            self.marks.mark(group, lost, by_hand=True)

    def name_actions(self, chosen: Chosen | None) -> None:
        """Offer only what can be done."""
        marked = chosen is not None and chosen[1].photo_id in self.marks
        self.mark.setText(self.tr("Unmark") if marked else self.tr("Mark"))
        for action in self.actions:
            action.setEnabled(chosen is not None)
        self.unmark_all.setEnabled(len(self.marks) > 0)
        self.trash.setEnabled(len(self.marks) > 0)

    def may_mark(self, group: Group, member: Member) -> str:
        """Why a member may not be marked, in words; "" if it may."""
        return mark_refusal_text(why_not(group, member, self.states, self.marks.kept(), self.freshness.stale))

    def act(self) -> None:
        """Ask, then act on what is marked."""
        if not len(self.marks):
            self._context.message.emit(self.tr("Nothing is marked. Mark photos with Space, or a whole group with K."))
            return
        if not self._context.settings.may_act:
            self._context.message.emit(
                self.tr(
                    "You are only looking: nothing can be moved. Switch “Look only” off above, then press Delete again."
                )
            )
            return
        if self.dialog is None:
            self.dialog = ActDialog(self._page)
            self.dialog.accepted.connect(self._on_agreed)
        self.dialog.ask(self.marks)
        self.dialog.open()

    def _action(self, icon: str, text: str, key: str, slot: Callable[[], Any]) -> QAction:
        action = keyed_action(self._page, icon, text, key)
        action.triggered.connect(slot)
        return action

    def _mark_others(self, group: Group) -> None:
        possible = [member for member in group.members if not self.may_mark(group, member)]
        if not possible:
            reasons = [self.may_mark(group, member) for member in group.members[1:]]
            self._context.message.emit(next((reason for reason in reasons if reason), ""))
            return
        self.marks.mark(group, possible, by_hand=True)
        self.advanced.emit()

    def rename(self, member: Member) -> None:
        """Ask for another name, and rename the photo with what goes with it."""
        if not self._context.settings.may_act:
            self._context.message.emit(
                self.tr("You are only looking: nothing can be renamed. Switch “Look only” off first.")
            )
            return
        name = os.fsdecode(os.path.basename(member.path))
        new, agreed = QInputDialog.getText(
            self._page, self.tr("Rename"), self.tr("Another name for this photo"), text=name
        )
        if not agreed or new == name:
            return
        if not new or "/" in new or "\0" in new or new in (".", ".."):
            self._context.message.emit(self.tr("A name cannot be empty or hold a slash."))
            return
        target = os.path.join(os.path.dirname(member.path), os.fsencode(new))
        self._context.acting.move([(member.path, str(member.evidence.get("digest", "")), target)], "rename")

    def settle(self, group: Group, challenger: Member, winner: int) -> bool:
        """The keeper (0) or the challenger (1) is better: mark the loser; False if it may not be marked."""
        if winner == 0:
            reason = self.may_mark(group, challenger)
            if reason:
                self._context.message.emit(reason)
                return False
            self.marks.mark(group, [challenger], by_hand=True)
            return True
        self.marks.unmark([challenger.photo_id])
        self._wanted_keeper, self._loser = challenger.photo_id, group.keeper.photo_id
        self._keep(group, challenger)
        return False  # the groups are formed again first, with the challenger as their keeper

    def _on_mark(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        group, member = chosen
        if member.photo_id in self.marks:
            self.marks.unmark([member.photo_id])
            return
        reason = self.may_mark(group, member)
        if reason:
            self._context.message.emit(reason)
        else:
            self.marks.mark(group, [member], by_hand=True)

    def _on_keep(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._mark_others(chosen[0])

    def _on_keep_this(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        group, member = chosen
        if member.photo_id == group.keeper.photo_id:
            self._mark_others(group)
            return
        self.marks.unmark([one.photo_id for one in group.members])
        self._wanted_keeper, self._loser = member.photo_id, 0
        self._keep(group, member)

    def _on_unmark_all(self) -> None:
        self.marks.unmark([*self.marks.ids()])

    def _on_agreed(self) -> None:
        if self.dialog is not None:
            self.start(self.marks.groups(), self.dialog.kind, self.dialog.consent, self.dialog.to)

    def start(self, groups: Sequence[MarkedGroup], kind: Kind, consent: Consent, to: bytes | None = None) -> None:
        """Act on groups."""
        self._consent = consent
        self._context.acting.act(groups, kind, consent, to)

    def _on_done(self, done: Done) -> None:
        outcome = done.outcome
        if done.kind != "undo" and done.groups:
            refused = {path for path, _ in outcome.refused}
            self.marks.forget_paths(
                one.path for group in done.groups for one in group.marked if one.path not in refused
            )
            if outcome.done:
                self._note(done)
        self.acted.emit(done)

    def _note(self, done: Done) -> None:
        """Put the batch on the undo stack, or tell a redone command its new number."""
        stack, redoing = self._undoing.stack, self._undoing.redoing
        if redoing is not None and stack.index() and stack.command(stack.index() - 1) is redoing:
            redoing.done_again(done)
            self._undoing.redoing = None
            return
        text = counted(self.tr("moving %n photo(s)", "", done.outcome.done), done.outcome.done)
        stack.push(BatchCommand(text, self._context.acting, done, self._consent))
