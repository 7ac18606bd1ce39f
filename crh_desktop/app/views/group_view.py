"""Duplicate groups as cards in one virtual list: 10,000 groups cost as much as the five on the screen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QWidget

from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.models.group_list import GROUP_ROLE, GroupListModel
from crh_desktop.app.texts import display_name, member_text, plural, size_text, tier_text
from crh_desktop.app.thumbs import ThumbnailStore
from crh_desktop.core.records import Group

CARD_HEIGHT = 236
TILE = QSize(136, 116)
STEP = TILE.width() + 16
TOP = 52


def tiles_that_fit(width: int) -> int:
    """How many members a card of this width shows."""
    return max(2, (width - 40) // STEP)


class GroupDelegate(QStyledItemDelegate):
    """Paints a card: tier, count and freeable bytes above a film strip with the evidence under every member."""

    def __init__(self, model: GroupListModel, thumbs: ThumbnailStore, view: GroupView) -> None:
        super().__init__(view)
        self._model, self._thumbs, self._view = model, thumbs, view

    def sizeHint(self, option: Any, index: Any) -> QSize:
        """Cards fill the width and are equally high."""
        return QSize(200, CARD_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: Any) -> None:
        """Paint one card."""
        group: Group = index.data(GROUP_ROLE)
        # Not the option's: the sheet put the window colour over its Base, and cards must stand out.
        palette: QPalette = QGuiApplication.palette()
        role = palette.ColorRole
        card = QRectF(option.rect).adjusted(8.5, 6.5, -8.5, -6.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(palette.color(role.Highlight if focused else role.Mid), 2 if focused else 1))
        painter.setBrush(palette.color(role.Base))
        painter.drawRoundedRect(card, 14, 14)
        metrics = option.fontMetrics
        tier = tier_text(group.tier)
        chip = QRectF(card.left() + 16, card.top() + 13, metrics.horizontalAdvance(tier) + 20, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(role.Highlight if group.tier.rank == 0 else role.AlternateBase))
        painter.drawRoundedRect(chip, 12, 12)
        painter.setPen(palette.color(role.HighlightedText if group.tier.rank == 0 else role.Text))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, tier)
        line = QRectF(chip.right() + 12, chip.top(), card.right() - chip.right() - 28, chip.height())
        painter.setPen(palette.color(role.Text))
        words = plural(self.tr("%n photo(s)", "", len(group.members)))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(palette.color(role.PlaceholderText))
        free = self.tr("can free {0}").format(size_text(group.bytes_freeable))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, free)
        photos = self._model.photos(group)
        shown = tiles_that_fit(option.rect.width())
        more = len(group.members) - shown
        ratio = self._view.devicePixelRatioF()
        for place, member in enumerate(group.members[:shown]):
            tile = QRect(round(card.left()) + 16 + place * STEP, round(card.top()) + TOP, *TILE.toTuple())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.AlternateBase))
            painter.drawRoundedRect(tile, 10, 10)
            photo = photos.get(member.photo_id)
            if photo is not None:
                pixmap = self._thumbs.pixmap(
                    photo.digest, photo.id, round(TILE.width() * ratio), round(TILE.height() * ratio), cover=False
                )
                self._view.expect(photo.digest, index.row())
                if pixmap is not None:
                    painter.drawPixmap(tile, pixmap)
            if more > 0 and place == shown - 1:
                painter.setPen(palette.color(role.Text))
                painter.setBrush(palette.color(role.Base))
                badge = QRect(tile.right() - 50, tile.bottom() - 30, 44, 24)
                painter.drawRoundedRect(badge, 12, 12)
                painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, f"+{more}")
            if place == 0:
                badge = QRect(tile.left() + 6, tile.top() + 6, 22, 22)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(role.Highlight))
                painter.drawEllipse(badge)
                mark = icon_pixmap("check", palette.color(role.HighlightedText), 14)
                painter.drawPixmap(badge.topLeft() + QPoint(4, 4), mark)
            if focused and place == self._view.member:
                painter.setPen(QPen(palette.color(role.Highlight), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(tile.adjusted(-2, -2, 2, 2), 11, 11)
            painter.setPen(palette.color(role.Text))
            below = QRect(tile.left(), tile.bottom() + 4, tile.width(), metrics.height())
            name = metrics.elidedText(display_name(member.path), Qt.TextElideMode.ElideMiddle, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, name)
            painter.setPen(palette.color(role.Link if place == 0 else role.PlaceholderText))
            below.translate(0, metrics.height() + 1)
            evidence = metrics.elidedText(member_text(member, place == 0), Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, evidence)
        painter.restore()


class GroupView(QListView):
    """The cards; left and right walk through the members, Enter or a double click opens one.

    Signals:
        opened: (group, place of the member).
    """

    opened = Signal(object, int)

    def __init__(self, model: GroupListModel, thumbs: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.member = 0
        self._groups = model
        self._expected: dict[str, set[int]] = {}
        self.setAccessibleName(self.tr("Groups of duplicates"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(GroupDelegate(model, thumbs, self))
        self.setModel(model)
        self.verticalScrollBar().setSingleStep(40)
        thumbs.loaded.connect(self._on_thumbnail_loaded)

    def expect(self, digest: str, row: int) -> None:
        """Remember which card waits for a thumbnail."""
        if len(self._expected) > 4000:
            self._expected.clear()
        self._expected.setdefault(digest, set()).add(row)

    def show_groups(self, groups: list[Group]) -> None:
        """Show other groups with the group at the top of the screen still there, if its keeper still has one."""
        top = self.indexAt(QPoint(40, 20))
        offset = self.visualRect(top).top() if top.isValid() else 0
        keeper = self._groups.groups[top.row()].keeper.photo_id if top.isValid() else None
        value = self.verticalScrollBar().value()
        self._expected.clear()
        self._groups.set_groups(groups)
        self.doItemsLayout()
        row = next((place for place, group in enumerate(groups) if group.keeper.photo_id == keeper), None)
        if row is not None and value:
            value = row * CARD_HEIGHT - offset
        self.verticalScrollBar().setValue(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the card and the member under it."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            place = max(0, (round(event.position().x()) - 24) // STEP)
            self.member = min(place, self._last_member(index))
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the member under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.data(GROUP_ROLE), self.member)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter opens."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self.member = min(max(0, self.member + step), self._last_member(index))
            self.viewport().update()
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(index.data(GROUP_ROLE), self.member)
        else:
            self.member = 0
            super().keyPressEvent(event)

    def _last_member(self, index: QModelIndex) -> int:
        return min(len(index.data(GROUP_ROLE).members), tiles_that_fit(self.viewport().width())) - 1

    def _on_thumbnail_loaded(self, digest: str) -> None:
        for row in self._expected.pop(digest, ()):
            index = self._groups.index(row)
            if index.isValid():
                self.update(index)
