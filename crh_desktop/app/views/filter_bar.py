"""Which groups are shown and in which order: text, format, dates, sorting, and how many are still to review."""

from __future__ import annotations

import calendar

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from crh_desktop.core.matching.arrange import Filter, Order

#: Typing stops for this long before groups are filtered.
PAUSE_MS = 180
#: Formats by the words people use.
FORMATS = {
    "JPEG": frozenset(("jpg", "jpeg", "jpe", "jfif", "mpo")),
    "HEIC": frozenset(("heic", "heif", "hif")),
    "PNG": frozenset(("png",)),
    "WebP, AVIF, JXL": frozenset(("webp", "avif", "jxl")),
    "TIFF": frozenset(("tif", "tiff")),
    "RAW": frozenset(("dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "pef", "srw")),
}


class FilterBar(QWidget):
    """Sort and filter.

    Signals:
        changed: another order or another filter.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, sorts: bool = True) -> None:
        """Make the controls; `sorts` tells whether there is an order to choose."""
        super().__init__(parent)
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Filter by name or folder"))
        self.text.setAccessibleName(self.tr("Filter by name or folder"))
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumHeight(32)
        for button in self.text.findChildren(QToolButton):  # Qt's own, nameless
            button.setAccessibleName(self.tr("Clear filter"))
        self.format = QComboBox()
        self.format.addItem(self.tr("All formats"), "")
        for name in FORMATS:
            self.format.addItem(name, name)
        self.format.setAccessibleName(self.tr("Format"))
        self.order = QComboBox()
        for name, order in (
            (self.tr("Most to free"), Order.FREE),
            (self.tr("Largest"), Order.SIZE),
            (self.tr("Newest"), Order.NEWEST),
            (self.tr("Oldest"), Order.OLDEST),
            (self.tr("Folder"), Order.FOLDER),
            (self.tr("Strictest match"), Order.LIKENESS),
        ):
            self.order.addItem(name, order)
        self.order.setAccessibleName(self.tr("Sort groups by"))
        for box in (self.format, self.order):
            box.setMinimumHeight(32)
        self._make_dates()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.format)
        layout.addWidget(self.dates)
        layout.addWidget(self.order)
        self.order.setVisible(sorts)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_ended)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        self.format.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self.order.currentIndexChanged.connect(lambda _place: self.changed.emit())

    @property
    def chosen_order(self) -> Order:
        """What to sort by."""
        return Order(self.order.currentData())

    @property
    def chosen(self) -> Filter:
        """What to show."""
        name = self.format.currentData()
        low = _seconds(self.after.date()) if self.use_after.isChecked() else None
        high = _seconds(self.before.date()) + 86_399 if self.use_before.isChecked() else None
        return Filter(self.text.text().strip(), b"", FORMATS.get(name, frozenset()), (low, high))

    def clear(self) -> None:
        """Show everything."""
        self.text.clear()
        self.format.setCurrentIndex(0)
        self.use_after.setChecked(False)
        self.use_before.setChecked(False)

    def _on_pause_ended(self) -> None:
        some = self.use_after.isChecked() or self.use_before.isChecked()
        self.dates.setText(self.tr("Some dates") if some else self.tr("Any date"))
        self.changed.emit()

    def _make_dates(self) -> None:
        self.dates = QPushButton(self.tr("Any date"))
        self.dates.setMinimumHeight(32)
        self.dates.setToolTip(self.tr("Show only groups with a photo taken between two days"))
        menu = QMenu(self.dates)
        self.use_after, self.after = self._date_row(
            menu, self.tr("Taken on or after"), QDate.currentDate().addYears(-1)
        )
        self.use_before, self.before = self._date_row(menu, self.tr("Taken on or before"), QDate.currentDate())
        self.dates.setMenu(menu)

    def _date_row(self, menu: QMenu, name: str, date: QDate) -> tuple[QCheckBox, QDateEdit]:
        row = QWidget()
        box, edit = QCheckBox(name), QDateEdit(date)
        box.setMinimumWidth(170)
        edit.setCalendarPopup(True)
        edit.setAccessibleName(name)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.addWidget(box)
        layout.addWidget(edit)
        action = QWidgetAction(menu)
        action.setDefaultWidget(row)
        menu.addAction(action)
        box.toggled.connect(lambda _on: self._pause.start())
        edit.dateChanged.connect(lambda _date: self._pause.start() if box.isChecked() else None)
        return box, edit


def _seconds(date: QDate) -> float:
    """The first second of a day; capture times are local times taken as UTC."""
    return float(calendar.timegm((date.year(), date.month(), date.day(), 0, 0, 0)))
