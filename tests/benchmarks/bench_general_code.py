"""How many pictures a second the encoders take: `python -m pytest tests/benchmarks/bench_general_code.py`."""

from __future__ import annotations

import time

import numpy as np
import pytest

from crh_desktop.learn.encode import PictureEncoders


@pytest.mark.parametrize("threads", [1, 2])
def test_encoding_rate(threads: int) -> None:
    encoders = PictureEncoders("cpu", threads)
    pictures = np.random.default_rng(0).integers(0, 256, (64, 224, 224, 3), dtype=np.uint8)
    encoders.encode(pictures[:16])
    began = time.perf_counter()
    encoders.encode(pictures)
    print(f"\n{len(pictures) / (time.perf_counter() - began):.1f} pictures/s, {threads} threads, {encoders.runtime}")
