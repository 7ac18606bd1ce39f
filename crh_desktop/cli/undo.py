"""`crh undo`: bring back what a batch moved."""

from __future__ import annotations

import argparse
from typing import Any

from crh_desktop.cli.apply import exit_code
from crh_desktop.cli.progress import shown_progress
from crh_desktop.core.actions.batch import undo
from crh_desktop.core.actions.mending import recover
from crh_desktop.core.library import Library

__all__ = ["HELP", "add_arguments", "exit_code", "run", "say"]

HELP = "Take back what a batch did: every file returns to where it was."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("batch", type=int, metavar="BATCH", help="the batch's number, as `crh history` tells it")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Undo the batch."""
    with Library.open(chosen.library) as library, shown_progress(chosen.json) as progress:
        mended = recover(library)
        outcome = undo(library, chosen.batch, progress)
    return {
        "done": outcome.done,
        "refused": [{"path": path, "reason": reason} for path, reason in outcome.refused],
        "batch": chosen.batch,
        "mended": mended,
    }


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print what was taken back for people."""
    from crh_desktop.cli.texts import shown

    if result["mended"]:
        print(result["mended"])
    for one in result["refused"]:
        print(f"Not brought back: {shown(one['path'])}: {one['reason']}")
    print(f"{result['done']:,} photos are where they were.")
