"""Window tests run off screen, in a home of their own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def context(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """A context over a fake library of 300 photos and a fake worker."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(tmp_path))
    from fakes import FakeClient, FakeIndex, FakeLibrary, fill_pairs

    from crh_desktop.app.context import Context
    from crh_desktop.core.settings import Settings

    fill_pairs()
    # these photos are on no disk
    monkeypatch.setattr("crh_desktop.app.review.freshness.Freshness.check", lambda self, photos: None)
    monkeypatch.setattr(FakeLibrary, "index", FakeIndex(40))
    saved: list = []
    made = Context(FakeLibrary(), Settings(theme="light"), FakeClient(), saved.append)
    made.saved = saved
    yield made
    made.thumbs.stop()


@pytest.fixture
def window(qtbot, context):
    """The main window, shown."""
    from crh_desktop.app.window import MainWindow

    made = MainWindow(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not made.pages["library"].busy)  # it reads in the pool
    return made


@pytest.fixture
def page(qtbot, window):
    """The duplicates page with groups of three photos on it."""
    window.show_page("duplicates")
    made = window.pages["duplicates"]
    qtbot.waitUntil(lambda: len(made.model.groups) == 40 and made.view.group is not None)
    made.view.setFocus()
    return made


@pytest.fixture
def curve(monkeypatch):
    """A shipped curve, which these tests do not depend on."""
    import numpy as np

    from crh_desktop.core.matching import calibrate

    made = calibrate.Calibration(np.array([-4.0, 0.0, 4.0]), np.array([-3.0, 0.0, 3.0]), 0.5)
    monkeypatch.setattr(calibrate, "base", lambda: made)
    return made
