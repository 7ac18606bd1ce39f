"""What grouping found: groups in an order, each built only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.records import Group

if TYPE_CHECKING:
    from crh_desktop.core.matching.groups import GroupIndex

Ints = NDArray[np.int64]


class Grouping(Sequence[Group]):
    """Groups in their order, each built when it is first asked for.

    Attributes:
        source: What was grouped. by_content: Whether nodes are content rows, not units.
        begins, nodes: The units of each group, not in the groups' order. block: Near group of each unit.
        keepers: The rank of each group's keeper. weight: The bytes that each can free.
        bytes_freeable: Bytes of all groups together. photos_beside: Photos beside the keepers.
    """

    def __init__(
        self, index: GroupIndex, begins: Ints, nodes: Ints, block: Ints, order: Ints, keepers: Ints, weight: Ints,
        photos_beside: int, by_content: bool,
    ) -> None:  # fmt: skip
        self.source, self._order, self.weight, self.by_content = index, order, weight, by_content
        self._shown: set[int] | None = None
        self.begins, self.nodes, self.block, self.keepers = begins, nodes, block, keepers
        self.bytes_freeable = int(weight[order].sum())
        self.photos_beside = photos_beside

    def ordered(self, order: Ints) -> Grouping:
        """The groups of these numbers in this order."""
        files = _files_in(self, order)
        return Grouping(
            self.source, self.begins, self.nodes, self.block, order, self.keepers, self.weight, files - len(order),
            self.by_content,
        )  # fmt: skip

    def shows(self, number: int) -> bool:
        """Whether a group, by its number, is among those that are left after filtering."""
        if self._shown is None:
            self._shown = set(self._order.tolist())
        return number in self._shown

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> Group: ...
    @overload
    def __getitem__(self, place: slice) -> list[Group]: ...
    def __getitem__(self, place: int | slice) -> Group | list[Group]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        group = int(self._order[place])
        units = self.nodes[self.begins[group] : self.begins[group + 1]]
        near = np.unique(self.block[units], return_inverse=True)[1]  # which share a near group, not its number
        return self.source.build(units, near, int(self.keepers[group]), int(self.weight[group]), self.by_content)

    def __iter__(self) -> Iterator[Group]:
        return (self[place] for place in range(len(self)))


def _files_in(groups: Grouping, order: Ints) -> int:
    files = groups.source.files_of(groups.by_content)
    return int(sum(files[groups.nodes[groups.begins[one] : groups.begins[one + 1]]].sum() for one in order.tolist()))
