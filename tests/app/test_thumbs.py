"""Pictures and the cache that thumbnails share."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPixmap, QPixmapCache

from crh_desktop.app.thumbs import read_image, read_pixmap


def test_large_pictures_leave_the_thumbnails_in_their_cache(qapp, tmp_path: Path) -> None:
    limit = QPixmapCache.cacheLimit()
    QPixmapCache.setCacheLimit(1024)
    try:
        small = QPixmap(100, 100)
        small.fill(QColor("red"))
        assert QPixmapCache.insert("a thumbnail", small)
        for number in range(4):
            large = QImage(460, 460, QImage.Format.Format_RGB32)
            large.fill(QColor(number, 0, 0))
            large.save(str(tmp_path / f"{number}.png"))  # type: ignore[call-overload]
            assert read_pixmap(tmp_path / f"{number}.png").width() == 460
        assert QPixmapCache.find("a thumbnail", QPixmap())
    finally:
        QPixmapCache.setCacheLimit(limit)
    assert read_image(tmp_path / "not there.png").isNull() and read_pixmap(tmp_path / "not there.png").isNull()
