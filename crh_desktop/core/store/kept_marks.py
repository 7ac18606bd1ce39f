"""Marks that outlive the window: what a person marked and has not acted on yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crh_desktop.core.store.database import Database


@dataclass(frozen=True, slots=True)
class KeptMark:
    """A marked photo and the copy that stays, as the person saw them. by_hand: marked one by one, not by a rule."""

    path: bytes
    digest: str
    keeper: bytes
    keeper_digest: str
    tier: str
    by_hand: bool


class MarkStore(Database):
    """The part of the library that holds marks."""

    def keep_marks(self, marks: Iterable[KeptMark]) -> None:
        """Keep these and no others."""
        rows = [(one.path, one.digest, one.keeper, one.keeper_digest, one.tier, one.by_hand) for one in marks]
        with self.transaction():
            self.execute("DELETE FROM mark")
            for row in rows:
                self.execute("INSERT OR REPLACE INTO mark VALUES(?, ?, ?, ?, ?, ?)", row)

    def kept_marks(self) -> list[tuple[int, int, KeptMark]]:
        """Marks whose photo and keeper are still where and what they were, each with the photo's number and bytes."""
        rows = self.execute(
            "SELECT photo.id, photo.size, mark.path, mark.digest, mark.keeper, mark.keeper_digest, tier, by_hand FROM mark "
            "JOIN photo ON photo.path = mark.path JOIN content ON content.id = photo.content_id "
            "AND content.digest = mark.digest JOIN photo AS stays ON stays.path = mark.keeper "
            "JOIN content AS same ON same.id = stays.content_id AND same.digest = mark.keeper_digest ORDER BY mark.path"
        )
        return [
            (photo, size, KeptMark(path, digest, keeper, keeper_digest, tier, bool(by_hand)))
            for photo, size, path, digest, keeper, keeper_digest, tier, by_hand in rows
        ]
