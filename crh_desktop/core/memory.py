"""Give back to the system what is no longer used."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

#: glibc's numbers of what `mallopt` sets (malloc.h), and bytes from which a block is one of its own.
_M_MMAP_THRESHOLD, _LARGE = -3, 256 * 1024


def _of_libc(name: str) -> Any:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):  # another C library
        return None


_trim = _of_libc("malloc_trim")


def keep_large_apart() -> None:
    """Let every large block be returned to the system when it is freed; for a process that shows pictures all day.

    glibc raises that bound by itself to the largest block it has seen freed, so that pictures come to lie between small
    things, which then keep their room.
    """
    option = _of_libc("mallopt")
    if option is not None:
        option(_M_MMAP_THRESHOLD, _LARGE)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without collecting garbage, for work that makes many lasting things without cycles: the collector would go through all
    of them, and all that was there before, again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def give_back() -> None:
    """Collect all garbage, and hand free memory to the system where its C library keeps it (glibc)."""
    gc.collect()
    if _trim is not None:
        _trim(0)
