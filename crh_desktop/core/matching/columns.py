"""Photos, digests and texts of a large library in columns: an object for each would take gigabytes at a million photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.records import FolderState

Ints = NDArray[np.int64]
#: The numbers that stand for states in a column.
STATES = tuple(FolderState)
#: A device or inode may use all 64 bits; a column holds 63 of them.
WIDEST = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, slots=True)
class GroupPhoto:
    """What grouping needs of one photo file."""

    id: int
    path: bytes
    size: int
    mtime_ns: int
    dev: int
    inode: int
    content: int  # row in the index's content arrays
    state: FolderState
    damaged: bool = False  # only a part of it could be decoded
    captured: bool = False  # the file says when or by which camera it was taken
    taken_at: float | None = None  # seconds, None where the file says nothing
    jpeg_quality: int = 0  # 1 to 100, 0 where not known
    with_raw: bool = False  # its raw file lies beside it
    away: bool = False  # on a drive that can be taken away, or is not here
    chosen: int = 0  # greater than 0 where the person chose it as keeper; the latest choice is the greatest


class Packed(Sequence[bytes]):
    """Many byte strings in one; taking some of them in another order copies none.

    Args:
        data: All of them, one after the other.
        starts: int64 [N + 1], where each begins, and the end.
        order: Which are shown, in which order; None for all as they are.
    """

    def __init__(self, data: bytes, starts: Ints, order: Ints | None = None) -> None:
        self._data, self._starts, self._order = data, starts, order

    @classmethod
    def of(cls, parts: Iterable[bytes]) -> Packed:
        """Byte strings from anywhere."""
        found = Packer()
        found.extend(list(parts))
        return found.packed()

    def __len__(self) -> int:
        return len(self._starts) - 1 if self._order is None else len(self._order)

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        row = place if self._order is None else int(self._order[place])
        return self._data[self._starts[row] : self._starts[row + 1]]

    def __iter__(self) -> Iterator[bytes]:
        data, starts = self._data, self._starts
        order = range(len(starts) - 1) if self._order is None else self._order
        for begin in range(0, len(order), 4096):  # plain numbers are faster to cut by, some at a time
            rows = np.asarray(order[begin : begin + 4096])
            for start, end in zip(starts[rows].tolist(), starts[rows + 1].tolist(), strict=True):
                yield data[start:end]

    def take(self, order: Ints) -> Packed:
        """Those at some places, in that order."""
        return Packed(self._data, self._starts, order if self._order is None else self._order[order])


class Packer:
    """Collects byte strings block by block."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._lengths: list[Ints] = []

    def extend(self, parts: Sequence[bytes]) -> None:
        """Add some."""
        self._data += b"".join(parts)
        self._lengths.append(np.fromiter(map(len, parts), np.int64, len(parts)))

    def packed(self) -> Packed:
        """All that were added."""
        lengths = np.concatenate([np.zeros(1, np.int64), *self._lengths])
        return Packed(bytes(self._data), np.cumsum(lengths))


class Texts(Sequence[str]):
    """Texts, packed as UTF-8."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        found = self._packed[place]
        return [one.decode() for one in found] if isinstance(found, list) else found.decode()

    def __iter__(self) -> Iterator[str]:
        return (one.decode() for one in self._packed)


_NUMBERS = {
    "id": np.int64, "size": np.int64, "mtime_ns": np.int64, "dev": np.int64, "inode": np.int64, "content": np.int64,
    "state": np.int8, "damaged": np.bool_, "captured": np.bool_, "taken_at": np.float64, "jpeg_quality": np.int16,
    "with_raw": np.bool_, "away": np.bool_, "chosen": np.int32,
}  # fmt: skip


class PhotoTable(Sequence[GroupPhoto]):
    """Photos in columns; an object is made where one is asked for.

    Attributes:
        paths: Path of each. columns: The fields of `GroupPhoto` by name; state as a place in `STATES`, taken_at NaN where
            the file says nothing.
    """

    def __init__(self, paths: Packed, columns: dict[str, NDArray[Any]]) -> None:
        self.paths, self.columns = paths, columns

    @classmethod
    def of(cls, photos: Iterable[GroupPhoto]) -> PhotoTable:
        """Photos from anywhere."""
        rows = list(photos)
        columns = {name: np.array([getattr(row, name) for row in rows]) for name in _NUMBERS if name not in _TOLD}
        for name in ("dev", "inode"):
            columns[name] = np.array([getattr(row, name) & WIDEST for row in rows], np.int64)
        columns["mtime_ns"] = np.array([min(row.mtime_ns, WIDEST) for row in rows], np.int64)
        columns["state"] = np.array([STATES.index(row.state) for row in rows])
        columns["taken_at"] = np.array([np.nan if row.taken_at is None else row.taken_at for row in rows])
        typed: dict[str, NDArray[Any]] = {name: column.astype(_NUMBERS[name]) for name, column in columns.items()}
        return cls(Packed.of(row.path for row in rows), typed)

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, place: int) -> GroupPhoto: ...
    @overload
    def __getitem__(self, place: slice) -> list[GroupPhoto]: ...
    def __getitem__(self, place: int | slice) -> GroupPhoto | list[GroupPhoto]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        row = {name: column.item(place) for name, column in self.columns.items()}
        row["state"] = STATES[row["state"]]
        row["taken_at"] = None if np.isnan(row["taken_at"]) else row["taken_at"]
        return GroupPhoto(path=self.paths[place], **row)

    def take(self, order: Ints) -> PhotoTable:
        """Those at some places, in that order."""
        return PhotoTable(self.paths.take(order), {name: column[order] for name, column in self.columns.items()})

    def with_raws(self, places: Iterable[int]) -> PhotoTable:
        """The same where these have a raw file beside them."""
        beside = self.columns["with_raw"].copy()
        beside[list(places)] = True
        return PhotoTable(self.paths, self.columns | {"with_raw": beside})

    def is_in(self, *states: FolderState) -> NDArray[np.bool_]:
        """Which lie in folders of these states."""
        return np.isin(self.columns["state"], [STATES.index(state) for state in states])


_TOLD = ("dev", "inode", "mtime_ns", "state", "taken_at")
assert set(_NUMBERS) == {one.name for one in fields(GroupPhoto)} - {"path"}


class PhotoColumns:
    """Collects photos block by block, as they are read."""

    def __init__(self) -> None:
        self._paths = Packer()
        self._blocks: list[dict[str, NDArray[Any]]] = []

    def extend(self, paths: Sequence[bytes], columns: dict[str, Sequence[Any] | NDArray[Any]]) -> None:
        """Add a block: paths, and the other fields by name; those left out are 0. States are places in `STATES`."""
        self._paths.extend(paths)
        given: dict[str, NDArray[Any]] = {
            name: np.asarray(values).astype(_NUMBERS[name]) for name, values in columns.items()
        }
        rest: dict[str, NDArray[Any]] = {
            name: np.zeros(len(paths), kind) for name, kind in _NUMBERS.items() if name not in given
        }
        self._blocks.append(given | rest)

    def table(self) -> PhotoTable:
        """All that were added."""
        blocks = self._blocks
        columns = {
            name: np.concatenate([block[name] for block in blocks]) if blocks else np.zeros(0, kind)
            for name, kind in _NUMBERS.items()
        }
        return PhotoTable(self._paths.packed(), columns)
