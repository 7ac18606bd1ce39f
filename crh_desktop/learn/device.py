"""What a run computes on: the device, and the number type that it may take there."""

from __future__ import annotations

import torch

from crh_desktop.core.errors import UsageError

DEVICES = ("auto", "cpu", "cuda", "mps")


def pick_device(wanted: str = "auto") -> str:
    """ "cuda", "mps" or "cpu": the wanted one, or for "auto" the first of them that is there.

    Raises:
        UsageError: The wanted one is not there.
    """
    if wanted not in DEVICES:
        raise UsageError(f"There is no device {wanted!r}; there are {', '.join(DEVICES)}.")
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return next(name for name, is_there in there.items() if is_there)
    if not there[wanted]:
        raise UsageError(f"This machine, or the torch that is installed on it, has no device {wanted!r}.")
    return wanted


def amp_type(device: str) -> torch.dtype | None:
    """Type of autocast: bfloat16 on GPUs that have it, float16 on older ones, none elsewhere (it is slower there)."""
    if device != "cuda":
        return None
    return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16


def describe(device: str) -> str:
    """The device for people."""
    return torch.cuda.get_device_name() if device == "cuda" else {"mps": "Apple GPU"}.get(device, "CPU")
