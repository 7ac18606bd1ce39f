"""Colour curves: what one smooth change of light and colour makes of a picture, so that the rest can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

Pixels = NDArray[np.float32]
#: A channel at or above this level may have been clipped there.
CLIPPED = 250
# A fit this near, in levels, cannot be bettered by mixing channels.
_FITS = 4.0
_BINS = 32
# Mean spread of the channels, in levels, below which a picture counts as grey.
_GRAY = 3.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A change of colours. gain: log2 of the contrast; light: change of mean level; colour: log2 of the colourfulness.

    gray_first, gray_second: whether that picture has no colours. monotone: share of the change the curves explain, 0..1.
    """

    light: float = 0.0
    gain: float = 0.0
    colour: float = 0.0
    gray_first: bool = False
    gray_second: bool = False
    monotone: float = 0.0

    def inverted(self) -> Curve:
        """The change the other way round."""
        return replace(
            self,
            light=-self.light,
            gain=-self.gain,
            colour=-self.colour,
            gray_first=self.gray_second,
            gray_second=self.gray_first,
        )

    def words(self) -> str:
        """What happened, in the words of `evidence.Evidence.colour`; "" for nothing to speak of."""
        if self.gray_second and not self.gray_first:
            return "black and white"
        if self.gray_first and not self.gray_second:
            return "coloured"
        if abs(self.light) > 12:
            return "brighter" if self.light > 0 else "darker"
        if abs(self.gain) > 0.3:
            return "more contrast" if self.gain > 0 else "less contrast"
        if abs(self.colour) > 0.35:
            return "stronger colours" if self.colour > 0 else "weaker colours"
        return ""


def fit_curve(source: Pixels, target: Pixels, inside: NDArray[np.bool_]) -> tuple[Curve, Pixels, Pixels]:
    """The curve from source to target (float32 [H, W, 3], levels) over a mask, the source after it, and what to hold it against.

    That is the target, or its grey where the source has no colours: nothing can give them back.

    Each channel of the target is a non-decreasing function of a mixture of the source's channels (saturation, sepia;
    of its grey where the target has no colours), times and plus a slowly varying light: vignettes are edits too.
    """
    grey_s, grey_t = (cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (source, target))
    colours_s, colours_t = (float(np.mean(_colourfulness(picture)[inside])) for picture in (source, target))
    gray_s, gray_t = colours_s < _GRAY, colours_t < _GRAY
    if gray_s and not gray_t:
        fitted = cv2.merge([_monotone(grey_s, grey_t, inside)] * 3)
        target = cv2.merge([grey_t] * 3)
    else:
        fitted = _channelwise(cv2.merge([grey_s] * 3) if gray_t else source, target, inside)
        off = _far(fitted, target, inside)
        if not gray_t and off > _FITS:
            mixed = _channelwise(_mixed(source, target, inside), target, inside)
            fitted = mixed if _far(mixed, target, inside) < off else fitted
    fitted = _unclipped(_slow_light(fitted, target, inside), source, target, inside)
    light_s, light_t = grey_s[inside], grey_t[inside]
    after = float(np.mean((cv2.cvtColor(fitted, cv2.COLOR_RGB2GRAY) - grey_t)[inside] ** 2))
    curve = Curve(
        light=float(light_t.mean() - light_s.mean()),
        gain=float(np.log2((light_t.std() + 1) / (light_s.std() + 1))),
        colour=float(np.log2((colours_t + 2) / (colours_s + 2))),
        gray_first=gray_s,
        gray_second=gray_t,
        monotone=max(0.0, 1 - after / (float(light_t.var()) + 1)),
    )
    return curve, fitted, target


def _channelwise(source: Pixels, target: Pixels, inside: NDArray[np.bool_]) -> Pixels:
    """Each channel by the non-decreasing function that fits it best."""
    fitted: Pixels = cv2.merge(
        [_monotone(values, wanted, inside) for values, wanted in zip(cv2.split(source), cv2.split(target), strict=True)]
    )
    return fitted


def _far(fitted: Pixels, target: Pixels, inside: NDArray[np.bool_]) -> float:
    """How far a fit is off, in levels; what was laid over the picture counts little."""
    return float(np.minimum(largest_channel(np.abs(fitted - target))[inside], 40).mean())


def _mixed(source: Pixels, target: Pixels, inside: NDArray[np.bool_]) -> Pixels:
    """The affine mixture of the source's channels nearest the target, by weights that let go of what was changed."""
    step = max(1, int(np.sqrt(inside.sum() / 3000)))
    used = inside[::step, ::step]
    s, t = source[::step, ::step][used], target[::step, ::step][used]
    design = np.c_[s, np.full(len(s), 128.0)]
    weights = np.ones(len(s))
    mixture = np.vstack([np.eye(3), np.zeros(3)])
    for _ in range(4):
        weighted = design * weights[:, None]
        # a little towards leaving the channels alone, which decides where the source has few colours
        ridge = np.eye(4) * (20.0 * len(s))
        mixture = np.linalg.solve(
            weighted.T @ design + ridge, weighted.T @ t + ridge @ np.vstack([np.eye(3), np.zeros(3)])
        )
        away = np.abs(design @ mixture - t).max(axis=1)
        weights = 1 / (1 + (away / 25) ** 2) ** 2
    moved = cv2.transform(source, np.c_[mixture[:3].T, mixture[3] * 128].astype(np.float32))
    result: Pixels = np.clip(moved, 0, 255)
    return result


def largest_channel(picture: Pixels) -> Pixels:
    """The largest of the three channels of each pixel, float32 [H, W]."""
    first, second, third = cv2.split(picture)
    largest: Pixels = cv2.max(cv2.max(first, second), third)
    return largest


def _colourfulness(picture: Pixels) -> Pixels:
    """Largest less smallest channel of each pixel."""
    return largest_channel(picture) + largest_channel(-picture)


def _monotone(values: Pixels, target: Pixels, inside: NDArray[np.bool_]) -> Pixels:
    """The best non-decreasing function of `values` towards `target`, by medians so that overlays do not bend it."""
    x, y = values[inside], target[inside]
    place = np.clip(x * (_BINS / 256), 0, _BINS - 1).astype(np.int64)
    levels_of = np.clip(y + 0.5, 0, 255).astype(np.int64)
    table = np.bincount(place * 256 + levels_of, minlength=_BINS * 256).reshape(_BINS, 256)
    counts = table.sum(axis=1)
    used = np.flatnonzero(counts > max(8, len(x) // 2000))
    if len(used) < 2:
        return values + np.float32(np.median(y - x))
    medians = (table[used].cumsum(axis=1) * 2 >= counts[used, None]).argmax(axis=1).astype(np.float64)
    # where in its bin the values lie, not the bin's middle: ends of the range are sharp
    centres = np.bincount(place, x, _BINS)[used] / counts[used]
    levels = isotonic_regression(medians, weights=counts[used]).x
    scale = np.arange(0, 256, 0.125)
    steps = np.interp(scale, centres, levels)
    # beyond the outer centres go on with the slope there
    low, high = centres[0], centres[-1]
    slope_low = (levels[1] - levels[0]) / max(1.0, centres[1] - centres[0])
    slope_high = (levels[-1] - levels[-2]) / max(1.0, centres[-1] - centres[-2])
    steps = steps + np.minimum(scale - low, 0) * slope_low + np.maximum(scale - high, 0) * slope_high
    table_of = np.clip(steps, 0, 255).astype(np.float32)
    result: Pixels = table_of[np.clip(values * 8 + 0.5, 0, len(scale) - 1).astype(np.int64)]
    return result


def _unclipped(fitted: Pixels, source: Pixels, target: Pixels, inside: NDArray[np.bool_]) -> Pixels:
    """Let clipped light be what it was: a channel that brightening clipped may have had any level above the clipping."""
    channels = []
    for made, given, wanted in zip(cv2.split(fitted), cv2.split(source), cv2.split(target), strict=True):
        below = inside & (given > CLIPPED - 14) & (given < CLIPPED - 2)
        if below.sum() > 20:
            start = np.float32(np.median(wanted[below]))
            made = np.where(given >= CLIPPED, np.clip(wanted, np.minimum(start, made), None), made)
        channels.append(made)
    result: Pixels = cv2.merge(channels)
    return result


def _slow_light(fitted: Pixels, target: Pixels, inside: NDArray[np.bool_]) -> Pixels:
    """Bend the light by a quadratic surface, times and plus, fitted with weights that let go of what was changed."""
    height, width = inside.shape
    y, x = np.mgrid[0:height:4, 0:width:4]
    used = inside[::4, ::4]
    if used.sum() < 60:
        return fitted
    f, t = (cv2.blur(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY), (5, 5))[::4, ::4][used] for one in (fitted, target))
    u, v = (x[used] / width - 0.5), (y[used] / height - 0.5)
    surface = np.stack([np.ones_like(u), u, v, u * u, u * v, v * v], axis=1)
    design = np.concatenate([surface, surface * (f[:, None] / 128)], axis=1)
    error = t - f
    weights = np.ones(len(error))
    solution = np.zeros(12)
    for _ in range(3):
        weighted = design * weights[:, None]
        solution = np.linalg.solve(weighted.T @ design + np.eye(12) * 1e-2 * len(error) / 100, weighted.T @ error)
        left = error - design @ solution
        scale = 1.4826 * float(np.median(np.abs(left))) + 1.0
        weights = 1 / (1 + (left / (2 * scale)) ** 2) ** 2
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    uu, vv = xx / width - 0.5, yy / height - 0.5
    terms = [np.ones_like(uu), uu, vv, uu * uu, uu * vv, vv * vv]
    plus = sum(float(c) * term for c, term in zip(solution[:6], terms, strict=True))
    times = sum(float(c) * term for c, term in zip(solution[6:], terms, strict=True))
    bent: Pixels = np.clip(fitted + plus[..., None] + fitted * (times[..., None] / 128), 0, 255).astype(np.float32)
    return bent
