"""`crh import`: a library that was exported elsewhere."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from crh_desktop.core.library import Library
from crh_desktop.worker.transport import import_library

HELP = "Take in a library that crh export wrote, as a new library."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Unpack it, and tell which folders are here."""
    models = import_library(chosen.file, chosen.library)
    with Library.open(chosen.library) as library:
        roots = library.roots()
        return {
            "photos": library.counts().photos, "models": models, "folders": roots,
            "missing": [root for root in roots if not os.path.isdir(root)],
        }  # fmt: skip


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Tell what came, and what to do about folders that lie elsewhere."""
    from crh_desktop.cli.texts import shown

    count = len(result["folders"])
    folders = "1 folder" if count == 1 else f"{count} folders"
    models = ", ".join(result["models"]) or "none"
    print(f"{result['photos']:,} photos in {folders}; models: {models}.")
    for root in result["missing"]:
        print(f"Not here: {shown(root)}. If it lies elsewhere: crh relocate {shown(root)} NEW")
