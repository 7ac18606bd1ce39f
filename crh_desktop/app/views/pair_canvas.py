"""Two aligned pictures on one surface: beside each other, one in place of the other, or laid over each other."""

from __future__ import annotations

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
    paint_caption,
    paint_divider,
    paint_outline,
    polygon,
    stroke,
    transform,
)
from crh_desktop.app.views.pair_places import Mode, PairPlaces, caption
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.outline import overlap_in_first, overlap_in_second, placed

MOST_ZOOM = 40.0
MOST_BOXES = 24
GRIP = 14  # how near to the line of the split the mouse takes hold of it
LEAST_FOR_NUMBERS = 260  # on a smaller picture the numbers would cover what they count


class PairCanvas(PairPlaces):
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
        self.boxes, self.outlines = True, True
        self.flicked = False
        self.divider = 0.5  # where the second begins in the split, of the width
        self._dividing = False
        self._evidence: Evidence | None = None
        self._levels: list[list[QPixmap]] = [[], []]
        self._captions = [("", ""), ("", "")]
        self._reasons = ["", ""]
        self._drag: QPointF | None = None

    def sizeHint(self) -> QSize:
        """Room for two photos; whoever has more gives more."""
        return QSize(460, 180)

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
        elif self.mode is Mode.SPLIT:
            self._paint_split(painter, areas[0])
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
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, caption() - 0.5, -0.5, -0.5), 9, 9)

    def _paint_caption(self, painter: QPainter, area: QRectF, which: int | None) -> None:
        palette = self.palette()
        line = QRectF(area.left(), 0, area.width(), caption() - 4)
        title, detail = (
            self._captions[which] if which is not None else (self.tr("Difference: what is light differs"), "")
        )
        paint_caption(painter, palette, line, title, detail)

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

    def _paint_split(self, painter: QPainter, area: QRectF) -> None:
        """The first on the left of a line that can be moved, the second, laid onto it, on the right."""
        line = area.left() + self.divider * area.width()
        half = QRectF(area.left(), 0, area.width() / 2 - 6, caption())
        self._paint_caption(painter, half, 0)
        self._paint_caption(painter, half.translated(area.width() / 2 + 6, 0), 1)
        self._paint_picture(painter, 0, area)
        painter.save()
        painter.setClipRect(QRectF(line, area.top(), area.right() - line, area.height()))
        self._paint_picture(painter, 1, area)
        painter.restore()
        paint_divider(painter, self.palette(), area, line)

    def move_divider(self, to: float) -> None:
        """Show more of the first, up to 1, or more of the second."""
        self.divider = min(max(to, 0.0), 1.0)
        self.update()

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
        """Plus, minus and 0 zoom; arrows move an enlarged pair; comma and full stop move the line of the split."""
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
        elif self.mode is Mode.SPLIT and key in (Qt.Key.Key_Comma, Qt.Key.Key_Period):
            self.move_divider(self.divider + (0.05 if key == Qt.Key.Key_Period else -0.05))
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
        """Begin to move the line of the split, or an enlarged pair."""
        area = self._areas()[0]
        line = area.left() + self.divider * area.width()
        self._dividing = self.mode is Mode.SPLIT and (self.zoom <= 1 or abs(event.position().x() - line) < GRIP)
        self._drag = event.position()
        if self._dividing:
            self.move_divider((event.position().x() - area.left()) / area.width())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move both pictures together, or the line between them."""
        if self._dividing:
            area = self._areas()[0]
            self.move_divider((event.position().x() - area.left()) / area.width())
        elif self._drag is not None and self.zoom > 1:
            which = self._under(self._drag)
            self._move_to(self._centre + self._to_first(which, self._drag) - self._to_first(which, event.position()))
            self._drag = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the move."""
        self._drag, self._dividing = None, False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Full size and back."""
        self.full_size()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the focus."""
        super().focusInEvent(event)
        self.update()
