"""Plans: marks and decisions in a file that can be looked at elsewhere and applied later, with every check made again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from crh_desktop.core.actions.check import Marked, MarkedGroup
from crh_desktop.core.errors import UsageError
from crh_desktop.core.files import write_output
from crh_desktop.core.records import Group, Member, Tier

VERSION = 1
#: A plan for a million photos takes about 300 MB.
MOST_BYTES = 1 << 30
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


def marked_group(group: Group, members: Iterable[Member]) -> MarkedGroup:
    """A group with what is marked in it, as actions take it."""
    return MarkedGroup(_marked(group.keeper), tuple(_marked(member) for member in members), group.tier.value)


def _marked(member: Member) -> Marked:
    return Marked(member.path, str(member.evidence.get("digest", "")))


def write_plan(groups: Sequence[MarkedGroup], file: Path) -> None:
    """Write groups that have something marked, in their order."""
    told = {
        "version": VERSION,
        "groups": [
            {
                "tier": group.tier,
                "keeper": os.fsdecode(group.keeper.path),
                "digest": group.keeper.digest,
                "trash": [{"path": os.fsdecode(one.path), "digest": one.digest} for one in group.marked],
            }
            for group in groups
            if group.marked
        ],
    }
    write_output(file.absolute(), json.dumps(told, ensure_ascii=True, indent=1).encode("ascii"))


def read_plan(file: Path) -> list[MarkedGroup]:
    """Read a plan. A plan names photos only: where they go is never taken from it.

    Raises:
        UsageError: It cannot be read, or is not a plan.
    """
    try:
        if file.stat().st_size > MOST_BYTES:
            raise UsageError(f"{file} is too large for a plan.")
        told = json.loads(file.read_bytes())
    except OSError as error:
        raise UsageError(f"The plan {file} cannot be read: {error.strerror}. Check the name.") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{file} is not a plan: it is no JSON. Make one with: crh dupes --plan FILE") from None
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise UsageError(f"{file} is not a plan of version {VERSION}. Make one with: crh dupes --plan FILE")
    groups = told.get("groups")
    if not isinstance(groups, list):
        raise UsageError(f"{file} is not a plan: it names no groups.")
    return [_group(one, number, file) for number, one in enumerate(groups, 1)]


def _group(told: Any, number: int, file: Path) -> MarkedGroup:
    wrong = UsageError(f"{file}: group {number} is not as a plan has it. Make a new plan; nothing was done.")
    if not isinstance(told, dict) or not isinstance(told.get("trash"), list):
        raise wrong
    tier = told.get("tier", Tier.NEAR.value)
    if tier not in [one.value for one in Tier]:
        raise wrong
    keeper = _photo({"path": told.get("keeper"), "digest": told.get("digest")})
    marked = [_photo(one) for one in told["trash"]]
    if keeper is None or None in marked:
        raise wrong
    return MarkedGroup(keeper, tuple(one for one in marked if one is not None), tier)


def _photo(told: Any) -> Marked | None:
    if not isinstance(told, dict):
        return None
    path, digest = told.get("path"), told.get("digest")
    if not isinstance(path, str) or not isinstance(digest, str) or not _DIGEST.match(digest) or "\0" in path:
        return None
    try:
        return Marked(os.fsencode(path), digest)
    except UnicodeEncodeError:
        return None
