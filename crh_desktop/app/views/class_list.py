"""Classes before a training: name, number of photos and a few of them, with what to think of."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from crh_desktop.app.texts import number_text, plural
from crh_desktop.app.thumbs import read_image, shape
from crh_desktop.app.views.drop_zone import quiet_label
from crh_desktop.app.views.elided_label import ElidedLabel

SIDE = 56
COLUMNS = 3
#: So many classes get a card; the rest is counted.
MOST_SHOWN = 60


class ClassList(QScrollArea):
    """Cards in three columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Classes"))
        self.names: tuple[str, ...] = ()

    def show_classes(self, classes: list[dict[str, Any]]) -> None:
        """Fill with rows of a survey: name, photos, samples."""
        self.names = tuple(str(row["name"]) for row in classes)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, row in enumerate(classes[:MOST_SHOWN]):
            grid.addWidget(self._card(row), place // COLUMNS, place % COLUMNS)
        for number in range(COLUMNS):
            grid.setColumnStretch(number, 1)
        column.addLayout(grid)
        if len(classes) > MOST_SHOWN:
            column.addWidget(
                quiet_label(self.tr("and {0} more classes").format(number_text(len(classes) - MOST_SHOWN)))
            )
        column.addStretch(1)
        self.setWidget(page)

    def _card(self, row: dict[str, Any]) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(6)
        head = QHBoxLayout()
        name = ElidedLabel(str(row["name"]))
        font = name.font()
        font.setBold(True)
        name.setFont(font)
        head.addWidget(name, 1)
        head.addWidget(quiet_label(plural(self.tr("%n photo(s)", "", int(row["photos"])))))
        layout.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(6)
        for path in row["samples"]:
            picture = QLabel()
            picture.setFixedSize(SIDE, SIDE)
            image = read_image(path)
            if not image.isNull():
                picture.setPixmap(QPixmap.fromImage(shape(image, SIDE, SIDE, cover=True)))
            line.addWidget(picture)
        line.addStretch(1)
        layout.addLayout(line)
        card.setAccessibleName(self.tr("{0}, {1} photos").format(row["name"], row["photos"]))
        return card


def warning_label(text: str) -> QLabel:
    """A sentence that deserves attention."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(label.palette().ColorRole.BrightText)
    return label
