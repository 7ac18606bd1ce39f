"""One program at a time acts on a library; what one that ended too soon left half done is finished or rolled back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from crh_desktop.core.actions import steps
from crh_desktop.core.actions.merging import clear
from crh_desktop.core.errors import CrhError
from crh_desktop.core.library import Library
from crh_desktop.core.store.journal import SIDECAR, ItemState, tell_batch
from crh_desktop.core.trash import Cans

LOCK = "actions.lock"


class Busy(CrhError):
    """Another window or command is acting on this library right now."""


@contextmanager
def alone(library: Library) -> Iterator[None]:
    lock = FileLock(library.path / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(
            "Another window or command is moving files of this library right now. Wait until it has finished."
        ) from None
    try:
        yield
    finally:
        lock.release()


def cans_of(library: Library) -> Cans:
    return Cans(library.roots())


def recover(library: Library) -> str:
    """Mend what a program that ended too soon left half done; says in words what was done, "" if nothing was open."""
    if not library.open_items():
        return ""
    try:
        with alone(library):
            return mend(library)
    except Busy:
        return ""  # it is not interrupted: another program is at it


def mend(library: Library) -> str:
    """Finish or roll back what is open. The lock must be held."""
    opened = library.open_items()
    if not opened:
        return ""
    cans, said = cans_of(library), []
    for batch in sorted({batch for batch, _ in opened}):
        finished = rolled_back = 0
        ended, stuck = [], []
        for item in (item for of, item in opened if of == batch):
            root = cans.root_of(item.path)
            if root is not None and not os.path.isdir(root):
                stuck.append(item.ended(item.state, f"{os.fsdecode(root)} is not here now."))  # stays open
                continue
            try:
                if item.state is ItemState.DOING and steps.complete(item):
                    ended.append(item.ended(ItemState.DONE))
                    finished += item.tier != SIDECAR
                    continue
                steps.roll_back(item, cans)
                lost = steps.lost(item)
            except OSError as error:
                stuck.append(item.ended(item.state, sentence_of(error)))
                continue
            reason = f"{os.fsdecode(lost[0].source)} is neither there nor where it went." if lost else ""
            ended.append(item.ended(ItemState.UNDONE, reason))
            rolled_back += item.tier != SIDECAR
        library.close_items([*ended, *stuck], batch)
        if not ended:
            said.append(f"{len(stuck)} photos of an interrupted action cannot be put back yet: {stuck[0].reason}")
            continue
        sentence = (
            f"The last action was interrupted: {finished} photos had been dealt with and stay so until you undo it, "
            f"{rolled_back} are where they were."
        )
        if stuck:
            sentence += f" {len(stuck)} could not be put back: {stuck[0].reason}"
        tell_batch(library, batch, sentence)
        said.append(sentence)
    if not library.open_items():
        clear(library.path)
    return " ".join(said)


def sentence_of(error: OSError) -> str:
    """What went wrong with which file, for people."""
    if isinstance(error, steps.StepError):
        return str(error)
    name = os.fsdecode(error.filename) if error.filename else ""
    return f"{name}: {error.strerror}." if name else f"{error.strerror or error}."
