"""The head that turns trunk features into K values whose signs are the code, and its label-free start."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from crh_desktop.core.errors import UsageError


class HashHead(nn.Module):
    """v = W f(x) + w0, or with one hidden ReLU layer before it. No batch norm, as in the paper."""

    def __init__(self, features: int, bits: int, hidden: int = 0) -> None:
        super().__init__()
        widths = [features, hidden, bits] if hidden else [features, bits]
        self.layers = nn.ModuleList(nn.Linear(first, last) for first, last in zip(widths, widths[1:], strict=False))

    def forward(self, features: Tensor) -> Tensor:
        """Centred features [N, D] to [N, K]."""
        values = features
        for index, layer in enumerate(self.layers):
            values = layer(values.relu() if index else values)
        return values

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
        """The weights under the names that a bundle gives them."""
        named: dict[str, NDArray[np.float32]] = {}
        for index, layer in enumerate(self.layers):
            assert isinstance(layer, nn.Linear)
            named[f"layer{index}.weight"] = layer.weight.detach().cpu().numpy().copy()
            named[f"layer{index}.bias"] = layer.bias.detach().cpu().numpy().copy()
        return named


def itq(features: NDArray[np.float32], bits: int, seed: int, rounds: int = 50) -> NDArray[np.float32]:
    """Iterative quantisation (Gong and Lazebnik 2011): PCA, then the rotation closest to its own signs; [K, D].

    Args:
        features: centred, [N, D] with N > K; fewer photos leave the rest of the directions random.
        bits: K.
        seed: of the first rotation.
        rounds: alternations.
    """
    if features.shape[1] < bits:
        raise UsageError(f"{features.shape[1]} features cannot give {bits} independent bits.")
    random = np.random.default_rng(seed)
    # Rows of noise far below the data's own size fill up directions that few photos do not span.
    noise = random.standard_normal((bits, features.shape[1])) * 1e-4
    _, _, directions = np.linalg.svd(np.concatenate([features.astype(np.float64), noise]), full_matrices=False)
    basis = directions[:bits]
    projected = features @ basis.T
    rotation = np.linalg.qr(random.standard_normal((bits, bits)))[0]
    for _ in range(rounds):
        signs = np.where(projected @ rotation >= 0, 1.0, -1.0)
        left, _, right = np.linalg.svd(projected.T @ signs)
        rotation = left @ right
    return np.asarray((basis.T @ rotation).T, np.float32)
