"""Thumbnail files, which are ours and safe, read and cut to shape in a pool, newest wish first."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QRectF, Qt, QThreadPool, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPainter, QPainterPath, QPixmap, QPixmapCache

from crh_desktop.app.pooled import Pooled
from crh_desktop.core.thumbs import thumbnail_path

#: Pixmaps are kept for so many screens full, whose number of bytes lies between these; more is memory without use.
SCREENS, LEAST_KIB, MOST_KIB = 4, 32 * 1024, 128 * 1024
MOST_WAITING = 240  # some screens; older wishes were scrolled away
Wish = tuple[str, int, int, bool]


def shape(image: QImage, width: int, height: int, cover: bool, radius: int = 10) -> QImage:
    """A rounded picture of exactly this size: cut to fill it, or whole and centred on nothing."""
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if cover else Qt.AspectRatioMode.KeepAspectRatio
    scaled = image.scaled(width, height, mode, Qt.TransformationMode.SmoothTransformation)
    target = QRect(0, 0, scaled.width(), scaled.height())
    target.moveCenter(QRect(0, 0, width, height).center())
    shaped = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    shaped.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shaped)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(target.intersected(shaped.rect())), radius, radius)
    painter.setClipPath(path)
    painter.drawImage(target.topLeft(), scaled)
    painter.end()
    return shaped


def read_image(path: Path | str) -> QImage:
    """A picture file of ours; null if there is none.

    `QPixmap(path)` would also leave it in the cache that all thumbnails share, where large ones would push those out.
    """
    return QImageReader(str(path)).read()


def read_pixmap(path: Path | str) -> QPixmap:
    """The same, to be shown."""
    return QPixmap.fromImage(read_image(path))


def _load(wish: Wish) -> QImage | None:
    """Read and shape one file; None if there is none."""
    digest, width, height, cover = wish
    image = read_image(thumbnail_path(digest))
    return None if image.isNull() else shape(image, width, height, cover)


def _cache_kib() -> int:
    screen = QGuiApplication.primaryScreen()
    size = screen.size() * screen.devicePixelRatio()
    return min(MOST_KIB, max(LEAST_KIB, SCREENS * 4 * size.width() * size.height() // 1024))


class ThumbnailStore(QObject):
    """Pixmaps by digest and size; None while they are on their way.

    Signals:
        loaded: the thumbnail of a digest can be painted now.
        missing: a photo has no thumbnail file yet.
    """

    arrived = Signal(object)
    loaded = Signal(str)
    missing = Signal("qlonglong", str)  # type: ignore[arg-type]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QPixmapCache.setCacheLimit(_cache_kib())
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._pool.setExpiryTimeout(-1)  # as for the other pool, see main
        self._waiting: OrderedDict[Wish, int] = OrderedDict()
        self._running: dict[Wish, int] = {}
        self._missing: set[str] = set()
        self.arrived.connect(self._on_arrived)

    def pixmap(self, digest: str, photo_id: int, width: int, height: int, cover: bool = True) -> QPixmap | None:
        """The thumbnail in device pixels, or None; then `loaded` follows unless nothing is there."""
        if not digest:
            return None
        wish = (digest, width, height, cover)
        pixmap = QPixmap()
        if QPixmapCache.find(str(wish), pixmap):
            return pixmap
        if digest not in self._missing and wish not in self._running:
            self._waiting[wish] = photo_id
            self._waiting.move_to_end(wish)
            while len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            self._feed()
        return None

    @property
    def idle(self) -> bool:
        """Whether everything asked for has come."""
        return not self._waiting and not self._running

    def forget_missing(self, digest: str) -> None:
        """Try a file again that was not there."""
        self._missing.discard(digest)
        self.loaded.emit(digest)

    def clear(self) -> None:
        """Forget every pixmap, because the files were removed."""
        QPixmapCache.clear()
        self._missing.clear()

    def stop(self) -> None:
        """Drop what waits and let the running reads end."""
        self._waiting.clear()
        self._pool.waitForDone(2000)

    def _feed(self) -> None:
        while self._waiting and len(self._running) < 4:
            wish, photo_id = self._waiting.popitem()
            self._running[wish] = photo_id
            self._pool.start(Pooled(partial(_load, wish), partial(self._answer, wish)))

    def _answer(self, wish: Wish, image: QImage | None, _error: Exception | None) -> None:
        self.arrived.emit((wish, image))

    def _on_arrived(self, answer: tuple[Wish, QImage | None]) -> None:
        wish, image = answer
        photo_id = self._running.pop(wish)
        if image is None:
            self._missing.add(wish[0])
            self.missing.emit(photo_id, wish[0])
        else:
            QPixmapCache.insert(str(wish), QPixmap.fromImage(image))
            self.loaded.emit(wish[0])
        self._feed()
