"""The branch of the trunk that gives the copy code: its last blocks in weights of their own, pooling, K values."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from crh_desktop.learn.bundle import Bundle
from crh_desktop.learn.layout import BLOCKS, BlockShape, CopyLayout
from crh_desktop.learn.trunks import EfficientNetLite, SamePadConv

_LEAST = 1e-6  # below the pooled values: a power of 0 has no gradient


class FoldedBlock(nn.Module):
    """An inverted residual block whose normalisation is part of its convolutions: less to compute, and no statistics
    that a small batch could spoil."""

    def __init__(self, shape: BlockShape) -> None:
        super().__init__()
        self.residual = shape.residual
        self.expand = nn.Conv2d(shape.channels_in, shape.middle, 1) if shape.expansion != 1 else None
        self.depthwise = SamePadConv(shape.middle, shape.middle, shape.kernel, shape.stride, groups=shape.middle)
        self.project = nn.Conv2d(shape.middle, shape.channels, 1)

    def forward(self, input: Tensor) -> Tensor:
        """[N, channels_in, H, W] to [N, channels, H / stride, W / stride]."""
        x = functional.relu6(self.expand(input)) if self.expand is not None else input
        x = functional.relu6(self.depthwise(x))
        out: Tensor = self.project(x)
        return out + input if self.residual else out


class CopyBranch(nn.Module):
    """Maps of the trunk after `layout.tap` blocks, [N, C, H, W], to the values whose signs are the code, [N, K]."""

    def __init__(self, layout: CopyLayout) -> None:
        super().__init__()
        self.layout = layout
        self.blocks = nn.ModuleDict(
            {f"block{number}": FoldedBlock(shape) for number, shape in enumerate(layout.blocks, layout.tap)}
        )
        self.head = nn.Conv2d(BLOCKS[layout.trunk][-1].channels, layout.head, 1) if layout.head else None
        self.layer0 = nn.Linear(layout.width, layout.bits)

    def pooled(self, maps: Tensor) -> Tensor:
        """Generalised mean over all positions, [N, width]: between mean and maximum, so that a part of a photo keeps
        what stood out in the whole."""
        x = maps
        for block in self.blocks.values():
            x = block(x)
        if self.head is not None:
            x = functional.relu6(self.head(x))
        power = self.layout.pool
        out: Tensor = x.clamp(min=_LEAST).pow(power).mean(dim=(2, 3)).pow(1 / power)
        return out

    def forward(self, maps: Tensor) -> Tensor:
        """[N, C, H, W] to [N, K]."""
        values: Tensor = self.layer0(self.pooled(maps))
        return values

    def tensors(self, kind: Any = np.float16) -> dict[str, NDArray[Any]]:
        """The weights under the names that a bundle gives them."""
        return {
            name.removeprefix("blocks."): value.detach().cpu().numpy().astype(kind)
            for name, value in self.state_dict().items()
        }

    def start_from_trunk(self, trunk: EfficientNetLite) -> None:
        """Begin as the trunk itself, its normalisation folded in. `layer0` keeps its random start."""
        parts = trunk.folded()
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                value = parts.get(name.removeprefix("blocks."))
                if value is not None:
                    parameter.copy_(value[: len(parameter)])


def branch_from(bundle: Bundle) -> CopyBranch:
    """The branch of a checked bundle, in float32, in evaluation mode and without gradients."""
    branch = CopyBranch(CopyLayout.of(bundle.info.trunk, bundle.info.bits, bundle.info.settings))
    state = {
        name if name.startswith(("head.", "layer0.")) else f"blocks.{name}": torch.from_numpy(value.astype(np.float32))
        for name, value in bundle.tensors.items()
    }
    branch.load_state_dict(state)
    return branch.eval().requires_grad_(False)
