"""Release notes from the changelog, as AppStream wants them: notes.py VERSION DATE CHANGELOG prints the releases element."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape


def items(changelog: str, version: str) -> list[tuple[str, list[str]]]:
    """The headed lists of a version and of what was not released before it, newest first; [(heading, points)]."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"^## ", changelog, flags=re.M)[1:]:
        name = part.splitlines()[0].strip("[] ").split("]")[0]
        if name not in ("Unreleased", version):
            continue
        for heading, body in re.findall(r"^### (.+)\n((?:.|\n)*?)(?=^### |\Z)", part, re.M):
            points = re.split(r"^- ", body, flags=re.M)[1:]
            found.setdefault(heading, []).extend(" ".join(point.split()) for point in points)
    return list(found.items())


def releases(changelog: str, version: str, day: str) -> str:
    """The element, with the release's points; code marks are taken off, which AppStream does not know."""
    lines = ["  <releases>", f'    <release version="{escape(version)}" date="{escape(day)}">', "      <description>"]
    for heading, points in items(changelog, version):
        lines.append(f"        <p>{escape(heading)}:</p>")
        lines.append("        <ul>")
        lines += [f"          <li>{escape(point.replace('`', ''))}</li>" for point in points]
        lines.append("        </ul>")
    return "\n".join([*lines, "      </description>", "    </release>", "  </releases>"])


if __name__ == "__main__":
    print(releases(Path(sys.argv[3]).read_text("utf-8"), sys.argv[1], sys.argv[2]))
