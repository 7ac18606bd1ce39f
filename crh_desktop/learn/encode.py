"""Pictures to codes: the general code of every photo, and the CRH code once there is a model.

The general code keeps its real values (a projection), because its thresholds are the medians of the person's own
library (design/crh.md part 4) and move as the library grows; the CRH code is final.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.paths import bundled
from crh_desktop.learn.bundle import Bundle, BundleError, read_bundle
from crh_desktop.learn.features import load_features, trunk_sha256

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
    """projection: float32 [N, 256], the general code before its thresholds. crh: packed uint8 [N, bits/8], or None."""

    projection: NDArray[np.float32]
    crh: NDArray[np.uint8] | None


class PictureEncoders:
    """The encoders of this installation. One pass of the trunk serves both codes.

    Args:
        device: "auto", "cpu" or "cuda".
        threads: of the trunk's computation; 0 leaves the choice to the runtime.
        models: a folder with `general256` and perhaps `starter`; None takes the shipped one.
        crh_model: the bundle that gives the CRH code; None takes `starter` in `models`, if it is there.
    """

    general: EncoderInfo
    crh: EncoderInfo | None

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
        self._features, self.runtime = load_features(trunk, device, threads)

    def features(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Trunk features, float32 [N, D], of uint8 RGB pictures [N, 224, 224, 3]; any N, in batches."""
        parts = [self._features(pictures[first : first + BATCH]) for first in range(0, len(pictures), BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, self.general_bundle.tensors["mean"].size), np.float32)

    def encode(self, pictures: NDArray[np.uint8]) -> Encoded:
        """Both codes of uint8 RGB pictures [N, 224, 224, 3] as `core.imaging.network_input` makes them."""
        return self.encode_features(self.features(pictures))

    def encode_features(self, features: NDArray[np.float32]) -> Encoded:
        """Both codes of trunk features [N, D] that were computed before."""
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
