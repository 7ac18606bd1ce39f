"""Full-screen pictures: the worker decodes them, this window only shows our own copies."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.texts import display_name
from crh_desktop.app.thumbs import read_pixmap
from crh_desktop.core.thumbs import thumbnail_path


class Viewer(QWidget):
    """Left and right walk, wheel and +/- zoom, 1 is full size, 0 fits, Esc leaves."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context = context
        self._ids: list[int] = []
        self._place = 0
        self._request = -1
        self._pixmap = QPixmap()
        self._caption = ""
        self._zoom = 0.0  # 0 fits the window
        self._offset = QPointF()
        self._drag: QPointF | None = None
        self.setAccessibleName(self.tr("Photo viewer"))
        self.setWindowTitle(self.tr("Photo"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        context.client.finished.connect(self._on_finished)
        context.client.failed.connect(self._on_failed)

    def open(self, ids: list[int], place: int) -> None:
        """Show a list of photos from one of them."""
        self._ids = ids
        # Said twice on purpose: a bare X server has no window manager that would make it full screen.
        parent = self.parentWidget()
        screen = (parent.screen() if parent else None) or QGuiApplication.primaryScreen()
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()
        self._go(place)

    @property
    def waiting(self) -> bool:
        """Whether the large picture is still on its way."""
        return self._request >= 0

    def _go(self, place: int) -> None:
        if not self._ids:
            return
        self._place = max(0, min(place, len(self._ids) - 1))
        photo_id = int(self._ids[self._place])
        photos = self._context.library.photos([photo_id])
        self._zoom, self._offset = 0.0, QPointF()
        if photos:
            photo = photos[0]
            self._pixmap = read_pixmap(thumbnail_path(photo.digest)) if photo.digest else QPixmap()
            self._caption = self.tr("{0}  ·  {1} of {2}").format(
                display_name(photo.path), self._place + 1, len(self._ids)
            )
            self.setAccessibleDescription(self._caption)
        screen = self.screen() or QGuiApplication.primaryScreen()
        side = max(screen.size().width(), screen.size().height()) * screen.devicePixelRatio()
        self._request = self._context.client.picture(photo_id, round(side * 1.5))
        self.update()

    def _on_finished(self, request_id: int, result: object) -> None:
        if request_id == self._request and isinstance(result, dict) and "path" in result:
            self._request = -1
            pixmap = read_pixmap(result["path"])
            if not pixmap.isNull():
                self._pixmap = pixmap
            self.update()

    def _on_failed(self, request_id: int, error: str) -> None:
        if request_id == self._request:
            self._request = -1
            self._caption = error
            self.update()

    def _fit(self) -> float:
        if self._pixmap.isNull():
            return 1.0
        return min(self.width() / self._pixmap.width(), (self.height() - 56) / self._pixmap.height())

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = 0.0 if zoom <= self._fit() else min(zoom, 16.0)
        if not self._zoom:
            self._offset = QPointF()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the large picture go; a window that is only minimised keeps it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._request, self._pixmap = -1, QPixmap()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, zoom or leave."""
        key, zoom = event.key(), self._zoom or self._fit()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.hide()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown):
            self._go(self._place + 1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace, Qt.Key.Key_PageUp):
            self._go(self._place - 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self._ids) - 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._set_zoom(zoom * 1.25)
        elif key == Qt.Key.Key_Minus:
            self._set_zoom(zoom / 1.25)
        elif key == Qt.Key.Key_1:
            self._set_zoom(1 / self.devicePixelRatioF())
        elif key == Qt.Key.Key_0:
            self._set_zoom(0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        self._set_zoom((self._zoom or self._fit()) * 1.0015 ** event.angleDelta().y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move an enlarged picture."""
        self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move an enlarged picture."""
        if self._drag is not None and self._zoom:
            self._offset += event.position() - self._drag
            self._drag = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the move."""
        self._drag = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture on a quiet ground with its caption."""
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(palette.ColorRole.Window))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._pixmap.isNull():
            zoom = self._zoom or self._fit()
            target = QRectF(0, 0, self._pixmap.width() * zoom, self._pixmap.height() * zoom)
            target.moveCenter(QPointF(self.width() / 2, (self.height() - 48) / 2) + self._offset)
            painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
        strip = self.rect().adjusted(0, self.height() - 40, 0, 0)
        painter.fillRect(strip, palette.color(palette.ColorRole.Base))
        painter.setPen(palette.color(palette.ColorRole.Text))
        caption = painter.fontMetrics().elidedText(self._caption, Qt.TextElideMode.ElideMiddle, strip.width() - 40)
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, caption)
