"""Names, sentences and numbers as the command line prints them."""

from __future__ import annotations

import os


def shown(text: str | bytes) -> str:
    """A name or sentence for people: control characters and undecodable bytes are escaped."""
    text = os.fsdecode(text)
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def size_text(count: int) -> str:
    """A number of bytes for people."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} bytes"
