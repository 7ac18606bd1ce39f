"""Where thumbnails lie: small JPEGs of our own making, named by content, safe for any reader."""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache
from pathlib import Path

from crh_desktop.core.paths import cache_dir

SIDE = 256


def thumbnail_path(digest: str) -> Path:
    """The place of a content's thumbnail (longest side 256 px); the file may not be there yet."""
    return _place(cache_dir(), "thumbs", digest, "jpg")


def points_path(digest: str) -> Path:
    """The place of a content's local features; the file may not be there yet."""
    return _place(cache_dir(), "points", digest, "pts")


@lru_cache(maxsize=1024)
def _place(root: Path, kind: str, digest: str, suffix: str) -> Path:
    """One object for a place that is asked for again and again.

    Python never shrinks its table of interned strings and doubles it, by megabytes, for the names of paths that come and go.
    """
    return root.joinpath(kind, digest[:2], f"{digest}.{suffix}")


def trim_cache(limit_mb: int) -> int:
    """Delete the oldest pictures and thumbnails of our cache beyond a limit in megabytes; returns how many went.

    They are made again when they are looked at.
    """
    files = []
    for name in ("pictures", "thumbs", "points"):
        for folder, _, names in os.walk(cache_dir() / name):
            for file in names:
                with contextlib.suppress(OSError):
                    path = os.path.join(folder, file)
                    state = os.stat(path)
                    files.append((state.st_mtime_ns, state.st_size, path))
    excess = sum(size for _, size, _ in files) - limit_mb * 1_000_000
    gone = 0
    for _, size, path in sorted(files):
        if excess <= 0:
            break
        with contextlib.suppress(OSError):
            os.unlink(path)
            excess -= size
            gone += 1
    return gone
