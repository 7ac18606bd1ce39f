"""A library and a worker made of nothing, for window tests that must be quick and repeatable."""

from __future__ import annotations

import copy
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QPixmap

from crh_desktop.app.worker_client import WorkerClient
from crh_desktop.core.errors import LibraryError
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.models import ModelInfo
from crh_desktop.core.records import (
    Counts,
    Folder,
    FolderState,
    Group,
    Hit,
    Member,
    Photo,
    PhotoStatus,
    QueryCode,
    Relation,
    Tier,
)  # fmt: skip

CROP = Evidence(
    Tier.NEAR, Kind.PART, derived=1, score=0.9, distance=60, matrix=(1.25, 0, -0.125, 0, 1.25, -0.125), overlap=1.0,
    inliers=48, residual=2.5, agreeing=0.97, scale=1.25, colour="brighter", differences=((0.4, 0.4, 0.1, 0.2),),
    steps=("+ The codes differ by 60 of 256 bits.", "+ 48 points agree.", "- Nothing else."), verifier="fake 1",
)  # fmt: skip
TURNED = Evidence(
    Tier.NEAR, Kind.EDITED, derived=1, score=0.8, distance=4, turn=1, matrix=(0, -1, 1, 1, 0, 0), overlap=1.0, angle=90.0
)  # fmt: skip


class FakeGrouping(Sequence):
    """Groups made when they are asked for, as the core does it."""

    def __init__(self, number: int, tier: Tier, gone: set[int], members: int = 3) -> None:
        self._rows = [row for row in range(number) if row not in gone]
        self._tier, self._members, self.made = tier, members, 0

    @property
    def bytes_freeable(self) -> int:
        return 1_000_000 * len(self)

    @property
    def photos_beside(self) -> int:
        return 2 * len(self)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> Group:  # type: ignore[override]
        self.made += 1
        place = self._rows[row]
        many = self._members
        near = self._tier in (Tier.NEAR, Tier.SIMILAR)
        members = tuple(
            Member(many * place + part + 1, b"/photos/%d.jpg" % (many * place + part), 500_000, self._tier, part * 4,
                   "rot90" if part == 2 else None, {"verified": False} if part == 3 else {},
                   (TURNED if part == 2 else CROP) if part and near else None, (b"/photos/a.xmp",) if part == 1 else ())
            for part in range(many)
        )  # fmt: skip
        return Group(self._tier, members[0], members, 1_000_000)


class FakeIndex:
    """Groups that fall apart as the least score rises."""

    def __init__(self, number: int, members: int = 3) -> None:
        self.number, self.members, self.asked = number, members, []
        self.gone: set[int] = set()
        self.score = np.arange(60) / 60

    def regroup(
        self, tier: Tier, radius: int | None = None, min_score: float = 0.5, scores: tuple[float, float] | None = None
    ) -> FakeGrouping:
        self.asked.append((tier, min_score, scores))
        return FakeGrouping(round(self.number * 2 * (1 - min_score)), tier, self.gone, self.members)


def fill_pairs(number: int = 60) -> None:
    """Pairs of photos 1 and 2, 3 and 4, … with scores from 0 to 1, none of them rated."""
    database = FakeLibrary.database
    database.executescript(
        "DROP TABLE IF EXISTS pair; DROP TABLE IF EXISTS rating; DROP TABLE IF EXISTS photo;"
        "CREATE TABLE pair(content_a, content_b, score, evidence);"
        "CREATE TABLE rating(content_a, content_b, score, same, at, PRIMARY KEY(content_a, content_b));"
        "CREATE TABLE photo(id, content_id);"
    )
    for place in range(number):
        row = (2 * place + 1, 2 * place + 2, place / number, CROP.to_json())
        database.execute("INSERT INTO pair VALUES(?, ?, ?, ?)", row)
        database.execute("INSERT INTO photo VALUES(?, ?), (?, ?)", (row[0], row[0], row[1], row[1]))


class FakeLibrary:
    """Answers like core.library.Library for any number of photos."""

    index = FakeIndex(40)
    database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)

    latest: FakeLibrary

    def __init__(self, number: int = 300, folders: int = 1) -> None:
        FakeLibrary.latest = self
        self.path, self.number, self.closed = Path("/nowhere"), number, False
        self.places = [b"/photos"][:folders]
        self.said_of: dict[bytes, FolderState] = {}

        self.decided: list[tuple] = []
        self.refuse = ""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        return self.database.execute(sql, parameters).fetchall()

    def _note(self, *what: Any) -> tuple:
        if self.refuse:
            raise LibraryError(self.refuse)
        self.decided.append(what)
        return what

    def decide(self, contents_a: list[int], contents_b: list[int], relation: Relation) -> tuple:
        return self._note("decide", tuple(contents_a), tuple(contents_b), relation)

    def pull_out(self, group: Group, photo_ids: list[int]) -> tuple:
        return self._note("pull_out", group.keeper.photo_id, tuple(photo_ids))

    def split(self, group: Group, photo_ids: list[int]) -> tuple:
        return self._note("split", group.keeper.photo_id, tuple(photo_ids))

    def restore(self, token: tuple) -> tuple:
        return self._note("restore", *token)

    def contents_of(self, photo_ids: list[int]) -> dict[int, int]:
        return {photo_id: photo_id for photo_id in photo_ids}

    @classmethod
    def open(cls, path: Path) -> FakeLibrary:
        return copy.copy(cls.latest)

    def close(self) -> None:
        self.closed = True

    def roots(self) -> list[bytes]:
        return list(self.places)

    def folders(self) -> list[Folder]:
        return [
            Folder(place + 1, path, self.said_of.get(path, FolderState.NORMAL), True, self.number, 1, 2, 0, 1)
            for place, path in enumerate(self.places)
        ]

    def subfolders(self) -> list[tuple[bytes, int]]:
        half = self.number // 2
        return [(b"/photos/a", half), (b"/photos/b/c\xff", self.number - half)][: 2 * len(self.places)]

    def add_folder(self, path: bytes, state: FolderState = FolderState.NORMAL) -> Folder:
        self.places.append(path)
        return self.folders()[-1]

    def set_folder_state(self, path: bytes, state: FolderState) -> None:
        self.said_of[path] = state

    def remove_folder(self, folder_id: int) -> None:
        self.places.pop(folder_id - 1)

    def listing(self, under: bytes | None = None, sort: str = "taken", descending: bool = False) -> Any:
        ids = np.arange(1, self.number + 1)
        ids = ids[::-1].copy() if descending else ids
        return ids, 1.5e9 + 86_400.0 * ids

    def photos(self, ids: list[int]) -> list[Photo]:
        return [
            Photo(int(i), b"/photos/IMG_%d \xff\n.jpg" % i, 400_000, 10**18, PhotoStatus.OK, "", f"{i:064x}", 4000,
                  3000, "jpeg", 1.5e9 + 86_400.0 * int(i), "Camera", True, FolderState.NORMAL, int(i))
            for i in ids
        ]  # fmt: skip

    def unreadable(self) -> list[Photo]:
        return self.photos([1])

    def leftouts(self) -> list[tuple[bytes, str]]:
        return [(b"/photos/@eaDir", "by rule")]

    def counts(self) -> Counts:
        return Counts(self.number, 2, 0, 1, 1, 0, self.number, 10**9)

    def labels(self) -> list[tuple[str, int]]:
        return []

    def labels_of(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        return {}

    def states(self) -> dict[bytes, FolderState]:
        return dict(self.said_of)

    def group_index(self, rules: object = None) -> FakeIndex:
        return self.index

    def query_for_photo(self, photo_id: int) -> QueryCode | None:
        return QueryCode(perceptual=np.zeros(32, np.uint8))

    def similar(self, query: QueryCode, k: int, code: str = "general") -> list[Hit]:
        return [Hit(i + 1, float(i)) for i in range(min(k, 20))]

    def similar_to_any(self, queries: Sequence[QueryCode], k: int, code: str = "general") -> list[Hit]:
        return self.similar(queries[0], k, code)

    def models(self) -> list[ModelInfo]:
        metrics = {"map_own_classes": 0.8, "map_own_classes_general_code": 0.4, "validation_map": 0.9}
        return [ModelInfo("general256", "general", 256, ()), ModelInfo("starter", "crh", 64, ("hat", "shoes"), metrics)]


class FakeClient(WorkerClient):
    """Keeps what was asked; tests replay recorded answers through `handle`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(Path("/nowhere"), parent)
        self.sent: list[dict[str, Any]] = []

    def _start(self) -> None:
        pass

    def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)


def picture(width: int, height: int, colour: str = "red") -> QPixmap:
    """A picture of one colour."""
    made = QPixmap(width, height)
    made.fill(QColor(colour))
    return made
