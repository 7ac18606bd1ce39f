"""The duplicate groups as one flat list; a group is made when it is painted, and its photos are read then."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crh_desktop.app.texts import display_name, member_text, size_text, tier_text
from crh_desktop.core.records import Group, Photo

GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
MOST_PHOTOS = 4000
#: How far from its old row a group is looked for after regrouping; every row looked at is a group made.
FURTHEST = 200
Index = QModelIndex | QPersistentModelIndex


class GroupListModel(QAbstractListModel):
    """Groups in the order of the core, which makes them one by one: the sequence is held as it is, never copied."""

    def __init__(self, library: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._groups: Sequence[Group] = ()
        self._photos: OrderedDict[int, Photo] = OrderedDict()

    @property
    def groups(self) -> Sequence[Group]:
        """The groups shown."""
        return self._groups

    def set_groups(self, groups: Sequence[Group]) -> None:
        """Show other groups."""
        self.beginResetModel()
        self._groups = groups
        self.endResetModel()

    def forget_photos(self) -> None:
        """Read photos again when they are needed: the library has changed."""
        self._photos.clear()

    def near_row(self, keeper_id: int, row: int) -> int | None:
        """The row of the group with this keeper, looked for around its old row; None if it is not there."""
        for away in range(FURTHEST):
            for place in {row - away, row + away}:
                if 0 <= place < len(self._groups) and self._groups[place].keeper.photo_id == keeper_id:
                    return place
        return None

    def photos(self, group: Group, most: int = 24) -> dict[int, Photo]:
        """The photos of a group's first members, read once."""
        return self.photos_of([member.photo_id for member in group.members[:most]])

    def photos_of(self, ids: list[int]) -> dict[int, Photo]:
        """Some photos by id, read once; those that were forgotten meanwhile are absent."""
        absent = [photo_id for photo_id in ids if photo_id not in self._photos]
        if absent:
            self._photos.update((photo.id, photo) for photo in self._library.photos(absent))
        found = {photo_id: self._photos[photo_id] for photo_id in ids if photo_id in self._photos}
        while len(self._photos) > MOST_PHOTOS:
            self._photos.popitem(last=False)
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of groups."""
        return 0 if parent.isValid() else len(self._groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A heading, the spoken text or the group itself."""
        if not index.isValid() or index.row() >= len(self._groups):
            return None
        if role not in (GROUP_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None  # asked often for roles that are never set; a group need not be made for that
        group = self._groups[index.row()]
        if role == GROUP_ROLE:
            return group
        if role == Qt.ItemDataRole.DisplayRole:
            return display_name(group.keeper.path)
        members = "; ".join(
            f"{display_name(member.path)}, {member_text(member, place == 0)}"
            for place, member in enumerate(group.members[:12])
        )
        heading = self.tr("{0} group of {1} photos, can free {2}").format(
            tier_text(group.tier), len(group.members), size_text(group.bytes_freeable)
        )
        return f"{heading}: {members}"
