"""Which files are photos: by their names for a walk, by their content for the decoder."""

from __future__ import annotations

import os
from pathlib import PurePath

#: Names that are tried; the content decides what they are.
EXTENSIONS = frozenset((
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff",
    ".avif", ".heic", ".heif", ".hif", ".jxl", ".jp2", ".j2k", ".ico",
))  # fmt: skip
#: Cameras' raw files.
RAW_EXTENSIONS = frozenset((
    ".dng", ".nef", ".nrw", ".cr2", ".cr3", ".crw", ".arw", ".srf", ".sr2", ".orf", ".rw2", ".raf", ".pef",
    ".srw", ".x3f", ".3fr", ".erf", ".kdc", ".dcr", ".mrw", ".rwl", ".iiq",
))  # fmt: skip
#: Films, which are counted only.
VIDEO_EXTENSIONS = frozenset((
    ".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mts", ".m2ts", ".3gp", ".mpg", ".mpeg", ".wmv", ".flv",
    ".ogv", ".mod", ".tod",
))  # fmt: skip
#: What is tried, whatever a file is called. Pillow knows forty more, some of which call other programs (PostScript) or
#: have met little but their own files.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF", "HEIF", "JXL", "JPEG2000", "ICO")


def is_raw(name: bytes | str) -> bool:
    """Whether the name is that of a camera's raw file."""
    return PurePath(os.fsdecode(name)).suffix.lower() in RAW_EXTENSIONS
