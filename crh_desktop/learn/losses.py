"""The CRH objective (arXiv 2511.12162, Eq 1 to 4), and those of its rivals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

SCALE_FLOOR = 4.0


def scale_for(classes: int, floor: float = SCALE_FLOOR) -> float:
    """s = sqrt(2) ln(C - 1), but at least `floor`: the formula gives 0 for two classes, hence no gradient at all."""
    return max(floor, math.sqrt(2) * math.log(max(classes - 1, 1)))


def center_loss(values: Tensor, centers: Tensor, targets: Tensor, scale: float, margin: float = 0.2) -> Tensor:
    """L_c, cross entropy of margin cosines to the centers (Eq 1 and 2).

    Args:
        values: v, the head's real outputs [N, K].
        centers: ±1 [C, K], constants.
        targets: y, 0 or 1 [N, C], at least one 1 in each row. The margin comes off every positive class.
        scale: s.
        margin: m.
    """
    cosine = functional.normalize(values, dim=1) @ centers.T / math.sqrt(centers.shape[1])
    logits = scale * (cosine - margin * targets)
    share = targets / targets.sum(dim=1, keepdim=True)
    return -(share * functional.log_softmax(logits, dim=1)).sum(dim=1).mean()


def quantisation_loss(values: Tensor) -> Tensor:
    """L_q = mean (|tanh v| - 1)^2: pulls every output away from the sign's jump (Eq 3)."""
    return (torch.tanh(values).abs() - 1).square().mean()


def crh_loss(
    values: Tensor, centers: Tensor, targets: Tensor, scale: float, margin: float = 0.2, quantisation: float = 0.1
) -> Tensor:
    """L = L_c + lambda L_q (Eq 4)."""
    loss = center_loss(values, centers, targets, scale, margin)
    return loss + quantisation * quantisation_loss(values) if quantisation else loss


def central_similarity_loss(values: Tensor, centers: Tensor, targets: Tensor) -> Tensor:
    """CSQ (CVPR 2020): binary cross entropy of every bit, (tanh v + 1) / 2, to the photo's center.

    Several labels: the majority of their centers' bits; where they are divided the bit is wanted at 1/2 (published: a coin).

    Args:
        values: [N, K].
        centers: ±1 [C, K].
        targets: 0 or 1 [N, C].
    """
    wanted = (torch.sign(targets @ centers) + 1) / 2
    # (tanh v + 1) / 2 = sigmoid(2 v): the logarithm of the sigmoid does not overflow where that of tanh would
    return functional.binary_cross_entropy_with_logits(2 * values, wanted)


@dataclass(frozen=True, slots=True)
class LossParts:
    """total: what is minimised, with gradient. center, quantisation: its parts before weighting. Scalars on the device:
    asking one for its number makes the program wait for the GPU."""

    total: Tensor
    center: Tensor
    quantisation: Tensor


@dataclass(frozen=True, slots=True)
class Objective:
    """kind: "cosine" (margin cosines, CRH and OrthoHash) or "bits" (CSQ). weight: lambda of the quantisation term."""

    kind: Literal["cosine", "bits"]
    scale: float
    margin: float
    weight: float

    def __call__(self, values: Tensor, centers: Tensor, targets: Tensor) -> LossParts:
        """Loss of values [N, K] against centers ±1 [C, K], targets 0 or 1 [N, C]."""
        if self.kind == "cosine":
            main = center_loss(values, centers, targets, self.scale, self.margin)
        else:
            main = central_similarity_loss(values, centers, targets)
        rest = quantisation_loss(values)
        total = main + self.weight * rest if self.weight else main
        return LossParts(total, main.detach(), rest.detach())
