"""Batches of actions: check, write down, do, close; and undo the same way."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crh_desktop.core.actions import steps
from crh_desktop.core.actions.check import (
    NOTHING_AGREED,
    Checker,
    Consent,
    Found,
    MarkedGroup,
    Refused,
)
from crh_desktop.core.actions.mending import alone, cans_of, mend, sentence_of
from crh_desktop.core.actions.plan import Kind, Planned, plan_copy, plan_unit
from crh_desktop.core.actions.ways import is_straight, why_no_target
from crh_desktop.core.errors import Cancelled, UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.core.store.journal import Item, ItemState, Op
from crh_desktop.core.store.places import is_below
from crh_desktop.core.trash import Cans

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
    cancelled: bool = False


def act(
    library: Library,
    groups: Sequence[MarkedGroup],
    kind: Kind = Kind.TRASH,
    progress: Progress | None = None,
    consent: Consent = NOTHING_AGREED,
    to: bytes | None = None,
) -> Outcome:
    """Do something to every marked photo of these groups; a group that is not as it was is left alone whole.

    Args:
        library: Open library. groups: What stays and what is marked.
        kind: What is done. progress: Told and asked.
        consent: What the person agreed to.
        to: For MOVE, the folder to move to; the structure of folders is kept below it.

    Raises:
        Busy: Another program acts on this library.
        LibraryError: The journal cannot be written; nothing was done that is not in it.
    """
    progress = progress or Progress()
    if to is not None:
        to = os.path.abspath(to)
        reason = why_no_target(library, to)
        if reason:
            raise UsageError(f"{os.fsdecode(to)}: {reason}")
    with alone(library):
        mend(library)
        runner = _Runner(library, kind.value, progress)
        checker = Checker(library, groups, consent)
        progress.stage("act", sum(len(group.marked) for group in groups))
        return runner.run(lambda: _plans(runner, checker, groups, kind, to))


def move(
    library: Library, moves: Sequence[tuple[bytes, str, bytes]], kind: str = "move", progress: Progress | None = None
) -> Outcome:
    """Rename photos, each with what goes with it; across file systems copy, verify, then trash.

    Args:
        library: Open library.
        moves: Path, digest and new path of each.
        kind: What the history calls it: move or rename.
        progress: Told and asked.

    Raises:
        Busy: Another program acts on this library.
    """
    progress = progress or Progress()
    with alone(library):
        mend(library)
        runner = _Runner(library, kind, progress)
        checker = Checker(library, [])
        progress.stage("act", len(moves))

        def planned(path: bytes, digest: str, target: bytes) -> Planned:
            reason = "That is its name already." if path == target else why_no_target(library, os.path.dirname(target))
            if reason:
                raise Refused(path, reason)
            return plan_unit(Kind.MOVE, None, checker.alone(path, digest), "", runner.cans, target)

        return runner.run(lambda: _one_by_one(runner, planned, moves))


def copy_in(
    library: Library, files: Sequence[tuple[bytes, str]], to: bytes, progress: Progress | None = None
) -> Outcome:
    """Copy new files from a card or another folder into the library; the originals are only read.

    Args:
        library: Open library.
        files: Path and digest of each.
        to: A folder of the library; a name that is taken there gets a number.
        progress: Told and asked.

    Raises:
        Busy: Another program acts on this library.
        UsageError: The folder is not part of the library.
    """
    progress = progress or Progress()
    to = os.path.abspath(to)
    roots = library.roots()
    if not any(is_below(to, root) for root in roots):
        raise UsageError(f"{os.fsdecode(to)} is not part of the library. Choose one of its folders, or add it first.")
    with alone(library):
        mend(library)
        runner = _Runner(library, "copy", progress)
        checker = Checker(library, [])
        progress.stage("act", len(files))
        names: set[bytes] = set()

        def planned(path: bytes, digest: str) -> Planned:
            target = _free_path(os.path.join(to, os.path.basename(path)), names)
            checker.may_act(target)
            found = plan_copy(checker.source(path, digest), target)
            names.add(target)
            return found

        return runner.run(lambda: _one_by_one(runner, planned, files))


def _one_by_one(
    runner: _Runner, planned: Callable[..., Planned], entries: Sequence[tuple[Any, ...]]
) -> Iterator[list[Planned]]:
    """Plan entries, each a path and more, one after the other; what cannot be planned is refused."""
    for path, *more in entries:
        runner.progress.check()
        try:
            yield [planned(path, *more)]
        except Refused as refused:
            runner.refuse(refused.path, refused.reason)
        except OSError as error:
            runner.refuse(path, sentence_of(error))


def _free_path(path: bytes, planned: set[bytes]) -> bytes:
    stem, ending = os.path.splitext(path)
    number, free = 1, path
    while free in planned or os.path.lexists(free):
        number += 1
        free = stem + b" (%d)" % number + ending
    return free


def undo(library: Library, batch: int, progress: Progress | None = None, only: Sequence[int] | None = None) -> Outcome:
    """Take a batch back, last photo first, or only these items of it; what cannot be is left and said.

    Raises:
        Busy: Another program acts on this library.
        UsageError: There is no such batch.
    """
    progress = progress or Progress()
    with alone(library):
        mend(library)
        library.batch(batch)
        wanted = None if only is None else set(only)
        items = [
            item
            for item in reversed(library.items(batch))
            if item.state is ItemState.DONE and (wanted is None or item.id in wanted)
        ]
        progress.stage("undo", len(items))
        outcome, cans = Outcome(batch), cans_of(library)
        for start in range(0, len(items), CHUNK):
            chunk = items[start : start + CHUNK]
            if progress.cancelled:
                outcome.cancelled = True
                break
            library.set_state(chunk, ItemState.UNDOING)
            ended = [_undo_one(item, cans, outcome, progress) for item in chunk]
            steps.settle(chunk)
            library.close_items(ended)
        return outcome


def _plans(
    runner: _Runner, checker: Checker, groups: Sequence[MarkedGroup], kind: Kind, to: bytes | None
) -> Iterator[list[Planned]]:
    roots = runner.library.roots()
    goals: set[bytes] = set()

    def goal(path: bytes) -> bytes | None:
        """Where a photo goes below the chosen folder: its way from above its library folder."""
        if to is None:
            return None
        root = max((one for one in roots if is_below(path, one)), key=len)
        above = os.path.dirname(root.rstrip(b"/")) or b"/"
        place = os.path.join(to, os.path.relpath(path, above))
        if place in goals:
            raise Refused(
                path, "Another photo of this batch would get the same name there. Move them one after the other."
            )
        goals.add(place)
        return place

    for group in groups:
        runner.progress.check()
        try:
            checked = checker.check(group, kind.links)
            yield [
                plan_unit(kind, checked.keeper, files, checked.tier, runner.cans, goal(files[0].path))
                for files in checked.photos
            ]
        except Refused as refused:
            runner.refuse(refused.path, refused.reason, len(group.marked), group.keeper.path)
        except OSError as error:
            runner.refuse(group.marked[0].path, sentence_of(error), len(group.marked), group.keeper.path)


class _Runner:
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
        for item, plan in zip(items, planned, strict=True):
            done, retry = self._do(item, plan)
            ended.append(done)
            again += [retry] if retry is not None else []
            if done.state is ItemState.REFUSED and plan.keeper is not None and not self._stays(plan.keeper):
                ended = self._leave_whole(ended, plan.keeper.path)
        steps.settle([item for item in ended if item.state is ItemState.DONE])
        self.library.close_items([item for item in ended if item.state is not ItemState.DOING])
        self._find_again(ended)
        self._flush(again)

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
        if self._kind in (None, Kind.MOVE) or not self.cans.give_up(plan.item.path):
            return None
        try:
            return plan_unit(self._kind, plan.keeper, plan.files, plan.item.tier, self.cans)
        except OSError:
            return None

    def _count(self, item: Item, sign: int = 1) -> None:
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


def _undo_one(item: Item, cans: Cans, outcome: Outcome, progress: Progress) -> Item:
    progress.advance()
    try:
        reason = steps.obstacle(item) or _linked_away(item, cans)
    except OSError as error:
        reason = sentence_of(error)
    if reason:
        outcome.refused.append((item.path, reason))
        return item.ended(ItemState.DONE, reason)
    try:
        steps.roll_back(item, cans)
    except OSError as error:
        outcome.refused.append((item.path, sentence_of(error)))
        # half taken back stays open in the journal, and the next start goes on; else it is as it was
        return item.ended(ItemState.DONE if steps.untouched(item) else ItemState.UNDOING, sentence_of(error))
    outcome.done += 1
    outcome.files += sum(step.leaves for step in item.steps)
    outcome.size += sum(step.size for step in item.steps if step.leaves)
    return item.ended(ItemState.UNDONE)


def _linked_away(item: Item, cans: Cans) -> str:
    """Why nothing may be put back: a folder on the way became a link, which would lead it elsewhere; "" if none did."""
    for step in item.steps:
        if (step.leaves or step.op is Op.MOVE) and not is_straight(step.source, cans.root_of(step.source)):
            return f"A folder on the way to {os.fsdecode(step.source)} is a link now. Undo that first."
    return ""
