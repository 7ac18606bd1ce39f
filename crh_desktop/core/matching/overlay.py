"""Overlays: whether what differs between two aligned pictures was laid on one of them, or is other content.

Text, a watermark or a sticker is of few colours, more or less opaque: each of its pixels lies between what was there
before and one of those colours. Its edge is sharp and belongs to the picture that carries it, where the other shows the
scene going on. All of it lies on one picture. A person who walked in, or words on a form filled in twice, fail one of
these; a sharply cut-out thing of five flat colours does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.matching.curves import Pixels, largest_channel

Mask = NDArray[np.bool_]

# A pixel is explained if it lies so near (levels) the line from what was there to what the ink makes of it.
_NEAR = 22.0
# Most inks (colours or blends) an overlay may have, and the least share of the changed pixels one must account for.
_INKS = 4
_INK_SHARE = 0.08
# Share of a patch that must be explained.
_EXPLAINED = 0.86
# Of a line of text, which compression blurs into one band, and the shape of such a line: so many times longer than high.
_EXPLAINED_LINE = 0.75
# The same where the line stands out twice as much as what it covers.
_EXPLAINED_CLEAR = 0.58
_LINE = 3.5
# Of a patch in line with a line of text, by that line's one ink.
_EXPLAINED_IN_LINE = 0.75
# A thick overlay's outline is at least so steep, in levels a pixel; what a lens shows is softer.
_SHARP = 34.0
# Half the width of the broadest stroke, in pixels.
_STROKE = 3.5
# Patches below this share of the overlap are compression and edges.
_SMALL = 0.0004
# A patch is looked at with so many pixels around it.
_MARGIN = 6
# An overlay covers no more than this share of the overlap: what covers more is another picture.
_MOST = 0.28
# And thick parts of it, which may as well be a plain thing in the scene, no more than this.
_MOST_THICK = 0.1


@dataclass(frozen=True, slots=True)
class Patches:
    """What differs. mask: bool [H, W], explained parts. unexplained: pixels. side: 0 or 1 carries the overlay, -1 none."""

    mask: Mask
    unexplained: int
    side: int


def explain(different: Mask, first: Pixels, second: Pixels, inside: Mask) -> Patches:
    """Tell overlays from other content.

    Args:
        different: where the smoothed pictures differ, bool [H, W].
        first: float32 [H, W, 3], levels, after the colour curve.
        second: float32 [H, W, 3].
        inside: the overlap.
    """
    total = max(1, int(inside.sum()))
    joined = cv2.morphologyEx(different.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    nothing = Patches(np.zeros_like(inside), 0, -1)
    if count < 2:
        return nothing
    patches = [i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] > _SMALL * total]
    if not patches:
        return nothing
    first, second = _opponent(first), _opponent(second)
    raw = largest_channel(np.abs(first - second))
    whole = sum(int(stats[i, cv2.CC_STAT_AREA]) for i in patches)
    best = Patches(np.zeros_like(inside), whole, -1)
    if whole > _MOST * total:
        return best
    changed = (joined > 0) & (raw > 14) & inside
    regions = [_region(labels, stats, i, changed) for i in patches]
    edges = (_edges(first), _edges(second))
    for side, (under, over) in enumerate(((second, first), (first, second))):
        inks = _inks(under[changed], over[changed])
        explained = np.zeros_like(inside)
        left = thick = 0
        lines: list[tuple[_Region, _Ink]] = []
        unsure: list[_Region] = []
        for region in regions:
            ratio = _edge_ratio(region, edges[1 - side], edges[side], inside)
            sharp = _standing_out(region, ratio, edges[side], inside)
            share = _in_ink(region, under, over, changed, inks[:2] if region.thick and not region.line else inks)
            inked = share >= _enough_ink(region, ratio)
            if (sharp and (inked or (region.thick and _in_few_colours(region, over)))) or _smeared(region, under, over):
                explained[region.window] |= region.patch
                thick += region.area if region.thick and not region.line else 0
                if region.line and inks:
                    shares = [_in_ink(region, under, over, changed, [ink]) for ink in inks]
                    lines.append((region, inks[int(np.argmax(shares))]))
            else:
                unsure.append(region)
        for region in unsure:  # letters that hide more edges than they show, in line with others of their ink
            fits = (_in_ink(region, under, over, changed, [ink]) for line, ink in lines if region.in_line_with(line))
            if max(fits, default=0.0) >= _EXPLAINED_IN_LINE:
                explained[region.window] |= region.patch
            else:
                left += region.area
        if thick > _MOST_THICK * total:
            continue
        if left < best.unexplained:
            grown = cv2.dilate(explained.astype(np.uint8), np.ones((5, 5))) > 0
            best = Patches(grown, left, side)
    return best


def _opponent(picture: Pixels) -> Pixels:
    """Light, red less light and blue less light; colour counts half, since compression smears it over its surroundings."""
    red, green, blue = cv2.split(picture)
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    opponent: Pixels = cv2.merge([light, 0.5 * (red - light), 0.5 * (blue - light)])
    return opponent


@dataclass(frozen=True, slots=True)
class _Region:
    """A connected patch in its window.

    patch: what differs; band: three pixels along its outline; core: well inside; line: it is long and narrow.
    """

    window: tuple[slice, slice]
    patch: Mask
    band: Mask
    core: Mask
    area: int
    line: bool

    @property
    def thick(self) -> bool:
        """Whether it is more than strokes."""
        return bool(self.core.any())

    def in_line_with(self, line: _Region) -> bool:
        """Whether this patch lies within the rows (of an upright line: columns) of a line of text."""
        height, width = line.patch.shape
        axis = 0 if width >= height else 1
        slack = (line.window[axis].stop - line.window[axis].start - 2 * _MARGIN) // 4 + 1
        mine, its = self.window[axis], line.window[axis]
        return bool(mine.start >= its.start - slack and mine.stop <= its.stop + slack)


def _region(labels: NDArray[np.int32], stats: NDArray[np.int32], i: int, changed: Mask) -> _Region:
    left, top, width, height, area = (int(value) for value in stats[i])
    line = max(width, height) >= _LINE * min(width, height)
    window = (
        slice(max(0, top - _MARGIN), top + height + _MARGIN),
        slice(max(0, left - _MARGIN), left + width + _MARGIN),
    )
    patch = labels[window] == i
    marks = cv2.morphologyEx((patch & changed[window]).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3)))
    deep = cv2.distanceTransform(marks, cv2.DIST_L1, 3)
    thick = bool((deep > _STROKE).sum() > 0.08 * marks.sum())
    if thick:  # what the sticker hides may by chance look like it: the holes belong to it
        marks = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((5, 5)))
    outlines, _ = cv2.findContours(marks, cv2.RETR_EXTERNAL if thick else cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    filled, band = np.zeros_like(marks), np.zeros_like(marks)
    cv2.drawContours(filled, outlines, -1, 1, -1)
    cv2.drawContours(band, outlines, -1, 1, 3)
    core = cv2.distanceTransform(filled, cv2.DIST_L1, 3) > _STROKE
    return _Region(window, patch, band > 0, core & thick, area, line)


def _edges(picture: Pixels) -> NDArray[np.float32]:
    """Steepest change of a channel, in levels a pixel."""
    across, down = cv2.Sobel(picture, cv2.CV_32F, 1, 0), cv2.Sobel(picture, cv2.CV_32F, 0, 1)
    steepest: Pixels = cv2.sqrt(largest_channel(across * across + down * down)) / 8
    return steepest


def _edge_ratio(region: _Region, under: NDArray[np.float32], over: NDArray[np.float32], inside: Mask) -> float:
    """log2 of how much more the patch's outline is an edge of `over` than of `under`; 9 where there is hardly an outline."""
    band = region.band & inside[region.window]
    if band.sum() < 8:
        return 9.0
    return float(np.log2((over[region.window][band].mean() + 2) / (under[region.window][band].mean() + 2)))


def _standing_out(region: _Region, ratio: float, over: NDArray[np.float32], inside: Mask) -> bool:
    """Whether the patch's outline is an edge of `over` and not of the other, and sharp if the patch is thick."""
    if ratio > 8:
        return True
    if region.line:  # over a busy ground letters stand out little, but never less than what they cover
        return ratio > -0.2
    if region.thick:
        band = region.band & inside[region.window]
        return ratio > 0.5 and bool(np.percentile(over[region.window][band], 75) > _SHARP)
    return ratio > 0.2


def _enough_ink(region: _Region, ratio: float) -> float:
    """Share of the changed pixels that inks must explain."""
    if region.line and region.thick:
        return _EXPLAINED_CLEAR if 0.5 < ratio < 8 else _EXPLAINED_LINE
    return _EXPLAINED


def _in_few_colours(region: _Region, over: Pixels) -> bool:
    """Whether five colours make up nearly all of the inside of a thick patch."""
    pixels = over[region.window][region.core]
    names = ((pixels + (0, 128, 128)) // 24).astype(np.int64) @ np.array([121, 11, 1])
    common = np.sort(np.bincount(names))[::-1][:5]
    return bool(common.sum() > 0.8 * len(pixels))


def _smeared(region: _Region, under: Pixels, over: Pixels) -> bool:
    """Whether `over` is `under` blurred or coarsened in this patch, as faces are hidden."""
    if not region.thick:
        return False
    u, o = under[region.window], over[region.window]
    sigma = max(3.0, float(np.sqrt(region.area)) / 6)
    gap = np.abs(cv2.GaussianBlur(u - o, (0, 0), sigma))[region.core].max(axis=1)
    fine_u, fine_o = (float((x - cv2.GaussianBlur(x, (0, 0), 1.5))[region.core].var()) for x in (u, o))
    return bool((gap < 16).mean() > 0.9 and fine_o < 0.6 * fine_u)


def _in_ink(region: _Region, under: Pixels, over: Pixels, changed: Mask, inks: list[_Ink]) -> float:
    """Share of the changed pixels that are what the inks make of what was there."""
    core = region.patch & changed[region.window]
    if not core.any():
        return 1.0
    return float(_fits(under[region.window][core], over[region.window][core], inks).mean())


@dataclass(frozen=True, slots=True)
class _Ink:
    """What an overlay makes of a pixel: `keep` times what was there plus `colour`. keep 0 is opaque."""

    keep: float
    colour: NDArray[np.float32]

    def on(self, under: Pixels) -> Pixels:
        """The pixels [N, 3] under the ink."""
        return self.keep * under + self.colour


def _fits(under: Pixels, over: Pixels, inks: list[_Ink]) -> Mask:
    """Whether each pixel [N, 3] of `over` is on the way from `under` to what an ink makes of it."""
    fits = np.zeros(len(over), np.bool_)
    for ink in inks:
        line = ink.on(under) - under
        opacity = np.clip(((over - under) * line).sum(axis=1) / ((line * line).sum(axis=1) + 1e-3), 0, 1)
        away = under + opacity[:, None] * line - over
        fits |= (away * away).sum(axis=1) < _NEAR * _NEAR
    return fits


def _inks(under: Pixels, over: Pixels) -> list[_Ink]:
    """The inks that account for most of the changed pixels [N, 3]: opaque colours and one blend of constant opacity."""
    if len(over) < 8:
        return []
    step = len(over) // 4000 + 1
    u, o = under[::step], over[::step]
    left = np.ones(len(o), np.bool_)
    chosen: list[_Ink] = []
    for _ in range(_INKS):
        candidates = _opaque(o[left]) + ([] if any(ink.keep for ink in chosen) else _blends(u[left], o[left]))
        full = [((ink.on(u) - o) ** 2).sum(axis=1) < _NEAR * _NEAR for ink in candidates]
        gains = [int((fit & left).sum()) for fit in full]
        if not gains or max(gains) < _INK_SHARE * len(o):
            break
        best = int(np.argmax(gains))
        chosen.append(candidates[best])
        left &= ~full[best]
        if left.sum() < 8:
            break
    return chosen


def _opaque(over: Pixels) -> list[_Ink]:
    """The commonest colours."""
    bins = ((over + (0, 128, 128)) // 24).astype(np.int64)
    names = bins @ np.array([121, 11, 1])
    counts = np.bincount(names)
    common = [name for name in np.argsort(counts, kind="stable")[::-1][:4] if counts[name] > 4]
    return [_Ink(0.0, np.median(over[names == name], axis=0).astype(np.float32)) for name in common]


def _blends(under: Pixels, over: Pixels) -> list[_Ink]:
    """A half-transparent ink: the same share of what was there and the same colour everywhere."""
    weights = np.ones(len(over))
    keep, colour = 0.0, np.zeros(3)
    for _ in range(6):
        total = weights.sum() + 1e-6
        mean_u, mean_o = (weights[:, None] * under).sum(0) / total, (weights[:, None] * over).sum(0) / total
        du, do = under - mean_u, over - mean_o
        keep = float((weights[:, None] * du * do).sum() / ((weights[:, None] * du * du).sum() + 1.0))
        colour = mean_o - keep * mean_u
        away = np.sqrt((((keep * under + colour) - over) ** 2).sum(axis=1))
        weights = 1 / (1 + (away / 15) ** 2) ** 2
    return [_Ink(keep, colour.astype(np.float32))] if 0.1 < keep < 0.9 else []
