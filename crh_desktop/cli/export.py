"""`crh export`: the library as one file, to go on with elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from crh_desktop.cli.texts import size_text
from crh_desktop.core.library import Library
from crh_desktop.worker.transport import export_library

HELP = "Write the library and your own models into one file, to go on with on another computer."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Write it."""
    with Library.open(chosen.library) as library:
        file = export_library(library, chosen.file.absolute())
        return {"path": str(file), "bytes": file.stat().st_size, "photos": library.counts().photos}


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Tell where it lies and what to do with it."""
    print(
        f"{result['photos']:,} photos and what is known of them are in {result['path']} ({size_text(result['bytes'])})."
    )
    print("There: crh import FILE, then crh relocate OLD NEW for folders that lie elsewhere.")
