"""What the benchmarks share: a row of the table, and the least time of several runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

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


def exponent(sizes: Sequence[int], values: Sequence[float]) -> str:
    """By what power of the number a figure grows: "n^1.02", by least squares over the logarithms."""
    if len(sizes) < 2 or min(values) <= 0:
        return "without exponent"
    return f"n^{np.polyfit(np.log(sizes), np.log(values), 1)[0]:.2f}"


def growth(what: str, sizes: Sequence[int], values: Sequence[float], digits: int, beside: str = "n^1") -> Row:
    """A row of one figure at ever larger sizes, and its exponent."""
    counts, told = " / ".join(f"{size:,}" for size in sizes), " / ".join(f"{one:.{digits}f}" for one in values)
    return Row(f"{what} at {counts}", told, beside, exponent(sizes, values))
