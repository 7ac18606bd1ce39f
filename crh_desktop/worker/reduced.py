"""What verification needs of each photo, made once: the cached small picture, its points, and, where asked, the full one."""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.files import write_file
from crh_desktop.core.library import Library
from crh_desktop.core.matching import grain
from crh_desktop.core.matching.agree import Picture
from crh_desktop.core.matching.candidates import Codebook
from crh_desktop.core.matching.points import Points, find_points
from crh_desktop.core.matching.verify import Reduced
from crh_desktop.core.perceptual import MIN_QUALITY
from crh_desktop.core.records import GrayPicture
from crh_desktop.core.thumbs import SIDE, points_path, thumbnail_path

# A reduced picture with its points takes some 400 KB.
_HELD = 512
_HELD_FULL = 6


class ReducedStore:
    """Reduced pictures of a library's contents by row. Safe to ask from several threads."""

    def __init__(self, library: Library, pool: DecodePool, ids: NDArray[np.int64], book: Codebook) -> None:
        self._pool, self._book = pool, book
        known = {
            row[0]: row[1:]
            for row in library.execute(
                "SELECT content.id, digest, min(path), width, height FROM content JOIN photo ON content_id = content.id "
                "WHERE status = 'ok' GROUP BY content.id"
            )
        }
        self._contents = [known[int(identity)] for identity in ids]
        self.get = lru_cache(_HELD)(self._load)
        self.full = lru_cache(_HELD_FULL)(self._load_full)

    def _load(self, row: int) -> Reduced | None:
        digest, path, _, _ = self._contents[row]
        thumbnail = thumbnail_path(digest)
        # the cache may have been trimmed; a file that is offline or gone cannot be shown again and is left alone
        if not thumbnail.exists() and (not os.path.exists(path) or self._pool.picture(path, thumbnail, SIDE)):
            return None
        try:
            with Image.open(thumbnail) as image:
                picture = Picture.of(np.asarray(image.convert("RGB")))
        except OSError:
            return None
        clear = bool(self._book.clear[row])
        quality = 100 if clear else MIN_QUALITY - 1
        return Reduced(picture, self._points(digest, picture), self._book.perceptual[row], quality)

    def _points(self, digest: str, picture: Picture) -> Points:
        place = points_path(digest)
        with contextlib.suppress(OSError, ValueError):
            points = Points.unpack(place.read_bytes())
            if points.size == picture.size:
                return points
        points = find_points(picture.gray.astype(np.uint8))
        with contextlib.suppress(OSError):  # kept for speed only
            write_file(place, points.pack())
        return points

    def size(self, row: int) -> tuple[int, int]:
        """Width and height of the photo in pixels."""
        _, _, width, height = self._contents[row]
        return width, height

    def _load_full(self, row: int) -> GrayPicture | None:
        _, path, _, _ = self._contents[row]
        return self._pool.gray(os.fsdecode(path), grain.SIDE)
