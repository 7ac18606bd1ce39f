"""Which members of a group may be marked without the person having looked: those that add nothing to the keeper."""

from __future__ import annotations

from collections.abc import Mapping

from crh_desktop.core.matching.evidence import Kind
from crh_desktop.core.records import FolderState, Group, Member, Tier
from crh_desktop.core.store.places import state_of


def premarked(group: Group, states: Mapping[bytes, FolderState], tier: Tier = Tier.NEAR) -> list[Member]:
    """Members that a rule may mark, in the group's order.

    Byte-identical files and files with the same pixels; of near-identical ones only those that were re-saved, are verified
    against the keeper and not what the keeper was made from. An edited version, a part of a photo, a photo in a reference
    or backup folder, and a second name of the keeper's own file are never among them.

    Args:
        group: The group, keeper first.
        states: What was said of folders.
        tier: The loosest tier to mark.
    """
    if state_of(group.keeper.path, dict(states)) is FolderState.BACKUP:
        return []
    return [
        member
        for member in group.members
        if member.photo_id != group.keeper.photo_id
        and member.tier.rank <= min(tier.rank, Tier.NEAR.rank)
        and not member.evidence.get("hard_link")
        and state_of(member.path, dict(states)) is FolderState.NORMAL
        and (member.tier is not Tier.NEAR or _is_lesser(member))
    ]


def _is_lesser(member: Member) -> bool:
    """Whether a near-identical member holds nothing that the keeper does not: the same picture, saved again."""
    proof = member.proof
    return (
        proof is not None
        and proof.kind is Kind.RESAVED
        and proof.derived != 0
        and member.evidence.get("verified") is not False
    )
