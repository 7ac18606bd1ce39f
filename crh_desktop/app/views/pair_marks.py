"""The marks on a pair of pictures: outlines, numbered boxes and the picture of their difference."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygonF, QTransform

from crh_desktop.core.matching.outline import Affine, Point


def polygon(outline: Sequence[Point], placing: QTransform) -> QPolygonF:
    """An outline in places of a picture, where they are on the widget."""
    return placing.map(QPolygonF([QPointF(*point) for point in outline]))


def paint_outline(painter: QPainter, palette: QPalette, placing: QTransform, outline: Sequence[Point]) -> None:
    """A line around what both pictures show, and a veil over the rest of this one."""
    shape = polygon(outline, placing)
    outside, inside = QPainterPath(), QPainterPath()
    outside.addPolygon(placing.map(QPolygonF(QRectF(0, 0, 1, 1))))
    inside.addPolygon(shape)
    veil = QColor(palette.color(palette.ColorRole.Window))
    veil.setAlpha(140)
    painter.fillPath(outside.subtracted(inside), veil)
    stroke(painter, shape, palette.color(palette.ColorRole.Highlight), Qt.PenStyle.SolidLine)


def paint_caption(painter: QPainter, palette: QPalette, line: QRectF, title: str, detail: str) -> None:
    """A name, and a few words beside it where there is room."""
    metrics = painter.fontMetrics()
    room = int(line.width()) - (metrics.horizontalAdvance(detail) + 12 if detail else 0)
    if room < 60:  # the name counts for more than what is beside it
        detail, room = "", int(line.width())
    painter.setPen(palette.color(palette.ColorRole.Text))
    elided = metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
    painter.setPen(palette.color(palette.ColorRole.PlaceholderText))
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)


def paint_divider(painter: QPainter, palette: QPalette, area: QRectF, line: float) -> None:
    """The line of a split with a grip in its middle."""
    painter.setPen(QPen(palette.color(palette.ColorRole.Base), 3))
    painter.drawLine(QPointF(line, area.top()), QPointF(line, area.bottom()))
    painter.setPen(QPen(palette.color(palette.ColorRole.Highlight), 1.5))
    painter.drawLine(QPointF(line, area.top()), QPointF(line, area.bottom()))
    painter.setBrush(palette.color(palette.ColorRole.Base))
    middle = QPointF(line, area.center().y())
    painter.drawEllipse(middle, 13, 13)
    for side in (-1, 1):
        tip = middle + QPointF(side * 8, 0)
        painter.drawLine(tip, tip + QPointF(-side * 4, -4))
        painter.drawLine(tip, tip + QPointF(-side * 4, 4))


def difference_image(
    layers: Sequence[tuple[QPixmap, QTransform]], area: QRectF, both: QPolygonF | None, ratio: float
) -> QImage:
    """Light where two pictures differ: their difference, three times as strong.

    Args:
        layers: Both pictures and where their places are on the widget.
        area: The part of the widget to fill.
        both: What both show, on the widget; None for everything.
        ratio: Pixels of the screen for one of the widget.
    """
    image = QImage((area.size() * ratio).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(-area.topLeft())
    if both is not None:
        shape = QPainterPath()
        shape.addPolygon(both)
        painter.setClipPath(shape)
    (first, first_placing), (second, second_placing) = layers
    draw(painter, first, first_placing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    draw(painter, second, second_placing)
    painter.end()
    stronger = image.copy()
    again = QPainter(stronger)
    again.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    for _ in range(2):
        again.drawImage(0, 0, image)
    again.end()
    return stronger


def transform(matrix: Affine) -> QTransform:
    """An affine map of our own as Qt writes it."""
    a, b, c, d, e, f = matrix
    return QTransform(a, d, b, e, c, f)


def draw(painter: QPainter, pixmap: QPixmap, placing: QTransform) -> None:
    """Draw a pixmap so that its places 0 to 1 land where `placing` says."""
    if pixmap.isNull():
        return
    painter.save()
    painter.setTransform(placing, True)
    painter.drawPixmap(QRectF(0, 0, 1, 1), pixmap, QRectF(pixmap.rect()))
    painter.restore()


def stroke(painter: QPainter, shape: QPolygonF, colour: QColor, style: Qt.PenStyle) -> None:
    """A line that stands out from light and from dark pictures."""
    halo = QColor(Qt.GlobalColor.black) if colour.lightness() > 150 else QColor(Qt.GlobalColor.white)
    halo.setAlpha(170)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(halo, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(shape)
    painter.setPen(QPen(colour, 2, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(shape)


def badge(painter: QPainter, corner: QPointF, text: str, colour: QColor, ink: QColor) -> None:
    """A small number above the corner of a box, the same on both pictures."""
    wide = max(16, painter.fontMetrics().horizontalAdvance(text) + 8)
    box = QRectF(corner.x() - 2, corner.y() - 17, wide, 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, 5, 5)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
