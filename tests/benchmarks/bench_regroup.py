"""Forming groups anew as the sliders do: 32 positions over 100,000 contents and over up to 1,000,000.

The pairs are those of a library as people have them: every eighth photo has copies (crops among them), two fifths lie in
bursts of similar photos, and every photo has a few look-alikes. No position is asked for twice.
"""

from __future__ import annotations

import time

import numpy as np

from tests.benchmarks.measure import Row, Unavailable, exponent, growth

COUNTS, TARGET_MS = (100_000, 200_000, 500_000, 1_000_000), 100
#: Groups that fill the window, built with each position.
SHOWN = 20


def library_pairs(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows first < second, whether each pair is near, and its score."""
    rng = np.random.default_rng(seed)
    place = rng.permutation(count)  # digests are in no order of taking
    ends: list[np.ndarray] = []
    near: list[np.ndarray] = []
    at = 0
    for size, share, is_near in ((2, 0.06, True), (3, 0.04, True), (6, 0.02, True), (13, 0.005, True), (3, 0.2, False),
                                 (6, 0.2, False)):  # fmt: skip
        groups = int(count * share / size)
        members = at + np.arange(groups * size).reshape(groups, size)
        at = (at + groups * size) % (count - 20 * 13) if is_near else 0
        for i in range(size):
            for j in range(i + 1, size):
                keep = rng.random(groups) < 0.9
                ends.append(np.stack([members[keep, i], members[keep, j]], axis=1))
                near.append(np.full(int(keep.sum()), is_near))
    alike = rng.integers(0, count, (2 * count, 2))
    ends.append(alike[alike[:, 0] != alike[:, 1]])
    near.append(np.zeros(len(ends[-1]), np.bool_))
    pairs = np.sort(place[np.concatenate(ends)], axis=1)
    is_near = np.concatenate(near)
    _, once = np.unique(pairs[:, 0] * count + pairs[:, 1], return_index=True)
    pairs, is_near = pairs[once], is_near[once]
    score = np.where(is_near, 0.5 + 0.5 * rng.beta(4, 1.5, len(pairs)), 0.5 * rng.beta(1.5, 3, len(pairs)))
    return pairs[:, 0], pairs[:, 1], is_near, score.astype(np.float32)


def positions() -> list[tuple[object, float, tuple[float, float] | None]]:
    """32 places of the sliders: 16 bars for near groups, 16 ranges for stacks."""
    from crh_desktop.core.records import Tier

    bars = [(Tier.NEAR, 0.5 + 0.03 * step, None) for step in range(16)]
    return bars + [(Tier.SIMILAR, 0.5, (0.05 + 0.05 * (step // 2), 0.9 if step % 2 else 1.0)) for step in range(16)]


def run(count: int) -> tuple[list[float], list[float], float, int, int]:
    """Milliseconds of every position by the clock and by the processor, seconds to make the index, pairs and groups at most."""
    from crh_desktop.core.matching.evidence import Evidence, Kind
    from crh_desktop.core.matching.groups import GroupIndex, GroupPhoto
    from crh_desktop.core.records import FolderState, Tier

    first, second, near, score = library_pairs(count)
    rng = np.random.default_rng(1)
    kinds = {
        kind: Evidence(Tier.NEAR, kind, 1, 0.9, 20, 0, (1, 0, 0, 0, 1, 0), 1.0, 40, -30.0, 6.0, 0.9).to_json()
        for kind in (Kind.RESAVED, Kind.EDITED, Kind.PART)
    }
    names = rng.choice(list(kinds), len(first), p=[0.7, 0.2, 0.1])
    photos = [
        GroupPhoto(n, b"/photos/%03d/%06d.jpg" % (n // 500, n), 1000 + n, n, 1, n, n, FolderState.NORMAL)
        for n in range(count)
    ]
    started = time.perf_counter()
    index = GroupIndex(
        digests=[f"{n:064x}" for n in range(count)],
        pixel_digests=[""] * count,
        pixels=rng.integers(1, 5, count) * 4_000_000,
        codes=np.zeros((count, 32), np.uint8),
        has_code=np.zeros(count, np.bool_),
        photos=photos,
        first=first,
        second=second,
        distance=rng.integers(0, 120, len(first)).astype(np.int32),
        tier=np.where(near, Tier.NEAR.rank, Tier.SIMILAR.rank).astype(np.int8),
        score=score,
        evidence=[kinds[name] if is_near else "" for name, is_near in zip(names.tolist(), near.tolist(), strict=True)],
    )
    index.regroup(Tier.NEAR, None, 0.49)  # the graphs are made at first need
    index.regroup(Tier.SIMILAR, None, 0.49)
    made = time.perf_counter() - started
    times, busy, groups = [], [], 0
    for tier, bar, scores in positions():
        started, worked = time.perf_counter(), time.process_time()
        grouping = index.regroup(tier, None, bar, scores)  # type: ignore[arg-type]
        _ = grouping[:SHOWN]
        times.append((time.perf_counter() - started) * 1e3)
        busy.append((time.process_time() - worked) * 1e3)
        groups = max(groups, len(grouping))
    return times, busy, made, len(first), groups


def measure() -> list[Row]:
    try:
        import crh_desktop.core.matching.groups  # noqa: F401
    except ImportError as error:
        raise Unavailable(f"grouping is not there ({error})") from None
    run(5_000)  # compiles, where this is the first time
    rows, medians, makings = [], [], []
    for count in COUNTS:
        times, busy, made, pairs, groups = run(count)
        (middle, late), (work, most) = (np.percentile(one, [50, 95]) for one in (times, busy))
        medians.append(middle)
        makings.append(made)
        rows.append(
            Row(
                f"regrouping {count:,} contents with {pairs:,} pairs at 32 positions ({groups:,} groups at most), ms",
                f"{middle:.0f} median, {late:.0f} at the 95th percentile (processor time {work:.0f}, {most:.0f})",
                f"the target of {TARGET_MS}; making the index once {made * 1e3:.0f}",
                f"{late / TARGET_MS:.2f}",
            )
        )
    making = f"making the index once {exponent(COUNTS, makings)}"
    return [*rows, growth("regrouping at one position, ms", COUNTS, medians, 0, making)]


if __name__ == "__main__":
    for row in measure():
        print(row.what, row.measured, row.beside, row.ratio, sep=" | ")
