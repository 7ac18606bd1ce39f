"""Run the benchmarks and print one table: python -m tests.benchmarks [name …]; the names are below."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import time
from datetime import date

from tests.benchmarks.measure import Row, Unavailable

NAMES = ("hashing", "rescan", "search", "pairs", "regroup", "library", "published", "matching", "first_paint", "head")


def machine() -> str:
    """Processor, cores and Python in one line."""
    model = platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} cores{load}, Python {platform.python_version()}, {platform.system()}"


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    skipped: list[str] = []
    for name in names or NAMES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        started = time.perf_counter()
        try:
            rows += importlib.import_module(f"tests.benchmarks.bench_{name}").measure()
        except Unavailable as reason:
            skipped.append(f"{name}: {reason}")
        print(f"  {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    print(f"Machine: {machine()}")
    print(f"Date: {date.today().isoformat()}")
    print(f"Command: {' '.join(['python -m tests.benchmarks', *names])}\n")
    print("| what | measured | floor or peer in the same run | ratio |")
    print("|---|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.beside} | {row.ratio} |")
    for line in skipped:
        print(f"\nLeft out: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
