"""The tables as Markdown: means over seeds, and CRH against every row, with intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.crh.rows import Cell, Choices, rows_for

DRAWS = 2000
#: Differences within this many points of mAP are none.
SAME = 0.005

Found = Mapping[Cell, Mapping[str, Any]]


def printed(found: Found, choices: Choices, sets: list[str], heads: list[str], bits: list[int]) -> str:
    """All tables for which there are cells."""
    parts = []
    for data in sets:
        for table in ("A", "B"):
            for head in heads:
                parts.append(_table(found, data, table, head, bits))
    chosen = [f"- {key}: {_short(choice)}" for key, choice in sorted(choices.items()) if key.split()[0] in sets]
    if chosen:
        parts.append("Chosen on validation photos (32 bits, seed 0):\n\n" + "\n".join(chosen))
    return "\n\n".join(part for part in parts if part)


def _short(choice: Mapping[str, Any]) -> str:
    scale = {0.0: "sqrt(2) ln(C-1)", -1.0: "sqrt(K)"}[choice["scale"]]
    start = "ITQ" if choice["start_from_itq"] else "random"
    return f"rate {choice['learning_rate']:g}, scale {scale}, start {start}"


def _table(found: Found, data: str, table: str, head: str, bits: list[int]) -> str:
    lines = []
    for row in rows_for(head):
        columns = []
        for width in bits:
            mine = _seeds(found, data, table, head, row, width)
            columns.append(_cell(mine, _seeds(found, data, table, head, "crh", width), row))
        if any(columns):
            extra = _extra(found, data, head, row, bits)
            lines.append(f"| {row} | " + " | ".join(column or "" for column in columns) + f" | {extra} |")
    if not lines:
        return ""
    titles = " | ".join(f"{width} bits" for width in bits)
    return (
        f"**{data}, table {table}, {head} head** (mAP@all, seeds in brackets; then CRH minus the row, 95 %)\n\n"
        f"| row | {titles} | least distance / PCC at {max(bits)} |\n|---|{'---|' * (len(bits) + 1)}\n"
        + "\n".join(lines)
    )


def _seeds(found: Found, data: str, table: str, head: str, row: str, width: int) -> dict[int, Mapping[str, Any]]:
    return {
        cell.seed: one["tables"][table]
        for cell, one in found.items()
        if (cell.data, cell.head, cell.row, cell.bits) == (data, head, row, width) and table in one["tables"]
    }


def _cell(mine: dict[int, Mapping[str, Any]], crh: dict[int, Mapping[str, Any]], row: str) -> str:
    if not mine:
        return ""
    text = f"{np.mean([one['map'] for one in mine.values()]):.3f} ({len(mine)})"
    both = sorted(mine.keys() & crh.keys())
    if row == "crh" or not both:
        return text
    gap = np.array([np.subtract(crh[seed]["classes"], mine[seed]["classes"]) for seed in both], np.float64)
    low, high = interval(gap)
    word = "above" if low > 0 else "at" if low > -SAME and high < SAME else "below" if high < 0 else "open"
    return f"{text}, {np.nanmean(gap):+.3f} [{low:+.3f}, {high:+.3f}] {word}"


def interval(gap: NDArray[np.float64], seed: int = 0) -> tuple[float, float]:
    """95 % interval of the mean of [seeds, classes], both drawn anew; classes without a query are nan."""
    random = np.random.default_rng(seed)
    seeds = random.integers(0, gap.shape[0], (DRAWS, gap.shape[0]))
    classes = random.integers(0, gap.shape[1], (DRAWS, gap.shape[1]))
    means = [np.nanmean(gap[one][:, two]) for one, two in zip(seeds, classes, strict=True)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _extra(found: Found, data: str, head: str, row: str, bits: list[int]) -> str:
    mine = [
        one
        for cell, one in found.items()
        if (cell.data, cell.head, cell.row, cell.bits) == (data, head, row, max(bits))
    ]
    least = [one["least_distance"] for one in mine if "least_distance" in one]
    pcc = [one["pcc"] for one in mine if one.get("pcc") is not None]
    if not least:
        return ""
    return f"{np.mean(least):.1f} / {np.mean(pcc):.2f}" if pcc else f"{np.mean(least):.1f} / -"
