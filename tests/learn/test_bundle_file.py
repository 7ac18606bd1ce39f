"""Models and weights from elsewhere: kept if they are whole, refused with a sentence if they are not."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from torchvision.models import resnet34

from crh_desktop.core.errors import CrhError, UsageError
from crh_desktop.core.paths import data_dir
from crh_desktop.learn.bundle import Bundle, BundleError, BundleInfo, read_bundle, write_bundle
from crh_desktop.learn.bundle_file import export_bundle, import_bundle
from crh_desktop.learn.trunks import load_trunk
from crh_desktop.worker.model_files import export_model, import_file


def _model(folder: Path, name: str = "holidays") -> BundleInfo:
    random = np.random.default_rng(0)
    tensors = {
        "mean": random.random(12, np.float32),
        "layer0.weight": random.standard_normal((16, 12)).astype(np.float32),
        "layer0.bias": np.zeros(16, np.float32),
        "centers": random.choice([-1, 1], (2, 16)).astype(np.int8),
    }
    info = BundleInfo("crh", name, 16, "trunk", "0" * 64, "squash", classes=("a", "ü"), metrics={"validation_map": 0.5})
    return write_bundle(folder, Bundle(info, tensors))


def test_a_model_survives_export_and_import(tmp_path: Path) -> None:
    info = _model(tmp_path / "m")
    export_bundle(tmp_path / "m", tmp_path / "out.crhmodel")
    target = import_bundle(tmp_path / "out.crhmodel", tmp_path / "models")
    assert target == tmp_path / "models" / "holidays"
    first, second = read_bundle(tmp_path / "m"), read_bundle(target)
    assert second.info == info
    assert all((first.tensors[name] == second.tensors[name]).all() for name in first.tensors)
    assert import_bundle(tmp_path / "out.crhmodel", tmp_path / "models").name == "holidays 2"
    assert sorted(path.name for path in (tmp_path / "models").iterdir()) == ["holidays", "holidays 2"]


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    _model(tmp_path / "m", "../../etc/passwd")
    export_bundle(tmp_path / "m", tmp_path / "out.crhmodel")
    target = import_bundle(tmp_path / "out.crhmodel", tmp_path / "models")
    assert target.parent == tmp_path / "models" and "/" not in target.name and not target.name.startswith(".")


def _change(file: Path, **fields: object) -> None:
    raw = file.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    described = {**json.loads(header["__metadata__"]["model"]), **fields}
    header["__metadata__"]["model"] = json.dumps(described)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(len(text).to_bytes(8, "little") + text + raw[8 + size :])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"schema": 99}, "newer version"),
        ({"format": "other"}, "another program"),
        ({"bits": 32}, "16 values for 32 bits"),
        ({"kind": "spell"}, "does not know"),
        ({"sha256": "0" * 64}, "recorded digest"),
        ({"classes": ["only"]}, "centers"),
    ],
)
def test_foreign_newer_and_changed_models_are_refused(tmp_path: Path, fields: dict[str, object], words: str) -> None:
    _model(tmp_path / "m")
    file = tmp_path / "out.crhmodel"
    export_bundle(tmp_path / "m", file)
    _change(file, **fields)
    with pytest.raises(BundleError, match=words):
        import_bundle(file, tmp_path / "models")
    assert not list((tmp_path / "models").iterdir())


@pytest.mark.parametrize("keep", [0, 5, 200, -3])
def test_torn_models_are_refused(tmp_path: Path, keep: int) -> None:
    _model(tmp_path / "m")
    file = tmp_path / "out.crhmodel"
    export_bundle(tmp_path / "m", file)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(BundleError):
        import_bundle(file, tmp_path / "models")


def test_flipped_weights_are_refused(tmp_path: Path) -> None:
    _model(tmp_path / "m")
    file = tmp_path / "out.crhmodel"
    export_bundle(tmp_path / "m", file)
    raw = bytearray(file.read_bytes())
    raw[-5] ^= 1
    file.write_bytes(raw)
    with pytest.raises(BundleError, match="damaged"):
        import_bundle(file, tmp_path / "models")


def test_a_file_of_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.crhmodel").write_bytes(b"hello" * 100)
    save_file({"x": np.zeros(3, np.float32)}, tmp_path / "b.crhmodel")
    for name, words in (
        ("a.crhmodel", "no model, or damaged"),
        ("b.crhmodel", "no model of this program"),
        ("c", "no file"),
    ):
        with pytest.raises(UsageError, match=words) if name == "c" else pytest.raises(CrhError, match=words):
            import_file(tmp_path / name)


def test_weights_of_a_trunk_are_read_as_data_only(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = resnet34(weights=None).eval()
    torch.save(net.state_dict(), tmp_path / "resnet34.pth")
    with pytest.raises(CrhError, match="Import them"):
        load_trunk("resnet34")
    kind, place = import_file(tmp_path / "resnet34.pth")
    assert (kind, place) == ("resnet34", data_dir() / "trunks" / "resnet34.safetensors")
    trunk = load_trunk("resnet34")
    pictures = torch.randn(2, 3, 224, 224)
    net.fc = torch.nn.Identity()
    with torch.inference_mode():
        assert torch.allclose(trunk(pictures), net(pictures), atol=1e-4)
        lower = trunk.lower(pictures, 13)
        assert torch.allclose(trunk.upper(lower, 13), trunk.maps(pictures), atol=1e-5)

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (tmp_path / "harm",)  # type: ignore[return-value]

    (tmp_path / "evil.pth").write_bytes(pickle.dumps({"w": Evil()}))
    torch.save({"layer": torch.zeros(3)}, tmp_path / "other.pth")
    torch.save({"layer": "text"}, tmp_path / "text.pth")
    for name in ("evil.pth", "other.pth", "text.pth"):
        with pytest.raises(CrhError):
            import_file(tmp_path / name)
    assert not (tmp_path / "harm").exists()
    assert torch.allclose(load_trunk("resnet34")(pictures), trunk(pictures))


def test_export_by_name(tmp_path: Path) -> None:
    assert export_model("starter", tmp_path / "mine") == tmp_path / "mine.crhmodel"
    assert (tmp_path / "mine.crhmodel").exists()
    with pytest.raises(UsageError, match="no model 'nobody'"):
        export_model("nobody", tmp_path / "x")
    with pytest.raises(UsageError, match="no folder"):
        export_model("starter", tmp_path / "absent" / "x")
