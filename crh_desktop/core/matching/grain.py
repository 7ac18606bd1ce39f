"""Grain: whether two full pictures carry the same noise, as copies do, or each its own, as two exposures do.

Two shots from a tripod agree in everything that a reduced picture shows. What tells them apart is the finest detail: a
copy keeps it as far as its compression lets it. How far that is can be computed, since a JPEG file says how coarsely it
was compressed: the one picture is compressed with the other's tables, and what survives of its detail is what a copy
must show. A picture that was compressed too hard says nothing, and is not judged.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from crh_desktop.core.matching import align
from crh_desktop.core.matching.align import Gray, Matrix
from crh_desktop.core.records import GrayPicture

#: Full pictures are compared with this longest side at most.
SIDE = 1400
#: Pictures smaller than this have been reduced so far that their noise is gone.
LEAST_SIDE = 600

_BLOCK = 33
# A block says something if its detail (variance, levels squared) and what compression leaves of it are at least this.
_ENERGY = 0.3
_SURVIVES = 0.45
_BLOCKS = 24
_MIDDLE = (slice(_BLOCK // 2, None, _BLOCK),) * 2
#: Two pictures that keep less than this share of the detail a copy would keep are two exposures: where both have about as
#: much of it,
COPIED = 0.8
#: where in addition one is lighter or darker (what a curve does to a copy it does to its grain as well),
COPIED_LIGHTER = 0.9
#: Two copies of one exposure that were each compressed by itself (two exports of one raw file) share less: this much of
#: what both compressions together leave.
SIBLINGS = 0.95
#: Two focus settings: each is sharper somewhere, by so much (log2), where a copy is softer everywhere or nowhere.
CROSSED = 0.5
COPIED_CROSSED = 0.93
# Where one has so much more detail (log2), it is blurred to the other's before they are compared.
_BALANCED = 0.7
_MOST_BLUR = 4.0
# Where one has so much more, the other is so blurred that none of its grain is left.
_BLURRED = 4.0


@dataclass(frozen=True, slots=True)
class Grain:
    """What was found.

    expected: correlation of the finest detail that compression leaves in a copy; found: what is there; blocks: of how many;
    balance: log2 of how much more fine detail the second has than the first; crossed: how much more each has than the other
    in its sharpest twentieth; siblings: what two copies of one exposure share, each compressed by itself.
    """

    expected: float = 0.0
    found: float = 0.0
    blocks: int = 0
    balance: float = 0.0
    crossed: float = 0.0
    siblings: float = 1.0

    @property
    def says(self) -> bool:
        """Whether anything can be concluded."""
        return self.blocks >= _BLOCKS

    @property
    def kept(self) -> float:
        """Share of the expected detail that is common, about 1 for a copy and 0 for two exposures."""
        return self.found / max(self.expected, 1e-3) if self.says else 1.0

    def copied(self, lighter: bool) -> bool:
        """Whether so much is common that one is a copy of the other; `lighter`: their light differs."""
        if lighter:
            return self.kept >= COPIED_LIGHTER
        if self.crossed > CROSSED and self.kept < COPIED_CROSSED:
            return False
        return self.kept >= COPIED or self.found >= SIBLINGS * self.siblings


def common_grain(first: GrayPicture, second: GrayPicture, relative: tuple[float, ...], lighter: bool = False) -> Grain:
    """Compare the finest detail of two full pictures.

    Args:
        first: one picture.
        second: the other.
        relative: affine map of the first's places to the second's, in shares (`Evidence.matrix`).
        lighter: their light differs; a curve changes how much detail there is, so that nothing follows from its amount.
    """
    matrix = _to_pixels(relative, first.gray.shape, second.gray.shape)
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if scale > 1.0:  # compared at the coarser of the two
        first, second, matrix = second, first, np.linalg.inv(matrix)
        scale = 1 / scale
    gray = first.gray
    if scale < 0.95:
        gray = cv2.GaussianBlur(gray, (0, 0), 0.45 * float(np.sqrt(1 / scale**2 - 1)))
    matrix = align.follow(gray, second.gray, matrix / matrix[2, 2])
    warped, inside = align.warp(gray, matrix, second.gray.shape[::-1])
    inside = cv2.erode(inside.astype(np.uint8), np.ones((9, 9)), borderValue=0) > 0
    if inside.sum() < 100_000:
        return Grain()
    fitted = _light(warped, second.gray, inside)
    used = _clear_blocks(second.gray, inside)
    sides = _Sides(fitted, second.gray, first, second)
    grain = sides.compared(used)
    if lighter or not grain.says or grain.copied(lighter):
        return grain
    if abs(grain.balance) > _BLURRED:
        return Grain()
    if abs(grain.balance) > _BALANCED:
        return sides.softened(used, grain.balance).compared(used)
    return replace(grain, siblings=sides.siblings(used))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two pictures on one canvas, and how each went through compression; a file is None where that says nothing."""

    a: Gray
    b: Gray
    first: GrayPicture | None
    second: GrayPicture | None

    def compared(self, used: NDArray[np.bool_]) -> Grain:
        """What the used blocks say."""
        energy, balance, found = _correlation(self.a, self.b, used)
        speaks = energy > _ENERGY
        expected = np.ones_like(found)
        # which of the two was made from the other is not known: the harder compression is what a copy went through
        for gray, like in ((self.a, self.second), (self.b, self.first)):
            if like is None:
                continue
            energy_kept, _, kept = _correlation(gray, _as_compressed(gray, like), used)
            expected = np.minimum(expected, kept)
            speaks &= energy_kept > _ENERGY
        speaks &= expected > _SURVIVES
        if speaks.sum() < _BLOCKS:
            return Grain()
        quiet = _quieter(energy, speaks)
        medians = (float(np.median(values[quiet])) for values in (expected, found, balance))
        low, high = np.percentile(balance[speaks], (5, 95))
        crossed = float(max(0.0, min(-low, high)))
        return Grain(next(medians), next(medians), int(speaks.sum()), next(medians), crossed)

    def siblings(self, used: NDArray[np.bool_]) -> float:
        """Correlation that is left where both were compressed, each by itself."""
        left = 1.0
        for gray, like in ((self.a, self.second), (self.b, self.first)):
            if like is not None and like.table is not None:
                # off the blocks it went through already: compressing in those again would change nothing
                shifted = np.roll(gray, (4, 4), (0, 1))
                energy, _, kept = _correlation(shifted, _as_compressed(shifted, like), used)
                left *= float(np.median(kept[_quieter(energy, energy > _ENERGY)]))
        return left

    def softened(self, used: NDArray[np.bool_], balance: float) -> _Sides:
        """The sharper picture blurred until it has as much fine detail as the other, as a blurred copy of it would."""
        sharper, softer = (self.b, self.a) if balance > 0 else (self.a, self.b)
        energy, _, _ = _correlation(sharper, softer, used)
        quiet = _quieter(energy, energy > _ENERGY)
        low, high = 0.3, _MOST_BLUR
        for _ in range(5):
            sigma = math.sqrt(low * high)
            _, ratio, _ = _correlation(softer, cv2.GaussianBlur(sharper, (0, 0), sigma), used)
            low, high = (sigma, high) if np.median(ratio[quiet]) > 0 else (low, sigma)
        blurred = cv2.GaussianBlur(sharper, (0, 0), math.sqrt(low * high))
        # what compression did to the sharper one is blurred away
        if balance > 0:
            return _Sides(softer, blurred, self.first, None)
        return _Sides(blurred, softer, None, self.second)


def _to_pixels(relative: tuple[float, ...], first: tuple[int, ...], second: tuple[int, ...]) -> Matrix:
    affine = np.vstack([np.reshape(relative, (2, 3)), [0, 0, 1]])
    into = np.array([[1 / first[1], 0, 0.5 / first[1]], [0, 1 / first[0], 0.5 / first[0]], [0, 0, 1]])
    out = np.array([[second[1], 0, -0.5], [0, second[0], -0.5], [0, 0, 1]])
    matrix: Matrix = out @ affine @ into
    return matrix


def _light(source: Gray, target: Gray, inside: NDArray[np.bool_]) -> Gray:
    """The source with the target's contrast and level, so that compression treats it alike."""
    s, t = source[inside], target[inside]
    gain = float(np.clip(t.std() / (s.std() + 1e-3), 0.4, 2.5))
    changed: Gray = np.clip((source - s.mean()) * gain + t.mean(), 0, 255)
    return changed


def _as_compressed(gray: Gray, like: GrayPicture) -> Gray:
    """The picture after compression as `like` went through it, or after rounding where it was never compressed."""
    rounded = np.clip(gray + 0.5, 0, 255).astype(np.uint8)
    if like.table is None:
        return np.array(rounded, np.float32)
    size = rounded.shape[::-1]
    if like.reduced > 1.05:  # it was compressed at its full size, and reduced for us afterwards
        whole = (round(size[0] * like.reduced), round(size[1] * like.reduced))
        enlarged = cv2.resize(rounded, whole, interpolation=cv2.INTER_CUBIC)
    else:
        enlarged = rounded
    out = io.BytesIO()
    Image.fromarray(enlarged).save(out, "JPEG", qtables=[like.table])
    compressed: Gray = np.asarray(Image.open(out), np.float32)
    if like.reduced > 1.05:
        compressed = cv2.resize(compressed, size, interpolation=cv2.INTER_AREA)
    return compressed


def _clear_blocks(gray: Gray, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which separate blocks lie inside and are not clipped: clipped ones have no grain of their own."""
    level = cv2.blur(gray, (_BLOCK, _BLOCK))[_MIDDLE]
    whole = cv2.erode(inside.astype(np.uint8), np.ones((_BLOCK, _BLOCK)), borderValue=0) > 0
    used: NDArray[np.bool_] = whole[_MIDDLE] & (level > 20) & (level < 235)
    return used


def _quieter(energy: NDArray[np.float32], speaks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The quieter half of the blocks that speak: strong edges agree in two shots as well."""
    half: NDArray[np.bool_] = speaks & (energy <= np.median(energy[speaks]))
    return half


def _correlation(
    a: Gray, b: Gray, used: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Of the used blocks: the lesser energy of the finest detail, log2 of b's over a's, and its correlation."""
    fine_a, fine_b = (picture - cv2.GaussianBlur(picture, (0, 0), 1.2) for picture in (a, b))
    products = (fine_a * fine_a, fine_b * fine_b, fine_a * fine_b)
    power_a, power_b, both = (cv2.blur(product, (_BLOCK, _BLOCK))[_MIDDLE][used] for product in products)
    ratio = np.log2((power_b + 0.1) / (power_a + 0.1))
    return np.minimum(power_a, power_b), ratio, both / np.sqrt(power_a * power_b + 0.02)
