"""Training as the window asks for it: the look before, news of epochs, the verdict, and ending early."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import Cancelled, UsageError
from crh_desktop.core.models import list_models, unfinished_trainings
from crh_desktop.core.paths import data_dir
from crh_desktop.core.progress import Progress
from crh_desktop.worker.teaching import folder_name, survey_job, teach_job
from tests.fixtures.classes import make_classes


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("teaching")
    make_classes(place / "photos", each=12, classes=4)
    return place


@pytest.fixture(autouse=True)
def one_home(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One home: features are computed once."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(place / "home"))


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    with DecodePool(1) as pool:
        yield pool


def _teach(place: Path, pool: DecodePool, name: str, progress: Progress | None = None, **given: Any) -> Any:
    sent: list[dict[str, Any]] = []
    message = {"folders": [str(place / "photos")], "options": {"name": name, "bits": 16, "epochs": 8, **given}}
    result = teach_job(message, pool, progress or Progress(), sent.append, lambda: len(sent) >= given.get("stop", 99))
    return result, sent


def test_a_survey_counts_and_warns_before_time_is_spent(place: Path, tmp_path: Path, pool: DecodePool) -> None:
    found = survey_job([str(place / "photos")], pool, Progress())
    assert [(row["name"], row["photos"]) for row in found["classes"]] == [
        ("amber", 12), ("blue", 12), ("green", 12), ("violet", 12),
    ]  # fmt: skip
    assert all(len(row["samples"]) == 3 and Path(row["samples"][0]).exists() for row in found["classes"])
    assert found["warnings"] == [] and found["photos"] == 48
    make_classes(tmp_path / "photos", each=60, classes=1)
    make_classes(tmp_path / "few", each=3, classes=2)
    (tmp_path / "few" / "blue" / "000.jpg").write_bytes(b"\xff\xd8 torn")
    folders = [str(tmp_path / "photos" / "amber"), str(tmp_path / "few" / "blue")]
    lopsided = survey_job(folders, pool, Progress())
    assert {one["kind"]: one["classes"] for one in lopsided["warnings"]} == {
        "few": ["blue"],
        "lopsided": ["amber", "blue"],
        "unreadable": ["blue"],
    }
    assert len(lopsided["classes"][1]["samples"]) == 2  # what cannot be decoded is not shown
    with pytest.raises(UsageError, match="fewer than two"):
        survey_job([str(tmp_path / "few" / "blue")], pool, Progress())


def test_copies_are_told_before_time_is_spent(place: Path, tmp_path: Path, pool: DecodePool) -> None:
    make_classes(tmp_path / "photos", each=10, classes=2)
    amber, blue = (sorted((tmp_path / "photos" / name).iterdir()) for name in ("amber", "blue"))
    (amber[0].parent / "again.jpg").write_bytes(amber[0].read_bytes())
    (blue[0].parent / "elsewhere.jpg").write_bytes(amber[1].read_bytes())
    warnings = survey_job([str(tmp_path / "photos")], pool, Progress())["warnings"]
    assert warnings == [
        {"kind": "copies", "classes": ["amber"], "photos": 2},
        {"kind": "torn", "classes": ["amber", "blue"], "photos": 2},
    ]


def test_a_model_is_made_and_judged(place: Path, pool: DecodePool) -> None:
    result, sent = _teach(place, pool, "colours")
    assert result["model"] == "colours" and result["epochs"] == 8
    assert [one["number"] for one in sent] == list(range(8)) and sent[0]["centers"] and sent[0]["classes"] == 4
    verdict = result["verdict"]
    assert verdict["folds"] == 5 and verdict["queries"] == 48, "classes under twenty are cross-validated"
    assert verdict["own"]["this"] > 0.5 and set(verdict["own"]) == {"this", "used", "general"}
    assert verdict["unseen"] == {} and verdict["default"]
    for example in verdict["examples"]:
        assert Path(example["query"]).exists() and len(example["after"]) == 6
    (model,) = [one for one in list_models() if one.path.name == "colours"]
    assert model.metrics["map_own_classes"] == verdict["own"]["this"] and unfinished_trainings() == []


def test_stop_keeps_the_best_so_far(place: Path, pool: DecodePool) -> None:
    result, sent = _teach(place, pool, "early", stop=3)
    assert result["epochs"] == 3 and len(sent) == 3
    assert (data_dir() / "models" / "early" / "model.json").exists()


def test_a_training_that_was_cut_off_is_known_and_goes_on(place: Path, pool: DecodePool) -> None:
    progress = Progress()
    sent: list[dict[str, Any]] = []
    message = {"folders": [str(place / "photos")], "options": {"name": "cut / off", "bits": 16, "epochs": 6}}

    def send(one: dict[str, Any]) -> None:
        sent.append(one)
        if one["number"] == 1:
            progress.cancel()

    with pytest.raises(Cancelled):
        teach_job(message, pool, progress, send, lambda: False)
    assert [one["options"]["name"] for one in unfinished_trainings()] == ["cut / off"]
    assert not [one for one in list_models() if one.path.name == "cut _ off"]
    result = teach_job(unfinished_trainings()[0], pool, Progress(), sent.append, lambda: False)
    assert result["epochs"] == 6 and unfinished_trainings() == []


def test_unseen_classes_are_judged_where_there_are_enough(tmp_path: Path, pool: DecodePool) -> None:
    for number in range(8):
        make_classes(tmp_path / str(number), each=6, classes=1, size=(64 + 8 * number, 64))
        (tmp_path / str(number) / "amber").rename(tmp_path / f"class {number}")
    folders = [str(tmp_path / f"class {number}") for number in range(8)]
    message = {"folders": folders, "options": {"name": "eight", "bits": 16, "epochs": 3}}
    verdict = teach_job(message, pool, Progress(), lambda one: None, lambda: False)["verdict"]
    assert set(verdict["unseen"]) == {"this", "itq", "general"}
    assert verdict["default"] == (verdict["unseen"]["this"] >= verdict["unseen"]["itq"] - 0.02)
    assert all(np.isfinite(value) for value in verdict["unseen"].values())
    json.dumps(verdict)


def test_names_of_people_as_names_of_folders() -> None:
    assert folder_name("../../etc") == "_.._etc" and folder_name("Ferien & Hunde") == "Ferien _ Hunde"
    assert folder_name("...") == "my model"
