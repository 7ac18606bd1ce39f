"""Do I already have these? Files of a folder or a card against the library: the same file, another version, or new."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from crh_desktop.core.decoding import DecodePool, Read
from crh_desktop.core.errors import CrhError, UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import QueryCode, Tier
from crh_desktop.core.scan import walk
from crh_desktop.core.store.places import is_below
from crh_desktop.worker.comparing import compare_job

#: Photos encoded at once.
_BATCH = 32
#: Neighbours by the copy code that are laid on a new photo, and how far they may be, in bits of 256.
_NEAREST = 3
_FURTHEST = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """One file. state: here (the same bytes), version (the same photo, saved or edited), new, or unreadable.

    match: the photo of the library that it is, or a version of; b"" for none. reason: why it could not be read.
    """

    path: bytes
    state: str
    digest: str
    match: bytes = b""
    reason: str = ""


def check_job(
    library: Library, folder: bytes, pool: DecodePool, encoders: Callable[[], Any], progress: Progress
) -> list[Checked]:
    """Every photo below a folder, by path. Nothing is written into the library.

    Raises:
        UsageError: It is no folder, or lies inside the library.
    """
    folder = os.path.abspath(folder)
    if not os.path.isdir(folder):
        raise UsageError(f"{os.fsdecode(folder)} is not a folder.")
    roots = library.roots()
    if any(is_below(folder, root) for root in roots):
        raise UsageError(f"{os.fsdecode(folder)} is part of the library already; its groups tell what is there twice.")
    progress.stage("walk")
    paths = [file.path for file in walk(folder, step=progress.advance).photos]
    here = {
        digest: path
        for digest, path in library.execute(
            "SELECT digest, min(path) FROM photo JOIN content ON content.id = content_id WHERE status = 'ok' GROUP BY digest"
        )
    }
    progress.stage("check", len(paths))
    found: dict[bytes, Checked] = {}
    waiting: list[Read] = []
    reading = pool.read_all(paths, lambda digest: digest not in here)
    try:
        for read in reading:
            progress.check()
            if read.known:
                found[read.path] = Checked(read.path, "here", read.digest, here[read.digest])
            elif read.network is None:
                found[read.path] = Checked(read.path, "unreadable", read.digest, reason=read.reason)
            else:
                waiting.append(read)
                if len(waiting) == _BATCH:
                    found.update(_versions(library, waiting, pool, encoders))
                    waiting = []
            progress.advance()
    finally:
        reading.close()
    found.update(_versions(library, waiting, pool, encoders))
    return [found[path] for path in sorted(found)]


def _versions(
    library: Library, reads: list[Read], pool: DecodePool, encoders: Callable[[], Any]
) -> dict[bytes, Checked]:
    if not reads:
        return {}
    encoded = encoders().encode(np.stack([read.network for read in reads if read.network is not None]))
    found = {}
    for row, read in enumerate(reads):
        copy = None if encoded.copy is None else encoded.copy[row]
        match = _match(library, read, QueryCode(read.perceptual, copy=copy), pool)
        found[read.path] = Checked(read.path, "version" if match else "new", read.digest, match)
    return found


def _match(library: Library, read: Read, query: QueryCode, pool: DecodePool) -> bytes:
    """The photo of the library that this is a version of, verified on the pictures; b"" if there is none."""
    try:
        hits = library.similar(query, _NEAREST, "copy")
    except CrhError:
        return b""  # an empty library
    for photo in library.photos(hit.photo_id for hit in hits if hit.distance <= _FURTHEST):
        try:
            compared = compare_job(os.fsdecode(read.path), os.fsdecode(photo.path), pool)
        except CrhError:
            continue
        if compared.evidence.tier in (Tier.IDENTICAL, Tier.PIXELS, Tier.NEAR):
            return photo.path
    return b""
