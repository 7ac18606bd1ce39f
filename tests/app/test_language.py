"""German: every text of the window is translated, and the window speaks it."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from crh_desktop.app.language import translate
from crh_desktop.app.texts import counts_text, plural
from crh_desktop.core.records import Counts
from tests.conftest import REPOSITORY


def test_every_text_is_translated() -> None:
    done = subprocess.run(
        [sys.executable, REPOSITORY / "packaging" / "translations.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_window_speaks_german(qtbot, context, monkeypatch) -> None:
    from crh_desktop.app.window import MainWindow

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    installed: list[QTranslator] = []
    monkeypatch.setattr(
        QApplication,
        "installTranslator",
        lambda self, one: installed.append(one) or QCoreApplication.installTranslator(one),
    )
    try:
        assert translate(application, "de")
        window = MainWindow(context)
        qtbot.addWidget(window)
        assert window.pages["duplicates"].bar.look_only.text() == "Nur ansehen"
        assert plural(window.pages["duplicates"].tr("%n group(s)", "", 1)) == "1 Gruppe"
        assert plural(window.pages["duplicates"].tr("%n group(s)", "", 3)) == "3 Gruppen"
        assert counts_text(Counts(2, 1, 3, 0, 0, 0, 2, 100)).startswith("2 Fotos · 1 Video · 3 andere Dateien")
        assert QCoreApplication.translate("Evidence", "the first") == "das erste"
        assert not translate(application, "fr")  # there is none, and that is told
    finally:
        for one in installed:
            QCoreApplication.removeTranslator(one)
