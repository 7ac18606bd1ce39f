"""Paths as the library compares them: bytes, absolute, links unresolved."""

from __future__ import annotations

from crh_desktop.core import scan
from crh_desktop.core.records import FolderState


def range_below(folder: bytes) -> tuple[bytes, bytes]:
    """The least path below a folder and the first one after all of them, for a search by index."""
    start = folder.rstrip(b"/")
    return start + b"/", start + b"0"  # "0" follows "/"


def is_below(path: bytes, folder: bytes) -> bool:
    """Whether a path is the folder itself or lies inside it."""
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")


def state_of(path: bytes, states: dict[bytes, FolderState]) -> FolderState:
    """The state a file or folder has by itself or from the nearest folder above."""
    for folder in scan.parents(path):
        if folder in states:
            return states[folder]
    return FolderState.NORMAL


def signed(number: int) -> int:
    """A device or inode number as SQLite can hold it."""
    return number - (1 << 64) if number >= 1 << 63 else number
