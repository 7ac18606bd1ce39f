"""Where a run's centers come from and when they change: assigned from a codebook, fixed, or learnt."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from crh_desktop.learn import center_sets
from crh_desktop.learn.centers import (
    Assignment,
    assign_greedy,
    assign_hungarian,
    assignment_cost,
    compose,
    initial_assignment,
    reassigns_after,
)
from crh_desktop.learn.codebook import sample_codebook
from crh_desktop.learn.recipes import TrainSettings

#: Above so many classes the Hungarian assignment takes longer than an epoch of a head.
MOST_HUNGARIAN = 3000

Means = NDArray[np.float64]


class CenterRule(Protocol):
    """The centers of a run."""

    def matrix(self) -> Tensor:
        """The centers, float32 [C, K]: ±1 but for learnt ones."""

    def parameters(self) -> list[nn.Parameter]:
        """What the optimiser moves."""

    def wants_codes(self, epoch: int) -> bool:
        """Whether class means of the codes are needed at the end of this epoch."""

    def after(self, epoch: int, means: Means | None) -> int:
        """The end of an epoch, with class-mean codes, float64 [C, K], if they were wanted; how many (head, class) moved."""

    def state(self) -> dict[str, NDArray[Any]]:
        """What a checkpoint must hold."""

    def load(self, state: dict[str, NDArray[Any]]) -> None:
        """Go on from a checkpoint."""


class CodebookCenters:
    """CRH: entries of a fixed codebook, assigned anew from the class means of the codes (arXiv 2511.12162, Eq 5 to 8)."""

    def __init__(self, settings: TrainSettings, classes: int) -> None:
        self._settings = settings
        dimension = settings.bits if settings.single_head else None
        self.codebook = sample_codebook(
            settings.bits, settings.candidates_per_class * classes, settings.seed, dimension
        )
        self.assignment = initial_assignment(len(self.codebook), classes)
        self._centers = self._composed()

    def matrix(self) -> Tensor:
        """See `CenterRule`."""
        return self._centers

    def parameters(self) -> list[nn.Parameter]:
        """None: centers are constants between reassignments."""
        return []

    def wants_codes(self, epoch: int) -> bool:
        """See `CenterRule`."""
        rule = self._settings.reassign
        return rule == "every" or (rule == "cadence" and reassigns_after(epoch))

    def after(self, epoch: int, means: Means | None) -> int:
        """See `CenterRule`."""
        if self._settings.reassign == "random" and reassigns_after(epoch):
            return self._redraw(epoch)
        return self.assign(means, epoch + 1) if means is not None else 0

    def _redraw(self, epoch: int) -> int:
        """Other entries at random: what reassignment would do if it looked at nothing (an ablation)."""
        random = np.random.default_rng([self._settings.seed, 77, epoch])
        heads, classes = self.assignment.shape
        drawn = [random.permutation(self.codebook.shape[1])[:classes] for _ in range(heads)]
        return self._take(np.stack(drawn))

    def assign(self, means: Means, turn: int) -> int:
        """Assign from class means [C, K]; returns how many (head, class) pairs got another entry."""
        heads, classes = self.assignment.shape
        split = np.ascontiguousarray(means.reshape(classes, heads, -1).transpose(1, 0, 2))
        cost = assignment_cost(split, self.codebook)
        if self._settings.hungarian and classes <= MOST_HUNGARIAN:
            return self._take(assign_hungarian(cost))
        return self._take(assign_greedy(cost, self._settings.seed * 100_003 + turn))

    def _take(self, assignment: Assignment) -> int:
        moved = int((assignment != self.assignment).sum())
        self.assignment = assignment
        self._centers = self._composed()
        return moved

    def _composed(self) -> Tensor:
        return torch.from_numpy(compose(self.codebook, self.assignment)).float()

    def state(self) -> dict[str, NDArray[Any]]:
        """See `CenterRule`; the codebook follows from the seed."""
        return {"assignment": self.assignment}

    def load(self, state: dict[str, NDArray[Any]]) -> None:
        """See `CenterRule`."""
        self._take(np.asarray(state["assignment"], np.int64))


class FixedCenters:
    """Centers that never change, ±1 [C, K]."""

    def __init__(self, centers: NDArray[np.int8]) -> None:
        self._centers = torch.from_numpy(centers).float()

    def matrix(self) -> Tensor:
        """See `CenterRule`."""
        return self._centers

    def parameters(self) -> list[nn.Parameter]:
        """None."""
        return []

    def wants_codes(self, epoch: int) -> bool:
        """Never."""
        return False

    def after(self, epoch: int, means: Means | None) -> int:
        """Nothing moves."""
        return 0

    def state(self) -> dict[str, NDArray[Any]]:
        """See `CenterRule`."""
        return {"centers": self._centers.numpy()}

    def load(self, state: dict[str, NDArray[Any]]) -> None:
        """See `CenterRule`."""
        self._centers = torch.from_numpy(np.array(state["centers"], np.float32))


class LearntCenters(FixedCenters):
    """Centers that the optimiser moves like weights; their signs are the centers in the end."""

    def __init__(self, centers: NDArray[np.int8]) -> None:
        super().__init__(centers)
        self._parameter = nn.Parameter(self._centers.clone())

    def matrix(self) -> Tensor:
        """Scaled to the length of a code, so that the cosine to them is that of any other center."""
        rows: Tensor = nn.functional.normalize(self._parameter, dim=1)
        scaled: Tensor = rows * float(self._parameter.shape[1]) ** 0.5
        return scaled

    def parameters(self) -> list[nn.Parameter]:
        """See `CenterRule`."""
        return [self._parameter]

    def state(self) -> dict[str, NDArray[Any]]:
        """See `CenterRule`."""
        return {"centers": self._parameter.detach().cpu().numpy()}

    def load(self, state: dict[str, NDArray[Any]]) -> None:
        """See `CenterRule`."""
        with torch.no_grad():
            self._parameter.copy_(torch.from_numpy(np.asarray(state["centers"], np.float32)))


def center_rule(settings: TrainSettings, classes: int, similarity: NDArray[Any] | None = None) -> CenterRule:
    """The rule that the settings ask for. similarity: of the classes, [C, C], for centers "shc"."""
    kind, bits, seed = settings.centers, settings.bits, settings.seed
    if kind == "codebook":
        return CodebookCenters(settings, classes)
    if kind == "learnt":
        return LearntCenters(center_sets.bernoulli(classes, bits, seed))
    if kind == "shc":
        assert similarity is not None
        return FixedCenters(center_sets.shc(similarity, bits, seed))
    makers = {
        "bernoulli": center_sets.bernoulli,
        "hadamard": center_sets.hadamard,
        "maxhd": center_sets.maxhd,
        "mds": center_sets.mds,
    }
    return FixedCenters(makers[kind](classes, bits, seed))
