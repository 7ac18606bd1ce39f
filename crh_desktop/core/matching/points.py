"""Local features of a reduced picture: they only propose how two pictures may lie on each other.

SIFT points (Lowe, 2004) with root-normalised descriptors (Arandjelovic and Zisserman, 2012), kept in four bits a
value. A mirrored picture is not looked at again: its descriptors follow from the picture's own by permuting bins.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

#: Most points kept of a picture; 256 take 17 KB.
MOST = 256
#: Points are looked for on a picture with this longest side.
SIDE = 256

_LEVELS = 15
# 0.42 and above become the highest level: hardly any value of a root-normalised descriptor is larger
_STEP = 0.42 / _LEVELS


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one picture.

    Attributes:
        places: float32 [N, 2], x and y in pixels of a picture of `size`.
        descriptors: uint8 [N, 128], levels 0..15.
        size: Width and height in pixels of the picture the places refer to.
    """

    places: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    size: tuple[int, int]

    def __len__(self) -> int:
        return len(self.places)

    def mirrored(self) -> Points:
        """The points of the picture mirrored left to right."""
        places = self.places.copy()
        places[:, 0] = self.size[0] - 1 - places[:, 0]
        return Points(places, self.descriptors[:, _MIRRORED], self.size)

    def pack(self) -> bytes:
        """68 bytes a point and 6 for all, at most 17.4 KB."""
        head = np.array([len(self), *self.size], np.uint16).tobytes()
        places = np.round(self.places * 16).astype(np.uint16).tobytes()
        low, high = self.descriptors[:, 0::2], self.descriptors[:, 1::2]
        return head + places + (low | (high << 4)).astype(np.uint8).tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> Points:
        """What `pack` wrote.

        Raises:
            ValueError: The bytes are not packed points.
        """
        count, width, height = (int(value) for value in np.frombuffer(data[:6], np.uint16))
        if len(data) != 6 + count * 68:
            raise ValueError("not packed points")
        places = np.frombuffer(data, np.uint16, count * 2, 6).reshape(count, 2).astype(np.float32) / 16
        nibbles = np.frombuffer(data, np.uint8, count * 64, 6 + count * 4).reshape(count, 64)
        descriptors = np.empty((count, 128), np.uint8)
        descriptors[:, 0::2], descriptors[:, 1::2] = nibbles & 15, nibbles >> 4
        return cls(places.astype(np.float32), descriptors, (width, height))


def find_points(gray: NDArray[np.uint8]) -> Points:
    """Points of a grey picture, uint8 [H, W], longest side about `SIDE`; strongest first."""
    height, width = gray.shape
    found, raw = cv2.SIFT.create(nfeatures=MOST, contrastThreshold=0.02).detectAndCompute(gray, None)
    found, raw = list(found)[:MOST], None if raw is None else raw[:MOST]
    if raw is None or not found:
        return Points(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8), (width, height))
    places = np.array([point.pt for point in found], np.float32)
    root = np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6))
    levels = np.clip(np.round(root / _STEP), 0, _LEVELS).astype(np.uint8)
    # to the sixteenth of a pixel, as they are kept: evidence must not depend on whether they were kept
    return Points((np.round(np.clip(places, 0, None) * 16) / 16).astype(np.float32), levels, (width, height))


def match_points(first: Points, second: Points, ratio: float = 0.85) -> NDArray[np.int64]:
    """Index pairs [M, 2] of points that are each other's nearest and nearer than `ratio` of the second nearest."""
    if len(first) < 3 or len(second) < 3:
        return np.zeros((0, 2), np.int64)
    a, b = first.descriptors.astype(np.float32), second.descriptors.astype(np.float32)
    # squared distances but for |a|², in one pass over the table: whole numbers below 2^24, exact in any order
    table = a @ (-2 * b).T
    table += (b * b).sum(1)
    own, rows = (a * a).sum(1), np.arange(len(a))
    nearest = table.argmin(axis=1)
    least = table[rows, nearest]
    table[rows, nearest] = np.inf
    clear = np.flatnonzero(least + own <= ratio * ratio * (table.min(axis=1) + own))
    table[rows, nearest] = least
    back = (table[:, nearest[clear]] + own[:, None]).argmin(axis=0)  # for the few that are clear, not for all
    chosen = clear[back == clear]
    return np.stack([chosen, nearest[chosen]], axis=1)


def _mirror_table() -> NDArray[np.int64]:
    """Source bin of every descriptor bin after mirroring: 4 x 4 cells of 8 directions, rows across the point's axis."""
    row, column, direction = np.mgrid[0:4, 0:4, 0:8]
    source: NDArray[np.int64] = ((3 - row) * 32 + column * 8 + (8 - direction) % 8).reshape(-1)
    return source


_MIRRORED = _mirror_table()
