"""Doing what was planned: written down, done and closed in chunks, so that a crash leaves little to be looked at."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crh_desktop.core.actions import steps
from crh_desktop.core.actions.check import Found, Refused
from crh_desktop.core.actions.mending import cans_of, sentence_of
from crh_desktop.core.actions.plan import Kind, Planned, plan_unit
from crh_desktop.core.errors import Cancelled
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.core.store.journal import SIDECAR, Item, ItemState, Op

#: Items written down, done and closed together: what a crash leaves to be looked at.
CHUNK = 64


@dataclass
class Outcome:
    """What became of a batch. done: photos acted on. files: all files that left, with what went along. refused: file, reason."""

    batch: int
    done: int = 0
    files: int = 0
    size: int = 0  # bytes
    refused: list[tuple[bytes, str]] = field(default_factory=list)
    missing: list[bytes] = field(default_factory=list)  # not found again where they went
    held: int = 0  # files in holding folders
    sidecars: int = 0  # written beside copies that stay
    cancelled: bool = False


class Runner:
    """Writes down, does and closes items in chunks; whole groups stay together."""

    def __init__(self, library: Library, kind: str, progress: Progress) -> None:
        self.library, self.progress, self.cans = library, progress, cans_of(library)
        self.outcome = Outcome(library.begin_batch(kind))
        self._refusals: list[Item] = []
        # renaming and copying in are no kinds of what is done to marked photos
        self._kind = next((one for one in Kind if one.value == kind), None)
        self._linking = self._kind is Kind.HARDLINK  # a new name changes when a file's status was changed

    def refuse(self, path: bytes, reason: str, photos: int = 1, keeper: bytes = b"") -> None:
        self.outcome.refused.append((path, reason))
        self._refusals.append(Item(path, keeper, state=ItemState.REFUSED, reason=reason))
        self.progress.advance(photos)

    @contextlib.contextmanager
    def refusing(self, path: bytes, photos: int = 1, keeper: bytes = b"") -> Iterator[None]:
        """Refuse these photos, named by one of them, if they cannot be planned."""
        try:
            yield
        except Refused as refused:
            self.refuse(refused.path, refused.reason, photos, keeper)
        except OSError as error:
            self.refuse(path, sentence_of(error), photos, keeper)

    def run(self, plans: Callable[[], Iterator[list[Planned]]]) -> Outcome:
        waiting: list[Planned] = []
        try:
            for planned in plans():
                waiting += planned
                if len(waiting) >= CHUNK:
                    self._flush(waiting)
                    waiting = []
        except Cancelled:
            self.outcome.cancelled = True  # what was not begun is not begun; what is done can be taken back
        else:
            self._flush(waiting)
        self.library.plan_items(self.outcome.batch, self._refusals)
        self.library.close_items([], self.outcome.batch)
        return self.outcome

    def _flush(self, planned: list[Planned]) -> None:
        if not planned:
            return
        items = self.library.plan_items(self.outcome.batch, [one.item for one in planned])
        # what fails is planned anew in a holding folder, if that can help
        ended, again = [], []
        unwritten: set[bytes] = set()  # keepers that could not take over what they lack
        for item, plan in zip(items, planned, strict=True):
            if item.keeper in unwritten:
                ended.append(self._left(item))
                continue
            done, retry = self._do(item, plan)
            if item.tier == SIDECAR and done.state is not ItemState.DONE:
                unwritten.add(item.keeper)
            ended.append(done)
            again += [retry] if retry is not None else []
            if done.state is ItemState.REFUSED and plan.keeper is not None and not self._stays(plan.keeper):
                ended = self._leave_whole(ended, plan.keeper.path)
        steps.settle([item for item in ended if item.state is ItemState.DONE])
        self.library.close_items([item for item in ended if item.state is not ItemState.DOING])
        self._find_again(ended)
        self._flush(again)

    def _left(self, item: Item) -> Item:
        reason = "What the copy that stays lacks could not be written beside it, so nothing was done to this photo."
        self.outcome.refused.append((item.path, reason))
        self.progress.advance()
        return item.ended(ItemState.REFUSED, reason)

    def _stays(self, keeper: Found) -> bool:
        try:
            return keeper.unchanged()
        except OSError:
            return False

    def _leave_whole(self, ended: list[Item], keeper: bytes) -> list[Item]:
        """The copy that stays changed in the middle of its group: what went because of it comes back."""
        kept: list[Item] = []
        for item in ended:
            if item.keeper == keeper and item.state is ItemState.DONE:
                try:
                    steps.roll_back(item, self.cans)
                except OSError:
                    kept.append(item.ended(ItemState.DOING))  # stays open: the next start tries again
                    continue
                self._count(item, -1)
                reason = "The copy that stays changed at this very moment. Scan again."
                self.outcome.refused.append((item.path, reason))
                item = item.ended(ItemState.REFUSED, reason)
            kept.append(item)
        return kept

    def _do(self, item: Item, plan: Planned) -> tuple[Item, Planned | None]:
        begun = replace(item, steps=())
        try:
            for file in (*plan.files, *([plan.keeper] if plan.keeper else [])):
                if not file.unchanged(strict=not self._linking):
                    raise steps.StepError(f"{os.fsdecode(file.path)} changed at this very moment. Scan again.")
            for count, step in enumerate(item.steps, 1):
                begun = replace(item, steps=item.steps[:count])
                steps.do(step, plan.notes.get(step.note, b""))
            if any(step.leaves and not steps.landed(step, item) for step in item.steps):
                raise steps.StepError(f"{os.fsdecode(item.path)} changed at this very moment. Scan again.")
            if plan.keeper is not None and not plan.keeper.unchanged():
                raise steps.StepError("The copy that stays changed or went with it. Nothing was done to this photo.")
        except OSError as error:
            reason = sentence_of(error)
            self.outcome.refused.append((item.path, reason))
            self.progress.advance()
            try:
                # only what was begun: what lies at the target of a later step is not ours
                steps.roll_back(begun, self.cans)
            except OSError:
                return item, None  # stays open in the journal: the next start tries again
            retry = self._replan(plan) if error.errno == errno.EXDEV else None
            if retry is not None:
                self.outcome.refused.pop()
                return item.ended(ItemState.UNDONE, "Its trash took nothing; the holding folder was used."), retry
            return item.ended(ItemState.REFUSED, reason), None
        self.progress.advance()
        self._count(item)
        return item.ended(ItemState.DONE), None

    def _replan(self, plan: Planned) -> Planned | None:
        if self._kind in (None, Kind.MOVE) or plan.item.tier == SIDECAR or not self.cans.give_up(plan.item.path):
            return None
        try:
            return plan_unit(self._kind, plan.keeper, plan.files, plan.item.tier, self.cans)
        except OSError:
            return None

    def _count(self, item: Item, sign: int = 1) -> None:
        if item.tier == SIDECAR:
            self.outcome.sidecars += sign
            return
        away = [step for step in item.steps if step.leaves]
        self.outcome.done += sign
        self.outcome.files += sign * len(away)
        self.outcome.size += sign * sum(step.size for step in away)
        self.outcome.held += sign * sum(step.op is Op.HOLD for step in away)

    def _find_again(self, items: Sequence[Item]) -> None:
        """Every file must lie where it went."""
        for item in items:
            if item.state is ItemState.DONE:
                lost = [step.target for step in item.steps if step.leaves and not steps.landed(step, item)]
                self.outcome.missing += lost
