"""Features of labelled photos: decoded in processes of their own, computed once, kept under the photo's digest."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes
from crh_desktop.core.decoding import DecodePool, Read
from crh_desktop.core.errors import UsageError
from crh_desktop.core.paths import cache_dir
from crh_desktop.core.progress import Progress
from crh_desktop.learn.bundle import Bundle
from crh_desktop.learn.data import Labelled
from crh_desktop.learn.features import Features, trunk_sha256
from crh_desktop.learn.preprocessing import describe_input

_BATCH = 16


@dataclass(frozen=True, slots=True)
class Gathered:
    """Readable photos of a labelled set, in its order.

    labelled: without what could not be read. features: float32 [N, D]. perceptual: uint8 [N, 32]. digests: of the files.
    unreadable: the others, each with the reason.
    """

    labelled: Labelled
    features: NDArray[np.float32]
    perceptual: Codes
    digests: tuple[str, ...]
    unreadable: tuple[tuple[Path, str], ...]


def trunk_key(trunk: str) -> str:
    """What features of a trunk are kept under: its weights and the way to its input."""
    return f"{trunk_sha256(trunk)} {describe_input(trunk)}"


def bundle_key(bundle: Bundle) -> str:
    """What the features that a bundle's head takes are kept under."""
    own = f" {bundle.info.sha256}" if bundle.cut is not None else ""
    return trunk_key(bundle.info.trunk) + own


class FeatureCache:
    """Features by network and digest in one SQLite file of the cache directory, as float16."""

    def __init__(self, key: str, file: Path | None = None) -> None:
        self._key = key
        self._file = sqlite3.connect(file or cache_dir() / "features.sqlite3", timeout=30)
        with self._file:
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS feature(network TEXT, digest TEXT, perceptual BLOB, value BLOB, "
                "PRIMARY KEY(network, digest)) WITHOUT ROWID"
            )

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def known(self) -> set[str]:
        """Digests of what is there."""
        rows = self._file.execute("SELECT digest FROM feature WHERE network = ?", (self._key,))
        return {row[0] for row in rows}

    def add(self, digests: list[str], perceptual: list[bytes], features: NDArray[np.float32]) -> None:
        """Keep features [B, D] and perceptual codes of photos."""
        values = [row.astype(np.float16).tobytes() for row in features]
        rows = zip([self._key] * len(digests), digests, perceptual, values, strict=True)
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO feature VALUES(?, ?, ?, ?)", rows)

    def get(self, digest: str) -> tuple[bytes, NDArray[np.float32]]:
        """Perceptual code and features [D] of a photo that is there."""
        query = "SELECT perceptual, value FROM feature WHERE network = ? AND digest = ?"
        code, value = self._file.execute(query, (self._key, digest)).fetchone()
        return code, np.frombuffer(value, np.float16).astype(np.float32)


def gather(
    labelled: Labelled,
    key: str,
    features: Callable[[], Features],
    pool: DecodePool,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> Gathered:
    """Features of every photo that can be read.

    Args:
        labelled: the photos.
        key: of the network, see `trunk_key` and `bundle_key`.
        features: loads it, called only if some photo is new.
        pool: decodes.
        progress: a step is a photo.
        cache: file of the cache; None for the usual one.

    Raises:
        UsageError: None of them can be read.
    """
    progress = progress or Progress()
    progress.stage("Reading pictures", len(labelled.paths))
    with closing(FeatureCache(key, cache)) as kept:
        known = kept.known()
        claimed: set[str] = set()
        digest_of: dict[bytes, str] = {}
        reasons: dict[bytes, str] = {}
        batch: list[Read] = []

        def wants(digest: str) -> bool:
            if digest in known or digest in claimed:
                return False
            claimed.add(digest)
            return True

        def flush() -> None:
            if batch:
                values = features()(np.stack([one.network for one in batch if one.network is not None]))
                codes = [one.perceptual.tobytes() for one in batch if one.perceptual is not None]
                kept.add([one.digest for one in batch], codes, values)
                known.update(one.digest for one in batch)
                batch.clear()

        names = [os.path.abspath(os.fsencode(path)) for path in labelled.paths]
        reading = pool.read_all(list(dict.fromkeys(names)), wants)
        try:
            for found in reading:
                if found.network is not None:
                    batch.append(found)
                if found.network is not None or found.known:
                    digest_of[found.path] = found.digest
                else:
                    reasons[found.path] = found.reason or "It cannot be decoded."
                if len(batch) == _BATCH:
                    flush()
                progress.advance()
        finally:
            reading.close()
        flush()
        # a twin of a file that could not be decoded was taken for known
        rows = [row for row, name in enumerate(names) if digest_of.get(name) in known]
        if not rows:
            first = next(iter(reasons.items()), (b"", "there are none"))
            raise UsageError(f"None of the pictures could be read; {os.fsdecode(first[0])}: {first[1]}")
        digests = tuple(digest_of[names[row]] for row in rows)
        parts = [kept.get(digest) for digest in digests]
    missing = sorted(set(range(len(names))) - set(rows))
    return Gathered(
        labelled.at(np.array(rows)),
        np.stack([part[1] for part in parts]),
        np.stack([np.frombuffer(part[0], np.uint8) for part in parts]),
        digests,
        tuple((labelled.paths[row], reasons.get(names[row], "It cannot be decoded.")) for row in missing),
    )
