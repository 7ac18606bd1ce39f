"""Walk folders and tell what is there: photos, videos, others, and what was left out, with the reason for each."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import stat
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import NamedTuple

from crh_desktop.core import formats
from crh_desktop.core.memory import uncollected

#: Folders that hold other programs' thumbnails, trash and versions, with why they are left out. Names compare by lower case.
LEFT_OUT_FOLDERS = {
    "@eadir": "thumbnails of a Synology NAS",
    ".@__thumb": "thumbnails of a QNAP NAS",
    "#recycle": "recycle bin of a NAS",
    "$recycle.bin": "recycle bin of Windows",
    ".dtrash": "trash of digiKam",
    ".thumbnails": "thumbnails of another program",
    ".stversions": "old versions kept by Syncthing",
    ".snapshots": "file system snapshots",
    "#snapshot": "file system snapshots",
    ".zfs": "file system snapshots",
}
#: Where photos lie that were put away on volumes without a trash (`trash.HOLDING`).
HOLDING_NAME = ".crh-held"
LEFT_OUT_SUFFIXES = {
    ".lrdata": "previews of Lightroom",
    ".photoslibrary": "inside of an Apple Photos library",
    ".aplibrary": "inside of an Aperture library",
}
_PHOTO = frozenset(os.fsencode(suffix) for suffix in formats.EXTENSIONS | formats.RAW_EXTENSIONS)
_VIDEO = frozenset(os.fsencode(suffix) for suffix in formats.VIDEO_EXTENSIONS)
_DOT = ord(".")
_by_name = attrgetter("name")


class FileSeen(NamedTuple):
    """A photo file that the walk met; a plain tuple, because there are many."""

    path: bytes
    size: int
    mtime_ns: int
    dev: int
    inode: int


@dataclass
class Walk:
    """What a walk found below one root."""

    photos: list[FileSeen] = field(default_factory=list)
    videos: int = 0
    others: int = 0
    left_out: list[tuple[bytes, str]] = field(default_factory=list)
    unreadable: list[tuple[bytes, str]] = field(default_factory=list)

    def fingerprint(self) -> str:
        """One value for the paths, sizes and times of all photos, in the order of the walk: 32 hexadecimal digits."""
        digest = hashlib.blake2b(b"\0".join(map(itemgetter(0), self.photos)), digest_size=16)
        digest.update(array("q", map(itemgetter(1), self.photos)))
        digest.update(array("q", map(itemgetter(2), self.photos)))
        return digest.hexdigest()


def left_out_reason(name: str, hidden: bool, everything: bool) -> str:
    """Why a folder of this name is not entered, or "" if it is."""
    low = name.lower()
    if low == HOLDING_NAME:  # whatever else is wanted: what lies there was put away
        return "holding folder of this program"
    if not everything:
        if low in LEFT_OUT_FOLDERS:
            return LEFT_OUT_FOLDERS[low]
        if low.startswith(".trash"):
            return "trash of this volume"
        for suffix, reason in LEFT_OUT_SUFFIXES.items():
            if low.endswith(suffix):
                return reason
    return "hidden" if name.startswith(".") and not hidden else ""


@uncollected()
def walk(
    root: bytes,
    excluded: Callable[[bytes], bool] = lambda path: False,
    globs: tuple[str, ...] = (),
    hidden: bool = False,
    everything: bool = False,
    step: Callable[[int], None] = lambda count: None,
) -> Walk:
    """Walk everything below `root` in the order of names; symbolic links are never followed, so loops are impossible.

    Args:
        root: Absolute folder.
        excluded: Tells whether the person excluded a folder.
        globs: Patterns of names or whole paths to leave out.
        hidden: Take hidden files and folders too.
        everything: Enter also the folders that are left out by default.
        step: Called now and then with the files seen since; may raise to cancel.
    """
    found = Walk()
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=_by_name)
        except OSError as error:
            why = "no permission to open this folder" if isinstance(error, PermissionError) else (error.strerror or "?")
            found.unreadable.append((folder, f"The folder could not be read: {why}. Change that and scan again."))
            continue
        step(len(listed))
        inside, files = [], []
        for entry in listed:
            if globs and _matches(globs, os.fsdecode(entry.name), os.fsdecode(entry.path)):
                found.left_out.append((entry.path, "excluded by a pattern"))
            elif entry.is_file(follow_symlinks=False):  # nearly all of them, so asked first
                files.append(entry)
            elif entry.is_symlink():
                found.left_out.append((entry.path, "symbolic link, not followed"))
            elif entry.is_dir(follow_symlinks=False):
                name = os.fsdecode(entry.name)
                reason = "excluded folder" if excluded(entry.path) else left_out_reason(name, hidden, everything)
                if reason:
                    found.left_out.append((entry.path, reason))
                else:
                    inside.append(entry.path)
            else:  # a pipe, socket or device
                files.append(entry)
        _take_files(found, files, hidden)
        pending.extend(reversed(inside))
    return found


def _matches(globs: tuple[str, ...], name: str, path: str) -> bool:
    return any(fnmatch.fnmatchcase(name, glob) or fnmatch.fnmatchcase(path, glob) for glob in globs)


def _take_files(found: Walk, entries: list[os.DirEntry[bytes]], hidden: bool) -> None:
    add, new = found.photos.append, tuple.__new__
    for entry in entries:
        name = entry.name
        if name[0] == _DOT:
            if not hidden:
                found.left_out.append((entry.path, "hidden"))
                continue
            name = name.lstrip(b".")
        suffix = name[name.rfind(b".") :].lower()
        if suffix not in _PHOTO:
            if suffix in _VIDEO:
                found.videos += 1
            else:
                found.others += 1
            continue
        try:
            state = entry.stat(follow_symlinks=False)
        except OSError as error:
            found.unreadable.append((entry.path, f"The file could not be read: {error.strerror}."))
            continue
        size = state.st_size
        if not stat.S_ISREG(state.st_mode):
            found.left_out.append((entry.path, "not a regular file (a pipe, socket or device)"))
        elif size and not state.st_blocks and getattr(state, "st_flags", 0) & 0x40000000:
            found.left_out.append((entry.path, "online only; opening it would download it"))
        else:  # FileSeen(…) itself takes twice as long, for each file
            add(new(FileSeen, (entry.path, size, state.st_mtime_ns, state.st_dev, state.st_ino)))


def parents(path: bytes) -> Iterator[bytes]:
    """The path itself and every folder above it."""
    while True:
        yield path
        above = os.path.dirname(path)
        if above == path:
            return
        path = above
