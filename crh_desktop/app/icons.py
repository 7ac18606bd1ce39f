"""Line icons as SVG text, tinted from the palette, and the button that tints itself again when the theme changes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

_SHAPES = {
    "library": '<rect x="3" y="4" width="18" height="16" rx="3"/><circle cx="8.5" cy="9.5" r="1.6"/>'
    '<path d="M4 17l5-4.5 3.5 3L16 11l5 5"/>',
    "duplicates": '<rect x="8" y="8" width="13" height="13" rx="2.5"/><path d="M5 16H4.5A1.5 1.5 0 0 1 3 14.5v-10A1.5 '
    '1.5 0 0 1 4.5 3h10A1.5 1.5 0 0 1 16 4.500V5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.500L21 21"/>',
    "train": '<path d="M2.500 9L12 4.500 21.500 9 12 13.500z"/><path d="M6.500 11.200V16c3 2.500 8 2.500 11 0v-4.800M21 '
    '9.300v5.700"/>',
    "models": '<circle cx="6" cy="6" r="2.2"/><circle cx="18" cy="6" r="2.2"/><circle cx="12" cy="18" r="2.2"/>'
    '<path d="M8.2 6h7.600M7 8l4 8M17 8l-4 8"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "folder": '<path d="M3 7a2 2 0 0 1 2-2h4l2 2.500h8a2 2 0 0 1 2 2V17a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z"/>',
    "add": '<path d="M12 5v14M5 12h14"/>',
    "shield": '<path d="M12 3l7 3v5c0 4.5-3 8-7 10-4-2-7-5.5-7-10V6z"/>',
    "blocked": '<circle cx="12" cy="12" r="8"/><path d="M6.5 6.500l11 11"/>',
    "backup": '<rect x="4" y="4" width="16" height="5" rx="1.500"/><path d="M5.500 9v9A1.500 1.500 0 0 0 7 19.500h10a1.500 '
    '1.500 0 0 0 1.500-1.500V9M10 13h4"/>',
    "trash": '<path d="M4.500 6.500h15M9 6.500V4.500h6v2M6.500 6.500l1 13h9l1-13M10 10.500v5.500M14 10.500v5.500"/>',
    "mark": '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="M8.500 8.500l7 7M15.500 8.500l-7 7"/>',
    "crown": '<path d="M4 17.500h16M4.500 14.500L3 6.500l5 3.500 4-6 4 6 5-3.500-1.500 8z"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.600-5.900M4 4.500v3.500h3.500M12 7.500V12l3 2.500"/>',
    "eye": '<path d="M2.500 12C5 7.500 8.300 5.500 12 5.500s7 2 9.500 6.500c-2.500 4.500-5.800 6.500-9.500 '
    '6.500S5 16.500 2.500 12z"/>'
    '<circle cx="12" cy="12" r="2.800"/>',
    "rules": '<path d="M10 6h10M10 12h10M10 18h10M4 6l1 1 2-2M4 12l1 1 2-2M4 18l1 1 2-2"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "play": '<path d="M8 5.500v13l10.5-6.500z"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "left": '<path d="M15 5l-7 7 7 7"/>',
    "up": '<path d="M5 15l7-7 7 7"/>',
    "down": '<path d="M5 9l7 7 7-7"/>',
    "right": '<path d="M9 5l7 7-7 7"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.500v.3"/>',
    "drop": '<path d="M12 4v10M7.5 10l4.5 4.5 4.5-4.500M4 17v1.500A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 '
    '1.5-1.500V17"/>',
    "check": '<path d="M5 12.500l4.5 4.500L19 7.5"/>',
    "warning": '<path d="M12 4l9.5 16h-19z"/><path d="M12 10v4.500M12 17.200v.3"/>',
    "logo": '<rect x="3" y="6.5" width="12" height="12" rx="3"/><path d="M9 6.500V6a2.5 2.5 0 0 1 2.5-2.500h7A2.5 '
    '2.5 0 0 1 21 6v7a2.5 2.5 0 0 1-2.5 2.500H15"/>',
    # what happened to a picture
    "crop": '<path d="M7 2.500V17h14.500M2.500 7H17v14.500"/>',
    "turn": '<rect x="4" y="11" width="11" height="9" rx="1.5"/><path d="M8 6.500C13.500 3.500 19 7 19.500 12.500M22 '
    '9.800l-2.500 3-2.800-2.500"/>',
    "mirror": '<path d="M12 3v2.500M12 8v2.500M12 13v2.500M12 18v3M9 7L3 18h6zM15 7l6 11h-6z"/>',
    "frame": '<rect x="3" y="3.500" width="18" height="17" rx="1.500"/><rect x="7" y="7.500" width="10" height="9"/>',
    "colours": '<circle cx="12" cy="12" r="8.500"/><path d="M12 3.500v17M12 7h5.500M12 12h8M12 17h5.500"/>',
    "text": '<path d="M5 7V4.500h14V7M12 4.500v15M9 19.500h6"/>',
    "smaller": '<rect x="3" y="3.500" width="18" height="17" rx="2" stroke-dasharray="2.600 2.800"/><rect x="3" '
    'y="11.500" width="10" height="9" rx="1.500"/>',
    "resaved": '<path d="M5 3.500h11l4 4V19a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 '
    '19V5a1.500 1.500 0 0 1 1-1.500zM8 3.500v5h7v-5M8 20.500v-6h8v6"/>',
    "same": '<path d="M5 9h14M5 15h14"/>',
    "alike": '<path d="M4 9.500c3-3 5.500-3 8 0s5 3 8 0M4 16c3-3 5.500-3 8 0s5 3 8 0"/>',
    # ways of looking at a pair
    "side": '<rect x="3" y="5" width="8" height="14" rx="1.500"/><rect x="13" y="5" width="8" height="14" rx="1.500"/>',
    "flick": '<rect x="3" y="8" width="13" height="12" rx="2"/><path d="M8 4.500h10.500A2.500 2.500 0 0 1 21 7v8"/>'
    '<path d="M7.500 14h4.500M10 11.500l2.500 2.500-2.500 2.500"/>',
    "divide": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M12 2.500v19M9 10l-2 2 2 2M15 10l2 2-2 2"/>',
    "overlay": '<circle cx="9" cy="12" r="6"/><circle cx="15" cy="12" r="6"/>',
    "boxes": '<rect x="3" y="4" width="18" height="16" rx="2"/><rect x="7" y="8" width="5" height="4" '
    'stroke-dasharray="2 1.800"/><rect x="14" y="13" width="4" height="4" stroke-dasharray="2 1.800"/>',
    "align": '<path d="M12 3v18M3 12h18"/><circle cx="12" cy="12" r="5.500"/>',
    "fit": '<path d="M4 9V5.500A1.500 1.500 0 0 1 5.500 4H9M15 4h3.500A1.500 1.500 0 0 1 20 5.500V9M20 15v3.500a1.500 '
    '1.500 0 0 1-1.500 1.500H15M9 20H5.500A1.500 1.500 0 0 1 4 18.500V15"/>',
    # decisions
    "undo": '<path d="M8.500 5L4 9.500 8.500 14M4.500 9.500H14a5.500 5.500 0 0 1 0 11h-3"/>',
    "redo": '<path d="M15.500 5L20 9.500 15.500 14M19.500 9.500H10a5.500 5.500 0 0 0 0 11h3"/>',
    "unlike": '<path d="M5 9h14M5 15h14M16 4.500l-8 15"/>',
    "alternates": '<rect x="3.500" y="9" width="13" height="11" rx="2"/><path d="M7 5.500h11A2.500 2.500 0 0 1 20.500 8v9"/>',
    "pull": '<path d="M10 4H5.500A1.500 1.500 0 0 0 4 5.500v13A1.500 1.500 0 0 0 5.500 20H10M10 12h10.500M16.500 8l4 4-4 4"/>',
    "split": '<path d="M12 3v3M12 10.500v3M12 18v3M7 7l-4 5 4 5M17 7l4 5-4 5"/>',
    "files": '<rect x="3" y="5" width="7.500" height="14" rx="1.500"/><rect x="13.500" y="5" width="7.500" height="14" '
    'rx="1.500"/><path d="M5.500 12h2.500M16 12h2.500"/>',
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


def keyed_action(parent: QWidget, name: str, text: str, key: str) -> QAction:
    """An action with an icon and a key, which its tool tip tells; it acts while `parent` or what is in it has the focus."""
    action = QAction(themed_icon(name, parent.palette()), text, parent)
    action.setObjectName(name)  # from which `tint_actions` knows the icon
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
    return action


def tint_actions(actions: Iterable[QAction], palette: QPalette) -> None:
    """Draw the icons of keyed actions again when the theme has changed."""
    for action in actions:
        action.setIcon(themed_icon(action.objectName(), palette))


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
