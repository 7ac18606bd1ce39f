"""Images hashed per second, beside decoding alone, the network alone, and one file after the other, on the same photos.

Both floors are measured with every core; neither can be beaten. Where decoder and network share all cores, what both need
in turn is the bound.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.matching_set import UntilPairs
from tests.benchmarks.measure import SHARED, Row, Unavailable, growth, pictures

#: Photos that are hashed one after the other, for comparison.
ALONE = 40
#: Small photos of a first scan, for how its time grows.
SIZES = (300, 600, 1_200, 2_400)


def spread(photos: list[Path], folder: Path, times: int) -> None:
    """Copies of photos, each another file by a byte behind its end."""
    for number in range(times):
        for place, photo in enumerate(photos):
            target = folder / f"{number:02d}" / f"{place:05d}_{photo.name}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(photo.read_bytes() + b"%d" % number)


def hashed(folder: Path, home: Path) -> float:
    """Images per second of a first scan without pairing, with the encoders loaded."""
    from crh_desktop.core.decoding import DecodePool
    from crh_desktop.core.errors import Cancelled
    from crh_desktop.core.library import Library
    from crh_desktop.worker.encoders import Encoders
    from crh_desktop.worker.jobs import ScanOptions, scan_job

    with Library.open(home / f"{folder.name}.lib") as library, DecodePool() as pool:
        encoders = Encoders("cpu")
        encoders()
        library.add_folder(bytes(folder))
        started = time.perf_counter()
        with contextlib.suppress(Cancelled):
            scan_job(library, [], ScanOptions(), pool, encoders, UntilPairs())
        spent = time.perf_counter() - started
        return float(library.execute("SELECT count(*) FROM content WHERE readable = 1")[0][0] / spent)


def decode_only(folder: Path) -> float:
    """Images per second of the decode processes alone, everything decoded and nothing encoded."""
    from crh_desktop.core.decoding import DecodePool
    from crh_desktop.core.scan import walk

    paths = [file.path for file in walk(bytes(folder)).photos]
    with DecodePool() as pool:
        started = time.perf_counter()
        done = sum(found.network is not None for found in pool.read_all(paths, lambda digest: True))
        return done / (time.perf_counter() - started)


def network_only(count: int) -> float:
    """Images per second of the encoders on decoded pictures, as many at once as the pipeline gives them."""
    from crh_desktop.worker.encoders import Encoders
    from crh_desktop.worker.hashing import BATCH

    encoders = Encoders("cpu")()
    batch = np.random.default_rng(0).integers(0, 256, (BATCH, 224, 224, 3), dtype=np.uint8)
    encoders.encode(batch)
    started = time.perf_counter()
    for _ in range(max(2, count // BATCH)):
        encoders.encode(batch)
    return BATCH * max(2, count // BATCH) / (time.perf_counter() - started)


def one_by_one(photos: list[Path]) -> float:
    """Images per second of decoding and encoding one file after the other, as a simple program would."""
    from crh_desktop.core import imaging
    from crh_desktop.worker.encoders import Encoders

    encoders = Encoders("cpu")()
    some = photos[:: max(1, len(photos) // ALONE)]
    started = time.perf_counter()
    for photo in some:
        picture = imaging.decode(photo.read_bytes(), photo.name, 256).picture
        encoders.encode(imaging.network_input(picture)[None])
    return len(some) / (time.perf_counter() - started)


def growing(photos: list[Path], place: Path) -> Row:
    """Seconds of a first scan of ever more photos."""
    seconds = []
    for size in SIZES:
        folder = place / f"first{size}"
        spread(photos[:: len(photos) // size], folder, 1)
        seconds.append(size / hashed(folder, place))
    return growth("hashing small photos, s", SIZES, seconds, 1)


def measure() -> list[Row]:
    if not SHARED.is_dir():
        raise Unavailable("the test photos (../shared/data) are not there")
    labelled = SHARED / "labelled"
    camera = pictures(SHARED / "photos" / "camera_and_formats")
    sets = {
        "small photos (clothing10, caltech99)": (
            pictures(labelled / "clothing10", labelled / "caltech99", limit=600),
            1,
        ),
        "camera JPEGs": ([photo for photo in camera if photo.suffix.lower() in (".jpg", ".jpeg")], 6),
        "camera photos in all formats": (camera, 3),
    }
    rows = []
    with tempfile.TemporaryDirectory() as place:
        os.environ["CRH_DESKTOP_HOME"] = f"{place}/home"
        for number, (name, (photos, times)) in enumerate(sets.items()):
            folder = Path(place) / f"set{number}"
            spread(photos, folder, times)
            rate, decoding, network = hashed(folder, Path(place)), decode_only(folder), network_only(200)
            alone = one_by_one(photos)
            together = 1 / (1 / decoding + 1 / network)
            rows.append(
                Row(
                    f"images hashed per second, {times * len(photos)} {name}",
                    f"{rate:.0f}",
                    f"decode only {decoding:.0f}, network only {network:.0f}, both in turn {together:.0f}, one file after the "
                    f"other {alone:.0f}",
                    f"{min(decoding, network) / rate:.2f} times slower than the slower floor, {together / rate:.2f} than both "
                    f"in turn; {rate / alone:.1f} times one by one",
                )
            )
        rows.append(growing(pictures(labelled / "clothing10", labelled / "caltech99", limit=SIZES[-1]), Path(place)))
    return rows


if __name__ == "__main__":
    for row in measure():
        print(row.what, row.measured, row.beside, row.ratio, sep=" | ")
