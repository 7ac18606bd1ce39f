"""What the tables' bench keeps: which seeds decide on a method's settings, and which cells count after a choice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crh_desktop.learn.recipes import TRAINED
from tests.benchmarks.bench_crh import cells, trials
from tests.benchmarks.crh.kept import FEW, SEVERAL, Kept, grid_seeds
from tests.benchmarks.crh.rows import Cell, grid_for

SLOW, FAST = grid_for("crh", "hidden")[0], grid_for("crh", "hidden")[-1]


def cell(row: str, seed: int = 0, bits: int = 32, head: str = "hidden") -> Cell:
    return Cell("caltech99", "A", bits, head, row, seed)


def figure(value: float) -> dict[str, Any]:
    return {"tables": {"A": {"map": value}}}


def score(seed: int, choice: dict[str, Any]) -> float:
    """Seed 0 likes the slow rate a little, all others the fast one more."""
    return 0.8 + 0.01 * (choice == (SLOW if seed == 0 else FAST))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """The whole grid of every method with seed 0."""
    made = Kept(tmp_path)
    add_seeds(made, range(1))
    return made


def add_seeds(made: Kept, seeds: range) -> None:
    for one, choice in trials(made, {"caltech99": seeds.stop}, ["hidden"]):
        assert one.seed in seeds
        made.add_trial(one, choice, score(one.seed, choice))


def test_few_validation_photos_ask_for_several_seeds() -> None:
    assert grid_seeds(FEW - 1) == SEVERAL and grid_seeds(FEW) == 1
    assert grid_seeds(198) == SEVERAL and grid_seeds(869) == 1, "caltech99's and cars196's"


def test_several_seeds_decide_once_every_method_has_them_all(kept: Kept) -> None:
    assert kept.choices()["caltech99 hidden crh"] == SLOW
    rest = trials(kept, {"caltech99": SEVERAL}, ["hidden"])
    assert {one.seed for one, _ in rest} == set(range(1, SEVERAL)) and {one.row for one, _ in rest} == set(TRAINED)
    for one, choice in rest[:-1]:
        kept.add_trial(one, choice, score(one.seed, choice))
    assert kept.chosen_over("caltech99", "hidden") == 1
    assert kept.choices()["caltech99 hidden crh"] == SLOW, "no method is chosen by other seeds than its rivals"
    kept.add_trial(*rest[-1], score(rest[-1][0].seed, rest[-1][1]))
    assert kept.chosen_over("caltech99", "hidden") == SEVERAL
    assert kept.choices()["caltech99 hidden crh"] == FAST


def test_only_cells_with_the_settings_chosen_now_count(kept: Kept, tmp_path: Path) -> None:
    rows = ["crh", "crh, greedy", "csq", "float features"]
    for row in rows:
        kept.add_cell(cell(row), kept.choices(), figure(0.1))
    assert sorted(one.row for one in kept.cells()) == sorted(rows)
    assert FAST not in grid_for("csq", "hidden"), "so that CSQ keeps its choice"
    add_seeds(kept, range(1, SEVERAL))
    assert [one.row for one in kept.cells()] == ["csq", "float features"], "CRH and its ablation are to be done anew"
    again = cells(kept, ["caltech99"], ["hidden"], [32], 1)
    assert cell("crh") in again and cell("crh, greedy") in again and cell("csq") not in again
    kept.add_cell(cell("crh"), kept.choices(), figure(0.2))
    for one in (kept, Kept(tmp_path)):
        assert one.cells()[cell("crh")] == figure(0.2) and cell("crh, greedy") not in one.cells()


def test_cells_kept_without_settings_have_those_of_seed_0(kept: Kept, tmp_path: Path) -> None:
    kept.add_cell(cell("crh"), kept.choices(), figure(0.1))
    file = tmp_path / "caltech99.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    for line in lines:
        line.pop("seed", None)
        if "cell" in line:
            del line["choice"]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    old = Kept(tmp_path)
    assert old.cells() == {cell("crh"): figure(0.1)}
    assert not trials(old, {"caltech99": 1}, ["hidden"])
    add_seeds(old, range(1, SEVERAL))
    assert old.cells() == {}


def test_a_point_counts_the_same_before_and_after_it_is_read_again(kept: Kept, tmp_path: Path) -> None:
    add_seeds(kept, range(1, SEVERAL))
    assert Kept(tmp_path).choices() == kept.choices()
    assert not trials(Kept(tmp_path), {"caltech99": SEVERAL}, ["hidden"])
