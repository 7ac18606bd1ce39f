"""The Models page: what each is for, and use, import and export through the worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from crh_desktop.core.models import ModelInfo

MODELS = [
    ModelInfo("general256", "general", 256, ()),
    ModelInfo("copy256", "copy", 256, ()),
    ModelInfo("starter", "crh", 64, ("hat",), path=Path("/models/starter")),
    ModelInfo("a very long name " * 8, "crh", 16, ("dogs", "cats"), path=Path("/models/pets")),
]


@pytest.fixture
def models(window, context, monkeypatch):
    monkeypatch.setattr(type(context.library), "models", lambda self: MODELS)
    window.show_page("models")
    made = window.pages["models"]
    made.refresh()
    return made


def _button(page, name: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.accessibleName().startswith(name))


def _texts(page) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel))


def test_each_kind_says_what_it_is_for(models) -> None:
    text = _texts(models)
    for words in ("learnt from no labels", "which photo it is", "its own classes", "in use"):
        assert words in text
    assert text.count("in use") == 1


def test_use_takes_over_when_the_worker_is_done(qtbot, context, models) -> None:
    qtbot.mouseClick(_button(models, "Use a very"), Qt.MouseButton.LeftButton)
    assert (context.client.sent[-1]["do"], context.client.sent[-1]["name"]) == ("use_model", "pets")
    said: list[str] = []
    context.message.connect(said.append)
    context.client.handle({"event": "done", "id": context.client.job_id, "result": {"model": "pets", "hashed": 3}})
    assert context.settings.crh_model == "pets" and "3 photos" in said[-1]
    assert _button(models, "Use starter")


def test_use_waits_for_the_running_job_and_a_failure_is_said(qtbot, context, models) -> None:
    said: list[str] = []
    context.message.connect(said.append)
    context.client.scan([b"/photos"])
    qtbot.mouseClick(_button(models, "Use a very"), Qt.MouseButton.LeftButton)
    assert "else is running" in said[-1] and context.client.sent[-1]["do"] == "scan"
    context.client.handle({"event": "done", "id": context.client.job_id, "result": {}})
    qtbot.mouseClick(_button(models, "Use a very"), Qt.MouseButton.LeftButton)
    context.client.handle({"event": "failed", "id": context.client.job_id, "error": "It was made for other weights."})
    assert said[-1] == "It was made for other weights." and context.settings.crh_model == ""


def test_import_and_export(qtbot, context, models, monkeypatch, tmp_path: Path) -> None:
    said: list[str] = []
    context.message.connect(said.append)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "in.crhmodel"), ""))
    qtbot.mouseClick(models.take_in, Qt.MouseButton.LeftButton)
    sent = context.client.sent[-1]
    assert (sent["do"], sent["path"]) == ("import_model", str(tmp_path / "in.crhmodel"))
    context.client.handle(
        {"event": "done", "id": sent["id"], "result": {"imported": "model", "name": "in", "path": "/models/in"}}
    )
    assert said[-1] == "Taken in: in"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.crhmodel"), ""))
    qtbot.mouseClick(_button(models, "Export starter"), Qt.MouseButton.LeftButton)
    sent = context.client.sent[-1]
    assert (sent["do"], sent["name"], sent["path"]) == ("export_model", "starter", str(tmp_path / "out.crhmodel"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    before = len(context.client.sent)
    qtbot.mouseClick(models.take_in, Qt.MouseButton.LeftButton)
    assert len(context.client.sent) == before
