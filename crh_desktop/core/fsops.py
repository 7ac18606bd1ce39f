"""Every call by which an action changes files or the journal, one function a call.

Nothing else may change a photo's file. Each call tells a watcher before and after itself, so that a test can make any of
them fail, or end the program at any of them, without leaving one out.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import stat
import sys
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, Protocol, TypeVar

import blake3

P = ParamSpec("P")
R = TypeVar("R")
_BLOCK = 1 << 20
_RENAME_NOREPLACE = 1
_AT_FDCWD = -100
_FICLONE = 0x40049409
#: How the name of a file begins that an action makes beside its place and renames there.
PART = b".crh-part-"
#: What a copy never takes over: the kernel or the file system sets it.
_NOT_COPIED = ("security.", "system.nfs4_acl", "btrfs.")


class Watcher(Protocol):
    """Told of every call: its name and whether it is about to begin ("before") or has ended ("after")."""

    def __call__(self, name: str, when: str) -> None: ...


_watcher: Watcher | None = None


def call(work: Callable[P, R]) -> Callable[P, R]:
    """Make a function one of the calls that a watcher is told of."""
    name = work.__name__.lstrip("_")

    @functools.wraps(work)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        if _watcher is not None:
            _watcher(name, "before")
        result = work(*args, **kwargs)
        if _watcher is not None:
            _watcher(name, "after")
        return result

    return told


@contextlib.contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Tell `watcher` of every call; what it raises comes out of the call."""
    global _watcher
    before, _watcher = _watcher, watcher
    try:
        yield
    finally:
        _watcher = before


class Changed(OSError):
    """A file is not what it was when it was looked at."""


# --- looking ----------------------------------------------------------------------------------------------------------


@call
def look(path: bytes) -> os.stat_result | None:
    """What lies at a path, a link itself and not what it points to; None if nothing does."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


@call
def digest(path: bytes) -> tuple[str, os.stat_result]:
    """The digest of a regular file as it is on the disk now, and what was read.

    Raises:
        Changed: It is no regular file, or changed while it was read.
        OSError: It cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | _nonblock())
    with os.fdopen(handle, "rb", buffering=0) as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise Changed(errno.EINVAL, "no longer a regular file", os.fsdecode(path))
        hasher = blake3.blake3()
        while block := file.read(_BLOCK):
            hasher.update(block)
        after = os.fstat(handle)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Changed(errno.EBUSY, "changed while it was read", os.fsdecode(path))
    return hasher.hexdigest(), after


def _nonblock() -> int:
    return getattr(os, "O_NONBLOCK", 0)  # a pipe put in a photo's place must not hang the program


# --- changing ---------------------------------------------------------------------------------------------------------


@call
def rename(source: bytes, target: bytes) -> None:
    """Rename a file on its own file system; what lies at `target` is never replaced.

    Raises:
        FileExistsError: Something lies at `target`.
        OSError: EXDEV if `target` is on another file system, and all else that a rename may say.
    """
    if _renameat2 is not None:
        if _renameat2(_AT_FDCWD, source, _AT_FDCWD, target, _RENAME_NOREPLACE) == 0:
            return
        number = ctypes.get_errno()
        if number == errno.EEXIST and one_entry(source, target):
            os.rename(source, target)  # only the case of a name changes, where case does not tell names apart
            return
        if number not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(number, os.strerror(number), os.fsdecode(source), None, os.fsdecode(target))
    # this file system cannot promise it: look first
    if os.path.lexists(target) and not one_entry(source, target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fsdecode(target))
    os.rename(source, target)


def one_entry(source: bytes, target: bytes) -> bool:
    """Whether two names that differ in case only are one entry of a folder."""
    if source == target or source.lower() != target.lower():
        return False
    try:
        names = set(os.listdir(os.path.dirname(target)))
        return os.path.samestat(os.lstat(source), os.lstat(target)) and os.path.basename(target) not in names
    except OSError:
        return False


@call
def link(source: bytes, target: bytes) -> None:
    """Give a file a second name."""
    os.link(source, target, follow_symlinks=False)


@call
def symlink(source: bytes, target: bytes) -> None:
    """Make a symbolic link at `target` that points to `source`."""
    os.symlink(source, target)


@call
def clone(source: bytes, target: bytes) -> None:
    """Make a new file that shares its blocks with `source` until either is written to.

    Raises:
        OSError: The file system cannot do that; nothing is left behind.
    """
    if not sys.platform.startswith("linux"):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), os.fsdecode(target))
    import fcntl

    with open(source, "rb") as old:
        _fill(target, lambda handle: fcntl.ioctl(handle, _FICLONE, old.fileno()))


@call
def copy(source: bytes, target: bytes) -> None:
    """Copy a file's bytes into a new file and wait until the disk has them.

    Raises:
        OSError: It cannot be written, or something lies at `target`; nothing is left behind.
    """

    def pour(handle: int) -> None:
        with open(source, "rb", buffering=0) as old:
            while block := old.read(_BLOCK):
                view = memoryview(block)
                while view:
                    view = view[os.write(handle, view) :]

    _fill(target, pour)


def _fill(target: bytes, work: Callable[[int], Any], wait: bool = True) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        work(handle)
        if wait:
            os.fsync(handle)
    except BaseException:
        os.close(handle)
        os.unlink(target)
        raise
    os.close(handle)


@call
def copy_status(source: bytes, target: bytes) -> None:
    """Give a file the permissions, times and extended attributes of another, where the file system holds such."""
    for name in _attributes(source):
        with contextlib.suppress(OSError):
            os.setxattr(target, name, os.getxattr(source, name, follow_symlinks=False), follow_symlinks=False)
    state = os.lstat(source)
    with contextlib.suppress(PermissionError):
        os.chmod(target, stat.S_IMODE(state.st_mode))
    os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))


def _attributes(path: bytes) -> list[str]:
    if not hasattr(os, "listxattr"):
        return []
    try:
        return [name for name in os.listxattr(path, follow_symlinks=False) if not name.startswith(_NOT_COPIED)]
    except OSError:
        return []


@call
def write_new(path: bytes, data: bytes) -> None:
    """Write a small file of our own that must not be there yet.

    Nothing waits for the disk here: what these files say stands in the journal too, which the disk has before.
    """

    def pour(handle: int) -> None:
        os.write(handle, data)

    _fill(path, pour, wait=False)


@call
def make_folder(path: bytes, mode: int = 0o777) -> None:
    """Make a folder and those above it that are missing."""
    os.makedirs(path, mode, exist_ok=True)


@call
def remove_empty(path: bytes) -> None:
    """Remove a folder that an action made, if nothing lies in it."""
    with contextlib.suppress(OSError):
        os.rmdir(path)


@call
def drop_name(path: bytes) -> None:
    """Remove a name that this program made: a note in the trash, or what it made beside a photo's place.

    Raises:
        Changed: It is no such name.
    """
    name = os.path.basename(path)
    if not name.startswith(PART) and not (
        name.endswith(b".trashinfo") and os.path.basename(os.path.dirname(path)) == b"info"
    ):
        raise Changed(errno.EPERM, "not a name that may be removed", os.fsdecode(path))
    os.unlink(path)


@call
def settle(folder: bytes) -> None:
    """Wait until the disk has the names in a folder."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some file systems have no such promise to give
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _load_renameat2() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    return function


_renameat2 = _load_renameat2()
