"""The 50 nearest of a million 256-bit codes, beside one pass over the memory they fill and faiss called directly."""

from __future__ import annotations

import faiss
import numpy as np

from tests.benchmarks.measure import Row, Unavailable, best

COUNT, BYTES, K, QUERIES = 1_000_000, 32, 50, 20


def measure() -> list[Row]:
    try:
        from crh_desktop.core.search import knn
    except ImportError as error:
        raise Unavailable(f"core.search is not there ({error})") from None
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 256, (COUNT, BYTES), dtype=np.uint8)
    queries = codes[rng.integers(0, COUNT, QUERIES)] ^ (rng.random((QUERIES, BYTES)) < 0.2).astype(np.uint8)
    words = codes.view(np.uint64)
    index = faiss.IndexBinaryFlat(BYTES * 8)
    index.add(codes)
    floor = best(lambda: np.bitwise_xor.reduce(words, axis=None))

    rows = []
    for count in (1, QUERIES):
        some = queries[:count]
        knn(codes, some, K)  # what is compiled or built once is not part of a query
        ours = best(lambda some=some: knn(codes, some, K)) / count
        theirs = best(lambda some=some: index.search(some, K)) / count
        rows.append(
            Row(
                f"top {K} of a million 256-bit codes, {count} at a time, ms a query",
                f"{ours * 1e3:.2f}",
                f"one pass over memory {floor * 1e3:.2f}, faiss IndexBinaryFlat {theirs * 1e3:.2f}",
                f"{ours / floor:.1f} of the pass, {ours / theirs:.2f} of faiss",
            )
        )
    return rows
