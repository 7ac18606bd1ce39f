"""`crh compare`: say whether two files show one photo, step by step."""

from __future__ import annotations

import argparse
from typing import Any

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.matching.words import explain, failed_steps, told_steps
from crh_desktop.core.perceptual import TURNS
from crh_desktop.worker.comparing import compare_job

HELP = "Compare two pictures and show every step of the verdict."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("first", metavar="A", help="a picture")
    parser.add_argument("second", metavar="B", help="another picture")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Compare the two."""
    with DecodePool() as pool:
        evidence = compare_job(chosen.first, chosen.second, pool).evidence
    crop = evidence.crop()
    return {
        "tier": evidence.tier.value if evidence.tier else None,
        "verdict": explain(evidence, "The first", "the second"),
        "score": round(evidence.score, 4),
        "distance": evidence.distance,
        "transform": TURNS[evidence.turn],
        "crop": None if crop is None else [round(value, 4) for value in crop],
        "overlap": round(evidence.overlap, 4),
        "inliers": evidence.inliers,
        "residual": round(evidence.residual, 2),
        "steps": [step[2:] for step in evidence.steps],
        "failed": failed_steps(evidence.steps),
    }


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the verdict and its steps for people."""
    print(result["verdict"])
    for line in told_steps(result["steps"], result["failed"]):
        print(f"  {line}")
