"""Walk folders and tell what is there: photos, videos, others, and what was left out, with the reason for each."""

from __future__ import annotations

import contextlib
import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from crh_desktop.core import imaging

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
LEFT_OUT_SUFFIXES = {
    ".lrdata": "previews of Lightroom",
    ".photoslibrary": "inside of an Apple Photos library",
    ".aplibrary": "inside of an Aperture library",
}
_PHOTO = imaging.EXTENSIONS | imaging.RAW_EXTENSIONS


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A photo file that the walk met."""

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


def left_out_reason(name: str, hidden: bool, everything: bool) -> str:
    """Why a folder of this name is not entered, or "" if it is."""
    low = name.lower()
    if not everything:
        if low in LEFT_OUT_FOLDERS:
            return LEFT_OUT_FOLDERS[low]
        if low.startswith(".trash"):
            return "trash of this volume"
        for suffix, reason in LEFT_OUT_SUFFIXES.items():
            if low.endswith(suffix):
                return reason
    return "hidden" if name.startswith(".") and not hidden else ""


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
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            why = "no permission to open this folder" if isinstance(error, PermissionError) else (error.strerror or "?")
            found.unreadable.append((folder, f"The folder could not be read: {why}. Change that and scan again."))
            continue
        step(len(listed))
        inside = []
        for entry in listed:
            name = os.fsdecode(entry.name)
            if _matches(globs, name, os.fsdecode(entry.path)):
                found.left_out.append((entry.path, "excluded by a pattern"))
            elif entry.is_symlink():
                found.left_out.append((entry.path, "symbolic link, not followed"))
            elif entry.is_dir(follow_symlinks=False):
                reason = "excluded folder" if excluded(entry.path) else left_out_reason(name, hidden, everything)
                if reason:
                    found.left_out.append((entry.path, reason))
                else:
                    inside.append(entry.path)
            else:
                _take_file(found, entry, name, hidden)
        pending.extend(reversed(inside))
    return found


def _matches(globs: tuple[str, ...], name: str, path: str) -> bool:
    return any(fnmatch.fnmatchcase(name, glob) or fnmatch.fnmatchcase(path, glob) for glob in globs)


def _take_file(found: Walk, entry: os.DirEntry[bytes], name: str, hidden: bool) -> None:
    suffix = os.path.splitext(name)[1].lower()
    if name.startswith(".") and not hidden:
        found.left_out.append((entry.path, "hidden"))
        return
    if suffix in imaging.VIDEO_EXTENSIONS:
        found.videos += 1
        return
    if suffix not in _PHOTO:
        found.others += 1
        return
    try:
        state = entry.stat(follow_symlinks=False)
    except OSError as error:
        found.unreadable.append((entry.path, f"The file could not be read: {error.strerror}."))
        return
    if not stat.S_ISREG(state.st_mode):
        found.left_out.append((entry.path, "not a regular file (a pipe, socket or device)"))
    elif state.st_size and not state.st_blocks and getattr(state, "st_flags", 0) & 0x40000000:
        found.left_out.append((entry.path, "online only; opening it would download it"))
    else:
        found.photos.append(FileSeen(entry.path, state.st_size, state.st_mtime_ns, state.st_dev, state.st_ino))


def mount_point(path: bytes) -> bytes:
    """The mount point that a path lies below."""
    return next(folder for folder in parents(path) if os.path.ismount(folder))


def mounts_of(volume: str) -> list[bytes]:
    """Where the volume `uuid:…` is mounted now."""
    found = []
    with contextlib.suppress(OSError, IndexError, ValueError):
        device = os.stat(os.path.join("/dev/disk/by-uuid", volume.removeprefix("uuid:"))).st_rdev
        wanted = f"{os.major(device)}:{os.minor(device)}".encode()
        with open("/proc/self/mountinfo", "rb") as lines:
            for line in lines:
                fields = line.split()
                if fields[2] == wanted and fields[3] == b"/":
                    found.append(re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), fields[4]))
    return found


def volume_of(path: bytes) -> str:
    """An identity of the volume a folder lies on: its file system's UUID, or the device number where there is none."""
    try:
        device = os.stat(path).st_dev
    except OSError:
        return ""
    with contextlib.suppress(OSError), os.scandir("/dev/disk/by-uuid") as entries:
        for entry in entries:
            if os.stat(entry.path).st_rdev == device:
                return f"uuid:{entry.name}"
    return f"dev:{device}"


def parents(path: bytes) -> Iterator[bytes]:
    """The path itself and every folder above it."""
    while True:
        yield path
        above = os.path.dirname(path)
        if above == path:
            return
        path = above
