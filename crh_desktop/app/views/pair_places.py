"""Where two aligned pictures lie on a surface that shows them: the places of the first, and the map to the second."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from crh_desktop.app.scale import scaled
from crh_desktop.app.views.pair_marks import transform
from crh_desktop.core.matching.outline import Affine, inverse

GAP = 10


def caption() -> int:
    """Room for a name above a picture."""
    return scaled(18) + 6


class Mode(Enum):
    """How two pictures share the surface."""

    SIDE = "side"
    FLICK = "flick"
    SPLIT = "split"
    OVERLAY = "overlay"


class PairPlaces(QWidget):
    """The geometry of a pair: zoom and centre are kept in places of the first, 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode, self.aligned = Mode.SIDE, False
        self.zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self._map: Affine | None = None
        self._pictures = [QPixmap(), QPixmap()]
        self._sizes = [QSize(), QSize()]

    def _areas(self) -> list[QRectF]:
        """Where the first and the second are shown: two halves, or both the whole."""
        whole = QRectF(self.rect()).adjusted(1, caption(), -1, -1)
        if self.mode is not Mode.SIDE:
            return [whole, whole]
        half = (whole.width() - GAP) / 2
        return [
            QRectF(whole.left(), whole.top(), half, whole.height()),
            QRectF(whole.left() + half + GAP, whole.top(), half, whole.height()),
        ]

    def _size(self, which: int) -> QSize:
        if self._sizes[which].isValid() and not self._sizes[which].isEmpty():
            return self._sizes[which]
        size = self._pictures[which].size()
        return size if not size.isEmpty() else QSize(4, 3)

    @property
    def _on_first(self) -> bool:
        """Whether the second is laid onto the first's places, turned and scaled."""
        return self._map is not None and (self.aligned or self.mode is not Mode.SIDE)

    def _frame(self) -> QRectF:
        """What must be seen at zoom 1 in places of the first: both pictures if they are aligned."""
        frame = QRectF(0, 0, 1, 1)
        if self._on_first and self._map is not None:
            back = inverse(self._map)
            assert back is not None
            frame = frame.united(transform(back).mapRect(QRectF(0, 0, 1, 1)))
        return frame

    def _fit_scale(self, which: int, area: QRectF) -> float:
        """Screen units for one pixel of a photo at zoom 1."""
        frame = self._frame() if self._on_first else QRectF(0, 0, 1, 1)
        size = self._size(0 if self._on_first else which)
        return min(area.width() / (frame.width() * size.width()), area.height() / (frame.height() * size.height()))

    def _placing(self, which: int, area: QRectF) -> QTransform:
        """From the places of a photo (0 to 1) to the widget."""
        base = 0 if self._on_first else which
        size, scale = self._size(base), self._fit_scale(which, area) * self.zoom
        centre = self._centre
        if self.zoom <= 1:
            centre = self._frame().center() if self._on_first else QPointF(0.5, 0.5)
        elif base == 1 and self._map is not None:
            centre = transform(self._map).map(centre)
        width, height = size.width() * scale, size.height() * scale
        left, top = area.center().x() - centre.x() * width, area.center().y() - centre.y() * height
        placing = QTransform(width, 0, 0, height, left, top)
        if which == 1 and self._on_first and self._map is not None:
            back = inverse(self._map)
            assert back is not None
            placing = transform(back) * placing
        return placing

    def _under(self, at: QPointF) -> int:
        return 1 if self.mode is Mode.SIDE and at.x() > self._areas()[0].right() + GAP / 2 else 0

    def _to_first(self, which: int, at: QPointF) -> QPointF:
        """The place of the first that a point of the widget shows."""
        back, possible = self._placing(which, self._areas()[which]).inverted()
        if not possible:
            return QPointF(self._centre)
        place = back.map(at)
        if which == 1 and self._map is not None:
            way = inverse(self._map)
            assert way is not None
            place = transform(way).map(place)
        return place

    def _move_to(self, centre: QPointF) -> None:
        frame = self._frame()
        self._centre = QPointF(
            min(max(centre.x(), frame.left()), frame.right()), min(max(centre.y(), frame.top()), frame.bottom())
        )
