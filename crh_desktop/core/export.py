"""Reports: groups as one self-contained HTML page with thumbnails; every name in it is escaped."""

from __future__ import annotations

import base64
import html
import os
from collections.abc import Sequence
from pathlib import Path

from crh_desktop.core.files import write_file
from crh_desktop.core.records import Group
from crh_desktop.core.thumbs import thumbnail_path

_STYLE = (
    "body{font:15px system-ui,sans-serif;margin:2rem auto;max-width:72rem;color:#222;background:#fafafa}"
    "section{background:#fff;border-radius:10px;padding:1rem 1.25rem;margin:1rem 0;box-shadow:0 1px 3px #0002}"
    "figure{display:inline-block;margin:.4rem;width:11rem;vertical-align:top;font-size:12px;overflow-wrap:anywhere}"
    "img{max-width:11rem;max-height:9rem;border-radius:6px;display:block}b{color:#2f6f4f}"
)


def write_html(groups: Sequence[Group], file: Path) -> None:
    """Write a report of the groups; it refers to nothing outside itself."""
    parts = [
        f"<!doctype html><meta charset=utf-8><title>Duplicate photos</title><style>{_STYLE}</style><h1>Duplicate photos</h1>"
    ]
    freeable = sum(group.bytes_freeable for group in groups)
    parts.append(f"<p>{len(groups)} groups; {freeable / 1e6:.1f} MB could be freed. Nothing was deleted.</p>")
    for group in groups:
        parts.append(f"<section><h2>{group.tier.value}: can free {group.bytes_freeable / 1e6:.2f} MB</h2>")
        for member in group.members:
            how = "<b>keeper</b>" if member is group.keeper else f"{member.tier.value}, {member.distance} bits"
            how += f", {member.transform}" if member.transform else ""
            name = html.escape(os.fsencode(os.fsdecode(member.path)).decode("utf-8", "backslashreplace"))
            parts.append(
                f"<figure>{_image(str(member.evidence.get('digest', '')))}<figcaption>{how}<br>{name}</figcaption></figure>"
            )
        parts.append("</section>")
    write_file(file.absolute(), "\n".join(parts).encode("utf-8"))


def _image(digest: str) -> str:
    place = thumbnail_path(digest) if digest else None
    if place is None or not place.exists():
        return ""
    return f'<img alt="" src="data:image/jpeg;base64,{base64.b64encode(place.read_bytes()).decode()}">'
