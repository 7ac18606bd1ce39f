"""Agreement: whether two pictures, laid on each other, show one exposure over the whole of what they share.

Points can be right and the pictures still be two: a carpet, a watermark or a form gives points by the hundred. So after
alignment everything in the overlap is compared: colours after one smooth curve, texture block by block, where content
has drifted, what each shows that the other lacks. Only what has the shape of an overlay may differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.matching import align, overlay
from crh_desktop.core.matching.align import Gray, Matrix
from crh_desktop.core.matching.curves import CLIPPED, Curve, fit_curve, largest_channel

Mask = NDArray[np.bool_]

# Texture below this variance (grey levels squared) is noise or compression, and says nothing.
_TEXTURE = 16.0
# Blocks whose correlation is at least this agree.
_AGREES = 0.5
# Displacements that explain this share of the difference are taken at their word.
_PURPOSEFUL = 0.09
# A refinement that loses so much of the overlap has slipped.
_SLIPPED = 0.1
# Smoothed colour differences above this many levels are content, not compression.
_DIFFERENT = 22.0
# However strong the compression, more than this is content.
_MOST_DIFFERENT = 40.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A reduced picture, longest side at most 256: rgb uint8 [H, W, 3] and gray float32 [H, W]."""

    rgb: NDArray[np.uint8]
    gray: Gray

    @classmethod
    def of(cls, rgb: NDArray[np.uint8]) -> Picture:
        """From RGB pixels."""
        return cls(rgb, cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.gray.shape[1], self.gray.shape[0]


@dataclass(slots=True)
class Agreement:
    """What the aligned pictures say. "First" and "second" are in the order of the pair.

    Attributes:
        matrix: refined map from pixels of the first to pixels of the second.
        inside_first, inside_second: share of each picture that lies in the other.
        textured: share of the overlap that has texture.
        blocks: number of independent textured blocks that agree.
        agreeing: share of the textured blocks that agree, overlays and smoothed parts left out.
        drift: coherent displacement left after alignment, in pixels; of small pictures less, as they say less.
        only_first, only_second: share of the textured overlap where only that one shows texture.
        softer_first, softer_second: share of the textured overlap where that one is clearly less sharp.
        residual: median colour difference after the curve, in levels.
        unexplained: share of the overlap that differs and is no overlay.
        overlay: -1 none, 0 on the first, 1 on the second.
        alike: share of the light and dark of the one that the other explains, overlays left out, 0 to 1.
        paper: most of both is one light colour, as of a page; there the little that differs is what counts.
        curve: what happened to the colours from the first to the second.
        boxes: where they differ, (left, top, width, height) in shares of the first.
    """

    matrix: Matrix
    inside_first: float
    inside_second: float
    textured: float = 0.0
    blocks: float = 0.0
    agreeing: float = 0.0
    drift: float = 0.0
    only_first: float = 0.0
    only_second: float = 0.0
    softer_first: float = 0.0
    softer_second: float = 0.0
    residual: float = 255.0
    unexplained: float = 1.0
    overlay: int = -1
    alike: float = 0.0
    paper: bool = False
    curve: Curve = field(default_factory=Curve)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)


def compare(first: Picture, second: Picture, matrix: Matrix) -> Agreement:
    """Refine the map and compare the overlap. `matrix` leads from pixels of the first to pixels of the second."""
    # compared where the content is shown smaller: enlarging invents nothing that could be compared
    swapped = _scale(matrix) > 1
    a, b = (second, first) if swapped else (first, second)
    forward = np.linalg.inv(matrix) if swapped else matrix
    gray, rgb = _reduced(a, _scale(forward))
    proposed = forward / forward[2, 2]
    forward = align.refine(gray, b.gray, proposed)
    inside_a, inside_b = overlap(forward, a.size, b.size)
    if max(inside_a, inside_b) < max(overlap(proposed, a.size, b.size)) - _SLIPPED or not align.plausible(forward):
        forward = proposed  # too little to hold on to: the refinement slipped
        inside_a, inside_b = overlap(forward, a.size, b.size)
    backward = np.linalg.inv(forward)
    result = Agreement(
        backward / backward[2, 2] if swapped else forward,
        *((inside_b, inside_a) if swapped else (inside_a, inside_b)),
    )
    if min(inside_a, inside_b) < 0.02 or not align.plausible(forward):
        return result
    warped, inside = align.warp(rgb, forward, b.size)
    inside = _eroded(inside, 5, outside=1)
    if inside.sum() < 400:
        return result
    _judge(result, warped, b.rgb.astype(np.float32), inside, swapped, forward, a.size)
    return result


def _judge(
    result: Agreement,
    warped: NDArray[np.float32],
    reference: NDArray[np.float32],
    inside: Mask,
    swapped: bool,
    forward: Matrix,
    a_size: tuple[int, int],
) -> None:
    height, width = inside.shape
    long_side = float(np.sqrt(inside.sum() * max(width / height, height / width)))
    curve, fitted, reference = fit_curve(warped, reference, inside)
    gap = fitted - reference
    difference = largest_channel(np.abs(cv2.GaussianBlur(gap, (0, 0), max(1.0, long_side / 110))))
    result.residual = float(np.median(largest_channel(np.abs(gap))[inside]))
    gray_a, gray_b = _gray(fitted), _gray(reference)
    # strong compression moves whole blocks of colour: what it does everywhere is no content
    limit = float(np.clip(4.5 * np.median(difference[inside]), _DIFFERENT, _MOST_DIFFERENT))
    patches = overlay.explain((difference > limit) & inside, fitted, reference, inside)
    # of a small picture one edge, blurred by compression, is a large part
    result.unexplained = patches.unexplained / max(1, int(inside.sum())) * min(1.0, long_side / 128)
    result.overlay = -1 if patches.side < 0 else patches.side ^ int(swapped)
    result.paper = _is_paper(gray_a[inside]) and _is_paper(gray_b[inside])
    result.curve = curve.inverted() if swapped else curve
    clear = inside & ~patches.mask
    target = gray_b[clear]
    unlike = float(np.mean((gray_a[clear] - target) ** 2)) / (float(target.var()) + 60) if clear.any() else 1.0
    result.alike = max(0.0, 1 - unlike)
    blocks = _Blocks(gray_a, gray_b, inside, int(max(7, long_side / 16)) | 1)
    counted = blocks.textured & ~patches.mask
    smoothed = counted & (difference < limit / 2) & (blocks.quieter < 0.3)
    agree = counted & (blocks.correlation > _AGREES)
    other = counted & ~agree & ~smoothed
    result.textured = _share(blocks.textured, blocks.inside)
    result.agreeing = float(agree.sum()) / max(1, int(agree.sum() + other.sum()))
    result.blocks = float(agree.sum()) / blocks.side**2
    missing = blocks.textured & ~patches.mask & (blocks.correlation < 0.4)
    only_a = _share(missing & (blocks.spread_b < 0.25 * blocks.spread_a), blocks.textured)
    only_b = _share(missing & (blocks.spread_a < 0.25 * blocks.spread_b), blocks.textured)
    softer_a, softer_b = blocks.softness(counted)
    sides = (result.only_first, result.only_second, result.softer_first, result.softer_second)
    sides = (only_b, only_a, softer_b, softer_a) if swapped else (only_a, only_b, softer_a, softer_b)
    result.only_first, result.only_second, result.softer_first, result.softer_second = sides
    # what light clipped in one picture alone has another outline there, and has not moved for that
    clipped = (largest_channel(warped) >= CLIPPED) ^ (largest_channel(reference) >= CLIPPED)
    still = agree & ~(cv2.dilate(clipped.astype(np.uint8), np.ones((5, 5))) > 0)
    result.drift = _drift(gray_a, gray_b, still, int(max(11, long_side / 10)) | 1)
    # precision falls with the number of pixels
    result.drift *= (long_side / 256) ** 1.5
    result.boxes = _boxes((difference > limit) & inside, None if swapped else forward, a_size, (width, height))


def _is_paper(light: NDArray[np.float32]) -> bool:
    """Whether most pixels are of one light colour."""
    counts = np.bincount(np.clip(light, 0, 255).astype(np.int64) // 8, minlength=32)
    ground = int(counts[24:].argmax()) + 24
    return bool(counts[max(0, ground - 1) : ground + 2].sum() > 0.55 * len(light))


class _Blocks:
    """Local statistics of two grey pictures in a square window around each pixel."""

    def __init__(self, a: Gray, b: Gray, inside: Mask, side: int) -> None:
        self.side = side
        a, b = cv2.GaussianBlur(a, (0, 0), 1.0), cv2.GaussianBlur(b, (0, 0), 1.0)
        mean_a, mean_b = _box(a, side), _box(b, side)
        self.spread_a = np.maximum(_box(a * a, side) - mean_a * mean_a, 0)
        self.spread_b = np.maximum(_box(b * b, side) - mean_b * mean_b, 0)
        both = _box(a * b, side) - mean_a * mean_b
        self.correlation = both / np.sqrt(self.spread_a * self.spread_b + 2.0)
        whole = _eroded(inside, side, outside=0)
        self.inside = whole if whole.sum() > 50 else inside
        self.textured = self.inside & (np.maximum(self.spread_a, self.spread_b) > _TEXTURE)
        self.quieter = np.minimum(self.spread_a, self.spread_b) / (np.maximum(self.spread_a, self.spread_b) + 1e-3)
        self._fine_a, self._fine_b = a - cv2.GaussianBlur(a, (0, 0), 1.5), b - cv2.GaussianBlur(b, (0, 0), 1.5)

    def softness(self, counted: Mask) -> tuple[float, float]:
        """Shares of the blocks with structure in both pictures where a, or b, has lost its fine detail."""
        fine_a, fine_b = _box(self._fine_a**2, self.side), _box(self._fine_b**2, self.side)
        clear = counted & (self.correlation > 0.8) & (np.maximum(fine_a, fine_b) > 4.0)
        if clear.sum() < 50:
            return 0.0, 0.0
        # relative to the common change: a copy may be softer or sharper as a whole
        change = np.log2((fine_b[clear] + 0.5) / (fine_a[clear] + 0.5))
        return float((change > 0.8).mean()), float((change < -0.8).mean())


def _drift(a: Gray, b: Gray, where: Mask, side: int) -> float:
    """Displacement that neighbouring windows share, in pixels: parallax and moving things, not noise.

    The displacement of each window by Lucas and Kanade; the mean product of windows that lie side by side keeps what
    they have in common and averages out what compression made of each. Where the displacements explain next to nothing
    of the difference (blur and compression pull as well, but to no purpose), they count for less.
    """
    flat_a, flat_b = (cv2.GaussianBlur(align.flatten(picture), (0, 0), 0.7) for picture in (a, b))
    both = (flat_a + flat_b) / 2
    gx, gy = cv2.Scharr(both, cv2.CV_32F, 1, 0) / 32, cv2.Scharr(both, cv2.CV_32F, 0, 1) / 32
    error = flat_b - flat_a
    products = (gx * gx, gx * gy, gy * gy, gx * error, gy * error, error * error)
    xx, xy, yy, ex, ey, ee = (_box(product, side) for product in products)
    determinant = xx * yy - xy * xy
    least = (xx + yy) / 2 - np.sqrt(np.maximum((xx + yy) ** 2 / 4 - determinant, 0))
    dx = -(yy * ex - xy * ey) / (determinant + 1e-6)
    dy = -(xx * ey - xy * ex) / (determinant + 1e-6)
    good = where & (least > 0.01)
    if good.sum() < 40:
        return 0.0
    explained = float(-(dx * ex + dy * ey)[good].sum() / (ee[good].sum() + 1e-6))
    step = side
    product, count = 0.0, 0
    for down, right in ((0, step), (step, 0)):
        here = (slice(None, -down or None), slice(None, -right or None))
        there = (slice(down, None), slice(right, None))
        pairs = good[here] & good[there]
        if pairs.sum() < 20:
            continue
        values = (dx[here] * dx[there] + dy[here] * dy[there])[pairs]
        product += float(np.clip(values, -4, 4).sum())
        count += int(pairs.sum())
    if not count:
        return 0.0
    return float(np.sqrt(max(0.0, product / count))) * min(1.0, explained / _PURPOSEFUL)


def overlap(matrix: Matrix, first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Share of the first picture that lies inside the second under the map, and share of the second covered by it."""
    (w1, h1), (w2, h2) = first, second
    corners = np.array([[[-0.5, -0.5], [w1 - 0.5, -0.5], [w1 - 0.5, h1 - 0.5], [-0.5, h1 - 0.5]]], np.float32)
    moved = cv2.perspectiveTransform(corners, matrix)[0].astype(np.float32)
    frame = np.array([[-0.5, -0.5], [w2 - 0.5, -0.5], [w2 - 0.5, h2 - 0.5], [-0.5, h2 - 0.5]], np.float32)
    whole = abs(cv2.contourArea(moved))
    if whole < 1 or not np.isfinite(moved).all():
        return 0.0, 0.0
    area, _ = cv2.intersectConvexConvex(moved, frame)
    return float(min(1.0, area / whole)), float(min(1.0, area / (w2 * h2)))


def _boxes(
    mask: Mask, forward: Matrix | None, a_size: tuple[int, int], b_size: tuple[int, int]
) -> list[tuple[float, float, float, float]]:
    """Boxes around differing parts, largest first, at most twelve, in shares of the first picture."""
    joined = cv2.dilate(mask.astype(np.uint8), np.ones((7, 7)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    rows = sorted((tuple(int(v) for v in stats[i]) for i in range(1, count)), key=lambda row: -row[4])[:12]
    found = []
    for left, top, width, height, area in rows:
        if area < 20:
            continue
        corners = np.array(
            [[[left, top], [left + width, top], [left + width, top + height], [left, top + height]]], np.float64
        )
        size = b_size
        if forward is not None:  # the reference is the second: back to the first
            corners = cv2.perspectiveTransform(corners, np.linalg.inv(forward))
            size = a_size
        low = np.clip(corners[0].min(axis=0) / size, 0, 1)
        high = np.clip(corners[0].max(axis=0) / size, 0, 1)
        if (high - low).min() > 0:
            found.append((float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])))
    return found


def _reduced(picture: Picture, scale: float) -> tuple[Gray, NDArray[np.float32]]:
    """Grey and colours, smoothed as showing them at `scale` would."""
    rgb = picture.rgb.astype(np.float32)
    if scale >= 0.9:
        return picture.gray, rgb
    sigma = 0.45 * float(np.sqrt(1 / scale**2 - 1))
    return cv2.GaussianBlur(picture.gray, (0, 0), sigma), cv2.GaussianBlur(rgb, (0, 0), sigma)


def _scale(matrix: Matrix) -> float:
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))


def _gray(rgb: NDArray[np.float32]) -> Gray:
    gray: Gray = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return gray


def _box(values: Gray, side: int) -> Gray:
    mean: Gray = cv2.boxFilter(values, cv2.CV_32F, (side, side), borderType=cv2.BORDER_REFLECT)
    return mean


def _eroded(mask: Mask, side: int, outside: int) -> Mask:
    """Shrink a mask; `outside` 1 does not shrink it at the border of the canvas."""
    kernel = np.ones((side, side), np.uint8)
    inner: Mask = cv2.erode(mask.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=outside) > 0
    return inner


def _share(part: Mask, whole: Mask) -> float:
    return float((part & whole).sum()) / max(1, int(whole.sum()))
