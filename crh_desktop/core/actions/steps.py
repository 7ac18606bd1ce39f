"""The steps that actions are made of: doing one, taking it back, and telling from the disk which of the two it is in."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence

from crh_desktop.core import fsops, trash
from crh_desktop.core.store.journal import Item, Op, Step, same_file
from crh_desktop.core.trash import Cans, Slot


class StepError(OSError):
    """A step cannot be done or taken back; the message says why, for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(errno.EPERM, sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


def do(step: Step, note_text: bytes = b"") -> None:
    """Do a step.

    Raises:
        OSError: It could not be done; nothing changed.
    """
    if step.op in (Op.TRASH, Op.HOLD):
        trash.put(step.source, Slot(step.target, step.note, note_text))
    elif step.op is Op.MOVE:
        fsops.make_folder(os.path.dirname(step.target))
        fsops.rename(step.source, step.target)
    elif step.op is Op.LINK:
        fsops.link(step.source, step.target)
    elif step.op is Op.SYMLINK:
        fsops.symlink(step.source, step.target)
    elif step.op is Op.PLACE:
        fsops.rename(step.source, step.target)
    else:
        fsops.make_folder(os.path.dirname(step.target))
        (fsops.clone if step.op is Op.CLONE else fsops.copy)(step.source, step.target)
        fsops.copy_status(step.note or step.source, step.target)
        found, _ = fsops.digest(step.target)
        if found != step.digest:
            fsops.drop_name(step.target)
            raise StepError("The copy did not come out as its original is. Check the drive, then try again.")


def landed(step: Step, item: Item) -> bool:
    """Whether the disk shows that a step of an item has happened and was not taken back."""
    there = fsops.look(step.target)
    if there is None:
        return False
    if step.op is Op.MOVE:
        # another file may lie where it was to go, of the same size and time
        left = fsops.look(step.source) is None or fsops.one_entry(step.target, step.source)
        return left and same_file(step, there)
    if step.leaves:
        return same_file(step, there)
    if step.op is Op.PLACE:
        # what lay in the place must have left it first, or this is still it
        before = [one for one in item.steps if one.leaves and one.source == step.target]
        return fsops.look(step.source) is None and all(landed(one, item) for one in before)
    return True


def take_back(step: Step, cans: Cans) -> None:
    """Take a step back that has landed.

    Raises:
        OSError: It could not be taken back; nothing changed.
    """
    if step.op in (Op.TRASH, Op.HOLD):
        trash.take_back(Slot(step.target, step.note), step.source)
    elif step.op is Op.MOVE:
        fsops.make_folder(os.path.dirname(step.source))
        fsops.rename(step.target, step.source)
    elif step.op is Op.PLACE:
        _displace(step, cans)
    else:
        fsops.drop_name(step.target)


def _displace(step: Step, cans: Cans) -> None:
    """Take what an action put into a place out of it: a link back to its makeshift name, a copy into the trash."""
    there = fsops.look(step.target)
    if there is not None and stat.S_ISREG(there.st_mode) and there.st_nlink == 1:
        found, _ = fsops.digest(step.target)
        if found != step.digest:
            raise StepError(f"{os.fsdecode(step.target)} was changed since. Move it elsewhere first, then undo again.")
        token = os.path.basename(step.source).removeprefix(fsops.PART)  # the same on every try
        trash.put(step.target, cans.of(step.target).slot(step.target, token))
    else:
        fsops.rename(step.target, step.source)


def roll_back(item: Item, cans: Cans) -> None:
    """Take back whatever of an item has happened, last step first; done again it goes on where it was stopped.

    Raises:
        OSError: A step could not be taken back; those after it were.
    """
    for step in reversed(item.steps):
        if landed(step, item):
            take_back(step, cans)
        elif step.op in (Op.TRASH, Op.HOLD):
            trash.forget(Slot(step.target, step.note))


def complete(item: Item) -> bool:
    """Whether the disk shows that all of an item has happened: steps are done in order, so the last one tells."""
    return bool(item.steps) and landed(item.steps[-1], item)


def gone(item: Item) -> list[Step]:
    """Steps of a finished item whose file is neither where it went nor where it was."""
    return [step for step in item.steps if step.leaves and not landed(step, item) and not _is_back(step)]


def taken(item: Item) -> bytes | None:
    """A place that a finished item's files came from and where something else lies now; None if all are free."""
    placed = {step.target for step in item.steps if step.op is Op.PLACE}
    for step in item.steps:
        away = step.leaves or step.op is Op.MOVE
        if not away or step.source in placed or not landed(step, item) or fsops.look(step.source) is None:
            continue
        if not fsops.one_entry(step.target, step.source):  # only the case of the name was changed
            return step.source
    return None


def untouched(item: Item) -> bool:
    """Whether nothing of a finished item was taken back."""
    made = [step for step in item.steps if step.op not in (Op.LINK, Op.SYMLINK, Op.CLONE, Op.COPY)]
    return all(landed(step, item) for step in made)


def _is_back(step: Step) -> bool:
    there = fsops.look(step.source)
    return there is not None and same_file(step, there)


def settle(items: Sequence[Item]) -> None:
    """Wait until the disk has every name that these items changed."""
    folders = {os.path.dirname(path) for item in items for step in item.steps for path in (step.source, step.target)}
    for folder in sorted(folders):
        fsops.settle(folder)
