"""What the benchmarks share: a row of the table, and the least time of several runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared" / "data"
PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif", ".jxl", ".dng", ".nef", ".tif", ".tiff", ".gif", ".bmp"}


class Unavailable(Exception):
    """This cannot be measured here; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, ready to print."""

    what: str
    measured: str
    beside: str
    ratio: str


def best(run: Callable[[], object], times: int = 5) -> float:
    """Least wall-clock seconds of several runs: what the machine can do when others leave it alone."""
    least = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        run()
        least = min(least, time.perf_counter() - started)
    return least


def pictures(*folders: Path, limit: int | None = None) -> list[Path]:
    """Picture files under the folders in a fixed order; evenly thinned to `limit`."""
    found = sorted(p for folder in folders for p in folder.rglob("*") if p.suffix.lower() in PICTURES)
    if limit and len(found) > limit:
        found = [found[i * len(found) // limit] for i in range(limit)]
    return found


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> str:
    """How time grows with the number: "n^1.02", fitted by least squares over all sizes."""
    from math import log

    xs, ys = [log(size) for size in sizes], [log(one) for one in seconds]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)
    return f"n^{slope:.2f}"
