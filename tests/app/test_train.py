"""The Train page with recorded answers of the worker: choose, watch, judge, use, and what goes wrong."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from crh_desktop.app.views.verdict_view import verdict_text


@pytest.fixture
def train(qtbot, window):
    """The page, shown."""
    window.show_page("train")
    return window.pages["train"]


@pytest.fixture
def sample(tmp_path: Path) -> str:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    image.save(str(tmp_path / "sample.png"))
    return str(tmp_path / "sample.png")


def _answer(context, event: str, **fields) -> None:
    context.client.handle({"event": event, "id": context.client.job_id or context.client.sent[-1]["id"], **fields})


def _survey(context, sample: str, photos: int = 12) -> None:
    rows = [{"name": name, "photos": photos, "samples": [sample] * 3} for name in ("dogs", "cats", "a" * 80)]
    warnings = [{"kind": "few", "classes": ["cats"]}, {"kind": "lopsided", "classes": ["dogs", "cats"]}]
    warnings += [{"kind": kind, "classes": ["cats"], "photos": 3} for kind in ("unreadable", "copies", "torn")]
    _answer(context, "done", result={"classes": rows, "warnings": warnings if photos < 8 else [], "photos": 3 * photos})


def _epoch(context, number: int, **fields) -> None:
    packed = np.random.default_rng(number).integers(0, 256, (3, 8), dtype=np.uint8)
    centers = base64.b64encode(packed.tobytes()).decode()
    _answer(
        context, "epoch", number=number, epochs=100, loss=1.0, center=0.9, quantisation=0.1, moved=2, classes=3,
        centers=centers, **fields,
    )  # fmt: skip


def _result(sample: str, default: bool = True) -> dict:
    near = [{"path": sample, "right": bool(place % 2)} for place in range(6)]
    return {
        "model": "pets", "classes": ["dogs", "cats", "a"], "epochs": 100, "photos": 36, "copies": 0, "best_epoch": 42,
        "device": "cpu", "seconds": 12.3, "unreadable": [{"path": "/photos/torn.jpg", "reason": "It is torn."}],
        "verdict": {
            "own": {"this": 0.91, "used": 0.6, "general": 0.7}, "queries": 36, "folds": 5,
            "unseen": {"this": 0.3, "itq": 0.34, "general": 0.4}, "by_class": {}, "default": default,
            "confused": [["dogs", "cats", 0.2]], "examples": [{"query": sample, "before": near, "after": near}],
        },
    }  # fmt: skip


def test_from_folder_to_model_in_use(qtbot, context, train, sample) -> None:
    train.take(["/photos/pets"])
    assert context.client.sent[-1]["do"] == "survey" and train.busy
    _survey(context, sample)
    assert train.classes.names[:2] == ("dogs", "cats") and train.name.text() == "pets"
    qtbot.mouseClick(train.start_button, Qt.MouseButton.LeftButton)
    sent = context.client.sent[-1]
    assert sent["do"] == "train" and sent["folders"] == ["/photos/pets"]
    assert sent["options"] == {"name": "pets", "bits": 64, "depth": "head"}
    for number in range(3):
        _epoch(context, number, validation=0.5 + number / 10)
    assert train.charts.epochs == 3 and "3" in train.news.text() and train.charts.near.text()
    qtbot.mouseClick(train.finish_button, Qt.MouseButton.LeftButton)
    assert context.client.sent[-1]["do"] == "finish"
    _answer(context, "done", result=_result(sample))
    assert not train.busy and "0.91 against 0.70" in train.verdict.words.text()
    qtbot.mouseClick(train.verdict.use, Qt.MouseButton.LeftButton)
    assert (context.client.sent[-1]["do"], context.client.sent[-1]["name"]) == ("use_model", "pets")
    _answer(context, "done", result={"model": "pets", "hashed": 300})
    assert train.verdict.use.text() == "In use"


def test_thorough_and_warnings(qtbot, context, train, sample) -> None:
    train.take(["/photos/dogs", "/photos/cats"])
    _survey(context, sample, photos=5)
    assert train._warnings.count() == 5 and train.name.text() == "my model"
    train.thorough.setChecked(True)
    train.bits.setCurrentIndex(0)
    qtbot.mouseClick(train.start_button, Qt.MouseButton.LeftButton)
    assert context.client.sent[-1]["options"] == {"name": "my model", "bits": 16, "depth": "last"}


def test_a_failure_and_a_cancel_are_said_and_lead_back(qtbot, context, train, sample) -> None:
    train.take(["/photos/empty"])
    _answer(context, "failed", error="The choice holds fewer than two folders with pictures.")
    assert "fewer than two" in train.said.text() and train.said.isVisible() and not train.busy
    train.take(["/photos/pets"])
    _survey(context, sample)
    qtbot.mouseClick(train.start_button, Qt.MouseButton.LeftButton)
    _epoch(context, 0)
    qtbot.mouseClick(train.cancel_button, Qt.MouseButton.LeftButton)
    assert context.client.sent[-1]["do"] == "cancel"
    _epoch(context, 1)  # one that was under way
    assert "Cancelling" in train.news.text()
    _answer(context, "cancelled")
    assert "kept" in train.said.text() and train.zone.isVisible()


def test_a_training_that_was_cut_off_is_offered(qtbot, context, train) -> None:
    from crh_desktop.core.paths import data_dir

    place = data_dir() / "models" / "pets" / "run"
    place.mkdir(parents=True)
    (place / "request.json").write_text('{"folders": ["/photos/pets"], "options": {"name": "pets", "bits": 64}}')
    (data_dir() / "models" / "torn" / "run").mkdir(parents=True)
    (data_dir() / "models" / "torn" / "run" / "request.json").write_text("{")
    train.start_over()
    assert train._unfinished.count() == 1
    qtbot.mouseClick(train._unfinished.itemAt(0).widget(), Qt.MouseButton.LeftButton)
    assert context.client.sent[-1]["options"] == {"name": "pets", "bits": 64}


def test_keywords_instead_of_folders(qtbot, context, train, sample, monkeypatch) -> None:
    from PySide6.QtWidgets import QFileDialog

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/photos")
    qtbot.mouseClick(train.by_keywords, Qt.MouseButton.LeftButton)
    assert context.client.sent[-1]["keywords"] is True and context.client.sent[-1]["folders"] == ["/photos"]
    _survey(context, sample)
    qtbot.mouseClick(train.start_button, Qt.MouseButton.LeftButton)
    assert context.client.sent[-1]["options"]["keywords"] is True


def test_one_job_at_a_time(context, train) -> None:
    context.client.scan([b"/photos"])
    train.take(["/photos/pets"])
    assert "else is running" in train.said.text() and context.client.sent[-1]["do"] == "scan"


@pytest.mark.parametrize(
    ("own", "unseen", "words"),
    [
        ((0.9, 0.7), (0.3, 0.4), ("Better for your 12", "stays better (0.40 against 0.30)")),
        ((0.7, 0.71), (0.4, 0.41), ("No better for your 12", "No better for the rest")),
        ((0.5, 0.7), (0.5, 0.4), ("Not good", "never shown, too")),
        ((0.9, 0.7), None, ("Better", "so few classes")),
    ],
)
def test_what_it_is_good_for_in_words(own, unseen, words) -> None:
    verdict = {
        "own": dict(zip(("this", "general"), own, strict=True)),
        "unseen": dict(zip(("this", "general"), unseen, strict=True)) if unseen else {},
    }
    text = verdict_text(verdict, 12)
    assert all(one in text for one in words)


def test_figures_survive_a_change_of_theme(qtbot, context, train, sample) -> None:
    from crh_desktop.app.theme import apply_theme

    train.take(["/photos/pets"])
    _survey(context, sample)
    train._on_start_clicked()
    _epoch(context, 0, validation=0.4)
    apply_theme("dark")
    assert train.charts.epochs == 1
    apply_theme("light")
    _answer(context, "done", result=_result(sample, default=False))
    assert not train.verdict.use.property("primary")
