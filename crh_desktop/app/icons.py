"""Line icons as SVG text, tinted from the palette, and the button that tints itself again when the theme changes."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

_SHAPES = {
    "library": '<rect x="3" y="4" width="18" height="16" rx="3"/><circle cx="8.5" cy="9.5" r="1.6"/>'
    '<path d="M4 17l5-4.5 3.5 3L16 11l5 5"/>',
    "duplicates": '<rect x="8" y="8" width="13" height="13" rx="2.5"/><path d="M5 16H4.5A1.5 1.5 0 0 1 3 14.5v-10A1.5 '
    '1.5 0 0 1 4.5 3h10A1.5 1.5 0 0 1 16 4.500V5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.500L21 21"/>',
    "models": '<circle cx="6" cy="6" r="2.2"/><circle cx="18" cy="6" r="2.2"/><circle cx="12" cy="18" r="2.2"/>'
    '<path d="M8.2 6h7.600M7 8l4 8M17 8l-4 8"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "folder": '<path d="M3 7a2 2 0 0 1 2-2h4l2 2.500h8a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>',
    "add": '<path d="M12 5v14M5 12h14"/>',
    "shield": '<path d="M12 3l7 3v5c0 4.5-3 8-7 10-4-2-7-5.5-7-10V6z"/>',
    "blocked": '<circle cx="12" cy="12" r="8"/><path d="M6.5 6.500l11 11"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "play": '<path d="M8 5.500v13l10.5-6.500z"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "left": '<path d="M15 5l-7 7 7 7"/>',
    "down": '<path d="M5 9l7 7 7-7"/>',
    "right": '<path d="M9 5l7 7-7 7"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.500v.3"/>',
    "drop": '<path d="M12 4v10M7.5 10l4.5 4.5 4.5-4.500M4 17v1.500A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 '
    '1.5-1.500V17"/>',
    "check": '<path d="M5 12.500l4.5 4.500L19 7.5"/>',
    "warning": '<path d="M12 4l9.5 16h-19z"/><path d="M12 10v4.500M12 17.200v.3"/>',
    "logo": '<rect x="3" y="6.5" width="12" height="12" rx="3"/><path d="M9 6.500V6a2.5 2.5 0 0 1 2.5-2.500h7A2.5 '
    '2.5 0 0 1 21 6v7a2.5 2.5 0 0 1-2.5 2.500H15"/>',
}
_cache: dict[tuple[str, int, int, float], QPixmap] = {}


def icon_pixmap(name: str, colour: QColor, size: int = 20, ratio: float = 2.0) -> QPixmap:
    """One icon in one colour, drawn once and kept."""
    key = (name, colour.rgba(), size, ratio)
    if key not in _cache:
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour.name()}" '
            f'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{_SHAPES[name]}</svg>'
        )
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        _cache[key] = pixmap
    return _cache[key]


def themed_icon(name: str, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """An icon in a colour of the palette, pale when disabled."""
    icon = QIcon(icon_pixmap(name, palette.color(QPalette.ColorGroup.Active, role), 24))
    icon.addPixmap(icon_pixmap(name, palette.color(QPalette.ColorGroup.Disabled, role), 24), QIcon.Mode.Disabled)
    return icon


class IconButton(QToolButton):
    """A flat button with an icon, a spoken name and a tool tip that are the same words."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setIconSize(QSize(20, 20))
        self._tint()

    def set_icon(self, name: str, text: str) -> None:
        """Show another icon with another meaning."""
        self._name = name
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon again when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self.setIcon(themed_icon(self._name, self.palette()))
