"""The copy code: views, losses, the branch by ONNX Runtime and by torch, and what the shipped code finds."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from crh_desktop.core.bits import hamming, sign_pack
from crh_desktop.core.imaging import network_input
from crh_desktop.core.paths import bundled
from crh_desktop.learn.bundle import BundleError, read_bundle
from crh_desktop.learn.copy_augment import edit, turned, view
from crh_desktop.learn.copy_branch import CopyBranch
from crh_desktop.learn.copy_train import (
    INSTANCE_HEAD,
    CopySettings,
    as_codes,
    contrast_loss,
    entropy_loss,
    instance_layer,
    pool_views,
    quantisation_loss,
    start_layer,
    train_branch,
    train_layer,
)
from crh_desktop.learn.encode import PictureEncoders
from crh_desktop.learn.features import Network, exported, onnx_outputs, torch_outputs
from crh_desktop.learn.layout import BLOCKS, CopyLayout
from crh_desktop.learn.trunks import load_trunk

TRUNK = "efficientnet_lite0"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copy")


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(place))
    return place


def _photo(seed: int, height: int = 90, width: int = 120) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(0, 256, (height // 15, width // 15, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


# --- Views ----------------------------------------------------------------------------------------------------------


def test_a_view_follows_from_its_numbers() -> None:
    photo = _photo(0)
    first = view(photo, 1, 2, 3)
    assert first.shape == (224, 224, 3) and first.dtype == np.uint8
    assert (first == view(photo, 1, 2, 3)).all()
    for other in ((2, 2, 3), (1, 3, 3), (1, 2, 4)):
        assert (first != view(photo, *other)).any()


def test_every_edit_gives_a_picture() -> None:
    for seed in range(150):
        photo = _photo(seed, 30 if seed % 3 == 0 else 150, 45 if seed % 5 else 240)
        out = edit(photo, np.random.default_rng(seed))
        assert out.ndim == 3 and out.shape[2] == 3 and out.dtype == np.uint8 and min(out.shape[:2]) > 1


def test_the_photo_is_left_alone() -> None:
    photo = _photo(3)
    before = photo.copy()
    for seed in range(30):
        edit(photo, np.random.default_rng(seed))
    assert (photo == before).all()


def test_the_eight_turns_differ() -> None:
    photo = _photo(1)
    assert len({turned(photo, turn).tobytes() for turn in range(8)}) == 8
    assert (turned(photo, 0) == photo).all()


# --- Losses ---------------------------------------------------------------------------------------------------------


def test_contrast_by_hand() -> None:
    values = torch.nn.functional.normalize(torch.randn(6, 8, generator=torch.Generator().manual_seed(0)), dim=1)
    photos = torch.tensor([0, 1, 2, 0, 1, 2])
    memory, memory_photos = values.flip(0)[:2] * 0.5, torch.tensor([2, 9])
    expected = []
    for row in range(6):
        partner = (row + 3) % 6
        others = [values[other] for other in range(6) if photos[other] != photos[row]]
        others += [memory[k] for k in range(2) if memory_photos[k] != photos[row]]
        scores = torch.stack([values[row] @ values[partner], *(values[row] @ other for other in others)]) / 0.1
        expected.append(-scores.log_softmax(0)[0])
    assert torch.isclose(contrast_loss(values, photos, memory, memory_photos, 0.1), torch.stack(expected).mean())


def test_entropy_looks_past_views_of_the_same_photo() -> None:
    values = torch.eye(3)[[0, 0, 1]]
    photos = torch.tensor([0, 0, 1])
    assert torch.isclose(entropy_loss(values, photos), -torch.tensor(2.0).sqrt().log(), atol=1e-4)


def test_quantisation_is_nothing_for_a_code() -> None:
    code = torch.tensor([[1.0, -1.0, 1.0, -1.0]]) / 2
    assert quantisation_loss(code) == 0 and quantisation_loss(torch.eye(4)[:1]) > 0


def test_codes_pass_the_gradient_of_the_values() -> None:
    values = torch.tensor([[0.6, -0.8]], requires_grad=True)
    codes = as_codes(values)
    assert torch.allclose(codes, torch.tensor([[1.0, -1.0]]) / 2**0.5)
    (codes * torch.tensor([[3.0, 5.0]])).sum().backward()
    assert values.grad is not None and values.grad.tolist() == [[3.0, 5.0]]


# --- The branch -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tap", [11, 13, len(BLOCKS[TRUNK])])
def test_a_branch_begins_as_the_trunk(tap: int) -> None:
    trunk = load_trunk(TRUNK)
    branch = CopyBranch(CopyLayout(TRUNK, tap, 1280, 1.0, 64))
    branch.start_from_trunk(trunk)
    pictures = torch.randn(2, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        maps, tapped = trunk.tapped(pictures, tap)
        # The smallest pooled value stands a little above 0, and relu6 gives many zeros.
        assert torch.allclose(branch.pooled(tapped), maps.mean(dim=(2, 3)), atol=1e-4)
    assert {name: value.shape for name, value in branch.tensors().items()} == branch.layout.shapes()


def test_training_brings_views_together_and_repeats() -> None:
    random = np.random.default_rng(0)
    photos = random.standard_normal((24, 320, 2, 2))
    views = [(photos + 0.8 * random.standard_normal(photos.shape)).astype(np.float16) for _ in range(4)]
    layout = CopyLayout(TRUNK, len(BLOCKS[TRUNK]), 32, 3.0, 16)
    settings = CopySettings(steps=40, layer_steps=5, photos=12, memory=24)
    results = []
    for _ in range(2):
        torch.manual_seed(0)
        branch = CopyBranch(layout)
        pooled = pool_views(branch, views)
        start_layer(branch, np.concatenate(pooled), 0)
        train_layer(branch, pooled, settings)
        losses = train_branch(branch, views, settings)
        results.append(branch.tensors())
    # The memory fills during the first steps, which alone raises the loss; compare after it.
    assert np.mean(losses[-5:]) < np.mean(losses[3:8])
    assert all((results[0][name] == results[1][name]).all() for name in results[0])


def test_every_photo_is_a_class_of_the_last_layer() -> None:
    random = np.random.default_rng(0)
    photos = random.standard_normal((40, 32)) + 3
    views = [(photos + 0.3 * random.standard_normal(photos.shape)).astype(np.float32) for _ in range(4)]
    weight, bias = instance_layer(views[:3], replace(INSTANCE_HEAD, bits=16, epochs=3))
    assert weight.shape == (16, 32) and bias.shape == (16,)
    codes = [sign_pack(view @ weight.T + bias) for view in views]
    # The fourth view was not trained on.
    assert (hamming(codes[3][:, None], codes[0][None]).argmin(axis=1) == np.arange(40)).mean() > 0.7


def test_both_outputs_by_onnx_and_by_torch(home: Path) -> None:
    bundle = read_bundle(bundled("models") / "copy256")
    pictures = np.stack([network_input(Image.fromarray(_photo(seed))) for seed in range(5)])
    features, values, _ = onnx_outputs(Network(TRUNK, bundle), 1)(pictures)
    same_features, same_values, _ = torch_outputs(Network(TRUNK, bundle), "cpu", 1)(pictures)
    assert values is not None and same_values is not None and values.shape == (5, 256)
    for one, other in ((features, same_features), (values, same_values)):
        assert np.abs(one - other).max() < 1e-3 * np.abs(other).max()
    alone, nothing, _ = onnx_outputs(Network(TRUNK), 1)(pictures)
    assert nothing is None and np.allclose(alone, features, atol=1e-4)
    names = {path.name for path in (home / "cache" / "trunks").iterdir()}
    assert names == {exported(Network(TRUNK)).name, exported(Network(TRUNK, bundle)).name} and len(names) == 2


def test_copy_codes_come_with_the_others(home: Path) -> None:
    encoders = PictureEncoders("cpu", 1)
    assert encoders.copy is not None and (encoders.copy.kind, encoders.copy.bits) == ("copy", 256)
    pictures = np.stack([network_input(Image.fromarray(_photo(seed))) for seed in range(3)])
    encoded = encoders.encode(pictures)
    assert encoded.copy is not None and encoded.copy.shape == (3, 32) and encoded.copy.dtype == np.uint8
    nothing = encoders.encode(pictures[:0])
    assert nothing.copy is not None and nothing.copy.shape == (0, 32)


def test_without_the_bundle_there_is_no_copy_code(home: Path, tmp_path: Path) -> None:
    shutil.copytree(bundled("models") / "general256", tmp_path / "general256")
    encoders = PictureEncoders("cpu", 1, models=tmp_path)
    encoded = encoders.encode(np.zeros((1, 224, 224, 3), np.uint8))
    assert encoders.copy is None and encoded.copy is None and encoded.projection.shape == (1, 256)


def test_a_damaged_or_foreign_bundle_is_refused(home: Path, tmp_path: Path) -> None:
    for name in ("general256", "copy256"):
        shutil.copytree(bundled("models") / name, tmp_path / name)
    description = tmp_path / "copy256" / "model.json"
    fields = json.loads(description.read_text())
    description.write_text(json.dumps({**fields, "trunk_sha256": "0" * 64}))
    with pytest.raises(BundleError, match="other weights"):
        PictureEncoders("cpu", 1, models=tmp_path)
    description.write_text(json.dumps(fields))
    weights = tmp_path / "copy256" / "weights.safetensors"
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 16
    weights.write_bytes(data)
    with pytest.raises(BundleError, match="damaged"):
        PictureEncoders("cpu", 1, models=tmp_path)
    for entry in (tmp_path / "copy256").iterdir():
        entry.unlink()
    shutil.copytree(bundled("models") / "general256", tmp_path / "copy256", dirs_exist_ok=True)
    with pytest.raises(BundleError, match="of kind general"):
        PictureEncoders("cpu", 1, models=tmp_path)


def test_the_code_finds_more_copies_than_the_random_projection(home: Path, shared_data: Path) -> None:
    """Photos that the code was not trained on, each edited three times; is the original among its 10 neighbours?"""
    folder = shared_data / "labelled" / "caltech99" / "test"
    paths = sorted(folder.glob("*/*.jpg"))[::2][:140]
    photos = [np.asarray(Image.open(path).convert("RGB")) for path in paths]
    originals = np.stack([network_input(Image.fromarray(photo)) for photo in photos])
    edits = np.stack([view(photo, 99, index, number) for index, photo in enumerate(photos) for number in (1, 2, 3)])
    encoders = PictureEncoders("cpu", 1)
    stored, asked = encoders.encode(originals), encoders.encode(edits)
    assert stored.copy is not None and asked.copy is not None
    truth = np.repeat(np.arange(len(photos)), 3)

    def found(base: np.ndarray, queries: np.ndarray) -> float:
        distances = hamming(queries[:, None], base[None])
        own = distances[np.arange(len(queries)), truth]
        return float(((distances <= own[:, None]).sum(axis=1) <= 10).mean())

    learnt = found(stored.copy, asked.copy)
    random = found(sign_pack(stored.projection), sign_pack(asked.projection))
    assert learnt > random + 0.02, (learnt, random)
