"""Pictures to codes: the general and the copy code of every photo, and the CRH code once there is a model.

The general code (what kind of photo) keeps its real values (a projection), because its thresholds are the medians of
the person's own library (design/crh.md part 4) and move as the library grows; the copy code (which photo) and the CRH
code are final.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.combined import Classes
from crh_desktop.core.paths import bundled
from crh_desktop.learn.bundle import Bundle, BundleError, read_bundle
from crh_desktop.learn.features import Features, Network, load_outputs, trunk_sha256
from crh_desktop.learn.known import classes_of


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
    where there is no such model."""

    projection: NDArray[np.float32]
    crh: NDArray[np.uint8] | None
    copy: NDArray[np.uint8] | None = None


class PictureEncoders:
    """The encoders of this installation. One pass of the trunk serves all codes; a CRH model of another trunk needs its
    own.

    Args:
        device: "auto", "cpu" or "cuda".
        threads: that compute at once; 0 takes all cores.
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
        self.general = checked(self.general_bundle, "general", trunk)
        self.crh = checked(self.crh_bundle, "crh", self.crh_bundle.info.trunk) if self.crh_bundle else None
        place = models / "copy256"
        self.copy_bundle = read_bundle(place) if (place / "model.json").exists() else None
        self.copy = checked(self.copy_bundle, "copy", trunk) if self.copy_bundle else None
        tuned = self.crh_bundle if self.crh_bundle and self.crh_bundle.cut is not None else None
        self._own: Features | None = None
        if self.crh_bundle and self.crh_bundle.info.trunk != trunk:
            self._own, tuned = bundle_features(self.crh_bundle, device, threads), None
        self._outputs, self.runtime = load_outputs(Network(trunk, self.copy_bundle, tuned), device, threads)

    def classes(self) -> Classes | None:
        """What the classes of the CRH model look like to the general code; None if it does not tell."""
        return classes_of(self.crh_bundle, self.general_bundle) if self.crh_bundle else None

    def features(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Trunk features, float32 [N, D], of uint8 RGB pictures [N, 224, 224, 3]; any N."""
        return self._outputs(pictures).features

    def encode(self, pictures: NDArray[np.uint8]) -> Encoded:
        """All codes of uint8 RGB pictures [N, 224, 224, 3] as `core.imaging.network_input` makes them."""
        passed = self._outputs(pictures)
        crh = None
        if self.crh_bundle:
            # the model's own features where it has any, else those that all share
            own = self._own(pictures) if self._own else passed.tuned
            crh = sign_pack(self.crh_bundle.project(passed.features if own is None else own))
        copy = sign_pack(passed.copy) if passed.copy is not None else None
        return Encoded(self.general_bundle.project(passed.features), crh, copy)


def bundle_features(bundle: Bundle, device: str = "auto", threads: int = 0) -> Features:
    """The features that a bundle's head stands on: its trunk's, with its own stages if it has any.

    Raises:
        BundleError: It was made for other weights than are installed.
    """
    checked(bundle, bundle.info.kind, bundle.info.trunk)
    network = Network(bundle.info.trunk, None, bundle if bundle.cut is not None else None)
    outputs, _ = load_outputs(network, device, threads)

    def features(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        passed = outputs(pictures)
        return passed.features if passed.tuned is None else passed.tuned

    return features


def checked(bundle: Bundle, kind: str, trunk: str) -> EncoderInfo:
    """What the codes of a bundle are comparable by.

    Raises:
        BundleError: It is of another kind, or for other weights than are installed.
    """
    info = bundle.info
    if info.kind != kind:
        raise BundleError(f"The model {info.name} is of kind {info.kind}, where one of kind {kind} is needed.")
    if (info.trunk, info.trunk_sha256) != (trunk, trunk_sha256(trunk)):
        raise BundleError(
            f"The model {info.name} was made for other weights of {info.trunk} than are installed; train it again."
        )
    return EncoderInfo(info.kind, info.name, info.bits, info.preprocessing, info.sha256)
