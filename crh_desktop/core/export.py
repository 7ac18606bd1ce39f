"""Reports: groups as one self-contained HTML page with thumbnails, marks as a table; every name in them is escaped."""

from __future__ import annotations

import base64
import csv
import html
import io
import os
from collections.abc import Container, Sequence
from pathlib import Path

from crh_desktop.core.actions.check import MarkedGroup
from crh_desktop.core.files import write_output
from crh_desktop.core.records import Group
from crh_desktop.core.thumbs import thumbnail_path

_STYLE = (
    "body{font:15px system-ui,sans-serif;margin:2rem auto;max-width:72rem;color:#222;background:#fafafa}"
    "section{background:#fff;border-radius:10px;padding:1rem 1.25rem;margin:1rem 0;box-shadow:0 1px 3px #0002}"
    "figure{display:inline-block;margin:.4rem;width:11rem;vertical-align:top;font-size:12px;overflow-wrap:anywhere}"
    "img{max-width:11rem;max-height:9rem;border-radius:6px;display:block}b{color:#2f6f4f}"
)


def write_csv(groups: Sequence[MarkedGroup], file: Path) -> None:
    """Write marks as a table: group, what is done, path and digest. A cell that a table program would take for a formula is
    made a text."""
    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow(("group", "tier", "action", "path", "digest"))
    for number, group in enumerate(groups, 1):
        for action, one in (("keep", group.keeper), *(("trash", one) for one in group.marked)):
            table.writerow((number, group.tier, action, _cell(one.path), one.digest))
    write_output(file.absolute(), buffer.getvalue().encode("utf-8"))


def _cell(path: bytes) -> str:
    text = path.decode("utf-8", "backslashreplace")
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_html(groups: Sequence[Group], file: Path, marked: Container[bytes] = ()) -> None:
    """Write a report of the groups, with the marked photos named; it refers to nothing outside itself."""
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
            how += ", <b>marked</b>" if member.path in marked else ""
            name = html.escape(os.fsencode(os.fsdecode(member.path)).decode("utf-8", "backslashreplace"))
            parts.append(
                f"<figure>{_image(str(member.evidence.get('digest', '')))}<figcaption>{how}<br>{name}</figcaption></figure>"
            )
        parts.append("</section>")
    write_output(file.absolute(), "\n".join(parts).encode("utf-8"))


def _image(digest: str) -> str:
    place = thumbnail_path(digest) if digest else None
    if place is None or not place.exists():
        return ""
    return f'<img alt="" src="data:image/jpeg;base64,{base64.b64encode(place.read_bytes()).decode()}">'
