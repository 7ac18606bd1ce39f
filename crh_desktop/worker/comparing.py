"""Compare two files from anywhere, step by step: `crh compare`, and "Test two files" in the window."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from crh_desktop.core.decoding import DecodePool, Read
from crh_desktop.core.errors import UsageError
from crh_desktop.core.matching import grain
from crh_desktop.core.matching.agree import Picture
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.points import find_points
from crh_desktop.core.matching.stacks import Shot, one_exposure
from crh_desktop.core.matching.verify import VERIFIER, Reduced, verify
from crh_desktop.core.perceptual import best_turn
from crh_desktop.core.records import Tier
from crh_desktop.core.thumbs import thumbnail_path
from crh_desktop.worker.pairing import needs_grain, with_grain


@dataclass(frozen=True, slots=True)
class Compared:
    """Two files and the evidence on them. digest: names each one's thumbnail in the cache; size: width and height."""

    evidence: Evidence
    digests: tuple[str, str]
    sizes: tuple[tuple[int, int], tuple[int, int]]


def compare_job(first: str, second: str, pool: DecodePool) -> Compared:
    """Evidence on two files, whatever library they belong to.

    Raises:
        UsageError: One of them cannot be read or decoded; the message names it and says why.
    """
    one, other = _read(first, pool), _read(second, pool)
    sizes = ((one.width, one.height), (other.width, other.height))
    return Compared(_evidence(one, other, pool), (one.digest, other.digest), sizes)


def _read(path: str, pool: DecodePool) -> Read:
    found = pool.encode(os.path.abspath(path))
    if found.network is None or found.perceptual is None:
        raise UsageError(f"{path}: {found.reason or 'it cannot be decoded.'}")
    return found


def _evidence(first: Read, second: Read, pool: DecodePool) -> Evidence:
    assert first.perceptual is not None and second.perceptual is not None
    distance, turn = best_turn(first.perceptual, second.perceptual)
    same = Evidence(
        score=1.0, distance=0, matrix=(1, 0, 0, 0, 1, 0), overlap=1.0, residual=0.0, agreeing=1.0, verifier=VERIFIER
    )
    if first.digest == second.digest:
        return replace(same, tier=Tier.IDENTICAL, steps=("+ The files are equal byte for byte.",))
    steps = ["- The files differ in their bytes."]
    if (first.width, first.height) == (second.width, second.height) and distance <= 8 and turn == 0:
        digests = {
            found.pixel_digest for found in pool.read_all([first.path, second.path], lambda digest: True, pixels=True)
        }
        if len(digests) == 1 and "" not in digests:
            return replace(same, tier=Tier.PIXELS, steps=(*steps, "+ Every decoded pixel is equal."))
        steps.append("- The decoded pixels differ.")
    evidence = verify(_reduced(first), _reduced(second))
    if needs_grain(evidence, (first.width, first.height), (second.width, second.height)):
        fulls = [pool.gray(os.fsdecode(found.path), grain.SIDE) for found in (first, second)]
        if fulls[0] is not None and fulls[1] is not None and evidence.matrix is not None:
            evidence = with_grain(evidence, grain.common_grain(fulls[0], fulls[1], evidence.matrix))
    shots = [Shot.of(found.taken_at, found.camera, found.shot) for found in (first, second)]
    if evidence.tier is Tier.NEAR and one_exposure(*shots) is False:
        words = "- The files' own capture data say two exposures."
        evidence = replace(evidence, tier=Tier.SIMILAR, score=0.49, steps=(*evidence.steps, words))
    return replace(evidence, steps=(*steps, *evidence.steps))


def _reduced(found: Read) -> Reduced:
    assert found.perceptual is not None
    with Image.open(thumbnail_path(found.digest)) as image:
        picture = Picture.of(np.asarray(image.convert("RGB")))
    return Reduced(picture, find_points(picture.gray.astype(np.uint8)), found.perceptual, found.quality)
