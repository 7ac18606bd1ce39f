"""When something unexpected happens: it is logged and told once, with a report to copy; nothing is sent anywhere."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from crh_desktop.core.logs import report
from crh_desktop.core.paths import log_dir

_told = False


class CrashDialog(QDialog):
    """A sentence, the report as it would be copied, and where the logs lie."""

    def __init__(self, sentence: str, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("CRH Desktop")
        self.resize(760, 460)
        heading = QLabel(sentence)
        heading.setWordWrap(True)
        self.text = QPlainTextEdit(report(what))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Report"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        note = QLabel(
            self.tr("The report stays on this machine and names no photos. Nothing is sent; copy it if you want to.")
        )
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        place = buttons.addButton(self.tr("Open log folder"), QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.copy.clicked.connect(self._on_copy)
        place.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir()))))
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(self.text, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)
        heading.setTextFormat(Qt.TextFormat.PlainText)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(self.tr("Copied"))


def crash_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log an unexpected error and tell it once; the window lives on, because the library is safe on disk."""
    global _told
    text = "".join(traceback.format_exception(kind, error, trace))
    logging.getLogger("crh_desktop.app").error("Unexpected error\n%s", text)
    sys.stderr.write(text)
    if _told or issubclass(kind, KeyboardInterrupt) or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return
    _told = True
    sentence = QApplication.translate(
        "Crash", "Something unexpected happened. Your photos and the library are untouched, and you can go on."
    )
    CrashDialog(sentence, text).exec()


def tell_last_crash(what: str, parent: QWidget) -> None:
    """Say at start that the window ended hard the last time; what: the report of that, "" if it did not."""
    if what:
        sentence = QApplication.translate(
            "Crash", "The program ended unexpectedly the last time. Your photos and the library are untouched."
        )
        dialog = CrashDialog(sentence, what, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
