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
        places: dict[int, list[bytes]] = {}
        sizes: dict[int, tuple[str, int, int]] = {}
        for identity, digest, path, width, height in library.execute(
            "SELECT content.id, digest, path, width, height FROM content JOIN photo ON content_id = content.id "
            "WHERE status = 'ok' ORDER BY path"
        ):
            places.setdefault(identity, []).append(path)
            sizes[identity] = (digest, width, height)
        self._places = [places[int(identity)] for identity in ids]
        self._contents = [sizes[int(identity)] for identity in ids]
        self.known = lru_cache(None)(self._known)
        self.full = lru_cache(_HELD_FULL)(self._full)

    def _known(self, row: int) -> Known:
        digest = self._contents[row][0]
        # the cache may have been trimmed; a file that is offline or gone cannot be shown again and is left alone
        if not self.pictured(row) and (path := self._place(row)) is not None:
            self._pool.picture(path, thumbnail_path(digest), SIDE)
        return Known(digest, self._book.perceptual[row].tobytes(), bool(self._book.clear[row]))

    def size(self, row: int) -> tuple[int, int]:
        """Width and height of the photo in pixels."""
        _, width, height = self._contents[row]
        return width, height

    def pictured(self, row: int) -> bool:
        """Whether there is a small picture of it, so that it can be compared."""
        return thumbnail_path(self._contents[row][0]).exists()

    def _place(self, row: int) -> bytes | None:
        """A file that shows it and can be reached."""
        return next((path for path in self._places[row] if os.path.exists(path)), None)

    def _full(self, row: int) -> GrayPicture | None:
        path = self._place(row)
        return None if path is None else self._pool.gray(os.fsdecode(path), grain.SIDE)
