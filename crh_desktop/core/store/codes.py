"""Codes of contents: the packed matrices that search reads, searching them, and where the general code is cut."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core import combined, search
from crh_desktop.core.bits import Codes, hamming, sign_pack
from crh_desktop.core.combined import Classes
from crh_desktop.core.errors import UsageError
from crh_desktop.core.perceptual import turned
from crh_desktop.core.records import Hit, QueryCode
from crh_desktop.core.store.database import Database

#: The general code is re-thresholded when the library has grown by this share since its medians were taken.
_MEDIAN_GROWTH = 0.10


class CodeStore(Database):
    """The part of the library that holds codes and searches them."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        super().__init__(database, path)
        self._packed: dict[str, tuple[str, NDArray[np.int64], Codes]] = {}

    def packed(self, kind: str) -> tuple[NDArray[np.int64], Codes]:
        """Content ids and their packed codes of a kind, held until the library changes."""
        encoder = self.encoder_id(kind)
        stamp = f"{encoder}:{self.epoch()}"
        if kind not in self._packed or self._packed[kind][0] != stamp:
            rows = self.execute(
                "SELECT content_id, code FROM code WHERE encoder_id = ? ORDER BY content_id", (encoder,)
            )
            ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
            codes = np.frombuffer(b"".join(row[1] for row in rows), np.uint8)
            self._packed[kind] = (
                stamp,
                ids,
                codes.reshape(len(rows), -1) if len(rows) else np.zeros((0, 32), np.uint8),
            )
        return self._packed[kind][1], self._packed[kind][2]

    def query_for_photo(self, photo_id: int) -> QueryCode | None:
        """The stored codes of one photo, to search with; None if it has none yet."""
        rows = self.execute("SELECT content_id FROM photo WHERE id = ?", (photo_id,))
        if not rows or rows[0][0] is None:
            return None
        content = rows[0][0]
        found: dict[str, Any] = {}
        for kind in ("perceptual", "crh", "copy"):
            code = self.execute(
                "SELECT code FROM code WHERE encoder_id = ? AND content_id = ?", (self.encoder_id(kind), content)
            )
            found[kind] = np.frombuffer(code[0][0], np.uint8) if code else None
        real = self.execute(
            "SELECT projection FROM projection WHERE encoder_id = ? AND content_id = ?",
            (self.encoder_id("general"), content),
        )
        found["projection"] = np.frombuffer(real[0][0], np.float16).astype(np.float32) if real else None
        return QueryCode(**found)

    def similar(self, query: QueryCode, k: int, code: str = "general") -> list[Hit]:
        """The k photos most like the query, nearest first; equal distances by path.

        The general code takes the Hamming-nearest thousand and ranks them by the query's own real values: a bit that
        the query holds firmly counts more than one it is unsure of (asymmetric distance, in bits of mean weight).

        Raises:
            UsageError: That code is not there for the query or the library.
        """
        kind = code
        if code == "copy" and (query.copy is None or not self.encoder_id("copy")):
            kind = "perceptual"  # there is no copy model
        ids, codes = self.packed(kind)
        if not len(ids):
            return []
        if kind == "general":
            distances = self._general(query, ids, codes, k)
        elif kind == "copy":
            assert query.copy is not None
            distances = self._nearest(codes, query.copy[None], ids, k)
        elif kind == "crh":
            if query.crh is None:
                raise UsageError("There is no CRH code for this picture; a model is needed.")
            distances = self._by_class(query, ids, codes, k)
        else:
            if query.perceptual is None:
                raise UsageError("There is no copy code for this picture.")
            distances = self._nearest(codes, turned(query.perceptual[None])[0], ids, k)
        return self._hits(distances, k)

    def similar_to_any(self, queries: Sequence[QueryCode], k: int, code: str = "general") -> list[Hit]:
        """The k photos nearest to any of several queries; each has its least distance to one of them.

        Raises:
            UsageError: That code is not there for a query or the library.
        """
        best: dict[int, Hit] = {}
        for query in queries:
            for hit in self.similar(query, k, code):
                known = best.get(hit.photo_id)
                if known is None or hit.distance < known.distance:
                    best[hit.photo_id] = hit
        return sorted(best.values(), key=lambda hit: hit.distance)[:k]  # equal ones as they came: by path

    def _general(self, query: QueryCode, ids: NDArray[np.int64], codes: Codes, k: int) -> dict[int, float]:
        if query.projection is None:
            raise UsageError("There is no general code for this picture.")
        values = query.projection - self.thresholds()
        near, _ = search.knn(codes, sign_pack(values)[None], max(1000, 4 * k))
        distances = combined.weighted(values, codes[near[0]])
        return {int(ids[row]): round(float(d), 3) for row, d in zip(near[0], distances, strict=True)}

    def _by_class(self, query: QueryCode, ids: NDArray[np.int64], codes: Codes, k: int) -> dict[int, float]:
        """By CRH and general code together, as far as the model knows what is around the query (`core.combined`)."""
        assert query.crh is not None
        general_ids, general = self.packed("general")
        if query.projection is None or not len(general_ids):
            return self._nearest(codes, query.crh[None], ids, k)
        values = query.projection - self.thresholds()
        many = max(1000, 4 * k)
        near = [ids[search.knn(codes, query.crh[None], many)[0][0]]]
        near.append(general_ids[search.knn(general, sign_pack(values)[None], many)[0][0]])
        content = np.intersect1d(np.union1d(*near), np.intersect1d(ids, general_ids))
        bits = hamming(codes[np.searchsorted(ids, content)], query.crh[None])
        other = combined.weighted(values, general[np.searchsorted(general_ids, content)])
        found = combined.ranked(
            self.classes(),
            query.projection,
            bits,
            8 * codes.shape[1],
            other,
            8 * general.shape[1],
            lambda rows: self._projections(content[rows]),
        )
        return {int(one): round(float(d), 3) for one, d in zip(content, found, strict=True)}

    def _projections(self, contents: NDArray[np.int64]) -> NDArray[np.float32]:
        """The general code's real values [n, 256] of those contents that have them, in their order."""
        kept = dict(
            self.in_blocks(
                f"SELECT content_id, projection FROM projection WHERE encoder_id = {self.encoder_id('general')} "
                "AND content_id IN ({marks})",
                np.unique(contents).tolist(),
            )
        )
        rows = [kept[content] for content in contents.tolist() if content in kept]
        return np.frombuffer(b"".join(rows), np.float16).reshape(len(rows), -1 if rows else 256).astype(np.float32)

    def keep_classes(self, encoder: int, classes: Classes) -> None:
        """Keep what a CRH model's classes look like beside its codes, so that searching needs no model."""
        described = {
            "shape": classes.directions.shape,
            "low": classes.low,
            "high": classes.high,
            **{name: _packed(getattr(classes, name)) for name in ("mean", "directions", "usual")},
        }
        self.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (f"classes {encoder}", json.dumps(described)))

    def classes(self) -> Classes | None:
        """The classes of the CRH model in use; None for a model that does not tell."""
        rows = self.execute("SELECT value FROM meta WHERE key = ?", (f"classes {self.encoder_id('crh')}",))
        if not rows:
            return None
        row = json.loads(rows[0][0])
        mean, directions, usual = (_unpacked(row[name]) for name in ("mean", "directions", "usual"))
        return Classes(mean, directions.reshape(row["shape"]), usual, float(row["low"]), float(row["high"]))

    @staticmethod
    def _nearest(codes: Codes, queries: Codes, ids: NDArray[np.int64], k: int) -> dict[int, float]:
        best: dict[int, float] = {}
        near, distances = search.knn(codes, queries, k)
        for row, distance in zip(near.reshape(-1), distances.reshape(-1), strict=True):
            content = int(ids[row])
            best[content] = min(best.get(content, 1e9), float(distance))
        return best

    def _hits(self, distances: dict[int, float], k: int) -> list[Hit]:
        contents = sorted(distances, key=lambda content: (distances[content], content))[: max(k, 1) * 2]
        rows = self.in_blocks(
            "SELECT id, path, content_id FROM photo WHERE status = 'ok' AND content_id IN ({marks})", contents
        )
        hits = [(distances[content], path, photo) for photo, path, content in rows]
        return [Hit(photo, distance) for distance, _, photo in sorted(hits)[:k]]

    def thresholds(self) -> NDArray[np.float32]:
        """Where each bit of the general code is cut: float32 (256,), the library's medians."""
        rows = self.execute("SELECT thresholds FROM encoder WHERE id = ?", (self.encoder_id("general"),))
        if not rows or rows[0][0] is None:
            return np.zeros(256, np.float32)
        return np.frombuffer(rows[0][0], np.float32)

    def refresh_general_codes(self) -> int:
        """Cut projections at the library's medians again if it has grown; returns how many codes were written."""
        encoder = self.encoder_id("general")
        total = self.execute("SELECT count(*) FROM projection WHERE encoder_id = ?", (encoder,))[0][0]
        coded = self.execute("SELECT count(*) FROM code WHERE encoder_id = ?", (encoder,))[0][0]
        seen = self.execute("SELECT thresholds_from FROM encoder WHERE id = ?", (encoder,)) or [(0,)]
        if not total or (coded == total and total <= seen[0][0] * (1 + _MEDIAN_GROWTH)):
            return 0
        again = total > seen[0][0] * (1 + _MEDIAN_GROWTH) or not seen[0][0]
        rows = self.execute(
            "SELECT content_id, projection FROM projection WHERE encoder_id = ? ORDER BY content_id", (encoder,)
        )
        values = np.frombuffer(b"".join(row[1] for row in rows), np.float16).reshape(len(rows), -1)
        medians = np.median(values, axis=0).astype(np.float32) if again else self.thresholds()
        codes = sign_pack(values.astype(np.float32) - medians)
        with self.transaction():
            if again:
                self.execute(
                    "UPDATE encoder SET thresholds = ?, thresholds_from = ? WHERE id = ?",
                    (medians.tobytes(), total, encoder),
                )
            for row, code in zip(rows, codes, strict=True):
                self.execute("INSERT OR REPLACE INTO code VALUES(?, ?, ?)", (encoder, row[0], code.tobytes()))
            self.bump()
        return len(rows)


def _packed(values: NDArray[np.float32]) -> str:
    return base64.b64encode(values.astype(np.float32).tobytes()).decode()


def _unpacked(text: str) -> NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(text), np.float32)
