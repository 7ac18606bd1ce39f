"""Photo sets and hashed libraries for the benchmarks of matching: made once, kept in a folder, resumed and cut to size.

A folder holds images/ (by make_copies.py, library-shaped), home/ (the program's own directories with thumbnails and
points) and library/. Smaller sets are prefixes of the largest: of originals with their copies and of distractors the
same share each.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from crh_desktop.core.errors import Cancelled
from crh_desktop.core.matching.candidates import Codebook
from crh_desktop.core.perceptual import MIN_QUALITY
from crh_desktop.core.progress import Progress
from tests.benchmarks.measure import PICTURES, SHARED, Unavailable, pictures

SOURCES = ("labelled/caltech99", "labelled/clothing10", "multilabel/miml5", "labelled/cars196")
#: One photo in so many is an original with one edited copy.
COPIED = 10
KNOWN = SHARED / "known_copies.csv"
_KINDS = re.compile(r"^(?P<kind>[gd])(?P<number>\d{5})")


def known_seconds(*files: Path) -> set[str]:
    """Second members of pairs known to be copies, as the ends of their paths."""
    found: set[str] = set()
    for file in files:
        if file.exists():
            with open(file, newline="", encoding="utf-8") as lines:
                found |= {row["b"] for row in csv.DictReader(lines)}
    return found


def is_known(path: Path, known: set[str]) -> bool:
    """Whether a path ends like one of those known; they are all written alike, so no ending need be searched for."""
    parts = path.parts
    return any("/".join(parts[-length:]) in known for length in range(1, min(len(parts), 6) + 1))


def make_set(folder: Path, count: int, jobs: int = 1) -> None:
    """Put a library-shaped set of `count` photos into folder/images, unless at least so many are there already.

    Raises:
        Unavailable: The photos or the tool that copies them are not there, or not so many; or another, smaller set is
            there, which is left alone.
    """
    images = folder / "images"
    listed = folder / "list.tsv"
    if len(pictures(images)) >= count:
        return
    if images.exists() and not listed.exists():
        raise Unavailable(f"{images} was not made here and holds fewer than {count:,} photos")
    tool = SHARED.parent / "tools" / "make_copies.py"
    known = known_seconds(KNOWN)
    photos = [p for p in pictures(*(SHARED / name for name in SOURCES)) if not is_known(p, known)]
    copied = count // COPIED
    needed = count - copied
    if not tool.exists() or len(photos) < needed:
        raise Unavailable(f"{count:,} photos need {needed:,} sources and {tool.name}; {len(photos):,} are there")
    random.Random(0).shuffle(photos)
    shutil.rmtree(images, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    roles = ["original"] * copied + ["distractor"] * (needed - copied)
    listed.write_text("".join(f"{photo}\t{role}\n" for photo, role in zip(photos, roles, strict=False)))
    command = [sys.executable, tool, folder, folder, "--list", listed, "--per", "1", "--jobs", str(jobs)]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"make_copies.py failed: {done.stderr.strip()[-300:]}")


def in_order(paths: list[Path]) -> list[Path]:
    """The photos in such an order that every prefix has the shape of the whole: copies stay beside their original."""
    parsed = [_KINDS.match(path.name) for path in paths]
    most: dict[str, int] = {}
    for one in parsed:
        if one:
            most[one["kind"]] = max(most.get(one["kind"], 0), int(one["number"]) + 1)

    def share(path: Path, one: re.Match[str] | None) -> float:
        if one:
            return (int(one["number"]) + 0.5) / most[one["kind"]]
        return int(hashlib.sha256(path.name.encode()).hexdigest()[:12], 16) / 16**12

    placed = sorted((share(path, one), path.name, path) for path, one in zip(paths, parsed, strict=True))
    return [path for *_, path in placed]


class UntilPairs(Progress):
    """Ends a scan where it would begin to pair; says how far it is."""

    def __init__(self) -> None:
        super().__init__(self._tell_words, per_second=0.1)

    def stage(self, name: str, total: int = 0) -> None:
        if name == "pairs":
            raise Cancelled
        super().stage(name, total)

    @staticmethod
    def _tell_words(state: object) -> None:
        stage, done, total, rate = (getattr(state, name) for name in ("stage", "done", "total", "rate"))
        print(f"  {stage} {done}/{total}, {rate:.0f}/s", file=sys.stderr, flush=True)


def hash_photos(folder: Path, images: Path, threads: int = 0) -> float:
    """Hash the photos into folder/library without pairing them; what was hashed before is kept.

    To be called where CRH_DESKTOP_HOME is folder/home.

    Returns:
        Seconds per photo of what was hashed, now or before.
    """
    from crh_desktop.core.decoding import DecodePool
    from crh_desktop.core.library import Library
    from crh_desktop.worker.encoders import Encoders
    from crh_desktop.worker.jobs import ScanOptions, scan_job

    noted = folder / "hashed.json"
    with Library.open(folder / "library") as library, DecodePool(threads) as pool:
        root = os.fsencode(images.resolve())
        library.add_folder(root)
        before = library.execute("SELECT count(*) FROM content")[0][0]
        started = time.perf_counter()
        with contextlib.suppress(Cancelled):
            scan_job(
                library, [root], ScanOptions(threads=threads), pool, Encoders("cpu", threads), UntilPairs()
            )  # fmt: skip
        spent = time.perf_counter() - started
        hashed = library.execute("SELECT count(*) FROM content")[0][0] - before
        library.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    state = json.loads(noted.read_text()) if noted.exists() else {"photos": 0, "seconds": 0.0}
    if hashed:
        state = {"photos": state["photos"] + hashed, "seconds": state["seconds"] + spent}
        noted.write_text(json.dumps(state))
    return float(state["seconds"]) / max(1, int(state["photos"]))


def cut_library(source: Path, target: Path, keep: set[str]) -> None:
    """Copy a library's file and delete from the copy all photos but those named, their contents, and all pairs."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with contextlib.closing(sqlite3.connect(source / "library.sqlite3")) as database:
        database.execute("VACUUM INTO ?", (str(target / "library.sqlite3"),))
    with contextlib.closing(sqlite3.connect(target / "library.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN")
        gone = [
            (identity,)
            for identity, path in database.execute("SELECT id, path FROM photo")
            if os.path.basename(os.fsdecode(path)) not in keep
        ]
        database.executemany("DELETE FROM photo WHERE id = ?", gone)
        database.execute("DELETE FROM content WHERE id NOT IN (SELECT content_id FROM photo WHERE content_id NOT NULL)")
        for table in ("code", "projection"):
            database.execute(f"DELETE FROM {table} WHERE content_id NOT IN (SELECT id FROM content)")
        for table in ("pair", "paired"):
            database.execute(f"DELETE FROM {table}")
        database.execute("COMMIT")
        database.execute("VACUUM")


def take_pairs(source: Path, target: Path) -> None:
    """Let a library know the pairs of another one cut from the same: what is left there is to be paired anew."""
    with contextlib.closing(sqlite3.connect(target / "library.sqlite3", isolation_level=None)) as database:
        database.execute("ATTACH ? AS other", (str(source / "library.sqlite3"),))
        database.execute("INSERT INTO pair SELECT * FROM other.pair")
        database.execute("INSERT INTO paired SELECT * FROM other.paired")
        database.execute("INSERT OR REPLACE INTO meta SELECT * FROM other.meta WHERE key = 'verifier'")


def read_book(folder: Path) -> tuple[list[str], list[Path], Codebook]:
    """Digests, one path each and the codes of a hashed library, in the order of digests, as pairing reads them."""
    from crh_desktop.core.library import Library

    with Library.open(folder) as library:
        kind = "copy" if library.encoder_id("copy") else "general"
        rows = library.execute(
            "SELECT digest, min(path), p.code, quality, c.code, width * height FROM content "
            "JOIN photo ON photo.content_id = content.id AND status = 'ok' "
            "JOIN code p ON p.content_id = content.id AND p.encoder_id = ? "
            "LEFT JOIN code c ON c.content_id = content.id AND c.encoder_id = ? GROUP BY content.id ORDER BY digest",
            (library.encoder_id("perceptual"), library.encoder_id(kind)),
        )

    def packed(place: int) -> np.ndarray:
        return np.frombuffer(b"".join(row[place] or bytes(32) for row in rows), np.uint8).reshape(len(rows), 32)

    book = Codebook(
        perceptual=packed(2),
        clear=np.array([row[3] >= MIN_QUALITY for row in rows], np.bool_),
        copy=packed(4),
        coded=np.array([row[4] is not None for row in rows], np.bool_),
        size=np.array([row[5] for row in rows], np.int64),
    )
    return [row[0] for row in rows], [Path(os.fsdecode(row[1])) for row in rows], book


def images_of(folder: Path) -> Path:
    """Where the photos of a folder are: in images/ where it was made here, else the folder itself.

    Raises:
        Unavailable: There are none.
    """
    images = folder / "images" if (folder / "images").is_dir() else folder
    if not any(path.suffix.lower() in PICTURES for path in images.rglob("*")):
        raise Unavailable(f"there are no photos in {folder}")
    return images
