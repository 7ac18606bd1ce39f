"""Every call of an action fails once, and the program ends at every call: nothing is lost, all of it can be undone."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crh_desktop.core import fsops
from crh_desktop.core.actions import batch
from crh_desktop.core.actions.batch import act, move, undo
from crh_desktop.core.actions.check import Consent, MarkedGroup
from crh_desktop.core.actions.mending import recover
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.errors import CrhError
from crh_desktop.core.library import Library
from crh_desktop.core.trash import HOLDING, PROBE
from crh_desktop.core.xmp import extended
from tests.fixtures.desk import Desk, filled, names_in
from tests.fixtures.shelf import contents_in, tree
from tests.fixtures.volumes import volume

#: Another file system that is always there; moving to it copies.
OTHER = Path("/dev/shm")

Run = Callable[[Library, list[MarkedGroup], Desk], object]
Work = tuple[str, Run, list[MarkedGroup]]


def _doing(kind: Kind) -> Run:
    return lambda library, groups, desk: act(library, groups, kind)


def _move(library: Library, groups: list[MarkedGroup], desk: Desk) -> object:
    one = groups[0].marked[0]
    return move(library, [(one.path, one.digest, bytes(desk.photos / "c" / "uno.jpg"))])


def _move_across(library: Library, groups: list[MarkedGroup], desk: Desk) -> object:
    one = groups[0].marked[0]
    return move(library, [(one.path, one.digest, bytes(desk.elsewhere / "c" / "uno.jpg"))])


def _merge(library: Library, groups: list[MarkedGroup], desk: Desk) -> object:
    return act(library, groups, consent=Consent(merge=frozenset({"rating", "keywords"})))


class Told:
    """What photos say, without a decode process: what is tested is what happens to files."""

    def __init__(self, _count: int) -> None: ...

    def __enter__(self) -> Told:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def describe(self, path: bytes, _most: int) -> dict[str, str]:
        """Only marked photos are rated."""
        return {"rating": "4"} if b"/b/" in path else {}

    def keywords(self, path: bytes) -> tuple[str, ...]:
        """Only marked photos have keywords."""
        return ("sea", "sun") if b"/b/" in path else ()


def _undo(library: Library, groups: list[MarkedGroup], desk: Desk) -> object:
    return undo(library, library.batches()[0].id)


WORKS: dict[str, Run] = {
    "trash": _doing(Kind.TRASH), "held": _doing(Kind.TRASH), "hardlink": _doing(Kind.HARDLINK),
    "symlink": _doing(Kind.SYMLINK), "reflink": _doing(Kind.REFLINK), "move": _move, "move_across": _move_across,
    "merge": _merge, "undo_merge": _undo, "undo": _undo, "undo_hardlink": _undo, "undo_reflink": _undo, "undo_move_across": _undo,
}  # fmt: skip


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Files on the file system that the work needs."""
    name = request.getfixturevalue("name")
    if "reflink" in name:
        with volume("btrfs", tmp_path) as place:
            monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
            found = Desk(place)
            yield found
            found.library.close()
        return
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = Desk(tmp_path)
    if "across" in name:
        if not OTHER.is_dir() or OTHER.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("there is no second file system here")
        found.elsewhere = OTHER / f"crh-test-{os.getpid()}"
        found.library.close()
        found.elsewhere.mkdir()
        found.library = Library.open(found.where)
        found.library.add_folder(bytes(found.elsewhere))
    yield found
    found.library.close()
    if "across" in name:
        shutil.rmtree(found.elsewhere)
        shutil.rmtree(OTHER / f".Trash-{os.getuid()}", ignore_errors=True)


@pytest.fixture(params=list(WORKS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def work(name: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Work:
    if "merge" in name:
        monkeypatch.setattr(batch, "DecodePool", Told)
        desk.write("a/one.jpg.xmp", extended(b"", {"description": "the sea"}))
    groups = filled(desk)
    if name == "held":
        desk.data.write_bytes(b"a file where the trash would be made")
    return name, WORKS[name], groups


def _done_before(name: str, groups: list[MarkedGroup], desk: Desk) -> None:
    """For an undo: what is to be undone."""
    if name.startswith("undo"):
        (WORKS[name.removeprefix("undo_")] if "_" in name else WORKS["trash"])(desk.library, groups, desk)


def _calls(run: Callable[[], object]) -> int:
    count = 0

    def watch(name: str, when: str) -> None:
        nonlocal count
        count += 1

    with fsops.watched(watch):
        run()
    return count


def _sides(desk: Desk) -> list[list[Path]]:
    """What a test changes, by file system: copied together, so that hard links stay what they are."""
    here = [desk.photos, desk.data, desk.where]
    there = [desk.elsewhere, desk.elsewhere.parent / f".Trash-{os.getuid()}"]
    return [here, there if desk.elsewhere.is_dir() else []]


def _reset(desk: Desk, snapshot: Path) -> None:
    """Put folders, trash and library back as they were."""
    desk.library.close()
    for number, side in enumerate(_sides(desk)):
        for place in side:
            if place.is_dir():
                shutil.rmtree(place)
            elif place.exists():
                place.unlink()
        _copy([snapshot / str(number) / place.name for place in side], side[0].parent if side else None)
    desk.library = Library.open(desk.where)


def _copy(places: list[Path], target: Path | None) -> None:
    there = [str(place) for place in places if place.exists()]
    if there and target is not None:
        subprocess.run(["cp", "-a", *there, str(target)], check=True)


def _snapshot(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk.library.close()
    place = tmp_path_factory.mktemp("snapshot")
    for number, side in enumerate(_sides(desk)):
        (place / str(number)).mkdir()
        _copy(side, place / str(number))
    desk.library = Library.open(desk.where)
    return place


def _places(desk: Desk) -> list[Path]:
    return [place for side in _sides(desk) for place in side if place.is_dir() and place != desk.where]


def _check(desk: Desk, before: dict[str, int], groups: list[MarkedGroup], label: str) -> None:
    """The rule: every content is still there, one of every group in its place, and no half-made file is left."""
    after = contents_in(*_places(desk))
    assert set(before) <= set(after), label
    for one in groups:
        assert Path(os.fsdecode(one.keeper.path)).exists(), label
    left = [name for place in _places(desk) for name in names_in(place) if fsops.PART in name]
    assert not [name for name in left if os.path.basename(name) != PROBE], label
    if desk.bin.is_dir():
        notes = {path.name.removesuffix(".trashinfo") for path in desk.bin.glob("info/*.trashinfo")}
        assert notes == {path.name for path in desk.bin.glob("files/*")}, label


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EXDEV])
def test_whatever_call_fails_nothing_is_lost(
    desk: Desk,
    work: Work,
    number: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    name, run, groups = work
    before = contents_in(*_places(desk))
    whole = tree(desk.photos)
    _done_before(name, groups, desk)
    snapshot = _snapshot(desk, tmp_path_factory)
    total = _calls(lambda: run(desk.library, groups, desk))
    assert total > 20
    for at in range(total):
        _reset(desk, snapshot)
        seen = 0

        def fail(call: str, when: str, at: int = at) -> None:
            nonlocal seen
            seen += 1
            if seen == at + 1:
                raise OSError(number, os.strerror(number), call)

        try:
            with fsops.watched(fail):
                run(desk.library, groups, desk)
        except (CrhError, OSError):
            pass
        recover(desk.library)
        label = f"{name}: call {at} of {total} failed with {errno.errorcode[number]}"
        assert not desk.library.open_items(), label
        _check(desk, before, groups, label)
        _all_back(desk, whole, label)


def _all_back(desk: Desk, whole: dict[bytes, tuple[object, ...]], label: str) -> None:
    """Undoing every batch brings back bytes, names, times, modes and hard-link partners."""
    for done in desk.library.batches():
        back = undo(desk.library, done.id)
        assert not back.refused, (label, back.refused)

    def without_inodes(found: dict[bytes, tuple[object, ...]]) -> dict[bytes, tuple[object, ...]]:
        # a copy that an undo took out of its place lies in the trash or, where that took nothing, in the holding folder
        return {path: (*one[:4], one[5]) for path, one in found.items() if not path.startswith(HOLDING)}

    assert without_inodes(tree(desk.photos)) == without_inodes(whole), label
    for path in without_inodes(tree(desk.photos)):
        rows = desk.library.execute(
            "SELECT digest FROM photo JOIN content ON content.id = content_id WHERE path = ?",
            (os.path.join(bytes(desk.photos), path),),
        )
        assert rows and rows[0][0] == fsops.digest(os.path.join(bytes(desk.photos), path))[0], (label, path)


def test_whenever_the_program_ends_nothing_is_lost(
    desk: Desk, work: Work, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, run, groups = work
    before = contents_in(*_places(desk))
    whole = tree(desk.photos)
    _done_before(name, groups, desk)
    snapshot = _snapshot(desk, tmp_path_factory)
    total = _calls(lambda: run(desk.library, groups, desk))
    for at in range(total):
        _reset(desk, snapshot)
        desk.library.close()
        child = os.fork()
        if not child:
            seen = 0

            def end(call: str, when: str, at: int = at) -> None:
                nonlocal seen
                seen += 1
                if seen == at + 1:
                    os._exit(9)

            try:
                with fsops.watched(end):
                    run(Library.open(desk.where), groups, desk)
            finally:
                os._exit(7)
        _, status = os.waitpid(child, 0)
        label = f"{name}: ended at call {at} of {total}"
        assert os.waitstatus_to_exitcode(status) == 9, label
        desk.library = Library.open(desk.where)
        recover(desk.library)
        assert not desk.library.open_items(), label
        _check(desk, before, groups, label)
        _all_back(desk, whole, label)
