"""The picture that is searched with; a region drawn on it narrows the search to that part."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

#: A smaller region is taken for a click.
LEAST = 8


class QueryView(QWidget):
    """The query, whole, with a rectangle that the mouse draws.

    Signals:
        region_drawn: (QRectF in places of the picture, 0 to 1, or an empty one for the whole picture).
    """

    region_drawn = Signal(QRectF)

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Picture to search with"))
        self.setToolTip(self.tr("Draw a rectangle to search by that part only; Esc takes the whole picture again"))
        self._pixmap = QPixmap()
        self._region = QRectF()
        self._from: QPointF | None = None

    @property
    def region(self) -> QRectF:
        """The region in places of the picture, empty for the whole."""
        return self._region

    def show_picture(self, image: QImage) -> None:
        """Show another picture, whole."""
        self._pixmap, self._region = QPixmap.fromImage(image), QRectF()
        self.setVisible(not image.isNull())
        self.update()

    def draw_region(self, region: QRectF) -> None:
        """Search by a region, or by the whole picture if it is empty."""
        self._region = region
        self.update()
        self.region_drawn.emit(region)

    def _target(self) -> QRectF:
        """Where the picture lies on the widget."""
        size = QSize(self._pixmap.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return QRectF(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and a veil around the region."""
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = self._target()
        painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
        palette = self.palette()
        if not self._region.isEmpty():
            box = self._on_widget(self._region)
            veil = palette.color(palette.ColorRole.Window)
            veil.setAlpha(160)
            for side in (
                QRectF(target.topLeft(), QPointF(target.right(), box.top())),
                QRectF(QPointF(target.left(), box.bottom()), target.bottomRight()),
                QRectF(QPointF(target.left(), box.top()), box.bottomLeft()),
                QRectF(box.topRight(), QPointF(target.right(), box.bottom())),
            ):
                painter.fillRect(side, veil)
            painter.setPen(QPen(palette.color(palette.ColorRole.Highlight), 2))
            painter.drawRect(box)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(palette.ColorRole.Highlight), 1, Qt.PenStyle.DotLine))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a region."""
        self._from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it."""
        if self._from is not None:
            self._region = self._in_picture(QRectF(self._from, event.position()).normalized())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Search by it; a click takes the whole picture."""
        if self._from is None:
            return
        drawn = QRectF(self._from, event.position()).normalized()
        self._from = None
        small = drawn.width() < LEAST or drawn.height() < LEAST
        self.draw_region(QRectF() if small else self._in_picture(drawn))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the whole picture again."""
        if event.key() == Qt.Key.Key_Escape and not self._region.isEmpty():
            self.draw_region(QRectF())
        else:
            super().keyPressEvent(event)

    def _in_picture(self, box: QRectF) -> QRectF:
        target = self._target()
        inside = box.intersected(target)
        if inside.isEmpty():
            return QRectF()
        return QRectF(
            (inside.left() - target.left()) / target.width(), (inside.top() - target.top()) / target.height(),
            inside.width() / target.width(), inside.height() / target.height(),
        )  # fmt: skip

    def _on_widget(self, region: QRectF) -> QRectF:
        target = self._target()
        return QRectF(
            target.left() + region.left() * target.width(), target.top() + region.top() * target.height(),
            region.width() * target.width(), region.height() * target.height(),
        )  # fmt: skip
