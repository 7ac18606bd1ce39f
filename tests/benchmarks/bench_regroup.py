"""Forming groups of 100,000 perceptual codes anew, as the slider does, beside finding their pairs once."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.measure import Row, Unavailable, best

COUNT, RADIUS = 100_000, 31


def clustered_codes(count: int) -> np.ndarray:
    """Codes of which every tenth has a few near copies: what a library with duplicates looks like."""
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 256, (count, 32), dtype=np.uint8)
    for copy in range(count // 10):
        bits = np.unpackbits(codes[copy])
        bits[rng.choice(256, int(rng.integers(0, RADIUS + 1)), replace=False)] ^= 1
        codes[count - 1 - copy] = np.packbits(bits)
    return codes


def measure() -> list[Row]:
    try:
        from crh_desktop.core.matching import groups
        from crh_desktop.core.search import join
    except ImportError as error:
        raise Unavailable(f"core.matching.groups is not there ({error})") from None
    codes = clustered_codes(COUNT)
    join(codes[:1000], RADIUS)
    joined = best(lambda: join(codes, RADIUS), 2)
    index = groups.GroupIndex(codes)
    regrouped = best(lambda: index.groups(RADIUS))
    return [
        Row(
            f"regrouping {COUNT:,} codes at radius {RADIUS}, ms",
            f"{regrouped * 1e3:.0f}",
            f"finding the pairs of one turn {joined * 1e3:.0f}",
            f"{regrouped / joined:.2f}",
        )
    ]
