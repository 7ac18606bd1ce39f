"""The blocks of the trunks and the shapes of a copy branch's weights. Free of torch: bundles are checked with it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BlockShape:
    """One inverted residual block: channels in and out, side of the depthwise kernel, its stride, the expansion."""

    channels_in: int
    channels: int
    kernel: int
    stride: int
    expansion: int

    @property
    def middle(self) -> int:
        """Channels between the expansion and the projection."""
        return self.channels_in * self.expansion

    @property
    def residual(self) -> bool:
        """Whether the input is added to the output."""
        return self.stride == 1 and self.channels_in == self.channels


def _lite(width: float, depth: float) -> tuple[BlockShape, ...]:
    # Table 1 of the EfficientNet paper (arXiv 1905.11946): repeats, kernel, first stride, expansion, channels. The Lite
    # variants scale channels (to multiples of 8, never down by more than a tenth) and the repeats of all but the first
    # and last stage.
    stages = (
        (1, 3, 1, 1, 16),
        (2, 3, 2, 6, 24),
        (2, 5, 2, 6, 40),
        (3, 3, 2, 6, 80),
        (3, 5, 1, 6, 112),
        (4, 5, 2, 6, 192),
        (1, 3, 1, 6, 320),
    )
    blocks: list[BlockShape] = []
    channels_in = 32
    for number, (repeats, kernel, first_stride, expansion, wanted) in enumerate(stages):
        channels = max(8, int(wanted * width + 4) // 8 * 8)
        channels += 8 if channels < 0.9 * wanted * width else 0
        scaled = repeats if number in (0, len(stages) - 1) else math.ceil(repeats * depth)
        for repeat in range(scaled):
            blocks.append(BlockShape(channels_in, channels, kernel, 1 if repeat else first_stride, expansion))
            channels_in = channels
    return tuple(blocks)


BLOCKS = {"efficientnet_lite0": _lite(1.0, 1.0), "efficientnet_lite2": _lite(1.1, 1.2)}
HEADS = {"efficientnet_lite0": 1280, "efficientnet_lite2": 1280}


@dataclass(frozen=True, slots=True)
class CopyLayout:
    """A copy branch: the trunk's blocks from `tap` to the last one in other weights, perhaps its last 1×1 convolution.

    tap: how many blocks are shared with the trunk. head: channels of the last convolution, 0 for none. pool: exponent
    of the pooling. bits: K.
    """

    trunk: str
    tap: int
    head: int
    pool: float
    bits: int

    @classmethod
    def of(cls, trunk: str, bits: int, settings: Mapping[str, Any]) -> CopyLayout:
        """The layout that a bundle's settings describe.

        Raises:
            ValueError: they describe none.
        """
        tap, head, pool = (settings.get(name) for name in ("tap", "head", "pool"))
        if trunk not in BLOCKS:
            raise ValueError(f"it branches off {trunk!r}, which this version does not know")
        if not isinstance(tap, int) or not 1 <= tap <= len(BLOCKS[trunk]):
            raise ValueError(f"it cannot branch off after {tap!r} blocks")
        if not isinstance(head, int) or not 0 <= head <= 8192:
            raise ValueError(f"a last layer of {head!r} channels cannot be")
        if not isinstance(pool, (int, float)) or not 1 <= pool <= 16:
            raise ValueError(f"{pool!r} is no exponent of its pooling")
        return cls(trunk, tap, head, float(pool), bits)

    @property
    def blocks(self) -> tuple[BlockShape, ...]:
        """The blocks of the branch."""
        return BLOCKS[self.trunk][self.tap :]

    @property
    def width(self) -> int:
        """Channels that are pooled."""
        return self.head or BLOCKS[self.trunk][-1].channels

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Name and shape of every tensor of the branch; normalisation layers are folded into the convolutions."""
        shapes: dict[str, tuple[int, ...]] = {}
        for number, block in enumerate(self.blocks, self.tap):
            if block.expansion != 1:
                shapes[f"block{number}.expand.weight"] = (block.middle, block.channels_in, 1, 1)
                shapes[f"block{number}.expand.bias"] = (block.middle,)
            shapes[f"block{number}.depthwise.weight"] = (block.middle, 1, block.kernel, block.kernel)
            shapes[f"block{number}.depthwise.bias"] = (block.middle,)
            shapes[f"block{number}.project.weight"] = (block.channels, block.middle, 1, 1)
            shapes[f"block{number}.project.bias"] = (block.channels,)
        if self.head:
            shapes["head.weight"] = (self.head, BLOCKS[self.trunk][-1].channels, 1, 1)
            shapes["head.bias"] = (self.head,)
        shapes["layer0.weight"] = (self.bits, self.width)
        shapes["layer0.bias"] = (self.bits,)
        return shapes
