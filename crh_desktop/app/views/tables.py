"""How tables look and behave everywhere: rows, no grid, long paths shortened on the left."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def dress(table: QTableView, name: str, stretched: Container[int]) -> None:
    """Dress a table that has its model.

    Args:
        table: The table.
        name: What a screen reader calls it.
        stretched: Columns that share the room; the others are as wide as what they hold.
    """
    table.setAccessibleName(name)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideLeft)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column in range(table.model().columnCount()):
        wide = column in stretched
        header.setSectionResizeMode(
            column, QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
        )
