"""`crh relocate`: folders of the library that lie at another place now."""

from __future__ import annotations

import argparse
import os
from typing import Any

from crh_desktop.core.library import Library

HELP = "Tell that folders of the library lie at another place now; nothing is read or computed again."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("old", metavar="OLD", help="the folder as the library knows it, or one above several")
    parser.add_argument("new", metavar="NEW", help="where it lies now")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Move what the library knows."""
    with Library.open(chosen.library) as library:
        moved = library.relocate(os.fsencode(chosen.old), os.fsencode(chosen.new))
        return {"moved": [{"from": old, "to": new, "photos": count} for old, new, count in moved]}


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Tell which folders moved."""
    from crh_desktop.cli.texts import shown

    for one in result["moved"]:
        print(f"{shown(one['from'])} is {shown(one['to'])} now, with {one['photos']:,} photos.")
