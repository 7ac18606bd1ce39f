"""`crh train` and `crh evaluate` by their contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crh_desktop.cli.main import main
from crh_desktop.learn.recipes import METHODS
from crh_desktop.worker import training
from tests.fixtures.classes import make_classes


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("labelled")
    make_classes(place / "train", each=10)
    make_classes(place / "all", each=13)
    for name in ("amber", "blue", "green"):
        (place / "test" / name).mkdir(parents=True)
        for number in range(10, 13):
            (place / "all" / name / f"{number:03d}.jpg").rename(place / "test" / name / f"{number:03d}.jpg")
    return place


@pytest.fixture(autouse=True)
def one_home(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One home: the trunk is exported once."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(place / "home"))


def _json(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    assert main([*map(str, arguments), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_command_line_knows_every_method() -> None:
    assert training.METHODS == METHODS


def test_train_then_evaluate(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "train" / "blue" / "torn.jpg").write_bytes(b"\xff\xd8 nothing")
    found = _json(
        capsys, "train", place / "train", "--method", "crh", "--out", tmp_path / "m", "--bits", "16", "--epochs", "8"
    )
    assert set(found) == {
        "bundle", "method", "bits", "epochs", "seed", "classes", "photos", "skipped", "val_map", "device", "seconds",
    }  # fmt: skip
    assert (found["bundle"], found["bits"], found["epochs"], found["photos"]) == (str(tmp_path / "m"), 16, 8, 30)
    assert [Path(one["path"]).name for one in found["skipped"]] == ["torn.jpg"]  # type: ignore[attr-defined,index]
    model = ("--model", tmp_path / "m")
    figures = _json(capsys, "evaluate", *model, "--database", place / "train", "--queries", place / "test")
    wanted = {
        "map_all", "map_at_r", "precision_at", "precision_radius_2", "unique_codes", "pcc", "queries", "database", "bits",
        "seconds",
    }  # fmt: skip
    assert wanted <= set(figures)
    assert (figures["queries"], figures["database"], figures["bits"]) == (9, 30, 16)
    assert set(figures["map_at_r"]) == {"100", "1000"} and set(figures["precision_at"]) == {"10", "100"}  # type: ignore[call-overload]
    assert 0.4 < float(figures["map_all"]) <= 1 and 0 < float(figures["unique_codes"]) <= 1  # type: ignore[arg-type]
    itself = _json(capsys, "evaluate", *model, "--database", place / "test", "--queries", place / "test")
    assert (itself["queries"], itself["database"]) == (9, 9)
    assert itself["map_all"] != 1.0 or itself["precision_at"]["10"] < 1  # type: ignore[index]


def test_labels_from_a_table(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = place / "labels.csv"
    rows = ["file,split,labels"]
    for file in sorted((place / "train").rglob("0*.jpg")):
        number = int(file.stem)
        labels = file.parent.name + ("|warm" if file.parent.name == "amber" else "")
        rows.append(f"{file.relative_to(place)},{'test' if number > 7 else 'train'},{labels}")
    table.write_text("\n".join(rows) + "\n")
    found = _json(
        capsys, "train", f"{table}:train", "--method", "crh", "--out", tmp_path / "m", "--bits", "16", "--epochs", "5"
    )
    assert found["classes"] == ["amber", "blue", "green", "warm"]
    figures = _json(
        capsys, "evaluate", "--model", tmp_path / "m", "--database", f"{table}:train", "--queries", f"{table}:test"
    )
    assert figures["queries"] == 6 and figures["database"] == 24
    by_folder = _json(
        capsys, "evaluate", "--model", tmp_path / "m", "--database", place / "train", "--queries", f"{table}:test",
        "--labels", table,
    )  # fmt: skip
    assert by_folder["database"] == 30


def test_what_cannot_be_used_is_said_and_nothing_is_written(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(tmp_path), "--method", "crh", "--out", str(tmp_path / "m")]) == 2
    assert "one folder per class" in capsys.readouterr().err
    assert main(["train", str(place / "train"), "--method", "crh", "--bits", "12", "--out", str(tmp_path / "m")]) == 2
    assert "multiple of 8" in capsys.readouterr().err
    command = ["train", str(place / "train"), "--method", "crh", "--trunk", "resnet34", "--out", str(tmp_path / "m")]
    assert main(command) == 1
    assert "Import them" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()
    arguments = ["--database", str(place / "train"), "--queries", str(place / "test")]
    assert main(["evaluate", "--model", str(tmp_path), *arguments]) == 2
    assert "no model" in capsys.readouterr().err
