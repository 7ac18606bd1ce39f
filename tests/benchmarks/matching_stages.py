"""What the benchmark of matching measures, each in a process of its own: python -m tests.benchmarks.matching_stages STAGE …

The last line of the output is what was found, as JSON: seconds, megabytes at most and before it began, and more.
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks import matching_set
from tests.benchmarks.measure import best

#: Queries asked of imagededup; more are scaled, as each costs the same.
QUERIES = 1_000
#: imagededup's default radius of its 64 bits, and czkawka's usual one.
TOLERANCE, SIMILARITY = 10, 5
#: Share of the bits that are flipped at random where real codes are repeated.
FLIPPED = 0.02
#: Pictures whose points are found by themselves, to know what they cost.
SOME = 100

Found = dict[str, Any]


def memory(name: str, process: int | str = "self") -> float:
    """A figure of /proc/…/status in megabytes: VmRSS now, VmHWM at most; 0 where there is no such file."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)
    return 0.0


def _family(process: int | str = "self") -> Iterator[int | str]:
    yield process
    with contextlib.suppress(OSError):
        for tasks in Path(f"/proc/{process}/task").iterdir():
            for child in (tasks / "children").read_text().split():
                yield from _family(int(child))


class Peak:
    """Megabytes at most inside: of this process (`peak`), and with its helpers (`together`, looked at now and then)."""

    def __enter__(self) -> Peak:
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
        self.before = memory("VmRSS")
        self.together = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        self.started = time.perf_counter()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.25):
            self.together = max(self.together, sum(memory("VmRSS", process) for process in _family()))

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.started
        self.peak = memory("VmHWM")
        self._over.set()
        self._watch.join()

    def found(self, **more: object) -> Found:
        """What was measured, with what else there is to tell."""
        together = max(self.together, self.peak)
        return {"seconds": self.seconds, "peak": self.peak, "together": together, "before": self.before, **more}


def _warm() -> None:
    """Load and compile what is loaded and compiled once."""
    from crh_desktop.core import perceptual, search

    codes = np.random.default_rng(0).integers(0, 256, (3_000, 32), np.uint8)
    search.knn(codes, codes[:4], 4)
    search.join_turned(codes, perceptual.turned(codes), 31)


def _timed(run: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return run(*given, **named)
        finally:
            times.append(time.perf_counter() - started)

    return timed


def all_candidates(book: Any) -> Found:
    """Seconds of each step of the candidates of everything, and how many pairs there are."""
    from crh_desktop.core.matching import candidates

    everything = np.ones(len(book.clear), np.bool_)
    with Peak() as peak:
        close = candidates.close_pairs(book, everything)
        close_s = time.perf_counter() - peak.started
        head = candidates.representatives(book)
        near = candidates.neighbour_pairs(book, np.flatnonzero(head == np.arange(len(head))), everything)
        through = candidates.member_pairs(book, head, everything)
    count = len(np.union1d(*(pairs.first * len(head) + pairs.second for pairs in (near, through))))
    return peak.found(close=close_s, close_pairs=len(close), pairs=count)


def child_candidates(library: Path) -> Found:
    """Candidates of a whole library at once."""
    _, _, book = matching_set.read_book(library)
    _warm()
    return all_candidates(book)


def child_codes(library: Path, count: int) -> Found:
    """Candidates among real codes repeated: every repetition but the first is turned over by one random mask.

    So photos keep their neighbours inside a repetition, and are unrelated across; `FLIPPED` of the bits differ besides.
    """
    import faiss

    from crh_desktop.core.matching.candidates import Codebook

    _, _, book = matching_set.read_book(library)
    _warm()
    random = np.random.default_rng(0)
    times = -(-count // len(book.clear))

    def repeated(values: np.ndarray) -> np.ndarray:
        if values.ndim == 1:
            return np.tile(values, times)[:count]
        parts = [values]
        for _ in range(times - 1):
            noise = np.packbits(random.random((len(values), 256)) < FLIPPED, axis=1)
            parts.append(values ^ random.integers(0, 256, 32, np.uint8) ^ noise)
        return np.ascontiguousarray(np.concatenate(parts)[:count])

    large = Codebook(**{field.name: repeated(getattr(book, field.name)) for field in fields(book)})
    asked = min(count, QUERIES)
    floor = best(lambda: faiss.knn_hamming(large.copy[:asked], large.copy, 50, variant="hc"), 3) * 9 * count / asked
    return {**all_candidates(large), "floor": floor, "times": times, "real": len(book.clear)}


def child_pairing(library: Path, threads: int) -> Found:
    """The whole of pairing as the program does it, with the time of its parts."""
    from crh_desktop.core.decoding import DecodePool
    from crh_desktop.core.library import Library
    from crh_desktop.core.matching import candidates
    from crh_desktop.core.progress import Progress
    from crh_desktop.worker import pairing
    from crh_desktop.worker.verifying import Verifiers

    _warm()
    finding: list[float] = []
    verifying: list[float] = []
    pairs: list[int] = []
    for name in ("close_pairs", "representatives", "neighbour_pairs", "member_pairs"):
        setattr(candidates, name, _timed(getattr(candidates, name), finding))
    verify = _timed(Verifiers.verify, verifying)

    def counted(self: Verifiers, some: Any) -> Any:
        pairs.append(len(some))
        return verify(self, some)

    Verifiers.verify = counted  # type: ignore[method-assign]
    each = _points_alone(library)
    with Library.open(library) as opened, DecodePool(threads) as pool, Peak() as peak:
        pairing.find_pairs(opened, pool, Progress(), threads)
        spent = time.perf_counter() - peak.started
        verified, inside = sum(pairs), sum(verifying)
        pairing.verify_with_keepers(opened, pool, Progress(), threads)
    with Library.open(library) as opened:
        tiers = dict(opened.execute("SELECT tier, count(*) FROM pair GROUP BY tier"))
    return peak.found(
        pairing=spent, candidates=sum(finding), verification=spent - sum(finding), keepers=peak.seconds - spent,
        verified=verified, inside=inside, asked_of_keepers=sum(pairs) - verified, points=each,
        near=tiers.get("near", 0), similar=tiers.get("similar", 0),
    )  # fmt: skip


def _points_alone(library: Path) -> float:
    """Seconds to find the points of one picture, which verification does once for each."""
    from PIL import Image

    from crh_desktop.core.matching.points import find_points
    from crh_desktop.core.thumbs import thumbnail_path

    digests, _, _ = matching_set.read_book(library)
    spent = []
    for digest in digests[:: max(1, len(digests) // SOME)]:
        with contextlib.suppress(OSError), Image.open(thumbnail_path(digest)) as image:
            gray = np.asarray(image.convert("L"))
            started = time.perf_counter()
            find_points(gray)
            spent.append(time.perf_counter() - started)
    return float(np.median(spent)) if spent else float("nan")


def child_groups(library: Path) -> Found:
    """Reading the index, and forming all near groups, after a first time that loads what is compiled."""
    from crh_desktop.core.library import Library
    from crh_desktop.core.records import Tier

    with Library.open(library) as opened:
        opened.group_index().regroup(Tier.NEAR)[:]
    with Library.open(library) as opened, Peak() as peak:
        index = opened.group_index()
        read = time.perf_counter() - peak.started
        started = time.perf_counter()
        grouping = index.regroup(Tier.NEAR)
        _ = grouping[:]
        made = time.perf_counter() - started
    return peak.found(index=read, regroup=made, groups=len(grouping), pairs=len(index.first))


def child_czkawka(images: Path) -> Found:
    """czkawka's binding over the same files: everything at once, and processor time of hashing one after another."""
    import czkawka

    paths = sorted(images.iterdir())
    finder = czkawka.ImageSimilarity()
    started = time.process_time()
    for path in paths:
        finder.hash_image(path)
    hashing = time.process_time() - started
    finder = czkawka.ImageSimilarity()  # a finder answers once
    finder.set_directories([images])
    finder.set_similarity(SIMILARITY)
    with Peak() as peak:
        started = time.process_time()
        groups = finder.find_similar()
        busy = time.process_time() - started
    return peak.found(hashing=hashing, busy=busy, groups=len(groups))


def child_imagededup(images: Path) -> Found:
    """imagededup's own search over pHash codes by its own formula (its hashing module wants packages we do not have)."""
    from imagededup.handlers.search.bktree import BKTree
    from imagededup.handlers.search.brute_force_cython import BruteForceCython
    from PIL import Image
    from scipy.fft import dct

    codes = {}
    started = time.perf_counter()
    for path in sorted(images.iterdir()):
        with Image.open(path) as image:
            gray = image.convert("RGB").resize((32, 32), Image.Resampling.LANCZOS).convert("L")
        low = dct(dct(np.asarray(gray, np.float64), axis=0), axis=1)[:8, :8]
        codes[path.name] = np.packbits(low >= np.median(low.ravel()[1:])).tobytes().hex()
    hashing = time.perf_counter() - started

    def distance(one: str, other: str) -> int:  # theirs compares characters in a list, and is slower
        return (int(one, 16) ^ int(other, 16)).bit_count()

    asked = list(codes.values())[:: max(1, len(codes) // QUERIES)]
    found: Found = {"hashing": hashing, "asked": len(asked), "codes": len(codes)}
    for name, make in (("brute", BruteForceCython), ("tree", BKTree)):
        started = time.perf_counter()
        search = make(codes, distance)
        built = time.perf_counter() - started
        for query in asked:
            search.search(query, tol=TOLERANCE)
        found[name] = built + (time.perf_counter() - started - built) * len(codes) / len(asked)
    return found


def child_hash(folder: Path, threads: int) -> Found:
    """Hashing what is not hashed yet."""
    return {"each": matching_set.hash_photos(folder, matching_set.images_of(folder), threads)}


_CHILDREN: dict[str, Callable[..., Found]] = {
    "hash": lambda folder, threads: child_hash(Path(folder), int(threads)),
    "candidates": lambda library: child_candidates(Path(library)),
    "codes": lambda library, count: child_codes(Path(library), int(count)),
    "pairing": lambda library, threads: child_pairing(Path(library), int(threads)),
    "groups": lambda library: child_groups(Path(library)),
    "czkawka": lambda images: child_czkawka(Path(images)),
    "imagededup": lambda images: child_imagededup(Path(images)),
}

if __name__ == "__main__":
    print(json.dumps(_CHILDREN[sys.argv[1]](*sys.argv[2:])))
