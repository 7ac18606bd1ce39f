"""Opening the library when the window starts: a damaged one is repaired if the person wants that."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QProgressDialog

from crh_desktop.app.texts import number_text
from crh_desktop.core.errors import CrhError, LibraryDamaged
from crh_desktop.core.library import Library
from crh_desktop.core.store.repair import Repaired, needs_repair, repair


class Opening(QObject):
    """Opens the library, or tells why it cannot be opened.

    Attributes:
        error: why there is no library, after `open` gave none.
    """

    def __init__(self, folder: Path, asks: bool) -> None:
        super().__init__()
        self._folder, self._asks = folder, asks
        self.error: CrhError | None = None

    def open(self) -> Library | None:
        """The library; None if it cannot be used, which the person was told."""
        try:
            if needs_repair(self._folder):
                raise LibraryDamaged(self.tr("Damage was met in the library {0}.").format(self._folder))
            return Library.open(self._folder)
        except LibraryDamaged as error:
            self.error = error
            return self._repaired() if self._asks and self._wants_repair(str(error)) else None
        except CrhError as error:
            self.error = error
            if self._asks:
                QMessageBox.critical(None, "CRH Desktop", str(error))
            return None

    def _wants_repair(self, why: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Warning, "CRH Desktop", why)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(
            self.tr(
                "Your photos are untouched. A new library can be made of everything that can still be read: codes, groups, "
                "decisions and the history. The damaged file is kept beside it, and the next scan computes what is missing."
            )
        )
        go = box.addButton(self.tr("Repair the library"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(go)
        box.exec()
        return box.clickedButton() is go

    def _repaired(self) -> Library | None:
        wait = QProgressDialog(self.tr("Reading what is left of the library…"), "", 0, 0)
        wait.setCancelButton(None)  # type: ignore[arg-type]
        wait.setWindowTitle("CRH Desktop")
        wait.setMinimumDuration(300)
        found: list[Repaired | CrhError] = []

        def work() -> None:
            try:
                found.append(repair(self._folder))
            except CrhError as error:
                found.append(error)

        thread = threading.Thread(target=work)
        loop, look = QEventLoop(), QTimer()
        look.timeout.connect(lambda: None if thread.is_alive() else loop.quit())
        look.start(50)
        thread.start()
        loop.exec()
        look.stop()
        wait.close()
        (result,) = found
        if isinstance(result, CrhError):
            self.error = result
            QMessageBox.critical(None, "CRH Desktop", str(result))
            return None
        self._tell(result)
        return Library.open(self._folder)

    def _tell(self, done: Repaired) -> None:
        words = [
            self.tr("The new library holds {0} photos and {1} codes of the old one.").format(
                number_text(done.kept.get("photo", 0)), number_text(done.kept.get("code", 0))
            )
        ]
        if done.lost:
            words.append(self.tr("Some of it could not be read; the scan that follows finds what is missing."))
        words.append(self.tr("The old file is kept as {0}.").format(done.aside))
        QMessageBox.information(None, "CRH Desktop", "\n\n".join(words))
