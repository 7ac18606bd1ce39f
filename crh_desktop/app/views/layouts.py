"""What Qt's layouts lack."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout) -> None:
    """Delete all widgets of a layout that holds nothing else.

    Not by `takeAt`: PySide never frees the item that it hands out, 96 bytes for each widget (measured with 6.11.3).

    Raises:
        ValueError: It holds a layout or a space.
    """
    while (item := layout.itemAt(0)) is not None:
        widget = item.widget()
        if widget is None:
            raise ValueError("The layout holds something else than widgets.")
        layout.removeWidget(widget)
        widget.hide()  # it is deleted only in the next turn of the loop; until then it would be painted below the new ones
        widget.deleteLater()
