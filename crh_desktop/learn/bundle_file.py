"""A model as one file, to hand on: safetensors whose header carries what model.json says. And weights of trunks.

Both come from elsewhere and are data only: numbers and text, checked before anything is written.
"""

from __future__ import annotations

import json
import pickle
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from crh_desktop.core.errors import UsageError
from crh_desktop.core.files import write_file
from crh_desktop.learn.bundle import (
    Bundle,
    BundleError,
    BundleInfo,
    describe,
    parse_description,
    read_bundle,
    write_bundle,
)

#: Ending of an exported model.
ENDING = ".crhmodel"
_KEY = "model"
_MOST_BYTES = 512 * 1024 * 1024


def export_bundle(folder: Path, file: Path) -> None:
    """Write a bundle as one file; the digest in it is that of its weights, so that damage is seen at the other end.

    Raises:
        BundleError: The bundle cannot be used.
    """
    bundle = read_bundle(folder)
    text = json.dumps(describe(bundle.info), ensure_ascii=False)
    temporary = file.with_name(f".{file.name}.part")
    try:
        save_file(
            {name: np.ascontiguousarray(value) for name, value in bundle.tensors.items()}, temporary, {_KEY: text}
        )
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def import_bundle(file: Path, models: Path) -> Path:
    """Unpack an exported model below `models` and return its folder; a name that is taken gets a number.

    Raises:
        BundleError: The file is no model, damaged, foreign or newer; nothing was written.
    """
    text, tensors = _read(file)
    models.mkdir(parents=True, exist_ok=True)
    # unpacked and checked beside, then renamed: a refused model leaves nothing behind
    with tempfile.TemporaryDirectory(dir=models, prefix=".import-") as place:
        folder = Path(place) / "model"
        fields = {
            key: value for key, value in parse_description(text, file).items() if key in BundleInfo.__dataclass_fields__
        }
        try:
            info = BundleInfo(
                **{**fields, "weights": "weights.safetensors", "classes": tuple(fields.get("classes", ()))}
            )
        except TypeError:
            raise BundleError(f"{file} lacks part of its description.") from None
        written = write_bundle(folder, Bundle(info, tensors))
        if written.sha256 != fields.get("sha256"):
            raise BundleError(f"{file} is damaged: its weights do not match their recorded digest.")
        read_bundle(folder)
        target = _free_name(models, str(info.name))
        folder.rename(target)
    return target


def import_trunk(file: Path, name: str, trunks: Path) -> Path:
    """Keep the weights of a trunk from a file of the person's: safetensors, or a state dict, read as data only.

    Raises:
        UsageError: The file holds no weights of this trunk.
    """
    import torch
    from safetensors.torch import load_file
    from safetensors.torch import save as save_torch

    from crh_desktop.learn.trunks import ResNet34, load_weights

    try:
        if file.suffix == ".safetensors":
            state: Any = load_file(file)
        else:
            state = torch.load(file, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, SafetensorError, pickle.UnpicklingError, EOFError) as error:
        raise UsageError(f"{file} cannot be read as weights: {str(error).splitlines()[0]}") from None
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        raise UsageError(f"{file} holds no weights: it should be a table of names and tensors.")
    data = save_torch({key: value.contiguous() for key, value in state.items()})
    with tempfile.NamedTemporaryFile(suffix=".safetensors") as checked:
        checked.write(data)
        checked.flush()
        load_weights(ResNet34(), Path(checked.name))
    target = trunks / f"{name}.safetensors"
    trunks.mkdir(parents=True, exist_ok=True)
    write_file(target, data)
    return target


def is_exported(file: Path) -> bool:
    """Whether a file says that it is an exported model."""
    try:
        return _KEY in _header(file)
    except BundleError:
        return False


def _header(file: Path) -> dict[str, str]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise BundleError(f"{file} is far too large to be a model.")
        with safe_open(file, framework="np") as opened:
            return dict(opened.metadata() or {})
    except OSError as error:
        raise BundleError(f"{file} cannot be read: {error.strerror or error}.") from None
    except SafetensorError:
        raise BundleError(f"{file} is no model, or damaged.") from None


def _read(file: Path) -> tuple[str, dict[str, Any]]:
    header = _header(file)
    if _KEY not in header:
        raise BundleError(f"{file} is no model of this program.")
    try:
        with safe_open(file, framework="np") as opened:
            return header[_KEY], {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
    except (SafetensorError, TypeError, ValueError) as error:
        raise BundleError(f"{file} is damaged: {error}.") from None


def _free_name(models: Path, name: str) -> Path:
    safe = "".join(mark if mark.isalnum() or mark in " -_." else "_" for mark in name).strip(" .")[:80] or "model"
    target, number = models / safe, 2
    while target.exists():
        target, number = models / f"{safe} {number}", number + 1
    return target
