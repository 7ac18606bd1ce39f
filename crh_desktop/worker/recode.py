"""CRH codes of another model for photos that are hashed already; the old codes serve until the last new one is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from crh_desktop.core.decoding import DecodePool, Read
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.hashing import BATCH, register_encoder


def recode(
    library: Library,
    pool: DecodePool,
    encoders: Encoders,
    progress: Progress,
    changed: Callable[[], None] = lambda: None,
) -> int:
    """Give every content a code of the CRH model in use, then search by it; returns how many were computed.

    What was computed before a cancel is kept, so that the next call goes on. Photos that cannot be reached keep their old
    code and are taken up by a later call.
    """
    used, digest = library.encoder_id("crh"), encoders.crh_digest()
    known = library.execute("SELECT id FROM encoder WHERE kind = 'crh' AND sha256 = ?", (digest,))
    if not digest or (known and known[0][0] == used and not _lacking(library, used)):
        return 0  # nothing to do, and no network to load
    encoder = register_encoder(library, encoders().crh)
    if (classes := encoders().classes()) is not None:
        library.keep_classes(encoder, classes)
    paths = _lacking(library, encoder)
    done = 0
    if paths:
        progress.stage("model", len(paths))
        wanted = set(paths.values())
        batch: list[Read] = []
        reading = pool.read_all(list(paths), wanted.__contains__)
        try:
            for found in reading:
                if found.network is not None:
                    batch.append(found)
                if len(batch) == BATCH:
                    done += _store(library, encoder, encoders(), batch)
                progress.advance()
        finally:
            reading.close()
            done += _store(library, encoder, encoders(), batch)
    if library.encoder_id("crh") != encoder:
        library.use_encoder("crh", encoder)
        changed()
    return done


def _lacking(library: Library, encoder: int) -> dict[bytes, str]:
    """One path of every content that has no code of this encoder, with its digest."""
    rows = library.execute(
        "SELECT min(path), digest FROM content JOIN photo ON photo.content_id = content.id WHERE status = 'ok' "
        "AND content.id IN (SELECT content_id FROM projection) "
        "AND NOT EXISTS(SELECT 1 FROM code WHERE content_id = content.id AND encoder_id = ?) GROUP BY digest ORDER BY 1",
        (encoder,),
    )
    return {bytes(path): digest for path, digest in rows}


def _store(library: Library, encoder: int, encoders: Any, batch: list[Read]) -> int:
    if not batch:
        return 0
    encoded = encoders.encode(np.stack([found.network for found in batch if found.network is not None]))
    with library.transaction():
        for found, code in zip(batch, encoded.crh, strict=True):
            library.execute(
                "INSERT OR REPLACE INTO code SELECT ?, id, ? FROM content WHERE digest = ?",
                (encoder, code.tobytes(), found.digest),
            )
        library.bump()
    count = len(batch)
    batch.clear()
    return count
