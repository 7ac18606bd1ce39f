"""A library and a worker made of nothing, for window tests that must be quick and repeatable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from crh_desktop.app.worker_client import WorkerClient
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
    Tier,
)  # fmt: skip


class FakeIndex:
    """Groups that fall apart as the radius shrinks."""

    def __init__(self, number: int) -> None:
        self.number, self.asked = number, []

    def groups(self, tier: Tier = Tier.NEAR, radius: int = 31) -> list[Group]:
        self.asked.append((tier, radius))
        made = []
        for place in range(self.number * (radius + 1) // 32):
            members = tuple(
                Member(3 * place + part + 1, b"/photos/%d.jpg" % (3 * place + part), 500_000, tier, part * 4,
                       "rot90" if part == 2 else None)
                for part in range(3)
            )  # fmt: skip
            made.append(Group(tier, members[0], members, 1_000_000))
        return made


class FakeLibrary:
    """Answers like core.library.Library for any number of photos."""

    index = FakeIndex(40)

    def __init__(self, number: int = 300, folders: int = 1) -> None:
        self.path, self.number, self.closed = Path("/nowhere"), number, False
        self.roots = [b"/photos"][:folders]
        self.states: dict[bytes, FolderState] = {}

    @classmethod
    def open(cls, path: Path) -> FakeLibrary:
        return cls()

    def close(self) -> None:
        self.closed = True

    def folders(self) -> list[Folder]:
        return [
            Folder(place + 1, path, self.states.get(path, FolderState.NORMAL), True, self.number, 1, 2, 0, 1)
            for place, path in enumerate(self.roots)
        ]

    def subfolders(self) -> list[tuple[bytes, int]]:
        half = self.number // 2
        return [(b"/photos/a", half), (b"/photos/b/c\xff", self.number - half)][: 2 * len(self.roots)]

    def add_folder(self, path: bytes, state: FolderState = FolderState.NORMAL) -> Folder:
        self.roots.append(path)
        return self.folders()[-1]

    def set_folder_state(self, path: bytes, state: FolderState) -> None:
        self.states[path] = state

    def remove_folder(self, folder_id: int) -> None:
        self.roots.pop(folder_id - 1)

    def photo_ids(self, under: bytes | None = None, sort: str = "taken", descending: bool = False) -> Any:
        ids = np.arange(1, self.number + 1)
        return ids[::-1].copy() if descending else ids

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

    def taken(self, ids: Any) -> Any:
        return 1.5e9 + 86_400.0 * np.asarray(ids, float)

    def counts(self) -> Counts:
        return Counts(self.number, 2, 0, 1, 1, 0, self.number, 10**9)

    def group_index(self, radius_max: int = 31) -> FakeIndex:
        return self.index

    def query_for_photo(self, photo_id: int) -> QueryCode | None:
        return QueryCode(perceptual=np.zeros(32, np.uint8))

    def similar(self, query: QueryCode, k: int, code: str = "general") -> list[Hit]:
        return [Hit(i + 1, float(i)) for i in range(min(k, 20))]

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
