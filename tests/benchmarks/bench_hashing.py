"""Images hashed per second by `crh scan`, beside decoding alone and the network alone on the same photos.

Neither floor can be beaten: with decoder and network on cores of their own the pipeline's bound is the slower of the
two; on fewer cores it is what both need together.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.measure import REPOSITORY, SHARED, Row, Unavailable, pictures


def scan(photos: list[Path], home: Path, name: str) -> float:
    """Images per second of a first scan of copies of these photos, as the command reports it."""
    folder = home / name
    for number, photo in enumerate(photos):
        target = folder / f"{number % 20:02d}" / f"{number:05d}_{photo.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(photo, target)
    command = [sys.executable, "-m", "crh_desktop.cli.main", "scan", str(folder)]
    command += ["--library", str(home / f"{name}.lib")]
    environment = {**os.environ, "CRH_DESKTOP_HOME": str(home / "home")}
    done = subprocess.run([*command, "--json"], capture_output=True, env=environment, cwd=REPOSITORY)
    if done.returncode:
        raise Unavailable(f"crh scan failed: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return float(json.loads(done.stdout)["images_per_second"])


def decode_only(photos: list[Path]) -> tuple[float, list[np.ndarray]]:
    """Images per second of reading and decoding to the size that the pipeline wants, one core; and what came out."""
    from crh_desktop.core import imaging

    side = getattr(imaging, "DECODE_SIDE", 256)
    inputs, spent, done = [], 0.0, 0
    for photo in photos:
        started = time.perf_counter()
        try:
            picture = imaging.decode(photo.read_bytes(), photo.name, side).picture
        except imaging.PhotoError:
            continue
        spent += time.perf_counter() - started
        done += 1
        inputs.append(imaging.network_input(picture))
    return done / spent, inputs


def network_only(inputs: list[np.ndarray]) -> float:
    """Images per second of the encoders on decoded pictures."""
    try:
        from crh_desktop.learn.encode import PictureEncoders
    except ImportError as error:
        raise Unavailable(f"the encoders are not there ({error})") from None
    encoders = PictureEncoders()
    batch = 16
    encoders.encode(np.stack(inputs[:batch]))
    started = time.perf_counter()
    for start in range(0, len(inputs), batch):
        encoders.encode(np.stack(inputs[start : start + batch]))
    return len(inputs) / (time.perf_counter() - started)


def measure() -> list[Row]:
    if not SHARED.is_dir():
        raise Unavailable("the test photos (../shared/data) are not there")
    labelled = SHARED / "labelled"
    sets = {
        "small photos (clothing10, caltech99)": pictures(labelled / "clothing10", labelled / "caltech99", limit=400),
        "camera photos, all formats": pictures(SHARED / "photos" / "camera_and_formats"),
    }
    rows = []
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        scan(pictures(labelled / "clothing10", limit=4), home, "warm")
        for name, photos in sets.items():
            rate = scan(photos, home, f"set{len(rows)}")
            decoding, inputs = decode_only(photos)
            network = network_only(inputs)
            together = 1 / (1 / decoding + 1 / network)
            rows.append(
                Row(
                    f"images hashed per second, {len(photos)} {name}",
                    f"{rate:.0f}",
                    f"decode only {decoding:.0f} a core, network only {network:.0f}",
                    f"{rate / min(decoding, network):.2f} of the slower, {rate / together:.2f} of both in turn",
                )
            )
    return rows
