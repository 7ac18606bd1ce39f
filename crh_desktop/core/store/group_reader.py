"""Reads what grouping needs: contents in the order of digests, their photos, stored pairs, and what a person decided.

Everything is read block by block into columns: a million photos as objects would take gigabytes.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.drives import is_removable
from crh_desktop.core.matching.columns import STATES, WIDEST, Packer, PhotoColumns, PhotoTable, Texts
from crh_desktop.core.matching.groups import GroupIndex
from crh_desktop.core.matching.keeper_rules import USUAL, KeeperRules
from crh_desktop.core.matching.stacks import Shot, exposures
from crh_desktop.core.perceptual import MIN_QUALITY
from crh_desktop.core.records import FolderState, Relation, Tier
from crh_desktop.core.store.database import Database
from crh_desktop.core.store.places import state_of

Ints = NDArray[np.int64]
#: The rank of a pair that was checked and is neither near nor similar.
_NEITHER = 9


def read_group_index(database: Database, rules: KeeperRules = USUAL) -> GroupIndex:
    """Everything grouping needs, in order of digests, so that the order of scanning changes nothing."""
    contents = _Contents(database)
    first, second, distance, tier, score, evidence = _pairs(database, contents.row_of)
    row_of = contents.row_of
    return GroupIndex(
        digests=Texts(contents.digests.packed()),
        pixel_digests=contents.pixel_digests,
        pixels=contents.pixels,
        codes=contents.codes,
        has_code=contents.has_code,
        photos=_photos(database, row_of),
        first=first,
        second=second,
        distance=distance,
        tier=tier,
        score=score,
        evidence=evidence,
        exposures=contents.exposures,
        content_ids=contents.ids,
        rules=rules,
        decisions=[
            (int(row_of[a]), int(row_of[b]), Relation(relation))
            for a, b, relation in database.execute(
                "SELECT content_a, content_b, relation FROM verdict ORDER BY at, content_a, content_b"
            )
            if max(a, b) < len(row_of) and row_of[a] >= 0 and row_of[b] >= 0
        ],
    )


class _Contents:
    """Contents in the order of digests. row_of: int64, the row of each id, -1 where there is none."""

    def __init__(self, database: Database) -> None:
        count, most = database.execute("SELECT count(*), coalesce(max(id), 0) FROM content")[0]
        self.ids = array("q")
        self.digests = Packer()
        self.pixel_digests: list[str] = []
        self.pixels = np.zeros(count, np.int64)
        self.codes = np.zeros((count, 32), np.uint8)
        self.has_code = np.zeros(count, np.bool_)
        self.exposures = exposures(self._shots(database))
        count = len(self.ids)  # something may have been added between the two questions
        self.codes, self.pixels, self.has_code = self.codes[:count], self.pixels[:count], self.has_code[:count]
        self.row_of = np.full(most + 1, -1, np.int64)
        ids = np.array(self.ids, np.int64)
        known = np.flatnonzero(ids <= most)
        self.row_of[ids[known]] = known

    def _shots(self, database: Database) -> Iterator[Shot | None]:
        """Fill the columns, and tell the capture data of each content."""
        blocks = database.blocks(
            "SELECT content.id, content.digest, content.pixel_digest, content.width * content.height, code.code, "
            "content.quality, content.taken_at, content.camera, content.shot "
            "FROM content LEFT JOIN code ON code.content_id = content.id AND code.encoder_id = ? ORDER BY content.digest",
            (database.encoder_id("perceptual"),),
        )
        for rows in blocks:
            at = len(self.ids)
            rows = rows[: len(self.pixels) - at]
            ids, digests, pixel_digests, pixels, codes, qualities, *_ = zip(*rows, strict=True) if rows else ((),) * 9
            self.ids.extend(ids)
            here = slice(at, at + len(rows))
            self.digests.extend([digest.encode() for digest in digests])
            self.pixel_digests += [digest or "" for digest in pixel_digests]
            self.pixels[here] = pixels
            self.has_code[here] = [
                code is not None and quality >= MIN_QUALITY for code, quality in zip(codes, qualities, strict=True)
            ]
            empty = bytes(32)
            packed = b"".join(code or empty for code in codes)
            self.codes[here] = np.frombuffer(packed, np.uint8).reshape(-1, 32) * self.has_code[here, None]
            for row in rows:
                yield Shot.of(row[6], row[7], row[8]) if row[8] else None


def _pairs(
    database: Database, row_of: Ints
) -> tuple[Ints, Ints, NDArray[np.int32], NDArray[np.int8], NDArray[np.float32], Texts]:
    """Rows, bits, rank, score and evidence of every stored pair of contents that are there."""
    ranks = {tier.value: tier.rank for tier in Tier}
    kinds: tuple[Any, ...] = (np.int64, np.int64, np.int32, np.int8, np.float32)
    columns: list[list[NDArray[Any]]] = [[np.zeros(0, kind)] for kind in kinds]
    texts = Packer()
    sql = "SELECT content_a, content_b, distance, tier, score, evidence FROM pair"
    for rows in database.blocks(sql):
        a, b, distances, tiers, scores, evidence = zip(*rows, strict=True)
        ends = np.array((a, b), np.int64)
        inside: NDArray[np.bool_] = np.all(ends < len(row_of), axis=0)
        inside[inside] = np.all(row_of[ends[:, inside]] >= 0, axis=0)
        first, second = row_of[ends[:, inside]]
        rank = np.array([ranks.get(tier, _NEITHER) for tier in tiers], np.int8)
        for column, values, kind in zip(
            columns,
            (first, second, np.array(distances)[inside], rank[inside], np.array(scores)[inside]),
            kinds,
            strict=True,
        ):
            column.append(values.astype(kind))
        texts.extend(
            [
                b"" if text == "{}" else text.encode()
                for text, kept in zip(evidence, inside.tolist(), strict=True)
                if kept
            ]
        )
    first, second, distance, tier, score = (np.concatenate(column) for column in columns)
    return first, second, distance, tier, score, Texts(texts.packed())


def _photos(database: Database, row_of: Ints) -> PhotoTable:
    """Photos that can be grouped, by path; those of excluded folders are left out."""
    states = database.states()
    state_in: dict[bytes, FolderState] = {}
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

    def is_away(root: int, dev: int, path: bytes) -> bool:
        if dev not in removable:
            removable[dev] = is_removable(path)
        return bool(offline.get(root, True) or removable[dev])

    def state(path: bytes) -> FolderState:
        found = states.get(path)
        if found is None:
            folder = os.path.dirname(path)
            found = state_in.get(folder)
            if found is None:
                found = state_in[folder] = state_of(folder, states)
        return found

    def choice(content: int, path: bytes) -> int:
        number, about = chosen.get(content, (0, b""))
        return number if about in (b"", path) else 0

    photos = PhotoColumns()
    blocks = database.blocks(
        "SELECT photo.id, path, photo.size, mtime_ns, dev, inode, content_id, content.reason != '' AND format != '', "
        "camera, taken_at, jpeg_quality, folder_id FROM photo JOIN content ON content.id = content_id "
        "WHERE status = 'ok' ORDER BY path"
    )
    for rows in blocks:
        said = [state(row[1]) for row in rows]
        here = [
            (row, STATES.index(one))
            for row, one in zip(rows, said, strict=True)
            if one is not FolderState.EXCLUDED and row[6] < len(row_of) and row_of[row[6]] >= 0
        ]
        if not here:
            continue
        kept = [row for row, _ in here]
        ids, paths, sizes, times, devs, inodes, contents, damaged, cameras, taken, qualities, roots = zip(
            *kept, strict=True
        )
        photos.extend(
            paths,
            {
                "id": ids, "size": sizes, "mtime_ns": times, "dev": [dev & WIDEST for dev in devs],
                "inode": [inode & WIDEST for inode in inodes], "content": row_of[list(contents)],
                "state": [one for _, one in here], "damaged": damaged,
                "captured": [when is not None or camera != "" for when, camera in zip(taken, cameras, strict=True)],
                "taken_at": [np.nan if when is None else when for when in taken], "jpeg_quality": qualities,
                "away": list(map(is_away, roots, devs, paths)), "chosen": list(map(choice, contents, paths)),
            },
        )  # fmt: skip
    return photos.table()
