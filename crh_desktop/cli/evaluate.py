"""`crh evaluate`: how well a model finds photos of the same class."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from crh_desktop.cli.progress import shown_progress
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.settings import load_settings
from crh_desktop.worker.training import evaluate_job

HELP = "Measure a model on labelled folders: mean average precision and more."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    source = "folder of class folders, or TABLE.csv:SPLIT"
    parser.add_argument("--model", required=True, type=Path, metavar="BUNDLE", help="folder of the model")
    parser.add_argument("--database", required=True, metavar="DIR", help=f"photos that are searched: {source}")
    parser.add_argument("--queries", required=True, metavar="DIR", help=f"photos that are asked: {source}")
    parser.add_argument("--labels", type=Path, metavar="CSV", help="labels of the files, in columns file and labels")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Compute all figures."""
    settings = load_settings()
    with DecodePool(settings.threads) as pool, shown_progress(chosen.json) as progress:
        return evaluate_job(
            chosen.model,
            chosen.database,
            chosen.queries,
            chosen.labels,
            pool,
            progress,
            settings.device,
            settings.threads,
        )


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the result for people."""
    print(f"{result['queries']:,} queries, {result['database']:,} photos, {result['bits']} bits")
    print(f"mean average precision      {result['map_all']:.3f}")
    for most, value in result["map_at_r"].items():
        print(f"  … of the first {most:<12} {value:.3f}")
    for most, value in result["precision_at"].items():
        print(f"precision among {most:<11} {value:.3f}")
    print(
        f"precision within 2 bits     {result['precision_radius_2']:.3f} ({result['empty_radius_2']:.0%} find nobody there)"
    )
    print(f"different codes             {result['unique_codes']:.1%}")
    if result["pcc"] is not None:
        print(f"centers follow the features {result['pcc']:.3f} (correlation)")
