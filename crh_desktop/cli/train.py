"""`crh train`: train a model on labelled folders and write it as a bundle."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from crh_desktop.cli.progress import shown_progress
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.settings import load_settings
from crh_desktop.worker.training import METHODS, TrainRequest, train_job

HELP = "Train a model on a folder whose subfolders are classes."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="each subfolder is a class; or TABLE.csv:SPLIT")
    parser.add_argument("--method", required=True, choices=METHODS, help="crh, or what it is compared with")
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="where the model is written")
    parser.add_argument("--bits", type=int, default=64, help="length of the code (64)")
    parser.add_argument("--trunk", default="efficientnet-lite0", choices=("efficientnet-lite0", "resnet34"))
    parser.add_argument("--head", default="linear", choices=("linear", "hidden"), help="hidden: one layer of 1,024")
    parser.add_argument(
        "--depth", default="head", choices=("head", "last", "all"), help="head: on fixed features, minutes on a CPU"
    )
    parser.add_argument("--epochs", type=int, default=0, help="100 for a head, otherwise 30")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--keywords", action="store_true", help="label by the photos' own keywords (XMP, IPTC) instead of by subfolder"
    )


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Train; a run that was cut off goes on if it is asked the same again."""
    settings = load_settings()
    request = TrainRequest(
        chosen.folder, chosen.out, chosen.method, chosen.bits, chosen.trunk, chosen.head, chosen.depth, chosen.epochs,
        chosen.seed, settings.device, settings.threads, chosen.keywords,
    )  # fmt: skip
    with DecodePool(settings.threads) as pool, shown_progress(chosen.json) as progress:
        return train_job(request, pool, progress)


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the result for people."""
    from crh_desktop.cli.texts import shown

    print(
        f"{result['method']}, {result['bits']} bits: {len(result['classes'])} classes, {result['photos']:,} photos, "
        f"{result['epochs']} epochs on {result['device']} in {result['seconds']:.0f} s."
    )
    if result["val_map"] is not None:
        print(f"Mean average precision on photos kept apart: {result['val_map']:.3f}")
    for one in result["skipped"]:
        print(f"Left out: {shown(one['path'])}: {one['reason']}")
    print(f"Written to {shown(result['bundle'])}")
