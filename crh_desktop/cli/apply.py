"""`crh apply`: do what a plan says, after every check was made again."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from crh_desktop.cli.progress import shown_progress
from crh_desktop.core.actions.batch import act
from crh_desktop.core.actions.check import Consent, try_out
from crh_desktop.core.actions.mending import recover
from crh_desktop.core.actions.merging import Field
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.errors import Cancelled, UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.plan_file import read_plan

HELP = "Move the photos that a plan marks to the trash, each checked again first. Nothing is ever deleted for good."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("plan", type=Path, metavar="PLAN", help="a plan made by `crh dupes --plan`")
    parser.add_argument("--dry-run", action="store_true", help="check everything and change nothing")
    parser.add_argument(
        "--action",
        choices=[kind.value for kind in Kind],
        default=Kind.TRASH.value,
        help="what is done to marked photos; links replace byte-identical files only (default: trash)",
    )
    parser.add_argument("--to", metavar="DIR", help="with --action move: the folder to move to, keeping the structure")
    parser.add_argument(
        "--removable", action="store_true", help="a copy on a removable drive counts as the one that stays"
    )
    parser.add_argument(
        "--edits",
        action="store_true",
        help="photos may go that hold edits, a rating or keywords that the copy that stays has not",
    )
    parser.add_argument(
        "--merge",
        default="",
        metavar="FIELDS",
        help="what the copy that stays takes over where it says nothing, into an XMP sidecar beside it; several with "
        f"commas: {', '.join(Field)} (default: nothing)",
    )


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Apply the plan."""
    kind = Kind(chosen.action)
    if (kind is Kind.MOVE) != (chosen.to is not None):
        raise UsageError("--action move and --to DIR belong together.")
    groups = read_plan(chosen.plan)
    merge = frozenset(name for name in chosen.merge.split(",") if name)
    if unknown := sorted(merge - set(Field)):
        raise UsageError(f"--merge does not know {unknown[0]}. Choose from: {', '.join(Field)}.")
    consent = Consent(removable=chosen.removable, edits=chosen.edits, merge=merge)
    with Library.open(chosen.library) as library, shown_progress(chosen.json) as progress:
        mended = "" if chosen.dry_run else recover(library)
        if chosen.dry_run:
            done, refused = try_out(library, groups, consent, kind.links, progress)
            batch = None
        else:
            to = None if chosen.to is None else os.path.abspath(os.fsencode(chosen.to))
            outcome = act(library, groups, kind, progress, consent, to)
            if outcome.cancelled:
                raise Cancelled(
                    f"Cancelled. What was done is batch {outcome.batch}; crh undo {outcome.batch} takes it back."
                )
            done, refused, batch = outcome.done, outcome.refused, outcome.batch
    result: dict[str, Any] = {
        "done": done,
        "refused": [{"path": path, "reason": reason} for path, reason in refused],
        "batch": batch,
    }
    if batch is not None:
        result |= {
            "files": outcome.files,
            "bytes": outcome.size,
            "held": outcome.held,
            "sidecars": outcome.sidecars,
            "missing": outcome.missing,
            "mended": mended,
        }
    return result


def exit_code(result: dict[str, Any]) -> int:
    """3 if anything was refused."""
    return 3 if result["refused"] or result.get("missing") else 0


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print what was done for people."""
    from crh_desktop.cli.texts import shown, size_text

    if result.get("mended"):
        print(result["mended"])
    for one in result["refused"]:
        print(f"Refused: {shown(one['path'])}: {one['reason']}")
    if result["batch"] is None:
        print(f"{result['done']:,} photos would be dealt with. Nothing was changed.")
        return
    print(
        f"{result['done']:,} photos dealt with; {result['files']:,} files, {size_text(result['bytes'])}, lie in the trash now. "
        f"Take it back with: crh undo {result['batch']}"
    )
    if result["sidecars"]:
        print(f"{result['sidecars']:,} sidecars were written beside copies that stay, with what they lacked.")
    if result["held"]:
        print(f"{result['held']:,} of them are in holding folders, because their drive has no trash (crh history).")
    for path in result["missing"]:
        print(f"Not found again: {shown(path)}. Look at the drive before you go on.")
