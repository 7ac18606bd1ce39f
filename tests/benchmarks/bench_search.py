"""The 50 nearest of 10^5 to 10^6 codes of 64, 128 and 256 bits, beside one pass over their memory and faiss called directly."""

from __future__ import annotations

from collections.abc import Callable

import faiss
import numpy as np

from tests.benchmarks.measure import Row, Unavailable, best, growth

COUNTS, BITS, K, QUERIES = (100_000, 200_000, 500_000, 1_000_000), (64, 128, 256), 50, 20


def measure() -> list[Row]:
    try:
        from crh_desktop.core.search import knn
    except ImportError as error:
        raise Unavailable(f"core.search is not there ({error})") from None
    rows = []
    for bits in BITS:
        times = []
        for count in COUNTS:
            row, alone = _row(knn, count, bits)
            rows.append(row)
            times.append(alone)
        rows.append(growth(f"one query, {bits} bits, ms", COUNTS, times, 2))
    return rows


def _row(knn: Callable[..., object], count: int, bits: int) -> tuple[Row, float]:
    """The row of the table, and the milliseconds of one query alone."""
    rng = np.random.default_rng(0)
    width = bits // 8
    codes = rng.integers(0, 256, (count, width), dtype=np.uint8)
    queries = codes[rng.integers(0, count, QUERIES)] ^ (rng.random((QUERIES, width)) < 0.2).astype(np.uint8)
    words = codes.view(np.uint64)
    index = faiss.IndexBinaryFlat(bits)
    index.add(codes)
    floor = best(lambda: np.bitwise_xor.reduce(words, axis=None), 9)
    knn(codes, queries, K)  # what is compiled or built once is not part of a query
    told, ratios = [], []
    for asked in (1, QUERIES):
        some = queries[:asked]
        ours = best(lambda some=some: knn(codes, some, K), 9) / asked  # type: ignore[misc]
        theirs = best(lambda some=some: index.search(some, K), 9) / asked  # type: ignore[misc]
        told.append((ours * 1e3, theirs * 1e3))
        ratios.append(f"{ours / floor:.1f} of the pass, {ours / theirs:.2f} of faiss")
    row = Row(
        f"top {K} of {count:,} codes of {bits} bits, one / {QUERIES} at a time, ms a query",
        " / ".join(f"{ours:.2f}" for ours, _ in told),
        f"one pass over memory {floor * 1e3:.2f}, faiss IndexBinaryFlat "
        + " / ".join(f"{theirs:.2f}" for _, theirs in told),
        "; ".join(ratios),
    )
    return row, told[0][0]
