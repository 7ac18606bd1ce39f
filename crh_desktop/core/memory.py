"""Give back to the system what is no longer used."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Any


def _load_trim() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # another C library
        return None


_trim = _load_trim()


def give_back() -> None:
    """Collect all garbage, and hand free memory to the system where its C library keeps it (glibc)."""
    gc.collect()
    if _trim is not None:
        _trim(0)
