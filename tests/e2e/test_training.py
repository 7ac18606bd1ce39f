"""From a dropped folder to a model in use: the real window, the real worker, real photos."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from crh_desktop.app import drops
from crh_desktop.core.library import Library
from crh_desktop.core.settings import load_settings, save_settings

CLASSES = ("hat", "shoes", "dress")


@pytest.fixture
def labelled(shared_data: Path, tmp_path: Path) -> Path:
    """Twelve real photos of each of three kinds of clothes."""
    for name in CLASSES:
        (tmp_path / "clothes" / name).mkdir(parents=True)
        for photo in sorted((shared_data / "labelled" / "clothing10" / "train" / name).iterdir())[:12]:
            shutil.copyfile(photo, tmp_path / "clothes" / name / photo.name)
    return tmp_path / "clothes"


def test_a_model_from_a_dropped_folder_is_used(qtbot, own_home: Path, labelled: Path) -> None:
    from crh_desktop.app.context import Context
    from crh_desktop.app.window import MainWindow
    from crh_desktop.app.worker_client import WorkerClient

    place = own_home / "data" / "library"
    client = WorkerClient(place)
    window = MainWindow(Context(Library.open(place), load_settings(), client, save_settings))
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(client.finished, timeout=400_000):
        window.context.add_folders([os.fsencode(labelled)])
    before = window.context.library.packed("crh")[1].shape
    assert before == (36, 8)

    window.show_page("train")
    page = window.pages["train"]
    page.zone.dropped.emit(drops.Dropped(paths=(os.fsencode(labelled),)), [])
    qtbot.waitUntil(lambda: page.shown == "choice", timeout=200_000)
    assert page.classes.names == tuple(sorted(CLASSES))
    page.bits.setCurrentIndex(page.bits.findData(16))
    page.start_button.click()
    qtbot.waitUntil(lambda: page.shown == "result", timeout=600_000)
    assert page.charts.epochs > 3
    assert "3 classes" in page.verdict.words.text()
    page.verdict.use.click()
    qtbot.waitUntil(lambda: page.verdict.use.text() == "In use", timeout=400_000)
    assert window.context.library.packed("crh")[1].shape == (36, 2)
    assert load_settings().crh_model == "clothes" == window.context.settings.crh_model
    window.close()
