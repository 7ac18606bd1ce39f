"""`crh scan`: bring the library up to date with folders."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from typing import Any

from crh_desktop.cli.progress import shown_progress
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.managed import manager_of
from crh_desktop.core.records import FolderState
from crh_desktop.core.settings import load_settings
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.jobs import ScanOptions, scan_job

HELP = "Look through folders, hash what is new, and find duplicates."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "folders", nargs="*", metavar="DIR", help="folders with photos; none: all folders of the library"
    )
    parser.add_argument(
        "--reference", action="append", default=[], metavar="DIR", help="folder whose photos are always kept"
    )
    parser.add_argument(
        "--backup", action="append", default=[], metavar="DIR", help="folder of copies that are never touched nor count"
    )
    parser.add_argument("--exclude", action="append", default=[], metavar="GLOB", help="names or paths to leave out")
    parser.add_argument("--hidden", action="store_true", help="take hidden files and folders too")
    parser.add_argument(
        "--all-folders", action="store_true", help="enter also the folders that are left out by default"
    )


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Scan and return what was done."""
    settings = load_settings()
    with Library.open(chosen.library) as library, DecodePool(settings.threads) as pool:
        folders = [
            os.path.abspath(os.fsencode(folder)) for folder in [*chosen.folders, *chosen.reference, *chosen.backup]
        ]
        for folder in chosen.folders:
            if os.path.abspath(os.fsencode(folder)) not in library.roots():
                added = library.add_folder(folder)
                manager = manager_of(added.path) if added.state is FolderState.REFERENCE else None
                if manager is not None:
                    print(
                        f"{folder} is managed by {manager.program} and becomes a reference folder: {manager.breaks}.",
                        file=sys.stderr,
                    )
        for folder in chosen.reference:
            library.add_folder(folder, FolderState.REFERENCE)
        for folder in chosen.backup:
            library.add_folder(folder, FolderState.BACKUP)
        if not library.roots():
            raise UsageError("The library has no folders yet. Name one: crh scan DIR")
        options = ScanOptions(tuple(chosen.exclude), chosen.hidden, chosen.all_folders, settings.threads)
        encoders = Encoders(settings.device, settings.threads, settings.crh_model)
        with shown_progress(chosen.json) as progress:
            result = scan_job(library, folders, options, pool, encoders, progress)
    return asdict(result)


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the result for people."""
    from crh_desktop.cli.texts import shown

    print(
        f"{result['photos']:,} photos ({result['contents']:,} different): {result['new']:,} new, {result['changed']:,} changed, "
        f"{result['moved']:,} moved, {result['removed']:,} removed; {result['hashed']:,} hashed in {result['seconds']:.1f} s."
    )
    print(f"Besides: {result['videos']:,} videos, {result['others']:,} other files, {result['left_out']:,} left out.")
    for folder in result["offline"]:
        print(f"Offline: {shown(folder)} (its photos are kept)")
    for one in result["unreadable"]:
        print(f"Unreadable: {shown(one['path'])}: {one['reason']}")
