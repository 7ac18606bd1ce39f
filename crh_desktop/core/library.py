"""Library: the one face that window, command line, worker and tests use of what is known about the photos."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core import scan, search
from crh_desktop.core.bits import Codes, sign_pack
from crh_desktop.core.errors import LibraryError, UsageError
from crh_desktop.core.matching.groups import GroupIndex, GroupPhoto
from crh_desktop.core.models import ModelInfo, list_models
from crh_desktop.core.perceptual import MIN_QUALITY, turned
from crh_desktop.core.records import Counts, Folder, FolderState, Hit, Photo, PhotoStatus, QueryCode
from crh_desktop.core.store.schema import FILE_NAME, database_failure, open_database

_PHOTO_COLUMNS = (
    "photo.id, photo.path, photo.size, photo.mtime_ns, photo.status, photo.reason, content.digest, content.width, "
    "content.height, content.format, content.taken_at, content.camera, photo.content_id, photo.folder_id"
)
_SORTS = {
    "taken": "coalesce(content.taken_at, photo.mtime_ns / 1e9)",
    "name": "photo.path",
    "size": "photo.size",
    "added": "photo.id",
}
#: The general code is re-thresholded when the library has grown by this share since its medians were taken.
_MEDIAN_GROWTH = 0.10


class Library:
    """An open library. One thread uses one Library; several may be open on the same folder, in any process."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self.path = path
        self._packed: dict[str, tuple[str, NDArray[np.int64], Codes]] = {}

    @classmethod
    def open(cls, path: Path | str) -> Library:
        """Open the library in a folder; a missing or empty folder becomes a new one.

        Raises:
            LibraryError: Not a library, damaged, newer than this program, or not writable.
        """
        folder = Path(path)
        return cls(open_database(folder), folder)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run one statement and return all rows.

        Raises:
            LibraryError: The disk is full, the file is damaged or cannot be written; the message says which.
        """
        try:
            return self._database.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            raise LibraryError(database_failure(error, self.path / FILE_NAME)) from None

    def transaction(self) -> _Transaction:
        """A context in which every change is kept or, on an error, none."""
        return _Transaction(self)

    # --- folders ------------------------------------------------------------------------------------------------------

    def add_folder(self, path: bytes | str, state: FolderState = FolderState.NORMAL) -> Folder:
        """Add a root folder (or change its state); a folder below a known root is only given its own state.

        Raises:
            UsageError: The folder does not exist.
        """
        place = os.path.abspath(os.fsencode(path))
        if not os.path.isdir(place):
            raise UsageError(
                f"{os.fsdecode(place)} is not a folder. Check the name, or plug in the drive that holds it."
            )
        inside = [row for row in self.execute("SELECT path FROM folder WHERE root = 1") if is_below(place, row[0])]
        if inside:
            if state is not FolderState.NORMAL or inside[0][0] == place:
                self.set_folder_state(place, state)
        else:
            self.execute(
                "INSERT INTO folder(path, root, state, volume, inside) VALUES(?, 1, ?, ?, ?) ON CONFLICT(path) "
                "DO UPDATE SET root = 1, state = excluded.state, volume = excluded.volume, inside = excluded.inside",
                (place, state, scan.volume_of(place), os.path.relpath(place, scan.mount_point(place))),
            )
            self._take_in_roots_below(place)
        wanted = place if not inside else max((row[0] for row in inside), key=len)
        return next(folder for folder in self.folders() if folder.path == wanted)

    def _take_in_roots_below(self, place: bytes) -> None:
        """Let a new root take the photos of roots inside it; two roots must never both own a file."""
        (parent,) = self.execute("SELECT id FROM folder WHERE path = ?", (place,))[0]
        for identity, path, state in self.execute(
            "SELECT id, path, state FROM folder WHERE root = 1 AND id != ?", (parent,)
        ):
            if is_below(path, place):
                with self.transaction():
                    self.execute("UPDATE photo SET folder_id = ? WHERE folder_id = ?", (parent, identity))
                    if state == FolderState.NORMAL:  # nothing was said of it: it follows its new root
                        self.execute("DELETE FROM folder WHERE id = ?", (identity,))
                    else:
                        self.execute("UPDATE folder SET root = 0 WHERE id = ?", (identity,))

    def follow_volumes(self) -> list[bytes]:
        """Find root folders whose volume is now mounted elsewhere and go there with all that is known of them.

        Returns the new paths. A folder belongs to a volume, not to a mount point: nothing is read or computed again.
        """
        moved = []
        for identity, path, volume, inside in self.execute(
            "SELECT id, path, volume, inside FROM folder WHERE root = 1 AND volume LIKE 'uuid:%' ORDER BY path"
        ):
            if os.path.isdir(path):
                continue
            for mount in scan.mounts_of(volume):
                place = os.path.normpath(os.path.join(mount, inside))
                taken = self.execute("SELECT 1 FROM folder WHERE path = ?", (place,))
                if os.path.isdir(place) and not taken:
                    self._rename_root(identity, path, place)
                    moved.append(place)
                    break
        return moved

    def _rename_root(self, identity: int, old: bytes, new: bytes) -> None:
        with self.transaction():
            for photo, path in self.execute("SELECT id, path FROM photo WHERE folder_id = ?", (identity,)):
                self.execute("UPDATE photo SET path = ? WHERE id = ?", (new + path[len(old) :], photo))
            for folder, path in self.execute("SELECT id, path FROM folder"):
                if is_below(path, old):
                    self.execute("UPDATE folder SET path = ? WHERE id = ?", (new + path[len(old) :], folder))
            self.bump()

    def set_folder_state(self, path: bytes, state: FolderState) -> None:
        """Set what the person says of a folder; sub-folders without a state of their own follow."""
        self.execute(
            "INSERT INTO folder(path, root, state, volume) VALUES(?, 0, ?, '') "
            "ON CONFLICT(path) DO UPDATE SET state = excluded.state",
            (path, state),
        )

    def remove_folder(self, folder_id: int) -> None:
        """Forget a folder and its photos; no file is touched, and computed codes are kept for its return."""
        self.execute("DELETE FROM folder WHERE id = ?", (folder_id,))

    def states(self) -> dict[bytes, FolderState]:
        """Every folder that has a state of its own."""
        return {row[0]: FolderState(row[1]) for row in self.execute("SELECT path, state FROM folder")}

    def folders(self) -> list[Folder]:
        """Root folders and sub-folders with a state of their own, by path."""
        counts = {
            (row[0], row[1]): row[2]
            for row in self.execute("SELECT folder_id, status, count(*) FROM photo GROUP BY folder_id, status")
        }
        rows = self.execute("SELECT id, path, state, root, videos, others, left_out FROM folder ORDER BY path")
        roots = [(row[0], row[1]) for row in rows if row[3]]
        found = []
        for identity, path, state, root, videos, others, left_out in rows:
            photos = counts.get((identity, "ok"), 0) + counts.get((identity, "pending"), 0)
            parent = None if root else next((one for one, place in roots if is_below(path, place)), None)
            unreadable = counts.get((identity, "unreadable"), 0)
            found.append(
                Folder(
                    identity,
                    path,
                    FolderState(state),
                    os.path.isdir(path),
                    photos,
                    unreadable,
                    videos,
                    others,
                    left_out,
                    parent,
                )
            )
        return found

    def subfolders(self) -> list[tuple[bytes, int]]:
        """Every folder that directly holds photos, with how many, by path."""
        counts: dict[bytes, int] = {}
        for (path,) in self.execute("SELECT path FROM photo"):
            folder = os.path.dirname(path)
            counts[folder] = counts.get(folder, 0) + 1
        return sorted(counts.items())

    # --- photos -------------------------------------------------------------------------------------------------------

    def photo_ids(self, under: bytes | None = None, sort: str = "taken", descending: bool = False) -> NDArray[np.int64]:
        """Ids of all photos that are not unreadable, below a folder if one is named."""
        where, parameters = "photo.status != 'unreadable'", []
        if under is not None:
            where += " AND photo.path >= ? AND photo.path < ?"
            parameters = list(range_below(under))
        direction = "DESC" if descending else "ASC"
        rows = self.execute(
            f"SELECT photo.id FROM photo LEFT JOIN content ON content.id = photo.content_id WHERE {where} "
            f"ORDER BY {_SORTS[sort]} {direction}, photo.path",
            parameters,
        )
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def photos(self, ids: Iterable[int]) -> list[Photo]:
        """Rows in the order asked; ids that are gone are left out."""
        wanted = [int(identity) for identity in ids]
        rows = {}
        for start in range(0, len(wanted), 500):
            block = wanted[start : start + 500]
            marks = ",".join("?" * len(block))
            for photo in self._photos_where(f"photo.id IN ({marks})", block):
                rows[photo.id] = photo
        return [rows[identity] for identity in wanted if identity in rows]

    def unreadable(self) -> list[Photo]:
        """Photos that could not be read, each with its reason, by path."""
        return self._photos_where("photo.status = 'unreadable' ORDER BY photo.path", [])

    def leftouts(self) -> list[tuple[bytes, str]]:
        """What the last scan of each folder left out, with why."""
        return [(row[0], row[1]) for row in self.execute("SELECT path, reason FROM left_out ORDER BY path")]

    def _photos_where(self, where: str, parameters: Sequence[Any]) -> list[Photo]:
        states = self.states()
        # not folders(): it counts every photo, and a grid asks for rows while it paints
        online = {row[0]: os.path.isdir(row[1]) for row in self.execute("SELECT id, path FROM folder WHERE root = 1")}
        found = []
        for row in self.execute(
            f"SELECT {_PHOTO_COLUMNS} FROM photo LEFT JOIN content ON content.id = photo.content_id WHERE {where}",
            parameters,
        ):
            found.append(
                Photo(
                    row[0], row[1], row[2], row[3], PhotoStatus(row[4]), row[5], row[6] or "", row[7] or 0, row[8] or 0,
                    row[9] or "", row[10], row[11] or "", online.get(row[13], False), state_of(row[1], states), row[12],
                )
            )  # fmt: skip
        return found

    def taken(self, ids: Iterable[int]) -> NDArray[np.float64]:
        """Capture times in seconds, NaN where unknown, in the order asked."""
        known = dict(
            self.execute("SELECT photo.id, content.taken_at FROM photo JOIN content ON content.id = photo.content_id")
        )
        return np.array([known.get(int(identity)) or np.nan for identity in ids], np.float64)

    def counts(self) -> Counts:
        """Totals over all folders."""
        by_status = dict(self.execute("SELECT status, count(*) FROM photo GROUP BY status"))
        videos, others, left_out = self.execute(
            "SELECT coalesce(sum(videos), 0), coalesce(sum(others), 0), coalesce(sum(left_out), 0) FROM folder"
        )[0]
        contents = self.execute("SELECT count(DISTINCT content_id) FROM photo WHERE status = 'ok'")[0][0]
        size = self.execute("SELECT coalesce(sum(size), 0) FROM photo")[0][0]
        return Counts(
            by_status.get("ok", 0), videos, others, by_status.get("unreadable", 0), left_out, by_status.get("pending", 0),
            contents, size,
        )  # fmt: skip

    def models(self) -> list[ModelInfo]:
        """The models at hand."""
        return list_models()

    # --- groups and search ----------------------------------------------------------------------------------------------

    def group_index(self) -> GroupIndex:
        """Everything grouping needs, read once; regrouping then costs no database."""
        encoder = self.encoder_id("perceptual")
        states = self.states()
        rows = self.execute(
            "SELECT content.id, content.digest, content.pixel_digest, content.width * content.height, code.code, content.quality "
            "FROM content LEFT JOIN code ON code.content_id = content.id AND code.encoder_id = ? ORDER BY content.digest",
            (encoder,),
        )
        place = {row[0]: at for at, row in enumerate(rows)}
        codes = np.zeros((len(rows), 32), np.uint8)
        has_code = np.zeros(len(rows), np.bool_)
        for at, row in enumerate(rows):
            if row[4] is not None and row[5] >= MIN_QUALITY:
                codes[at], has_code[at] = np.frombuffer(row[4], np.uint8), True
        photos = [
            GroupPhoto(
                identity,
                path,
                size,
                mtime,
                dev,
                inode,
                place[content],
                state_of(path, states),
                bool(damaged),
                bool(captured),
            )
            for identity, path, size, mtime, dev, inode, content, damaged, captured in self.execute(
                "SELECT photo.id, path, photo.size, mtime_ns, dev, inode, content_id, "
                "content.reason != '' AND format != '', taken_at IS NOT NULL OR camera != '' "
                "FROM photo JOIN content ON content.id = content_id WHERE status = 'ok' ORDER BY path"
            )
        ]
        photos = [photo for photo in photos if photo.state is not FolderState.EXCLUDED]
        pairs = np.array(
            [(place[a], place[b], d) for a, b, d in self.execute("SELECT content_a, content_b, distance FROM pair")],
            np.int64,
        ).reshape(-1, 3)
        pixels = np.array([row[3] for row in rows], np.int64)
        return GroupIndex(
            [row[1] for row in rows], [row[2] or "" for row in rows], pixels, codes, has_code, photos,
            pairs[:, 0], pairs[:, 1], pairs[:, 2].astype(np.int32),
        )  # fmt: skip

    def encoder_id(self, kind: str) -> int:
        """The newest encoder of a kind, 0 if there is none."""
        rows = self.execute("SELECT max(id) FROM encoder WHERE kind = ?", (kind,))
        return int(rows[0][0] or 0)

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

    def epoch(self) -> int:
        """A number that grows with every change of codes or photos."""
        return int(self.execute("SELECT value FROM meta WHERE key = 'epoch'")[0][0])

    def query_for_photo(self, photo_id: int) -> QueryCode | None:
        """The stored codes of one photo, to search with; None if it has none yet."""
        rows = self.execute("SELECT content_id FROM photo WHERE id = ?", (photo_id,))
        if not rows or rows[0][0] is None:
            return None
        content = rows[0][0]
        found: dict[str, Any] = {}
        for kind in ("perceptual", "crh"):
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
        kind = "perceptual" if code == "copy" else code
        ids, codes = self.packed(kind)
        if not len(ids):
            return []
        if kind == "general":
            distances = self._general(query, ids, codes, k)
        elif kind == "crh":
            if query.crh is None:
                raise UsageError("There is no CRH code for this picture; a model is needed.")
            distances = self._nearest(codes, query.crh[None], ids, k)
        else:
            if query.perceptual is None:
                raise UsageError("There is no copy code for this picture.")
            distances = self._nearest(codes, turned(query.perceptual[None])[0], ids, k)
        return self._hits(distances, k)

    def _general(self, query: QueryCode, ids: NDArray[np.int64], codes: Codes, k: int) -> dict[int, float]:
        if query.projection is None:
            raise UsageError("There is no general code for this picture.")
        values = query.projection - self.thresholds()
        near, _ = search.knn(codes, sign_pack(values)[None], max(1000, 4 * k))
        different = np.unpackbits(codes[near[0]] ^ sign_pack(values)[None], axis=1)
        weights = np.abs(values) / max(1e-9, float(np.abs(values).mean()))
        return {int(ids[row]): round(float(d), 3) for row, d in zip(near[0], different @ weights, strict=True)}

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
        hits = []
        for start in range(0, len(contents), 500):
            block = contents[start : start + 500]
            marks = ",".join("?" * len(block))
            for photo, path, content in self.execute(
                f"SELECT id, path, content_id FROM photo WHERE status = 'ok' AND content_id IN ({marks})", block
            ):
                hits.append((distances[content], path, photo))
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

    def bump(self) -> None:
        """Note that codes or photos have changed."""
        self.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'epoch'")


class _Transaction:
    """BEGIN IMMEDIATE … COMMIT, or ROLLBACK on any error."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __enter__(self) -> None:
        self._library.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            try:
                self._library.execute("COMMIT")
                return
            except LibraryError:
                self._rollback()
                raise
        self._rollback()

    def _rollback(self) -> None:
        if self._library._database.in_transaction:
            self._library._database.execute("ROLLBACK")


def range_below(folder: bytes) -> tuple[bytes, bytes]:
    """The least path below a folder and the first one after all of them, for a search by index."""
    start = folder.rstrip(b"/")
    return start + b"/", start + b"0"  # "0" follows "/"


def is_below(path: bytes, folder: bytes) -> bool:
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")


def state_of(path: bytes, states: dict[bytes, FolderState]) -> FolderState:
    """The state a file or folder has by itself or from the nearest folder above."""
    for folder in scan.parents(path):
        if folder in states:
            return states[folder]
    return FolderState.NORMAL
