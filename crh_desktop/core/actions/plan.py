"""What an action will do, step by step, before anything is done: which file goes where."""

from __future__ import annotations

import errno
import os
import secrets
from dataclasses import dataclass
from enum import StrEnum

from crh_desktop.core import fsops
from crh_desktop.core.actions.check import Found
from crh_desktop.core.store.journal import SIDECAR, Item, Op, Step
from crh_desktop.core.trash import Cans, Slot


class Kind(StrEnum):
    """What can be done to marked photos. Links replace byte-identical files only."""

    TRASH = "trash"
    MOVE = "move"
    REFLINK = "reflink"
    HARDLINK = "hardlink"
    SYMLINK = "symlink"

    @property
    def links(self) -> bool:
        """Whether something that leads to the keeper takes the photo's place."""
        return self in _MAKES


_MAKES = {Kind.REFLINK: Op.CLONE, Kind.HARDLINK: Op.LINK, Kind.SYMLINK: Op.SYMLINK}


@dataclass(frozen=True, slots=True)
class Planned:
    """An item with what its notes in the trash will say, by the path of the note."""

    item: Item
    notes: dict[bytes, bytes]
    keeper: Found | None
    files: tuple[Found, ...]


def plan_unit(
    kind: Kind, keeper: Found | None, files: tuple[Found, ...], tier: str, cans: Cans, target: bytes | None = None
) -> Planned:
    """The steps for one photo and the files that go with it.

    Args:
        kind: What is done. keeper: The copy that stays. files: The photo first.
        tier: How photo and keeper match.
        cans: Finds where things go.
        target: For MOVE, the path that the photo will have; what goes with it is renamed alike.

    Raises:
        OSError: There is no place for one of them.
    """
    notes: dict[bytes, bytes] = {}
    steps: list[Step] = []
    photo = files[0]
    if kind.links:
        assert keeper is not None
        beside = _beside(photo.path)
        steps.append(_step(_MAKES[kind], keeper, keeper.path, beside, note=photo.path if kind is Kind.REFLINK else b""))
        steps.append(_away(photo, cans, notes))
        steps.append(_step(Op.PLACE, keeper, beside, photo.path))
    elif kind is Kind.TRASH:
        steps += [_away(file, cans, notes) for file in files]
    else:
        assert target is not None
        for file in files:
            goal = target if file is photo else _alike(file.path, photo.path, target)
            if fsops.look(goal) is not None and not fsops.one_entry(file.path, goal):
                raise FileExistsError(errno.EEXIST, "another file has this name already", os.fsdecode(goal))
            if file.state.st_dev == _device(goal):
                steps.append(_step(Op.MOVE, file, file.path, goal))
                continue
            beside = _beside(goal)
            steps.append(_step(Op.COPY, file, file.path, beside))
            steps.append(_step(Op.PLACE, file, beside, goal))
            steps.append(_away(file, cans, notes))
    item = Item(photo.path, b"" if keeper is None else keeper.path, tier, tuple(steps))
    return Planned(item, notes, keeper, files)


def plan_copy(file: Found, target: bytes) -> Planned:
    """The steps for a new file that is copied into the library; its original is only read.

    Raises:
        OSError: Something lies at `target`.
    """
    if fsops.look(target) is not None:
        raise FileExistsError(errno.EEXIST, "another file has this name already", os.fsdecode(target))
    beside = _beside(target)
    steps = (_step(Op.COPY, file, file.path, beside), _step(Op.PLACE, file, beside, target))
    return Planned(Item(target, file.path, "", steps), {}, None, (file,))


def plan_sidecar(made: Found, target: bytes, old: Found | None, keeper: Found, cans: Cans) -> Planned:
    """The steps that put a new sidecar beside the copy that stays; one that is there goes to the trash.

    Args:
        made: The new one, in a folder of the library. target: Where it goes. old: What is there.
        keeper: The copy that stays. cans: Finds where things go.

    Raises:
        OSError: Something else lies there, or there is no place for the old one.
    """
    if old is None and fsops.look(target) is not None:
        raise FileExistsError(errno.EEXIST, "another file has this name already", os.fsdecode(target))
    notes: dict[bytes, bytes] = {}
    beside = _beside(target)
    steps = [_step(Op.COPY, made, made.path, beside)]
    if old is not None:
        steps.append(_away(old, cans, notes))
    steps.append(_step(Op.PLACE, made, beside, target))
    files = (made,) if old is None else (made, old)
    return Planned(Item(target, keeper.path, SIDECAR, tuple(steps)), notes, keeper, files)


def _away(file: Found, cans: Cans, notes: dict[bytes, bytes]) -> Step:
    slot: Slot = cans.of(file.path).slot(file.path)
    if slot.note:
        notes[slot.note] = slot.note_text
    return _step(Op.HOLD if slot.held else Op.TRASH, file, file.path, slot.target, slot.note)


def _step(op: Op, file: Found, source: bytes, target: bytes, note: bytes = b"") -> Step:
    state = file.state
    return Step(op, source, target, note, state.st_size, state.st_mtime_ns, state.st_dev, state.st_ino, file.digest)


def _beside(path: bytes) -> bytes:
    return os.path.join(os.path.dirname(path), fsops.PART + secrets.token_hex(6).encode())


def _alike(path: bytes, photo: bytes, target: bytes) -> bytes:
    """The new path of a file that goes with a photo: `IMG.jpg.xmp` follows the name, `IMG.mov` and `IMG.xmp` the stem."""
    folder, name = os.path.split(path)
    old, new = os.path.basename(photo), os.path.basename(target)
    for before, after in ((old, new), (os.path.splitext(old)[0], os.path.splitext(new)[0])):
        if name.lower().startswith(before.lower()):
            name = after + name[len(before) :]
            break
    return os.path.join(os.path.dirname(target), name)


def _device(path: bytes) -> int:
    folder = os.path.dirname(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return os.stat(folder).st_dev
