"""What the library hands out: plain, frozen rows that any reader may keep and share between threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from crh_desktop.core.matching.evidence import Evidence


class Tier(StrEnum):
    """How two photos match, strictest first. The order of declaration is the order of strictness."""

    IDENTICAL = "identical"
    PIXELS = "pixels"
    NEAR = "near"
    SIMILAR = "similar"

    @property
    def rank(self) -> int:
        """0 for the strictest tier."""
        return _RANK[self]


_RANK = {tier: place for place, tier in enumerate(Tier)}


class Relation(StrEnum):
    """What a person decided of two photos; it outweighs whatever the program finds."""

    NOT_DUPLICATES = "not_duplicates"  # never in one group again
    ALTERNATES = "alternates"  # kin, both kept: never offered as duplicates, shown as one stack
    DUPLICATES = "duplicates"  # belong together


class FolderState(StrEnum):
    """What the person said of a folder; sub-folders inherit it unless they have a state of their own."""

    NORMAL = "normal"
    REFERENCE = "reference"  # shown and kept: never touched
    BACKUP = "backup"  # shown, never touched, and never a reason to offer what it is a copy of
    EXCLUDED = "excluded"


class PhotoStatus(StrEnum):
    """What is known of one file."""

    OK = "ok"
    UNREADABLE = "unreadable"
    PENDING = "pending"  # seen by the walk, not read yet


@dataclass(frozen=True, slots=True)
class Folder:
    """A root folder, or a sub-folder with a state of its own (then `parent_id` names its root)."""

    id: int
    path: bytes
    state: FolderState
    online: bool
    photos: int
    unreadable: int
    videos: int
    others: int
    left_out: int
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """One file. Width and height are in pixels after the EXIF turn; 0 if it could not be decoded."""

    id: int
    path: bytes
    size: int
    mtime_ns: int
    status: PhotoStatus
    reason: str
    digest: str  # blake3, 64 hex digits; "" while pending or unreadable before a digest could be taken
    width: int
    height: int
    format: str
    taken_at: float | None  # seconds since the epoch, local time taken as UTC; None if the file says nothing
    camera: str
    online: bool
    state: FolderState
    content_id: int | None
    jpeg_quality: int = 0  # 1 to 100; 0 for other formats and where not known


@dataclass(frozen=True, slots=True)
class Member:
    """A photo in a group, seen from the group's keeper (which has distance 0 and transform None).

    distance: perceptual bits (0..256) at the best of eight turns. transform: what turns the keeper into this photo,
    clockwise: rot90, rot180, rot270, mirror, flip, transpose, transverse, or None.

    evidence: plain values for reports: digest, and for pairs that were verified kind, derived (0: the keeper was made from
    this photo, 1: the other way round), score, overlap, inliers, residual, colour, crop and more; "verified" is False where
    no near pair with the keeper is stored. proof: the same from keeper to this photo, None where the pair has none.
    companions: files of the same shot that go with this one (raw file, Live Photo film, sidecars), by path.
    """

    photo_id: int
    path: bytes
    size: int
    tier: Tier
    distance: int
    transform: str | None
    evidence: dict[str, object] = field(default_factory=dict)
    proof: Evidence | None = None
    companions: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Photos that belong together at `tier` or stricter; `members` holds the keeper first."""

    tier: Tier
    keeper: Member
    members: tuple[Member, ...]
    bytes_freeable: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result. distance: bits that differ; for the general code weighted by how sure the query is of each."""

    photo_id: int
    distance: float


@dataclass(frozen=True, slots=True)
class QueryCode:
    """One encoded picture to search with; a part is None where that encoder has not run.

    perceptual: uint8 (32,). projection: float32 (256,), the general code before thresholds. crh: uint8 (bits/8,). copy: uint8
    (32,), the learnt copy code.
    """

    perceptual: NDArray[np.uint8] | None = None
    projection: NDArray[np.float32] | None = None
    crh: NDArray[np.uint8] | None = None
    digest: str = ""  # of the file that was encoded; its thumbnail lies under this name
    copy: NDArray[np.uint8] | None = None
    size: tuple[int, int] = (0, 0)  # of the whole upright picture in pixels, where it was decoded for this


@dataclass(frozen=True, slots=True)
class GrayPicture:
    """The light of a picture at (nearly) full size, and how coarsely it was compressed.

    gray: float32 [H, W], 0..255. table: the JPEG luminance quantisation table, 64 values in rows; None where there was none.
    reduced: how much larger the file's own picture is, 1 and above.
    """

    gray: NDArray[np.float32]
    table: list[int] | None
    reduced: float = 1.0


@dataclass(frozen=True, slots=True)
class Counts:
    """Files found = photos + videos + others + unreadable + left_out."""

    photos: int
    videos: int
    others: int
    unreadable: int
    left_out: int
    pending: int
    contents: int
    bytes: int
