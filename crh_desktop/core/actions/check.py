"""Whether a group may be acted on, asked of the disk at the moment of action: the rules by which no photo is ever lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from crh_desktop.core import fsops, trash
from crh_desktop.core.actions.ways import entry, is_plain, is_straight
from crh_desktop.core.drives import is_removable
from crh_desktop.core.library import Library
from crh_desktop.core.matching.units import Companions, photo_files, said_inside, with_edits
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import FolderState, Tier
from crh_desktop.core.store.places import is_below, state_of


@dataclass(frozen=True, slots=True)
class Marked:
    """A photo to be acted on, as it was when the person decided. digest: blake3, 64 hex digits."""

    path: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class MarkedGroup:
    """One copy that stays, and those that are acted on.

    by_hand: a person set these marks one by one, so a photo that is only similar to the one that stays may go.
    """

    keeper: Marked
    marked: tuple[Marked, ...]
    tier: str = Tier.NEAR.value
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was found on the disk."""

    path: bytes
    digest: str
    state: os.stat_result

    def unchanged(self, strict: bool = False) -> bool:
        """Whether it is still that very file. strict: nor was anything of it written since, whatever its times say.

        A file with several names is never asked strictly: moving one of them counts as a change of all.
        """
        now = fsops.look(self.path)
        if now is None or not _same(now, self.state):
            return False
        return not strict or self.state.st_nlink > 1 or now.st_ctime_ns == self.state.st_ctime_ns


@dataclass(frozen=True, slots=True)
class Checked:
    """A group that may be acted on. photos: each marked photo with the files that go with it, the photo first."""

    keeper: Found
    photos: tuple[tuple[Found, ...], ...]
    tier: str


class Refused(Exception):
    """A group may not be acted on. path: the file that is the reason."""

    def __init__(self, path: bytes, reason: str) -> None:
        super().__init__(reason)
        self.path, self.reason = path, reason


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person was asked and has agreed to.

    removable: a copy on a removable drive counts as the one that stays. edits: develop settings, ratings and keywords may
    go with a photo. merge: what is taken over into a sidecar of the copy that stays (`merging.Field`).
    """

    removable: bool = False
    edits: bool = False
    merge: frozenset[str] = frozenset()


_KEEP = "Keep this one, let them be taken over, or say that they may go."
#: Nobody was asked.
NOTHING_AGREED = Consent()


class Checker:
    """Checks groups of one batch.

    Args:
        library: Open library.
        groups: All groups of the batch: what one of them marks, no other may count on.
        consent: What the person agreed to.
    """

    def __init__(self, library: Library, groups: Sequence[MarkedGroup], consent: Consent = NOTHING_AGREED) -> None:
        self._library, self._consent = library, consent
        self._marked = {entry(one.path) for group in groups for one in group.marked}
        self._kept = {entry(group.keeper.path) for group in groups}
        self._keepers = [group.keeper.path for group in groups]
        self._going: set[bytes] = set()  # what goes, of the groups checked so far
        self._relied: set[bytes] = set()  # twins that stay, because of which something may go along
        self._states = library.states()
        self._roots = library.roots()
        self._companions = Companions()

    def check(self, group: MarkedGroup, links: bool = False) -> Checked:
        """Look at every file of a group on the disk.

        Args:
            group: Its keeper and what is marked.
            links: The keeper is to take the place of what is marked: they must be byte-identical.

        Raises:
            Refused: One of them is not as it was, or a rule forbids it; the whole group must be left alone.
        """
        if not group.marked:
            raise Refused(group.keeper.path, "Nothing is marked in this group.")
        if entry(group.keeper.path) in self._marked:
            raise Refused(group.keeper.path, "The copy that stays is itself marked. Choose another keeper.")
        if links and any(one.digest != group.keeper.digest for one in group.marked):
            raise Refused(group.keeper.path, "Links can only replace byte-identical files.")
        self._may_stay(group.keeper.path)
        keeper = self._found(group.keeper, "the copy that stays")
        photos = [self._unit(group, keeper, one) for one in group.marked]
        names = [file.path for files in photos for file in files]
        if len(set(names)) != len(names) or keeper.path in names:
            raise Refused(keeper.path, "A file is named twice in this group.")
        elsewhere = any(files[0].state.st_dev != keeper.state.st_dev for files in photos)
        if elsewhere and not self._consent.removable and is_removable(keeper.path):
            raise Refused(
                keeper.path,
                "The copy that stays lies on a removable drive, the other one does not. Keep that, or say that this is enough.",
            )
        self._keep_along(photos)
        return Checked(keeper, tuple(photos), group.tier)

    def _unit(self, group: MarkedGroup, keeper: Found, one: Marked) -> tuple[Found, ...]:
        self.may_act(one.path)
        found = self._found(one, "a marked photo")
        if _one_file(keeper, found):
            raise Refused(one.path, "This is the very file that is to stay, under another name.")
        self._matched(group, one)
        with_it = [
            self._beside(path)
            for path in self._companions(one.path)
            # not what is dealt with by itself, nor what goes with a photo that stays
            if path not in self._kept_along and entry(path) not in self._kept | self._marked
        ]
        if not self._consent.edits:
            going = {file.path for file in with_it}
            losing = list(with_edits(sorted(going), saved=self._consent.merge))
            stays = [path for path in self._companions(keeper.path) if path not in going]
            if losing and not list(with_edits(stays, sure=True)):
                raise Refused(
                    one.path,
                    f"{_shown(losing[0])} holds edits, ratings or keywords that the copy that stays does not have.",
                )
            if found.digest != keeper.digest:
                self._says_as_much(keeper.path, stays, one.path)
        return (found, *with_it)

    def _says_as_much(self, keeper: bytes, beside: Sequence[bytes], path: bytes) -> None:
        """A rating or keywords inside a photo must not go where the copy that stays has none, inside or in a sidecar."""
        lacking = said_inside(path) - self._consent.merge - said_inside(keeper)
        for one in with_edits(beside, sure=True):
            lacking -= said_inside(one)
        if lacking:
            what = " and ".join(sorted(lacking, reverse=True))
            raise Refused(
                path, f"The {what} inside this photo would go with it, and the copy that stays has none. {_KEEP}"
            )

    @cached_property
    def _kept_along(self) -> set[bytes]:
        """Every file that goes with a photo that stays."""
        return {path for keeper in self._keepers for path in self._companions(keeper)}

    def alone(self, path: bytes, digest: str) -> tuple[Found, ...]:
        """A photo that is renamed, with what goes with it, whatever group it is in.

        Raises:
            Refused: It is not as it was, or a rule forbids it.
        """
        self.may_act(path)
        found = self._found(Marked(path, digest), "the photo to move")
        return (found, *(self._beside(one) for one in self._companions(path)))

    def source(self, path: bytes, digest: str) -> Found:
        """A file outside the library that is only read.

        Raises:
            Refused: It is not as it was.
        """
        return self._found(Marked(path, digest), "the one to copy")

    def may_act(self, path: bytes) -> None:
        """Whether a file lies where the program may act.

        Raises:
            Refused: It does not.
        """
        root = self._root_of(path)
        if root is None:
            raise Refused(path, "This file lies outside the library's folders.")
        if not os.path.isdir(root):
            raise Refused(path, "Its drive or folder is not here now. Plug it in, then try again.")
        if not is_straight(path, root):
            raise Refused(path, "A link on its way leads to another folder.")
        if trash.is_in_trash(path):
            raise Refused(path, "This file lies in a trash already.")
        state = state_of(path, self._states)
        reasons = {
            FolderState.REFERENCE: "It lies in a reference folder, which is never touched.",
            FolderState.BACKUP: "It lies in a backup folder, which is never touched.",
            FolderState.EXCLUDED: "It lies in a folder that is left out.",
        }
        if state in reasons:
            raise Refused(path, reasons[state])

    def _root_of(self, path: bytes) -> bytes | None:
        if not is_plain(path):
            raise Refused(path, "Only whole paths without '..' and without doubled slashes are taken.")
        return max((one for one in self._roots if is_below(path, one) and path != one), key=len, default=None)

    def _may_stay(self, path: bytes) -> None:
        root = self._root_of(path)
        if root is None:
            raise Refused(path, "The copy that stays lies outside the library's folders.")
        if not os.path.isdir(root):
            raise Refused(
                path, "The drive or folder of the copy that stays is not here now. Plug it in, then try again."
            )
        if not is_straight(path, root):
            raise Refused(path, "A link on the way to the copy that stays leads to another folder.")
        if trash.is_in_trash(path):
            raise Refused(path, "The copy that stays lies in a trash.")
        if state_of(path, self._states) is FolderState.BACKUP:
            raise Refused(path, "The copy that stays lies in a backup folder, which does not count.")

    def _found(self, one: Marked, what: str) -> Found:
        try:
            state = fsops.look(one.path)
            if state is None:
                raise Refused(one.path, f"This file, {what}, is no longer there. Scan again.")
            if not stat.S_ISREG(state.st_mode):
                raise Refused(one.path, f"This file, {what}, is now a link or something else, no photo. Scan again.")
            digest, read = fsops.digest(one.path)
        except OSError as error:
            raise Refused(one.path, f"This file, {what}, cannot be read: {error.strerror}.") from None
        if digest != one.digest:
            raise Refused(one.path, f"This file, {what}, has changed since it was looked at. Scan again.")
        return Found(one.path, digest, read)

    def _beside(self, path: bytes) -> Found:
        try:
            digest, read = fsops.digest(path)
        except OSError as error:
            raise Refused(path, f"This file goes with a marked photo and cannot be read: {error.strerror}.") from None
        return Found(path, digest, read)

    def _matched(self, group: MarkedGroup, one: Marked) -> None:
        """A photo that was never verified against the one that stays does not go."""
        if group.keeper.digest == one.digest:
            return
        rows = self._library.execute(
            "SELECT id, pixel_digest FROM content WHERE digest IN (?, ?)", (group.keeper.digest, one.digest)
        )
        if len(rows) == 2:
            pixels = [row[1] for row in rows]
            if pixels[0] and pixels[0] == pixels[1]:
                return
            ends = sorted(row[0] for row in rows)
            said = self._library.execute("SELECT relation FROM verdict WHERE content_a = ? AND content_b = ?", ends)
            if said and said[0][0] != "duplicates" and not group.by_hand:
                raise Refused(one.path, "You said that this photo and the one that stays are not duplicates.")
            pair = self._library.execute("SELECT tier FROM pair WHERE content_a = ? AND content_b = ?", ends)
            if said or (pair and (pair[0][0] == Tier.NEAR or group.by_hand)):
                return
        raise Refused(one.path, "This photo is not verified against the copy that stays.")

    def _keep_along(self, photos: Sequence[tuple[Found, ...]]) -> None:
        """A photo that goes along with a marked one, a raw file above all, has a twin that stays, or does not go."""
        going = {file.path for files in photos for file in files}
        twins: set[bytes] = set()
        for files in photos:
            digests = {file.path: file.digest for file in files}
            for path in digests:
                if path in self._relied:
                    raise Refused(files[0].path, f"{_shown(path)} stays because a twin of it goes with another photo.")
            for path in photo_files(list(digests)[1:]):
                twin = self._twin(digests[path], going)
                if twin is None:
                    reason = f"{_shown(path)} beside it has no copy that stays. Keep this photo instead."
                    raise Refused(files[0].path, reason)
                twins.add(twin)
        self._going |= going
        self._relied |= twins

    def _twin(self, digest: str, going: set[bytes]) -> bytes | None:
        """A copy that stays whatever this batch does."""
        rows = self._library.execute(
            "SELECT path FROM photo JOIN content ON content.id = content_id WHERE digest = ? ORDER BY path", (digest,)
        )
        for (path,) in rows:
            counts = state_of(path, self._states) in (FolderState.NORMAL, FolderState.REFERENCE)
            leaves = path in going or path in self._going or entry(path) in self._marked
            if counts and not leaves and self._is(path, digest):
                return bytes(path)
        return None

    @staticmethod
    def _is(path: bytes, digest: str) -> bool:
        try:
            return fsops.digest(path)[0] == digest and not trash.is_in_trash(path)
        except OSError:
            return False


def try_out(
    library: Library,
    groups: Sequence[MarkedGroup],
    consent: Consent,
    links: bool = False,
    progress: Progress | None = None,
) -> tuple[int, list[tuple[bytes, str]]]:
    """Check everything as an action would, and change nothing: how many photos would go, and which file stops a group, why."""
    checker, possible, refused = Checker(library, groups, consent), 0, []
    progress = progress or Progress()
    progress.stage("check", len(groups))
    for group in groups:
        progress.check()
        try:
            possible += len(checker.check(group, links).photos)
        except Refused as error:
            refused.append((error.path, error.reason))
        progress.advance()
    return possible, refused


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    names = ("st_dev", "st_ino", "st_size", "st_mtime_ns", "st_mode")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _one_file(keeper: Found, other: Found) -> bool:
    """Whether two paths are one entry of one folder: then no copy would stay. Two hard links are two entries."""
    if not os.path.samestat(keeper.state, other.state):
        return False
    if keeper.state.st_nlink == 1:
        return True
    return entry(keeper.path) == entry(other.path)


def _shown(path: bytes) -> str:
    return os.path.basename(os.fsdecode(path))
