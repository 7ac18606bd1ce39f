"""Folders that were chosen lately: a dialog opens where one was last, and a button's menu lists the others."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from crh_desktop.app.texts import display_path
from crh_desktop.core.paths import data_dir

#: How many are kept of each purpose.
MOST = 8
_WIDEST = 420


class Recent:
    """The folders of one purpose, the last one first.

    Args:
        purpose: plain word under which they are kept: "photos", "classes", "cards".
    """

    def __init__(self, purpose: str) -> None:
        self._key = f"recent/{purpose}"

    def folders(self) -> list[str]:
        """Those that are there now."""
        kept = self._settings().value(self._key) or []
        kept = [kept] if isinstance(kept, str) else list(kept)  # Qt gives a list of one back as a string
        return [one for one in map(str, kept) if os.path.isdir(one)]

    def note(self, folder: str) -> None:
        """Remember that this one was chosen."""
        folder = os.path.abspath(folder)
        settings = self._settings()
        settings.setValue(self._key, [folder, *(one for one in self.folders() if one != folder)][:MOST])
        settings.sync()

    def choose(self, parent: QWidget, title: str) -> str:
        """Ask for a folder, beginning beside the last one; "" if none was chosen."""
        last = self.folders()[:1]
        folder = QFileDialog.getExistingDirectory(parent, title, os.path.dirname(last[0]) if last else "")
        if folder:
            self.note(folder)
        return folder

    def button(self, button: QPushButton, title: str, take: Callable[[str], None]) -> None:
        """Make a button ask for a folder, and list the recent ones once there are any.

        Args:
            title: of the dialog.
            take: gets the folder that was chosen.
        """

        def ask() -> None:
            if folder := self.choose(button, title):
                take(folder)

        menu = QMenu(button)

        def fill() -> None:
            menu.clear()
            other = menu.addAction(QCoreApplication.translate("Recent", "Another folder…"))
            other.triggered.connect(ask)
            menu.addSeparator()
            for folder in self.folders():
                metrics = QFontMetrics(menu.font())
                name = display_path(os.fsencode(folder)).replace("&", "&&")
                action = menu.addAction(metrics.elidedText(name, Qt.TextElideMode.ElideLeft, _WIDEST))
                action.setData(folder)
                action.triggered.connect(lambda _checked=False, folder=folder: self._again(folder, take))

        def pressed() -> None:
            if self.folders():
                fill()
                menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
            else:
                ask()

        button.clicked.connect(pressed)

    def _again(self, folder: str, take: Callable[[str], None]) -> None:
        self.note(folder)
        take(folder)

    def _settings(self) -> QSettings:
        return QSettings(str(data_dir() / "window.ini"), QSettings.Format.IniFormat)
