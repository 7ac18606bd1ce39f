"""Light and dark: Fusion with palettes of our own, one accent colour, and shapes that take every colour from it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from crh_desktop.core.paths import bundled

Role = QPalette.ColorRole

# The only place with colours. Mid draws hairlines, AlternateBase fills quiet areas, PlaceholderText is secondary text.
_LIGHT = {
    Role.Window: "#f6f6f8", Role.Base: "#ffffff", Role.AlternateBase: "#ececf1", Role.Button: "#ffffff",
    Role.WindowText: "#1c1d24", Role.Text: "#1c1d24", Role.ButtonText: "#1c1d24", Role.BrightText: "#b3261e",
    Role.PlaceholderText: "#646673", Role.Highlight: "#4457d6", Role.HighlightedText: "#ffffff",
    Role.Accent: "#4457d6", Role.Link: "#4457d6", Role.LinkVisited: "#4457d6",
    Role.Light: "#ffffff", Role.Midlight: "#e6e6ec", Role.Mid: "#d9d9e1", Role.Dark: "#b9bac6", Role.Shadow: "#8b8d9a",
    Role.ToolTipBase: "#1c1d24", Role.ToolTipText: "#f6f6f8",
}  # fmt: skip
_DARK = {
    Role.Window: "#15161a", Role.Base: "#1d1e24", Role.AlternateBase: "#26272f", Role.Button: "#26272f",
    Role.WindowText: "#ececf2", Role.Text: "#ececf2", Role.ButtonText: "#ececf2", Role.BrightText: "#ff8a80",
    Role.PlaceholderText: "#9fa1af", Role.Highlight: "#8d9bff", Role.HighlightedText: "#10121c",
    Role.Accent: "#8d9bff", Role.Link: "#a3aeff", Role.LinkVisited: "#a3aeff",
    Role.Light: "#3a3b46", Role.Midlight: "#2e2f38", Role.Mid: "#34353f", Role.Dark: "#4a4b57", Role.Shadow: "#000000",
    Role.ToolTipBase: "#ececf2", Role.ToolTipText: "#15161a",
}  # fmt: skip

# Black and white, with yellow for what is chosen: 15 to 21 times as light as its ground.
_CONTRAST = {
    Role.Window: "#000000", Role.Base: "#000000", Role.AlternateBase: "#1a1a1a", Role.Button: "#000000",
    Role.WindowText: "#ffffff", Role.Text: "#ffffff", Role.ButtonText: "#ffffff", Role.BrightText: "#ffb0a8",
    Role.PlaceholderText: "#e6e6e6", Role.Highlight: "#ffe600", Role.HighlightedText: "#000000",
    Role.Accent: "#ffe600", Role.Link: "#ffe600", Role.LinkVisited: "#ffe600",
    Role.Light: "#ffffff", Role.Midlight: "#333333", Role.Mid: "#ffffff", Role.Dark: "#b8b8b8", Role.Shadow: "#ffffff",
    Role.ToolTipBase: "#ffffff", Role.ToolTipText: "#000000",
}  # fmt: skip

# Shapes and spaces only: every colour is a palette role, so that one sheet serves both themes.
_SHEET = """
QPushButton, QLineEdit {
    border: 1px solid palette(mid); border-radius: 8px; padding: 6px 12px; background: palette(button);
    min-height: 20px; selection-background-color: palette(highlight); selection-color: palette(highlighted-text);
}
QPushButton:hover { border-color: palette(dark); }
QPushButton:pressed { background: palette(midlight); }
QPushButton:checked { background: palette(midlight); border-color: palette(dark); }
QPushButton:focus, QLineEdit:focus { border: 1px solid palette(highlight); }
QPushButton:disabled { color: palette(dark); }
QPushButton[primary="true"] {
    background: palette(highlight); color: palette(highlighted-text);
    border-color: palette(highlight); font-weight: 600;
}
QPushButton[primary="true"]:disabled {
    background: palette(alternate-base); color: palette(dark); border-color: palette(mid);
}
QPushButton[primary="true"]:focus { border: 1px solid palette(text); }
QPushButton[link="true"] {
    border: 1px solid transparent; background: transparent; color: palette(link); padding: 3px 6px;
}
QPushButton[link="true"]:focus { border: 1px solid palette(highlight); }
QToolButton { border: 1px solid transparent; border-radius: 8px; padding: 6px; }
QToolButton:hover { background: palette(alternate-base); }
QToolButton:focus { border: 1px solid palette(highlight); }
QToolButton[toggle="true"] { padding: 4px; border-radius: 6px; }
QToolButton[toggle="true"]:checked { background: palette(midlight); border: 1px solid palette(dark); }
QToolButton[toggle="true"]:focus { border: 1px solid palette(highlight); }
QToolButton[action="true"] {
    border: 1px solid palette(mid); background: palette(button); padding: 6px 10px; min-height: 20px;
}
QToolButton[action="true"]:hover { border-color: palette(dark); }
QToolButton[action="true"]:pressed { background: palette(midlight); }
QToolButton[action="true"]:disabled { color: palette(dark); }
QToolButton[action="true"]:focus { border: 1px solid palette(highlight); }
QFrame[card="true"] { background: palette(base); border: 1px solid palette(mid); border-radius: 14px; }
QFrame[sidebar="true"] { background: palette(alternate-base); border: none; border-right: 1px solid palette(mid); }
QFrame[strip="true"] { background: palette(base); border: none; border-top: 1px solid palette(mid); }
QFrame[dropZone="true"] { border: 2px dashed palette(dark); border-radius: 16px; background: palette(base); }
QFrame[dropZone="true"][dropping="true"] { border-color: palette(highlight); background: palette(alternate-base); }
QToolButton[navigation="true"] { padding: 9px 12px; text-align: left; border-radius: 10px; }
QToolButton[navigation="true"]:hover { background: palette(midlight); }
QToolButton[navigation="true"]:checked { background: palette(base); border: 1px solid palette(mid); font-weight: 600; }
QToolButton[navigation="true"]:focus { border: 1px solid palette(highlight); }
QListView, QTreeView, QTableView { border: none; background: palette(window); outline: none; }
QListWidget { border: 1px solid palette(mid); border-radius: 8px; background: palette(base); padding: 4px; }
QListWidget::item { padding: 5px 6px; border-radius: 6px; color: palette(text); }
QListWidget::item:selected { background: palette(midlight); color: palette(text); }
QScrollArea { border: none; background: transparent; }
QSplitter::handle { background: palette(mid); }
QProgressBar {
    border: none; border-radius: 3px; background: palette(alternate-base); max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { border-radius: 3px; background: palette(highlight); }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: palette(mid); }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: palette(highlight); }
QSlider::handle:horizontal {
    width: 16px; height: 16px; margin: -6px 0; border-radius: 8px; background: palette(highlight);
    border: 1px solid palette(base);
}
QSlider::handle:horizontal:focus { border: 2px solid palette(text); }
QCheckBox::indicator, QTableView::indicator, QTreeView::indicator, QListView::indicator {
    width: 1em; height: 1em; border: 1px solid palette(placeholder-text); border-radius: 4px; background: palette(base);
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: palette(highlight); }
QCheckBox:focus { color: palette(link); }
QCheckBox::indicator:disabled { border-color: palette(mid); }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked {
    background: palette(highlight); border-color: palette(highlight); image: url("CHECK");
}
QCheckBox::indicator:checked:disabled { background: palette(mid); border-color: palette(mid); }
QRadioButton::indicator {
    width: 1em; height: 1em; border: 1px solid palette(placeholder-text); border-radius: 0.5em; background: palette(base);
}
QRadioButton::indicator:hover, QRadioButton::indicator:focus { border-color: palette(highlight); }
QRadioButton:focus { color: palette(link); }
QRadioButton::indicator:disabled { border-color: palette(mid); }
QRadioButton::indicator:checked { background: palette(highlight); border-color: palette(highlight); image: url("DOT"); }
QRadioButton::indicator:checked:disabled { background: palette(mid); border-color: palette(mid); }
QMenu { background: palette(base); border: 1px solid palette(mid); border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 24px; border-radius: 6px; }
QMenu::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QMenu::separator { height: 1px; background: palette(mid); margin: 4px 8px; }
QToolTip { border: none; padding: 6px; background: palette(tool-tip-base); color: palette(tool-tip-text); }
QHeaderView::section { background: palette(window); border: none; border-bottom: 1px solid palette(mid); padding: 6px; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: palette(dark); border-radius: 4px; margin: 2px; min-height: 36px; min-width: 36px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


# Fusion draws these with shades of the window's colour, of which black has none.
_CONTRAST_SHEET = """
QComboBox, QSpinBox, QDateEdit { border: 1px solid palette(mid); border-radius: 6px; padding: 4px 8px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QSpinBox::down-arrow, QDateEdit::down-arrow { image: url("ICONS/down-contrast.svg"); }
QSpinBox::up-button, QSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button { border: none; width: 24px; }
QSpinBox::up-arrow, QDateEdit::up-arrow { image: url("ICONS/up-contrast.svg"); }
QComboBox:focus, QSpinBox:focus, QDateEdit:focus { border: 2px solid palette(highlight); }
QPushButton:focus, QToolButton:focus, QLineEdit:focus { border: 2px solid palette(highlight); }
"""


def palette_for(dark: bool, contrast: bool = False) -> QPalette:
    """The light, the dark or the high-contrast palette, with readable disabled texts."""
    palette = QPalette()
    colours = _CONTRAST if contrast else _DARK if dark else _LIGHT
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours[Role.Dark]))
    # A list that lost the focus still shows what is chosen.
    palette.setColor(QPalette.ColorGroup.Inactive, Role.Highlight, QColor(colours[Role.Highlight]))
    palette.setColor(QPalette.ColorGroup.Inactive, Role.HighlightedText, QColor(colours[Role.HighlightedText]))
    return palette


def is_dark(palette: QPalette) -> bool:
    """Whether a palette is a dark one."""
    return palette.color(Role.Window).lightness() < palette.color(Role.WindowText).lightness()


def wants_dark(theme: str) -> bool:
    """Whether a theme is dark now; a system that tells nothing counts as light."""
    if theme in ("light", "dark", "contrast"):
        return theme != "light"
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application.styleHints().colorScheme() == Qt.ColorScheme.Dark


def wants_contrast(theme: str) -> bool:
    """Whether high contrast is wanted: by the person, or by a system that is followed and says so."""
    if theme != "system":
        return theme == "contrast"
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    hints = application.styleHints()
    if not hasattr(hints, "accessibility"):  # before Qt 6.10
        return False
    preference = getattr(Qt, "ContrastPreference", None)
    return preference is not None and hints.accessibility().contrastPreference() == preference.HighContrast


def apply_theme(theme: str) -> None:
    """Dress the whole application; safe to call again at any moment."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    dark = wants_dark(theme)
    # palette(...) is looked up when a sheet is polished: setting it anew is what repaints the old colours.
    application.setStyleSheet("")
    if application.style().objectName().lower() != "fusion":  # under a sheet a style has no name
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette_for(dark, wants_contrast(theme)))
    icons = bundled("resources") / "icons"
    check = icons / f"check-{'dark' if dark else 'light'}.svg"
    sheet = _SHEET + (_CONTRAST_SHEET if wants_contrast(theme) else "")
    dot = check.with_name(check.name.replace("check", "dot"))
    for word, place in (("CHECK", check), ("DOT", dot), ("ICONS", icons)):
        sheet = sheet.replace(word, place.as_posix())
    application.setStyleSheet(sheet)
