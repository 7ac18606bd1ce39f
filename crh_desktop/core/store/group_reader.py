"""Reads what grouping needs: contents in the order of digests, their photos, stored pairs, and what a person decided."""

from __future__ import annotations

import os

import numpy as np

from crh_desktop.core.drives import is_removable
from crh_desktop.core.matching.groups import GroupIndex, GroupPhoto
from crh_desktop.core.matching.keeper_rules import USUAL, KeeperRules
from crh_desktop.core.matching.stacks import Shot
from crh_desktop.core.perceptual import MIN_QUALITY
from crh_desktop.core.records import FolderState, Relation, Tier
from crh_desktop.core.store.database import Database
from crh_desktop.core.store.places import state_of

#: The rank of a pair that was checked and is neither near nor similar.
_NEITHER = 9


def read_group_index(database: Database, rules: KeeperRules = USUAL) -> GroupIndex:
    """Everything grouping needs, in order of digests, so that the order of scanning changes nothing."""
    rows = database.execute(
        "SELECT content.id, content.digest, content.pixel_digest, content.width * content.height, code.code, content.quality, "
        "content.taken_at, content.camera, content.shot "
        "FROM content LEFT JOIN code ON code.content_id = content.id AND code.encoder_id = ? ORDER BY content.digest",
        (database.encoder_id("perceptual"),),
    )
    place = {row[0]: at for at, row in enumerate(rows)}
    codes = np.zeros((len(rows), 32), np.uint8)
    has_code = np.zeros(len(rows), np.bool_)
    for at, row in enumerate(rows):
        if row[4] is not None and row[5] >= MIN_QUALITY:
            codes[at], has_code[at] = np.frombuffer(row[4], np.uint8), True
    ranks = {tier.value: tier.rank for tier in Tier}
    pairs = [
        (place[a], place[b], distance, ranks.get(tier, _NEITHER), score, "" if evidence == "{}" else evidence)
        for a, b, distance, tier, score, evidence in database.execute(
            "SELECT content_a, content_b, distance, tier, score, evidence FROM pair"
        )
        if a in place and b in place
    ]
    first, second, distances, tiers, scores, evidence = zip(*pairs, strict=True) if pairs else ((),) * 6
    return GroupIndex(
        digests=[row[1] for row in rows],
        pixel_digests=[row[2] or "" for row in rows],
        pixels=np.array([row[3] for row in rows], np.int64),
        codes=codes,
        has_code=has_code,
        photos=_photos(database, place),
        first=np.array(first, np.int64),
        second=np.array(second, np.int64),
        distance=np.array(distances, np.int32),
        tier=np.array(tiers, np.int8),
        score=np.array(scores, np.float32),
        evidence=list(evidence),
        shots=[Shot.of(row[6], row[7], row[8]) if row[8] else None for row in rows],
        content_ids=[row[0] for row in rows],
        rules=rules,
        decisions=[
            (place[a], place[b], Relation(relation))
            for a, b, relation in database.execute(
                "SELECT content_a, content_b, relation FROM verdict ORDER BY at, content_a, content_b"
            )
            if a in place and b in place
        ],
    )


def _photos(database: Database, place: dict[int, int]) -> list[GroupPhoto]:
    """Photos that can be grouped, by path; those of excluded folders are left out."""
    states = database.states()
    state_in: dict[bytes, FolderState] = {}
    photos = []
    # which choice each content is of, and the path it is about ("" for any)
    chosen: dict[int, tuple[int, bytes]] = {
        kept: (number, about if there else b"")
        for number, (kept, about, there) in enumerate(
            database.execute(
                "SELECT content_id, path, EXISTS(SELECT 1 FROM photo WHERE photo.path = kept.path AND photo.content_id = "
                "kept.content_id) FROM kept ORDER BY at"
            ),
            1,
        )
    }
    removable: dict[int, bool] = {}
    offline = {
        row[0]: not os.path.isdir(row[1]) for row in database.execute("SELECT id, path FROM folder WHERE root = 1")
    }
    rows = database.execute(
        "SELECT photo.id, path, photo.size, mtime_ns, dev, inode, content_id, content.reason != '' AND format != '', "
        "camera, taken_at, jpeg_quality, folder_id FROM photo JOIN content ON content.id = content_id "
        "WHERE status = 'ok' ORDER BY path"
    )
    for identity, path, size, mtime, dev, inode, content, damaged, camera, taken_at, quality, root in rows:
        folder = os.path.dirname(path)
        state = states.get(path) or state_in.get(folder)
        if state is None:
            state = state_in[folder] = state_of(folder, states)
        if state is FolderState.EXCLUDED:
            continue
        if dev not in removable:
            removable[dev] = is_removable(path)
        choice, about = chosen.get(content, (0, b""))
        photos.append(
            GroupPhoto(
                identity, path, size, mtime, dev, inode, place[content], state, bool(damaged),
                taken_at is not None or camera != "", taken_at, quality, False, offline[root] or removable[dev],
                choice if about in (b"", path) else 0,
            )
        )  # fmt: skip
    return photos
