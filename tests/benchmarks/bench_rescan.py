"""Scanning an unchanged library again, beside a bare walk with os.scandir that asks for the state of every file.

The files are small and were entered into a generated library with their real state; nothing is read but folders and states.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

from tests.benchmarks.measure import Row, best, exponent

SIZES = (12_500, 25_000, 50_000, 100_000)
#: The target, in walks.
TARGET = 2.0


def write_files(root: Path, count: int) -> None:
    """Small files, two hundred in a folder."""
    for number in range(count):
        folder = root / f"{number // 20_000:02d}" / f"{number // 200:05d}"
        if number % 200 == 0:
            folder.mkdir(parents=True, exist_ok=True)
        (folder / f"IMG_{number:07d}.jpg").write_bytes(b"%d" % number)


def enter(folder: Path, root: Path, count: int) -> None:
    """A library that knows these files."""
    from crh_desktop.core.scan import walk
    from tests.benchmarks.library_set import make_library

    make_library(folder, count)
    files = walk(bytes(root)).photos
    database = sqlite3.connect(folder / "library.sqlite3", isolation_level=None)
    database.execute("BEGIN")
    database.execute("UPDATE folder SET path = ?", (bytes(root),))
    ids = [row[0] for row in database.execute("SELECT id FROM photo ORDER BY id")]
    database.executemany(
        "UPDATE photo SET path = ?, size = ?, mtime_ns = ?, dev = ?, inode = ? WHERE id = ?",
        [
            (file.path, file.size, file.mtime_ns, file.dev, file.inode, one)
            for file, one in zip(files, ids, strict=True)
        ],
    )
    database.execute("DELETE FROM pair")  # of photos that are not there: nothing can be verified
    database.execute("COMMIT")
    database.close()


def bare_walk(root: str) -> int:
    """What a program does at least: list every folder and ask for the state of every file."""
    count, pending = 0, [root]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    count += entry.stat(follow_symlinks=False).st_size > 0
    return count


def measure() -> list[Row]:
    from crh_desktop.core.decoding import DecodePool
    from crh_desktop.core.library import Library
    from crh_desktop.core.progress import Progress
    from crh_desktop.worker.encoders import Encoders
    from crh_desktop.worker.jobs import ScanOptions, scan_job

    ours, floors = [], []
    for count in SIZES:
        with tempfile.TemporaryDirectory() as name:
            root, folder = Path(name) / "photos", Path(name) / "library"
            write_files(root, count)
            enter(folder, root, count)
            os.sync()  # what was just written is not to be on its way to the disk meanwhile
            with Library.open(folder) as library, DecodePool(1) as pool:

                def scan(library: Library = library, pool: DecodePool = pool, count: int = count) -> None:
                    found = scan_job(library, [], ScanOptions(), pool, Encoders(), Progress())
                    assert (found.new, found.changed, found.removed, found.hashed) == (0, 0, 0, 0)
                    assert library.counts().photos == count

                scan()
                ours.append(best(scan, 3))
                floors.append(best(lambda root=root: bare_walk(str(root)), 3))  # type: ignore[misc]
    counts = " / ".join(f"{size:,}" for size in SIZES)
    return [
        Row(
            f"scanning an unchanged library again, s at {counts} files",
            f"{' / '.join(f'{one:.2f}' for one in ours)}, {exponent(SIZES, ours)}",
            f"a bare os.scandir walk {' / '.join(f'{one:.2f}' for one in floors)}; the target, {TARGET} walks",
            f"{ours[-1] / floors[-1]:.2f} walks",
        )
    ]


if __name__ == "__main__":
    for row in measure():
        print(row.what, row.measured, row.beside, row.ratio, sep=" | ")
