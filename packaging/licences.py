"""The licences of everything that is installed with the program: licences.py LOCK OUT. Asks the environment it runs in."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from locked import locked

_HEAD = """# Licences of what CRH Desktop stands on

CRH Desktop itself is under the MIT licence (LICENSE). The photos in `samples` are CC0, see `samples/LICENSE.md`. It is installed
with the following packages; each brings its own licence text. Packages of other systems than the one this list was written on
have no entry in the second column. Written by `make lock`.

| package | licence | home |
|---|---|---|
"""


def licence(of: metadata.PackageMetadata) -> str:
    """What a package says of its licence, in one line."""
    if said := of.get("License-Expression"):
        return str(said)
    classified = [line.split(" :: ")[-1] for line in of.get_all("Classifier") or () if line.startswith("License ::")]
    if classified:
        return ", ".join(classified)
    lines = [line.strip() for line in str(of.get("License") or "").splitlines() if line.strip() not in ("", "UNKNOWN")]
    return lines[0][:80] if lines else "see the package"


def home(of: metadata.PackageMetadata) -> str:
    """Where a package lives."""
    if page := of.get("Home-page"):
        return str(page)
    pages = dict(str(line).split(", ", 1) for line in of.get_all("Project-URL") or () if ", " in str(line))
    by_name = {name.lower(): page for name, page in pages.items()}
    wanted = ("homepage", "home", "source", "source code", "repository", "github", "documentation")
    return next((by_name[name] for name in wanted if name in by_name), "")


def main(lock: Path, out: Path) -> None:
    """Write the table."""
    rows = []
    for name in sorted(locked(lock)):
        try:
            told = metadata.metadata(name)
            rows.append(f"| {name} | {licence(told).replace('|', '/')} | {home(told)} |")
        except metadata.PackageNotFoundError:
            rows.append(f"| {name} | | |")
    out.write_text(_HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
