"""A damaged library at start: the person is asked, it is repaired, and the window opens; or it is left as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

from crh_desktop.app.crash import CrashDialog
from crh_desktop.app.opening import Opening
from crh_desktop.core.errors import LibraryDamaged
from crh_desktop.core.library import Library
from crh_desktop.core.store.schema import FILE_NAME, marker


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    place = tmp_path / "library"
    with Library.open(place) as library:
        library.add_folder(bytes(tmp_path))
        library.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    marker(place).touch()
    return place


def test_repaired_when_wanted(qtbot, damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Opening, "_wants_repair", lambda self, why: True)
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda parent, title, text: told.append(text))
    library = Opening(damaged, asks=True).open()
    assert library is not None and len(library.folders()) == 1
    library.close()
    assert "0 photos" in told[0] and not marker(damaged).exists()
    assert list(damaged.glob(f"{FILE_NAME}.damaged-*"))


def test_left_as_it_is(qtbot, damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Opening, "_wants_repair", lambda self, why: False)
    before = (damaged / FILE_NAME).read_bytes()
    opening = Opening(damaged, asks=True)
    assert opening.open() is None and isinstance(opening.error, LibraryDamaged)
    assert (damaged / FILE_NAME).read_bytes() == before


def test_what_cannot_be_repaired_is_told(qtbot, damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (damaged / FILE_NAME).write_bytes(os.urandom(5000))
    monkeypatch.setattr(Opening, "_wants_repair", lambda self, why: True)
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda parent, title, text: told.append(text))
    assert Opening(damaged, asks=True).open() is None
    assert "Nothing can be read" in told[0]


def test_the_report_can_be_copied(qtbot) -> None:
    dialog = CrashDialog("It fell.", "Traceback of /photos/secret.jpg")
    qtbot.addWidget(dialog)
    assert dialog.findChild(QDialogButtonBox) is not None
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Traceback" in copied and "secret" not in copied and "CRH Desktop" in copied
