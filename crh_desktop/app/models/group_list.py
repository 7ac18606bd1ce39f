"""The duplicate groups as one flat list; a group is a row, and its photos are read when it is painted."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crh_desktop.app.texts import display_name, member_text, size_text, tier_text
from crh_desktop.core.records import Group, Photo

GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
MOST_PHOTOS = 4000
Index = QModelIndex | QPersistentModelIndex


class GroupListModel(QAbstractListModel):
    """Groups in the order of the core."""

    def __init__(self, library: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._groups: list[Group] = []
        self._photos: OrderedDict[int, Photo] = OrderedDict()

    @property
    def groups(self) -> list[Group]:
        """The groups shown."""
        return self._groups

    def set_groups(self, groups: list[Group]) -> None:
        """Show other groups."""
        self.beginResetModel()
        self._groups = groups
        self.endResetModel()

    def photos(self, group: Group, most: int = 24) -> dict[int, Photo]:
        """The photos of a group's first members, read once."""
        ids = [member.photo_id for member in group.members[:most]]
        absent = [photo_id for photo_id in ids if photo_id not in self._photos]
        if absent:
            self._photos.update((photo.id, photo) for photo in self._library.photos(absent))
            while len(self._photos) > MOST_PHOTOS:
                self._photos.popitem(last=False)
        return {photo_id: self._photos[photo_id] for photo_id in ids if photo_id in self._photos}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The number of groups."""
        return 0 if parent.isValid() else len(self._groups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A heading, the spoken text or the group itself."""
        if not index.isValid() or index.row() >= len(self._groups):
            return None
        group = self._groups[index.row()]
        if role == GROUP_ROLE:
            return group
        if role == Qt.ItemDataRole.DisplayRole:
            return display_name(group.keeper.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            members = "; ".join(
                f"{display_name(member.path)}, {member_text(member, place == 0)}"
                for place, member in enumerate(group.members[:12])
            )
            heading = self.tr("{0} group of {1} photos, can free {2}").format(
                tier_text(group.tier), len(group.members), size_text(group.bytes_freeable)
            )
            return f"{heading}: {members}"
        return None
