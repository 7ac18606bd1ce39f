"""Up to four photos of a group beside each other, with one zoom and one place for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.thumbs import read_pixmap
from crh_desktop.app.views.pair_marks import paint_caption, transform
from crh_desktop.app.views.pair_places import caption
from crh_desktop.app.views.pair_view import Shown
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.outline import Affine, placed

MOST = 4
GAP = 10
MOST_ZOOM = 40.0


class ManyView(QWidget):
    """The first photo leads: zoom and centre are kept in its places, and followed by the others through their maps."""

    def __init__(self, context: Context, max_side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._max_side = context, max_side
        self._shown: list[Shown] = []
        self._maps: list[Affine | None] = []
        self._pictures: list[QPixmap] = []
        self._asked: dict[int, int] = {}
        self.zoom, self._centre = 1.0, QPointF(0.5, 0.5)
        self._drag: QPointF | None = None
        self.chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Up to four photos of the group"))
        context.client.finished.connect(self._on_finished)

    @property
    def busy(self) -> bool:
        """Whether larger pictures are still to come."""
        return bool(self._asked)

    def show_photos(self, shown: Sequence[Shown], evidence: Sequence[Evidence | None], chosen: int) -> None:
        """Show photos.

        Args:
            shown: Up to four, the keeper first.
            evidence: Of the keeper and each of them; None for the same picture.
            chosen: Which one has the focus of the group.
        """
        self.chosen = chosen
        if self._shown == list(shown[:MOST]):
            self.update()
            return
        self._shown = list(shown[:MOST])
        self._maps = [placed(one) for one in evidence[:MOST]]
        self._pictures = [read_pixmap(one.picture) if one.picture else QPixmap() for one in self._shown]
        self.zoom, self._centre = 1.0, QPointF(0.5, 0.5)
        self._asked = {
            self._context.client.picture(one.photo_id, self._max_side): place
            for place, one in enumerate(self._shown)
            if one.photo_id is not None
        }
        self.setAccessibleDescription("; ".join(f"{one.title} {one.detail}" for one in self._shown))
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._shown, self._maps, self._pictures, self._asked = [], [], [], {}
        self.update()

    def cells(self) -> list[QRectF]:
        """Where each photo is shown, without its caption: one row for two, two rows for more."""
        count = len(self._shown)
        if not count:
            return []
        columns = 2 if count > 1 else 1
        rows = (count + columns - 1) // columns
        width = (self.width() - (columns - 1) * GAP) / columns
        height = (self.height() - (rows - 1) * GAP) / rows
        return [
            QRectF(
                place % columns * (width + GAP),
                place // columns * (height + GAP) + caption(),
                width,
                height - caption(),
            )
            for place in range(count)
        ]

    def zoom_to(self, zoom: float) -> None:
        """Enlarge all photos alike; 1 shows them whole."""
        self.zoom = min(max(zoom, 1.0), MOST_ZOOM)
        if self.zoom == 1.0:
            self._centre = QPointF(0.5, 0.5)
        self.update()

    def target(self, place: int, cell: QRectF) -> QRectF:
        """Where the whole of a photo lies; only what is inside the cell is seen."""
        size = self._size(place)
        scale = min(cell.width() / size.width(), cell.height() / size.height()) * self.zoom
        width, height = size.width() * scale, size.height() * scale
        way = self._maps[place] if place < len(self._maps) else None
        centre = QPointF(self._centre)
        if self.zoom > 1 and place and way is not None:
            centre = transform(way).map(centre)
        return QRectF(cell.center().x() - centre.x() * width, cell.center().y() - centre.y() * height, width, height)

    def _size(self, place: int) -> QSize:
        one = self._shown[place]
        if one.width and one.height:
            return QSize(one.width, one.height)
        size = self._pictures[place].size()
        return size if not size.isEmpty() else QSize(4, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint every photo in its cell."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = self.palette()
        for place, cell in enumerate(self.cells()):
            one = self._shown[place]
            line = QRectF(cell.left(), cell.top() - caption(), cell.width(), caption() - 4)
            title = self.tr("{0} (keeper)").format(one.title) if place == 0 else one.title
            paint_caption(painter, palette, line, title, one.detail)
            shape = QPainterPath()
            shape.addRoundedRect(cell, 8, 8)
            painter.fillPath(shape, palette.color(palette.ColorRole.AlternateBase))
            painter.save()
            painter.setClipPath(shape)
            if not self._pictures[place].isNull():
                pixmap = self._pictures[place]
                painter.drawPixmap(self.target(place, cell), pixmap, QRectF(pixmap.rect()))
            painter.restore()
            if place == self.chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.color(palette.ColorRole.Highlight), 2))
                painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 8, 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus and 0 zoom."""
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_to(self.zoom * 1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom_to(self.zoom / 1.25)
        elif key == Qt.Key.Key_0:
            self.zoom_to(1.0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom all of them."""
        self.zoom_to(self.zoom * 1.0015 ** event.angleDelta().y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move."""
        self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move all of them together."""
        cells = self.cells()
        if self._drag is None or self.zoom <= 1 or not cells:
            return
        whole = self.target(0, cells[0])
        by = event.position() - self._drag
        centre = self._centre - QPointF(by.x() / whole.width(), by.y() / whole.height())
        self._centre = QPointF(min(max(centre.x(), 0.0), 1.0), min(max(centre.y(), 0.0), 1.0))
        self._drag = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the move."""
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """One pixel of the first on one of the screen, and back."""
        cells = self.cells()
        if not cells:
            return
        size = self._size(0)
        fit = min(cells[0].width() / size.width(), cells[0].height() / size.height())
        full = 1 / max(1e-6, fit * self.devicePixelRatioF())
        self.zoom_to(1.0 if abs(self.zoom - full) < 0.01 * full else full)

    def _on_finished(self, request_id: int, result: object) -> None:
        place = self._asked.pop(request_id, None)
        if place is not None and isinstance(result, dict) and "path" in result:
            pixmap = read_pixmap(result["path"])
            if not pixmap.isNull() and place < len(self._pictures):
                self._pictures[place] = pixmap
                self.update()
