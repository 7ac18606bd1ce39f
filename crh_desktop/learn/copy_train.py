"""Training of the copy branch from cached views: contrast between photos, spread over the sphere, weak quantisation.

The recipe of SSCD (arXiv 2202.10261) in small: two views of a photo belong together, every other photo in the batch and
in a memory of recent batches does not, and the entropy term pushes nearest neighbours apart, so that look-alikes of one
class get codes as far apart as those of unrelated photos. That is the opposite of what a class code wants.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from crh_desktop.core.errors import CrhError
from crh_desktop.core.progress import Progress
from crh_desktop.learn.copy_branch import CopyBranch
from crh_desktop.learn.head_training import train_head
from crh_desktop.learn.recipes import TrainSettings

Views = Sequence[NDArray[np.float16]]  # as copy_views.open_views gives them


@dataclass(frozen=True, slots=True)
class CopySettings:
    """Everything that decides a run.

    steps: updates of the whole branch. layer_steps: of the last layer alone, before. photos: in a batch, two views of
    each. head_rate, branch_rate: highest learning rates of the last layer and of the blocks. temperature: of the
    contrast. entropy, quantisation: weights of the two other terms. straight_through: contrast the signs, not the
    values. memory: how many earlier codes serve as further negatives. plain: share of the pairs whose first view is the
    photo itself.
    """

    steps: int = 60
    layer_steps: int = 300
    photos: int = 112
    head_rate: float = 1e-3
    branch_rate: float = 2e-4
    weight_decay: float = 1e-4
    temperature: float = 0.05
    entropy: float = 5.0
    quantisation: float = 0.2
    straight_through: bool = True
    memory: int = 2048
    plain: float = 0.3
    seed: int = 0


def contrast_loss(values: Tensor, photos: Tensor, memory: Tensor, memory_photos: Tensor, temperature: float) -> Tensor:
    """InfoNCE: cross entropy of each view's cosine to its partner among all other photos' views.

    Args:
        values: unit rows [2B, K], partners B rows apart.
        photos: number of each row's photo, [2B].
        memory: unit rows of earlier batches, [M, K], without gradient.
        memory_photos: [M].
        temperature: tau.
    """
    rows = len(values)
    logits = torch.cat([values @ values.T, values @ memory.T], dim=1) / temperature
    same = photos[:, None] == torch.cat([photos, memory_photos])[None]
    partner = (torch.arange(rows) + rows // 2) % rows
    same[torch.arange(rows), partner] = False  # the one positive stays; the row itself and older views are left out
    return functional.cross_entropy(logits.masked_fill(same, -math.inf), partner)


def entropy_loss(values: Tensor, photos: Tensor) -> Tensor:
    """KoLeo: minus the mean logarithm of the distance to the nearest row of another photo; unit rows [N, K]."""
    with torch.no_grad():
        products = (values @ values.T).masked_fill(photos[:, None] == photos[None], -2.0)
        nearest = products.argmax(dim=1)
    return -(functional.pairwise_distance(values, values[nearest]) + 1e-6).log().mean()


def quantisation_loss(values: Tensor) -> Tensor:
    """Mean squared distance of unit rows [N, K], scaled to the length of a code, to their own signs."""
    return (values.abs() * math.sqrt(values.shape[1]) - 1).square().mean()


def as_codes(values: Tensor) -> Tensor:
    """The signs of unit rows [N, K] as unit rows, with the gradient of the values themselves (straight through).

    Contrast between signs is contrast between Hamming distances: what will be compared is what is trained.
    """
    return (values.sign() / math.sqrt(values.shape[1]) - values).detach() + values


def copy_loss(
    values: Tensor, photos: Tensor, memory: Tensor, memory_photos: Tensor, settings: CopySettings
) -> tuple[Tensor, Tensor]:
    """All terms for the values [2B, K] of two views each, and the unit rows that go into the memory."""
    rows = functional.normalize(values, dim=1)
    codes = as_codes(rows) if settings.straight_through else rows
    loss = contrast_loss(codes, photos, memory, memory_photos, settings.temperature)
    if settings.entropy:
        loss = loss + settings.entropy * entropy_loss(rows, photos)
    if settings.quantisation:
        loss = loss + settings.quantisation * quantisation_loss(rows)
    return loss, codes.detach()


def train_branch(
    branch: CopyBranch,
    views: Views,
    settings: CopySettings,
    progress: Progress | None = None,
    on_step: Callable[[int, float], None] | None = None,
) -> list[float]:
    """Train the whole branch on views [N, C, H, W] each, the first of them the photos themselves; losses by step."""
    progress = progress or Progress()
    progress.stage("Training the copy code", settings.steps)
    random = np.random.default_rng(settings.seed)
    branch.train().requires_grad_(True).to(memory_format=torch.channels_last)
    head = list(branch.layer0.parameters())
    known = {id(parameter) for parameter in head}
    below = [parameter for parameter in branch.parameters() if id(parameter) not in known]
    groups = [{"params": head, "lr": settings.head_rate}, {"params": below, "lr": settings.branch_rate}]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.99), weight_decay=settings.weight_decay)
    warm = max(1, settings.steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / warm, 0.5 * (1 + math.cos(math.pi * step / settings.steps)) + 1e-3),
    )
    batches = _batches(len(views[0]), len(views), settings, random)
    memory, memory_photos = torch.zeros(0, branch.layout.bits), torch.zeros(0, dtype=torch.long)
    losses: list[float] = []
    for step in range(settings.steps):
        photos, first, second = next(batches)
        chosen = [views[view][photo] for view, photo in zip((*first, *second), (*photos, *photos), strict=True)]
        maps = torch.from_numpy(np.stack(chosen)).float().to(memory_format=torch.channels_last)
        numbers = torch.from_numpy(np.concatenate([photos, photos]))
        loss, codes = copy_loss(branch(maps), numbers, memory, memory_photos, settings)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(branch.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if not math.isfinite(losses[-1]):
            raise CrhError("Training went astray: the loss is no longer a number. Try lower learning rates.")
        memory = torch.cat([codes, memory])[: settings.memory]
        memory_photos = torch.cat([numbers, memory_photos])[: settings.memory]
        if on_step:
            on_step(step, losses[-1])
        progress.advance()
    branch.eval().requires_grad_(False)
    return losses


def _batches(count: int, views: int, settings: CopySettings, random: np.random.Generator) -> Any:
    """Endless (photos [B], first views [B], second views [B]); every photo once before any comes twice."""
    order = np.zeros(0, np.int64)
    size = min(settings.photos, count)
    while True:
        while len(order) < size:
            order = np.concatenate([order, random.permutation(count)])
        photos, order = order[:size], order[size:]
        if len(np.unique(photos)) < len(photos):
            continue  # the seam of two permutations repeats a photo
        first = random.integers(1, views, len(photos))
        second = 1 + (first - 1 + random.integers(1, views - 1, len(photos))) % (views - 1)
        first = np.where(random.random(len(photos)) < settings.plain, 0, first)
        yield photos, first, second


def start_layer(branch: CopyBranch, pooled: NDArray[np.float32], seed: int) -> None:
    """Let the last layer begin as a random projection with orthonormal rows of the centred pooled values [N, width]."""
    random = np.random.default_rng(seed)
    orthonormal, _ = np.linalg.qr(random.standard_normal((branch.layout.width, branch.layout.bits)))
    weight = orthonormal.T.astype(np.float32)
    with torch.no_grad():
        branch.layer0.weight.copy_(torch.from_numpy(weight))
        branch.layer0.bias.copy_(torch.from_numpy(-weight @ pooled.mean(axis=0)))


def train_layer(branch: CopyBranch, pooled: Sequence[NDArray[np.float32]], settings: CopySettings) -> list[float]:
    """Train only the last layer, on pooled values [N, width] of each view; losses by step. Takes seconds."""
    random = np.random.default_rng(settings.seed)
    layer = branch.layer0.requires_grad_(True)
    optimiser = torch.optim.AdamW(layer.parameters(), lr=settings.head_rate, weight_decay=settings.weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, settings.layer_steps)
    batches = _batches(len(pooled[0]), len(pooled), settings, random)
    losses: list[float] = []
    for _ in range(settings.layer_steps):
        photos, first, second = next(batches)
        chosen = [pooled[view][photo] for view, photo in zip((*first, *second), (*photos, *photos), strict=True)]
        numbers = torch.from_numpy(np.concatenate([photos, photos]))
        nothing = torch.zeros(0, branch.layout.bits), torch.zeros(0, dtype=torch.long)
        loss, _ = copy_loss(layer(torch.from_numpy(np.stack(chosen)).float()), numbers, *nothing, settings)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    layer.requires_grad_(False)
    return losses


# The last layer as a CRH head in which every photo is a class. Centers are assigned once, from ITQ codes: moving them
# gained nothing (models/README.md). 1,300 classes in 16 heads: greedy is a hundred times quicker than Hungarian.
INSTANCE_HEAD = TrainSettings(bits=256, epochs=10, learning_rate=1e-3, batch=256, hungarian=False, reassign="never")
INSTANCE_VIEWS = 6  # of each photo, itself among them


def instance_layer(
    pooled: Sequence[NDArray[np.float32]], settings: TrainSettings = INSTANCE_HEAD
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weight [K, width] and bias [K] of a CRH head on pooled values [N, width] of each view, each photo a class."""
    photos = np.arange(len(pooled[0]))
    trained = train_head(np.concatenate(pooled), np.tile(photos, len(pooled)), len(photos), settings)
    tensors = trained.head.tensors()
    weight, bias = tensors["layer0.weight"], tensors["layer0.bias"]
    return weight, bias - weight @ trained.mean


def settle_layer(branch: CopyBranch, pooled: Sequence[NDArray[np.float32]]) -> None:
    """Give a trained branch its final last layer.

    The one that was trained along with the blocks knows the training photos by heart: on photos of another kind it finds
    fewer originals than any layer fitted afterwards (models/README.md), and its thresholds lag behind the blocks.
    """
    weight, bias = instance_layer(pooled[:INSTANCE_VIEWS])
    with torch.no_grad():
        branch.layer0.weight.copy_(torch.from_numpy(weight))
        branch.layer0.bias.copy_(torch.from_numpy(bias))


def pool_views(branch: CopyBranch, views: Views, batch: int = 64) -> list[NDArray[np.float32]]:
    """Pooled values [N, width] of each view, below the last layer."""
    branch.eval().to(memory_format=torch.channels_last)
    pooled: list[NDArray[np.float32]] = []
    with torch.inference_mode():
        for view in views:
            parts = [_pool(branch, view[first : first + batch]) for first in range(0, len(view), batch)]
            pooled.append(np.concatenate(parts))
    return pooled


def _pool(branch: CopyBranch, maps: NDArray[np.float16]) -> NDArray[np.float32]:
    inputs = torch.from_numpy(maps.astype(np.float32)).to(memory_format=torch.channels_last)
    return np.asarray(branch.pooled(inputs).numpy(), np.float32)
