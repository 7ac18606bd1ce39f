"""Batches of actions: check, write down, do, close; and undo the same way."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crh_desktop.core.actions import steps
from crh_desktop.core.actions.check import (
    NOTHING_AGREED,
    Checker,
    Consent,
    MarkedGroup,
    Refused,
)
from crh_desktop.core.actions.mending import alone, cans_of, mend, sentence_of
from crh_desktop.core.actions.merging import STAGING, Merger, clear
from crh_desktop.core.actions.plan import Kind, Planned, plan_copy, plan_unit
from crh_desktop.core.actions.runner import CHUNK, Outcome, Runner
from crh_desktop.core.actions.ways import is_straight, why_no_target
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.core.store.journal import SIDECAR, Item, ItemState, Op
from crh_desktop.core.store.places import is_below
from crh_desktop.core.trash import Cans


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
        runner = Runner(library, kind.value, progress)
        checker = Checker(library, groups, consent)
        progress.stage("act", sum(len(group.marked) for group in groups))
        with contextlib.ExitStack() as stack:
            merger = None
            if consent.merge:
                pool = stack.enter_context(DecodePool(1))
                merger = Merger(library.path / STAGING, consent.merge, pool.describe, pool.keywords)
            outcome = runner.run(lambda: _plans(runner, checker, groups, kind, to, merger))
        if not library.open_items():
            clear(library.path)
        return outcome


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
        runner = Runner(library, kind, progress)
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
        runner = Runner(library, "copy", progress)
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
    runner: Runner, planned: Callable[..., Planned], entries: Sequence[tuple[Any, ...]]
) -> Iterator[list[Planned]]:
    """Plan entries, each a path and more, one after the other; what cannot be planned is refused."""
    for path, *more in entries:
        runner.progress.check()
        with runner.refusing(path):
            yield [planned(path, *more)]


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
    runner: Runner, checker: Checker, groups: Sequence[MarkedGroup], kind: Kind, to: bytes | None, merger: Merger | None
) -> Iterator[list[Planned]]:
    """What to do, a keeper with all its groups at a time: what they say is taken over into it at once."""
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

    by_keeper: dict[bytes, list[MarkedGroup]] = {}
    for group in groups:
        by_keeper.setdefault(group.keeper.path, []).append(group)
    for bunch in by_keeper.values():
        planned: list[Planned] = []
        for group in bunch:
            runner.progress.check()
            with runner.refusing(group.marked[0].path if group.marked else b"", len(group.marked), group.keeper.path):
                checked = checker.check(group, kind.links)
                planned += [
                    plan_unit(kind, checked.keeper, files, checked.tier, runner.cans, goal(files[0].path))
                    for files in checked.photos
                ]
        if merger is not None and planned:
            keeper = planned[0].keeper
            assert keeper is not None
            with runner.refusing(keeper.path, len(planned), keeper.path):
                written = merger.plan(checker, keeper, [one.files[0] for one in planned], runner.cans)
                yield [*([written] if written else []), *planned]
        elif planned:
            yield planned


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
    if item.tier == SIDECAR:
        outcome.sidecars += 1
        return item.ended(ItemState.UNDONE)
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
