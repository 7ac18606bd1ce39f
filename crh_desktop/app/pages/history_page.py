"""History: everything that was done to files, where each of them is now, and the way back, also after a restart."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QListView,
    QPushButton,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.context import Background, Context
from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.models.history_table import BATCH_ROLE, BatchList, ItemTable, kind_text, when_text
from crh_desktop.app.review.acting import Done
from crh_desktop.app.texts import size_text
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label
from crh_desktop.app.views.elided_label import ElidedLabel
from crh_desktop.app.views.tables import dress
from crh_desktop.core.store.journal import Batch, Item, ItemState
from crh_desktop.core.trash import held_bytes


class _BatchDelegate(QStyledItemDelegate):
    """A sign, what was done, and when."""

    def sizeHint(self, option: Any, index: Any) -> QSize:
        """All rows are equally high."""
        return QSize(240, 2 * option.fontMetrics.height() + 26)

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        """Paint one batch."""
        batch: Batch = index.data(BATCH_ROLE)
        palette = option.palette
        role = palette.ColorRole
        rect: QRect = option.rect.adjusted(4, 3, -4, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.Midlight))
            painter.drawRoundedRect(rect, 10, 10)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(role.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 10, 10)
        name = "trash" if batch.kind == "trash" else "pull" if batch.kind in ("move", "rename") else "same"
        sign = icon_pixmap(name if batch.can_undo else "undo", palette.color(role.PlaceholderText), 20)
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 10, sign)
        title, _, counts = str(index.data()).partition("\n")
        text = rect.adjusted(42, 8, -12, -8)
        painter.setPen(palette.color(role.Text))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(palette.color(role.PlaceholderText))
        when = when_text(batch.began_at)
        room = text.width() - option.fontMetrics.horizontalAdvance(when) - 12
        counts = option.fontMetrics.elidedText(counts, Qt.TextElideMode.ElideRight, room)
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, when)
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, counts)
        painter.restore()


class HistoryPage(QWidget):
    """Batches on the left, their photos on the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._reader, self._measurer = Background(self), Background(self)
        self.batches, self.table = BatchList(), ItemTable()
        self.list = QListView()
        self.list.setModel(self.batches)
        self.list.setItemDelegate(_BatchDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("What was done"))
        self.list.setMinimumWidth(300)
        self.items = QTableView()
        self.items.setModel(self.table)
        dress(self.items, self.tr("Photos of the chosen action"), (1, 4))
        for section, width in ((0, 180), (3, 120)):
            self.items.horizontalHeader().setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
            self.items.setColumnWidth(section, width)
        self.heading = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.said = quiet_label()
        self.said.setWordWrap(True)
        self.undo_all = QPushButton(self.tr("Bring all back"))
        self.undo_all.setProperty("primary", True)
        self.undo_some = QPushButton(self.tr("Bring back chosen"))
        self.held = quiet_label()
        self.empty = EmptyState(
            self.tr("Nothing was done yet"),
            self.tr(
                "Everything that moves a file is written down here before it happens, and can be brought back from here."
            ),
        )
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.undo_some)
        head.addWidget(self.undo_all)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.items, 1)
        self._splitter = QSplitter()
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(right)
        self._splitter.setSizes([360, 660])
        self._splitter.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 12)
        layout.setSpacing(12)
        layout.addWidget(title_label(self.tr("History")))
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.held)
        self.list.selectionModel().currentChanged.connect(self._on_batch_chosen)
        self.items.selectionModel().selectionChanged.connect(self._on_items_chosen)
        self.undo_all.clicked.connect(self._on_undo_all)
        self.undo_some.clicked.connect(self._on_undo_some)
        self._reader.done.connect(self._on_read)
        self._reader.failed.connect(context.message)
        self._measurer.done.connect(self._on_measured)
        context.acting.done.connect(self._on_acted)
        context.acting.began.connect(lambda _kind, _photos: self._offer())
        self._show([])

    @property
    def busy(self) -> bool:
        """Whether the history is still being read."""
        return self._reader.busy

    def refresh(self) -> None:
        """Read the history again, with the chosen batch still chosen."""
        chosen = self._chosen()

        def read(library: Any) -> tuple[list[Batch], int, list[Item]]:
            batches = library.batches()
            number = chosen.id if chosen is not None else batches[0].id if batches else 0
            return batches, number, library.items(number) if number else []

        self._reader.start(self._context.apart(read))
        roots = self._context.library.roots()
        self._measurer.start(lambda: held_bytes(roots))

    def _chosen(self) -> Batch | None:
        index = self.list.currentIndex()
        return index.data(BATCH_ROLE) if index.isValid() else None

    def _show(self, batches: list[Batch]) -> None:
        self._splitter.setVisible(bool(batches))
        self.empty.setVisible(not batches)
        self.batches.show_batches(batches)

    def _on_read(self, found: tuple[list[Batch], int, list[Item]]) -> None:
        batches, number, items = found
        self._show(batches)
        row = next((row for row, batch in enumerate(batches) if batch.id == number), 0)
        if batches:
            self.list.selectionModel().blockSignals(True)
            self.list.setCurrentIndex(self.batches.index(row))
            self.list.selectionModel().blockSignals(False)
            self.list.viewport().update()
        self.table.show_items(items)
        self._offer()

    def _offer(self) -> None:
        batch, idle = self._chosen(), not self._context.acting.busy
        if batch is None:
            return
        self.heading.set_text(f"{kind_text(batch.kind)}  ·  {when_text(batch.began_at)}")
        self.said.setText(batch.said)
        self.said.setVisible(bool(batch.said))
        self.undo_all.setEnabled(batch.can_undo and idle)
        self.undo_some.setEnabled(idle and bool(self._selected()))

    def _selected(self) -> list[int]:
        rows = {index.row() for index in self.items.selectionModel().selectedRows()}
        items = [self.table.items[row] for row in sorted(rows) if row < len(self.table.items)]
        return [item.id for item in items if item.state is ItemState.DONE]

    def _on_batch_chosen(self, _new: object, _old: object) -> None:
        self.refresh()

    def _on_items_chosen(self, _new: object, _old: object) -> None:
        self._offer()

    def _on_undo_all(self) -> None:
        batch = self._chosen()
        if batch is not None:
            self._context.acting.undo(batch.id)

    def _on_undo_some(self) -> None:
        batch = self._chosen()
        if batch is not None:
            self._context.acting.undo(batch.id, self._selected())

    def _on_acted(self, _done: Done) -> None:
        self.refresh()

    def _on_measured(self, size: int) -> None:
        self.held.setText(
            self.tr(
                "{0} lie in holding folders (.crh-held in your library folders), because their drives have no trash."
            ).format(size_text(size))
            if size
            else ""
        )
        self.held.setVisible(size > 0)
