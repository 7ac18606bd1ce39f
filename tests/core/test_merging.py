"""What marked photos say is taken over into a sidecar of the copy that stays, read by real decode processes."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from crh_desktop.core.actions.batch import act, undo
from crh_desktop.core.actions.check import Consent
from crh_desktop.core.records import FolderState
from crh_desktop.core.xmp import extended, read, subjects
from tests.fixtures.desk import Desk
from tests.fixtures.shelf import group, match, tree

ALL = frozenset({"taken", "place", "rating", "keywords", "description", "artist", "copyright"})


def photo(desk: Desk, name: str, shade: int, artist: str = "", packet: bytes = b"") -> Path:
    """A real JPEG with EXIF and an XMP packet inside."""
    path = desk.photos / name
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if artist:
        exif[0x013B] = artist
        exif[0x8298] = "© " + artist
    Image.new("RGB", (32, 24), (shade, 90, 30)).save(path, "JPEG", exif=exif, xmp=packet or None)
    return path


def test_the_keeper_takes_over_what_it_lacks_and_undo_takes_it_back(desk: Desk) -> None:
    keeper = photo(desk, "a/one.jpg", 40, artist="Ada")
    first = photo(
        desk, "b/one.jpg", 41, "Bea", extended(b"", {"rating": "4", "description": "the sea"}, ["sea", "sun"])
    )
    second = photo(desk, "c/one.jpg", 42, packet=extended(b"", {"rating": "2"}, ["sun", "sand"]))
    beside = desk.write("c/one.jpg.xmp", extended(b"", {"place": "53.54000, 9.98000"}))
    desk.shelve()
    match(desk.library, keeper, first)
    match(desk.library, keeper, second)
    before, bytes_before = tree(desk.photos), keeper.read_bytes()
    outcome = act(desk.library, [group(keeper, first, second)], consent=Consent(merge=ALL))
    assert (outcome.done, outcome.sidecars, outcome.refused) == (2, 1, [])
    assert not first.exists() and not second.exists() and not beside.exists()
    sidecar = keeper.with_name("one.jpg.xmp").read_bytes()
    assert read(sidecar) == {"rating": "4", "description": "the sea", "place": "53.54000, 9.98000"}
    assert sorted(subjects(sidecar)) == ["sand", "sea", "sun"]
    assert keeper.read_bytes() == bytes_before and oct(keeper.with_name("one.jpg.xmp").stat().st_mode)[-3:] == "644"
    assert not os.listdir(desk.where / "merging")
    (batch,) = desk.library.batches()
    assert (batch.sidecars, sum(batch.counts.values())) == (1, 2)
    back = undo(desk.library, outcome.batch)
    assert (back.done, back.sidecars, back.refused) == (2, 1, [])
    assert tree(desk.photos) == before


def test_a_sidecar_that_is_there_is_added_to_and_comes_back(desk: Desk) -> None:
    keeper = photo(desk, "a/one.jpg", 40)
    other = photo(desk, "b/one.jpg", 41, packet=extended(b"", {"rating": "4"}))
    old = desk.write("a/one.xmp", extended(b"", {"description": "the sea"}))
    desk.shelve()
    match(desk.library, keeper, other)
    before = tree(desk.photos)
    outcome = act(desk.library, [group(keeper, other)], consent=Consent(merge=frozenset({"rating"})))
    assert (outcome.done, outcome.sidecars) == (1, 1)
    assert read(old.read_bytes()) == {"rating": "4", "description": "the sea"}
    assert not old.with_name("one.jpg.xmp").exists()
    undo(desk.library, outcome.batch)
    assert tree(desk.photos) == before


def test_nothing_is_written_where_nothing_is_lacking(desk: Desk) -> None:
    keeper = photo(desk, "a/one.jpg", 40, artist="Ada")
    other = photo(desk, "b/one.jpg", 41, "Bea")
    desk.shelve()
    match(desk.library, keeper, other)
    outcome = act(desk.library, [group(keeper, other)], consent=Consent(merge=ALL))
    assert (outcome.done, outcome.sidecars) == (1, 0) and os.listdir(desk.photos / "a") == ["one.jpg"]


def test_where_it_cannot_be_written_the_group_is_left_alone(desk: Desk) -> None:
    keeper = photo(desk, "a/one.jpg", 40)
    other = photo(desk, "b/one.jpg", 41, packet=extended(b"", {"rating": "4"}))
    desk.shelve()
    match(desk.library, keeper, other)
    agreed = Consent(merge=frozenset({"rating"}))
    desk.library.set_folder_state(bytes(desk.photos / "a"), FolderState.REFERENCE)
    outcome = act(desk.library, [group(keeper, other)], consent=agreed)
    assert not outcome.done and "reference folder" in outcome.refused[0][1] and other.exists()
    desk.library.set_folder_state(bytes(desk.photos / "a"), FolderState.NORMAL)
    desk.write("a/one.jpg.xmp", b"<broken")
    outcome = act(desk.library, [group(keeper, other)], consent=agreed)
    assert not outcome.done and "cannot be read as XMP" in outcome.refused[0][1] and other.exists()


def test_a_rating_inside_a_photo_does_not_go_unseen(desk: Desk) -> None:
    keeper = photo(desk, "a/one.jpg", 40)
    other = photo(desk, "b/one.jpg", 41, packet=extended(b"", {"rating": "4"}, ["sea"]))
    desk.shelve()
    match(desk.library, keeper, other)
    outcome = act(desk.library, [group(keeper, other)])
    assert not outcome.done and "rating and keywords inside this photo" in outcome.refused[0][1] and other.exists()
    unrated = photo(desk, "a/two.jpg", 50), photo(desk, "b/two.jpg", 51, packet=extended(b"", {"description": "x"}))
    zero = photo(desk, "b/three.jpg", 52)
    zero.write_bytes(zero.read_bytes() + b'xmp:Rating="0"')
    desk.shelve()
    for one in (unrated[1], zero):
        match(desk.library, unrated[0], one)
    assert act(desk.library, [group(unrated[0], unrated[1], zero)]).done == 2
    assert act(desk.library, [group(keeper, other)], consent=Consent(edits=True)).done == 1
