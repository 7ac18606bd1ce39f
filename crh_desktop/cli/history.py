"""`crh history`: what was done to files, and what of it can be taken back."""

from __future__ import annotations

import argparse
import time
from typing import Any

from crh_desktop.core.actions.mending import recover
from crh_desktop.core.library import Library
from crh_desktop.core.store.journal import Batch, Item, ItemState
from crh_desktop.core.trash import held_bytes

HELP = "Show what was done to photos, newest first, and where each of them is now."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--batch", type=int, metavar="N", help="show every photo of one batch")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Read the journal."""
    with Library.open(chosen.library) as library:
        mended = recover(library)
        batches = [_told(batch) for batch in ([library.batch(chosen.batch)] if chosen.batch else library.batches())]
        roots = library.roots()
        result: dict[str, Any] = {"batches": batches, "held_bytes": held_bytes(roots), "mended": mended}
        if chosen.batch:
            result["items"] = [_item(item) for item in library.items(chosen.batch)]
    return result


def _told(batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "kind": batch.kind,
        "at": batch.began_at,
        "done": batch.counts.get(ItemState.DONE, 0),
        "refused": batch.counts.get(ItemState.REFUSED, 0),
        "undone": batch.counts.get(ItemState.UNDONE, 0),
        "bytes": batch.bytes_moved,
        "said": batch.said,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "path": item.path,
        "state": item.state.value,
        "kept": item.keeper or None,
        "files": [{"from": step.source, "to": step.target, "how": step.op.value} for step in item.steps],
        "reason": item.reason,
    }


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the history for people."""
    from crh_desktop.cli.texts import shown, size_text

    if result["mended"]:
        print(result["mended"])
    for batch in result["batches"]:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(batch["at"]))
        print(
            f"{batch['batch']:>5}  {when}  {batch['kind']:<9} {batch['done']:,} done ({size_text(batch['bytes'])} away), "
            f"{batch['undone']:,} taken back, {batch['refused']:,} refused"
        )
        if batch["said"]:
            print(f"       {batch['said']}")
    for item in result.get("items", ()):
        print(f"  {item['state']:<8} {shown(item['path'])}" + (f": {item['reason']}" if item["reason"] else ""))
        for file in item["files"]:
            print(f"           {file['how']:<7} {shown(file['to'])}")
    if not result["batches"]:
        print("Nothing was done yet.")
    if result["held_bytes"]:
        print(f"{size_text(result['held_bytes'])} lie in holding folders (.crh-held in your library folders).")
