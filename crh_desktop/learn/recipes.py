"""Every method by name, as settings of one training loop, so that two methods differ in what their names say only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from crh_desktop.core.errors import UsageError
from crh_desktop.learn.losses import Objective, scale_for

CenterKind = Literal["codebook", "bernoulli", "hadamard", "maxhd", "mds", "shc", "learnt"]


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """Everything that decides a run.

    bits: K. epochs, learning_rate, batch, weight_decay: of Adam with a cosine schedule. hidden: units of the hidden
    layer, 0 for a linear head. objective: see `losses.Objective`. scale: s; 0 for sqrt(2) ln(C - 1) with its floor, -1 for
    sqrt(K). margin: m. quantisation: lambda. batch_norm: on the hash layer. centers: where they come from.
    candidates_per_class: M / C. single_head: H = 1. hungarian: assign by least total cost instead of greedily.
    start_from_itq: the head's start. assign_first: centers assigned before the first epoch, from ITQ codes. reassign: at
    the paper's cadence, after every epoch, never, or at the cadence but at random. clean: codes for reassignment from a
    pass of their own after the epoch. trunk_rate: learning rate of trunk weights as a share of the head's.
    validate_every: epochs.
    """

    bits: int = 64
    epochs: int = 100
    learning_rate: float = 1e-3
    batch: int = 128
    hidden: int = 0
    objective: Literal["cosine", "bits"] = "cosine"
    scale: float = 0.0
    margin: float = 0.2
    quantisation: float = 0.1
    weight_decay: float = 1e-5
    batch_norm: bool = False
    centers: CenterKind = "codebook"
    candidates_per_class: int = 2
    single_head: bool = False
    hungarian: bool = True
    start_from_itq: bool = True
    assign_first: bool = True
    reassign: Literal["cadence", "every", "never", "random"] = "cadence"
    clean: bool = False
    trunk_rate: float = 0.1
    validate_every: int = 5
    seed: int = 0

    def objective_for(self, classes: int, several: bool) -> Objective:
        """The loss for so many classes; with several labels a photo CRH leaves the quantisation term out (lambda = 0)."""
        scale = {0.0: scale_for(classes), -1.0: math.sqrt(self.bits)}.get(self.scale, self.scale)
        weight = 0.0 if several and self.objective == "cosine" else self.quantisation
        return Objective(self.objective, scale, self.margin, weight)


_FIXED: dict[str, Any] = {"assign_first": False, "reassign": "never"}
# OrthoHash as published (NeurIPS 2021): batch normalisation, no quantisation term, no other start than a random one;
# the scale is the one that its supplement recommends.
_ORTHO: dict[str, Any] = {**_FIXED, "batch_norm": True, "quantisation": 0.0, "start_from_itq": False}
_BITS: dict[str, Any] = {**_FIXED, "objective": "bits", "quantisation": 1e-4, "start_from_itq": False}

#: What each method changes in the settings of CRH.
TRAINED: Mapping[str, Mapping[str, Any]] = {
    "crh": {},
    "crh-fixed": _FIXED,
    "crh-single-head": {"single_head": True},
    "orthohash-bernoulli": {**_ORTHO, "centers": "bernoulli"},
    "orthohash-hadamard": {**_ORTHO, "centers": "hadamard"},
    "orthohash-maxhd": {**_ORTHO, "centers": "maxhd"},
    "csq": {**_BITS, "centers": "hadamard"},
    "mds": {**_FIXED, "centers": "mds", "scale": -1.0, "margin": 0.0, "quantisation": 1e-4, "start_from_itq": False},
    "shc": {**_BITS, "centers": "shc"},
    "learnt-centers": {**_FIXED, "centers": "learnt", "quantisation": 0.0},
}
#: Methods without a training loop.
CLOSED_FORM = ("lsh", "itq", "cca-itq")
METHODS = (*TRAINED, *CLOSED_FORM)


def settings_for(method: str, base: TrainSettings | None = None) -> TrainSettings:
    """Settings of a trained method: those of `base`, with what the method changes.

    Raises:
        UsageError: There is no such method.
    """
    if method not in TRAINED:
        raise UsageError(f"There is no method {method!r} that trains; there are {', '.join(TRAINED)}.")
    return replace(base or TrainSettings(), **TRAINED[method])
