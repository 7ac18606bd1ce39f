"""The head that turns features into K values whose signs are the code."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn


class HashHead(nn.Module):
    """v = W f(x) + w0, or with one hidden ReLU layer before it.

    CRH has no batch normalisation on the hash layer; OrthoHash has (`batch_norm`), and it becomes part of the last layer
    when the head is written.
    """

    def __init__(self, features: int, bits: int, hidden: int = 0, batch_norm: bool = False) -> None:
        super().__init__()
        widths = [features, hidden, bits] if hidden else [features, bits]
        self.layers = nn.ModuleList(nn.Linear(first, last) for first, last in zip(widths, widths[1:], strict=False))
        self.norm = nn.BatchNorm1d(bits) if batch_norm else None

    def forward(self, features: Tensor) -> Tensor:
        """Centred features [N, D] to [N, K]."""
        values = features
        for index, layer in enumerate(self.layers):
            values = layer(values.relu() if index else values)
        return self.norm(values) if self.norm is not None else values

    def start_from(self, projection: NDArray[Any]) -> None:
        """Begin as the linear map `projection` [K, D]. A head with a hidden layer keeps its random start."""
        if len(self.layers) != 1:
            return
        layer = self.layers[0]
        assert isinstance(layer, nn.Linear)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(np.asarray(projection, np.float32)))
            layer.bias.zero_()

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """The weights under the names that a bundle gives them, batch normalisation folded in."""
        named: dict[str, NDArray[np.float32]] = {}
        for index, layer in enumerate(self.layers):
            assert isinstance(layer, nn.Linear)
            weight, bias = (part.detach().cpu().numpy().copy() for part in (layer.weight, layer.bias))
            if self.norm is not None and index == len(self.layers) - 1:
                weight, bias = _folded(self.norm, weight, bias)
            named[f"layer{index}.weight"], named[f"layer{index}.bias"] = weight, bias
        return named


def _folded(
    norm: nn.BatchNorm1d, weight: NDArray[np.float32], bias: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    assert norm.running_mean is not None and norm.running_var is not None
    parts = (norm.weight, norm.bias, norm.running_mean, norm.running_var)
    gain, shift, mean, variance = (part.detach().cpu().numpy() for part in parts)
    scale = gain / np.sqrt(variance + norm.eps)
    folded = weight * scale[:, None], (bias - mean) * scale + shift
    return folded[0].astype(np.float32), folded[1].astype(np.float32)
