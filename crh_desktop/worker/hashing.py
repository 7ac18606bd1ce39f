"""Hash photos: decode processes feed the trunk, finished batches go into the library, each in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from crh_desktop.core import perceptual
from crh_desktop.core.decoding import DecodePool, Read
from crh_desktop.core.library import Library
from crh_desktop.core.models import has_model
from crh_desktop.core.progress import Progress

#: Pictures in one batch: what a kill at the worst moment loses.
BATCH = 32


class Described(Protocol):
    """What makes codes comparable, as `learn.encode.EncoderInfo` has it."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def bits(self) -> int: ...
    @property
    def preprocessing(self) -> str: ...
    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True)
class _Perceptual:
    kind: str = "perceptual"
    name: str = perceptual.NAME
    bits: int = perceptual.BITS
    preprocessing: str = "luminance 64 x 64"
    sha256: str = perceptual.NAME


_PERCEPTUAL = _Perceptual()


def register_encoder(library: Library, info: Described) -> int:
    """The number of an encoder in a library, entered if it is new. Another CRH model does not come into use by that."""
    fields = (info.kind, info.name, info.bits, info.preprocessing, info.sha256)
    with library.transaction():
        used = library.encoder_id(info.kind)
        library.execute(
            "INSERT OR IGNORE INTO encoder(kind, name, bits, preprocessing, sha256) VALUES(?, ?, ?, ?, ?)", fields
        )
        if info.kind == "crh" and used:
            library.use_encoder(info.kind, used)
    rows = library.execute("SELECT id FROM encoder WHERE kind = ? AND sha256 = ?", (info.kind, info.sha256))
    return int(rows[0][0])


class Hasher:
    """Reads files, computes what is missing and stores it; holds the encoders, which load at first need."""

    def __init__(
        self, library: Library, pool: DecodePool, encoders: Callable[[], Any], changed: Callable[[], None]
    ) -> None:
        self._library, self._pool, self._encoders, self._changed = library, pool, encoders, changed
        self._encoder_ids: dict[str, int] = {}
        self._claimed: set[str] = set()
        self._known: set[str] = set()
        self._waiting: list[Read] = []
        self._batch: list[Read] = []
        self.hashed = 0

    def hash_all(self, paths: list[bytes], progress: Progress) -> None:
        """Read every path, hash the contents that are new, and attach photos to contents."""
        # a content is known if it was computed by the encoders in use, or is known to be unreadable
        rows = self._library.execute(
            "SELECT digest FROM content WHERE readable = 0 OR format = '' OR EXISTS(SELECT 1 FROM code WHERE "
            "content_id = content.id AND encoder_id = (SELECT max(id) FROM encoder WHERE kind = 'perceptual')) "
            "AND id IN (SELECT content_id FROM projection) AND (? OR EXISTS(SELECT 1 FROM code WHERE "
            "content_id = content.id AND encoder_id = (SELECT max(id) FROM encoder WHERE kind = 'copy')))",
            (not has_model("copy"),),
        )
        self._known = {row[0] for row in rows}
        progress.stage("hash", len(paths))
        reading = self._pool.read_all(paths, self._wants)
        try:
            for found in reading:
                (self._waiting if found.network is None else self._batch).append(found)
                if len(self._batch) >= BATCH or len(self._waiting) >= 16 * BATCH:
                    self._flush()
                progress.advance()
        finally:
            reading.close()
        self._flush()

    def _wants(self, digest: str) -> bool:
        if digest in self._known or digest in self._claimed:
            return False
        self._claimed.add(digest)
        return True

    def _flush(self) -> None:
        """Encode the batch and write it, then the files whose contents were known, in one transaction."""
        library = self._library
        encoded = None
        if self._batch:
            encoders = self._encoders()
            self._register(encoders)
            encoded = encoders.encode(np.stack([found.network for found in self._batch if found.network is not None]))
        now = time.time()
        with library.transaction():
            for row, found in enumerate(self._batch):
                content = self._store_content(found, now)
                assert encoded is not None and found.perceptual is not None
                self._store("code", "perceptual", content, found.perceptual.tobytes())
                self._store("projection", "general", content, encoded.projection[row].astype(np.float16).tobytes())
                if encoded.crh is not None:
                    self._store("code", "crh", content, encoded.crh[row].tobytes())
                if encoded.copy is not None:
                    self._store("code", "copy", content, encoded.copy[row].tobytes())
                self._attach(found, content)
            left = []
            for found in self._waiting:
                if found.known:
                    rows = library.execute("SELECT id FROM content WHERE digest = ?", (found.digest,))
                    if rows:
                        self._attach(found, rows[0][0])
                    else:
                        left.append(found)  # its twin is still being decoded
                elif found.digest:
                    self._attach(found, self._store_content(found, now))
                else:
                    library.execute(
                        "UPDATE photo SET status = 'unreadable', reason = ?, content_id = NULL WHERE path = ?",
                        (found.reason, found.path),
                    )
            library.bump()
        self.hashed += len(self._batch)
        self._waiting, self._batch = left, []
        self._changed()

    def _register(self, encoders: Any) -> None:
        if self._encoder_ids:
            return
        for info in (encoders.general, encoders.crh, encoders.copy, _PERCEPTUAL):
            if info:
                self._encoder_ids[info.kind] = register_encoder(self._library, info)
        if encoders.crh and (classes := encoders.classes()) is not None:
            self._library.keep_classes(self._encoder_ids["crh"], classes)

    def _store_content(self, found: Read, now: float) -> int:
        readable = found.readable or found.network is not None
        self._library.execute(
            "INSERT INTO content(digest, size, readable, reason, width, height, format, taken_at, camera, quality, added_at, "
            "shot, jpeg_quality) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(digest) DO NOTHING",
            (found.digest, found.size, readable, found.reason or found.note, found.width, found.height, found.format,
             found.taken_at, found.camera, found.quality, now, found.shot,
             found.jpeg_quality),
        )  # fmt: skip
        return int(self._library.execute("SELECT id FROM content WHERE digest = ?", (found.digest,))[0][0])

    def _store(self, table: str, kind: str, content: int, value: bytes) -> None:
        self._library.execute(
            f"INSERT OR REPLACE INTO {table} VALUES(?, ?, ?)", (self._encoder_ids[kind], content, value)
        )

    def _attach(self, found: Read, content: int) -> None:
        readable, reason = self._library.execute("SELECT readable, reason FROM content WHERE id = ?", (content,))[0]
        self._library.execute(
            "UPDATE photo SET content_id = ?, status = ?, reason = ?, size = ?, mtime_ns = ? WHERE path = ?",
            (content, "ok" if readable else "unreadable", reason, found.size, found.mtime_ns, found.path),
        )
