"""The steps that actions are made of: doing one, taking it back, and telling from the disk which of the two it is in."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence

from crh_desktop.core import fsops, trash
from crh_desktop.core.store.journal import Item, Op, Step, same_file
from crh_desktop.core.trash import Cans, Slot

#: Steps that make a file beside its place.
MAKES = (Op.LINK, Op.SYMLINK, Op.CLONE, Op.COPY)


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
    if step.leaves:
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
    """Whether the disk shows that a step of an item has happened and was not taken back.

    What lies in a trash or holding folder lies there under a name that only this program knew: it is what went there, even
    if another program has written to it since. Elsewhere a file must be the very one, or what was made.
    """
    there = fsops.look(step.target)
    if there is None:
        return False
    if step.leaves or step.op in MAKES:
        return True
    if step.op is Op.MOVE:
        left = fsops.look(step.source) is None or fsops.one_entry(step.target, step.source)
        return left and _is_file(step, there)
    # what lay in the place must have left it first, or this is still it
    before = [one for one in item.steps if one.leaves and one.source == step.target]
    if fsops.look(step.source) is not None or not all(landed(one, item) for one in before):
        return False
    return is_made(step, item, step.target, there)


def is_made(place: Step, item: Item, path: bytes, there: os.stat_result) -> bool:
    """Whether what lies at a path is what an item made to put into its place: its link, or its copy, byte for byte."""
    make = next((one for one in item.steps if one.op in MAKES and one.target == place.source), None)
    if make is None:
        return False
    if make.op is Op.LINK:
        return _is_link(make, there)
    if make.op is Op.SYMLINK:
        return stat.S_ISLNK(there.st_mode) and os.readlink(path) == make.source
    if not stat.S_ISREG(there.st_mode) or there.st_size != make.size:
        return False
    return fsops.digest(path)[0] == make.digest


def _is_link(make: Step, there: os.stat_result) -> bool:
    """Whether this is the file that was linked to: the inode of then, or the one that has its name now."""
    keeper = fsops.look(make.source)
    return (there.st_dev, there.st_ino) == (make.dev, make.inode) or (
        keeper is not None and os.path.samestat(keeper, there)
    )


def _is_file(step: Step, there: os.stat_result) -> bool:
    """Whether this is the file of a step: the same inode, or, where those change, the same size and time."""
    return (there.st_dev, there.st_ino) == (step.dev, step.inode) or same_file(step, there)


def take_back(step: Step, item: Item, cans: Cans) -> None:
    """Take a step back that has landed.

    Raises:
        OSError: It could not be taken back; nothing changed.
    """
    if step.leaves:
        trash.take_back(Slot(step.target, step.note), step.source)
    elif step.op is Op.MOVE:
        fsops.make_folder(os.path.dirname(step.source))
        fsops.rename(step.target, step.source)
    elif step.op is Op.PLACE:
        _displace(step, item, cans)
    else:
        _unmake(step, item, cans)


def _displace(step: Step, item: Item, cans: Cans) -> None:
    """Take what an action put into a place out of it: a link back to its makeshift name, a copy into the trash."""
    make = next(one for one in item.steps if one.op in MAKES and one.target == step.source)
    if make.op in (Op.CLONE, Op.COPY):
        token = os.path.basename(step.source).removeprefix(fsops.PART)  # the same on every try
        trash.put(step.target, cans.of(step.target).slot(step.target, token))
        return
    fsops.rename(step.target, step.source)
    there = fsops.look(step.source)
    if there is None or not is_made(step, item, step.source, there):
        fsops.rename(step.source, step.target)  # something else came there at this very moment
        raise StepError(changed_since(step.target))


def _unmake(step: Step, item: Item, cans: Cans) -> None:
    """Remove what was made beside a place: a name of a file that has another, or a copy whose original is still there.

    Whatever may be the last of its content goes into the trash instead.
    """
    there = fsops.look(step.target)
    if there is None:
        return
    if step.op is Op.LINK:
        spare = _is_link(step, there) and there.st_nlink > 1
    elif step.op is Op.SYMLINK:
        spare = stat.S_ISLNK(there.st_mode)
    else:
        original = fsops.look(step.source)
        spare = original is not None and _is_file(step, original)
    if spare:
        fsops.drop_name(step.target)
    else:
        trash.put(step.target, cans.of(step.target).slot(step.target))


def changed_since(path: bytes) -> str:
    """Why a place is not what an action made of it."""
    return f"{os.fsdecode(path)} was changed since. Move it elsewhere first, then undo again."


def roll_back(item: Item, cans: Cans) -> None:
    """Take back whatever of an item has happened, last step first; done again it goes on where it was stopped.

    Raises:
        OSError: A step could not be taken back; those after it were.
    """
    for step in reversed(item.steps):
        if landed(step, item):
            take_back(step, item, cans)
        elif step.leaves:
            trash.forget(Slot(step.target, step.note))


def complete(item: Item) -> bool:
    """Whether the disk shows that all of an item has happened: steps are done in order, so the last one tells."""
    return bool(item.steps) and landed(item.steps[-1], item)


def lost(item: Item) -> list[Step]:
    """Steps whose file is neither where it went nor where it was."""
    moved = [step for step in item.steps if step.leaves or step.op is Op.MOVE]
    return [step for step in moved if not landed(step, item) and fsops.look(step.source) is None]


def obstacle(item: Item) -> str:
    """Why a finished item cannot be taken back whole, in words; "" if it can."""
    for step in lost(item):
        where = {Op.TRASH: "in the trash", Op.HOLD: "in its holding folder"}.get(step.op, "where it was moved to")
        return f"{os.fsdecode(os.path.basename(step.source))} is no longer {where}, so it cannot be brought back."
    placed = {step.target: step for step in item.steps if step.op is Op.PLACE}
    for place in placed.values():
        if fsops.look(place.target) is not None and not landed(place, item):
            return changed_since(place.target)
    for step in item.steps:
        away = step.leaves or step.op is Op.MOVE
        if not away or step.source in placed or not landed(step, item) or fsops.look(step.source) is None:
            continue
        if not fsops.one_entry(step.target, step.source):  # only the case of the name was changed
            return f"{os.fsdecode(step.source)} is another file now. Move that one elsewhere, then undo again."
    return ""


def untouched(item: Item) -> bool:
    """Whether nothing of a finished item was taken back."""
    return all(landed(step, item) for step in item.steps if step.op not in MAKES)


def settle(items: Sequence[Item]) -> None:
    """Wait until the disk has every name that these items changed."""
    folders = {os.path.dirname(path) for item in items for step in item.steps for path in (step.source, step.target)}
    for folder in sorted(folders):
        fsops.settle(folder)
