"""All pairs: the radius join and the graph of nearest neighbours over clustered codes, beside faiss and imagededup's tree.

python -m tests.benchmarks pairs; every measurement runs in a process of its own, which tells its peak.

Codes: perceptual codes of real photos; each repetition of them is turned over by one random mask, so that photos keep their
neighbours inside it, and 2 % of the bits differ besides; one in twenty is a copy of another with up to 8 bits changed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

import numpy as np

from tests.benchmarks.matching_stages import Peak
from tests.benchmarks.measure import REPOSITORY, SHARED, Row, Unavailable, exponent, pictures

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
#: Bits of a code, and the radius of a join: what an index serves.
JOINS = ((64, 8), (256, 31))
#: A radius that no index serves, and how many codes are compared.
WIDE, WIDE_COUNTS = 80, (10_000, 30_000, 100_000, 300_000)
NEIGHBOURS = 12
GRAPHS = (10_000, 30_000, 100_000)
#: Rows that are asked of the graph of a million; the rest costs the same.
ASKED = 20_000


def real_codes(limit: int = 1_500) -> np.ndarray:
    """Perceptual codes of real photos, uint8 [n, 32]."""
    from crh_desktop.core import imaging, perceptual

    photos = pictures(SHARED / "labelled" / "caltech99", SHARED / "labelled" / "clothing10", limit=limit)
    if not photos:
        raise Unavailable("the test photos (../shared/data) are not there")
    found = []
    for photo in photos:
        picture = imaging.decode(photo.read_bytes(), photo.name, 256).picture
        found.append(perceptual.perceptual_code(picture)[0])
    return np.stack(found)


def clustered(base: np.ndarray, count: int, width: int, seed: int = 0) -> np.ndarray:
    """Codes as a library has them, uint8 [count, width] in no order."""
    random = np.random.default_rng(seed)
    base = base[:, :width]
    times = -(-count // len(base))
    codes = np.tile(base, (times, 1))[:count]
    codes ^= np.repeat(random.integers(0, 256, (times, width), np.uint8), len(base), axis=0)[:count]
    for start in range(0, count, 100_000):
        flips = random.random((len(codes[start : start + 100_000]), 8 * width)) < 0.02
        codes[start : start + 100_000] ^= np.packbits(flips, axis=1)
    copies = random.choice(count, count // 20, replace=False)
    codes[copies] = codes[random.integers(0, count, len(copies))]
    for _ in range(8):
        bits = random.integers(0, 16 * width, len(copies))  # half the time none
        rows = bits < 8 * width
        codes[copies[rows], bits[rows] // 8] ^= (1 << (bits[rows] % 8)).astype(np.uint8)
    return codes[random.permutation(count)]


def child(what: str, count: int, width: int, radius: int) -> dict[str, float]:
    """One measurement: seconds, peak in MB, and how many pairs."""
    import faiss

    from crh_desktop.core import search

    codes = clustered(np.load(REPOSITORY / "build" / "real_codes.npy"), count, width)
    few = clustered(codes, 7_000, width)
    search.join(few, radius)  # compiled or loaded once
    pairs = 0
    with Peak() as peak:
        if what == "join":
            pairs = len(search.join(codes, radius)[0])
        elif what == "blocks":
            pairs = sum(len(block[0]) for block in search.join_blocks(codes, radius))
        elif what == "graph":
            asked = codes if count <= max(GRAPHS) else codes[:ASKED]
            search.knn_graph(codes, NEIGHBOURS) if asked is codes else search.knn(codes, asked, NEIGHBOURS + 1)
        elif what == "faiss-range":
            index = faiss.IndexBinaryFlat(8 * width)
            index.add(codes)
            index.range_search(codes, radius + 1)  # theirs is less than
        elif what == "faiss-graph":
            asked = codes if count <= max(GRAPHS) else codes[:ASKED]
            for start in range(0, len(asked), 512):
                faiss.knn_hamming(asked[start : start + 512], codes, NEIGHBOURS + 1, variant="hc")
        elif what == "tree":
            from imagededup.handlers.search.bktree import BKTree

            names = {str(row): code.tobytes().hex() for row, code in enumerate(codes)}
            tree = BKTree(names, lambda one, other: (int(one, 16) ^ int(other, 16)).bit_count())
            built = time.perf_counter() - peak.started
            asked_of = list(names.values())[:: max(1, count // 300)]
            for code in asked_of:
                tree.search(code, tol=radius)
            spent = time.perf_counter() - peak.started - built
    seconds = peak.seconds if what != "tree" else built + spent * count / len(asked_of)
    scaled = seconds * count / ASKED if "graph" in what and count > max(GRAPHS) else seconds
    return {"seconds": scaled, "peak": peak.peak, "pairs": pairs}


def run(what: str, count: int, width: int, radius: int) -> dict[str, float]:
    """A measurement in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_pairs", what, str(count), str(width), str(radius)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"{what} {count:,}: {done.stderr.strip()[-300:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"  {what} {count:,} × {8 * width} bits, radius {radius}: {found}", file=sys.stderr, flush=True)
    return found


def _row(what: str, sizes: tuple[int, ...], ours: list[dict[str, float]], beside: str, ratio: str) -> Row:
    seconds = [one["seconds"] for one in ours]
    told = " / ".join(f"{one:.3g}" for one in seconds)
    counts = " / ".join(f"{size:,}" for size in sizes)
    peak = f"at most {ours[-1]['peak']:.0f} MB"
    return Row(f"{what}, s at {counts}", f"{told}, {exponent(sizes, seconds)}, {peak}", beside, ratio)


def measure() -> list[Row]:
    place = REPOSITORY / "build" / "real_codes.npy"
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        np.save(place, real_codes())
    rows = []
    for bits, radius in JOINS:
        ours = [run("join", size, bits // 8, radius) for size in SIZES]
        flat = run("faiss-range", 100_000, bits // 8, radius)
        beside = f"faiss {_version('faiss-cpu')} IndexBinaryFlat.range_search at 100,000: {flat['seconds']:.1f}"
        ratio = f"{ours[2]['seconds'] / flat['seconds']:.3f} of faiss at 100,000"
        if bits == 64:
            tree = run("tree", 20_000, bits // 8, radius)
            own = run("join", 20_000, bits // 8, radius)
            beside += f"; imagededup {_version('imagededup')} BKTree at 20,000: {tree['seconds']:.0f}"
            ratio += f", {own['seconds'] / tree['seconds']:.5f} of the tree at 20,000"
        rows.append(_row(f"all pairs within {radius} of {bits} bits", SIZES, ours, beside, ratio))
    ours = [run("blocks", size, 32, WIDE) for size in WIDE_COUNTS]
    flat = run("faiss-range", 100_000, 32, WIDE)
    rows.append(
        _row(
            f"all pairs within {WIDE} of 256 bits, in blocks",
            WIDE_COUNTS,
            ours,
            f"faiss range_search at 100,000: {flat['seconds']:.1f}, {flat['peak']:.0f} MB",
            f"{ours[2]['seconds'] / flat['seconds']:.2f} of faiss at 100,000",
        )
    )
    for bits in (64, 256):
        sizes = (*GRAPHS, 1_000_000)
        ours = [run("graph", size, bits // 8, 8) for size in sizes]
        flat = run("faiss-graph", 1_000_000, bits // 8, 8)
        rows.append(
            _row(
                f"{NEIGHBOURS} nearest of every code of {bits} bits (a million scaled from {ASKED:,} of its rows)",
                sizes,
                ours,
                f"faiss.knn_hamming called directly, a million: {flat['seconds']:.0f}",
                f"{ours[-1]['seconds'] / flat['seconds']:.2f} of faiss",
            )
        )
    return rows


def _version(name: str) -> str:
    from importlib.metadata import version

    return version(name)


if __name__ == "__main__":
    print(json.dumps(child(sys.argv[1], *map(int, sys.argv[2:]))))
