"""Taking over what marked photos say and the copy that stays does not: into an XMP sidecar beside that.

The photo that stays is never written to: its bytes, and so everything that was decided of it, stay as they are. A sidecar
that is there already goes to the trash first, and the new one holds all it held; one Undo takes both back.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from crh_desktop.core import fsops, xmp
from crh_desktop.core.actions.check import Checker, Found, Refused
from crh_desktop.core.actions.plan import Planned, plan_sidecar
from crh_desktop.core.errors import PhotoError
from crh_desktop.core.matching.units import companions
from crh_desktop.core.trash import Cans

#: A folder of the library where new sidecars are written before they are put beside their photos.
STAGING = "merging"
#: Letters of a text that are taken over whole; a longer one is refused rather than cut.
_MOST = 20_000


class Field(StrEnum):
    """What can be taken over."""

    TAKEN = "taken"
    PLACE = "place"
    RATING = "rating"
    KEYWORDS = "keywords"
    DESCRIPTION = "description"
    ARTIST = "artist"
    COPYRIGHT = "copyright"


class Merger:
    """Makes the sidecars of one batch.

    Args:
        staging: A folder for them; made when it is needed.
        fields: What is taken over.
        describe, keywords: What a photo with its sidecar says (`DecodePool.describe`, `DecodePool.keywords`).
    """

    def __init__(
        self,
        staging: Path,
        fields: Collection[str],
        describe: Callable[[bytes, int], Mapping[str, str]],
        keywords: Callable[[bytes], Sequence[str]],
    ) -> None:
        self._staging, self._describe, self._keywords = os.fsencode(staging), describe, keywords
        self._fields = [field for field in Field if field in set(fields)]

    def plan(self, checker: Checker, keeper: Found, photos: Sequence[Found], cans: Cans) -> Planned | None:
        """The steps that write what these photos say beyond the keeper; None where they say nothing more.

        Raises:
            Refused: It cannot be written where it belongs.
            OSError: A file cannot be read or written.
        """
        try:
            values, words = self._missing(keeper, photos)
        except PhotoError as error:
            raise Refused(keeper.path, f"What it says of itself cannot be read: {error}") from None
        if not values and not words:
            return None
        try:
            checker.may_act(keeper.path)
        except Refused as refused:
            reason = f"Nothing can be taken over into the copy that stays. {refused.reason}"
            raise Refused(keeper.path, reason) from None
        old = _sidecar(keeper.path)
        target = keeper.path + b".xmp" if old is None else old
        before, found = b"", None
        if old is not None:
            digest, state = fsops.digest(old)
            found = Found(old, digest, state)
            before = Path(os.fsdecode(old)).read_bytes()
        try:
            text = xmp.extended(before, values, words)
        except xmp.XmpError as error:
            reason = f"Nothing can be added to this sidecar of the copy that stays. {error}"
            raise Refused(target, reason) from None
        staged = os.path.join(self._staging, fsops.PART + secrets.token_hex(6).encode())
        fsops.make_folder(self._staging, 0o700)
        fsops.write_new(staged, text)
        # as readable as the photo, or as the sidecar was
        os.chmod(staged, (keeper if found is None else found).state.st_mode & 0o666)
        digest, state = fsops.digest(staged)
        if state.st_size != len(text):
            raise OSError(errno.ENOSPC, "the disk is full", os.fsdecode(self._staging))
        return plan_sidecar(Found(staged, digest, state), target, found, keeper, cans)

    def _missing(self, keeper: Found, photos: Sequence[Found]) -> tuple[dict[str, str], list[str]]:
        has = self._describe(keeper.path, _MOST)
        values: dict[str, str] = {}
        words: dict[str, None] = {}
        known = set(self._keywords(keeper.path)) if Field.KEYWORDS in self._fields else set()
        for photo in photos:
            says = self._describe(photo.path, _MOST)
            for field in self._fields:
                if field is Field.KEYWORDS:
                    words |= dict.fromkeys(word for word in self._keywords(photo.path) if word not in known)
                elif _counts(field, says) and not _counts(field, has):
                    if len(says[field]) >= _MOST:
                        raise Refused(photo.path, f"Its {field} is too long to be taken over.")
                    values.setdefault(field.value, says[field])
        return values, list(words)


def _counts(field: Field, says: Mapping[str, str]) -> bool:
    value = says.get(field, "")
    if field is Field.TAKEN and says.get("taken_from") == "name":
        return False  # a name is no reason to write a time down, nor to leave one out
    # "0" is how programs write that nobody has rated, "-1" that someone rejected it
    return value.isdigit() and int(value) > 0 if field is Field.RATING else bool(value)


def _sidecar(path: bytes) -> bytes | None:
    """The photo's XMP sidecar: the one with its whole name, else the one with its stem."""
    folder = os.path.dirname(path)
    own = [one for one in companions(path, os.listdir(folder)) if one.lower().endswith(b".xmp")]
    whole = path.lower() + b".xmp"
    return next((one for one in own if one.lower() == whole), own[0] if own else None)


def clear(library: Path) -> None:
    """Remove staged sidecars; nothing may be open in the journal."""
    folder = os.fsencode(library / STAGING)
    with contextlib.suppress(OSError):  # they are in no one's way
        for name in os.listdir(folder):
            fsops.drop_name(os.path.join(folder, name))
