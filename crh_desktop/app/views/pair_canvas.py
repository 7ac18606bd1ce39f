"""Two aligned pictures on one surface: beside each other, one in place of the other, or laid over each other."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QTransform,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QSizePolicy, QWidget

from crh_desktop.app.views.pair_marks import (
    badge,
    difference_image,
    draw,
    paint_outline,
    polygon,
    stroke,
    transform,
)
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.outline import Affine, inverse, overlap_in_first, overlap_in_second, placed

CAPTION = 24
GAP = 10
MOST_ZOOM = 40.0
MOST_BOXES = 24
LEAST_FOR_NUMBERS = 260  # on a smaller picture the numbers would cover what they count


class Mode(Enum):
    """How two pictures share the surface."""

    SIDE = "side"
    FLICK = "flick"
    OVERLAY = "overlay"


class PairCanvas(QWidget):
    """Zoom and position belong to the pair: they are kept in places of the first and follow the map to the second.

    Signals:
        zoomed: (zoom), 1 fits.
    """

    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 120)
        self.setAccessibleName(self.tr("The two photos"))
        self.mode, self.aligned, self.boxes, self.outlines = Mode.SIDE, False, True, True
        self.flicked = False
        self.zoom = 1.0
        self._centre = QPointF(0.5, 0.5)
        self._evidence: Evidence | None = None
        self._map: Affine | None = None
        self._pictures = [QPixmap(), QPixmap()]
        self._levels: list[list[QPixmap]] = [[], []]
        self._sizes = [QSize(), QSize()]
        self._captions = [("", ""), ("", "")]
        self._reasons = ["", ""]
        self._drag: QPointF | None = None

    def sizeHint(self) -> QSize:
        """Room for two photos."""
        return QSize(460, 300)

    def show_pair(
        self, evidence: Evidence | None, captions: list[tuple[str, str]], sizes: list[QSize], keep_view: bool = False
    ) -> None:
        """Show another pair; its pictures follow by `set_picture`.

        Args:
            evidence: What is known of the pair; None for the same picture twice.
            captions: A name and a few words for each.
            sizes: Width and height of each in pixels, invalid where not known.
            keep_view: The first photo is the same as before: keep its picture, the zoom and the place.
        """
        self._evidence, self._map = evidence, placed(evidence)
        self._captions, self._sizes = captions, sizes
        self._pictures, self._reasons = [self._pictures[0] if keep_view else QPixmap(), QPixmap()], ["", ""]
        self._levels = [self._levels[0] if keep_view else [], []]
        if not keep_view:
            self.fit()
        self.setAccessibleDescription("; ".join(" ".join(caption) for caption in captions))
        self.update()

    def set_picture(self, which: int, pixmap: QPixmap) -> None:
        """Show a picture of the first (0) or the second (1)."""
        if not pixmap.isNull():
            self._pictures[which], self._levels[which] = pixmap, []
            self.update()

    def has_picture(self, which: int) -> bool:
        """Whether there is anything to show yet."""
        return not self._pictures[which].isNull()

    def say(self, which: int, reason: str) -> None:
        """Tell why a picture does not come; one that is there already stays."""
        self._reasons[which] = reason
        self.update()

    def set_mode(self, mode: Mode) -> None:
        """Share the surface in another way."""
        self.mode, self.flicked = mode, False
        self.update()

    def flick(self) -> None:
        """Show the other picture in place of this one."""
        self.mode, self.flicked = Mode.FLICK, not self.flicked
        self.update()

    def fit(self) -> None:
        """Show everything."""
        self.zoom, self._centre = 1.0, QPointF(0.5, 0.5)
        self.zoomed.emit(self.zoom)
        self.update()

    def full_size(self) -> None:
        """One pixel of the first photo on one pixel of the screen; back to everything if it is so already."""
        full = 1 / max(1e-6, self._fit_scale(0, self._areas()[0]) * self.devicePixelRatioF())
        self.zoom_to(1.0 if abs(self.zoom - full) < 0.01 * full else full)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, with the place under the mouse where it is."""
        zoom = min(max(zoom, 1.0), MOST_ZOOM)
        if at is not None and zoom > 1:
            which = self._under(at)
            before = self._to_first(which, at)
            self.zoom = zoom
            after = self._to_first(which, at)
            self._move_to(self._centre + before - after)
        self.zoom = zoom
        if zoom == 1.0:
            self._centre = QPointF(0.5, 0.5)
        self.zoomed.emit(self.zoom)
        self.update()

    # --- geometry -----------------------------------------------------------------------------------------------------

    def _areas(self) -> list[QRectF]:
        """Where the first and the second are shown: two halves, or both the whole."""
        whole = QRectF(self.rect()).adjusted(1, CAPTION, -1, -1)
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

    def _level(self, which: int, placing: QTransform) -> QPixmap:
        """A picture halved until it is less than twice as large as it is shown: Qt drops pixels beyond that."""
        origin = placing.map(QPointF(0, 0))
        wide = QLineF(origin, placing.map(QPointF(1, 0))).length() * self.devicePixelRatioF()
        levels = self._levels[which]
        if not levels:
            levels.append(self._pictures[which])
        place = 0
        while levels[place].width() >= 2 * wide and levels[place].width() > 64:
            if place + 1 == len(levels):
                half = levels[place].size() / 2
                levels.append(levels[place].scaled(half, mode=Qt.TransformationMode.SmoothTransformation))
            place += 1
        return levels[place]

    # --- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint captions, pictures, outlines and boxes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        areas = self._areas()
        if self.mode is Mode.OVERLAY:
            self._paint_caption(painter, areas[0], None)
            self._paint_difference(painter, areas[0])
            self._paint_marks(painter, 0, areas[0])
        elif self.mode is Mode.FLICK:
            which = int(self.flicked)
            self._paint_caption(painter, areas[which], which)
            self._paint_picture(painter, which, areas[which])
        else:
            for which, area in enumerate(areas):
                self._paint_caption(painter, area, which)
                self._paint_picture(painter, which, area)
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(self.palette().ColorRole.Highlight), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, CAPTION - 0.5, -0.5, -0.5), 9, 9)

    def _paint_caption(self, painter: QPainter, area: QRectF, which: int | None) -> None:
        palette = self.palette()
        line = QRectF(area.left(), 0, area.width(), CAPTION - 4)
        title, detail = (
            self._captions[which] if which is not None else (self.tr("Difference: what is light differs"), "")
        )
        metrics = painter.fontMetrics()
        room = int(line.width()) - (metrics.horizontalAdvance(detail) + 12 if detail else 0)
        if room < 60:  # the name counts for more than what is beside it
            detail, room = "", int(line.width())
        painter.setPen(palette.color(palette.ColorRole.Text))
        elided = metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setPen(palette.color(palette.ColorRole.PlaceholderText))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)

    def _paint_picture(self, painter: QPainter, which: int, area: QRectF) -> None:
        palette = self.palette()
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(area, 8, 8)
        painter.fillPath(shape, palette.color(palette.ColorRole.AlternateBase))
        painter.setClipPath(shape)
        pixmap = self._pictures[which]
        if pixmap.isNull():
            painter.setPen(palette.color(palette.ColorRole.PlaceholderText))
            text = self._reasons[which] or (self.tr("Reading…") if self._captions[which][0] else "")
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(area.adjusted(12, 0, -12, 0), flags, text)
        else:
            placing = self._placing(which, area)
            draw(painter, self._level(which, placing), placing)
            self._paint_marks(painter, which, area)
        painter.restore()

    def _paint_marks(self, painter: QPainter, which: int, area: QRectF) -> None:
        """The outline of what both show, the rest dimmed, and the numbered boxes of differences."""
        evidence = self._evidence
        if evidence is None or evidence.matrix is None:
            return
        placing = self._placing(which, area)
        if self.outlines and self.mode is Mode.SIDE:
            outline = overlap_in_first(evidence) if which == 0 else overlap_in_second(evidence)
            if outline:
                paint_outline(painter, self.palette(), placing, outline)
        if not self.boxes:
            return
        way = placing if which == 0 else transform(evidence.matrix) * placing
        palette = self.palette()
        warning = palette.color(palette.ColorRole.BrightText)
        for number, (left, top, width, height) in enumerate(evidence.differences[:MOST_BOXES], 1):
            box = way.map(QPolygonF(QRectF(left, top, width, height)))
            stroke(painter, box, warning, Qt.PenStyle.DashLine)
            if area.width() >= LEAST_FOR_NUMBERS:
                badge(
                    painter, box.boundingRect().topLeft(), str(number), warning, palette.color(palette.ColorRole.Base)
                )

    def _paint_difference(self, painter: QPainter, area: QRectF) -> None:
        both = None
        if self._evidence is not None and self._evidence.matrix is not None:
            # Outside of what both show there is nothing to compare.
            both = polygon(overlap_in_first(self._evidence), self._placing(0, area))
        placings = [self._placing(which, area) for which in (0, 1)]
        layers = [(self._level(which, placing), placing) for which, placing in enumerate(placings)]
        image = difference_image(layers, area, both, self.devicePixelRatioF())
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(area, 8, 8)
        painter.setClipPath(clip)
        painter.drawImage(area.topLeft(), image)
        painter.restore()

    # --- hands --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus and 0 zoom; arrows move an enlarged pair."""
        key = event.key()
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)
        }  # fmt: skip
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_to(self.zoom * 1.25)
        elif key == Qt.Key.Key_Minus:
            self.zoom_to(self.zoom / 1.25)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in steps and self.zoom > 1:
            x, y = steps[Qt.Key(key)]
            self._move_to(self._centre + QPointF(x, y) * (0.1 / self.zoom))
            self.update()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        self.zoom_to(self.zoom * 1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move an enlarged pair."""
        self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move both pictures together."""
        if self._drag is not None and self.zoom > 1:
            which = self._under(self._drag)
            self._move_to(self._centre + self._to_first(which, self._drag) - self._to_first(which, event.position()))
            self._drag = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the move."""
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Full size and back."""
        self.full_size()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the focus."""
        super().focusInEvent(event)
        self.update()
