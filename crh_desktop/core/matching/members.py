"""The members of a group, seen from its keeper: tier, distance, turn and what proves that they match."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.keeping import GroupPhoto
from crh_desktop.core.matching.units import Companions
from crh_desktop.core.perceptual import TURNS, best_turn
from crh_desktop.core.records import Group, Member, Tier

if TYPE_CHECKING:
    from crh_desktop.core.matching.groups import GroupIndex

#: The distance of two pictures that have no codes to compare.
UNKNOWN = 256
#: Two pictures that have nothing in common differ in 128 bits, give or take 8: a turn found beyond this is chance.
_TELLING = 96
#: What evidence always says, also where it is the default.
_TOLD = ("kind", "derived", "score", "overlap", "inliers", "residual", "colour")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A content seen from the keeper's. verified: a near pair of the two is stored, or a person joined them."""

    tier: Tier
    distance: int
    transform: str | None
    proof: Evidence | None = None
    verified: bool = True
    by_hand: bool = False


class GroupBuilder:
    """Builds groups from the rows that grouping put together."""

    def __init__(self, index: GroupIndex) -> None:
        self._index = index
        self._companions = Companions()

    def build(self, rows: list[int], blocks: list[int], keeper: GroupPhoto, bytes_freeable: int) -> Group:
        """A group of contents.

        Args:
            rows: Its content rows. blocks: The near group of each.
            keeper: Which photo is kept.
            bytes_freeable: Bytes of the files beside the keeper that may go.
        """
        index = self._index
        home = next(block for row, block in zip(rows, blocks, strict=True) if row == keeper.content)
        found: list[Member] = []
        for row, block in zip(rows, blocks, strict=True):
            seen = self._seen(keeper.content, row, block == home)
            found.extend(self._member(keeper, photo, seen) for photo in index.shelf.of[row])
        why = self._why(keeper, [one.photo_id for one in found if one.photo_id != keeper.id])
        found = [
            replace(one, evidence=one.evidence | {"kept_for": why}) if one.photo_id == keeper.id else one
            for one in found
        ]
        found.sort(key=lambda member: (member.photo_id != keeper.id, member.tier.rank, member.distance, member.path))
        tier = max((member.tier for member in found), key=lambda one: one.rank)
        return Group(tier, found[0], tuple(found), bytes_freeable)

    def _why(self, keeper: GroupPhoto, others: list[int]) -> str:
        """Which keeper criterion decided: what tells the keeper from the best of the others."""
        shelf = self._index.shelf
        rank = shelf.rank_of(keeper.id)
        best = min((shelf.rank_of(other) for other in others), default=None)
        if best is None:
            return ""
        return "fuller" if best < rank else shelf.deciding(rank, best)

    def _seen(self, keeper: int, row: int, near: bool) -> _Seen:
        index = self._index
        if keeper == row:
            return _Seen(Tier.IDENTICAL, 0, None)
        one, other = int(index.unit[keeper]), int(index.unit[row])
        if one == other:
            return _Seen(Tier.PIXELS, 0, None)
        pair = index.pairs.find(one, other)
        by_hand = (min(one, other), max(one, other)) in index.relations.together
        verified = by_hand or (pair >= 0 and index.rank[pair] == Tier.NEAR.rank)
        proof = index.proof(pair) if pair >= 0 else None
        if proof is not None and index.unit[index.first[pair]] != one:
            proof = _swapped(proof)
        distance, turn = int(index.distance[pair]) if pair >= 0 else UNKNOWN, None
        if proof is not None:
            turn = TURNS[proof.turn]
        elif index.has_code[keeper] and index.has_code[row]:
            distance, place = best_turn(index.codes[keeper], index.codes[row])
            turn = TURNS[place] if distance <= _TELLING else None
        return _Seen(Tier.NEAR if near else Tier.SIMILAR, distance, turn, proof, verified or not near, by_hand)

    def _member(self, keeper: GroupPhoto, photo: GroupPhoto, seen: _Seen) -> Member:
        index = self._index
        evidence: dict[str, object] = {"digest": index.digests[photo.content]}
        if photo.id == keeper.id:
            evidence["keeper"] = True
        elif seen.tier is Tier.IDENTICAL:
            if (photo.dev, photo.inode) == (keeper.dev, keeper.inode):
                evidence["hard_link"] = True
        elif seen.tier is Tier.PIXELS:
            evidence["pixel_digest"] = index.pixel_digests[photo.content]
        else:
            if seen.distance < UNKNOWN:
                evidence["perceptual"] = seen.distance
            if seen.proof is not None:
                evidence |= _told(seen.proof)
            if seen.by_hand:
                evidence["by_hand"] = True
            if not seen.verified:
                evidence["verified"] = False  # shown as "not verified against this keeper", and never marked
        return Member(
            photo.id, photo.path, photo.size, seen.tier, seen.distance, seen.transform, evidence, seen.proof,
            self._companions(photo.path),
        )  # fmt: skip


def _told(proof: Evidence) -> dict[str, object]:
    """Evidence as plain values: everything that is known, and the main figures in any case."""
    values = {name: getattr(proof, name) for name in _TOLD}
    crop = proof.crop()
    values["kind"] = proof.kind.value
    values["crop"] = None if crop is None else [round(share, 4) for share in crop]
    return {**values, **json.loads(proof.to_json())}


def _swapped(proof: Evidence) -> Evidence | None:
    """The evidence in the other order; None where its map cannot be undone."""
    try:
        return proof.swapped()
    except np.linalg.LinAlgError:
        return None
