"""The training loop of CRH and of every trained rival (arXiv 2511.12162, training; design/crh.md 1.7).

One loop for cached features and for pictures: a source gives batches, a model turns them into values, a rule holds the
centers. Everything random follows from the seed and the number of the epoch, so that a run that was cut off and goes on
from its last epoch ends in the same bits as one that was not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from crh_desktop.core.errors import CrhError
from crh_desktop.core.progress import Progress
from crh_desktop.learn.center_rules import CenterRule
from crh_desktop.learn.losses import LossParts, Objective
from crh_desktop.learn.recipes import TrainSettings
from crh_desktop.learn.team import ALONE, Team


class Source(Protocol):
    """Where batches come from.

    targets: uint8 [N, C], 0 or 1, at least one 1 in every row.
    """

    targets: Tensor

    def epoch(self, number: int) -> Iterator[tuple[Tensor, Tensor]]:
        """All photos once, in an order that follows from seed and number: rows int64 [B] and inputs [B, …]."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What one epoch did.

    loss, center, quantisation: means over the photos. moved: (head, class) pairs that got another entry. validation: mAP,
    None if not measured. waited: share of its time in which the network waited for its next batch.
    """

    number: int
    loss: float
    moved: int
    validation: float | None
    center: float = 0.0
    quantisation: float = 0.0
    waited: float = field(default=0.0, compare=False)


class Training:
    """A run, epoch by epoch. `state` after any epoch is enough to go on from there.

    Args:
        model: inputs [B, …] to values [B, K]; may have a method `parameter_groups(rate, trunk_rate)`.
        source: of batches.
        centers: the rule.
        objective: the loss.
        settings: of optimiser and schedule.
        device: "cpu", "cuda" or "mps".
        amp: autocast in this type; None computes in float32.
        validate: the mAP of the model as it is, asked every `validate_every` epochs and after the last.
        team: the processes that train together; the source gives each its own part of every batch.
    """

    def __init__(
        self,
        model: nn.Module,
        source: Source,
        centers: CenterRule,
        objective: Objective,
        settings: TrainSettings,
        device: str = "cpu",
        amp: torch.dtype | None = None,
        validate: Callable[[], float] | None = None,
        team: Team = ALONE,
    ) -> None:
        self.model, self.source, self.centers = model.to(device), source, centers
        self.objective, self.settings, self.device = objective, settings, device
        self._amp, self._team = amp, team
        self._validate = None if validate is None else (lambda: team.first(validate))
        self._forward = team.wrapped(self.model, device)
        for parameter in centers.parameters():
            parameter.data = parameter.data.to(device)
        self._optimiser = torch.optim.Adam(
            _groups(model, settings) + [{"params": centers.parameters()}] * bool(centers.parameters()),
            lr=settings.learning_rate,
            betas=(0.5, 0.999),
            weight_decay=settings.weight_decay,
        )
        self._schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
            self._optimiser, T_max=settings.epochs, eta_min=1e-7
        )
        self._scaler = torch.amp.GradScaler(device, enabled=amp is torch.float16)
        self._targets = source.targets.to(device)
        self.micro = settings.batch
        self.epochs: list[Epoch] = []
        self.best: dict[str, Tensor] | None = None
        self.best_epoch, self.best_centers = -1, centers.matrix().detach().cpu().numpy().copy()
        self._best_score = -1.0
        self._stopped = False

    @property
    def finished(self) -> bool:
        """Whether all epochs are done, or the run was asked to stop."""
        return self._stopped or len(self.epochs) >= self.settings.epochs

    def run(self, progress: Progress | None = None, on_epoch: Callable[[Epoch], None] | None = None) -> None:
        """Train to the end; a cancel is answered before the next batch, and the epochs done stay in `state`.

        Raises:
            Cancelled: by `progress`.
            CrhError: The loss is no longer a number, or not even one photo at a time fits the memory.
        """
        progress = progress or Progress()
        per_epoch = -(-len(self._targets) // self.settings.batch)
        progress.stage("Training", self.settings.epochs * per_epoch)
        progress.advance(len(self.epochs) * per_epoch)
        while not self.finished:
            done = self._epoch(len(self.epochs), progress)
            if on_epoch:
                on_epoch(done)

    def stop(self) -> None:
        """End the run after the epoch that is done; the best one so far counts, the last where none was validated."""
        self._stopped = True
        if self.best is None:
            self.model.eval()
            self._remember(len(self.epochs) - 1, self.centers.matrix(), self._validate() if self._validate else None)

    def keep_best(self) -> None:
        """Put the weights of the best epoch back into the model (of the last one, where nothing was validated)."""
        if self.best is not None:
            self.model.load_state_dict(self.best)

    # --- one epoch ----------------------------------------------------------------------------------------------------

    def _epoch(self, number: int, progress: Progress) -> Epoch:
        settings, clock = self.settings, _Clock()
        self.model.train()
        # The codes of this very pass, before each update, feed the reassignment: no second pass is needed.
        gathered = _Means(self._targets.shape[1], settings.bits, self.device)
        wanted = self.centers.wants_codes(number)
        summed = torch.zeros(3, device=self.device)
        for rows, inputs in clock.waiting(self.source.epoch(number)):
            targets = self._targets[rows.to(self.device)].float()
            values, parts = self._step(inputs, targets)
            summed += torch.stack([parts.total, parts.center, parts.quantisation]) * len(rows)
            if wanted and not settings.clean:
                gathered.add(values, targets)
            progress.advance()
        self._schedule.step()
        mean = (self._team.sum(summed) / len(self._targets)).tolist()
        if not np.isfinite(mean).all():
            raise CrhError("Training went astray: the loss is no longer a number. Try a lower learning rate.")
        used = self.centers.matrix().detach().clone()
        if wanted and settings.clean:
            self._clean_pass(number, gathered)
        moved = self.centers.after(number, gathered.means(self._team) if wanted else None)
        last = number + 1 == settings.epochs
        score = None
        if self._validate and (last or (number + 1) % settings.validate_every == 0):
            self.model.eval()
            score = self._validate()
        if (score is not None and score > self._best_score) or (not self._validate and last):
            self._remember(number, used, score)
        done = Epoch(number, mean[0], moved, score, mean[1], mean[2], clock.share)
        self.epochs.append(done)
        return done

    def _remember(self, number: int, centers: Tensor, score: float | None) -> None:
        self._best_score = self._best_score if score is None else score
        self.best = {name: value.detach().cpu().clone() for name, value in self.model.state_dict().items()}
        self.best_epoch, self.best_centers = number, centers.detach().cpu().numpy().copy()

    def _step(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, LossParts]:
        """One update. Where memory runs out the batch is taken in parts from then on; the update stays the same."""
        while True:
            try:
                return self._update(inputs, targets)
            except RuntimeError as error:
                if not _out_of_memory(error):
                    raise
                if self._team.size > 1:  # the others wait for this one's gradients
                    raise CrhError("There is not enough memory for this batch. Train with more processes.") from None
                if self.micro <= 1:
                    raise CrhError("There is not enough memory to train on even one photo at a time.") from None
                self.micro = max(1, min(self.micro, len(inputs)) // 2)
                if self.device == "cuda":
                    torch.cuda.empty_cache()

    def _update(self, inputs: Tensor, targets: Tensor) -> tuple[Tensor, LossParts]:
        self._optimiser.zero_grad(set_to_none=True)
        centers = self.centers.matrix().to(self.device)
        found: list[Tensor] = []
        total, center, rest = torch.zeros(3, device=self.device).unbind()
        # gradients are averaged over the team: what counts is the mean over the whole batch
        weight = self._team.size * self._team.share(len(inputs))
        for first in range(0, len(inputs), self.micro):
            part = slice(first, first + self.micro)
            moved = inputs[part].to(self.device, non_blocking=True)
            with self._team.apart(self._forward, first + self.micro >= len(inputs)):
                if self._amp is not None:
                    with torch.autocast(self.device, self._amp):
                        values = self._forward(moved)
                else:
                    values = self._forward(moved)
                parts = self.objective(values.float(), centers, targets[part])
                share = len(values) / len(inputs)
                self._scaler.scale(parts.total * share * weight).backward()  # type: ignore[no-untyped-call]
            found.append(values.detach().float())
            total = total + parts.total.detach() * share
            center, rest = center + parts.center * share, rest + parts.quantisation * share
            if first + self.micro < len(inputs) and self.centers.parameters():
                centers = self.centers.matrix().to(self.device)  # the graph of the last part is gone
        for parameter in self.centers.parameters():  # they are no part of the model
            if parameter.grad is not None:
                parameter.grad = self._team.sum(parameter.grad) / self._team.size
        self._scaler.unscale_(self._optimiser)
        torch.nn.utils.clip_grad_norm_([one for group in self._optimiser.param_groups for one in group["params"]], 1.0)
        self._scaler.step(self._optimiser)
        self._scaler.update()
        return torch.cat(found), LossParts(total, center, rest)

    def _clean_pass(self, number: int, gathered: _Means) -> None:
        self.model.eval()
        with torch.no_grad():
            for rows, inputs in self.source.epoch(number):
                values = self.model(inputs.to(self.device)).float()
                gathered.add(values, self._targets[rows.to(self.device)].float())

    # --- checkpoints --------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Everything a checkpoint must hold: plain numbers, lists, dicts and tensors."""
        return {
            "model": self.model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "scaler": self._scaler.state_dict(),
            "centers": {name: torch.from_numpy(value.copy()) for name, value in self.centers.state().items()},
            "best": self.best,
            "best_epoch": self.best_epoch,
            "best_centers": torch.from_numpy(self.best_centers),
            "best_score": self._best_score,
            "micro": self.micro,
            "epochs": [
                [one.number, one.loss, one.moved, one.validation, one.center, one.quantisation, one.waited]
                for one in self.epochs
            ],
        }

    def load(self, state: dict[str, Any]) -> None:
        """Go on from `state`, which a run with the same settings gave."""
        self.model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        self._scaler.load_state_dict(state["scaler"])
        self.centers.load({name: value.numpy() for name, value in state["centers"].items()})
        self.best, self.best_epoch = state["best"], state["best_epoch"]
        self.best_centers, self._best_score = state["best_centers"].numpy(), state["best_score"]
        self.micro = state["micro"]
        self.epochs = [Epoch(*row) for row in state["epochs"]]


class _Means:
    """Class means of signs, gathered batch by batch: only [C, K] numbers are kept (Eq 5 and 7, w = y / |y|_1)."""

    def __init__(self, classes: int, bits: int, device: str) -> None:
        self._sums = torch.zeros(classes, bits, device=device)
        self._weights = torch.zeros(classes, device=device)

    def add(self, values: Tensor, targets: Tensor) -> None:
        weights = targets / targets.sum(dim=1, keepdim=True)
        self._sums += weights.T @ torch.where(values >= 0, 1.0, -1.0)
        self._weights += weights.sum(dim=0)

    def means(self, team: Team) -> NDArray[np.float64]:
        """Over all processes of the team."""
        team.sum(self._sums)
        team.sum(self._weights)
        return np.asarray((self._sums / self._weights[:, None]).cpu().numpy(), np.float64)


@dataclass
class _Clock:
    """How much of the time went into waiting for the next batch."""

    waited: float = 0.0
    worked: float = 0.0
    _since: float = field(default=0.0, repr=False)

    def waiting(self, batches: Iterator[Any]) -> Iterator[Any]:
        while True:
            started = time.perf_counter()
            batch = next(batches, None)
            given = time.perf_counter()
            self.waited += given - started
            if batch is None:
                return
            yield batch
            self.worked += time.perf_counter() - given

    @property
    def share(self) -> float:
        return self.waited / max(1e-9, self.waited + self.worked)


def _groups(model: nn.Module, settings: TrainSettings) -> list[dict[str, Any]]:
    own: Any = getattr(model, "parameter_groups", None)
    if own is not None:
        return list(own(settings.learning_rate, settings.trunk_rate))
    return [{"params": [parameter for parameter in model.parameters() if parameter.requires_grad]}]


def _out_of_memory(error: RuntimeError) -> bool:
    """CUDA has a class of its own for it; MPS and the CPU's allocator only say so."""
    text = str(error).lower()
    return isinstance(error, torch.OutOfMemoryError) or "out of memory" in text or "can't allocate memory" in text
