"""Keeper rules: an ordered list of criteria that say which photo of a group is kept; the first that tells two apart decides."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.capture_time import FIRST_TRUSTED, time_in_name
from crh_desktop.core.formats import RAW_EXTENSIONS
from crh_desktop.core.matching.columns import Packed, PhotoTable
from crh_desktop.core.records import FolderState

Ints = NDArray[np.int64]
_UNKNOWN = np.iinfo(np.int64).max
_COPY_NAME = re.compile(
    rb"(\(\d+\)|[ _-]copy( \d+)?|[ _-]kopie( \d+)?|[ _-]edited|~\d+"
    rb"|^whatsapp|-wa\d{4}|^screenshot|^received_|^fb_img)",
    re.IGNORECASE,
)
_CAMERA = frozenset((b".jpg", b".jpeg", b".jpe", b".heic", b".heif", b".hif", b".dng"))
_RAW = frozenset(os.fsencode(suffix) for suffix in RAW_EXTENSIONS)


class Criterion(StrEnum):
    """What can make one photo the better one to keep."""

    REFERENCE = "reference"  # lies in a reference folder
    FOLDERS = "folders"  # lies in the folder named first
    RESOLUTION = "resolution"  # more pixels
    RAW = "raw"  # its raw file lies beside it
    METADATA = "metadata"  # says when or by which camera it was taken
    FORMAT = "format"  # as cameras write it, not converted
    QUALITY = "quality"  # finer JPEG compression
    OLDEST = "oldest"  # taken, or else changed, first
    NEWEST = "newest"
    LARGEST = "largest"  # more bytes
    SMALLEST = "smallest"
    NAME = "name"  # no "copy", "(1)" or messenger's name
    SHORT_PATH = "short_path"


@dataclass(frozen=True, slots=True)
class KeeperRules:
    """Criteria in their order, and the folders that FOLDERS prefers, best first."""

    criteria: tuple[Criterion, ...]
    folders: tuple[bytes, ...] = ()

    def to_text(self) -> str:
        """As the settings keep it."""
        return ",".join(self.criteria) + "".join(f"\n{os.fsdecode(folder)}" for folder in self.folders)

    @classmethod
    def from_text(cls, text: str) -> KeeperRules:
        """What `to_text` wrote; the usual rules where nothing or nonsense is kept."""
        names, *folders = text.split("\n")
        known = {criterion.value: criterion for criterion in Criterion}
        criteria = tuple(dict.fromkeys(known[name] for name in names.split(",") if name in known))
        return cls(criteria, tuple(os.fsencode(folder) for folder in folders if folder)) if criteria else USUAL


_LAST = (Criterion.OLDEST, Criterion.LARGEST, Criterion.SHORT_PATH)
USUAL = KeeperRules(
    (
        Criterion.REFERENCE, Criterion.RESOLUTION, Criterion.RAW, Criterion.METADATA, Criterion.FORMAT, Criterion.QUALITY,
        *_LAST,
    )
)  # fmt: skip
#: Rules for what people come with, by a name that the window translates.
PRESETS = {
    "usual": USUAL,
    "messenger": KeeperRules(
        (Criterion.REFERENCE, Criterion.METADATA, Criterion.NAME, Criterion.RESOLUTION, Criterion.QUALITY, *_LAST)
    ),
    "phone": KeeperRules(
        (Criterion.REFERENCE, Criterion.METADATA, Criterion.FORMAT, Criterion.RESOLUTION, Criterion.NAME, *_LAST)
    ),
    "card": KeeperRules((Criterion.REFERENCE, Criterion.FOLDERS, Criterion.RAW, Criterion.RESOLUTION, Criterion.NAME, *_LAST)),
    "takeout": KeeperRules(
        (Criterion.REFERENCE, Criterion.METADATA, Criterion.RESOLUTION, Criterion.NAME, Criterion.QUALITY, *_LAST)
    ),
    "exports": KeeperRules(
        (Criterion.REFERENCE, Criterion.RAW, Criterion.FORMAT, Criterion.RESOLUTION, Criterion.QUALITY, *_LAST)
    ),
}  # fmt: skip


def keys(photos: PhotoTable, pixels: Ints, rules: KeeperRules) -> tuple[list[str], list[Ints]]:
    """What photos are ordered by, most important first; a smaller number is better.

    Args:
        photos: In any order.
        pixels: int64 [C], of each content.
        rules: The person's criteria. Ahead of them all stand: the photo that the person chose, one that can be kept at
            all, one on a drive that stays, and one that could be decoded whole.

    Returns:
        The name of each key, and its int64 [N].
    """
    column, paths = photos.columns, photos.paths
    by: dict[str, Callable[[], Ints | NDArray[np.bool_]]] = {
        "chosen": lambda: -column["chosen"].astype(np.int64),
        "backup": lambda: photos.is_in(FolderState.BACKUP),
        "away": lambda: column["away"],
        "whole": lambda: column["damaged"],
        Criterion.REFERENCE: lambda: ~photos.is_in(FolderState.REFERENCE),
        Criterion.FOLDERS: lambda: _told(paths, lambda path: _folder_rank(path, rules.folders)),
        Criterion.RESOLUTION: lambda: -pixels[column["content"]],
        Criterion.RAW: lambda: ~column["with_raw"],
        Criterion.METADATA: lambda: ~column["captured"],
        Criterion.FORMAT: lambda: _told(paths, _format_rank),
        Criterion.QUALITY: lambda: -column["jpeg_quality"].astype(np.int64),
        Criterion.OLDEST: lambda: _dates(photos),
        Criterion.NEWEST: lambda: _newest(_dates(photos)),
        Criterion.LARGEST: lambda: -column["size"],
        Criterion.SMALLEST: lambda: column["size"],
        Criterion.NAME: lambda: _told(paths, _is_copy_name),
        Criterion.SHORT_PATH: lambda: _told(paths, len),
    }
    names = ["chosen", "backup", "away", "whole", *(criterion.value for criterion in rules.criteria)]
    return names, [by[name]().astype(np.int64) for name in names]


def _told(paths: Packed, number: Callable[[bytes], int]) -> Ints:
    return np.fromiter(map(number, paths), np.int64, len(paths))


def _is_copy_name(path: bytes) -> bool:
    return _COPY_NAME.search(os.path.splitext(os.path.basename(path))[0]) is not None


def _folder_rank(path: bytes, folders: Sequence[bytes]) -> int:
    for rank, folder in enumerate(folders):
        if path.startswith(folder.rstrip(b"/") + b"/"):
            return rank
    return len(folders)


def _format_rank(path: bytes) -> int:
    suffix = os.path.splitext(path)[1].lower()
    return 0 if suffix in _RAW else 1 if suffix in _CAMERA else 2


def _dates(photos: PhotoTable) -> Ints:
    """Nanoseconds; EXIF before the name before the file's time. A date before 1990 or in the future tells nothing."""
    now = time.time() + 86_400
    moment = photos.columns["taken_at"].copy()
    moment[~((moment >= FIRST_TRUSTED) & (moment <= now))] = np.nan
    silent = np.flatnonzero(np.isnan(moment))
    named = map(time_in_name, photos.paths.take(silent))
    moment[silent] = np.fromiter((np.nan if one is None else one for one in named), np.float64, len(silent))
    silent = np.flatnonzero(np.isnan(moment))
    moment[silent] = photos.columns["mtime_ns"][silent] / 1e9
    known = (moment >= FIRST_TRUSTED) & (moment <= now)
    dates = np.full(len(moment), _UNKNOWN, np.int64)
    dates[known] = (moment[known] * 1e9).astype(np.int64)
    return dates


def _newest(dates: Ints) -> Ints:
    return np.where(dates == _UNKNOWN, _UNKNOWN, -dates)
