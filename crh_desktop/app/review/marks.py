"""Photos that are marked for action: not the same as selected, kept until they are acted on or unmarked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from crh_desktop.core.actions.check import MarkedGroup
from crh_desktop.core.plan_file import marked_group
from crh_desktop.core.records import FolderState, Group, Member, Tier
from crh_desktop.core.store.places import state_of


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked photo, with the copy that stays as the person saw it."""

    group: MarkedGroup  # with this photo alone
    size: int
    companions: tuple[bytes, ...]

    @property
    def path(self) -> bytes:
        """The photo's path."""
        return self.group.marked[0].path


NOTHING: Mapping[int, str] = {}


class Marks(QObject):
    """Marks by photo id.

    Signals:
        changed: some were set or taken away.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks: dict[int, Mark] = {}

    def __contains__(self, photo_id: object) -> bool:
        return photo_id in self._marks

    def __len__(self) -> int:
        return len(self._marks)

    @property
    def size(self) -> int:
        """Bytes of all marked photos."""
        return sum(mark.size for mark in self._marks.values())

    @property
    def identical(self) -> bool:
        """Whether every marked photo is the copy that stays, byte for byte."""
        return all(mark.group.keeper.digest == mark.group.marked[0].digest for mark in self._marks.values())

    @property
    def companions(self) -> list[bytes]:
        """Files that go with the marked photos."""
        return [path for mark in self._marks.values() for path in mark.companions]

    def ids(self) -> list[int]:
        """Every marked photo."""
        return list(self._marks)

    def paths(self) -> list[bytes]:
        """The path of every marked photo."""
        return [mark.path for mark in self._marks.values()]

    def kept(self) -> set[bytes]:
        """The copies that stay because others are marked."""
        return {mark.group.keeper.path for mark in self._marks.values()}

    def mark(self, group: Group, members: Iterable[Member], by_hand: bool) -> None:
        """Mark members of a group."""
        self._add(group, members, by_hand)
        self.changed.emit()

    def _add(self, group: Group, members: Iterable[Member], by_hand: bool) -> None:
        for member in members:
            one = replace(marked_group(group, [member]), by_hand=by_hand)
            self._marks[member.photo_id] = Mark(one, member.size, member.companions)

    def mark_many(self, groups: Iterable[tuple[Group, Sequence[Member]]]) -> None:
        """Mark by a rule, over many groups."""
        for group, members in groups:
            self._add(group, members, False)
        self.changed.emit()

    def put_back(self, marks: Mapping[int, Mark]) -> None:
        """Marks of an earlier time, by photo id."""
        self._marks.update(marks)
        self.changed.emit()

    def unmark(self, photo_ids: Iterable[int]) -> None:
        """Take marks away."""
        for photo_id in photo_ids:
            self._marks.pop(photo_id, None)
        self.changed.emit()

    def forget_paths(self, paths: Iterable[bytes]) -> None:
        """Take away the marks of files that were dealt with."""
        gone = set(paths)
        self.unmark([identity for identity, mark in self._marks.items() if mark.path in gone])

    def groups(self) -> list[MarkedGroup]:
        """What is marked, by the copy that stays."""
        by_keeper: dict[tuple[bytes, str, bool], MarkedGroup] = {}
        for mark in self._marks.values():
            one = mark.group
            key = one.keeper.path, one.keeper.digest, one.by_hand
            known = by_keeper.get(key)
            by_keeper[key] = one if known is None else replace(known, marked=known.marked + one.marked)
        return [by_keeper[key] for key in sorted(by_keeper)]


def why_not(
    group: Group, member: Member, states: dict[bytes, FolderState], kept: set[bytes], stale: Mapping[int, str] = NOTHING
) -> str:
    """Why a member may not be marked, as a key for words; "" if it may. stale: photos that are gone or changed, by id."""
    if member.photo_id in stale or group.keeper.photo_id in stale:
        return "stale"
    if member.photo_id == group.keeper.photo_id:
        return "keeper"
    if member.path in kept:
        return "kept"
    state = state_of(member.path, states)
    if state is not FolderState.NORMAL:
        return state.value
    if state_of(group.keeper.path, states) is FolderState.BACKUP:
        return "backup_keeper"
    if member.evidence.get("verified") is False or (member.tier is Tier.SIMILAR and member.proof is None):
        return "unverified"
    return ""
