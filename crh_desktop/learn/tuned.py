"""Fine-tuning: the last stages of a trunk, or all of it, trained together with the head."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageOps
from torch import Tensor, nn

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.imaging import NETWORK_SIDE, network_input
from crh_desktop.core.paths import cache_dir
from crh_desktop.core.progress import Progress
from crh_desktop.learn.bundle import TRUNK_PREFIX
from crh_desktop.learn.hashing import HashHead
from crh_desktop.learn.head_training import shuffled
from crh_desktop.learn.team import ALONE, Team
from crh_desktop.learn.trunks import Trunk

#: After how many blocks training begins with depth "last"; the blocks above hold most weights and cost least.
LAST_STAGES = {"efficientnet_lite0": 11, "resnet34": 13}
#: Longest side of the copies that are trained on: one decoding of the person's file, then a small JPEG of our own.
TRAINING_SIDE = 320
#: Least share of a picture's area that a training view shows.
LEAST_AREA = 0.6
# Batches that are decoded ahead of the network.
_AHEAD = 3


def cut_for(trunk: str, depth: str) -> int:
    """Where training begins: depth "last" or "all"."""
    return -1 if depth == "all" else LAST_STAGES[trunk]


class TunedModel(nn.Module):
    """Pictures uint8 [N, S, S, 3] to values [N, K]: a trunk of its own above `cut`, then the head.

    Batch normalisation keeps the statistics it came with: small batches of one family's photos would spoil them.
    """

    mean: Tensor

    def __init__(self, trunk: Trunk, cut: int, head: HashHead, mean: NDArray[np.float32]) -> None:
        super().__init__()
        # pictures come with their channels last; weights in the same order spare a processor a third of its time
        self.trunk = copy.deepcopy(trunk).to(memory_format=torch.channels_last)
        self.cut, self.head = cut, head
        self.register_buffer("mean", torch.from_numpy(mean.copy()))
        names = trunk.names_above(cut)
        for name, parameter in self.trunk.named_parameters():
            parameter.requires_grad_(name.startswith(names))

    def train(self, mode: bool = True) -> TunedModel:
        """Training mode for the head alone; see above."""
        super().train(mode)
        self.trunk.eval()
        return self

    def features(self, pictures: Tensor) -> Tensor:
        """Mean-pooled features, [N, D], before centring."""
        with torch.no_grad():
            below = self.trunk.lower(self.trunk.normalise(pictures), self.cut)
        return self.trunk.upper(below, self.cut).mean(dim=(2, 3))

    def forward(self, pictures: Tensor) -> Tensor:
        """[N, S, S, 3] to [N, K]."""
        values: Tensor = self.head(self.features(pictures).float() - self.mean)
        return values

    def parameter_groups(self, rate: float, trunk_rate: float) -> list[dict[str, Any]]:
        """The head at the learning rate, the trunk at a share of it."""
        trained = [parameter for parameter in self.trunk.parameters() if parameter.requires_grad]
        return [
            {"params": list(self.head.parameters()), "lr": rate},
            {"params": trained, "lr": rate * trunk_rate},
        ]

    def tensors(self) -> dict[str, NDArray[Any]]:
        """Head, mean and the trained part of the trunk, under the names that a bundle gives them."""
        names = self.trunk.names_above(self.cut)
        own = {
            TRUNK_PREFIX + name: value.detach().cpu().numpy()
            for name, value in self.trunk.state_dict().items()
            if name.startswith(names) and value.is_floating_point()
        }
        return {"mean": self.mean.cpu().numpy(), **self.head.tensors(), **own}


def tuned_trunk(trunk: Trunk, tensors: dict[str, NDArray[Any]]) -> Trunk:
    """A copy of the trunk with the trained weights of a bundle in place of its own.

    Raises:
        RuntimeError: They do not fit.
    """
    tuned = copy.deepcopy(trunk)
    state = {name.removeprefix(TRUNK_PREFIX): value for name, value in tensors.items() if name.startswith(TRUNK_PREFIX)}
    unknown = state.keys() - tuned.state_dict().keys()
    if unknown:
        raise RuntimeError(f"{min(unknown)} is no part of {trunk.name}")
    tuned.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()}, strict=False)
    return tuned.eval().requires_grad_(False)


# --- pictures ---------------------------------------------------------------------------------------------------------


def training_pictures(
    paths: Sequence[Path], digests: Sequence[str], pool: DecodePool, progress: Progress, threads: int = 2
) -> list[Path]:
    """Small JPEGs of the photos in the cache directory, made by decode processes where they are missing."""
    progress.stage("Preparing pictures", len(paths))
    folder = cache_dir() / "training"
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{digest}-{TRAINING_SIDE}.jpg" for digest in digests]

    def make(row: int) -> None:
        if not files[row].exists():
            pool.picture(str(paths[row].absolute()).encode("utf-8", "surrogateescape"), files[row], TRAINING_SIDE)

    with ThreadPoolExecutor(threads) as workers:
        for first in range(0, len(paths), 32):
            rows = range(first, min(len(paths), first + 32))
            list(workers.map(make, rows))
            progress.advance(len(rows))
    return files


class PictureSource:
    """Batches of augmented pictures, uint8 [B, S, S, 3], decoded by threads a few batches ahead of the network.

    Only those batches are in memory. What a photo looks like in an epoch follows from seed, epoch and row, whatever the
    threads' order.
    """

    def __init__(
        self, files: Sequence[Path], targets: NDArray[np.uint8], batch: int, seed: int, threads: int = 2,
        team: Team = ALONE,
    ) -> None:  # fmt: skip
        self.targets = torch.from_numpy(targets)
        self._files, self._batch, self._seed, self._threads, self._team = files, batch, seed, threads, team

    def epoch(self, number: int) -> Iterator[tuple[Tensor, Tensor]]:
        """See `train.Source`."""

        def view(row: int) -> NDArray[np.uint8]:
            return augmented(self._files[row], np.random.default_rng([self._seed, number, row]))

        with ThreadPoolExecutor(self._threads) as workers:
            waiting: deque[tuple[Tensor, list[Future[NDArray[np.uint8]]]]] = deque()
            try:
                for whole in shuffled(len(self._files), self._batch, self._seed, number, least=self._team.size):
                    rows = self._team.own(whole)
                    waiting.append((rows, [workers.submit(view, int(row)) for row in rows]))
                    if len(waiting) > _AHEAD:
                        yield _taken(waiting)
                while waiting:
                    yield _taken(waiting)
            finally:
                for _, futures in waiting:
                    for future in futures:
                        future.cancel()


def _taken(waiting: deque[tuple[Tensor, list[Future[NDArray[np.uint8]]]]]) -> tuple[Tensor, Tensor]:
    rows, futures = waiting.popleft()
    return rows, torch.from_numpy(np.stack([future.result() for future in futures]))


def augmented(file: Path, random: np.random.Generator) -> NDArray[np.uint8]:
    """A random part of the picture, squashed to the network's side, perhaps mirrored: uint8 [S, S, 3]."""
    with Image.open(file) as picture:
        upright = picture.convert("RGB")
    width, height = upright.size
    side = float(np.sqrt(random.uniform(LEAST_AREA, 1.0)))
    wide, high = side * width, side * height
    left, top = random.uniform(0, width - wide), random.uniform(0, height - high)
    view = upright.resize(
        (NETWORK_SIDE, NETWORK_SIDE), Image.Resampling.BILINEAR, box=(left, top, left + wide, top + high)
    )
    return np.asarray(ImageOps.mirror(view) if random.random() < 0.5 else view, np.uint8)


def plain(file: Path) -> NDArray[np.uint8]:
    """The whole picture as the network takes it when photos are hashed: uint8 [S, S, 3]."""
    with Image.open(file) as picture:
        return network_input(picture.convert("RGB"))


def values_of(
    model: TunedModel, files: Sequence[Path], device: str, batch: int = 32, threads: int = 2
) -> NDArray[np.float32]:
    """Values [N, K] of whole pictures."""
    found: list[NDArray[np.float32]] = []
    model.eval()
    with ThreadPoolExecutor(threads) as workers, torch.inference_mode():
        for first in range(0, len(files), batch):
            pictures = np.stack(list(workers.map(plain, files[first : first + batch])))
            found.append(model(torch.from_numpy(pictures).to(device)).float().cpu().numpy())
    return np.concatenate(found)
