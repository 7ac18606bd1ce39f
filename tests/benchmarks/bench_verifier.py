"""How many pairs of different photos the verifier calls near: random pairs, and the nearest candidates.

python -m tests.benchmarks.bench_verifier --pairs 200000 --folder DIR [--resume FILE] [--jobs 2] [--photos 3000]

DIR is a folder that the benchmark of matching made (images, home, library), or any folder of photos, which are then
hashed into --cache. No photo is changed. Counts are written to the resume file every 10,000 pairs. Pairs that somebody
found to be copies after all go into a CSV file (a,b: names as printed here) given with --known: they are left out of the
counts, and nothing need be verified again for that.

The verdict is that of core.matching.verify alone: the look at the full pictures of large photos, which only ever takes
near pairs away, is not part of it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import multiprocessing
import os
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from scipy.stats import chi2
from threadpoolctl import threadpool_limits

from crh_desktop.core.matching import agree, align, candidates, curves, overlay, points
from crh_desktop.core.matching import verify as verifier
from crh_desktop.core.matching.candidates import Codebook
from crh_desktop.core.matching.verify import VERIFIER, Reduced, reduce, verify
from crh_desktop.core.perceptual import MIN_QUALITY
from crh_desktop.core.records import Tier
from crh_desktop.core.thumbs import thumbnail_path
from tests.benchmarks import matching_set
from tests.benchmarks.measure import REPOSITORY, Unavailable

PART = 10_000
LARGE = 100_000
#: Shares of the pool over which growth is fitted: that many separate sets each.
SHARES = (8, 4, 2, 1)

Rows = NDArray[np.int64]
Part = dict[str, Any]

# Held by this process and, being forked from it, by its helpers.
_pool: list[Reduced] = []


@dataclass(frozen=True, slots=True)
class Pool:
    """Photos of which no two are known to be copies, in random order. known: row pairs that are copies after all."""

    names: list[str]
    paths: list[Path]
    digests: list[str]
    book: Codebook
    known: frozenset[tuple[int, int]]


# --- the photos -------------------------------------------------------------------------------------------------------


def shown(path: Path, sources: dict[str, Path], root: Path) -> str:
    """A name to print: where the photo came from, if that is noted; from its set or from the root on."""
    source = sources.get(path.name, path)
    parts = source.parts
    for top in ("labelled", "multilabel"):
        if top in parts:
            return "/".join(parts[parts.index(top) + 1 :])
    return source.relative_to(root).as_posix() if source.is_relative_to(root) else source.name


def _sources(folder: Path) -> dict[str, Path]:
    file, found = folder / "sources.csv", {}
    if file.exists():
        with open(file, newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                stem = (
                    f"g{int(row['index']):05d}_original" if row["role"] == "original" else f"d{int(row['index']):05d}"
                )
                found[stem] = Path(row["path"])
    return {stem + source.suffix.lower().replace(".jpeg", ".jpg"): source for stem, source in found.items()}


def read_pool(folder: Path, root: Path, count: int, seed: int, known_files: Sequence[Path]) -> Pool:
    """Photos below `root` of the hashed library in `folder`, at most `count`; made copies are left out."""
    digests, paths, book = matching_set.read_book(folder / "library")
    sources = _sources(root)
    made = [path.name[:1] == "g" and "_" in path.name and "_original" not in path.name for path in paths]
    rows = np.flatnonzero(~np.array(made, np.bool_))
    rows = np.random.default_rng(seed).permutation(rows)[:count]
    names = [shown(paths[row], sources, root) for row in rows]
    place = {name: row for row, name in enumerate(names)}
    known = set()
    for file in known_files:
        if file.exists():
            with open(file, newline="", encoding="utf-8") as lines:
                pairs = [(place.get(row["a"]), place.get(row["b"])) for row in csv.DictReader(lines)]
            known |= {(min(a, b), max(a, b)) for a, b in pairs if a is not None and b is not None}
    return Pool(
        names, [paths[row] for row in rows], [digests[row] for row in rows], part_of(book, rows), frozenset(known)
    )


def part_of(book: Codebook, rows: Rows) -> Codebook:
    """The codes of some rows."""
    return Codebook(**{field.name: getattr(book, field.name)[rows] for field in fields(book)})


def reduce_pool(pool: Pool) -> list[Reduced]:
    """Pictures of at most 256 pixels with their points, from our own thumbnails where they are there."""
    found = []
    for row, (digest, path) in enumerate(zip(pool.digests, pool.paths, strict=True)):
        thumbnail = thumbnail_path(digest)
        quality = 100 if pool.book.clear[row] else MIN_QUALITY - 1
        with Image.open(thumbnail if thumbnail.exists() else path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
        found.append(reduce(upright, pool.book.perceptual[row], quality))
    return found


# --- verdicts, in parts -----------------------------------------------------------------------------------------------


def verify_part(pairs: Rows, tests: float) -> Part:
    """Verdicts on row pairs [P, 2]; pairs of equal pictures are not counted."""
    near: list[tuple[int, int]] = []
    similar = equal = 0
    started, worked = time.perf_counter(), time.process_time()
    for a, b in pairs.tolist():
        first, second = _pool[a], _pool[b]
        tier = verify(first, second, tests).tier
        if tier is Tier.NEAR and np.array_equal(first.picture.rgb, second.picture.rgb):
            equal += 1
        elif tier is Tier.NEAR:
            near.append((a, b))
        similar += tier is Tier.SIMILAR
    return {
        "pairs": len(pairs) - equal, "near": near, "similar": similar, "equal": equal,
        "seconds": time.perf_counter() - started, "busy": time.process_time() - worked,
    }  # fmt: skip


def _begin() -> None:
    threadpool_limits(1)
    cv2.setNumThreads(1)


def mark_of(pool: Pool, tests: float) -> str:
    """What a verdict depends on: the photos, how many pairs are tried, and the source of the verifier."""
    source = b"".join(
        Path(module.__file__ or "").read_bytes() for module in (verifier, agree, align, curves, overlay, points)
    )
    return hashlib.sha256(json.dumps([VERIFIER, tests, pool.digests]).encode() + source).hexdigest()


class Resumed:
    """Parts that are done, kept in a file where one is named."""

    def __init__(self, file: Path | None, mark: str) -> None:
        self._file, self._mark = file, mark
        self._parts: dict[str, Part] = {}
        if file is not None and file.exists():
            state = json.loads(file.read_text())
            if state["mark"] != mark:
                raise Unavailable(
                    f"{file} was written for other photos, another seed or another verifier: name another file"
                )
            self._parts = state["parts"]

    def run(self, what: str, pairs: Rows, tests: float, workers: ProcessPoolExecutor | None) -> Part:
        """Verify pairs in parts, of which those done before are taken over; all of them together."""
        starts = range(0, len(pairs), PART)
        parted = [pairs[start : start + PART] for start in starts]
        shares = {f"{what} {place} {zlib.crc32(share.tobytes()):08x}": share for place, share in enumerate(parted)}
        todo = {name: share for name, share in shares.items() if name not in self._parts}
        for done, (name, part) in enumerate(_verified(todo, tests, workers), len(shares) - len(todo) + 1):
            self._parts[name] = part
            if self._file is not None:
                aside = self._file.with_name(self._file.name + ".new")
                aside.write_text(json.dumps({"mark": self._mark, "parts": self._parts}))
                aside.replace(self._file)
            words = f"{part['seconds'] / max(1, part['pairs'] + part['equal']) * 1e3:.2f} ms a pair"
            print(
                f"  {what}: part {done}/{len(shares)}, {len(part['near'])} near, {words}", file=sys.stderr, flush=True
            )
        parts = [self._parts[name] for name in shares]
        whole: Part = {
            key: sum(part[key] for part in parts) for key in ("pairs", "similar", "equal", "seconds", "busy")
        }
        whole["near"] = [tuple(pair) for part in parts for pair in part["near"]]
        return whole


def _verified(
    todo: dict[str, Rows], tests: float, workers: ProcessPoolExecutor | None
) -> Iterator[tuple[str, Part]]:  # fmt: skip
    if workers is None:
        for name, share in todo.items():
            yield name, verify_part(share, tests)
        return
    jobs = {workers.submit(verify_part, share, tests): name for name, share in todo.items()}
    for job in as_completed(jobs):
        yield jobs[job], job.result()


# --- which pairs ------------------------------------------------------------------------------------------------------


def random_pairs(count: int, pairs: int, seed: int) -> Rows:
    """Different pairs of `count` rows, int64 [P, 2]; more pairs begin with the fewer ones."""
    first, second = np.triu_indices(count, 1)
    order = np.random.default_rng(seed + 1).permutation(len(first))[:pairs]
    return np.stack([first[order], second[order]], axis=1).astype(np.int64)


def candidate_pairs(pool: Pool, sets: int) -> list[set[tuple[int, int]]]:
    """Candidates inside each of so many separate sets of equal size, as pairs of the pool's rows."""
    size = len(pool.names) // sets
    found = []
    for start in range(0, size * sets, size):
        rows = np.arange(start, start + size)
        book, everything = part_of(pool.book, rows), np.ones(size, np.bool_)
        pairs: set[tuple[int, int]] = set()
        for some in (
            candidates.close_pairs(book, everything), candidates.neighbour_pairs(book, np.arange(size), everything),
        ):  # fmt: skip
            pairs |= set(zip((some.first + start).tolist(), (some.second + start).tolist(), strict=True))
        found.append(pairs)
    return found


# --- what follows for a large library ---------------------------------------------------------------------------------


def poisson_interval(count: int) -> tuple[float, float]:
    """95 % interval of the expectation behind a count."""
    low = float(chi2.ppf(0.025, 2 * count) / 2) if count else 0.0
    return low, float(chi2.ppf(0.975, 2 * count + 2) / 2)


def upper_bound(count: int) -> float:
    """What the expectation lies below with 95 %: 3 where nothing was seen (the rule of three)."""
    return float(chi2.ppf(0.95, 2 * count + 2) / 2)


def extrapolate(sizes: Sequence[int], sets: Sequence[int], counts: Sequence[int]) -> tuple[float, float, float, float]:
    """False pairs in a library of `LARGE` photos, if they grow by some power of its size between 0 and 2.

    Returns:
        The likeliest number, its 95 % interval by profile likelihood (Poisson), and the likeliest power.
    """
    powers = np.linspace(0, 2, 101)
    numbers = np.geomspace(1e-3, 1e9, 1201)
    shrink = (np.array(sizes) / LARGE)[None, :] ** powers[:, None] * np.array(sets)  # [powers, levels]
    expected = numbers[:, None, None] * shrink[None]
    likely = (np.array(counts) * np.log(expected) - expected).sum(axis=2)
    best = np.unravel_index(int(likely.argmax()), likely.shape)
    inside = np.flatnonzero(2 * (likely.max() - likely.max(axis=1)) <= chi2.ppf(0.95, 1))
    low = 0.0 if inside[0] == 0 else float(numbers[inside[0]])
    middle = float(numbers[best[0]]) if sum(counts) else 0.0
    return middle, low, float(numbers[inside[-1]]), float(powers[best[1]])


# --- the report -------------------------------------------------------------------------------------------------------


def _list(pool: Pool, near: Iterable[tuple[int, int]]) -> None:
    for a, b in sorted(near):
        print(f"  {pool.names[a]},{pool.names[b]}")


def report(pool: Pool, given: argparse.Namespace, resumed: Resumed, workers: ProcessPoolExecutor | None) -> None:
    """Verify both sorts of pairs and print what was found."""
    count, tests = len(pool.names), given.tests
    pairs = random_pairs(count, given.pairs, given.seed)
    found = resumed.run("random", pairs, tests, workers)
    copies = len(pool.known & set(map(tuple, pairs.tolist())))
    wrong = set(found["near"]) - pool.known
    near, tried = len(wrong), max(1, found["pairs"] - copies)
    none = found["pairs"] - len(found["near"]) - found["similar"]
    bound = upper_bound(near) / tried
    print(f"Random pairs of {count:,} photos (verifier {VERIFIER}, as one of {tests:,.0f} pairs tried): {tried:,}")
    print(
        f"  near {near:,}, similar {found['similar']:,}, none {none:,}; left out: known copies {copies:,}, "
        f"equal pictures {found['equal']:,}"
    )
    each, busy = (found[key] / max(1, len(pairs)) * 1e3 for key in ("seconds", "busy"))
    print(f"  {each:.2f} ms a pair by the clock of its process, {busy:.2f} ms of its processor")
    print(f"  false near pairs: {near / tried:.2e} of all, below {bound:.2e} with 95 % (Poisson; 3/{tried:,} if none)")
    _list(pool, wrong)

    levels = [candidate_pairs(pool, sets) for sets in SHARES]
    every = sorted(set().union(*(some for level in levels for some in level)))
    found = resumed.run("nearest", np.array(every, np.int64).reshape(-1, 2), tests, workers)
    wrong = set(found["near"]) - pool.known
    print(f"Nearest candidates: {len(levels[-1][0]):,} in the whole pool, {len(levels[-1][0]) / count:.1f} a photo")
    print(f"  {found['seconds'] / max(1, len(every)) * 1e3:.2f} ms a pair over {len(every):,} pairs of all sizes")
    sizes = [count // sets for sets in SHARES]
    counts = [sum(len(some & wrong) for some in level) for level in levels]
    for size, sets, false, level in zip(sizes, SHARES, counts, levels, strict=True):
        tested = sum(len(some - pool.known) for some in level)
        print(f"  {size:,} photos, {sets} times: {false} false near pairs of {tested:,}, {false / sets:.2f} each time")
    _list(pool, sorted(wrong & levels[-1][0]))
    if lost := sorted(wrong - levels[-1][0]):
        print("  and, candidates of a smaller set only:")
        _list(pool, lost)

    a_photo = len(levels[-1][0]) / count
    print(f"Expected false pairs in a library of {LARGE:,} photos, with {a_photo:.1f} candidates a photo:")
    print(
        f"  if candidates were random pairs: {near / tried * a_photo * LARGE:.1f}, below {bound * a_photo * LARGE:.1f} with 95 %"
    )
    low, high = (value * LARGE / count for value in poisson_interval(counts[-1]))
    print(
        f"  nearest candidates, growing with the photos: {counts[-1] * LARGE / count:.0f}, 95 % interval {low:.0f} to {high:.0f}"
    )
    middle, low, high, power = extrapolate(sizes, SHARES, counts)
    power_words = f"n^{power:.2f}" if sum(counts) else "no power, nothing was found"
    print(f"  nearest candidates, growing as the four sizes say ({power_words}): {middle:.0f}, {low:.0f} to {high:.0f}")
    print(
        "  (sizes share photos, so the last interval is somewhat too narrow; real copies nobody listed count as false)"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="photos, or a folder of the benchmark of matching")
    parser.add_argument("--pairs", type=int, default=200_000, help="random pairs")
    parser.add_argument("--photos", type=int, default=3_000, help="photos held in memory, some 0.5 MB each")
    parser.add_argument("--resume", type=Path, help="where counts are kept")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--tests", type=float, default=0, help="pairs that a library tries; 0: as one of this size does"
    )
    parser.add_argument(
        "--known", type=Path, action="append", default=[], help="CSV file of more pairs that are copies"
    )
    parser.add_argument("--cache", type=Path, default=REPOSITORY / "build" / "verifier", help="where photos are hashed")
    given = parser.parse_args()
    try:
        folder = given.folder.resolve()
        made = (folder / "library").is_dir() or (folder / "images").is_dir()
        place = folder if made else given.cache.resolve() / hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        os.environ["CRH_DESKTOP_HOME"] = str(place / "home")
        if not made or not (place / "library").is_dir():
            place.mkdir(parents=True, exist_ok=True)
            matching_set.hash_photos(place, matching_set.images_of(folder), given.jobs)
        pool = read_pool(place, folder, given.photos, given.seed, [matching_set.KNOWN, *given.known])
        if len(pool.names) < 2 * SHARES[0]:
            raise Unavailable(f"{folder} holds {len(pool.names)} photos that are no copies: too few")
        # in steps of four, as pairing does
        steps = np.ceil(np.log(len(pool.names) * candidates.NEAREST) / np.log(4.0))
        given.tests = given.tests or float(4.0**steps)
        resumed = Resumed(given.resume, mark_of(pool, given.tests))
    except Unavailable as reason:
        print(f"Left out: {reason}", file=sys.stderr)
        return 2
    _begin()
    _pool.extend(reduce_pool(pool))
    if given.jobs < 2:
        report(pool, given, resumed, None)
        return 0
    with ProcessPoolExecutor(given.jobs, multiprocessing.get_context("fork"), _begin) as workers:
        workers.submit(os.getpid).result()  # forked now, before any search has started threads
        report(pool, given, resumed, workers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
