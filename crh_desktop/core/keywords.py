"""Keywords that photo programs wrote: XMP dc:subject in the file or in a sidecar, and IPTC.

Files come from anywhere: only decode processes (`core.decoding`) and tests call this.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import IptcImagePlugin

from crh_desktop.core.imaging import opened
from crh_desktop.core.xmp import MAX_XMP, subjects

MOST_KEYWORDS = 500
_MOST_LETTERS = 200
_IPTC_KEYWORD = (2, 25)
_BEGIN, _END = b"<x:xmpmeta", b"</x:xmpmeta>"


def keywords_of(data: bytes, sidecar: bytes = b"") -> tuple[str, ...]:
    """All keywords of a file and of its sidecar, sorted, each once; whatever cannot be read holds none."""
    found: list[str] = []
    for packet in (*packets(data), sidecar):
        found += subjects(packet)
    found += _iptc(data)
    clean = {" ".join(word.split())[:_MOST_LETTERS] for word in found}
    return tuple(sorted(word for word in clean if word))[:MOST_KEYWORDS]


def packets(data: bytes) -> Iterable[bytes]:
    """XMP packets in the file's bytes: every format that can hold one holds it as plain text (but compressed PNG text)."""
    begin = 0
    # the first end behind a beginning: a file full of beginnings without an end is looked through once
    while (begin := data.find(_BEGIN, begin)) >= 0 and (end := data.find(_END, begin)) >= 0:
        if end + len(_END) - begin <= MAX_XMP:
            yield data[begin : end + len(_END)]
            return
        begin = end


def _iptc(data: bytes) -> list[str]:
    try:
        with opened(io.BytesIO(data)) as image:
            values = (IptcImagePlugin.getiptcinfo(image) or {}).get(_IPTC_KEYWORD, [])
    except Exception:  # whatever a broken file provokes: it has no keywords
        return []
    rows = values if isinstance(values, list) else [values]
    return [row.decode("utf-8", "replace") for row in rows if isinstance(row, bytes)]
