"""Text size: one factor that the person chooses, for fonts and for everything that is laid out around words."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

_base = 0.0
_factor = 1.0


def set_text_size(percent: int) -> None:
    """Make all text this much of the system's size; set it before windows are made."""
    global _base, _factor
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    font = QFont(application.font())
    if not _base:
        _base = font.pointSizeF()
    _factor = min(max(percent, 80), 200) / 100
    font.setPointSizeF(_base * _factor)
    application.setFont(font)


def scaled(pixels: int) -> int:
    """A length that was measured for text of the usual size."""
    return round(pixels * _factor)
