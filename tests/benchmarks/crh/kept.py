"""What is kept from run to run: points of the grid and finished cells; and the settings that follow from the points."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crh_desktop.learn.recipes import TRAINED
from tests.benchmarks.crh.rows import UNTRAINED, Cell, Choice, Choices, choice_key, grid_for

#: Where a set has fewer validation photos than this, one seed's choice is noise, and settings are chosen over several:
#: caltech99 has 198 and miml5 301, cars196 869.
FEW = 500
SEVERAL = 5

Found = dict[str, Any]


def grid_seeds(held: int) -> int:
    """With how many seeds (0, 1, …) each point of the grid is tried on a set that has so many validation photos."""
    return SEVERAL if held < FEW else 1


class Kept:
    """Finished cells and points of the grid, one JSON line each, in a file a set.

    A cell is kept with the settings it was computed with: when the choice changes, it stays in the file and counts no more.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tried: dict[tuple[str, int], dict[str, float]] = {}
        self._found: dict[tuple[Cell, str], Found] = {}
        rows = [
            json.loads(line)
            for file in sorted(folder.glob("*.jsonl"))
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        for row in rows:
            if "cell" not in row:
                point = self._tried.setdefault((row["key"], row.get("seed", 0)), {})
                point[_text(row["choice"])] = row["validation"]
        first = self._best(1)
        for row in rows:
            if "cell" in row:
                cell = Cell(**row["cell"])
                # the first cells were kept without their settings, which seed 0 had chosen
                choice = row["choice"] if "choice" in row else first.get(choice_key(cell))
                self._found[cell, _settings(cell, choice)] = row["found"]

    def tried(self, key: str, seed: int, choice: Choice) -> bool:
        """Whether this point of a method's grid is done."""
        return _text(choice) in self._tried.get((key, seed), {})

    def chosen_over(self, data: str, head: str) -> int:
        """The seeds that decide on a table's settings: several once all methods' whole grids are done with each, else one."""
        whole = all(
            self.tried(f"{data} {head} {method}", seed, choice)
            for method in TRAINED
            for choice in grid_for(method, head)
            for seed in range(SEVERAL)
        )
        return SEVERAL if whole else 1

    def choices(self) -> Choices:
        """Each method's settings with the highest mean over the seeds that decide; the first of equals, in the grid's order."""
        tables = {tuple(key.split()[:2]) for key, _ in self._tried}
        several = {table for table in tables if self.chosen_over(*table) > 1}
        first, mean = self._best(1), self._best(SEVERAL)
        return {key: (mean if tuple(key.split()[:2]) in several else first)[key] for key in first}

    def cells(self) -> dict[Cell, Found]:
        """Cells with the settings that are chosen now."""
        choices = self.choices()
        return {
            cell: found
            for (cell, settings), found in self._found.items()
            if settings == _settings(cell, choices.get(choice_key(cell)))
        }

    def add_cell(self, cell: Cell, choices: Choices, found: Found) -> None:
        """Keep a finished cell."""
        choice = choices.get(choice_key(cell))
        self._found[cell, _settings(cell, choice)] = found
        row: dict[str, Any] = {"cell": asdict(cell), "found": found}
        self._append(cell.data, row if cell.row in UNTRAINED else row | {"choice": choice})

    def add_trial(self, cell: Cell, choice: Choice, validation: float) -> None:
        """Keep a point of the grid."""
        key, score = choice_key(cell), round(validation, 5)
        self._tried.setdefault((key, cell.seed), {})[_text(choice)] = score
        self._append(cell.data, {"key": key, "seed": cell.seed, "choice": choice, "validation": score})

    def _best(self, seeds: int) -> dict[str, Choice]:
        best = {}
        for key in dict.fromkeys(key for key, _ in self._tried):
            _, head, method = key.split()
            scores = [self._tried.get((key, seed), {}) for seed in range(seeds)]
            there = [one for one in grid_for(method, head) if all(_text(one) in score for score in scores)]
            if there:
                best[key] = max(there, key=lambda one: sum(score[_text(one)] for score in scores))
        return best

    def _append(self, data: str, row: Mapping[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with open(self._folder / f"{data}.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(row, separators=(",", ":")) + "\n")


def _text(choice: Choice) -> str:
    return json.dumps(choice, sort_keys=True)


def _settings(cell: Cell, choice: Choice | None) -> str:
    """The settings of a cell as text; rows that are not trained have none."""
    return "" if cell.row in UNTRAINED or choice is None else _text(choice)
