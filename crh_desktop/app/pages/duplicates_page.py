"""Duplicates: groups as cards, and a slider that regroups without another scan."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from crh_desktop.app.context import Background, Context
from crh_desktop.app.models.group_list import GroupListModel
from crh_desktop.app.texts import number_text, plural, size_text, tier_text
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label
from crh_desktop.app.views.group_view import GroupView
from crh_desktop.core.records import Group, Tier


class DuplicatesPage(QWidget):
    """Tier, radius and the cards. The index is read in the pool by a library of its own; regrouping runs there too."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._index: Any = None
        self._reader = Background(self)
        self._grouper = Background(self)
        self.model = GroupListModel(context.library, self)
        self.view = GroupView(self.model, context.thumbs)
        self.tier = QComboBox()
        self.tier.setAccessibleName(self.tr("How alike"))
        for tier in (Tier.NEAR, Tier.PIXELS, Tier.IDENTICAL):
            self.tier.addItem(tier_text(tier), tier)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.tier.setMinimumSize(150, 34)
        self.slider.setRange(0, 31)
        self.slider.setValue(31)
        self.slider.setFixedWidth(200)
        self.slider.setAccessibleName(self.tr("Largest distance in bits"))
        caption = QLabel(self.tr("&Distance"))
        caption.setBuddy(self.slider)
        self._value = QLabel("31")
        self._value.setMinimumWidth(22)
        self.total = quiet_label()
        self._empty = EmptyState(
            self.tr("No duplicates found"),
            self.tr("Nothing in the library matches this closely. Add a folder, or allow a larger distance."),
        )
        bar = QHBoxLayout()
        bar.setSpacing(10)
        bar.addWidget(title_label(self.tr("Duplicates")))
        bar.addStretch(1)
        for control in (self.tier, caption, self.slider, self._value):
            bar.addWidget(control)
        note = quiet_label(self.tr("Nothing here can delete a file: this version only shows what matches, and how."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 6)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.total)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(note)
        self.slider.valueChanged.connect(self._on_radius_changed)
        self.tier.currentIndexChanged.connect(self._on_tier_changed)
        self._reader.done.connect(self._on_index_read)
        self._reader.failed.connect(context.message)
        self._grouper.done.connect(self._on_groups_made)
        self._grouper.failed.connect(context.message)
        self.view.opened.connect(self._on_opened)
        self._show([])

    @property
    def busy(self) -> bool:
        """Whether groups are still being made."""
        return self._reader.busy or self._grouper.busy

    def refresh(self) -> None:
        """Read the codes again, then regroup."""
        library = self._context.library
        opener, path = type(library).open, library.path

        def read() -> Any:
            own = opener(path)
            try:
                return own.group_index()
            finally:
                own.close()

        self._reader.start(read)

    def _regroup(self) -> None:
        index, tier, radius = self._index, self.tier.currentData(), self.slider.value()
        if index is not None:
            self._grouper.start(lambda: index.groups(tier=Tier(tier), radius=radius))

    def _show(self, groups: list[Group]) -> None:
        self.view.show_groups(groups)
        self.view.setVisible(bool(groups))
        self._empty.setVisible(not groups)
        copies = sum(len(group.members) - 1 for group in groups)
        free = sum(group.bytes_freeable for group in groups)
        words = [
            plural(self.tr("%n group(s)", "", len(groups))),
            self.tr("{0} photos beside the suggested keepers").format(number_text(copies)),
            self.tr("can free {0}").format(size_text(free)),
        ]
        self.total.setText("  ·  ".join(words) if groups else "")

    def open_viewer(self) -> None:
        """Fill the screen with the chosen group, or the first."""
        groups = self.model.groups
        if groups:
            self._on_opened(groups[max(0, self.view.currentIndex().row())], self.view.member)

    def _on_index_read(self, index: Any) -> None:
        self._index = index
        self._regroup()

    def _on_groups_made(self, groups: list[Group]) -> None:
        self._show(groups)

    def _on_radius_changed(self, radius: int) -> None:
        self._value.setText(str(radius))
        self._regroup()

    def _on_tier_changed(self, place: int) -> None:
        self.slider.setEnabled(self.tier.currentData() == Tier.NEAR)
        self._regroup()

    def _on_opened(self, group: Group, place: int) -> None:
        self._context.show_viewer.emit([member.photo_id for member in group.members], place)
