"""Models as files, for the command line and the window: import, export."""

from __future__ import annotations

from pathlib import Path

from crh_desktop.core.errors import UsageError
from crh_desktop.core.models import ModelInfo, list_models
from crh_desktop.core.paths import data_dir


def import_file(file: Path) -> tuple[str, Path]:
    """Take in an exported model, or the weights of a trunk; returns what it was ("model" or a trunk) and where it lies.

    Raises:
        UsageError: It is neither, damaged, foreign or newer; nothing was written.
    """
    from crh_desktop.learn.bundle_file import import_bundle, import_trunk, is_exported

    if not file.is_file():
        raise UsageError(f"There is no file {file}.")
    if is_exported(file) or file.suffix not in (".pth", ".pt", ".safetensors"):
        return "model", import_bundle(file, data_dir() / "models")
    return "resnet34", import_trunk(file, "resnet34", data_dir() / "trunks")


def export_model(name: str, file: Path) -> Path:
    """Write a model as one file; returns its path, with the usual ending if it had none.

    Raises:
        UsageError: There is no such model, or it is damaged.
    """
    from crh_desktop.learn.bundle_file import ENDING, export_bundle

    model = find_model(name)
    if not file.suffix:
        file = file.with_suffix(ENDING)
    if not file.parent.is_dir():
        raise UsageError(f"There is no folder {file.parent}.")
    export_bundle(model.path, file)
    return file


def find_model(name: str) -> ModelInfo:
    """A model by its name, or by the name of its folder.

    Raises:
        UsageError: There is none, or there are several.
    """
    models = list_models()
    found = [model for model in models if model.path.name == name] or [model for model in models if model.name == name]
    if len(found) != 1:
        names = ", ".join(model.path.name for model in models)
        raise UsageError(
            f"There is no model {name!r}."
            if not found
            else f"There are several models {name!r}." + f" There are: {names}."
        )
    return found[0]
