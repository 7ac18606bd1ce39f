"""Time and memory of matching as a library grows, what adding photos costs, and peers on the same photos.

python -m tests.benchmarks matching, or, to choose sizes and to keep and resume what was made and hashed:
python -m tests.benchmarks.bench_matching --sizes 2500,5000,10000 --folder DIR [--threads 1] [--codes 100000]

Every measurement runs in a process of its own, whose peak memory is its own too; points are found anew each time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from tests.benchmarks import bench_regroup, matching_set
from tests.benchmarks.matching_stages import FLIPPED, SIMILARITY, TOLERANCE, Found
from tests.benchmarks.measure import REPOSITORY, SHARED, Row, Unavailable, exponent

SIZES = (2_500, 5_000, 10_000)
ADDED = 100
CODES = 100_000
FOLDER = REPOSITORY / "build" / "matching"


class Runner:
    """Runs one measurement in a process of its own over the kept folder."""

    def __init__(self, folder: Path, threads: int) -> None:
        self.folder, self.threads = folder, threads

    def __call__(self, stage: str, *given: object) -> Found:
        environment = {**os.environ, "CRH_DESKTOP_HOME": str(self.folder / "home")}
        if self.threads:
            names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS")
            environment |= {name: str(self.threads) for name in names}
        command = [sys.executable, "-m", "tests.benchmarks.matching_stages", stage, *map(str, given)]
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, cwd=REPOSITORY, env=environment)
        if done.returncode:
            raise Unavailable(f"{stage}: {done.stderr.decode(errors='replace').strip()[-300:]}")
        found = dict(json.loads(done.stdout.splitlines()[-1]))
        # told at once, so that a run that is cut short has not measured in vain
        print(f"  {stage} {time.perf_counter() - started:.0f} s {json.dumps(found)}", file=sys.stderr, flush=True)
        return found

    def pairing(self, library: Path) -> Found:
        """Pair a library whose photos have no points yet."""
        shutil.rmtree(self.folder / "home" / "cache" / "points", ignore_errors=True)
        return self("pairing", library, self.threads)


def library_of(folder: Path, count: int, threads: int, run: Runner) -> list[str]:
    """See that the folder holds a hashed library of so many photos; their names, in the order of growing sets."""
    hashed = (folder / "library" / "library.sqlite3").exists()
    if not hashed or (folder / "images").is_dir():
        matching_set.make_set(folder, count, max(1, threads))
        run("hash", folder, threads)  # goes on where it was cut off; nothing is left to do if it was not
    _, names, _ = matching_set.read_book(folder / "library")
    if len(names) < count * 0.995:  # a few contents may be equal
        raise Unavailable(f"{folder} holds {len(names):,} hashed contents, {count:,} are needed")
    return [path.name for path in matching_set.in_order(names)]


def _size_rows(sizes: Sequence[int], found: dict[str, list[Found]]) -> list[Row]:
    rows = []
    for size, one, pairing, groups in zip(
        sizes, found["candidates"], found["pairing"], found["groups"], strict=True
    ):  # fmt: skip
        rows += [
            Row(
                f"candidates among {size:,} photos, s",
                f"{one['seconds']:.2f} (close pairs {one['close']:.2f}), {_peak(one)}",
                f"{one['pairs']:,} neighbour pairs, {one['close_pairs']:,} close ones; within pairing, 512 photos at a "
                f"time, {pairing['candidates']:.2f}",
                f"{pairing['candidates'] / pairing['pairing']:.3f} of pairing",
            ),
            Row(
                f"verification among {size:,} photos, s",
                f"{pairing['verification']:.1f}, then against keepers {pairing['keepers']:.1f}, {_peak(pairing)}",
                f"{pairing['verified']:,} pairs, {pairing['inside']:.1f} waiting for verdicts, among them points of pictures "
                f"({pairing['points'] * 1e3:.1f} ms each on one core); {pairing['near']:,} near, {pairing['similar']:,} similar",
                f"{pairing['verification'] / max(1, pairing['verified']) * 1e3:.2f} ms a pair",
            ),
            Row(
                f"groups among {size:,} photos, s",
                f"{groups['index']:.3f} to read the index, {groups['regroup']:.3f} for all near groups, {_peak(groups)}",
                f"{groups['pairs']:,} pairs, {groups['groups']:,} groups",
                f"{(groups['index'] + groups['regroup']) / pairing['pairing']:.4f} of pairing",
            ),
        ]
    for name, key, beside in (
        ("candidates", "seconds", "comparing all with all: n^2; linear: n^1"),
        ("pairing", "verification", "the same number of candidates a photo: n^1"),
        ("groups", "seconds", "linear: n^1"),
    ):
        times = [one[key] for one in found[name]]
        peaks = [one["together"] - one["before"] for one in found[name]]
        label = "verification" if name == "pairing" else name
        growth = f"time {exponent(sizes, times)}, memory beyond what it began with {exponent(sizes, peaks)}"
        last = f"{times[-1] / times[0]:.2f} times for {sizes[-1] / sizes[0]:.1f} times as many photos"
        rows.append(
            Row(f"growth of {label} over {', '.join(f'{size:,}' for size in sizes)} photos", growth, beside, last)
        )
    return rows


def _peak(one: Found) -> str:
    helpers = f", with helpers {one['together']:.0f}" if one["together"] > one["peak"] + 1 else ""
    return f"peak {one['peak']:.0f} MB{helpers} ({one['before']:.0f} before it began)"


def _peer_rows(run: Runner, names: list[str], ours: Found, each: float) -> list[Row]:
    """Peers over the same files; `ours` are our candidates, `each` our seconds to hash a photo."""
    size = len(names)
    place = run.folder / "peers"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name in names:
        os.link(matching_set.images_of(run.folder) / name, place / name)
    own = f"ours, CRH Desktop {version('crh-desktop')}"
    rows = []
    what = f"hashing and searching {size:,} photos, s"
    try:
        them = run("czkawka", place)
        total = each * size + ours["seconds"]
        rows.append(
            Row(
                what,
                f"{total:.1f} = {each * size:.1f} hashing (all codes and thumbnails) + {ours['seconds']:.2f} candidates; {own}",
                f"czkawka (binding {version('czkawka')}, similarity {SIMILARITY}) {them['seconds']:.2f}, {_peak(them)}; "
                f"processor time {them['busy']:.2f}, of hashing alone {them['hashing']:.2f}, so searching takes "
                f"the difference; {them['groups']:,} groups",
                f"{total / them['seconds']:.2f} of czkawka",
            )
        )
    except (Unavailable, PackageNotFoundError) as reason:
        rows.append(Row(what, "–", f"czkawka was not measured: {reason}", "–"))
    what = f"searching {size:,} codes for all their neighbours, s"
    try:
        them = run("imagededup", place)
        scaled = f"{them['asked']:,} queries of {them['codes']:,}, scaled"
        rows.append(
            Row(
                what,
                f"{ours['seconds']:.2f} (256 bits, eight turns, and the copy code; {own})",
                f"imagededup {version('imagededup')}, 64 bits of pHash by its formula, radius {TOLERANCE}, {scaled}: "
                f"BruteForceCython {them['brute']:.2f}, BKTree {them['tree']:.2f}",
                f"{ours['seconds'] / them['brute']:.3f} of BruteForceCython, {ours['seconds'] / them['tree']:.3f} of BKTree",
            )
        )
    except (Unavailable, PackageNotFoundError) as reason:
        rows.append(Row(what, "–", f"imagededup was not measured: {reason}", "–"))
    shutil.rmtree(place, ignore_errors=True)
    return rows


def _code_rows(run: Runner, count: int, smaller: Found, size: int) -> list[Row]:
    large = run("codes", run.folder / "library", count)
    times, busy, made, pairs, groups = bench_regroup.run(count)
    late = float(np.percentile(times, 95))
    ratio = large["seconds"] / smaller["seconds"]
    return [
        Row(
            f"candidates among {count:,} codes, s",
            f"{large['seconds']:.1f} (close pairs {large['close']:.1f}), {_peak(large)}; {large['pairs']:,} neighbour pairs, "
            f"{large['close_pairs']:,} close ones",
            f"nine scans of all by all with faiss (eight turns and the copy code) {large['floor']:.1f}; {size:,} photos "
            f"{smaller['seconds']:.2f}. The codes: {large['real']:,} real ones {large['times']} times, each "
            f"repetition turned over by one random mask, and {FLIPPED:.0%} of all bits flipped",
            f"{large['seconds'] / large['floor']:.2f} of the scans; {ratio:.0f} times for {count / size:.0f} times as many: "
            f"{exponent((size, count), (1.0, ratio))}",
        ),
        Row(
            f"groups among {count:,} contents with {pairs:,} made-up pairs ({groups:,} groups at most), ms",
            f"regroup {np.median(times):.0f} median, {late:.0f} at the 95th percentile of {len(times)} positions (processor "
            f"time {np.percentile(busy, 95):.0f})",
            f"the target of {bench_regroup.TARGET_MS}; making the index once {made * 1e3:.0f}",
            f"{late / bench_regroup.TARGET_MS:.2f} of the target",
        ),
    ]  # fmt: skip


def measure(
    sizes: Sequence[int] = SIZES, folder: Path = FOLDER, threads: int = 0, codes: int = CODES
) -> list[Row]:  # fmt: skip
    if not SHARED.is_dir() and not (folder / "library").is_dir():
        raise Unavailable("the test photos (../shared/data) are not there")
    sizes, folder = sorted(sizes), folder.resolve()
    run = Runner(folder, threads)
    names = library_of(folder, sizes[-1] + ADDED, threads, run)
    whole, cuts = folder / "library", folder / "cut"
    found: dict[str, list[Found]] = {"candidates": [], "pairing": [], "groups": []}
    for size in sizes:
        cut = cuts / str(size)
        matching_set.cut_library(whole, cut, set(names[:size]))
        found["candidates"].append(run("candidates", cut))
        found["pairing"].append(run.pairing(cut))
        found["groups"].append(run("groups", cut))
    rows = _size_rows(sizes, found)

    base, more, alone = cuts / str(sizes[-1]), cuts / "added", cuts / "alone"
    fresh = names[sizes[-1] : sizes[-1] + ADDED]
    matching_set.cut_library(whole, more, {*names[: sizes[-1]], *fresh})
    matching_set.take_pairs(base, more)
    matching_set.cut_library(whole, alone, set(fresh))
    added = run("pairing", more, threads)  # the others have their points
    lonely = run.pairing(alone)
    rows.append(
        Row(
            f"pairing {len(fresh)} photos added to {sizes[-1]:,}, s",
            f"{added['pairing']:.2f}: candidates {added['candidates']:.2f}, verifying {added['verified']:,} pairs "
            f"{added['verification']:.2f}; {_peak(added)}",
            f"pairing the {len(fresh)} alone {lonely['pairing']:.2f} ({lonely['verified']:,} pairs); pairing all "
            f"{sizes[-1]:,} {found['pairing'][-1]['pairing']:.1f}",
            f"{added['pairing'] / lonely['pairing']:.2f} of alone, "
            f"{added['pairing'] / found['pairing'][-1]['pairing']:.3f} of all",
        )
    )
    noted = folder / "hashed.json"
    state = json.loads(noted.read_text()) if noted.exists() else {"seconds": float("nan"), "photos": 1}
    rows += _peer_rows(run, names[: sizes[-1]], found["candidates"][-1], state["seconds"] / max(1, state["photos"]))
    return rows + _code_rows(run, codes, found["candidates"][-1], sizes[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of photos, joined by commas")
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="where photos and library are made, kept and resumed"
    )
    parser.add_argument("--threads", type=int, default=0, help="of every part; 0: as the program chooses")
    parser.add_argument("--codes", type=int, default=CODES, help="codes of the large measurement")
    given = parser.parse_args()
    try:
        rows = measure([int(size) for size in given.sizes.split(",")], given.folder, given.threads, given.codes)
    except Unavailable as reason:
        print(f"Left out: {reason}", file=sys.stderr)
        return 1
    print(f"Threads: {given.threads or os.cpu_count()}, load {os.getloadavg()[0]:.1f}\n")
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.beside} | {row.ratio} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
