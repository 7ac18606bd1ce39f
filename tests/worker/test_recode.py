"""Another CRH model in use: its codes are computed for all photos, and the old ones serve until the last is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from crh_desktop.cli.main import main
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import Cancelled, UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.paths import data_dir
from crh_desktop.core.progress import Progress
from crh_desktop.core.settings import load_settings
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.jobs import ScanOptions, encode_job, scan_job
from crh_desktop.worker.recode import recode
from crh_desktop.worker.training import TrainRequest, train_job
from tests.fixtures.classes import make_classes


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("recode")
    make_classes(place / "photos", each=12)
    return place


@pytest.fixture(autouse=True)
def one_home(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One home: the model is trained and the trunk exported once."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(place / "home"))


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    with DecodePool(1) as pool:
        yield pool


@pytest.fixture
def model(place: Path, pool: DecodePool) -> str:
    folder = data_dir() / "models" / "colours"
    if not folder.exists():
        train_job(TrainRequest(str(place / "photos"), folder, bits=16, epochs=5, device="cpu"), pool, Progress())
    return folder.name


@pytest.fixture
def library(place: Path, tmp_path: Path, pool: DecodePool) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        library.add_folder(str(place / "photos").encode())
        scan_job(library, [], ScanOptions(threads=1), pool, Encoders("cpu", 1), Progress())
        yield library


def _bits(library: Library) -> int:
    return library.packed("crh")[1].shape[1] * 8


def test_another_model_takes_over_once_all_its_codes_are_there(
    library: Library, pool: DecodePool, model: str, place: Path
) -> None:
    assert _bits(library) == 64 and len(library.packed("crh")[0]) == 36
    encoders = Encoders("cpu", 1, model)
    progress = Progress(between=lambda: progress.cancel() if _own(library, encoders) >= 32 else None)
    with pytest.raises(Cancelled):
        recode(library, pool, encoders, progress)
    assert _own(library, encoders) == 32 and _bits(library) == 64  # the old codes go on serving
    assert recode(library, pool, encoders, Progress()) == 4
    assert _bits(library) == 16 and len(library.packed("crh")[0]) == 36
    assert recode(library, pool, encoders, Progress()) == 0
    query = encode_job(str(place / "photos" / "blue" / "003.jpg"), None, pool, encoders)
    hits = library.similar(query, 5, "crh")
    assert query.crh is not None and query.crh.shape == (2,) and len(hits) == 5 and hits[0].distance == 0
    back = Encoders("cpu", 1)
    assert recode(library, pool, back, Progress()) == 0 and _bits(library) == 64  # its codes were kept


def _own(library: Library, encoders: Encoders) -> int:
    query = "SELECT count(*) FROM code JOIN encoder ON encoder.id = encoder_id WHERE sha256 = ?"
    return int(library.execute(query, (encoders.crh_digest(),))[0][0])


def test_a_scan_brings_old_photos_along(library: Library, pool: DecodePool, model: str) -> None:
    changes: list[int] = []
    scan_job(
        library, [], ScanOptions(threads=1), pool, Encoders("cpu", 1, model), Progress(), lambda: changes.append(1)
    )
    assert _bits(library) == 16 and len(library.packed("crh")[0]) == 36 and changes
    codes = library.packed("crh")[1]
    assert len(np.unique(codes, axis=0)) > 1


def test_a_model_is_chosen_by_name_and_one_that_is_gone_is_told(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "use", model]) == 0
    assert "in use" in capsys.readouterr().out and load_settings().crh_model == model
    assert main(["models", "use", "general256"]) == 2
    assert "kind crh" in capsys.readouterr().err
    assert main(["models", "use", "starter"]) == 0
    with pytest.raises(UsageError, match="is gone"):
        Encoders("cpu", 1, "nobody")()
    assert main(["models", "export", model, str(data_dir() / "out")]) == 0
    assert main(["models", "import", str(data_dir() / "out.crhmodel"), "--json"]) == 0
    assert '"imported": "model"' in capsys.readouterr().out
    assert (data_dir() / "models" / f"{model} 2" / "model.json").exists()
