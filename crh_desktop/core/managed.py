"""Folders that another program manages: moving files behind its back breaks its catalogue, so they start as reference."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

#: How deep below a folder is looked for what tells a manager, and how many entries at most.
_DEPTH = 2
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Manager:
    """A program that keeps a catalogue of files in this folder. breaks: what would go wrong if files were moved."""

    program: str
    breaks: str


_LIGHTROOM = Manager("Lightroom", "its catalogue would show moved photos as missing, with their edits out of reach")
_DIGIKAM = Manager("digiKam", "its database would lose the tags, ratings and faces of moved photos")
_APPLE = Manager("Apple Photos", "its library would be damaged")
_IMMICH = Manager("immich", "its server would show moved photos as broken")
_DARKTABLE = Manager("darktable", "its library would show moved photos as missing")
_SHOTWELL = Manager("Shotwell", "its library would show moved photos as missing")


def manager_of(folder: bytes) -> Manager | None:
    """Which program manages a folder, judged by what lies in it, near the top, or by where it lies; None if none does."""
    for part in os.path.abspath(folder).lower().split(b"/"):
        if part.endswith((b".photoslibrary", b".aplibrary")):
            return _APPLE
    pending, seen = [(folder, 0)], 0
    while pending:
        place, depth = pending.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        names = {entry.name.lower() for entry in entries}
        for tells, manager in _TELLS:
            if tells(names):
                return manager
        seen += len(entries)
        if depth < _DEPTH and seen < _MOST:
            pending += [(entry.path, depth + 1) for entry in entries if entry.is_dir(follow_symlinks=False)]
    return None


def _ends(suffix: bytes) -> Callable[[set[bytes]], bool]:
    return lambda names: any(name.endswith(suffix) for name in names)


def _has(*wanted: bytes) -> Callable[[set[bytes]], bool]:
    return lambda names: set(wanted) <= names


_TELLS: list[tuple[Callable[[set[bytes]], bool], Manager]] = [
    (_ends(b".lrcat"), _LIGHTROOM),
    (_has(b"digikam4.db"), _DIGIKAM),
    (_ends(b".photoslibrary"), _APPLE),
    (_has(b"upload", b"library", b"thumbs"), _IMMICH),
    (_has(b".immich"), _IMMICH),
    (_has(b"library.db", b"data.db"), _DARKTABLE),
    (_has(b"photo.db"), _SHOTWELL),
]
