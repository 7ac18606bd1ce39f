"""Pictures to codes: the general and the copy code of every photo, and the CRH code once there is a model.

The general code (what kind of photo) keeps its real values (a projection), because its thresholds are the medians of
the person's own library (design/crh.md part 4) and move as the library grows; the copy code (which photo) and the CRH
code are final.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.paths import bundled
from crh_desktop.learn.bundle import Bundle, BundleError, read_bundle
from crh_desktop.learn.features import load_outputs, trunk_sha256

BATCH = 4  # pictures at once: larger batches fall out of the cache


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """What makes codes comparable: two codes may be compared only if every field is equal."""

    kind: str
    name: str
    bits: int
    preprocessing: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """projection: float32 [N, 256], the general code before its thresholds. crh, copy: packed uint8 [N, bits/8], or None
    where there is no such model (copy also where only features were given)."""

    projection: NDArray[np.float32]
    crh: NDArray[np.uint8] | None
    copy: NDArray[np.uint8] | None = None


class PictureEncoders:
    """The encoders of this installation. One pass of the trunk serves all codes.

    Args:
        device: "auto", "cpu" or "cuda".
        threads: of the trunk's computation; 0 leaves the choice to the runtime.
        models: a folder with `general256` and perhaps `starter` and `copy256`; None takes the shipped one.
        crh_model: the bundle that gives the CRH code; None takes `starter` in `models`, if it is there.
    """

    general: EncoderInfo
    crh: EncoderInfo | None
    copy: EncoderInfo | None

    def __init__(
        self,
        device: str = "auto",
        threads: int = 0,
        models: Path | None = None,
        crh_model: Path | None = None,
    ) -> None:
        models = models or bundled("models")
        self.general_bundle = read_bundle(models / "general256")
        starter = crh_model or models / "starter"
        self.crh_bundle = read_bundle(starter) if crh_model or (starter / "model.json").exists() else None
        trunk = self.general_bundle.info.trunk
        present = trunk_sha256(trunk)
        self.general = _checked(self.general_bundle, "general", trunk, present)
        self.crh = _checked(self.crh_bundle, "crh", trunk, present) if self.crh_bundle else None
        place = models / "copy256"
        self.copy_bundle = read_bundle(place) if (place / "model.json").exists() else None
        self.copy = _checked(self.copy_bundle, "copy", trunk, present) if self.copy_bundle else None
        self._outputs, self.runtime = load_outputs(trunk, self.copy_bundle, device, threads)

    def features(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Trunk features, float32 [N, D], of uint8 RGB pictures [N, 224, 224, 3]; any N, in batches."""
        return self.outputs(pictures)[0]

    def outputs(self, pictures: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Trunk features [N, D], and the copy code's values before the sign [N, K], or None without its model."""
        parts = [self._outputs(pictures[first : first + BATCH]) for first in range(0, len(pictures), BATCH)]
        if not parts:
            nothing = np.zeros((0, self.general_bundle.tensors["mean"].size), np.float32)
            return nothing, np.zeros((0, self.copy.bits), np.float32) if self.copy else None
        values = np.concatenate([part[1] for part in parts if part[1] is not None]) if self.copy else None
        return np.concatenate([part[0] for part in parts]), values

    def encode(self, pictures: NDArray[np.uint8]) -> Encoded:
        """All codes of uint8 RGB pictures [N, 224, 224, 3] as `core.imaging.network_input` makes them."""
        features, values = self.outputs(pictures)
        copy = sign_pack(values) if values is not None else None
        return replace(self.encode_features(features), copy=copy)

    def encode_features(self, features: NDArray[np.float32]) -> Encoded:
        """General and CRH code of trunk features [N, D] that were computed before; the copy code needs the picture."""
        crh = sign_pack(self.crh_bundle.project(features)) if self.crh_bundle else None
        return Encoded(self.general_bundle.project(features), crh)


def _checked(bundle: Bundle, kind: str, trunk: str, present: str) -> EncoderInfo:
    info = bundle.info
    if info.kind != kind:
        raise BundleError(f"The model {info.name} is of kind {info.kind}, where one of kind {kind} is needed.")
    if (info.trunk, info.trunk_sha256) != (trunk, present):
        raise BundleError(
            f"The model {info.name} was made for other weights of {info.trunk} than are installed; train it again."
        )
    return EncoderInfo(info.kind, info.name, info.bits, info.preprocessing, info.sha256)
