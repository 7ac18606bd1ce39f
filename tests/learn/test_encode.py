"""Encoders: the shipped bundles, ONNX Runtime against torch, determinism, start without torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from crh_desktop.core.bits import sign_pack
from crh_desktop.learn.encode import PictureEncoders
from crh_desktop.learn.features import Network, exported, onnx_features, torch_features


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("learn")


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One home for all tests here, so that the trunk is exported once."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(place))
    return place


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    random = np.random.default_rng(0)
    coarse = random.integers(0, 256, (5, 14, 14, 3), dtype=np.uint8)
    return coarse.repeat(16, axis=1).repeat(16, axis=2)


def test_onnx_equals_torch(home: Path, pictures: np.ndarray) -> None:
    fast = onnx_features("efficientnet_lite0", 1)(pictures)
    reference = torch_features("efficientnet_lite0", "cpu", 1)(pictures)
    cosine = (fast * reference).sum(1) / np.linalg.norm(fast, axis=1) / np.linalg.norm(reference, axis=1)
    assert fast.shape == (5, 1280)
    assert cosine.min() > 0.9999
    assert [path.name for path in (home / "cache" / "trunks").iterdir()] == [
        exported(Network("efficientnet_lite0")).name
    ]


def test_codes_are_the_same_each_time_and_in_any_batch(home: Path, pictures: np.ndarray) -> None:
    encoders = PictureEncoders("cpu", 1)
    assert encoders.general.kind == "general" and encoders.general.bits == 256
    first, alone = encoders.encode(pictures), encoders.encode(pictures[2:3])
    again = PictureEncoders("cpu", 1).encode(pictures)
    assert first.projection.shape == (5, 256) and first.projection.dtype == np.float32
    assert (first.projection == again.projection).all()
    assert np.allclose(first.projection[2:3], alone.projection, atol=1e-3)
    assert encoders.crh is not None and first.crh is not None
    assert first.crh.shape == (5, encoders.crh.bits // 8) and first.crh.dtype == np.uint8
    assert sign_pack(first.projection).shape == (5, 32)
    nothing = encoders.encode(pictures[:0])
    assert nothing.projection.shape == (0, 256)


def test_projection_is_orthonormal(home: Path) -> None:
    weight = PictureEncoders("cpu", 1).general_bundle.tensors["layer0.weight"]
    assert np.allclose(weight @ weight.T, np.eye(256), atol=1e-5)


def test_a_damaged_export_is_made_again(home: Path, pictures: np.ndarray) -> None:
    exported(Network("efficientnet_lite0")).write_bytes(b"not a graph")
    assert onnx_features("efficientnet_lite0", 1)(pictures[:1]).shape == (1, 1280)


def test_a_warm_start_leaves_torch_alone(home: Path) -> None:
    exported(Network("efficientnet_lite0"))
    program = (
        "import sys; from crh_desktop.learn.encode import PictureEncoders; e = PictureEncoders('cpu', 1); "
        "import numpy as np; e.encode(np.zeros((1, 224, 224, 3), np.uint8)); "
        "sys.exit('torch' in sys.modules or 'PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 0
