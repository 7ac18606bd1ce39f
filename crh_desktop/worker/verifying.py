"""Verification on all cores: processes that read our own small pictures and points from the cache, never a person's file.

Threads would wait for one another: most of a verdict is many short array operations.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from types import TracebackType

import cv2
import numpy as np
from PIL import Image
from threadpoolctl import threadpool_limits

from crh_desktop.core.files import write_file
from crh_desktop.core.matching.agree import Picture
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.points import Points, find_points
from crh_desktop.core.matching.verify import VERIFIER, Reduced, verify
from crh_desktop.core.perceptual import MIN_QUALITY
from crh_desktop.core.thumbs import points_path, thumbnail_path

# Points of a picture take 36 KB, the picture itself 400 KB; few pairs come so far that it is looked at.
_HELD, _PICTURES_HELD = 2048, 256
# Pairs handed to a process at once.
_SHARE = 16
# Fewer pairs than this are done before a process has started.
_FEW = 100


@dataclass(frozen=True, slots=True)
class Known:
    """What a process must be told of a content. code: the perceptual code, 32 bytes; clear: enough detail for it."""

    digest: str
    code: bytes
    clear: bool


def load_reduced(known: Known) -> Reduced | None:
    """The small picture of a content from the cache, with its points; None where the cache has no picture of it."""
    try:
        return _load(known)
    except OSError:  # not remembered: the picture may be there the next time
        return None


def forget_reduced() -> None:
    """Let go of the pictures and points that this process holds."""
    _load.cache_clear()
    _picture.cache_clear()


@lru_cache(_HELD)
def _load(known: Known) -> Reduced:
    with Image.open(thumbnail_path(known.digest)) as image:
        points = _points(known.digest, image.size)
    quality = 100 if known.clear else MIN_QUALITY - 1
    return Reduced(partial(_picture, known.digest), points, np.frombuffer(known.code, np.uint8), quality)


@lru_cache(_PICTURES_HELD)
def _picture(digest: str) -> Picture:
    with Image.open(thumbnail_path(digest)) as image:
        return Picture.of(np.asarray(image.convert("RGB")))


def _points(digest: str, size: tuple[int, int]) -> Points:
    place = points_path(digest)
    with contextlib.suppress(OSError, ValueError):
        points = Points.unpack(place.read_bytes())
        if points.size == size:
            return points
    points = find_points(_picture(digest).gray.astype(np.uint8))
    with contextlib.suppress(OSError):  # kept for speed only
        write_file(place, points.pack())
    return points


def verify_share(pairs: Sequence[tuple[Known, Known]], tests: float) -> list[Evidence]:
    """Evidence on each pair; where a picture is missing, evidence that says nothing."""
    found = []
    for first, second in pairs:
        evidence = Evidence(verifier=VERIFIER)
        a, b = load_reduced(first), load_reduced(second)
        if a is not None and b is not None:
            with contextlib.suppress(OSError):  # a picture went between its points and its turn
                evidence = verify(a, b, tests)
        found.append(evidence)
    return found


class Verifiers:
    """The processes, started when there is enough to do."""

    def __init__(self, count: int, tests: float) -> None:
        self._count, self._tests = count or os.cpu_count() or 2, tests
        self._pool: ProcessPoolExecutor | None = None
        self._asked = 0

    def __enter__(self) -> Verifiers:
        self._limits = threadpool_limits(1)
        cv2.setNumThreads(1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._limits.unregister()
        forget_reduced()  # up to 200 MB, and the next job has other pairs
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def verify(self, pairs: Sequence[tuple[Known, Known]]) -> list[Evidence]:
        """Evidence on each pair, in order."""
        self._asked += len(pairs)
        if self._count < 2 or (self._pool is None and self._asked < _FEW):
            return verify_share(pairs, self._tests)
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, context, _begin, (os.getpid(),))
        shares = [pairs[start : start + _SHARE] for start in range(0, len(pairs), _SHARE)]
        jobs = [self._pool.submit(verify_share, share, self._tests) for share in shares]
        return [evidence for job in jobs for evidence in job.result()]


def _begin(parent: int) -> None:
    """In each process: one thread, and an end when the parent has died, however it died."""
    threadpool_limits(1)
    cv2.setNumThreads(1)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
