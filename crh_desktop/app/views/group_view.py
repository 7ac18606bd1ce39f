"""Duplicate groups as cards in one virtual list: 10,000 groups cost as much as the five on the screen."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QWidget

from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.models.group_list import GROUP_ROLE, GroupListModel
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import (
    display_name,
    is_verified,
    member_text,
    plural,
    proof_of,
    size_text,
    stale_text,
    tier_text,
)
from crh_desktop.app.thumbs import ThumbnailStore
from crh_desktop.core.matching import words
from crh_desktop.core.records import Group, Member, Photo

TILE = QSize(136, 116)
GAP = 16


def step() -> int:
    """From one tile to the next; larger text needs wider tiles for the words below them."""
    return scaled(TILE.width()) + GAP


def top() -> int:
    """Where the tiles of a card begin, below its heading."""
    return scaled(26) + 26


def card_height() -> int:
    """Heading, tiles, two lines of words."""
    return top() + TILE.height() + scaled(44) + 24


def tiles_that_fit(width: int) -> int:
    """How many members a card of this width shows."""
    return max(2, (width - 40) // step())


def places_shown(members: int, fit: int, chosen: int) -> list[int]:
    """Which members a card shows: the keeper first, then as many as fit, up to the chosen one."""
    if chosen < fit:
        return list(range(min(members, fit)))
    return [0, *range(chosen - fit + 2, chosen + 1)]


class GroupDelegate(QStyledItemDelegate):
    """Paints a card: tier, count and freeable bytes above a film strip with the evidence under every member."""

    def __init__(self, model: GroupListModel, thumbs: ThumbnailStore, view: GroupView) -> None:
        super().__init__(view)
        self._model, self._thumbs, self._view = model, thumbs, view

    def sizeHint(self, option: Any, index: Any) -> QSize:
        """Cards fill the width and are equally high."""
        return QSize(200, card_height())

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
        chip = QRectF(card.left() + 16, card.top() + 13, metrics.horizontalAdvance(tier) + 20, metrics.height() + 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(role.Highlight if group.tier.rank == 0 else role.AlternateBase))
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(palette.color(role.HighlightedText if group.tier.rank == 0 else role.Text))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, tier)
        line = QRectF(chip.right() + 12, chip.top(), card.right() - chip.right() - 28, chip.height())
        painter.setPen(palette.color(role.Text))
        words = plural(self.tr("%n photo(s)", "", len(group.members)))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setPen(palette.color(role.PlaceholderText))
        free = self.tr("can free {0}").format(size_text(group.bytes_freeable))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, free)
        fit = tiles_that_fit(option.rect.width())
        chosen = self._view.member if focused else 0
        places = places_shown(len(group.members), fit, chosen)
        photos = self._model.photos_of([group.members[place].photo_id for place in places])
        more = len(group.members) - 1 - places[-1]
        for slot, place in enumerate(places):
            tile = QRect(
                round(card.left()) + 16 + slot * step(), round(card.top()) + top(), step() - GAP, TILE.height()
            )
            member = group.members[place]
            self._paint_tile(painter, palette, tile, photos.get(member.photo_id), index.row())
            if more > 0 and slot == len(places) - 1:
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
            if member.photo_id in self._view.marks:
                self._paint_mark(painter, palette, tile)
            if focused and place == chosen:
                painter.setPen(QPen(palette.color(role.Highlight), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(tile.adjusted(-2, -2, 2, 2), 11, 11)
            keeper, photo = photos.get(group.keeper.photo_id), photos.get(member.photo_id)
            self._paint_words(painter, palette, tile, member, place == 0, _pixels(keeper, photo))
        painter.restore()

    def _paint_tile(self, painter: QPainter, palette: QPalette, tile: QRect, photo: Photo | None, row: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(palette.ColorRole.AlternateBase))
        painter.drawRoundedRect(tile, 10, 10)
        if photo is None:
            return
        size = tile.size() * self._view.devicePixelRatioF()
        pixmap = self._thumbs.pixmap(photo.digest, photo.id, size.width(), size.height(), cover=False)
        self._view.expect(photo.digest, row)
        if pixmap is not None:
            painter.drawPixmap(tile, pixmap)

    def _paint_mark(self, painter: QPainter, palette: QPalette, tile: QRect) -> None:
        """A veil and a badge with a bin: this photo goes."""
        veil = palette.color(palette.ColorRole.Base)
        veil.setAlpha(120)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        painter.drawRoundedRect(tile, 10, 10)
        badge = QRect(tile.left() + 6, tile.top() + 6, 26, 26)
        painter.setBrush(palette.color(palette.ColorRole.Text))
        painter.drawRoundedRect(badge, 8, 8)
        mark = icon_pixmap("trash", palette.color(palette.ColorRole.Base), 18)
        painter.drawPixmap(badge.topLeft() + QPoint(4, 4), mark)

    def _paint_words(
        self, painter: QPainter, palette: QPalette, tile: QRect, member: Member, is_keeper: bool,
        pixels: tuple[words.Size, words.Size] | None,
    ) -> None:  # fmt: skip
        """The name, and below it a sign and a few words of evidence."""
        role, metrics = palette.ColorRole, painter.fontMetrics()
        below = QRect(tile.left(), tile.bottom() + 4, tile.width(), metrics.height())
        painter.setPen(palette.color(role.Text))
        name = metrics.elidedText(display_name(member.path), Qt.TextElideMode.ElideMiddle, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, name)
        below.translate(0, metrics.height() + 1)
        colour = palette.color(role.Link if is_keeper else role.PlaceholderText)
        stale = self._view.stale.get(member.photo_id, "")
        if stale:
            sign, colour = "warning", palette.color(role.BrightText)
        elif not is_keeper:
            sign = words.sign(proof_of(member), pixels) if is_verified(member) else "warning"
        if stale or not is_keeper:
            size = min(16, metrics.height())
            top = below.top() + (metrics.height() - size) // 2
            painter.drawPixmap(below.left(), top, icon_pixmap(sign, colour, size))
            below.adjust(size + 5, 0, 0, 0)
        painter.setPen(colour)
        evidence = metrics.elidedText(
            stale_text(stale) if stale else member_text(member, is_keeper, pixels), Qt.TextElideMode.ElideRight, below.width()
        )  # fmt: skip
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, evidence)


def _pixels(keeper: Photo | None, photo: Photo | None) -> tuple[words.Size, words.Size] | None:
    if keeper is None or photo is None:
        return None
    return (keeper.width, keeper.height), (photo.width, photo.height)


class GroupView(QListView):
    """The cards; left and right walk through the members, Enter or a double click opens one.

    Signals:
        chosen: another group or another member has the focus.
        opened: (group, place of the member).
        menu_wanted: (place on the screen) for the chosen member.
    """

    chosen = Signal()
    opened = Signal(object, int)
    menu_wanted = Signal(object)

    def __init__(self, model: GroupListModel, thumbs: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.member = 0
        self.marks: Container[int] = ()  # ids of photos that are marked
        self.stale: dict[int, str] = {}  # ids of photos that the disk no longer has as they were
        self._groups = model
        self._restoring = False
        self._return_to: tuple[Group, Member] | None = None
        self._expected: dict[str, set[int]] = {}
        self.setAccessibleName(self.tr("Groups of duplicates"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(2 * step() + 40)
        self.setItemDelegate(GroupDelegate(model, thumbs, self))
        self.setModel(model)
        self.verticalScrollBar().setSingleStep(40)
        thumbs.loaded.connect(self._on_thumbnail_loaded)

    def expect(self, digest: str, row: int) -> None:
        """Remember which card waits for a thumbnail."""
        if len(self._expected) > 4000:
            self._expected.clear()
        self._expected.setdefault(digest, set()).add(row)

    @property
    def group(self) -> Group | None:
        """The group that has the focus."""
        index = self.currentIndex()
        return index.data(GROUP_ROLE) if index.isValid() else None

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other groups, with the first visible group where it was and the chosen one still chosen.

        Groups are looked for by their keeper near their old rows. Where the chosen group has gone, the one that took
        its row is chosen, so that a decision leads on to the next group.
        """
        first = self.indexAt(QPoint(40, 20))
        offset = self.visualRect(first).top() if first.isValid() else 0
        top_row, top_keeper = first.row(), first.data(GROUP_ROLE).keeper.photo_id if first.isValid() else None
        row, group = self.currentIndex().row(), self.group
        member = group.members[self.member] if group is not None and self.member < len(group.members) else None
        value = self.verticalScrollBar().value()
        self._expected.clear()
        self._restoring = True
        self._groups.set_groups(groups)
        self.doItemsLayout()
        if self._return_to is not None:
            back, self._return_to = self._return_to, None
            if self._groups.near_row(back[0].keeper.photo_id, row) is not None:
                group, member = back
        if group is not None and len(groups):
            found = self._groups.near_row(group.keeper.photo_id, row)
            self._choose(min(row, len(groups) - 1) if found is None else found, member if found is not None else None)
        if top_keeper is not None and value:
            found = self._groups.near_row(top_keeper, top_row)
            value = value if found is None else found * card_height() - offset
        self.verticalScrollBar().setValue(value)
        self._restoring = False
        self.chosen.emit()

    def return_to(self, group: Group, member: Member) -> None:
        """Choose these again when the groups are shown next: a decision on them was taken back."""
        self._return_to = (group, member)

    def choose(self, row: int, place: int = 0) -> None:
        """Choose a member of a group."""
        index = self._groups.index(row)
        if index.isValid():
            self.setCurrentIndex(index)
            self._set_member(place)

    def step(self, by: int) -> None:
        """Choose the next or the previous member of the chosen group."""
        self._set_member(self.member + by)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Another group: begin with the first photo beside its keeper, which is what there is to decide on."""
        super().currentChanged(current, previous)
        if not self._restoring and current.isValid():
            self._set_member(1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the card and the member under it."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            fit = tiles_that_fit(self.viewport().width())
            places = places_shown(len(index.data(GROUP_ROLE).members), fit, self.member)
            slot = max(0, (round(event.position().x()) - 24) // step())
            self._set_member(places[min(slot, len(places) - 1)])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the member under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.data(GROUP_ROLE), self.member)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same actions as the keys, for the chosen member."""
        if self.group is not None:
            self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter opens, digits choose a member."""
        key, group = event.key(), self.group
        if group is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(group, self.member)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._set_member(key - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    def _choose(self, row: int, member: Member | None) -> None:
        index = self._groups.index(row)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.ClearAndSelect)
        members = index.data(GROUP_ROLE).members
        ids = [one.photo_id for one in members]
        here = ids.index(member.photo_id) if member is not None and member.photo_id in ids else self.member
        self.member = min(here if member is not None else 1, len(members) - 1)

    def _set_member(self, place: int) -> None:
        group = self.group
        if group is not None:
            self.member = min(max(0, place), len(group.members) - 1)
            self.viewport().update()
            self.chosen.emit()

    def _on_thumbnail_loaded(self, digest: str) -> None:
        for row in self._expected.pop(digest, ()):
            index = self._groups.index(row)
            if index.isValid():
                self.update(index)
