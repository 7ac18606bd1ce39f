"""Dialogs and menus that are made anew each time they are shown: their parent would keep every one of them for ever."""

from __future__ import annotations

import contextlib

from PySide6.QtWidgets import QWidget


def let_go(widget: QWidget | None) -> None:
    """Give the last one back before the next one is made."""
    if widget is not None:
        with contextlib.suppress(RuntimeError):  # it went with its parent already
            widget.deleteLater()
