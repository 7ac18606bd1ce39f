"""Labelled photos: folders and tables, and what is said about those that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from crh_desktop.core.errors import UsageError
from crh_desktop.learn.data import from_folders, read_source
from tests.fixtures.classes import make_classes


def test_folders_are_classes_sorted_by_name_and_nested_photos_count(tmp_path: Path) -> None:
    folder = make_classes(tmp_path / "photos", each=2, classes=2)
    inside = folder / "blue" / "more" / "deep.JPG"
    inside.parent.mkdir()
    inside.write_bytes((folder / "blue" / "000.jpg").read_bytes())
    for left_out in (folder / ".hidden", folder / "empty", folder / "blue" / ".thumbnails"):
        left_out.mkdir()
    (folder / ".hidden" / "a.jpg").write_bytes(b"")
    (folder / "blue" / ".thumbnails" / "a.jpg").write_bytes(b"")
    (folder / "blue" / "notes.txt").write_text("no picture")
    found = read_source(str(folder))
    assert found.classes == ("amber", "blue")
    assert [path.name for path in found.paths] == ["000.jpg", "001.jpg", "000.jpg", "001.jpg", "deep.JPG"]
    assert found.labels.tolist() == [0, 0, 1, 1, 1] and not found.several


def test_tables_hold_several_labels_and_classes_of_the_whole_table(tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text("file,split,labels\na.jpg,train,sea|sunset\nb.jpg,test,trees\nc.jpg,test,\n")
    test = read_source(f"{table}:test")
    assert test.classes == ("sea", "sunset", "trees") and [path.name for path in test.paths] == ["b.jpg", "c.jpg"]
    assert test.targets.tolist() == [[0, 0, 1], [0, 0, 0]]
    assert read_source(str(table)).several and len(read_source(str(table)).paths) == 3


def test_a_table_labels_the_files_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    table = tmp_path / "labels.csv"
    table.write_text("file,labels\none/a.jpg,sea\ntwo/b.jpg,trees\n")
    found = read_source(str(tmp_path / "one"), table)
    assert [path.name for path in found.paths] == ["a.jpg"] and found.classes == ("sea", "trees")


@pytest.mark.parametrize(
    ("text", "words"),
    [("file,labels\na.jpg,sea\n", "fewer than two"), ("name,label\na,b\n", "columns"), (None, "cannot be read")],
)
def test_tables_that_cannot_be_used(tmp_path: Path, text: str | None, words: str) -> None:
    table = tmp_path / "labels.csv"
    if text is not None:
        table.write_text(text)
    with pytest.raises(UsageError, match=words):
        read_source(str(table))


def test_a_split_that_is_not_there(tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text("file,split,labels\na.jpg,train,sea\nb.jpg,train,trees\n")
    with pytest.raises(UsageError, match="no rows of split 'tset'"):
        read_source(f"{table}:tset")


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        read_source(str(tmp_path / "absent"))
    make_classes(tmp_path / "one", each=1, classes=1)
    with pytest.raises(UsageError, match="fewer than two"):
        read_source(str(tmp_path / "one"))


def test_folders_of_one_name_are_one_class(tmp_path: Path) -> None:
    for place in ("one", "two"):
        make_classes(tmp_path / place, each=2, classes=1)
    make_classes(tmp_path / "three", each=1, classes=2)
    found = from_folders([tmp_path / "one" / "amber", tmp_path / "three" / "blue", tmp_path / "two" / "amber"], "here")
    assert found.classes == ("amber", "blue") and found.labels.tolist() == [0, 0, 0, 0, 1]
