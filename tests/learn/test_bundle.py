"""Model bundles: round trip and refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from crh_desktop.core.combined import Classes
from crh_desktop.learn.bundle import Bundle, BundleError, BundleInfo, read_bundle, write_bundle
from crh_desktop.learn.known import class_tensors, classes_of
from crh_desktop.learn.layout import CopyLayout


def _bundle(weights: str = "weights.safetensors") -> Bundle:
    random = np.random.default_rng(0)
    tensors = {
        "mean": random.random(12, np.float32),
        "layer0.weight": random.standard_normal((16, 12)).astype(np.float32),
        "layer0.bias": np.zeros(16, np.float32),
        "centers": np.ones((2, 16), np.int8),
    }
    info = BundleInfo("crh", "test", 16, "trunk", "0" * 64, "squash", weights=weights, classes=("a", "ü"))
    return Bundle(info, tensors)


def test_round_trip(tmp_path: Path) -> None:
    info = write_bundle(tmp_path / "m", _bundle())
    back = read_bundle(tmp_path / "m")
    assert back.info == info and back.info.classes == ("a", "ü")
    features = np.random.default_rng(1).random((3, 12), np.float32)
    assert (back.project(features) == _bundle().project(features)).all()
    assert sorted(path.name for path in (tmp_path / "m").iterdir()) == ["model.json", "weights.safetensors"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 99}, "newer version"),
        ({"schema": "1"}, "damaged"),
        ({"format": "other"}, "another program"),
        ({"kind": "other"}, "does not know"),
        ({"kind": "copy"}, "damaged"),
        ({"settings": []}, "damaged"),
        ({"bits": 12}, "cannot be used"),
        ({"bits": 32}, "16 values for 32 bits"),
        ({"sha256": "0" * 64}, "damaged"),
        ({"weights": "../weights.safetensors"}, "outside"),
        ({"weights": "..\\weights.safetensors"}, "outside"),
        ({"weights": "/etc/passwd"}, "outside"),
        ({"weights": "absent"}, "cannot be read"),
        ({"classes": ["a"]}, "centers"),
        ({"trunk": 7}, "text"),
    ],
)
def test_refusals(tmp_path: Path, change: dict[str, object], words: str) -> None:
    write_bundle(tmp_path, _bundle())
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(BundleError, match=words):
        read_bundle(tmp_path)


def test_damage_is_noticed(tmp_path: Path) -> None:
    write_bundle(tmp_path, _bundle())
    path = tmp_path / "weights.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(BundleError, match="damaged"):
        read_bundle(tmp_path)
    (tmp_path / "model.json").write_text("{")
    with pytest.raises(BundleError, match="not JSON"):
        read_bundle(tmp_path)
    with pytest.raises(BundleError, match="no model"):
        read_bundle(tmp_path / "nowhere")


def test_numbers_that_are_none_are_not_written(tmp_path: Path) -> None:
    bundle = _bundle()
    bundle.tensors["mean"][0] = np.nan
    with pytest.raises(BundleError):
        write_bundle(tmp_path / "m", bundle)
    assert not (tmp_path / "m" / "model.json").exists()


def _branch() -> Bundle:
    settings = {"tap": 15, "head": 24, "pool": 3.0}
    shapes = CopyLayout.of("efficientnet_lite0", 16, settings).shapes()
    tensors = {name: np.zeros(shape, np.float16) for name, shape in shapes.items()}
    return Bundle(BundleInfo("copy", "test", 16, "efficientnet_lite0", "0" * 64, "squash", settings=settings), tensors)


def test_a_branch_makes_the_round_trip(tmp_path: Path) -> None:
    info = write_bundle(tmp_path, _branch())
    back = read_bundle(tmp_path)
    assert back.info == info and back.tensors.keys() == _branch().tensors.keys()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "branch off"),
        ({"tap": 99, "head": 24, "pool": 3.0}, "branch off"),
        ({"tap": 14, "head": 24, "pool": 3.0}, "fit together"),
        ({"tap": 15, "head": 32, "pool": 3.0}, "fit together"),
        ({"tap": 15, "head": -1, "pool": 3.0}, "channels"),
        ({"tap": 15, "head": 24, "pool": "much"}, "pooling"),
    ],
)
def test_a_branch_that_does_not_fit_is_refused(tmp_path: Path, settings: dict[str, object], words: str) -> None:
    write_bundle(tmp_path, _branch())
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "settings": settings}))
    with pytest.raises(BundleError, match=words):
        read_bundle(tmp_path)


def test_a_branch_that_lacks_a_layer_is_not_written(tmp_path: Path) -> None:
    bundle = _branch()
    del bundle.tensors["head.bias"]
    with pytest.raises(BundleError, match="fit together"):
        write_bundle(tmp_path / "m", bundle)


def test_what_a_model_says_of_its_classes_fits_or_is_refused(tmp_path: Path) -> None:
    plain, general = _bundle(), Bundle(replace(_bundle().info, sha256="general"), {})
    assert classes_of(plain, general) is None
    random = np.random.default_rng(0)
    looks = class_tensors(Classes.of(random.random((8, 4), np.float32), np.eye(2, dtype=np.uint8)[np.arange(8) % 2]))
    told = Bundle(replace(plain.info, settings={"general": "general"}), {**plain.tensors, **looks})
    write_bundle(tmp_path / "told", told)
    back = read_bundle(tmp_path / "told")
    found = classes_of(back, general)
    assert found is not None and found.directions.shape == (2, 4) and found.low < found.high
    assert classes_of(back, Bundle(replace(general.info, sha256="another"), {})) is None
    looks["classes.usual"] = np.zeros(3, np.float32)
    with pytest.raises(BundleError, match="says of its classes"):
        write_bundle(tmp_path / "torn", Bundle(told.info, {**plain.tensors, **looks}))
