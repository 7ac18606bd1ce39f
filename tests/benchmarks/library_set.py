"""A generated library of any size: folders by year and event, copies, bursts and look-alikes as people have them.

Only the library is made, no photo files: what is measured is what the program does with its rows.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.bench_regroup import library_pairs

#: One photo in so many is a byte-identical second file of another's content.
TWICE = 25
_EVENTS = (
    "Summer trip",
    "Birthday",
    "Garden",
    "Mountains",
    "Old town",
    "Christmas",
    "Zoo",
    "Lake",
    "Visit",
    "Flea market",
)
_CAMERAS = ("Canon EOS 80D", "NIKON D5300", "SM-G973F", "iPhone 12", "FinePix S5700", "")


def make_library(folder: Path, photos: int, seed: int = 0) -> None:
    """Write a library of so many photos into a folder, unless one of this size is there already."""
    from crh_desktop.core.library import Library
    from crh_desktop.core.matching.evidence import Evidence, Kind
    from crh_desktop.core.models import chosen_model, digest_of
    from crh_desktop.core.records import Tier
    from crh_desktop.worker.pairing import VERIFIER

    if (folder / "library.sqlite3").exists():
        with Library.open(folder) as library:
            if library.execute("SELECT count(*) FROM photo")[0][0] == photos:
                return
    library = Library.open(folder)
    root = bytes(folder.resolve().parent / f"{folder.name} photos")  # empty: what is shown is what the library knows
    os.makedirs(root, exist_ok=True)
    folder_id = library.add_folder(root).id
    library.close()
    random = np.random.default_rng(seed)
    contents = photos - photos // TWICE
    database = sqlite3.connect(folder / "library.sqlite3", isolation_level=None)
    database.execute("PRAGMA synchronous=OFF")
    database.execute("BEGIN")
    encoders = {}
    digests_of = {"crh": digest_of(chosen_model(""))}  # what the worker would use: nothing is to be coded anew
    for kind in ("perceptual", "general", "copy", "crh"):
        zeros = np.zeros(256, np.float32).tobytes() if kind == "general" else None
        encoders[kind] = database.execute(
            "INSERT INTO encoder(kind, name, bits, preprocessing, sha256, thresholds, thresholds_from) "
            "VALUES(?, ?, 256, 'generated', ?, ?, ?)",
            (kind, f"generated {kind}", digests_of.get(kind, f"{seed:064x}"), zeros, contents),
        ).lastrowid
    now = time.time()
    start = 1_041_379_200  # 2003
    times = np.sort(random.integers(start, int(now) - 86_400, contents))
    digests = random.integers(0, 256, (contents, 32), np.uint8)
    sizes = random.integers(900_000, 9_000_000, contents)
    wide = random.random(contents) < 0.8
    for begin in range(0, contents, 20_000):
        some = range(begin, min(begin + 20_000, contents))
        database.executemany(
            "INSERT INTO content(id, digest, size, readable, width, height, format, taken_at, camera, quality, added_at, "
            "jpeg_quality) VALUES(?, ?, ?, 1, ?, ?, 'JPEG', ?, ?, 60, ?, 92)",
            [
                (
                    row + 1, digests[row].tobytes().hex(), int(sizes[row]), *((4000, 3000) if wide[row] else (3000, 4000)),
                    float(times[row]), _CAMERAS[(row // 5_000) % len(_CAMERAS)], now,
                )
                for row in some
            ],
        )  # fmt: skip
        for kind, encoder in encoders.items():
            codes = random.integers(0, 256, (len(some), 32), np.uint8)
            if kind != "perceptual":  # photos of one event look alike
                codes = np.repeat(random.integers(0, 256, (len(some) // 50 + 1, 32), np.uint8), 50, axis=0)[: len(some)]
                codes = codes ^ np.packbits(random.random((len(some), 256)) < 0.2, axis=1)
            database.executemany(
                "INSERT INTO code VALUES(?, ?, ?)", [(encoder, row + 1, codes[row - begin].tobytes()) for row in some]
            )
            if kind == "general":
                signs = np.unpackbits(codes, axis=1).astype(np.float16) * 2 - 1
                values = (signs * random.random(signs.shape, np.float32).astype(np.float16)).astype(np.float16)
                database.executemany(
                    "INSERT INTO projection VALUES(?, ?, ?)",
                    [(encoder, row + 1, values[row - begin].tobytes()) for row in some],
                )
    _write_photos(database, folder_id, root, photos, contents, times, sizes)
    kinds = {
        kind: Evidence(Tier.NEAR, kind, 1, 0.9, 20, 0, (1, 0, 0, 0, 1, 0), 1.0, 40, -30.0, 6.0, 0.9).to_json()
        for kind in (Kind.RESAVED, Kind.EDITED, Kind.PART)
    }
    first, second, near, score = library_pairs(contents, seed)
    names = random.choice(list(kinds), len(first), p=[0.7, 0.2, 0.1])
    distances = random.integers(0, 120, len(first))
    database.executemany(
        "INSERT INTO pair VALUES(?, ?, ?, 0, ?, ?, ?, ?)",
        (
            (
                int(a) + 1, int(b) + 1, int(distance), (Tier.NEAR if is_near else Tier.SIMILAR).value, float(one),
                kinds[name] if is_near else "{}", VERIFIER,
            )
            for a, b, distance, is_near, one, name in zip(first, second, distances, near, score, names, strict=True)
        ),
    )  # fmt: skip
    database.execute("INSERT OR REPLACE INTO meta VALUES('verifier', ?)", (VERIFIER,))
    database.execute("INSERT INTO paired SELECT id FROM content")
    database.execute("COMMIT")
    database.close()


def _write_photos(
    database: sqlite3.Connection,
    folder_id: int,
    root: bytes,
    photos: int,
    contents: int,
    times: np.ndarray,
    sizes: np.ndarray,
) -> None:
    def rows() -> object:
        for number in range(photos):
            content = number if number < contents else (number - contents) * (TWICE - 1)
            moment = time.gmtime(int(times[content]))
            event = f"{moment.tm_year}/{moment.tm_mon:02d} {_EVENTS[moment.tm_mon % len(_EVENTS)]}"
            name = f"IMG_{content:07d}.jpg" if number < contents else f"IMG_{content:07d} (copy).jpg"
            path = os.path.join(root, event.encode(), name.encode())
            yield (
                folder_id, path, int(sizes[content]), int(times[content]) * 1_000_000_000 + 123_456_789, 2049,
                1_000_000 + number, content + 1, "ok",
            )  # fmt: skip

    database.executemany(
        "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, content_id, status) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        rows(),  # type: ignore[arg-type]
    )
