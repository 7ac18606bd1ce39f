"""Where a path really leads: a link on the way must not let an action reach what it must not touch."""

from __future__ import annotations

import os

from crh_desktop.core import trash
from crh_desktop.core.library import Library
from crh_desktop.core.records import FolderState
from crh_desktop.core.store.places import is_below, state_of


def entry(path: bytes) -> bytes:
    """The one spelling of an entry of a folder: links on the way resolved, the last name as it is."""
    return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


def is_plain(path: bytes) -> bool:
    """Whether a path is whole and has one spelling: no "..", no doubled slashes."""
    return os.path.isabs(path) and os.path.normpath(path) == path and not path.startswith(b"//")


def is_straight(path: bytes, root: bytes | None) -> bool:
    """Whether no folder between a library folder and a file is a link, so that the file lies where its path says."""
    if root is None:
        return True
    folder = os.path.dirname(path)
    real = os.path.normpath(os.path.join(os.path.realpath(root), os.path.relpath(folder, root)))
    return os.path.realpath(folder) == real


def why_no_target(library: Library, folder: bytes) -> str:
    """Why nothing may be moved into a folder, in words; "" if it may."""
    real = os.path.realpath(folder)
    if any(trash.is_in_trash(os.path.join(one, b"x")) for one in (folder, real)):
        return "This folder is a trash."
    states = library.states()
    for root in library.roots():
        base = os.path.realpath(root)
        if is_below(real, base):
            inside = os.path.normpath(os.path.join(root, os.path.relpath(real, base)))
            if state_of(inside, states) is not FolderState.NORMAL:
                return "This folder is a reference, backup or excluded folder, which is never touched."
    return ""
