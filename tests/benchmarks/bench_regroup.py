"""Forming groups of 100,000 photos anew at another radius, as the slider does, beside finding their pairs once."""

from __future__ import annotations

import time

import numpy as np

from tests.benchmarks.measure import Row, Unavailable, best

COUNT, LARGEST = 100_000, 31


def clustered_codes(count: int) -> np.ndarray:
    """Codes of which every tenth has a near copy: what a library with duplicates looks like."""
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 256, (count, 32), dtype=np.uint8)
    for copy in range(count // 10):
        bits = np.unpackbits(codes[copy])
        bits[rng.choice(256, int(rng.integers(0, LARGEST + 1)), replace=False)] ^= 1
        codes[count - 1 - copy] = np.packbits(bits)
    return codes


def measure() -> list[Row]:
    try:
        from crh_desktop.core.matching.groups import GroupIndex, GroupPhoto
        from crh_desktop.core.records import FolderState, Tier
        from crh_desktop.core.search import join
    except ImportError as error:
        raise Unavailable(f"groups or join are not there ({error})") from None
    codes = clustered_codes(COUNT)
    join(codes[:1000], LARGEST)
    joined = best(lambda: join(codes, LARGEST), 2)
    first, second, distance = (np.asarray(part) for part in join(codes, LARGEST))
    photos = [
        GroupPhoto(n, b"/photos/%06d.jpg" % n, 1000 + n, n, 1, n, n, FolderState.NORMAL) for n in range(COUNT)
    ]
    names = [f"{n:064x}" for n in range(COUNT)]
    index = GroupIndex(
        digests=names,
        pixel_digests=names,
        pixels=np.full(COUNT, 12_000_000, np.int64),
        codes=codes,
        has_code=np.ones(COUNT, np.bool_),
        photos=photos,
        first=first.astype(np.int64),
        second=second.astype(np.int64),
        distance=distance.astype(np.int32),
    )
    times, groups = [], 0
    for radius in (LARGEST, 24, 16, 8):  # a radius is asked for once: nothing comes from an earlier answer
        started = time.perf_counter()
        groups = max(groups, len(index.groups(Tier.NEAR, radius)))
        times.append(time.perf_counter() - started)
    return [
        Row(
            f"regrouping {COUNT:,} photos at another radius ({groups:,} groups at most), ms",
            f"{max(times) * 1e3:.0f} at most, {min(times) * 1e3:.0f} at least",
            f"finding the pairs of one turn {joined * 1e3:.0f}",
            f"{max(times) / joined:.2f}",
        )
    ]
