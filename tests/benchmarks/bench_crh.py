"""Tables A and B: CRH, its ablations and its rivals on the same frozen features (`make bench-crh`).

python -m tests.benchmarks.bench_crh [--sets …] [--heads …] [--bits …] [--seeds N] [--minutes M] [--jobs J]
    [--folder DIR] [--show] [--write]

Every finished cell is kept in tests/benchmarks/results/crh, so that a run goes on where the last one stopped. First each method's
learning rate, scale and start are chosen from one grid for all by mAP of validation photos at 32 bits: with seed 0, or where these
photos are few (`kept.grid_seeds`) by the mean over seeds 0 to 4; then they stay.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import lru_cache
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.benchmarks.crh import tables
from tests.benchmarks.crh.kept import Kept, grid_seeds
from tests.benchmarks.crh.rows import DEVICE, HEADS, Cell, Choices, choice_key, compute, grid_for, rows_for, validate
from tests.benchmarks.crh.sets import SETS, FeatureSet, divide, load_set, schemes
from tests.benchmarks.measure import REPOSITORY

FOLDER = REPOSITORY / "build" / "crh"
RESULTS = REPOSITORY / "tests" / "benchmarks" / "results" / "crh"
README = REPOSITORY / "models" / "README.md"
BEGIN, END = "<!-- tables of bench_crh -->", "<!-- end of the tables -->"
BITS = (32, 64, 16)
SEEDS = 5
JOBS = 2


# --- in the helpers ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _data(name: str, folder: Path) -> FeatureSet:
    return load_set(name, folder)


def _one_thread() -> None:
    import torch
    from threadpoolctl import threadpool_limits

    torch.set_num_threads(1)
    threadpool_limits(1)


def _computed(cell: Cell, choices: Choices, folder: Path) -> dict[str, Any]:
    started = time.perf_counter()
    data = _data(cell.data, folder)
    found = compute(cell, data, divide(data, cell.scheme, cell.seed), choices)
    return {**found, "seconds": round(time.perf_counter() - started, 1), "device": DEVICE}


def _validated(cell: Cell, choice: dict[str, Any], folder: Path) -> float:
    data = _data(cell.data, folder)
    return validate(cell, data, divide(data, cell.scheme, cell.seed), choice)


# --- what is to do ----------------------------------------------------------------------------------------------------


def trials(kept: Kept, seeds: Mapping[str, int], heads: list[str]) -> list[tuple[Cell, dict[str, Any]]]:
    """Points of the grids that are not tried yet, with so many seeds a set."""
    from crh_desktop.learn.recipes import TRAINED

    wanted = []
    for data, head in product(seeds, heads):
        for seed, method in product(range(seeds[data]), TRAINED):
            cell = Cell(data, schemes(data)[0], 32, head, method, seed)
            wanted += [
                (cell, choice) for choice in grid_for(method, head) if not kept.tried(choice_key(cell), seed, choice)
            ]
    return wanted


def cells(kept: Kept, sets: list[str], heads: list[str], bits: list[int], seeds: int) -> list[Cell]:
    """Cells that are not computed yet: seed by seed, so that a run cut short has whole tables of fewer seeds."""
    wanted, done = [], kept.cells()
    for seed, data, head, width in product(range(seeds), sets, heads, bits):
        for scheme, row in product(schemes(data), rows_for(head)):
            cell = Cell(data, scheme, width, head, row, seed)
            if cell not in done:
                wanted.append(cell)
    return wanted


def run(kept: Kept, chosen: argparse.Namespace) -> None:
    """Compute what is missing until all is there or the time is over."""
    seeds = {}
    for name in chosen.sets:
        held = divide(load_set(name, chosen.folder), schemes(name)[0], 0).held
        seeds[name] = grid_seeds(len(held))
    until = time.monotonic() + 60 * chosen.minutes
    with ProcessPoolExecutor(chosen.jobs, get_context("spawn"), _one_thread) as workers:
        tries = trials(kept, seeds, chosen.heads)
        for (cell, choice), score in _through(workers, _validated, tries, chosen, until):
            kept.add_trial(cell, choice, score)
            print(f"{choice_key(cell)}, seed {cell.seed} {choice}: {score:.4f}", file=sys.stderr, flush=True)
        if trials(kept, seeds, chosen.heads):
            return
        choices = kept.choices()
        todo = [(cell, choices) for cell in cells(kept, chosen.sets, chosen.heads, chosen.bits, chosen.seeds)]
        for (cell, _), found in _through(workers, _computed, todo, chosen, until):
            kept.add_cell(cell, choices, found)
            figures = {name: one["map"] for name, one in found["tables"].items()}
            print(f"{cell} {figures} {found['seconds']} s", file=sys.stderr, flush=True)


def _through(workers: ProcessPoolExecutor, work: Any, todo: list[Any], chosen: argparse.Namespace, until: float) -> Any:
    """Yields each task with its result as it is done; no new one is begun after `until`."""
    left, running = list(reversed(todo)), dict[Future[Any], Any]()
    while (left and time.monotonic() < until) or running:
        while left and len(running) < chosen.jobs and time.monotonic() < until:
            task = left.pop()
            running[workers.submit(work, *task, chosen.folder)] = task
        for done in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(done), done.result()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=SETS)
    parser.add_argument("--heads", nargs="+", default=list(HEADS), choices=HEADS)
    parser.add_argument("--bits", nargs="+", type=int, default=list(BITS))
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--minutes", type=float, default=1e9, help="begin nothing new after so long")
    parser.add_argument(
        "--jobs", type=int, default=JOBS, help="processes; heads are trained on the GPU if there is one"
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where features are kept")
    parser.add_argument("--show", action="store_true", help="print what is there, compute nothing")
    parser.add_argument("--write", action="store_true", help="put the tables into models/README.md")
    chosen = parser.parse_args()
    kept = Kept(RESULTS)
    if not chosen.show:
        run(kept, chosen)
    over = {(name, head): kept.chosen_over(name, head) for name, head in product(chosen.sets, chosen.heads)}
    text = tables.printed(kept.cells(), kept.choices(), over, sorted(chosen.bits))
    print(text)
    if chosen.write:
        before, rest = README.read_text(encoding="utf-8").split(BEGIN)
        README.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
