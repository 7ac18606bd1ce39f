"""Views of photos, carried once through the frozen part of the trunk and kept on disk as half floats.

Training the branch then neither decodes, nor edits, nor runs the ten blocks below the branch again: an epoch costs what
the branch itself costs.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from crh_desktop.core.errors import PhotoError
from crh_desktop.core.imaging import decode, network_input
from crh_desktop.core.progress import Progress
from crh_desktop.learn.copy_augment import Picture, view
from crh_desktop.learn.trunks import EfficientNetLite, load_trunk

_LONGEST = 512  # photos are held at this side at most: what is lost lies far above the network's 224 pixels
_BATCH = 8

Tapped = Callable[[NDArray[np.uint8]], tuple[NDArray[np.float32], NDArray[np.float32]]]


def read_photos(paths: Sequence[Path], progress: Progress | None = None) -> list[Picture]:
    """Upright RGB pictures [H, W, 3] of at most 512 pixels a side; what cannot be read is left out."""
    progress = progress or Progress()
    progress.stage("Reading photos", len(paths))
    photos: list[Picture] = []
    for path in paths:
        try:
            picture = decode(path.read_bytes(), path.name).picture
        except (PhotoError, OSError):
            continue
        picture.thumbnail((_LONGEST, _LONGEST), Image.Resampling.BICUBIC, reducing_gap=2.0)
        photos.append(np.asarray(picture, np.uint8))
        progress.advance()
    return photos


def tapped_trunk(name: str, tap: int, scratch: Path, threads: int = 1) -> Tapped:
    """A function from uint8 pictures [N, S, S, 3] to trunk features [N, D] and the maps after `tap` blocks.

    Args:
        name: the trunk.
        tap: number of blocks.
        scratch: a folder for the exported graph.
        threads: of one picture's computation.
    """
    import onnxruntime

    class Tap(torch.nn.Module):
        def __init__(self, trunk: EfficientNetLite) -> None:
            super().__init__()
            self.trunk = trunk

        def forward(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            maps, tapped = self.trunk.tapped(self.trunk.normalise(pictures), tap)
            return maps.mean(dim=(2, 3)), tapped

    trunk = load_trunk(name)
    assert isinstance(trunk, EfficientNetLite)
    scratch.mkdir(parents=True, exist_ok=True)
    path = scratch / f"tap{tap}.{os.getpid()}.onnx"
    axes = {axis: {0: "batch"} for axis in ("pictures", "features", "tapped")}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Tap(trunk),
            (torch.zeros(2, trunk.preprocessing.size, trunk.preprocessing.size, 3, dtype=torch.uint8),),
            path,
            input_names=["pictures"],
            output_names=["features", "tapped"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    path.unlink()

    def run(pictures: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        features, tapped = session.run(None, {"pictures": pictures})
        return features, tapped

    return run


def make_views(
    photos: Sequence[Picture],
    folder: Path,
    tapped: Tapped,
    numbers: Sequence[int],
    run: int,
    progress: Progress | None = None,
) -> None:
    """Write `maps_NNN.npy` float16 [N, C, H, W] and `features_NNN.npy` float16 [N, D] for each view number.

    View 0 is the photo itself. Numbers whose files are there are skipped, so that a broken run goes on where it stopped.
    """
    progress = progress or Progress()
    progress.stage("Making views", len(numbers))
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        if not (folder / f"features_{number:03d}.npy").exists():
            _make_view(photos, folder, tapped, number, run)
        progress.advance()


def _make_view(photos: Sequence[Picture], folder: Path, tapped: Tapped, number: int, run: int) -> None:
    features: list[NDArray[np.float16]] = []
    maps: list[NDArray[np.float16]] = []
    for first in range(0, len(photos), _BATCH):
        batch = [
            view(photos[index], run, index, number) if number else network_input(Image.fromarray(photos[index]))
            for index in range(first, min(first + _BATCH, len(photos)))
        ]
        some_features, some_maps = tapped(np.stack(batch))
        features.append(some_features.astype(np.float16))
        maps.append(some_maps.astype(np.float16))
    for name, parts in (("maps", maps), ("features", features)):  # features last: their file says that both are there
        temporary = folder / f".{name}_{number:03d}.{os.getpid()}.npy"
        np.save(temporary, np.concatenate(parts))
        temporary.replace(folder / f"{name}_{number:03d}.npy")


def open_views(folder: Path, name: str = "maps") -> list[NDArray[np.float16]]:
    """The views in `folder` in order of their numbers, mapped into memory: each [N, C, H, W] (or [N, D] for features)."""
    return [np.load(path, mmap_mode="r") for path in sorted(folder.glob(f"{name}_[0-9]*.npy"))]
