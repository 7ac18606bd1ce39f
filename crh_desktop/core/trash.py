"""Where a file goes when it leaves its folder: the trash of its volume, or a holding folder beside it; never further.

Follows the freedesktop Trash specification 1.0: the home trash for files on its file system, `.Trash/$uid` or
`.Trash-$uid` at the top of other volumes. Where neither can take a file (a network drive that forbids it, a system that
has its own kind of trash and no way to ask where things went) it is renamed into a holding folder below the library
folder it lies in; nothing ever empties that.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
import time
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, unquote_to_bytes

from crh_desktop.core import drives, fsops
from crh_desktop.core.scan import HOLDING_NAME, parents

#: The holding folder's name, in the library folder of the photo.
HOLDING = HOLDING_NAME.encode()
#: Folders that are trashes or keep old versions, by lower case.
_TRASHES = frozenset((b".trash", b".trashes", b"$recycle.bin", b"#recycle", b".dtrash", b".stversions"))
#: A file of one byte that shows whether a trash can be written to.
PROBE = fsops.PART + b"probe"
#: Names of files are at most this long on every file system in use.
_LONGEST = 255
_NOTE = b".trashinfo"


@dataclass(frozen=True, slots=True)
class Slot:
    """The place that one file will have in a trash. note: its .trashinfo, b"" in a holding folder."""

    target: bytes
    note: bytes
    note_text: bytes = b""

    @property
    def held(self) -> bool:
        """Whether this is in a holding folder."""
        return not self.note


@dataclass(frozen=True, slots=True)
class Trash:
    """A trash can. top: what paths in its notes are relative to; b"" for the home trash, which tells whole paths."""

    folder: bytes
    top: bytes

    def slot(self, path: bytes, token: bytes = b"") -> Slot:
        """A free place for a file; nothing is made yet. With the same token it is the same place again."""
        name = _free_name(os.path.basename(path), _LONGEST - len(_NOTE), token)
        told = (
            path
            if not self.top
            else os.path.relpath(os.path.join(_real_folder(path), os.path.basename(path)), self.top)
        )
        date = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime())
        text = f"[Trash Info]\nPath={quote_from_bytes(told)}\nDeletionDate={date}\n".encode()
        return Slot(os.path.join(self.folder, b"files", name), os.path.join(self.folder, b"info", name + _NOTE), text)


@dataclass(frozen=True, slots=True)
class Holding:
    """A holding folder; a file keeps its way from the library folder inside it. root: the library folder."""

    root: bytes

    def slot(self, path: bytes, token: bytes = b"") -> Slot:
        """A free place for a file; nothing is made yet. With the same token it is the same place again."""
        inside = path.startswith(self.root.rstrip(b"/") + b"/")
        real = path if inside else os.path.join(_real_folder(path), os.path.basename(path))
        way = os.path.dirname(os.path.relpath(real, self.root))
        name = _free_name(os.path.basename(path), _LONGEST, token)
        return Slot(os.path.normpath(os.path.join(self.root, HOLDING, way, name)), b"")


class Cans:
    """Finds the trash of each file; every folder is probed once, before anything moves.

    Args:
        roots: The library's root folders.
    """

    def __init__(self, roots: list[bytes]) -> None:
        self._roots = sorted(roots, key=len, reverse=True)
        self._of: dict[bytes, Trash | Holding] = {}
        self._useless: set[bytes] = set()

    def root_of(self, path: bytes) -> bytes | None:
        """The library folder that a path lies below; None if it lies below none."""
        return next((one for one in self._roots if path.startswith(one.rstrip(b"/") + b"/")), None)

    def of(self, path: bytes) -> Trash | Holding:
        """Where a file can go.

        Raises:
            OSError: Neither a trash nor a holding folder can be made on its volume.
        """
        folder = os.path.dirname(path)
        if folder not in self._of:
            self._of[folder] = self._find(folder)
        return self._of[folder]

    def give_up(self, path: bytes) -> bool:
        """Use the holding folder for this file's folder from now on, because its trash took nothing.

        Returns False where that is what was used already.
        """
        folder = os.path.dirname(path)
        can = self._of.pop(folder, None)
        if not isinstance(can, Trash):
            return False
        self._useless.add(can.folder)
        self._of = {one: used for one, used in self._of.items() if used != can}
        return True

    def _find(self, folder: bytes) -> Trash | Holding:
        for can in _candidates(folder):
            if can.folder in self._useless:
                continue
            try:
                _probe(can, folder)
            except OSError:
                self._useless.add(can.folder)
                continue
            return can
        root = next((one for one in self._roots if folder == one or folder.startswith(one.rstrip(b"/") + b"/")), None)
        if root is None:
            root = folder  # a copy that was moved out of the library and is taken back
        held = os.path.join(root, HOLDING)
        fsops.make_folder(held, 0o700)
        if os.lstat(held).st_dev != os.stat(folder).st_dev:
            # a volume mounted inside the library folder: its own top is the nearest place on it
            root = drives.mount_point(_real_folder(os.path.join(folder, b"x")))
            fsops.make_folder(os.path.join(root, HOLDING), 0o700)
        return Holding(root)


def put(path: bytes, slot: Slot) -> None:
    """Move a file to its place.

    Raises:
        OSError: It could not be moved; it lies where it was, and no note is left.
    """
    if slot.held:
        fsops.make_folder(os.path.dirname(slot.target), 0o700)
        fsops.rename(path, slot.target)
        return
    if fsops.look(slot.note) is not None and fsops.look(slot.target) is None:
        fsops.drop_name(slot.note)  # of the same move, which was interrupted
    try:
        fsops.write_new(slot.note, slot.note_text)
        fsops.rename(path, slot.target)
    except OSError:
        forget(slot)
        raise


def take_back(slot: Slot, path: bytes) -> None:
    """Move a file from its place in a trash back to where it was, making folders that are gone.

    Raises:
        FileExistsError: Something lies there now.
        FileNotFoundError: It is no longer in the trash.
        OSError: It could not be moved.
    """
    fsops.make_folder(os.path.dirname(path))
    fsops.rename(slot.target, path)
    forget(slot)


def forget(slot: Slot) -> None:
    """Remove the note of a file that is no longer in the trash."""
    if slot.held:
        folder = os.path.dirname(slot.target)
        while os.path.basename(folder) != HOLDING and HOLDING in folder.split(b"/"):
            fsops.remove_empty(folder)
            folder = os.path.dirname(folder)
        fsops.remove_empty(folder)
    elif fsops.look(slot.note) is not None and fsops.look(slot.target) is None:
        fsops.drop_name(slot.note)


def is_in_trash(path: bytes) -> bool:
    """Whether a path lies in any trash or holding folder: such a copy is not one that stays."""
    parts = path.split(b"/")[:-1]
    for part in parts:
        low = part.lower()
        if part == HOLDING or low in _TRASHES or low.startswith(b".trash-"):
            return True
    if b"/.local/share/Trash/" in path:
        return True
    return os.path.realpath(os.path.dirname(path)).startswith(os.path.realpath(home_trash()).rstrip(b"/") + b"/")


def home_trash() -> bytes:
    """The home trash of this user, whether it is there or not."""
    data = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return os.fsencode(os.path.join(data, "Trash"))


def original_path(note: bytes, top: bytes = b"") -> bytes:
    """Where a note in a trash says that its file was.

    Raises:
        ValueError: The note says nothing of the kind.
    """
    for line in note.split(b"\n"):
        if line.startswith(b"Path="):
            return os.path.join(top, unquote_to_bytes(line[5:].strip()))
    raise ValueError("no path in this note")


def held_bytes(roots: list[bytes]) -> int:
    """How much lies in the holding folders of these library folders."""
    total = 0
    for root in roots:
        for folder, _, names in os.walk(os.path.join(root, HOLDING)):
            for name in names:
                with contextlib.suppress(OSError):
                    total += os.lstat(os.path.join(folder, name)).st_size
    return total


def _candidates(folder: bytes) -> list[Trash]:
    if os.name != "posix" or sys.platform == "darwin":
        return []  # their trash cannot be asked where a file went, and so nothing could be taken back
    device = os.stat(folder).st_dev
    home = home_trash()
    above = next(one for one in parents(home) if os.path.isdir(one))
    if os.stat(above).st_dev == device:
        return [Trash(home, b"")]
    top = drives.mount_point(os.path.realpath(folder))
    user = str(os.getuid()).encode()
    found = []
    shared = os.path.join(top, b".Trash")
    with contextlib.suppress(OSError):
        state = os.lstat(shared)
        if stat.S_ISDIR(state.st_mode) and state.st_mode & stat.S_ISVTX:
            found.append(Trash(os.path.join(shared, user), top))
    return [*found, Trash(os.path.join(top, b".Trash-" + user), top)]


def _probe(can: Trash, folder: bytes) -> None:
    """Make sure that a trash takes files of a folder: there, ours, no link, on its file system, and writable."""
    for part in (can.folder, os.path.join(can.folder, b"files"), os.path.join(can.folder, b"info")):
        fsops.make_folder(part, 0o700)
        state = os.lstat(part) if can.top else os.stat(part)
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid():
            raise OSError(errno.EPERM, "not a trash of this user", os.fsdecode(part))
        if state.st_dev != os.stat(folder).st_dev:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), os.fsdecode(part))
    probe = os.path.join(can.folder, b"info", PROBE)
    if fsops.look(probe) is not None:
        fsops.drop_name(probe)  # of a program that ended in the middle of this
    fsops.write_new(probe, b"x")
    fsops.drop_name(probe)


def _real_folder(path: bytes) -> bytes:
    return os.path.realpath(os.path.dirname(path))


def _free_name(name: bytes, longest: int, token: bytes) -> bytes:
    """A name that nothing else will choose, with the same ending, short enough."""
    token = b"." + (token or secrets.token_hex(4).encode())
    stem, ending = os.path.splitext(name)
    ending = ending[: longest // 2]
    return stem[: longest - len(token) - len(ending)] + token + ending
