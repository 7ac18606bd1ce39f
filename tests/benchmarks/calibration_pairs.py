"""Pairs to calibrate on: known copies (right) and look-alikes (wrong) of labelled photos, scored by the verifier.

The verifier leaves few pairs in doubt, so that copies are made with several seeds and their pairs put together.
Wrong pairs come in bundles (thirteen copies of one photo all resemble another photo), which would count one look-alike
169 times: of two photos' copies one wrong pair is kept, and of one photo's copies `RIGHT_PAIRS`.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from threadpoolctl import threadpool_limits

from crh_desktop.core import imaging, perceptual
from crh_desktop.core.matching.verify import VERIFIER, Reduced, reduce, verify
from tests.benchmarks.measure import REPOSITORY, SHARED, Unavailable

FOLDER = REPOSITORY / "build" / "calibration"
#: Photos of ../shared/data that were found to be copies of each other and are in no list there.
UNLISTED = Path(__file__).with_name("unlisted_copies.csv")
RIGHT_PAIRS = 24
SEEDS = (0, 1, 2, 3)
NEIGHBOURS = 20
NEAR_BITS = 80
JOBS = 2

Floats = NDArray[np.float64]

# Held by this process and, being forked from it, by its helpers.
_photos: list[Reduced] = []


class Scored(NamedTuple):
    """Pairs of one set: score float64 [N], right bool [N], and the original that each photo comes from, str [N]."""

    score: Floats
    right: NDArray[np.bool_]
    first: NDArray[np.str_]
    second: NDArray[np.str_]

    def at(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Scored:
        return Scored(self.score[rows], self.right[rows], self.first[rows], self.second[rows])


def _copies(name: str, folder: Path, seed: int) -> Path:
    made = folder / f"{name}-{seed}"
    if not (made / "truth.csv").exists():
        source, tool = SHARED / "labelled" / name, SHARED.parent / "tools" / "make_copies.py"
        if not source.is_dir() or not tool.exists():
            raise Unavailable(f"there are no photos in {source}")
        numbers = f"--n 300 --per 12 --distractors 660 --jobs {JOBS} --seed {seed}"
        command = [sys.executable, str(tool), str(source), str(made), *numbers.split()]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return made


def _codes(made: Path) -> dict[str, NDArray[np.generic]]:
    """Codes of all photos of a set: perceptual uint8 [N, 32], general float32 [N, 256], original and name str [N]."""
    kept = made / "codes.npz"
    if not kept.exists():
        from crh_desktop.learn.encode import PictureEncoders

        encoders = PictureEncoders("cpu", JOBS)
        with open(made / "truth.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        codes, general, batch = [], [], []
        for place, row in enumerate(rows):
            picture = _picture(made / "images" / row["variant"])
            codes.append(perceptual.perceptual_code(picture)[0])
            batch.append(imaging.network_input(picture))
            if len(batch) == 64 or place == len(rows) - 1:
                general.append(encoders.encode(np.stack(batch)).projection)
                batch = []
        sources = _sources(made)
        original = np.array([sources[(row["original"] or row["variant"])[:6]] for row in rows])
        names = np.array([row["variant"] for row in rows])
        np.savez(kept, codes=np.stack(codes), projection=np.concatenate(general), original=original, name=names)
    with np.load(kept) as file:
        return dict(file)


def _sources(made: Path) -> dict[str, str]:
    """By letter and number of a made file, the photo that it comes from, as `UNLISTED` names it."""
    with open(made / "sources.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    letters = {"original": "g", "distractor": "d"}
    return {
        f"{letters[row['role']]}{int(row['index']):05d}": Path(row["path"]).relative_to(SHARED / "labelled").as_posix()
        for row in rows
    }


def _picture(path: Path) -> Image.Image:
    return imaging.decode(path.read_bytes(), path.name, side=1024).picture


def _candidates(codes: dict[str, NDArray[np.generic]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs as the library finds them, near in either code: two index arrays."""
    general = codes["projection"] / np.linalg.norm(codes["projection"], axis=1, keepdims=True)
    words = codes["codes"].view(np.uint64)
    turned = perceptual.turned(codes["codes"]).reshape(len(words), 8, -1).view(np.uint64)
    found: list[tuple[NDArray[np.int64], ...]] = []
    for row in range(len(words)):
        cosine = general @ general[row]
        bits = np.bitwise_count(turned[row][:, None] ^ words[None]).sum(axis=-1).min(axis=0)
        near = np.union1d(np.argpartition(-cosine, NEIGHBOURS)[: NEIGHBOURS + 1], np.flatnonzero(bits <= NEAR_BITS))
        near = near[near != row]
        found.append((np.minimum(row, near), np.maximum(row, near)))
    first, second = (np.concatenate(column) for column in zip(*found, strict=True))
    _, once = np.unique(first * len(words) + second, return_index=True)
    return first[once], second[once]


def _thinned(first: NDArray[np.int64], second: NDArray[np.int64], right: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows to keep, in random order: `RIGHT_PAIRS` of one photo's copies, one wrong pair of any two photos."""
    mixed = np.random.default_rng(0).permutation(len(first))
    keys = np.stack([np.minimum(first, second), np.maximum(first, second)], axis=1)[mixed]
    _, kind = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(kind, kind="stable")
    starts = np.searchsorted(kind[order], kind[order])
    rank = np.arange(len(order)) - starts
    rows = mixed[order]
    return np.random.default_rng(1).permutation(rows[rank < np.where(right[rows], RIGHT_PAIRS, 1)])


def scored_pairs(name: str, folder: Path = FOLDER, limit: int | None = None) -> Scored:
    """Scored pairs of one set of photos, copies made with every seed.

    Args:
        name: A folder of labelled photos.
        folder: Where copies, codes and scores are kept between runs.
        limit: At most so many pairs of each seed.

    Raises:
        Unavailable: There are no photos.
    """
    parts = [_of_seed(name, folder, limit, seed) for seed in SEEDS]
    together = Scored(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return together.at(_judged(together))


def _judged(data: Scored) -> NDArray[np.int64]:
    """Rows of all seeds to keep: one wrong pair of any two photos, and none of photos that are copies of each other."""
    with open(UNLISTED, newline="", encoding="utf-8") as file:
        copies = {(min(row), max(row)) for row in csv.reader(file)}
    pairs = [(min(pair), max(pair)) for pair in zip(data.first.tolist(), data.second.tolist(), strict=True)]
    seen, rows = set(copies), []
    for row in np.random.default_rng(2).permutation(len(pairs)):
        if data.right[row] or pairs[row] not in seen:
            rows.append(row)
            seen.add(pairs[row])
    return np.sort(np.array(rows, np.int64))


def _of_seed(name: str, folder: Path, limit: int | None, seed: int) -> Scored:
    made = _copies(name, folder, seed)
    codes = _codes(made)
    first, second = _candidates(codes)
    original = codes["original"].astype(np.str_)
    _, group = np.unique(original, return_inverse=True)
    rows = _thinned(group[first], group[second], group[first] == group[second])[:limit]
    first, second = first[rows], second[rows]
    kept = made / f"scores-{len(rows)}-{VERIFIER}.npy"
    if not kept.exists():
        np.save(kept, _scores([made / "images" / str(file) for file in codes["name"]], first, second))
    return Scored(np.load(kept), group[first] == group[second], original[first], original[second])


def _scores(paths: list[Path], first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
    context = get_context("fork")
    with threadpool_limits(1), ProcessPoolExecutor(JOBS, context, _one_thread) as workers:
        _photos[:] = workers.map(_reduced, paths, chunksize=32)
    shares = np.array_split(np.arange(len(first)), max(1, len(first) // 64))
    with threadpool_limits(1), ProcessPoolExecutor(JOBS, context, _one_thread) as workers:
        found = workers.map(_verified, ([(int(first[row]), int(second[row])) for row in share] for share in shares))
        return np.array([score for share in found for score in share])


def _one_thread() -> None:
    threadpool_limits(1)
    cv2.setNumThreads(1)


def _reduced(path: Path) -> Reduced:
    return reduce(_picture(path))


def _verified(pairs: list[tuple[int, int]]) -> list[float]:
    return [verify(_photos[one], _photos[other]).score for one, other in pairs]
