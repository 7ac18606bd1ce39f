"""`crh compare`: the contract's object, a sentence for people, and exit code 2 for what is no picture."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from crh_desktop.cli.main import main
from crh_desktop.core.perceptual import TURNS
from tests.fixtures.samples import NAMES, SAMPLES

KEYS = {
    "tier", "verdict", "score", "distance", "transform", "crop", "overlap", "inliers", "residual", "steps", "failed",
}  # fmt: skip


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(SAMPLES / NAMES[0], tmp_path / "original.jpg"))


@pytest.fixture
def photo(original: Path) -> Image.Image:
    with Image.open(original) as opened:
        return opened.convert("RGB")


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(["compare", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def compared(capsys: pytest.CaptureFixture[str], first: Path, second: Path) -> dict[str, Any]:
    """The object, checked against the contract."""
    code, out, _ = run(capsys, first, second, "--json")
    assert code == 0 and out.isascii() and out.count("\n") == 1
    result: dict[str, Any] = json.loads(out)
    assert set(result) == KEYS
    assert result["tier"] in ("identical", "pixels", "near", "similar", None)
    assert result["verdict"] and result["verdict"][0].isupper() and result["verdict"].endswith(".")
    assert 0 <= result["score"] <= 1 and 0 <= result["overlap"] <= 1
    assert isinstance(result["distance"], int) and 0 <= result["distance"] <= 256
    assert result["transform"] in TURNS and isinstance(result["inliers"], int)
    assert 0 <= result["residual"] <= 255
    assert result["steps"] and all(step and step[0] not in "+-" for step in result["steps"])
    if result["crop"] is not None:
        left, top, width, height = result["crop"]
        assert 0 <= left <= left + width <= 1.001 and 0 <= top <= top + height <= 1.001
    return result


def test_the_same_file(capsys: pytest.CaptureFixture[str], original: Path, tmp_path: Path) -> None:
    shutil.copyfile(original, tmp_path / "again.jpg")
    result = compared(capsys, original, tmp_path / "again.jpg")
    assert (result["tier"], result["score"], result["distance"]) == ("identical", 1, 0)
    assert result["crop"] == [0, 0, 1, 1] and result["transform"] is None


def test_the_same_pixels(
    capsys: pytest.CaptureFixture[str], original: Path, photo: Image.Image, tmp_path: Path
) -> None:
    photo.save(tmp_path / "same.png")
    assert compared(capsys, original, tmp_path / "same.png")["tier"] == "pixels"


def test_a_crop(capsys: pytest.CaptureFixture[str], original: Path, photo: Image.Image, tmp_path: Path) -> None:
    photo.crop((30, 40, 160, 220)).save(tmp_path / "crop.jpg", quality=92)
    result = compared(capsys, tmp_path / "crop.jpg", original)
    assert result["tier"] == "near" and result["overlap"] > 0.97
    expected = [30 / photo.width, 40 / photo.height, 130 / photo.width, 180 / photo.height]
    assert result["crop"] == pytest.approx(expected, abs=0.015)
    assert "crop" in result["verdict"]


def test_a_turned_copy(capsys: pytest.CaptureFixture[str], original: Path, photo: Image.Image, tmp_path: Path) -> None:
    photo.transpose(Image.Transpose.ROTATE_270).save(tmp_path / "turned.jpg", quality=92)
    result = compared(capsys, original, tmp_path / "turned.jpg")
    assert (result["tier"], result["transform"]) == ("near", "rot90")


def test_unrelated_photos(capsys: pytest.CaptureFixture[str], original: Path) -> None:
    result = compared(capsys, original, SAMPLES / NAMES[1])
    assert result["tier"] in (None, "similar") and result["score"] < 0.5


def test_words_for_people(
    capsys: pytest.CaptureFixture[str], original: Path, photo: Image.Image, tmp_path: Path
) -> None:
    photo.convert("L").save(tmp_path / "gray.jpg", quality=90)
    code, out, _ = run(capsys, original, tmp_path / "gray.jpg")
    verdict, *steps = out.splitlines()
    assert code == 0 and "black and white" in verdict
    assert steps and all(step.startswith(f"  {number}. ") for number, step in enumerate(steps, 1))


@pytest.mark.parametrize("json_too", [False, True])
def test_an_unreadable_file_ends_with_2_and_its_name(
    capsys: pytest.CaptureFixture[str], original: Path, tmp_path: Path, json_too: bool
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    for pair in ((tmp_path / "broken.jpg", original), (original, tmp_path / "broken.jpg")):
        code, out, err = run(capsys, *pair, *(["--json"] if json_too else []))
        assert code == 2 and out == ""
        assert "broken.jpg" in err and "Traceback" not in err


def test_a_missing_file_ends_with_2_and_its_name(
    capsys: pytest.CaptureFixture[str], original: Path, tmp_path: Path
) -> None:
    code, out, err = run(capsys, original, tmp_path / "nowhere.jpg", "--json")
    assert code == 2 and out == "" and "nowhere.jpg" in err


def test_one_file_is_wrong_usage(capsys: pytest.CaptureFixture[str], original: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["compare", str(original)])
    assert ended.value.code == 2


def test_names_that_are_no_text(capsys: pytest.CaptureFixture[str], original: Path, tmp_path: Path) -> None:
    odd = os.path.join(os.fsencode(tmp_path), b"caf\xe9 \n.jpg")
    shutil.copyfile(original, odd)
    code = main(["compare", os.fsdecode(odd), str(original), "--json"])
    out = capsys.readouterr().out
    assert code == 0 and out.isascii() and json.loads(out)["tier"] == "identical"


def test_what_speaks_against_a_match_is_marked(
    capsys: pytest.CaptureFixture[str], original: Path, photo: Image.Image, tmp_path: Path
) -> None:
    photo.rotate(30).save(tmp_path / "turned.jpg", quality=92)  # within its frame: each holds a part of the other
    result = compared(capsys, original, tmp_path / "turned.jpg")
    assert result["tier"] == "similar" and 1 in result["failed"] and len(result["failed"]) < len(result["steps"])
    code, out, _ = run(capsys, original, tmp_path / "turned.jpg")
    marks = [line.split(".", 1)[1].split()[0] for line in out.splitlines()[1:]]
    assert code == 0 and [mark == "no" for mark in marks] == [
        number in result["failed"] for number in range(1, len(marks) + 1)
    ]
