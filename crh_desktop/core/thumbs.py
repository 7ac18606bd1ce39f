"""Where thumbnails lie: small JPEGs of our own making, named by content, safe for any reader."""

from __future__ import annotations

from pathlib import Path

from crh_desktop.core.paths import cache_dir

SIDE = 256


def thumbnail_path(digest: str) -> Path:
    """The place of a content's thumbnail (longest side 256 px); the file may not be there yet."""
    return cache_dir() / "thumbs" / digest[:2] / f"{digest}.jpg"
