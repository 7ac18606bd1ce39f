"""The journal of actions: what is about to happen to files is written here first, and closed when it has happened."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from crh_desktop.core import fsops
from crh_desktop.core.errors import UsageError
from crh_desktop.core.store.database import Database
from crh_desktop.core.store.places import signed


class ItemState(StrEnum):
    """How far one photo's part of a batch has come."""

    DOING = "doing"  # may be half done: the disk tells
    DONE = "done"
    REFUSED = "refused"  # nothing happened, see the reason
    UNDOING = "undoing"  # may be half taken back
    UNDONE = "undone"


class Op(StrEnum):
    """What one step does to one file."""

    TRASH = "trash"  # rename into a trash, with a note
    HOLD = "hold"  # rename into a holding folder
    MOVE = "move"  # rename
    LINK = "link"  # make a hard link beside the place
    SYMLINK = "symlink"
    CLONE = "clone"  # make a copy that shares blocks
    COPY = "copy"
    PLACE = "place"  # rename what was made beside the place into it


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one file, with what the file was: enough to tell from the disk whether it happened, and to undo it."""

    op: Op
    source: bytes
    target: bytes
    note: bytes
    size: int
    mtime_ns: int
    dev: int
    inode: int
    digest: str

    @property
    def leaves(self) -> bool:
        """Whether the file is in no folder afterwards."""
        return self.op in (Op.TRASH, Op.HOLD)


#: What stands for the tier of an item that is no photo, but a sidecar written beside the copy that stays.
SIDECAR = "sidecar"


@dataclass(frozen=True, slots=True)
class Item:
    """One photo with all that goes with it. keeper: the copy that stays. tier: how the two match, "" where none stays.

    Or a sidecar that was written beside the copy that stays (tier `SIDECAR`).
    """

    path: bytes
    keeper: bytes = b""
    tier: str = ""
    steps: tuple[Step, ...] = ()
    state: ItemState = ItemState.DOING
    reason: str = ""
    id: int = 0

    def ended(self, state: ItemState, reason: str = "") -> Item:
        """The same in another state."""
        return replace(self, state=state, reason=reason)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was done at once. counts: photos by state. bytes_moved: of the files that are away now. sidecars: written."""

    id: int
    kind: str
    began_at: float
    ended_at: float | None
    said: str
    counts: dict[ItemState, int]
    bytes_moved: int
    sidecars: int = 0

    @property
    def can_undo(self) -> bool:
        """Whether anything of it can be taken back."""
        return bool(self.counts.get(ItemState.DONE) or self.sidecars)


_OPEN = (ItemState.DOING, ItemState.UNDOING)


class JournalStore(Database):
    """The part of the library that holds the journal."""

    def begin_batch(self, kind: str) -> int:
        """Open a batch and return its number."""
        return _begin(self, kind)

    def plan_items(self, batch: int, items: Sequence[Item]) -> list[Item]:
        """Write what is about to happen; returns the items with their numbers. The disk has them before this returns."""
        return _plan(self, batch, items)

    def set_state(self, items: Sequence[Item], state: ItemState) -> None:
        """Write that items are about to be taken back."""
        _set_state(self, items, state)

    def close_items(self, items: Sequence[Item], batch: int | None = None) -> None:
        """Write how items ended and what that means for the library's photos, in one transaction.

        Args:
            items: With their new state.
            batch: The batch that ends with them, if it does.
        """
        _close(self, items, batch)

    def open_items(self) -> list[tuple[int, Item]]:
        """Items that a program which ended too soon left open, each with its batch, oldest first."""
        return [(batch, item) for batch, item in self._items("state IN (?, ?)", _OPEN)]

    def items(self, batch: int) -> list[Item]:
        """Everything in a batch, in the order it was done."""
        return [item for _, item in self._items("batch_id = ?", (batch,))]

    def batches(self, number: int | None = None) -> list[Batch]:
        """What was done, newest first; only one if it is named."""
        where, values = ("", []) if number is None else ("WHERE id = ?", [number])
        rows = self.execute(f"SELECT id, kind, began_at, ended_at, said FROM batch {where} ORDER BY id DESC", values)
        counts: dict[int, dict[ItemState, int]] = {}
        sidecars: dict[int, int] = {}
        for batch, state, written, count in self.execute(
            "SELECT batch_id, state, tier = ?, count(*) FROM item GROUP BY 1, 2, 3", (SIDECAR,)
        ):
            if not written:
                counts.setdefault(batch, {})[ItemState(state)] = count
            elif state == ItemState.DONE:
                sidecars[batch] = count
        away = dict(
            self.execute(
                "SELECT batch_id, sum(size) FROM step JOIN item ON item.id = item_id WHERE state = ? AND op IN (?, ?) "
                "GROUP BY batch_id",
                (ItemState.DONE, Op.TRASH, Op.HOLD),
            )
        )
        return [
            Batch(
                number, kind, began, ended, said, counts.get(number, {}), away.get(number, 0), sidecars.get(number, 0)
            )
            for number, kind, began, ended, said in rows
        ]

    def batch(self, number: int) -> Batch:
        """One batch.

        Raises:
            UsageError: There is none of this number.
        """
        found = self.batches(number)
        if not found:
            raise UsageError(f"There is no batch {number} in the history of this library.")
        return found[0]

    def _items(self, where: str, values: Sequence[object]) -> list[tuple[int, Item]]:
        rows = self.execute(
            f"SELECT id, batch_id, path, keeper, tier, state, reason FROM item WHERE {where} ORDER BY id", values
        )
        steps: dict[int, list[Step]] = {}
        for item, op, *fields in self.in_blocks(
            "SELECT item_id, op, source, target, note, size, mtime_ns, dev, inode, digest FROM step "
            "WHERE item_id IN ({marks}) ORDER BY item_id, place",
            [row[0] for row in rows],
        ):
            steps.setdefault(item, []).append(Step(Op(op), *fields))
        return [
            (row[1], Item(row[2], row[3], row[4], tuple(steps.get(row[0], ())), ItemState(row[5]), row[6], row[0]))
            for row in rows
        ]


@fsops.call
def _begin(journal: JournalStore, kind: str) -> int:
    with journal.transaction():
        journal.execute("INSERT INTO batch(kind, began_at) VALUES(?, ?)", (kind, time.time()))
        return int(journal.execute("SELECT last_insert_rowid()")[0][0])


@fsops.call
def _plan(journal: JournalStore, batch: int, items: Sequence[Item]) -> list[Item]:
    journal.execute("PRAGMA synchronous=FULL")  # a plan that a power cut forgets is none
    planned = []
    with journal.transaction():
        for item in items:
            journal.execute(
                "INSERT INTO item(batch_id, state, path, keeper, tier, reason) VALUES(?, ?, ?, ?, ?, ?)",
                (batch, item.state, item.path, item.keeper, item.tier, item.reason),
            )
            (number,) = journal.execute("SELECT last_insert_rowid()")[0]
            for place, step in enumerate(item.steps):
                journal.execute(
                    "INSERT INTO step VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (number, place, step.op, step.source, step.target, step.note, step.size, step.mtime_ns,
                     signed(step.dev), signed(step.inode), step.digest),
                )  # fmt: skip
            planned.append(replace(item, id=number))
    return planned


@fsops.call
def _set_state(journal: JournalStore, items: Sequence[Item], state: ItemState) -> None:
    journal.execute("PRAGMA synchronous=FULL")
    with journal.transaction():
        for item in items:
            journal.execute("UPDATE item SET state = ? WHERE id = ?", (state, item.id))


@fsops.call
def _close(journal: JournalStore, items: Sequence[Item], batch: int | None) -> None:
    with journal.transaction():
        for item in items:
            journal.execute("UPDATE item SET state = ?, reason = ? WHERE id = ?", (item.state, item.reason, item.id))
            for path, steps in _paths(item).items():
                _enter(journal, path, steps)
        if batch is not None:
            journal.execute("UPDATE batch SET ended_at = ? WHERE id = ?", (time.time(), batch))
        if items:
            journal.bump()


def _paths(item: Item) -> dict[bytes, list[Step]]:
    """The places where a photo may lie after an item has ended, each with what it may be."""
    found: dict[bytes, list[Step]] = {}
    for step in item.steps:
        if step.leaves or step.op is Op.MOVE:
            found.setdefault(step.source, []).append(step)
        if step.op in (Op.MOVE, Op.PLACE):
            found.setdefault(step.target, []).append(step)
    return found


def _enter(journal: JournalStore, path: bytes, steps: Sequence[Step]) -> None:
    """Make the library say of a path what the disk says: the photo of one of these steps lies there, or nothing does."""
    state = fsops.look(path)
    if state is None:
        journal.execute("DELETE FROM photo WHERE path = ?", (path,))
        return
    # a copy that shares blocks has the times of the file that it replaced
    alike = [step for step in steps if step.size == state.st_size]
    step = next((step for step in alike if same_file(step, state)), next(iter(alike), None))
    if step is None:
        return  # another file: the next scan tells
    content = journal.execute("SELECT id, readable, reason FROM content WHERE digest = ?", (step.digest,))
    roots = [
        (len(root), identity)
        for identity, root in journal.execute("SELECT id, path FROM folder WHERE root = 1")
        if path.startswith(root.rstrip(b"/") + b"/")
    ]
    if not content or not roots or not stat.S_ISREG(state.st_mode):
        return  # no photo of the library
    journal.execute(
        "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, content_id, status, reason) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT(path) DO UPDATE SET folder_id = ?1, size = ?3, "
        "mtime_ns = ?4, dev = ?5, inode = ?6, content_id = ?7, status = ?8, reason = ?9",
        (max(roots)[1], path, state.st_size, state.st_mtime_ns, signed(state.st_dev), signed(state.st_ino),
         content[0][0], "ok" if content[0][1] else "unreadable", content[0][2]),
    )  # fmt: skip


def tell_batch(journal: JournalStore, batch: int, sentence: str) -> None:
    """Add a sentence to what the history says of a batch."""
    journal.execute("UPDATE batch SET said = trim(said || ' ' || ?) WHERE id = ?", (sentence, batch))


def same_file(step: Step, state: os.stat_result) -> bool:
    """Whether what lies somewhere is what a step was about: size and time, which renaming keeps."""
    return (state.st_size, state.st_mtime_ns) == (step.size, step.mtime_ns)
