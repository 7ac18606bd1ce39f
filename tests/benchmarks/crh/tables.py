"""The tables as Markdown: means over seeds, and CRH against every row, with intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.crh.rows import Cell, Choices, rows_for

DRAWS = 10_000
#: Differences within this many points of mAP are none.
SAME = 0.005
#: "Above" and "below" hold for all comparisons of a table together with this chance of error (Holm).
ERROR = 0.05
#: Rows of the tables that tell what the codes are like.
TOLD = (
    "itq",
    "cca-itq",
    "crh",
    "crh-fixed",
    "crh-single-head",
    "orthohash-maxhd",
    "csq",
    "mds",
    "shc",
    "learnt-centers",
)

Found = Mapping[Cell, Mapping[str, Any]]
Key = tuple[str, int]


def printed(found: Found, choices: Choices, over: Mapping[tuple[str, str], int], bits: list[int]) -> str:
    """All tables of these sets and heads for which there are cells; `over` says how many seeds decided on their settings."""
    parts = []
    for data in dict.fromkeys(data for data, _ in over):
        heads = [head for name, head in over if name == data]
        for table in ("A", "B"):
            for head in heads:
                parts.append(_table(found, data, table, head, bits))
        for head in heads:
            parts.append(_codes(found, data, head, 32))
    for count in sorted(set(over.values())):
        chosen = [
            f"- {key}: {_short(choice)}"
            for key, choice in sorted(choices.items())
            if over.get((key.split()[0], key.split()[1])) == count
        ]
        if chosen:
            seeds = "seed 0" if count == 1 else f"mean of seeds 0 to {count - 1}"
            parts.append(f"Chosen on validation photos (32 bits, {seeds}):\n\n" + "\n".join(chosen))
    return "\n\n".join(part for part in parts if part)


def _short(choice: Mapping[str, Any]) -> str:
    scale = {0.0: "sqrt(2) ln(C-1)", -1.0: "sqrt(K)"}[choice["scale"]]
    start = "ITQ" if choice["start_from_itq"] else "random"
    return f"rate {choice['learning_rate']:g}, scale {scale}, start {start}"


def _table(found: Found, data: str, table: str, head: str, bits: list[int]) -> str:
    seeds = {
        (row, width): _seeds(found, data, table, head, row, width) for row in rows_for(head) for width in bits
    }  # fmt: skip
    if not any(seeds.values()):
        return ""
    gaps = {key: gap for key, mine in seeds.items() if (gap := _gap(mine, seeds["crh", key[1]], key[0])) is not None}
    words = judged(gaps)
    lines = []
    for row in rows_for(head):
        columns = [_cell(seeds[row, width], words.get((row, width))) for width in bits]
        if any(columns):
            lines.append(f"| {row} | " + " | ".join(columns) + f" | {_extra(found, data, head, row, bits)} |")
    count = sorted({len(mine) for mine in seeds.values() if mine})
    titles = " | ".join(f"{width} bits" for width in bits)
    return (
        f"**{data}, table {table}, {head} head** (mAP@all, {' to '.join(map(str, count))} seeds; then CRH minus the row with "
        f"its 95 % interval)\n\n| row | {titles} | least distance / PCC at {max(bits)} |\n|---|{'---|' * (len(bits) + 1)}\n"
        + "\n".join(lines)
    )


def _seeds(found: Found, data: str, table: str, head: str, row: str, width: int) -> dict[int, Mapping[str, Any]]:
    return {
        cell.seed: one["tables"][table]
        for cell, one in found.items()
        if (cell.data, cell.head, cell.row, cell.bits) == (data, head, row, width) and table in one["tables"]
    }


def _gap(mine: dict[int, Mapping[str, Any]], crh: dict[int, Mapping[str, Any]], row: str) -> NDArray[np.float64] | None:
    """CRH minus the row by seed and class."""
    both = sorted(mine.keys() & crh.keys())
    if row == "crh" or not both:
        return None
    return np.array([np.subtract(crh[seed]["classes"], mine[seed]["classes"]) for seed in both], np.float64)


def judged(gaps: Mapping[Key, NDArray[np.float64]]) -> dict[Key, str]:
    """Each comparison of a table in words: difference, interval, and what holds of it beside all the others.

    "above" and "below": the interval leaves 0 out, and Holm's step-down over the table agrees. "at": within 0.005.
    """
    drawn = {key: resampled(gap) for key, gap in gaps.items()}
    chance = {key: two_sided(draws) for key, draws in drawn.items()}
    sure: set[Key] = set()
    for place, key in enumerate(sorted(chance, key=lambda one: chance[one])):
        if chance[key] * (len(chance) - place) > ERROR:
            break
        sure.add(key)
    words = {}
    for key, draws in drawn.items():
        low, high = (float(bound) for bound in np.quantile(draws, [0.025, 0.975]))
        word = "open"
        if low > -SAME and high < SAME:
            word = "at"
        elif key in sure and (low > 0 or high < 0):
            word = "above" if low > 0 else "below"
        words[key] = f"{np.nanmean(gaps[key]):+.3f} [{low:+.3f}, {high:+.3f}] {word}"
    return words


def resampled(gap: NDArray[np.float64], seed: int = 0) -> NDArray[np.float64]:
    """Means of [seeds, classes] with both drawn anew, float64 [DRAWS]; classes without a query are nan."""
    random = np.random.default_rng(seed)
    seeds, classes = (random.multinomial(count, np.full(count, 1 / count), DRAWS) for count in gap.shape)
    there = ~np.isnan(gap)
    total = ((seeds @ np.where(there, gap, 0.0)) * classes).sum(axis=1)
    return np.asarray(total / ((seeds @ there.astype(np.float64)) * classes).sum(axis=1))


def two_sided(draws: NDArray[np.float64]) -> float:
    """The share of draws on the other side of 0, twice; never 0."""
    least = min(int((draws <= 0).sum()), int((draws >= 0).sum()))
    return min(1.0, 2 * (least + 1) / (len(draws) + 1))


def _cell(mine: dict[int, Mapping[str, Any]], word: str | None) -> str:
    if not mine:
        return ""
    text = f"{np.mean([one['map'] for one in mine.values()]):.3f}"
    return f"{text}, {word}" if word else text


def _codes(found: Found, data: str, head: str, width: int) -> str:
    """What the codes are like, table B."""
    names = {"map100": "mAP@100", "p10": "precision@10", "radius2": "precision within 2 bits", "empty2": "nothing within 2",
             "unique": "unique codes", "balance": "share of ones, off by", "correlation": "bit correlation",
             "distinctness": "between / within classes"}  # fmt: skip
    lines = []
    for row in TOLD:
        mine = _seeds(found, data, "B", head, row, width).values()
        if mine:
            lines.append(
                f"| {row} | " + " | ".join(f"{np.mean([one[key] for one in mine]):.3f}" for key in names) + " |"
            )
    if not lines:
        return ""
    heading = f"**{data}, table B, {head} head, {width} bits: what the codes are like**"
    return f"{heading}\n\n| row | {' | '.join(names.values())} |\n|---|{'---|' * len(names)}\n" + "\n".join(lines)


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
