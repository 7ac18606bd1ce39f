"""Before a rule marks photos in many groups: how many, how much, and twenty groups drawn at random to look at."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.context import Background, Context
from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import counted, display_name, member_text, number_text, size_text
from crh_desktop.app.views.drop_zone import quiet_label, title_label
from crh_desktop.core.actions.premark import premarked
from crh_desktop.core.records import FolderState, Group, Member, Tier

#: Groups that are shown before a rule marks.
SAMPLE = 20
_THUMB = QSize(96, 80)
_ROW = 104
Index = QModelIndex | QPersistentModelIndex
Found = list[tuple[Group, list[Member]]]


class _Sample(QAbstractListModel):
    """Pairs of a keeper and a photo that would be marked."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[Group, Member]] = []

    def show_pairs(self, pairs: list[tuple[Group, Member]]) -> None:
        self.beginResetModel()
        self.pairs = pairs
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of pairs."""
        return 0 if parent.isValid() else len(self.pairs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The pair in words."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        group, member = self.pairs[index.row()]
        return self.tr("{0} is kept ({1}); {2} is marked ({3})").format(
            display_name(group.keeper.path), member_text(group.keeper, True), display_name(member.path),
            member_text(member, False),
        )  # fmt: skip


class _PairDelegate(QStyledItemDelegate):
    """The keeper, a sign, and the photo that would be marked."""

    def __init__(self, model: _Sample, context: Context, view: QListView) -> None:
        super().__init__(view)
        self._model, self._context, self._view = model, context, view

    def sizeHint(self, option: Any, index: Any) -> QSize:
        """All rows are equally high."""
        return QSize(200, max(_ROW, scaled(72)))

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        """Paint one pair."""
        group, member = self._model.pairs[index.row()]
        palette, rect = option.palette, option.rect.adjusted(8, 6, -8, -6)
        role = palette.ColorRole
        half = rect.width() // 2
        painter.save()
        photos = {photo.id: photo for photo in self._context.library.photos([group.keeper.photo_id, member.photo_id])}
        for place, one in enumerate((group.keeper, member)):
            left = rect.left() + place * half
            photo = photos.get(one.photo_id)
            ratio = self._view.devicePixelRatioF()
            size = _THUMB * ratio
            pixmap = photo and self._context.thumbs.pixmap(
                photo.digest, photo.id, size.width(), size.height(), cover=False
            )
            box = QRect(left, rect.top(), _THUMB.width(), _THUMB.height())
            if pixmap:
                painter.drawPixmap(box, pixmap)
            sign = icon_pixmap("trash" if place else "check", palette.color(role.Text if place else role.Link), 16)
            text = QRect(box.right() + 12, rect.top() + 8, half - box.width() - 24, rect.height() - 16)
            painter.drawPixmap(text.left(), text.top(), sign)
            painter.setPen(palette.color(role.Text))
            metrics = option.fontMetrics
            name = metrics.elidedText(display_name(one.path), Qt.TextElideMode.ElideMiddle, text.width() - 22)
            painter.drawText(text.adjusted(22, -1, 0, 0), Qt.AlignmentFlag.AlignTop, name)
            painter.setPen(palette.color(role.PlaceholderText))
            lines = f"{member_text(one, place == 0)}\n{size_text(one.size)}"
            painter.drawText(text.adjusted(0, metrics.height() + 6, 0, 0), Qt.AlignmentFlag.AlignTop, lines)
        painter.restore()


class RuleDialog(QDialog):
    """Counts what the rule would mark at each level.

    Signals:
        chosen: (list of group and members) to be marked.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[Group] = ()
        self._states: dict[bytes, FolderState] = {}
        self._found: Found = []
        self._reader = Background(self)
        self.setWindowTitle(self.tr("Mark lesser copies"))
        self.resize(760, 640)
        self.level = QComboBox()
        self.level.setAccessibleName(self.tr("What may be marked"))
        self.level.setMinimumHeight(32)
        for text, level in (
            (self.tr("Only files that are the same, byte for byte"), Tier.IDENTICAL),
            (self.tr("Also the same pixels in another file"), Tier.PIXELS),
            (self.tr("Also the same picture, saved again"), Tier.NEAR),
        ):
            self.level.addItem(text, level)
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.sample = _Sample()
        self.view = QListView()
        self.view.setAccessibleName(self.tr("Examples drawn at random"))
        self.view.setModel(self.sample)
        self.view.setItemDelegate(_PairDelegate(self.sample, context, self.view))
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        context.thumbs.loaded.connect(self._on_thumbnail)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Mark")))
        row.addWidget(self.level, 1)
        buttons = QDialogButtonBox()
        self.go = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("primary", True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(title_label(self.tr("Mark what adds nothing to its keeper")))
        layout.addLayout(row)
        layout.addWidget(self.count)
        layout.addWidget(self.view, 1)
        layout.addWidget(
            quiet_label(
                self.tr(
                    "Edited versions, crops, reference and backup folders are never marked. Marking moves nothing yet."
                )
            )
        )
        layout.addWidget(buttons)
        self.level.currentIndexChanged.connect(lambda _place: self._count())
        buttons.accepted.connect(self._on_agreed)
        buttons.rejected.connect(self.reject)
        self._reader.done.connect(self._on_counted)
        self._reader.failed.connect(context.message)
        self.finished.connect(self._let_go)

    def look_at(self, groups: Sequence[Group], states: dict[bytes, FolderState], tier: Tier) -> None:
        """Count in these groups, as far down as they were formed."""
        self._groups, self._states = groups, states
        with QSignalBlocker(self.level):
            self.level.setCurrentIndex(min(tier.rank, 2))
        self._count()

    @property
    def busy(self) -> bool:
        """Whether groups are still being looked at."""
        return self._reader.busy

    def _count(self) -> None:
        self.go.setEnabled(False)
        self.go.setText(self.tr("Mark"))
        self.count.setText(self.tr("Looking at the groups…"))
        groups, states, tier = self._groups, self._states, Tier(self.level.currentData())

        def count() -> Found:
            found = ((group, premarked(group, states, tier)) for group in groups)
            return [(group, members) for group, members in found if members]

        self._reader.start(count)

    def _on_counted(self, found: Found) -> None:
        self._found = found
        photos = sum(len(members) for _, members in found)
        size = sum(member.size for _, members in found for member in members)
        words = counted(self.tr("%n photo(s)", "", photos), photos)
        self.go.setText(self.tr("Mark {0}").format(words))
        self.go.setEnabled(photos > 0)
        if not photos:
            self.count.setText(self.tr("Nothing in these groups is safe to mark without looking."))
        else:
            drawn = min(SAMPLE, len(found))
            self.count.setText(
                self.tr("{0} in {1} groups, {2}. Look at these {3}, drawn at random:").format(
                    words, number_text(len(found)), size_text(size), drawn
                )
            )
        chosen = random.Random(len(found)).sample(found, min(SAMPLE, len(found)))
        self.sample.show_pairs([(group, members[0]) for group, members in chosen])

    def _on_agreed(self) -> None:
        self.chosen.emit(self._found)
        self.accept()

    def _let_go(self) -> None:
        """Groups are large, and the dialog stays for the next time."""
        self._reader.forget()
        self._groups, self._states, self._found = (), {}, []
        self.sample.show_pairs([])

    def _on_thumbnail(self, _digest: str) -> None:
        self.view.viewport().update()
