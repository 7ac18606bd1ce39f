"""The jobs: pure functions over a library that the worker process and the command line both run."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library, is_below, range_below, state_of
from crh_desktop.core.matching.verify import VERIFIER
from crh_desktop.core.models import has_model
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import FolderState, QueryCode
from crh_desktop.core.scan import FileSeen, Walk, walk
from crh_desktop.core.store.places import signed
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.hashing import Hasher
from crh_desktop.worker.pairing import complete_groups, find_pairs, verify_with_keepers
from crh_desktop.worker.pixels import compare_pixels
from crh_desktop.worker.recode import recode


@dataclass(frozen=True)
class ScanOptions:
    """How to walk. globs: names or whole paths to leave out."""

    globs: tuple[str, ...] = ()
    hidden: bool = False
    everything: bool = False
    threads: int = 0


@dataclass
class ScanResult:
    """What a scan did, by the contract of `crh scan`."""

    photos: int = 0
    contents: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    hashed: int = 0
    unreadable: list[dict[str, str]] = field(default_factory=list)
    videos: int = 0
    others: int = 0
    left_out: int = 0
    offline: list[str] = field(default_factory=list)
    seconds: float = 0.0
    images_per_second: float = 0.0


def scan_job(
    library: Library,
    folders: list[bytes],
    options: ScanOptions,
    pool: DecodePool,
    encoders: Encoders,
    progress: Progress,
    changed: Callable[[], None] = lambda: None,
) -> ScanResult:
    """Bring the library up to date with the given root folders (all known ones if none is given)."""
    started = time.monotonic()
    result = ScanResult()
    library.follow_volumes()
    roots = library.execute("SELECT id, path FROM folder WHERE root = 1 ORDER BY path")
    if folders:
        wanted = {os.path.abspath(folder) for folder in folders}
        inside = {root for _, root in roots for path in wanted if is_below(path, root)}
        roots = [(number, root) for number, root in roots if root in wanted | inside]
    to_read: list[bytes] = []
    fresh: set[bytes] = set()
    missing: dict[bytes, tuple[int, int]] = {}
    progress.stage("walk")
    states = library.states()
    settled = _settled(library, encoders)
    lacking = set() if settled else _lacking_codes(library)
    for number, root in roots:
        if not os.path.isdir(root):
            result.offline.append(os.fsdecode(root))
            continue
        seen = walk(
            root,
            lambda path: state_of(path, states) is FolderState.EXCLUDED,
            options.globs,
            options.hidden,
            options.everything,
            progress.advance,
        )
        if not seen.photos and seen.unreadable and seen.unreadable[0][0] == root:
            result.unreadable.append({"path": os.fsdecode(root), "reason": seen.unreadable[0][1]})
            continue  # the root itself could not be read: nothing is known to be gone
        if not settled or not _unchanged(library, number, seen):
            _compare(library, number, seen, to_read, result, fresh, missing, lacking)
        _tell_leftovers(library, number, seen, result)
        result.videos += seen.videos
        result.others += seen.others
        result.left_out += len(seen.left_out)
    changed()
    hasher = Hasher(library, pool, encoders, changed)
    if to_read:
        hasher.hash_all(to_read, progress)
    _settle_moves(library, fresh, missing, result)
    if not _settled(library, encoders):
        library.refresh_general_codes()
        changed()
        recode(library, pool, encoders, progress, changed)
        pair_job(library, pool, progress, options.threads)
        library.execute("INSERT OR REPLACE INTO meta VALUES('settled', ?)", (_state(library, encoders),))
        changed()
    library.keep_copy()
    result.hashed = hasher.hashed
    _count(library, [os.path.abspath(folder) for folder in folders] or [root for _, root in roots], result)
    result.seconds = round(time.monotonic() - started, 3)
    result.images_per_second = round(hasher.hashed / result.seconds, 2) if hasher.hashed and result.seconds else 0.0
    return result


def pair_job(library: Library, pool: DecodePool, progress: Progress, threads: int = 0) -> None:
    """Find, verify and store what is missing for groups: pairs, equal pixels, members against their keepers."""
    find_pairs(library, pool, progress, threads)
    complete_groups(library, pool, progress, threads)
    compare_pixels(library, pool, progress)
    verify_with_keepers(library, pool, progress, threads)


def _settled(library: Library, encoders: Encoders) -> bool:
    """Whether nothing has changed since everything was coded and paired."""
    rows = library.execute("SELECT value FROM meta WHERE key = 'settled'")
    return bool(rows) and rows[0][0] == _state(library, encoders)


def _state(library: Library, encoders: Encoders) -> str:
    """What codes, pairs and groups depend on: photos, models, decisions, states of folders, and the verifier."""
    said = library.execute("SELECT count(*), coalesce(max(at), 0) FROM verdict")[0]
    kept = library.execute("SELECT count(*), coalesce(max(at), 0) FROM kept")[0]
    folders = sorted((os.fsdecode(path), state.value) for path, state in library.states().items())
    models = encoders.crh_digest(), has_model("copy"), [library.encoder_id(kind) for kind in ("general", "copy", "crh")]
    return f"{VERIFIER} {library.epoch()} {models} {said} {kept} {folders}"


def _unchanged(library: Library, root_id: int, seen: Walk) -> bool:
    """Whether a root holds exactly what the library knows, all of it read.

    Once it was found to, the walk's fingerprint is kept beside the library's epoch, so that the next scan need not read every
    photo's row. Rows that were set aside without a new epoch (an interrupted scan, a repair) are no longer among the read ones.
    """
    read = "FROM photo WHERE folder_id = ? AND status != 'pending' AND content_id IS NOT NULL"
    if library.execute(f"SELECT count(*) {read}", (root_id,))[0][0] != len(seen.photos):
        return False
    key, now = f"walked {root_id}", f"{library.epoch()} {seen.fingerprint()}"
    if library.execute("SELECT value FROM meta WHERE key = ?", (key,)) == [(now,)]:
        return True
    known = set(library.execute(f"SELECT path, size, mtime_ns {read}", (root_id,)))
    if not all(map(known.__contains__, map(itemgetter(0, 1, 2), seen.photos))):
        return False
    library.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (key, now))
    return True


def _compare(
    library: Library, root_id: int, seen: Walk, to_read: list[bytes], result: ScanResult, fresh: set[bytes],
    missing: dict[bytes, tuple[int, int]], lacking: set[int],
) -> None:  # fmt: skip
    """Note new, changed and missing files of one root, in one transaction."""
    known = {
        row[0]: row[1:]
        for row in library.execute(
            "SELECT path, size, mtime_ns, status, id, content_id FROM photo WHERE folder_id = ?", (root_id,)
        )
    }
    unreadable_below = tuple(path.rstrip(b"/") + b"/" for path, _ in seen.unreadable)
    with library.transaction():
        for file in seen.photos:
            before = known.pop(file.path, None)
            if before is None:
                _insert(library, root_id, file)
                fresh.add(file.path)
                to_read.append(file.path)
            elif before[:2] != (file.size, file.mtime_ns):
                result.changed += before[2] != "pending"
                library.execute(
                    "UPDATE photo SET size = ?, mtime_ns = ?, dev = ?, inode = ?, status = 'pending' WHERE id = ?",
                    (file.size, file.mtime_ns, signed(file.dev), signed(file.inode), before[3]),
                )
                to_read.append(file.path)
            elif before[2] == "pending" or (before[2] == "unreadable" and before[4] is None):
                to_read.append(file.path)  # interrupted, or could not be opened last time
                if before[2] == "pending" and before[4] is None:
                    fresh.add(file.path)  # an interrupted scan saw it first, but never read it
            elif before[4] in lacking:
                to_read.append(file.path)  # hashed before there was a copy model
        for path, (*_, identity, content) in known.items():
            if not path.startswith(unreadable_below) if unreadable_below else True:
                missing[path] = (identity, content or 0)


def _tell_leftovers(library: Library, root_id: int, seen: Walk, result: ScanResult) -> None:
    """Note what is no photo, what was left out and what could not be read."""
    with library.transaction():
        for path, reason in seen.unreadable:
            result.unreadable.append({"path": os.fsdecode(path), "reason": reason})
        library.execute("DELETE FROM left_out WHERE folder_id = ?", (root_id,))
        for path, reason in seen.left_out:
            library.execute("INSERT INTO left_out VALUES(?, ?, ?)", (root_id, path, reason))
        library.execute(
            "UPDATE folder SET videos = ?, others = ?, left_out = ? WHERE id = ?",
            (seen.videos, seen.others, len(seen.left_out), root_id),
        )


def _lacking_codes(library: Library) -> set[int]:
    """Contents that were hashed before this version's copy model came: they are read again."""
    if not has_model("copy"):
        return set()
    rows = library.execute(
        "SELECT content_id FROM code WHERE encoder_id = ? AND content_id NOT IN (SELECT content_id FROM code WHERE encoder_id = ?)",
        (library.encoder_id("perceptual"), library.encoder_id("copy")),
    )
    return {row[0] for row in rows}


def _insert(library: Library, root_id: int, file: FileSeen) -> None:
    library.execute(
        "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, status) VALUES(?, ?, ?, ?, ?, ?, 'pending') "
        "ON CONFLICT(path) DO UPDATE SET folder_id = excluded.folder_id, status = 'pending'",
        (root_id, file.path, file.size, file.mtime_ns, signed(file.dev), signed(file.inode)),
    )


def _settle_moves(
    library: Library, fresh: set[bytes], missing: dict[bytes, tuple[int, int]], result: ScanResult
) -> None:
    """Tell moves from additions and removals.

    A fresh file is a moved one if its content belonged to a file that is gone from a folder just walked, or if it is the
    very inode of a file whose folder vanished (a renamed root). Files of a vanished folder stay, as offline, otherwise.
    """
    with library.transaction():
        gone: dict[int, list[int]] = {}
        for identity, content in missing.values():
            gone.setdefault(content, []).append(identity)
        for path in sorted(fresh):
            rows = library.execute("SELECT id, content_id, dev, inode FROM photo WHERE path = ?", (path,))
            if not rows or rows[0][1] is None:
                result.new += 1
                continue
            identity, content, dev, inode = rows[0]
            if gone.get(content):
                library.execute("DELETE FROM photo WHERE id = ?", (gone[content].pop(),))
                result.moved += 1
                continue
            twins = library.execute(
                "SELECT id, path FROM photo WHERE content_id = ? AND dev = ? AND inode = ? AND id != ? ORDER BY path",
                (content, dev, inode, identity),
            )
            vanished = [twin for twin, place in twins if place not in fresh and not os.path.lexists(place)]
            if vanished:
                library.execute("DELETE FROM photo WHERE id = ?", (vanished[0],))
                result.moved += 1
            else:
                result.new += 1
        for left in gone.values():
            for identity in left:
                library.execute("DELETE FROM photo WHERE id = ?", (identity,))
                result.removed += 1
        # a renamed root leaves an empty, vanished folder behind
        for folder, path in library.execute(
            "SELECT id, path FROM folder WHERE root = 1 AND NOT EXISTS(SELECT 1 FROM photo WHERE folder_id = folder.id)"
        ):
            if not os.path.lexists(path):
                library.execute("DELETE FROM folder WHERE id = ?", (folder,))
        if missing or fresh:
            library.bump()


def _count(library: Library, folders: list[bytes], result: ScanResult) -> None:
    """Count what is readable below the folders, and name what is not."""
    topmost = [
        one for one in sorted(set(folders)) if not any(is_below(one, other) and one != other for other in folders)
    ]
    # nearly all photos lie there: looking every one up by the index of paths (no "+") takes twice as long
    below = " OR ".join("(+path >= ? AND +path < ?)" for _ in topmost) or "0"
    ranges = [end for folder in topmost for end in range_below(folder)]
    result.photos, result.contents = library.execute(
        f"SELECT count(*), count(DISTINCT content_id) FROM photo WHERE status = 'ok' AND ({below})", ranges
    )[0]
    for path, reason in library.execute(
        f"SELECT path, reason FROM photo WHERE status = 'unreadable' AND ({below}) ORDER BY +path", ranges
    ):
        result.unreadable.append({"path": os.fsdecode(path), "reason": reason})


def encode_job(
    path: str, region: tuple[int, int, int, int] | None, pool: DecodePool, encoders: Callable[[], Any]
) -> QueryCode:
    """The codes of one picture from anywhere, to search with.

    Raises:
        UsageError: The file cannot be read; the message says why.
    """
    found = pool.encode(path, region)
    if found.network is None:
        raise UsageError(f"{path}: {found.reason or 'it cannot be decoded.'}")
    encoded = encoders().encode(np.asarray(found.network)[None])
    crh = None if encoded.crh is None else encoded.crh[0]
    copy = None if encoded.copy is None else encoded.copy[0]
    return QueryCode(found.perceptual, encoded.projection[0], crh, found.digest, copy, (found.width, found.height))
