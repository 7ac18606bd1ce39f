"""Library: the one face that window, command line, worker and tests use of what is known about the photos."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core import drives
from crh_desktop.core.errors import UsageError
from crh_desktop.core.managed import manager_of
from crh_desktop.core.matching.groups import GroupIndex
from crh_desktop.core.matching.keeper_rules import USUAL, KeeperRules
from crh_desktop.core.models import ModelInfo, list_models
from crh_desktop.core.records import Counts, Folder, FolderState, Photo, PhotoStatus
from crh_desktop.core.store.codes import CodeStore
from crh_desktop.core.store.database import marked
from crh_desktop.core.store.decisions import DecisionStore
from crh_desktop.core.store.group_reader import read_group_index
from crh_desktop.core.store.journal import JournalStore
from crh_desktop.core.store.kept_marks import MarkStore
from crh_desktop.core.store.labels import LabelStore
from crh_desktop.core.store.places import is_below, range_below, state_of
from crh_desktop.core.store.schema import open_database

__all__ = ["Library", "is_below", "range_below", "state_of"]

_PHOTO_COLUMNS = (
    "photo.id, photo.path, photo.size, photo.mtime_ns, photo.status, photo.reason, content.digest, content.width, "
    "content.height, content.format, content.taken_at, content.camera, photo.content_id, photo.folder_id, "
    "content.jpeg_quality"
)
_SORTS = {
    "taken": "coalesce(content.taken_at, photo.mtime_ns / 1e9)",
    "name": "photo.path",
    "size": "photo.size",
    "added": "photo.id",
}


class Library(CodeStore, DecisionStore, JournalStore, LabelStore, MarkStore):
    """An open library. One thread uses one Library; several may be open on the same folder, in any process."""

    @classmethod
    def open(cls, path: Path | str) -> Library:
        """Open the library in a folder; a missing or empty folder becomes a new one.

        Raises:
            LibraryError: Not a library, damaged, newer than this program, or not writable.
        """
        folder = Path(path)
        return cls(open_database(folder), folder)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- folders ------------------------------------------------------------------------------------------------------

    def add_folder(self, path: bytes | str, state: FolderState | None = None) -> Folder:
        """Add a root folder, or change its state; a folder below a known root is only given its own state.

        Without a state, what was said of a known folder stays said. A new one is normal, or a reference folder if another
        program manages it (see `managed`).

        Raises:
            UsageError: The folder does not exist.
        """
        place = os.path.abspath(os.fsencode(path))
        if not os.path.isdir(place):
            raise UsageError(
                f"{os.fsdecode(place)} is not a folder. Check the name, or plug in the drive that holds it."
            )
        inside = [root for root in self.roots() if is_below(place, root)]
        if inside:
            if state is not None:
                self.set_folder_state(place, state)
        else:
            if state is None:
                usual = FolderState.NORMAL if manager_of(place) is None else FolderState.REFERENCE
                state = self.states().get(place, usual)
            self.execute(
                "INSERT INTO folder(path, root, state, volume, inside) VALUES(?, 1, ?, ?, ?) ON CONFLICT(path) "
                "DO UPDATE SET root = 1, state = excluded.state, volume = excluded.volume, inside = excluded.inside",
                (place, state, *drives.place_of(place)),
            )
            self._take_in_roots_below(place)
        wanted = place if not inside else max(inside, key=len)
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
            for mount in drives.mounts_of(volume):
                place = os.path.normpath(os.path.join(mount, inside))
                taken = self.execute("SELECT 1 FROM folder WHERE path = ?", (place,))
                if os.path.isdir(place) and not taken:
                    with self.transaction():
                        self._rename_root(identity, path, place)
                    moved.append(place)
                    break
        return moved

    def relocate(self, old: bytes, new: bytes) -> list[tuple[bytes, bytes, int]]:
        """Tell that root folders at or below `old` lie at or below `new` now; nothing is read or computed again.

        Returns:
            Of each root where it was, where it is, and how many photos it has.

        Raises:
            UsageError: No root lies there, a folder is missing at the new place, or is in the library already.
        """
        old, new = os.path.abspath(old), os.path.abspath(new)
        found = self.execute("SELECT id, path FROM folder WHERE root = 1 ORDER BY path")
        moves = [(identity, path, new + path[len(old) :]) for identity, path in found if is_below(path, old)]
        if not moves:
            raise UsageError(f"No folder of the library lies in {os.fsdecode(old)}. Its folders: crh scan names them.")
        staying = [path for identity, path in found if identity not in {move[0] for move in moves}]
        for _, _, target in moves:
            if not os.path.isdir(target):
                raise UsageError(f"{os.fsdecode(target)} is not a folder. Check the name, or plug in its drive.")
            if any(is_below(target, path) or is_below(path, target) for path in staying):
                raise UsageError(f"{os.fsdecode(target)} is in the library already.")
        with self.transaction():
            for identity, path, target in moves:
                self._rename_root(identity, path, target)
                self.execute(
                    "UPDATE folder SET volume = ?, inside = ? WHERE id = ?", (*drives.place_of(target), identity)
                )
        counts = [self.execute("SELECT count(*) FROM photo WHERE folder_id = ?", (move[0],))[0][0] for move in moves]
        return [(path, target, count) for (_, path, target), count in zip(moves, counts, strict=True)]

    def _rename_root(self, identity: int, old: bytes, new: bytes) -> None:
        """Inside a transaction: photos, states of folders, keepers and marks go along."""
        for photo, path in self.execute("SELECT id, path FROM photo WHERE folder_id = ?", (identity,)):
            self.execute("UPDATE photo SET path = ? WHERE id = ?", (new + path[len(old) :], photo))
        for table, column in (("folder", "path"), ("kept", "path"), ("mark", "path"), ("mark", "keeper")):
            for (path,) in self.execute(f"SELECT DISTINCT {column} FROM {table}"):
                if is_below(path, old):
                    self.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (new + path[len(old) :], path))
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
        return self.listing(under, sort, descending)[0]

    def listing(
        self, under: bytes | None = None, sort: str = "taken", descending: bool = False
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Ids of all photos that are not unreadable in an order, and their capture times in seconds, NaN where unknown."""
        where, parameters = "photo.status != 'unreadable'", []
        if under is not None:
            where += " AND photo.path >= ? AND photo.path < ?"
            parameters = list(range_below(under))
        direction = "DESC" if descending else "ASC"
        rows = self.execute(
            f"SELECT photo.id, content.taken_at FROM photo LEFT JOIN content ON content.id = photo.content_id WHERE {where} "
            f"ORDER BY {_SORTS[sort]} {direction}, photo.path",
            parameters,
        )
        ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        return ids, np.fromiter((np.nan if row[1] is None else row[1] for row in rows), np.float64, len(rows))

    def photos(self, ids: Iterable[int]) -> list[Photo]:
        """Rows in the order asked; ids that are gone are left out."""
        wanted = [int(identity) for identity in ids]
        rows = {}
        for marks, block in marked(wanted):
            rows.update({photo.id: photo for photo in self._photos_where(f"photo.id IN ({marks})", block)})
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
                    row[14] or 0,
                )
            )  # fmt: skip
        return found

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

    def group_index(self, rules: KeeperRules = USUAL) -> GroupIndex:
        """Everything grouping needs, read once; regrouping then costs no database."""
        return read_group_index(self, rules)

    def with_decisions(self, index: GroupIndex) -> GroupIndex:
        """The index as it is after what was decided since; neither contents nor pairs are read again."""
        said = [(verdict.content_a, verdict.content_b, verdict.relation) for verdict in self.decisions()]
        return index.decided((a, b, relation) for a, b, relation in said if relation is not None)
