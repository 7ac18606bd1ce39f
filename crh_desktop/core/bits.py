"""Sign, pack, unpack, popcount: the only place where codes become bytes and bytes become codes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]


def sign_pack(values: NDArray[Any]) -> Codes:
    """Pack signs: real [..., K] to uint8 [..., K/8], bit 1 where a value is >= 0, first value in the highest bit.

    Raises:
        ValueError: K is no multiple of 8.
    """
    if values.shape[-1] % 8:
        raise ValueError(f"a code needs a multiple of 8 bits, not {values.shape[-1]}")
    return np.packbits(values >= 0, axis=-1)


def unpack(codes: Codes, bits: int | None = None) -> NDArray[np.int8]:
    """Unpack uint8 [..., K/8] to int8 [..., K] of -1 and +1."""
    ones = np.unpackbits(codes, axis=-1, count=bits)
    return (ones.astype(np.int8) << 1) - 1


def hamming(first: Codes, second: Codes) -> NDArray[np.int32]:
    """Bits that differ between packed codes, broadcast over all but the last axis: int32 [...]."""
    distances: NDArray[np.int32] = np.bitwise_count(np.bitwise_xor(first, second)).sum(axis=-1, dtype=np.int32)
    return distances
