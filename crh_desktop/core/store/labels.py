"""Labels that a person gave photos: by content, so that they follow the photo, and as a table that a model can learn from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crh_desktop.core.errors import UsageError
from crh_desktop.core.files import write_file
from crh_desktop.core.store.database import Database

#: Joins the labels of one photo in a table.
JOIN = "|"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Labelling:
    """Labels of some contents as they were: hand it to `restore_labels` to undo a change."""

    contents: frozenset[int]
    rows: tuple[tuple[int, str], ...]


class LabelStore(Database):
    """The part of the library that holds labels."""

    def label(self, photo_ids: Iterable[int], name: str) -> Labelling:
        """Give photos a label; returns what `restore_labels` needs to undo it.

        Raises:
            UsageError: The name is empty, too long, or holds a bar, which joins labels in tables.
        """
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST or JOIN in name:
            raise UsageError(f"A label needs a name of at most {_LONGEST} letters without “{JOIN}”.")
        contents = self._contents(photo_ids)
        return self._change(contents, [(content, name) for content in contents], [])

    def unlabel(self, photo_ids: Iterable[int], name: str) -> Labelling:
        """Take a label away from photos; returns what `restore_labels` needs to undo it."""
        contents = self._contents(photo_ids)
        return self._change(contents, [], [(content, name) for content in contents])

    def restore_labels(self, labelling: Labelling) -> Labelling:
        """Put labels back as they were; returns what it needs to redo the change."""
        before = self._of(labelling.contents)
        with self.transaction():
            for content in labelling.contents:
                self.execute("DELETE FROM label WHERE content_id = ?", (content,))
            for row in labelling.rows:
                self.execute("INSERT OR IGNORE INTO label VALUES(?, ?)", row)
        return Labelling(labelling.contents, before)

    def labels(self) -> list[tuple[str, int]]:
        """Every label with the number of its contents that have a photo, by name."""
        return self.execute(
            "SELECT name, count(*) FROM label WHERE EXISTS(SELECT 1 FROM photo WHERE photo.content_id = label.content_id) "
            "GROUP BY name ORDER BY name"
        )

    def labels_of(self, photo_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """The labels of photos, by photo id; those without are left out."""
        found: dict[int, tuple[str, ...]] = {}
        for photo, name in self.in_blocks(
            "SELECT photo.id, name FROM photo JOIN label ON label.content_id = photo.content_id "
            "WHERE photo.id IN ({marks}) ORDER BY photo.id, name",
            [int(identity) for identity in photo_ids],
        ):
            found[photo] = (*found.get(photo, ()), name)
        return found

    def write_label_table(self, file: Path) -> int:
        """Write one photo of every labelled content as a table with the columns file, split and labels; returns how many.

        Photos whose names are not UTF-8 cannot stand in a table and are left out, as are those of excluded folders that
        have no row in the library.
        """
        rows: dict[int, tuple[bytes, list[str]]] = {}
        for content, path, name in self.execute(
            "SELECT label.content_id, min(photo.path), name FROM label JOIN photo ON photo.content_id = label.content_id "
            "WHERE photo.status = 'ok' GROUP BY label.content_id, name ORDER BY min(photo.path), name"
        ):
            rows.setdefault(content, (path, []))[1].append(name)
        buffer = io.StringIO()
        table = csv.writer(buffer)
        table.writerow(("file", "split", "labels"))
        written = 0
        for path, names in rows.values():
            try:
                table.writerow((path.decode("utf-8"), "", JOIN.join(names)))
            except UnicodeDecodeError:
                continue
            written += 1
        write_file(file, buffer.getvalue().encode("utf-8"))
        return written

    def _contents(self, photo_ids: Iterable[int]) -> list[int]:
        rows = self.in_blocks(
            "SELECT DISTINCT content_id FROM photo WHERE content_id IS NOT NULL AND id IN ({marks})",
            [int(identity) for identity in photo_ids],
        )
        return sorted({row[0] for row in rows})

    def _of(self, contents: Iterable[int]) -> tuple[tuple[int, str], ...]:
        return tuple(
            self.in_blocks("SELECT content_id, name FROM label WHERE content_id IN ({marks})", sorted(contents))
        )

    def _change(self, contents: list[int], more: list[tuple[int, str]], less: list[tuple[int, str]]) -> Labelling:
        before = self._of(contents)
        with self.transaction():
            for row in more:
                self.execute("INSERT OR IGNORE INTO label VALUES(?, ?)", row)
            for row in less:
                self.execute("DELETE FROM label WHERE content_id = ? AND name = ?", row)
        return Labelling(frozenset(contents), before)
