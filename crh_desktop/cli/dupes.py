"""`crh dupes`: print the groups of duplicates."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from crh_desktop.core import perceptual
from crh_desktop.core.actions.premark import premarked
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import UsageError
from crh_desktop.core.export import write_html
from crh_desktop.core.library import Library
from crh_desktop.core.matching.keeper_rules import KeeperRules
from crh_desktop.core.matching.words import explain, failed_steps, told_steps
from crh_desktop.core.plan_file import marked_group, write_plan
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import Group, Member, Tier
from crh_desktop.core.settings import load_settings
from crh_desktop.worker.jobs import pair_job

HELP = "Show groups of photos that are identical or near-identical. Nothing is deleted."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--tier", choices=[tier.value for tier in Tier], help="groups at this tier or stricter (default: near)"
    )
    parser.add_argument(
        "--radius", type=int, metavar="R", help="drop members whose perceptual code differs in more bits"
    )
    parser.add_argument("--explain", action="store_true", help="say why each photo is in its group, step by step")
    parser.add_argument(
        "--plan",
        type=Path,
        metavar="FILE",
        help="write a plan for `crh apply`: identical and same-pixel photos; with --tier near re-saved ones too",
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a report with thumbnails")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Form the groups."""
    started = time.monotonic()
    if chosen.radius is not None and not 0 <= chosen.radius <= perceptual.BITS:
        raise UsageError(f"--radius must lie between 0 and {perceptual.BITS} bits.")
    with Library.open(chosen.library) as library:
        with DecodePool() as pool:
            pair_job(library, pool, Progress())
        index = library.group_index(KeeperRules.from_text(load_settings().keeper_rules))
        groups = index.groups(Tier(chosen.tier or Tier.NEAR), chosen.radius)
        if chosen.plan:
            safe = Tier(chosen.tier or Tier.PIXELS)
            planned = groups if chosen.tier else index.groups(safe)
            states = library.states()
            write_plan([marked_group(group, premarked(group, states, safe)) for group in planned], chosen.plan)
    if chosen.html:
        write_html(groups, chosen.html)
    return {
        "groups": [as_json(group, chosen.explain) for group in groups],
        "seconds": round(time.monotonic() - started, 3),
    }


def as_json(group: Group, explained: bool = False) -> dict[str, Any]:
    """A group by the contract; `explained` adds each member's reason in words and the steps of the verdict."""
    return {
        "tier": group.tier.value,
        "keeper": group.keeper.path,
        "members": [
            {
                "path": member.path,
                "tier": member.tier.value,
                "distance": member.distance,
                "transform": member.transform,
                "evidence": member.evidence | (_reason(member) if explained else {}),
            }
            for member in group.members
        ],
        "bytes_freeable": group.bytes_freeable,
    }


def _reason(member: Member) -> dict[str, Any]:
    if member.proof is None:
        words = {
            Tier.IDENTICAL: "the same file, byte for byte",
            Tier.PIXELS: "the same pixels, in other bytes",
        }.get(member.tier, "not compared with this keeper")
        return {"words": "the keeper" if member.evidence.get("keeper") else words}
    return {
        "words": explain(member.proof, "the keeper", "this one"),
        "steps": [step[2:] for step in member.proof.steps],
        "failed": failed_steps(member.proof.steps),
    }


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the groups for people."""
    from crh_desktop.cli.texts import shown, size_text

    groups = result["groups"]
    for number, group in enumerate(groups, 1):
        print(f"Group {number} ({group['tier']}), can free {size_text(group['bytes_freeable'])}")
        print(f"  keeper      {shown(group['keeper'])}")
        for member in group["members"][1:]:
            how = f"{member['distance']} bits" + (f", {member['transform']}" if member["transform"] else "")
            print(f"  {member['tier']:<11} {shown(member['path'])} ({how})")
            if chosen.explain:
                evidence = member["evidence"]
                print(f"              {evidence['words']}")
                for line in told_steps(evidence.get("steps", ()), evidence.get("failed", ())):
                    print(f"              {line}")
    total = sum(group["bytes_freeable"] for group in groups)
    print(f"{len(groups):,} groups; {size_text(total)} could be freed. Nothing was deleted.")
    if chosen.plan:
        print(f"Plan: {chosen.plan.resolve()}. Look at it, then: crh apply {chosen.plan}")
    if chosen.html:
        print(f"Report: {chosen.html.resolve()}")
