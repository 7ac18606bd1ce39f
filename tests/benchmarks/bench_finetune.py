"""End to end on the CPU: the last stages fine-tuned by CRH, by the same without reassignment, and by a rival.

python -m tests.benchmarks.bench_finetune [--methods …] [--epochs 8] [--folder DIR]

Trained on caltech99/train (a fifth of it kept apart to choose the epoch), asked with caltech99/test against it: 32 bits, one
seed. Also: the share of time in which the network waits for pictures.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.progress import Progress
from crh_desktop.learn.data import read_labelled
from crh_desktop.learn.fit import FitOptions, fit
from crh_desktop.worker.training import evaluate_job
from tests.benchmarks.measure import REPOSITORY, SHARED, Unavailable

METHODS = ("crh", "crh-fixed", "orthohash-maxhd")
RESULTS = REPOSITORY / "models" / "results" / "finetune.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", nargs="+", default=list(METHODS))
    parser.add_argument("--depth", default="last", choices=("head", "last", "all"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--bits", type=int, default=32)
    parser.add_argument(
        "--folder", type=Path, default=REPOSITORY / "build" / "finetune", help="where models are written"
    )
    chosen = parser.parse_args()
    root = SHARED / "labelled" / "caltech99"
    if not root.is_dir():
        raise Unavailable(f"there are no photos in {root}")
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with DecodePool() as pool:
        for method in chosen.methods:
            options = FitOptions(method, chosen.bits, depth=chosen.depth, epochs=chosen.epochs, device="cpu")
            out = chosen.folder / f"{method}-{chosen.depth}-{chosen.bits}"
            done = fit(read_labelled(root / "train"), options, out, pool, Progress())
            found = evaluate_job(out, str(root / "train"), str(root / "test"), None, pool, Progress(), "cpu")
            kept[f"{method}, {chosen.depth}, {chosen.bits} bits, {chosen.epochs} epochs"] = {
                "minutes": round(done.seconds / 60, 1),
                "waited": round(float(np.mean([epoch.waited for epoch in done.epochs])), 3),
                "validation": done.info.metrics["validation_map"],
                "map": round(found["map_all"], 4),
                "p10": round(found["precision_at"]["10"], 4),
                "moved": sum(epoch.moved for epoch in done.epochs),
            }
            RESULTS.parent.mkdir(parents=True, exist_ok=True)
            RESULTS.write_text(json.dumps(kept, indent=1) + "\n")
    print("| method, depth | mAP@all | precision@10 | validation | minutes | waited for pictures | entries moved |")
    print("|---|---|---|---|---|---|---|")
    for name, row in kept.items():
        print(
            f"| {name} | {row['map']:.3f} | {row['p10']:.3f} | {row['validation']:.3f} | {row['minutes']} "
            f"| {row['waited']:.0%} | {row['moved']} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
