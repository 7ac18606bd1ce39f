"""Group indexes over pairs told in a few words."""

from __future__ import annotations

import numpy as np

from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.groups import GroupIndex, GroupPhoto
from crh_desktop.core.records import FolderState, Relation, Tier

Pair = tuple[int, int, Tier | None, float] | tuple[int, int, Tier | None, float, int]


def graph_of(
    count: int,
    pairs: list[Pair],
    decisions: list[tuple[int, int, Relation]] | None = None,
    pixels: dict[int, str] | None = None,
    names: dict[int, str] | None = None,
    proofs: dict[tuple[int, int], Evidence] | None = None,
) -> GroupIndex:
    """An index over one photo a row, with these pairs (rows, tier, score, bits); a later row is a younger, larger file."""
    ends = [(pair[0], pair[1]) for pair in pairs]
    return GroupIndex(
        digests=[f"{row:064x}" for row in range(count)],
        pixel_digests=[(pixels or {}).get(row, "") for row in range(count)],
        pixels=np.full(count, 100),
        codes=np.zeros((count, 32), np.uint8),
        has_code=np.zeros(count, np.bool_),
        photos=[
            GroupPhoto(
                row + 1, f"/nowhere/{(names or {}).get(row, f'{row:02d}.jpg')}".encode(), 1000 + row,
                10**18 + row * 10**9, 1, row, row, FolderState.NORMAL,
            )
            for row in range(count)
        ],
        first=np.array([pair[0] for pair in pairs], np.int64),
        second=np.array([pair[1] for pair in pairs], np.int64),
        distance=np.array([pair[4] if len(pair) > 4 else 9 for pair in pairs], np.int32),
        tier=np.array([9 if pair[2] is None else pair[2].rank for pair in pairs], np.int8),
        score=np.array([pair[3] for pair in pairs], np.float32),
        evidence=[proofs[end].to_json() if proofs and end in proofs else "" for end in ends],
        decisions=decisions or [],
    )  # fmt: skip
