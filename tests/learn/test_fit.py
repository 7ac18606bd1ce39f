"""From folders to a bundle: features kept, runs that go on, fine-tuned stages that hash as they were trained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import Cancelled, UsageError
from crh_desktop.core.imaging import decode, network_input
from crh_desktop.core.progress import Progress
from crh_desktop.learn import fit as fitting
from crh_desktop.learn.bundle import read_bundle
from crh_desktop.learn.data import read_labelled
from crh_desktop.learn.device import amp_type, pick_device
from crh_desktop.learn.encode import PictureEncoders, bundle_features
from crh_desktop.learn.features import Network, onnx_outputs, torch_outputs
from crh_desktop.learn.fit import FitOptions, fit
from crh_desktop.learn.gather import gather, trunk_key
from crh_desktop.learn.tuned import augmented, plain
from tests.fixtures.classes import make_classes

TRUNK = "efficientnet_lite0"
QUICK = FitOptions(bits=16, epochs=6, device="cpu", threads=1)


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_classes(tmp_path_factory.mktemp("labelled") / "photos")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("learnt")


@pytest.fixture(autouse=True)
def one_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One home for all tests here: the trunk is exported and the features are computed once."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(home))


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    with DecodePool(1) as pool:
        yield pool


def test_a_head_from_folders(classes: Path, tmp_path: Path, pool: DecodePool) -> None:
    broken = tmp_path / "photos"
    make_classes(broken, each=8)
    (broken / "blue" / "torn.jpg").write_bytes(b"\xff\xd8\xff no picture")
    told: list[int] = []
    done = fit(
        read_labelled(broken), QUICK, tmp_path / "model", pool, tell=lambda run, epoch: told.append(epoch.number)
    )
    bundle = read_bundle(tmp_path / "model")
    assert bundle.info == done.info and bundle.info.kind == "crh" and bundle.cut is None
    assert bundle.info.classes == ("amber", "blue", "green") and bundle.tensors["centers"].shape == (3, 16)
    assert told == list(range(6)) and done.info.metrics["validation_map"] > 0.5
    assert [(path.name, reason != "") for path, reason in done.parts.gathered.unreadable] == [("torn.jpg", True)]
    assert not (tmp_path / "model" / "run").exists()


def test_a_model_knows_its_own_classes_from_other_pictures(classes: Path, tmp_path: Path, pool: DecodePool) -> None:
    labelled = read_labelled(classes)
    fit(labelled, QUICK, tmp_path / "model", pool)
    encoders = PictureEncoders("cpu", 1, crh_model=tmp_path / "model")
    known = encoders.classes()
    assert known is not None and len(known.directions) == len(labelled.classes)
    own = np.stack([network_input(decode(path.read_bytes()).picture) for path in labelled.paths[::3]])
    noise = np.random.default_rng(0).integers(0, 256, own.shape, dtype=np.uint8)
    of_own, of_noise = (known.known(encoders.encode(pictures).projection) for pictures in (own, noise))
    assert of_own.mean() > 0.8 and of_noise.max() < 0.2


def test_features_are_computed_once(
    classes: Path, tmp_path: Path, pool: DecodePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    labelled = read_labelled(classes)
    first = fit(labelled, QUICK, tmp_path / "one", pool)
    monkeypatch.setattr(fitting, "load_features", lambda *_: pytest.fail("the features are known"))
    second = fit(labelled, QUICK, tmp_path / "two", pool)
    assert first.info.sha256 == second.info.sha256
    assert (first.parts.gathered.features == second.parts.gathered.features).all()


def test_a_run_that_was_cut_off_goes_on_and_ends_the_same(
    classes: Path, tmp_path: Path, pool: DecodePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "KEPT_EVERY", 0.0)
    labelled = read_labelled(classes)
    whole = fit(labelled, QUICK, tmp_path / "whole", pool)
    progress = Progress()
    with pytest.raises(Cancelled):
        fit(
            labelled, QUICK, tmp_path / "cut", pool, progress,
            lambda run, epoch: progress.cancel() if epoch.number == 2 else None,
        )  # fmt: skip
    assert (tmp_path / "cut" / "run" / "state.pt").exists() and not (tmp_path / "cut" / "model.json").exists()
    again: list[int] = []
    resumed = fit(labelled, QUICK, tmp_path / "cut", pool, tell=lambda run, epoch: again.append(epoch.number))
    assert again == [3, 4, 5] and resumed.info.sha256 == whole.info.sha256 and resumed.epochs == whole.epochs


def test_a_state_of_other_choices_or_a_torn_one_is_not_taken_up(
    classes: Path, tmp_path: Path, pool: DecodePool
) -> None:
    labelled, progress = read_labelled(classes), Progress()
    with pytest.raises(Cancelled):
        fit(labelled, QUICK, tmp_path / "m", pool, progress, lambda run, epoch: _stop(progress, epoch.number == 5))
    state = tmp_path / "m" / "run" / "state.pt"
    state.write_bytes(state.read_bytes()[:500])
    again: list[int] = []
    fit(labelled, QUICK, tmp_path / "m", pool, tell=lambda run, epoch: again.append(epoch.number))
    assert again == list(range(6))


def _stop(progress: Progress, now: bool) -> None:
    if now:
        progress.cancel()
        progress.check()


@pytest.mark.parametrize("method", ["lsh", "itq", "cca-itq"])
def test_methods_without_a_loop_give_bundles_too(classes: Path, tmp_path: Path, pool: DecodePool, method: str) -> None:
    done = fit(read_labelled(classes), FitOptions(method, 16, threads=1), tmp_path / "m", pool)
    bundle = read_bundle(tmp_path / "m")
    assert bundle.info.kind == "linear" and "centers" not in bundle.tensors
    assert 0 < done.info.metrics["validation_map"] <= 1


@pytest.mark.parametrize("depth", ["last", "all"])
def test_fine_tuned_stages_hash_as_they_were_trained(
    classes: Path, tmp_path: Path, pool: DecodePool, depth: str
) -> None:
    labelled = read_labelled(classes)
    labelled = labelled.at(np.arange(0, len(labelled.paths), 3))
    options = FitOptions("crh", 16, depth=depth, epochs=2, device="cpu", threads=1)
    done = fit(labelled, options, tmp_path / "m", pool)
    bundle = read_bundle(tmp_path / "m")
    assert bundle.cut == {"last": 11, "all": -1}[depth]
    assert any(name.startswith("trunk._conv_head") for name in bundle.tensors)
    assert any(name.startswith("trunk._conv_stem") for name in bundle.tensors) == (depth == "all")
    assert len(done.epochs) == 2 and all(np.isfinite(epoch.loss) for epoch in done.epochs)
    pictures = np.stack([network_input(decode(path.read_bytes()).picture) for path in labelled.paths[:5]])
    network = Network(TRUNK, None, bundle)
    fast, slow = onnx_outputs(network, 1)(pictures), torch_outputs(network, "cpu", 1)(pictures)
    assert fast.tuned is not None and slow.tuned is not None
    assert np.allclose(fast.tuned, slow.tuned, atol=2e-3)
    assert np.abs(fast.tuned - fast.features).max() > 0.01  # its own stages are in use
    encoders = PictureEncoders("cpu", 1, crh_model=tmp_path / "m")
    assert encoders.crh is not None and encoders.crh.sha256 == done.info.sha256
    encoded = encoders.encode(pictures)
    assert (encoded.crh == sign_pack(bundle.project(fast.tuned))).mean() > 0.95
    assert encoded.copy is not None and encoders.encode(pictures[:0]).crh.shape == (0, 2)  # type: ignore[union-attr]
    assert np.allclose(bundle_features(bundle, "cpu", 1)(pictures), fast.tuned, atol=1e-3)


def test_a_fine_tuned_run_goes_on_to_the_last_bit(classes: Path, tmp_path: Path, pool: DecodePool) -> None:
    labelled = read_labelled(classes).at(np.arange(0, 36, 4))
    options = FitOptions("crh", 16, depth="last", epochs=3, device="cpu", threads=1)
    torch.manual_seed(1)
    whole = fit(labelled, options, tmp_path / "whole", pool)
    progress = Progress()
    monkey = fitting.KEPT_EVERY
    try:
        fitting.KEPT_EVERY = 0.0
        with pytest.raises(Cancelled):
            fit(labelled, options, tmp_path / "cut", pool, progress, lambda run, epoch: progress.cancel())
        torch.manual_seed(2)
        assert fit(labelled, options, tmp_path / "cut", pool).info.sha256 == whole.info.sha256
    finally:
        fitting.KEPT_EVERY = monkey


def test_views_follow_from_their_seed_and_show_most_of_the_picture(classes: Path) -> None:
    file = classes / "blue" / "000.jpg"
    first, again = (augmented(file, np.random.default_rng(3)) for _ in range(2))
    other = augmented(file, np.random.default_rng(4))
    assert first.shape == plain(file).shape == (224, 224, 3) and first.dtype == np.uint8
    assert (first == again).all() and (first != other).any()


def test_what_cannot_be_trained_is_said(classes: Path, tmp_path: Path, pool: DecodePool) -> None:
    for options, words in (
        (FitOptions(bits=12), "multiple of 8"),
        (FitOptions("itq", depth="last"), "linear projection"),
        (FitOptions("nonsense"), "no method"),
        (FitOptions(depth="half"), "depth is one of"),
        (FitOptions(device="tpu"), "no device"),
    ):
        with pytest.raises(UsageError, match=words):
            fit(read_labelled(classes), options, tmp_path / "m", pool)


def test_a_class_that_cannot_be_read_is_named(tmp_path: Path, pool: DecodePool) -> None:
    folder = make_classes(tmp_path / "photos", each=2, classes=2)
    (folder / "torn").mkdir()
    (folder / "torn" / "a.jpg").write_bytes(b"\xff\xd8 nothing")
    with pytest.raises(UsageError, match="torn"):
        fit(read_labelled(folder), QUICK, tmp_path / "m", pool)
    labelled = read_labelled(folder).at(np.array([4]))
    with pytest.raises(UsageError, match=r"a\.jpg"):
        gather(labelled, trunk_key(TRUNK), lambda: pytest.fail("nothing to compute"), pool)


def test_the_device_is_there_or_refused() -> None:
    assert pick_device("cpu") == "cpu" and amp_type("cpu") is None
    assert pick_device("auto") in ("cpu", "cuda", "mps")
    if not torch.cuda.is_available():
        with pytest.raises(UsageError, match="cuda"):
            pick_device("cuda")
