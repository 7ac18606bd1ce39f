"""Model bundles: a folder with `model.json` (what it is) and a safetensors file (its numbers). Data, never pickles.

A bundle holds a head, or for kind "copy" a branch of the trunk. The trunk's weights come with their own package and are
named here by SHA-256, so that codes of other weights are never taken for codes of these. Everything is checked before
it is used. Free of torch.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from crh_desktop.core.errors import CrhError
from crh_desktop.learn.layout import CopyLayout

FORMAT = "crh-desktop model"
SCHEMA = 1
KINDS = ("general", "crh", "copy", "linear")
#: Begins the names of a fine-tuned trunk's weights.
TRUNK_PREFIX = "trunk."
#: Of tensors that tell what the classes look like to the general code (`learn.known`).
CLASS_PREFIX = "classes."
_MOST_BYTES = 256 * 1024 * 1024


class BundleError(CrhError):
    """A model bundle is missing, damaged, foreign, or of a newer version."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class BundleInfo:
    """What model.json says. sha256: of the weights file; trunk_sha256: of the trunk's own weights file."""

    kind: str
    name: str
    bits: int
    trunk: str
    trunk_sha256: str
    preprocessing: str
    sha256: str = ""
    weights: str = "weights.safetensors"
    classes: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A checked bundle.

    tensors: `mean` float32 [D], `layer0.weight` [K or hidden, D], `layer0.bias`, perhaps `layer1.*`, and for CRH
    `centers` int8 [C, K] and, if its trunk was fine-tuned, `trunk.*` in place of the trunk's own; `classes.*` is for
    `learn.known`. For copy: those that
    `layout.CopyLayout.shapes` names, float16 or float32.
    """

    info: BundleInfo
    tensors: dict[str, NDArray[Any]]

    @property
    def cut(self) -> int | None:
        """After how many of the trunk's blocks the model has weights of its own; None for a head on the trunk as it is."""
        return int(self.info.settings["cut"]) if any(name.startswith(TRUNK_PREFIX) for name in self.tensors) else None

    @property
    def width(self) -> int:
        """D, how many features the head takes."""
        return int(self.tensors["mean"].size)

    def project(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Trunk features [N, D] to the head's real outputs before the sign, [N, K]; ReLU between layers."""
        values = features - self.tensors["mean"]
        layers = _layers(self.tensors)
        for layer in range(layers):
            if layer:
                values = np.maximum(values, 0)
            values = values @ self.tensors[f"layer{layer}.weight"].T + self.tensors[f"layer{layer}.bias"]
        return np.ascontiguousarray(values, dtype=np.float32)


def _layers(tensors: dict[str, NDArray[Any]]) -> int:
    return sum(1 for name in tensors if name.startswith("layer") and name.endswith(".weight"))


def write_bundle(folder: Path, bundle: Bundle) -> BundleInfo:
    """Write a bundle; `model.json` last and by rename, so that a half-written bundle is never taken for a whole one."""
    folder.mkdir(parents=True, exist_ok=True)
    data = save_tensors({name: np.ascontiguousarray(value) for name, value in bundle.tensors.items()})
    info = BundleInfo(**{**asdict(bundle.info), "sha256": hashlib.sha256(data).hexdigest()})
    _check_contents(Bundle(info, bundle.tensors), folder)
    text = json.dumps(describe(info), indent=2, ensure_ascii=False) + "\n"
    for name, content in ((info.weights, data), ("model.json", text.encode())):
        temporary = folder / f".{name}.{os.getpid()}"
        temporary.write_bytes(content)
        temporary.replace(folder / name)
    return info


def read_bundle(folder: Path) -> Bundle:
    """Read a bundle and check it: format, version, names, digest, shapes, finiteness.

    Raises:
        BundleError: with a sentence that says what is wrong.
    """
    fields = _read_json(folder)
    try:
        known = {key: fields[key] for key in BundleInfo.__dataclass_fields__ if key in fields}
        info = BundleInfo(**{**known, "classes": tuple(known.get("classes", ()))})
    except TypeError as error:
        raise BundleError(f"The model in {folder} lacks part of its description: {error}.") from None
    _check_info(info, folder)
    path = folder / info.weights
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_BYTES:
            raise BundleError(f"The weights of the model in {folder} are a link or far too large; it is not used.")
        data = path.read_bytes()
    except OSError as error:
        raise BundleError(f"The weights of the model in {folder} cannot be read: {error.strerror}.") from None
    if hashlib.sha256(data).hexdigest() != info.sha256:
        raise BundleError(f"The model in {folder} is damaged: its weights do not match their recorded digest.")
    try:
        tensors = load_tensors(data)
    except Exception as error:  # safetensors raises a class of its own and plain ones
        raise BundleError(f"The model in {folder} is damaged: {error}.") from None
    bundle = Bundle(info, tensors)
    _check_contents(bundle, folder)
    return bundle


def _read_json(folder: Path) -> dict[str, Any]:
    path = folder / "model.json"
    try:
        if path.stat().st_size > 8 * 1024 * 1024:
            raise BundleError(f"{path} is far too large to describe a model.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BundleError(f"There is no model in {folder}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BundleError(f"The model in {folder} is damaged: model.json is not JSON.") from None
    return parse_description(text, folder)


def describe(info: BundleInfo) -> dict[str, Any]:
    """What model.json holds, with the format's name and version."""
    return {"format": FORMAT, "schema": SCHEMA, **asdict(info)}


def parse_description(text: str, where: Path) -> dict[str, Any]:
    """The fields that `describe` gave, wherever the text comes from.

    Raises:
        BundleError: It is no JSON, of another program, or of a newer version.
    """
    try:
        fields = json.loads(text)
    except ValueError:
        raise BundleError(f"The model in {where} is damaged: model.json is not JSON.") from None
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise BundleError(f"{where} holds a model of another program.")
    schema = fields.get("schema")
    if not isinstance(schema, int) or schema < 1:
        raise BundleError(f"The model in {where} is damaged: it names no version of the format.")
    if schema > SCHEMA:
        raise BundleError(f"The model in {where} was written by a newer version of CRH Desktop; update to use it.")
    return fields


def _check_info(info: BundleInfo, folder: Path) -> None:
    texts = (info.kind, info.name, info.trunk, info.trunk_sha256, info.preprocessing, info.sha256, info.weights)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(name, str) for name in info.classes):
        raise BundleError(f"The model in {folder} is damaged: a field that should be text is not.")
    if info.kind not in KINDS:
        raise BundleError(f"The model in {folder} is of kind {info.kind!r}, which this version does not know.")
    if not isinstance(info.settings, dict):
        raise BundleError(f"The model in {folder} is damaged: its settings are no settings.")
    if not isinstance(info.bits, int) or not 8 <= info.bits <= 4096 or info.bits % 8:
        raise BundleError(f"The model in {folder} gives codes of {info.bits!r} bits, which cannot be used.")
    # A bundle may come from a stranger: its file name must not lead out of its folder, on any platform.
    if info.weights in ("", ".", "..") or any(mark in info.weights for mark in "/\\:\0"):
        raise BundleError(f"The model in {folder} names a weights file outside its own folder; it is not used.")


def _check_contents(bundle: Bundle, folder: Path) -> None:
    tensors, info = bundle.tensors, bundle.info
    damaged = f"The model in {folder} is damaged: "
    for name, tensor in tensors.items():
        kinds = (np.float32, np.float16) if info.kind == "copy" else (np.float32, np.int8)
        if tensor.dtype not in kinds or not np.isfinite(tensor).all():
            raise BundleError(damaged + f"{name} holds values that are no usable numbers.")
    if info.kind == "copy":
        _check_branch(bundle, damaged)
    else:
        _check_head(bundle, damaged)


def _check_branch(bundle: Bundle, damaged: str) -> None:
    info = bundle.info
    try:
        wanted = CopyLayout.of(info.trunk, info.bits, info.settings).shapes()
    except ValueError as error:
        raise BundleError(damaged + f"{error}.") from None
    if {name: tensor.shape for name, tensor in bundle.tensors.items()} != wanted:
        raise BundleError(damaged + "its layers do not fit together.")


def _check_head(bundle: Bundle, damaged: str) -> None:
    tensors, info = bundle.tensors, bundle.info
    if "mean" not in tensors or tensors["mean"].ndim != 1 or not _layers(tensors):
        raise BundleError(damaged + "its mean or its layers are missing.")
    width = tensors["mean"].shape[0]
    for layer in range(_layers(tensors)):
        weight, bias = tensors.get(f"layer{layer}.weight"), tensors.get(f"layer{layer}.bias")
        if weight is None or bias is None or weight.ndim != 2 or weight.shape[1] != width:
            raise BundleError(damaged + "its layers do not fit together.")
        if bias.shape != (weight.shape[0],):
            raise BundleError(damaged + "its layers do not fit together.")
        width = weight.shape[0]
    if any(name.startswith(TRUNK_PREFIX) for name in tensors):
        cut = info.settings.get("cut")
        if not isinstance(cut, int) or isinstance(cut, bool) or not -1 <= cut <= 256:
            raise BundleError(damaged + f"its own stages cannot begin after {cut!r} blocks.")
    if width != info.bits:
        raise BundleError(damaged + f"its head gives {width} values for {info.bits} bits.")
    if info.kind == "crh":
        centers = tensors.get("centers")
        if centers is None or centers.shape != (len(info.classes), info.bits) or not (np.abs(centers) == 1).all():
            raise BundleError(damaged + "its centers do not fit its classes.")
    looks = {name: part.shape for name, part in tensors.items() if name.startswith(CLASS_PREFIX)}
    wide, classes = looks.get(CLASS_PREFIX + "mean", (0,)), len(info.classes)
    shapes = {"mean": wide, "directions": (classes, *wide), "usual": (classes,), "bounds": (2,)}
    if looks and looks != {CLASS_PREFIX + name: shape for name, shape in shapes.items()}:
        raise BundleError(damaged + "what it says of its classes does not fit together.")
