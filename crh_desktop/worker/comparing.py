"""Compare two files from anywhere, step by step: `crh compare`, and "Test two files" in the window."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, replace

from crh_desktop.core.decoding import DecodePool, Read
from crh_desktop.core.errors import UsageError
from crh_desktop.core.matching import grain
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.stacks import Shot, one_exposure
from crh_desktop.core.matching.verify import VERIFIER, Reduced, verify
from crh_desktop.core.perceptual import MIN_QUALITY, best_turn
from crh_desktop.core.records import Tier
from crh_desktop.worker.full_look import looked_at_in_full
from crh_desktop.worker.verifying import Known, load_reduced


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
    both = (first, second)
    evidence = looked_at_in_full(
        verify(_reduced(first), _reduced(second)),
        ((first.width, first.height), (second.width, second.height)),
        lambda place: pool.gray(os.fsdecode(both[place].path), grain.SIDE),
    )
    shots = [Shot.of(found.taken_at, found.camera, found.shot) for found in both]
    if evidence.tier is Tier.NEAR and one_exposure(*shots) is False:
        words = "- The files' own capture data say two exposures."
        evidence = replace(evidence, tier=Tier.SIMILAR, score=0.49, steps=(*evidence.steps, words))
    return replace(evidence, steps=(*steps, *evidence.steps))


def _reduced(found: Read) -> Reduced:
    assert found.perceptual is not None
    reduced = load_reduced(Known(found.digest, found.perceptual.tobytes(), found.quality >= MIN_QUALITY))
    # its picture is read now, so that one which cannot be read is told by name
    with contextlib.suppress(OSError):
        if reduced is not None and reduced.picture is not None:
            return reduced
    raise UsageError(f"{os.fsdecode(found.path)}: its small picture could not be kept. Free some space for the cache.")
