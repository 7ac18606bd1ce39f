"""A person at work, at random: whatever is done, no content vanishes, and undo brings back exactly what was there."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from crh_desktop.core import fsops
from crh_desktop.core.actions.batch import act, move, undo
from crh_desktop.core.actions.check import Marked, MarkedGroup
from crh_desktop.core.actions.plan import Kind
from crh_desktop.core.actions.runner import Outcome
from tests.fixtures.desk import Desk
from tests.fixtures.shelf import contents_in, tree

NAMES = [f"{folder}/{name}.jpg" for folder in ("a", "b", "c/d") for name in ("one", "two", "wörter\n", "x" * 200)]
TEXTS = [b"one" * 40, b"two" * 40, b"three" * 40]


class Person(RuleBasedStateMachine):
    """Scans, marks, acts, undoes, redoes and renames, while other programs change files between that."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.saved = os.environ.get("XDG_DATA_HOME")
        os.environ["XDG_DATA_HOME"] = str(self.place / "data")
        self.desk = Desk(self.place)
        self.must_exist: set[str] = set()
        self.done: list[tuple[Outcome, dict[bytes, tuple[object, ...]], dict[bytes, tuple[object, ...]]]] = []
        self.undone: list[tuple[list[MarkedGroup], Kind]] = []
        self.how: dict[int, tuple[list[MarkedGroup], Kind]] = {}
        for number, name in enumerate(NAMES[:7]):
            self.desk.write(name, TEXTS[number % 3])
        os.link(self.desk.photos / NAMES[0], self.desk.photos / "a" / "partner.jpg")
        os.setxattr(self.desk.photos / NAMES[3], "user.note", b"kept")
        self.desk.write(NAMES[1] + ".xmp", b"<x:xmpmeta/>")
        self.scan()

    def teardown(self) -> None:
        self.desk.library.close()
        shutil.rmtree(self.place)
        if self.saved is None:
            os.environ.pop("XDG_DATA_HOME")
        else:
            os.environ["XDG_DATA_HOME"] = self.saved

    def _groups(self) -> list[MarkedGroup]:
        """Byte-identical photos as the library knows them, the first by path kept."""
        of: dict[str, list[bytes]] = {}
        for path, digest in self.desk.library.execute(
            "SELECT path, digest FROM photo JOIN content ON content.id = content_id ORDER BY path"
        ):
            if path.endswith(b".jpg"):
                of.setdefault(digest, []).append(path)
        return [
            MarkedGroup(Marked(paths[0], digest), tuple(Marked(path, digest) for path in paths[1:]))
            for digest, paths in sorted(of.items())
            if len(paths) > 1
        ]

    def _photos(self) -> list[bytes]:
        return sorted(path for path in tree(self.desk.photos) if path.endswith(b".jpg"))

    @rule()
    def scan(self) -> None:
        """The library learns what is there."""
        self.desk.library.execute("DELETE FROM photo")
        self.desk.shelve()
        self.must_exist |= set(contents_in(self.desk.photos))

    @rule(kind=st.sampled_from([Kind.TRASH, Kind.TRASH, Kind.HARDLINK, Kind.SYMLINK]), data=st.data())
    def act(self, kind: Kind, data: st.DataObject) -> None:
        """Some of the groups, as the last scan saw them."""
        groups = self._groups()
        if groups:
            chosen = data.draw(st.lists(st.sampled_from(groups), min_size=1, max_size=3, unique=True))
            self._do(chosen, kind)

    def _do(self, groups: list[MarkedGroup], kind: Kind) -> None:
        before = tree(self.desk.photos)
        kept = {group.keeper.path: group for group in groups}
        outcome = act(self.desk.library, groups, kind)
        assert not outcome.missing
        if outcome.done:
            for path in kept:
                if all(refused != path for refused, _ in outcome.refused):
                    assert os.path.lexists(path) or not outcome.done
            self.done.append((outcome, before, tree(self.desk.photos)))
            self.how[outcome.batch] = (groups, kind)
        else:
            assert tree(self.desk.photos) == before

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        """The last thing that was done; if nothing happened between, everything is as it was."""
        outcome, before, after = self.done.pop()
        untouched = tree(self.desk.photos) == after
        back = undo(self.desk.library, outcome.batch)
        if untouched:
            assert not back.refused and back.done == outcome.done
            assert tree(self.desk.photos) == before
        self.undone.append(self.how[outcome.batch])

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        """Again what was undone last, with every check made again."""
        self._do(*self.undone.pop())

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, name: str) -> None:
        """Through the program."""
        photos = self._photos()
        if not photos:
            return
        path = os.path.join(bytes(self.desk.photos), data.draw(st.sampled_from(photos)))
        if os.path.islink(path):
            return
        before = tree(self.desk.photos)
        outcome = move(self.desk.library, [(path, fsops.digest(path)[0], bytes(self.desk.photos / name))], "rename")
        if outcome.done:
            self.done.append((outcome, before, tree(self.desk.photos)))
            self.how[outcome.batch] = ([], Kind.TRASH)
        else:
            assert tree(self.desk.photos) == before

    @rule(
        data=st.data(),
        text=st.sampled_from([*TEXTS, b"edited"]),
        way=st.sampled_from(["write", "remove", "move", "link"]),
    )
    def another_program(self, data: st.DataObject, text: bytes, way: str) -> None:
        """Changes a file behind the program's back; what it destroys need not exist any more."""
        photos = self._photos()
        if not photos:
            return
        path = self.desk.photos / os.fsdecode(data.draw(st.sampled_from(photos)))
        if way == "move":
            path.rename(path.with_name(f"moved-{len(self.done)}-{path.name}"[:200] + ".jpg"))
        elif way == "link":
            others = [self.desk.photos / os.fsdecode(one) for one in photos]
            path.unlink()
            path.symlink_to(data.draw(st.sampled_from(others)))
        elif way == "remove":
            path.unlink()
        else:
            if path.is_symlink():
                path.unlink()
            path.write_bytes(text)
        self.must_exist &= set(self._contents())

    def _contents(self) -> dict[str, int]:
        return contents_in(*[place for place in (self.desk.photos, self.desk.data) if place.is_dir()])

    @invariant()
    def nothing_vanished(self) -> None:
        """Everything that the person and other programs left is in the folders or the trash, and the journal is closed."""
        assert self.must_exist <= set(self._contents())
        assert not self.desk.library.open_items()


Person.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
TestPerson = Person.TestCase
