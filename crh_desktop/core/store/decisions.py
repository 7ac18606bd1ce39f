"""What a person decided of photos: kept by content, so that it outlives names, places, re-scans and removed folders."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from crh_desktop.core.errors import UsageError
from crh_desktop.core.records import Group, Member, Relation
from crh_desktop.core.store.database import Database


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row: two content ids, smaller first, and what was decided of them; relation None where nothing is.

    at: seconds since the epoch; of several verdicts on photos with equal pixels the last one stands.
    """

    content_a: int
    content_b: int
    relation: Relation | None
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Decided:
    """What `decide` and its kin changed: hand it to `restore` to undo it. before: the rows as they were."""

    before: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class KeeperChoice:
    """Keeper choices of some contents as they were: content id, path and time of each."""

    rows: tuple[tuple[int, bytes, float], ...]
    contents: frozenset[int]


class DecisionStore(Database):
    """The part of the library that holds decisions."""

    def decide(self, contents_a: Iterable[int], contents_b: Iterable[int], relation: Relation) -> Decided:
        """Note a relation between every content of one set and every one of the other, in one transaction.

        A content that is in both sets has no relation to itself.

        Returns:
            What `restore` needs to undo it.

        Raises:
            UsageError: A content is not in the library.
        """
        pairs = _pairs(contents_a, contents_b)
        (latest,) = self.execute("SELECT coalesce(max(at), 0) FROM verdict")[0]
        now = max(time.time(), latest + 1e-3)  # a clock that was set back must not make this the older word
        return self._write([Verdict(a, b, relation, now) for a, b in pairs])

    def choose_keeper(self, photo_id: int, instead_of: Iterable[int]) -> KeeperChoice:
        """Keep this photo of its group from now on, whatever the keeper rules say.

        Args:
            photo_id: The photo.
            instead_of: The other photos of its group; what was chosen of them before is forgotten.

        Returns:
            What `restore_keepers` needs to undo it.

        Raises:
            UsageError: The photo is not in the library any more.
        """
        rows = self.execute("SELECT content_id, path FROM photo WHERE id = ? AND content_id IS NOT NULL", (photo_id,))
        if not rows:
            raise UsageError("This photo is not in the library any more. Scan again.")
        content, path = rows[0]
        others = set(self.contents_of(instead_of).values()) - {content}
        (latest,) = self.execute("SELECT coalesce(max(at), 0) FROM kept")[0]
        row = (content, path, max(time.time(), latest + 1e-3))
        return self._keep([row], {content, *others})

    def restore_keepers(self, choice: KeeperChoice) -> KeeperChoice:
        """Put keeper choices back as they were; returns what it needs to redo the change."""
        return self._keep(choice.rows, choice.contents)

    def _keep(self, rows: Iterable[tuple[int, bytes, float]], contents: Collection[int]) -> KeeperChoice:
        with self.transaction():
            before = self.in_blocks(
                "SELECT content_id, path, at FROM kept WHERE content_id IN ({marks})", sorted(contents)
            )
            for content in contents:
                self.execute("DELETE FROM kept WHERE content_id = ?", (content,))
            for row in rows:
                self.execute("INSERT INTO kept VALUES(?, ?, ?)", row)
        return KeeperChoice(tuple(before), frozenset(contents))

    def undecide(self, contents_a: Iterable[int], contents_b: Iterable[int]) -> Decided:
        """Forget every decision between the two sets; returns what `restore` needs to bring them back."""
        return self._write([Verdict(a, b, None) for a, b in _pairs(contents_a, contents_b)])

    def restore(self, decided: Decided) -> Decided:
        """Put the rows back as they were; returns what `restore` needs to redo the change."""
        return self._write(decided.before)

    def pull_out(self, group: Group, photo_ids: Collection[int]) -> Decided:
        """Say that each of these photos belongs to nothing in its group, nor to one another.

        Byte-identical copies of a photo go with it.

        Raises:
            UsageError: A photo is not in the group, or nothing else would be left in it.
        """
        leaving, staying = self._sides(group, photo_ids)
        return self.decide(leaving, leaving | staying, Relation.NOT_DUPLICATES)

    def split(self, group: Group, photo_ids: Collection[int]) -> Decided:
        """Say that these photos belong together, but to nothing else in their group.

        Byte-identical copies of a photo go with it.

        Raises:
            UsageError: A photo is not in the group, or nothing else would be left in it.
        """
        leaving, staying = self._sides(group, photo_ids)
        return self.decide(leaving, staying, Relation.NOT_DUPLICATES)

    def decisions(self, contents: Iterable[int] | None = None) -> list[Verdict]:
        """Every decision, or those on any of these contents, oldest first."""
        wanted = None if contents is None else set(contents)
        rows = self.execute("SELECT content_a, content_b, relation, at FROM verdict ORDER BY at, content_a, content_b")
        return [
            Verdict(a, b, Relation(relation), at)
            for a, b, relation, at in rows
            if wanted is None or a in wanted or b in wanted
        ]

    def contents_of(self, photo_ids: Iterable[int]) -> dict[int, int]:
        """The content id of each photo; photos that are gone or were not read are left out."""
        ids = [int(identity) for identity in photo_ids]
        rows = self.in_blocks("SELECT id, content_id FROM photo WHERE content_id IS NOT NULL AND id IN ({marks})", ids)
        return dict(rows)

    def _sides(self, group: Group, photo_ids: Collection[int]) -> tuple[set[int], set[int]]:
        members = {member.photo_id for member in group.members}
        if not photo_ids or not members.issuperset(photo_ids):
            raise UsageError("Choose photos of this group; it may have changed meanwhile. Look at it again.")
        contents = self.contents_of(members)
        leaving = {contents[identity] for identity in photo_ids if identity in contents}
        staying = set(contents.values()) - leaving
        going_along = self._companions(member for member in group.members if member.photo_id in photo_ids)
        left_behind = self._companions(member for member in group.members if member.photo_id not in photo_ids)
        if not leaving or not staying:
            raise UsageError(
                "Nothing else would be left in this group: byte-identical copies are one picture and stay together."
            )
        # a raw file follows its picture, unless the same raw file lies on both sides
        return leaving | going_along - left_behind - staying, staying | left_behind - going_along - leaving

    def _companions(self, members: Iterable[Member]) -> set[int]:
        """Contents of the raw files and other photos that go with members."""
        paths = [path for member in members for path in member.companions]
        return {
            row[0] for row in self.in_blocks("SELECT content_id FROM photo WHERE path IN ({marks})", paths) if row[0]
        }

    def _write(self, verdicts: Iterable[Verdict]) -> Decided:
        before = []
        with self.transaction():
            for verdict in verdicts:
                key = verdict.content_a, verdict.content_b
                rows = self.execute("SELECT relation, at FROM verdict WHERE content_a = ? AND content_b = ?", key)
                before.append(Verdict(*key, Relation(rows[0][0]), rows[0][1]) if rows else Verdict(*key, None))
                if verdict.relation is None:
                    self.execute("DELETE FROM verdict WHERE content_a = ? AND content_b = ?", key)
                    continue
                if len(self.execute("SELECT 1 FROM content WHERE id IN (?, ?)", key)) < 2:
                    raise UsageError("One of these photos is not in the library any more. Scan again.")
                self.execute(
                    "INSERT OR REPLACE INTO verdict VALUES(?, ?, ?, ?)", (*key, verdict.relation.value, verdict.at)
                )
        return Decided(tuple(before))


def _pairs(contents_a: Iterable[int], contents_b: Iterable[int]) -> list[tuple[int, int]]:
    """Every pair of one content of each set, smaller first, each once."""
    others = [int(content) for content in contents_b]
    return sorted({(min(a, b), max(a, b)) for a in map(int, contents_a) for b in others if a != b})
