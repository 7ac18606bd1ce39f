"""A training while it runs: loss, validation, what reassignment moved, and the distances between class centers."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crh_desktop.app.views.drop_zone import quiet_label
from crh_desktop.core.bits import unpack
from crh_desktop.core.ordering import similar_order


class TrainCharts(QWidget):
    """Fed with the worker's epoch messages; keeps them all, so that a change of theme can draw them again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: list[int] = []
        self._center: list[float] = []
        self._quantisation: list[float] = []
        self._moved: list[int] = []
        self._validation: list[tuple[int, float]] = []
        self._distances: NDArray[np.float64] | None = None
        self._names: tuple[str, ...] = ()
        self._loss, self._score, self._moves = (pg.PlotWidget() for _ in range(3))
        self._score.setYRange(0, 1)  # mean average precision; what stands still must not look like a wave
        self._matrix = pg.PlotWidget()
        self._image = pg.ImageItem(axisOrder="row-major")
        self._matrix.addItem(self._image)
        self._matrix.setAspectLocked(True)
        self._matrix.hideAxis("left")
        self._matrix.hideAxis("bottom")
        self._matrix.getViewBox().invertY(True)
        self.near = quiet_label()
        self.near.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        charts = (
            (self._loss, self.tr("Loss"), self.tr("how far codes are from their class centers")),
            (self._score, self.tr("Search quality"), self.tr("on photos kept apart; 1 is perfect")),
            (self._moves, self.tr("Centers moved"), self.tr("parts of class centers that changed after an epoch")),
        )
        for place, (chart, title, hint) in enumerate(charts):
            grid.addLayout(self._titled(chart, title, hint), place // 2, place % 2)
        column = self._titled(
            self._matrix, self.tr("Distances between classes"), self.tr("related classes draw together: dark is near")
        )
        column.addWidget(self.near)
        grid.addLayout(column, 1, 1)
        for chart in (self._loss, self._score, self._moves, self._matrix):
            # four equal parts, whatever each would like to have
            chart.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        for number in (0, 1):
            grid.setRowStretch(number, 1)
            grid.setColumnStretch(number, 1)
        for chart in (self._loss, self._score, self._moves, self._matrix):
            chart.setMenuEnabled(False)
            chart.setMouseEnabled(False, False)
            chart.hideButtons()
        self._paint_theme()

    def _titled(self, chart: pg.PlotWidget, title: str, hint: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        label = QLabel(title)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        chart.setAccessibleName(title)
        chart.setAccessibleDescription(hint)
        column.addWidget(label)
        column.addWidget(quiet_label(hint))
        column.addWidget(chart, 1)
        return column

    def begin(self, names: tuple[str, ...]) -> None:
        """Forget the last training."""
        self._names = names
        for kept in (self._numbers, self._center, self._quantisation, self._moved, self._validation):
            kept.clear()  # type: ignore[attr-defined]
        self._distances = None
        self._image.clear()
        self.near.clear()
        self._draw()

    def add(self, message: dict[str, Any]) -> None:
        """Take the news of one epoch."""
        number = int(message["number"]) + 1
        self._numbers.append(number)
        self._center.append(float(message["center"]))
        self._quantisation.append(float(message["quantisation"]))
        self._moved.append(int(message["moved"]))
        if message.get("validation") is not None:
            self._validation.append((number, float(message["validation"])))
        if message.get("centers"):
            packed = np.frombuffer(base64.b64decode(message["centers"]), np.uint8)
            self.show_centers(packed.reshape(int(message["classes"]), -1))
        self._draw()

    def show_centers(self, packed: NDArray[np.uint8]) -> None:
        """The matrix of distances of packed centers, uint8 [C, K/8], in an order that puts near ones side by side."""
        signs = unpack(packed).astype(np.float64)
        distances = (signs.shape[1] - signs @ signs.T) / 2
        order = similar_order(distances)
        self._distances = distances
        self._image.setImage(distances[order][:, order], levels=(0, max(1.0, float(distances.max()))))
        if len(self._names) == len(distances) > 2:
            np.fill_diagonal(distances, np.inf)
            one, other = np.unravel_index(distances.argmin(), distances.shape)
            self.near.setText(self.tr("Nearest: {0} and {1}").format(self._names[int(one)], self._names[int(other)]))

    @property
    def epochs(self) -> int:
        """Epochs that are drawn."""
        return len(self._numbers)

    def changeEvent(self, event: QEvent) -> None:
        """Colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "near"):
            self._paint_theme()

    def _paint_theme(self) -> None:
        palette = self.palette()
        colour = {role: palette.color(role) for role in (QPalette.ColorRole.Base, QPalette.ColorRole.PlaceholderText)}
        for chart in (self._loss, self._score, self._moves, self._matrix):
            chart.setBackground(colour[QPalette.ColorRole.Base])
            for side in ("left", "bottom"):
                axis = chart.getAxis(side)
                axis.setPen(colour[QPalette.ColorRole.PlaceholderText])
                axis.setTextPen(colour[QPalette.ColorRole.PlaceholderText])
        accent, base = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)
        self._image.setColorMap(pg.ColorMap([0.0, 1.0], [accent, base]))
        self._draw()

    def _draw(self) -> None:
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Highlight)
        quiet = QColor(palette.color(QPalette.ColorRole.PlaceholderText))
        for chart in (self._loss, self._score, self._moves):
            chart.clear()
        self._loss.plot(self._numbers, self._center, pen=pg.mkPen(accent, width=2))
        self._loss.plot(
            self._numbers, self._quantisation, pen=pg.mkPen(quiet, width=1, style=pg.QtCore.Qt.PenStyle.DashLine)
        )
        if self._validation:
            numbers, scores = zip(*self._validation, strict=True)
            self._score.plot(
                numbers,
                scores,
                pen=pg.mkPen(accent, width=2),
                symbol="o",
                symbolSize=5,
                symbolBrush=accent,
                symbolPen=None,
            )
        if self._numbers:
            self._moves.addItem(pg.BarGraphItem(x=self._numbers, height=self._moved, width=0.8, brush=accent, pen=None))
