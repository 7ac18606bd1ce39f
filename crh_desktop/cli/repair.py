"""`crh repair`: check a library, and make a new one of what can be read of a damaged one."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from crh_desktop.core.store.repair import faults, repair

HELP = "Check a library; make a new one of all that can be read of a damaged one. The damaged file is kept."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="only tell what is wrong")
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="read every file again at the next scan; codes are found by their digests",
    )


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Check, and repair where something is wrong or a rebuild is asked for."""
    found = faults(chosen.library)
    result: dict[str, Any] = {"faults": found, "repaired": False}
    if found and chosen.check:
        print(f"The library is damaged. Repair it with: crh repair --library {chosen.library}", file=sys.stderr)
    if chosen.check or not (found or chosen.rebuild):
        return result
    done = repair(chosen.library, chosen.rebuild)
    return result | {
        "repaired": True, "kept": done.kept, "lost_from": done.lost, "source": str(done.source), "aside": str(done.aside),
    }  # fmt: skip


def exit_code(result: dict[str, Any]) -> int:
    """4 for a damaged library that was only checked."""
    return 4 if result["faults"] and not result["repaired"] else 0


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Tell what was found and done."""
    for fault in result["faults"]:
        print(f"  {fault}")
    if not result["repaired"]:
        if not result["faults"]:
            print("The library is whole.")
        return
    kept = result["kept"]
    print(f"A new library holds {kept.get('photo', 0):,} photos and {kept.get('code', 0):,} codes of the old one.")
    if result["lost_from"]:
        print(f"Not all could be read of: {', '.join(result['lost_from'])}. Scan again to find what is missing.")
    print(f"The old file is kept as {result['aside']}")
