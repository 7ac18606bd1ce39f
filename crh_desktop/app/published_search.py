"""Searching in a published library from the window: asked in the pool, since a server may be slow; nothing is written there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from crh_desktop.app.context import Background, Context
from crh_desktop.core.published import Found, Published
from crh_desktop.core.records import FolderState, Photo, PhotoStatus, QueryCode


class FoundPhotos:
    """What a published library found, as a grid asks for photos; their numbers are below 0, as no library's are."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._photos = {
            -1 - place: Photo(
                -1 - place, one.path, 0, 0, PhotoStatus.OK, "", one.digest, one.width, one.height, "", None, "", True,
                FolderState.NORMAL, 0,
            )
            for place, one in enumerate(found)
        }  # fmt: skip

    def photos(self, ids: Iterable[int]) -> list[Photo]:
        """Those that are here, in the order asked."""
        return [self._photos[int(one)] for one in ids if int(one) in self._photos]


class PublishedSearch(QObject):
    """Asks a server.

    Signals:
        found: (list of `Found`), nearest first. failed: a sentence.
    """

    found = Signal(object)
    failed = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asker = Background(self)
        self._asker.done.connect(self.found)
        self._asker.failed.connect(self.failed)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._asker.busy

    def ask(self, url: str, queries: Sequence[QueryCode], most: int, code: str) -> None:
        """Find what is near to any of these pictures."""
        wanted = list(queries)
        self._asker.start(self._context.apart(lambda library: _near(library, url, wanted, most, code)))


def _near(library: Any, url: str, queries: Sequence[QueryCode], most: int, code: str) -> list[Found]:
    with Published(url) as served:
        own = library.execute("SELECT sha256 FROM encoder WHERE id = ?", (library.encoder_id(code),))
        if own:
            served.require_encoder(code, own[0][0])
        return served.similar_to_any(queries, most, code)


def place_of(url: str) -> str:
    """A server's address without the name and password in it."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'this computer'}{parts.path}"
