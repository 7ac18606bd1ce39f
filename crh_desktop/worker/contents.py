"""What pairing knows of each content: how to find its small picture, and its full one where that is asked."""

from __future__ import annotations

import os
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.library import Library
from crh_desktop.core.matching import grain
from crh_desktop.core.matching.candidates import Codebook
from crh_desktop.core.records import GrayPicture
from crh_desktop.core.thumbs import SIDE, thumbnail_path
from crh_desktop.worker.verifying import Known

_HELD_FULL = 6


class ContentStore:
    """The library's contents by row of the codebook."""

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
        self.known = lru_cache(None)(self._known)
        self.full = lru_cache(_HELD_FULL)(self._full)

    def _known(self, row: int) -> Known:
        digest, path, _, _ = self._contents[row]
        thumbnail = thumbnail_path(digest)
        # the cache may have been trimmed; a file that is offline or gone cannot be shown again and is left alone
        if not thumbnail.exists() and os.path.exists(path):
            self._pool.picture(path, thumbnail, SIDE)
        return Known(digest, self._book.perceptual[row].tobytes(), bool(self._book.clear[row]))

    def size(self, row: int) -> tuple[int, int]:
        """Width and height of the photo in pixels."""
        _, _, width, height = self._contents[row]
        return width, height

    def _full(self, row: int) -> GrayPicture | None:
        _, path, _, _ = self._contents[row]
        return self._pool.gray(os.fsdecode(path), grain.SIDE)
