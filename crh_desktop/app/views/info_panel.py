"""What is known of the focused photo, and what can be done with it."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from crh_desktop.app.drops import url_of
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import display_name, photo_facts
from crh_desktop.app.thumbs import shape
from crh_desktop.core.records import Photo
from crh_desktop.core.thumbs import thumbnail_path


class InfoPanel(QFrame):
    """Facts of one photo.

    Signals:
        similar_wanted: (photo id).
        view_wanted: the photo shall fill the screen.
    """

    similar_wanted = Signal("qlonglong")  # type: ignore[arg-type]
    view_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None
        self.setAccessibleName(self.tr("Photo details"))
        self.setFixedWidth(164 + scaled(100))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 16)
        layout.setSpacing(10)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = QLabel()
        self._name.setWordWrap(True)
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._facts = QWidget()
        self._form = QFormLayout(self._facts)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(6)
        self._similar = QPushButton(self.tr("More like this"))
        self._similar.setProperty("primary", True)
        self._open = QPushButton(self.tr("View full screen"))
        self._folder = QPushButton(self.tr("Open folder"))
        for widget in (self._picture, self._name, self._facts, self._similar, self._open, self._folder):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._similar.clicked.connect(self._on_similar_clicked)
        self._open.clicked.connect(self.view_wanted)
        self._folder.clicked.connect(self._on_folder_clicked)
        self.show_photo(None)

    def show_photo(self, photo: Photo | None) -> None:
        """Show the facts of a photo, or a hint."""
        self._photo = photo
        while self._form.rowCount():
            self._form.removeRow(0)
        for widget in (self._similar, self._open, self._folder, self._picture):
            widget.setVisible(photo is not None)
        if photo is None:
            self._name.setText(self.tr("Choose a photo to see its details."))
            return
        # Zero-width spaces let long names break where Qt sees one endless word.
        self._name.setText("\u200b".join(display_name(photo.path)))
        pixmap = QPixmap(str(thumbnail_path(photo.digest))) if photo.digest else QPixmap()
        self._picture.setVisible(not pixmap.isNull())
        if not pixmap.isNull():
            self._picture.setPixmap(QPixmap.fromImage(shape(pixmap.toImage(), 232, 200, cover=False)))
        for label, text in photo_facts(photo):
            caption = QLabel(label)
            caption.setForegroundRole(caption.palette().ColorRole.PlaceholderText)
            value = QLabel("\u200b".join(text) if "/" in text else text)
            value.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            self._form.addRow(caption, value)

    def _on_similar_clicked(self) -> None:
        if self._photo is not None:
            self.similar_wanted.emit(self._photo.id)

    def _on_folder_clicked(self) -> None:
        if self._photo is not None:
            QDesktopServices.openUrl(url_of(os.path.dirname(self._photo.path)))
