"""End to end: a trunk's stages fine-tuned by CRH, by the same without reassignment, and by rivals.

python -m tests.benchmarks.bench_finetune [--methods …] [--bits …] [--seeds N] [--depth last] [--epochs 8] [--device cpu] [--show]

Trained on caltech99/train (a fifth of it kept apart to choose the epoch), asked with caltech99/test against it. Also: the
share of time in which the network waits for pictures. Every finished run is a line of tests/benchmarks/results/finetune.jsonl.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.progress import Progress
from crh_desktop.learn.data import read_labelled
from crh_desktop.learn.fit import FitOptions, fit
from crh_desktop.worker.training import evaluate_job
from tests.benchmarks.measure import REPOSITORY, SHARED, Unavailable

METHODS = ("crh", "crh-fixed", "orthohash-maxhd")
RESULTS = REPOSITORY / "tests" / "benchmarks" / "results" / "finetune.jsonl"

Row = dict[str, Any]


def run(options: FitOptions, root: Path, out: Path, pool: DecodePool) -> Row:
    """Train and ask; the row that is kept."""
    done = fit(read_labelled(root / "train"), options, out, pool, Progress())
    found = evaluate_job(out, str(root / "train"), str(root / "test"), None, pool, Progress(), "cpu")
    return {
        "run": key(options),
        "minutes": round(done.seconds / 60, 2),
        "waited": round(float(np.mean([epoch.waited for epoch in done.epochs])), 3),
        "validation": done.info.metrics["validation_map"],
        "map": round(found["map_all"], 4),
        "p10": round(found["precision_at"]["10"], 4),
        "moved": sum(epoch.moved for epoch in done.epochs),
    }


def key(options: FitOptions) -> list[Any]:
    """What tells one run from another."""
    return [options.method, options.depth, options.bits, options.epochs, options.device, options.seed]


def kept() -> list[Row]:
    """Rows of finished runs."""
    if not RESULTS.exists():
        return []
    return [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]


def printed(rows: list[Row]) -> str:
    """Means over seeds, with the least and the greatest mAP."""
    lines = [
        "| depth, bits, epochs, device | method | seeds | mAP@all | precision@10 | validation | minutes | waited | moved |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    together: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        method, *rest, _ = row["run"]
        together.setdefault((*rest, method), []).append(row)
    for (*rest, method), mine in sorted(together.items(), key=lambda one: [str(part) for part in one[0]]):
        mean = {name: float(np.mean([row[name] for row in mine])) for name in mine[0] if name != "run"}
        scores = [row["map"] for row in mine]
        spread = f" ({min(scores):.3f} to {max(scores):.3f})" if len(mine) > 1 else ""
        lines.append(
            f"| {', '.join(map(str, rest))} | {method} | {len(mine)} | {mean['map']:.3f}{spread} | {mean['p10']:.3f} "
            f"| {mean['validation']:.3f} | {mean['minutes']:.1f} | {mean['waited']:.0%} | {mean['moved']:.0f} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", nargs="+", default=list(METHODS))
    parser.add_argument("--depth", default="last", choices=("head", "last", "all"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--bits", nargs="+", type=int, default=[32])
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument(
        "--folder", type=Path, default=REPOSITORY / "build" / "finetune", help="where models are written"
    )
    parser.add_argument("--show", action="store_true", help="print what is there, compute nothing")
    chosen = parser.parse_args()
    root = SHARED / "labelled" / "caltech99"
    if not chosen.show and not root.is_dir():
        raise Unavailable(f"there are no photos in {root}")
    if not chosen.show:
        done = [row["run"] for row in kept()]
        with DecodePool() as pool:
            for seed, bits, method in product(range(chosen.seeds), chosen.bits, chosen.methods):
                options = FitOptions(
                    method, bits, depth=chosen.depth, epochs=chosen.epochs, device=chosen.device, seed=seed
                )
                if key(options) in done:
                    continue
                row = run(options, root, chosen.folder / "-".join(map(str, key(options))), pool)
                RESULTS.parent.mkdir(parents=True, exist_ok=True)
                with open(RESULTS, "a", encoding="utf-8") as file:
                    file.write(json.dumps(row, separators=(",", ":")) + "\n")
                print(row, file=sys.stderr, flush=True)
    print(printed(kept()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
