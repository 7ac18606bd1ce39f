"""The program's icon in all sizes: icons.py OUT_FOLDER, laid out as a theme of icons."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def main(out: Path) -> None:
    """Write hicolor/SIZExSIZE/apps/crh-desktop.png and the scalable one."""
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    from crh_desktop.core.paths import bundled

    app = QGuiApplication([])
    source = bundled("resources") / "icons" / "crh-desktop.svg"
    drawing = QSvgRenderer(str(source))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        place = out / "hicolor" / f"{size}x{size}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        image.save(str(place / "crh-desktop.png"))
    place = out / "hicolor" / "scalable" / "apps"
    place.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place / "crh-desktop.svg")
    app.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
