"""`crh known`: which photos of a folder or a card the library has already, and copy the new ones."""

from __future__ import annotations

import argparse
import os
from typing import Any

from crh_desktop.cli.progress import shown_progress
from crh_desktop.core.actions.batch import copy_in
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.library import Library
from crh_desktop.core.settings import load_settings
from crh_desktop.worker.checking import check_job
from crh_desktop.worker.encoders import Encoders

HELP = "Say which photos of a folder or card the library has already; with --copy-new copy the others into it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="a card, or any folder outside the library")
    parser.add_argument("--copy-new", metavar="TO", help="copy what is new into this folder of the library")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Check the folder."""
    settings = load_settings()
    encoders = Encoders(settings.device, settings.threads, settings.crh_model)
    with (
        Library.open(chosen.library) as library,
        DecodePool(settings.threads) as pool,
        shown_progress(chosen.json) as progress,
    ):
        found = check_job(library, os.fsencode(chosen.folder), pool, encoders, progress)
        result: dict[str, Any] = {
            "here": sum(one.state == "here" for one in found),
            "versions": sum(one.state == "version" for one in found),
            "new": sum(one.state == "new" for one in found),
            "files": [
                {"path": one.path, "state": one.state, "match": one.match or None, "reason": one.reason}
                for one in found
            ],
        }
        if chosen.copy_new:
            new = [(one.path, one.digest) for one in found if one.state == "new"]
            outcome = copy_in(library, new, os.fsencode(chosen.copy_new), progress)
            result |= {
                "copied": outcome.done,
                "refused": [{"path": path, "reason": reason} for path, reason in outcome.refused],
                "batch": outcome.batch,
            }
    return result


def exit_code(result: dict[str, Any]) -> int:
    """3 if something was not copied."""
    return 3 if result.get("refused") else 0


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print what is new for people."""
    from crh_desktop.cli.texts import shown

    for one in result["files"]:
        more = f" ({shown(one['match'])})" if one["match"] else f": {one['reason']}" if one["reason"] else ""
        print(f"{one['state']:<10} {shown(one['path'])}{more}")
    print(f"{result['here']:,} are here, {result['versions']:,} as another version, {result['new']:,} are new.")
    if "copied" in result:
        print(
            f"{result['copied']:,} copied. Scan to take them in; crh undo {result['batch']} moves the copies to the trash."
        )
    for one in result.get("refused", ()):
        print(f"Not copied: {shown(one['path'])}: {one['reason']}")
