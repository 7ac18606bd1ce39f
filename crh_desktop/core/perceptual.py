"""The perceptual code: 256 signs of low DCT frequencies, in the manner of PDQ, with its eight turns and mirrors.

PDQ (Facebook, 2019) takes the 16 x 16 lowest non-constant frequencies of a 64 x 64 luminance picture and compares each
with their median. We compare with zero instead: turning or mirroring a picture only changes signs of its DCT and
swaps its axes, so with zero as threshold all eight turned codes follow *exactly* from the one stored code, by a
permutation and an exclusive or. With the median they only follow nearly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.fft import dctn

from crh_desktop.core.bits import Codes, sign_pack

BITS = 256
NAME = "dct256"
#: Turns that lead from one picture to another, clockwise. The index is what `pair.transform` stores.
TURNS: tuple[str | None, ...] = (None, "rot90", "rot180", "rot270", "mirror", "flip", "transpose", "transverse")
#: Index of the turn that undoes each turn.
INVERSE = (0, 3, 2, 1, 4, 5, 6, 7)
#: Pictures with less detail than this (0..100) join no perceptual group: walls, black frames, blank pages.
MIN_QUALITY = 20

_SIDE = 64
_KEEP = 16


def perceptual_code(picture: Image.Image) -> tuple[Codes, int]:
    """The perceptual code of an upright picture, uint8 (32,), and its detail from 0 (flat) to 100."""
    # Resized in floating point: rounding to 8 bits would turn bits over that a mirrored picture must keep.
    gray = picture.convert("L").convert("F").resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
    pixels = np.asarray(gray, dtype=np.float32)
    spectrum = dctn(pixels, norm="ortho")[1 : _KEEP + 1, 1 : _KEEP + 1]
    return sign_pack(spectrum.reshape(-1)), _quality(pixels)


def _quality(pixels: NDArray[np.float32]) -> int:
    """Detail by PDQ's measure: the sum of luminance steps between neighbours, scaled to 0..100.

    A step below 3 of 255 is noise of a flat surface and counts nothing.
    """
    steps = 0.0
    for axis in (0, 1):
        difference = np.abs(np.diff(pixels, axis=axis))
        steps += float(np.where(difference < 3, 0, difference).sum()) * 100 / 255
    return int(min(100, steps / 90))


def _turn_tables() -> tuple[NDArray[np.int64], Codes]:
    """Source bit of every bit, int64 (8, 256), and the packed bits to flip, uint8 (8, 32), for each turn."""
    row, column = np.mgrid[1 : _KEEP + 1, 1 : _KEEP + 1]
    same = np.arange(BITS).reshape(_KEEP, _KEEP)
    odd_row, odd_column = row % 2 == 1, column % 2 == 1  # reversing an axis negates its odd frequencies
    # name: (swap the axes first, negate odd rows, negate odd columns)
    recipes = {
        None: (False, False, False),
        "rot90": (True, False, True),
        "rot180": (False, True, True),
        "rot270": (True, True, False),
        "mirror": (False, False, True),
        "flip": (False, True, False),
        "transpose": (True, False, False),
        "transverse": (True, True, True),
    }
    source, flips = [], []
    for turn in TURNS:
        swap, rows, columns = recipes[turn]
        source.append((same.T if swap else same).reshape(-1))
        flips.append(np.packbits(((odd_row & rows) ^ (odd_column & columns)).reshape(-1)))
    return np.array(source), np.array(flips)


_SOURCE, _FLIPS = _turn_tables()


def turned(codes: Codes) -> Codes:
    """The codes of all eight turns of each picture: uint8 [N, 32] to uint8 [N, 8, 32], in the order of `TURNS`."""
    bits = np.unpackbits(codes, axis=-1)
    return np.bitwise_xor(np.packbits(bits[:, _SOURCE], axis=-1), _FLIPS)


def best_turn(first: Codes, second: Codes) -> tuple[int, int]:
    """Least distance between any turn of `first` (32,) and `second` (32,), and the index of that turn."""
    distances = np.bitwise_count(np.bitwise_xor(turned(first[None])[0], second)).sum(axis=-1)
    turn = int(np.argmin(distances))
    return int(distances[turn]), turn
