"""Decisions hang on contents: they outlive names, places, re-scans and removed folders, and can be undone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.records import Group, Relation, Tier


class Shelf:
    """A library on disk, filled row by row. Contents are named by a letter, photos by a path."""

    def __init__(self, place: Path) -> None:
        self.place = place / "photos"
        self.place.mkdir(parents=True)
        self.library = Library.open(place / "library")
        self.folder = self.library.add_folder(bytes(self.place)).id
        self.content: dict[str, int] = {}

    def add(self, letter: str, pixels: str = "", size: int = 1000) -> int:
        """A new content."""
        self.library.execute(
            "INSERT INTO content(digest, size, pixel_digest, readable, width, height, format, quality, added_at) "
            "VALUES(?, ?, ?, 1, 10, 10, 'JPEG', 100, 0)",
            (letter * 64, size, pixels or None),
        )
        self.content[letter] = self.library.execute("SELECT max(id) FROM content")[0][0]
        return self.content[letter]

    def put(self, letter: str, name: str) -> int:
        """A file with that content."""
        size = self.library.execute("SELECT size FROM content WHERE id = ?", (self.content[letter],))[0][0]
        self.library.execute(
            "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, content_id, status) "
            "VALUES(?, ?, ?, 1, 1, abs(random()), ?, 'ok')",
            (self.folder, bytes(self.place / name), size, self.content[letter]),
        )
        return int(self.library.execute("SELECT max(id) FROM photo")[0][0])

    def pair(self, a: str, b: str, score: float = 0.9, tier: str = "near") -> None:
        """A verified pair."""
        one, other = sorted((self.content[a], self.content[b]))
        self.library.execute(
            "INSERT OR REPLACE INTO pair VALUES(?, ?, 9, 0, ?, ?, '{}', 'test')", (one, other, tier, score)
        )

    def groups(self, tier: Tier = Tier.NEAR) -> list[Group]:
        return self.library.group_index().groups(tier)

    def names(self, tier: Tier = Tier.NEAR) -> list[list[str]]:
        """The names in each group, sorted."""
        return sorted(
            sorted(Path(member.path.decode()).name for member in group.members) for group in self.groups(tier)
        )


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Three pictures a, b, c that are all near, as files a.jpg, b.jpg and c.jpg."""
    shelf = Shelf(tmp_path)
    for letter in "abc":
        shelf.add(letter)
        shelf.put(letter, f"{letter}.jpg")
    for a, b in ("ab", "bc", "ac"):
        shelf.pair(a, b)
    yield shelf
    shelf.library.close()


def photo(group: Group, name: str) -> int:
    return next(member.photo_id for member in group.members if member.path.endswith(name.encode()))


def test_what_is_pulled_out_stays_out(shelf: Shelf) -> None:
    library = shelf.library
    (group,) = shelf.groups()
    index = library.group_index()
    undo = library.pull_out(group, [photo(group, "c.jpg")])
    assert shelf.names() == [["a.jpg", "b.jpg"]]
    assert library.with_decisions(index).groups() == shelf.groups() != index.groups()
    # renamed, moved, scanned again
    library.execute(
        "UPDATE photo SET path = ? WHERE path = ?", (bytes(shelf.place / "z.jpg"), bytes(shelf.place / "c.jpg"))
    )
    assert shelf.names() == [["a.jpg", "b.jpg"]]
    shelf.pair("a", "c", 1.0)
    assert shelf.names() == [["a.jpg", "b.jpg"]]
    # the folder is removed and comes back
    library.remove_folder(shelf.folder)
    assert shelf.names() == []
    shelf.folder = library.add_folder(bytes(shelf.place)).id
    for letter in "abc":
        shelf.put(letter, f"new {letter}.jpg")
    assert shelf.names() == [["new a.jpg", "new b.jpg"]]
    # undone and done again
    redo = library.restore(undo)
    assert shelf.names() == [["new a.jpg", "new b.jpg", "new c.jpg"]]
    library.restore(redo)
    assert shelf.names() == [["new a.jpg", "new b.jpg"]]


def test_a_third_copy_brings_nothing_back(shelf: Shelf) -> None:
    (group,) = shelf.groups()
    shelf.library.pull_out(group, [photo(group, "c.jpg")])
    shelf.add("d")
    shelf.put("d", "d.jpg")
    for letter, score in (("a", 0.8), ("b", 0.8), ("c", 0.95)):
        shelf.pair(letter, "d", score)
    assert all(not {"a.jpg", "c.jpg"} <= set(names) for names in shelf.names())
    assert ["c.jpg", "d.jpg"] in shelf.names() and ["a.jpg", "b.jpg"] in shelf.names()
    # a copy of c with equal pixels, in another format
    shelf.library.execute("UPDATE content SET pixel_digest = 'same' WHERE id = ?", (shelf.content["c"],))
    shelf.add("e", pixels="same")
    shelf.put("e", "e.png")
    shelf.pair("a", "e", 1.0)
    assert all(not {"a.jpg", "e.png"} <= set(names) for names in shelf.names())
    assert ["c.jpg", "d.jpg", "e.png"] in shelf.names()


def test_pulling_out_parts_the_photos_and_splitting_keeps_them_together(shelf: Shelf) -> None:
    shelf.add("d")
    shelf.put("d", "d.jpg")
    for letter in "abc":
        shelf.pair(letter, "d")
    (group,) = shelf.groups()
    both = [photo(group, "c.jpg"), photo(group, "d.jpg")]
    undo = shelf.library.split(group, both)
    assert shelf.names() == [["a.jpg", "b.jpg"], ["c.jpg", "d.jpg"]]
    shelf.library.restore(undo)
    shelf.library.pull_out(group, both)
    assert shelf.names() == [["a.jpg", "b.jpg"]]


def test_pulling_out_one_of_two_with_equal_pixels_leaves_the_other(shelf: Shelf) -> None:
    shelf.library.execute(
        "UPDATE content SET pixel_digest = 'same' WHERE id IN (?, ?)", (shelf.content["b"], shelf.content["c"])
    )
    (group,) = shelf.groups()
    shelf.library.pull_out(group, [photo(group, "c.jpg")])
    assert shelf.names() == [["a.jpg", "b.jpg"]]


def test_identical_copies_go_together(shelf: Shelf) -> None:
    shelf.put("c", "copy of c.jpg")
    (group,) = shelf.groups()
    shelf.library.pull_out(group, [photo(group, "copy of c.jpg")])
    assert shelf.names() == [["a.jpg", "b.jpg"], ["c.jpg", "copy of c.jpg"]]
    (alone,) = [one for one in shelf.groups() if one.tier is Tier.IDENTICAL]
    with pytest.raises(UsageError, match="byte-identical"):
        shelf.library.pull_out(alone, [alone.members[1].photo_id])
    with pytest.raises(UsageError, match="Choose photos of this group"):
        shelf.library.split(alone, [photo(group, "a.jpg")])
    with pytest.raises(UsageError):
        shelf.library.split(group, [member.photo_id for member in group.members])


def test_a_raw_file_goes_with_its_picture(shelf: Shelf) -> None:
    for letter, name in (("r", "c.nef"), ("s", "s.jpg")):
        shelf.add(letter)
        shelf.put(letter, name)
    for name in ("a.jpg", "b.jpg", "c.jpg", "c.nef", "s.jpg"):
        (shelf.place / name).write_bytes(b"x")
    for letter in "abcs":
        shelf.pair("r", letter)
    (group,) = shelf.groups()
    assert photo(group, "c.jpg") and len(group.members) == 3
    shelf.library.pull_out(group, [photo(group, "c.jpg")])
    assert shelf.names() == [["a.jpg", "b.jpg"]]
    # the picture is deleted: its raw file must not come back in its place
    shelf.library.execute("DELETE FROM photo WHERE path = ?", (bytes(shelf.place / "c.jpg"),))
    (shelf.place / "c.jpg").unlink()
    assert shelf.names() == [["a.jpg", "b.jpg"], ["c.nef", "s.jpg"]]


def test_alternates_and_duplicates(shelf: Shelf) -> None:
    library, content = shelf.library, shelf.content
    library.decide([content["c"]], [content["a"], content["b"]], Relation.ALTERNATES)
    assert shelf.names() == [["a.jpg", "b.jpg"]]
    assert shelf.names(Tier.SIMILAR) == [["a.jpg", "b.jpg", "c.jpg"]]
    shelf.add("d")
    shelf.put("d", "d.jpg")
    undo = library.decide([content["d"]], [content["b"]], Relation.DUPLICATES)
    assert shelf.names() == [["a.jpg", "b.jpg", "d.jpg"]]
    library.restore(undo)
    assert shelf.names() == [["a.jpg", "b.jpg"]]
    assert [verdict.relation for verdict in library.decisions([content["c"]])] == [Relation.ALTERNATES] * 2
    assert library.decisions([content["d"]]) == []


def test_forgetting_a_decision(shelf: Shelf) -> None:
    library, content = shelf.library, shelf.content
    everything = list(content.values())
    library.decide(everything, everything, Relation.NOT_DUPLICATES)
    assert shelf.names() == []
    undo = library.undecide(everything, everything)
    assert len(undo.before) == 3 and library.decisions() == []
    assert shelf.names() == [["a.jpg", "b.jpg", "c.jpg"]]
    library.restore(undo)
    assert shelf.names() == []


def test_a_content_that_is_not_there_changes_nothing(shelf: Shelf) -> None:
    with pytest.raises(UsageError, match="not in the library"):
        shelf.library.decide([shelf.content["a"]], [shelf.content["b"], 10_000], Relation.DUPLICATES)
    assert shelf.library.decisions() == []


def test_a_clock_that_went_back_does_not_make_a_word_older(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    a, b = shelf.content["a"], shelf.content["b"]
    shelf.library.decide([a], [b], Relation.NOT_DUPLICATES)
    monkeypatch.setattr(time, "time", lambda: 5.0)
    shelf.library.decide([a], [shelf.content["c"]], Relation.ALTERNATES)
    said = shelf.library.decisions()
    assert [verdict.relation for verdict in said] == [Relation.NOT_DUPLICATES, Relation.ALTERNATES]


def test_an_older_library_is_brought_up_to_date(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for letter in "ab":
        shelf.add(letter)
    shelf.library.decide([shelf.content["a"]], [shelf.content["b"]], Relation.ALTERNATES)
    shelf.library.execute("ALTER TABLE content DROP COLUMN shot")
    shelf.library.execute("ALTER TABLE content DROP COLUMN jpeg_quality")
    for table in ("step", "mark", "item", "batch", "kept", "label"):
        shelf.library.execute(f"DROP TABLE {table}")
    shelf.library.execute("PRAGMA user_version=2")
    shelf.library.close()
    with Library.open(tmp_path / "library") as library:
        assert library.execute("SELECT DISTINCT shot FROM content") == [("",)]
        assert [verdict.relation for verdict in library.decisions()] == [Relation.ALTERNATES]


def test_a_chosen_keeper_stays_chosen_and_can_be_taken_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for letter in "ab":
        shelf.add(letter)
        shelf.put(letter, f"{letter}.jpg")
    shelf.pair("a", "b", 0.9, "near")
    (group,) = shelf.library.group_index().groups()
    first, second = group.members
    assert group.keeper is first and first.evidence["kept_for"]
    choice = shelf.library.choose_keeper(second.photo_id, [first.photo_id])
    (group,) = shelf.library.group_index().groups()
    assert group.keeper.photo_id == second.photo_id and group.keeper.evidence["kept_for"] == "chosen"
    back = shelf.library.restore_keepers(choice)
    (group,) = shelf.library.group_index().groups()
    assert group.keeper.photo_id == first.photo_id
    shelf.library.restore_keepers(back)
    (group,) = shelf.library.group_index().groups()
    assert group.keeper.photo_id == second.photo_id
    with pytest.raises(UsageError):
        shelf.library.choose_keeper(999, [])


DECISIONS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from(Relation)).filter(
        lambda said: said[0] != said[1]
    ),
    max_size=4,
)
PAIRS = st.dictionaries(
    st.sampled_from([(a, b) for a in "abcdef" for b in "abcdef" if a < b]),
    st.tuples(st.sampled_from([0.55, 0.7, 0.9]), st.sampled_from(["near", "similar", "none"])),
    max_size=12,
)


@given(DECISIONS, PAIRS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_groups_do_not_depend_on_the_order_of_the_scan(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[tuple[str, str, Relation]],
    pairs: dict[tuple[str, str], tuple[float, str]],
    chance: random.Random,
) -> None:
    seen = []
    for _ in range(2):
        shelf = Shelf(tmp_path_factory.mktemp("shelf"))
        letters = list("abcdef")
        chance.shuffle(letters)
        for letter in letters:
            shelf.add(letter, pixels="same" if letter in "ef" else "", size=1000 + ord(letter))
        chance.shuffle(letters)
        for letter in letters:
            shelf.put(letter, f"{letter}.jpg")
        for (a, b), (score, tier) in sorted(pairs.items(), key=lambda _: chance.random()):
            shelf.pair(a, b, score, tier)
        for a, b, relation in said:
            shelf.library.decide([shelf.content[a]], [shelf.content[b]], relation)
        seen.append([shelf.names(tier) for tier in Tier])
        # undoing everything, last first, gives the groups of the pairs alone
        before = shelf.library.decisions()
        done = [shelf.library.undecide(shelf.content.values(), shelf.content.values())]
        alone = [shelf.names(tier) for tier in Tier]
        shelf.library.restore(done[0])
        assert shelf.library.decisions() == before
        assert [shelf.names(tier) for tier in Tier] == seen[-1]
        seen.append(alone)
        shelf.library.close()
    assert seen[0] == seen[2] and seen[1] == seen[3]
