"""What a person decides of groups: not duplicates, alternates, pull out, split, another keeper; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.icons import keyed_action
from crh_desktop.app.review.commands import Decision
from crh_desktop.app.texts import display_name
from crh_desktop.core.records import Group, Member, Relation, Tier

Chosen = tuple[Group, Member]


class Deciding(QObject):
    """The actions N, A, P, S and Ctrl+Space over the chosen member."""

    def __init__(
        self, page: QWidget, context: Context, stack: QUndoStack, chosen: Callable[[], Chosen | None],
        after: Callable[[], None], return_to: Callable[[Group, Member], None],
    ) -> None:  # fmt: skip
        """Make the actions.

        Args:
            page: Where their keys work.
            context: Library and messages.
            stack: Takes the commands.
            chosen: Tells the chosen group and member.
            after: Called after every decision, done or taken back.
            return_to: Called with what was chosen when a decision was made that is now taken back.
        """
        super().__init__(page)
        self._return_to = return_to
        self._page, self._context, self._stack, self._chosen, self._after = page, context, stack, chosen, after
        self.not_duplicates = self._action("unlike", self.tr("Not duplicates"), "N", self._on_not_duplicates)
        self.alternates = self._action("alternates", self.tr("Alternates"), "A", self._on_alternates)
        self.pull_out = self._action("pull", self.tr("Pull out of group"), "P", self._on_pull_out)
        self.split = self._action("split", self.tr("Split here"), "S", self._on_split)
        self.keeper = self._action("crown", self.tr("Make keeper"), "Ctrl+Space", self._on_keeper)
        self.actions = [self.not_duplicates, self.alternates, self.pull_out, self.split]

    def name_actions(self, chosen: Chosen | None) -> None:
        """Say what each action is about, and offer only what can be done."""
        is_keeper = chosen is not None and chosen[1].photo_id == chosen[0].keeper.photo_id
        # Decisions hang on contents: what has the same bytes cannot be told apart.
        equal = chosen is not None and (chosen[0] if is_keeper else chosen[1]).tier is Tier.IDENTICAL
        many = chosen is not None and len(chosen[0].members) > 2
        for action, possible, tip in (
            (self.not_duplicates, True,
             self.tr("No two of this group belong together") if is_keeper and many else
             self.tr("This photo and the keeper never come into one group again")),
            (self.alternates, True, self.tr("Keep both: kin, but never offered as duplicates again")),
            (self.pull_out, not is_keeper, self.tr("Take this photo out; the others stay together")),
            (self.split, not is_keeper and many, self.tr("This photo and those after it become a group of their own")),
        ):  # fmt: skip
            if equal:
                tip = self.tr("Byte-identical copies are one picture")
            action.setEnabled(chosen is not None and possible and not equal)
            action.setToolTip(f"{tip} ({action.shortcut().toString()})")
        self.keeper.setEnabled(chosen is not None and not is_keeper)

    def keep(self, group: Group, member: Member) -> None:
        """Choose another keeper for a group."""
        library = self._context.library
        others = [one.photo_id for one in group.members if one.photo_id != member.photo_id]
        self._decide(
            self.tr("keeping {0}").format(display_name(member.path)),
            lambda: library.choose_keeper(member.photo_id, others),
            library.restore_keepers,
        )

    def _action(self, icon: str, text: str, key: str, slot: Callable[[], None]) -> QAction:
        action = keyed_action(self._page, icon, text, key)
        action.triggered.connect(slot)
        return action

    def _decide(self, text: str, do: Callable[[], Any], restore: Callable[[Any], Any] | None = None) -> None:
        restore = restore or self._context.library.restore
        chosen = self._chosen()
        back = (lambda: None) if chosen is None else (lambda: self._return_to(*chosen))
        self._stack.push(Decision(text, do, restore, self._after, self._context.message.emit, back))

    def _contents(self, members: Sequence[Member]) -> list[int]:
        return sorted(set(self._context.library.contents_of([member.photo_id for member in members]).values()))

    def _relate(self, relation: Relation, text: str) -> None:
        """The keeper and the chosen member; every two of the group if the keeper itself is chosen."""
        chosen = self._chosen()
        if chosen is None:
            return
        group, member = chosen
        library = self._context.library
        if member.photo_id == group.keeper.photo_id:
            everyone = self._contents(group.members)
            name = self.tr("the group of {0}").format(display_name(group.keeper.path))
            self._decide(text.format(name), lambda: library.decide(everyone, everyone, relation))
        else:
            keeper, other = self._contents([group.keeper]), self._contents([member])
            self._decide(text.format(display_name(member.path)), lambda: library.decide(keeper, other, relation))

    def _on_not_duplicates(self) -> None:
        self._relate(Relation.NOT_DUPLICATES, self.tr("“Not duplicates” for {0}"))

    def _on_alternates(self) -> None:
        self._relate(Relation.ALTERNATES, self.tr("“Alternates” for {0}"))

    def _on_pull_out(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            group, member = chosen
            text = self.tr("pulling out {0}").format(display_name(member.path))
            self._decide(text, lambda: self._context.library.pull_out(group, [member.photo_id]))

    def _on_split(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            group, member = chosen
            place = [one.photo_id for one in group.members].index(member.photo_id)
            ids = [one.photo_id for one in group.members[place:]]
            text = self.tr("splitting at {0}").format(display_name(member.path))
            self._decide(text, lambda: self._context.library.split(group, ids))

    def _on_keeper(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.keep(*chosen)
