"""Files that belong to one shot: a raw file and its JPEG, a Live Photo's film, sidecars of other programs.

Names compare without case. What is shared by a stem (`IMG.xmp`, `IMG.mov`) belongs to one owner only, so that moving one
photo never takes another one's companion away.
"""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.formats import EXTENSIONS, RAW_EXTENSIONS

_RAW = frozenset(os.fsencode(suffix) for suffix in RAW_EXTENSIONS)
_PICTURE = frozenset(os.fsencode(suffix) for suffix in EXTENSIONS)
#: What cameras write beside a raw file, the one to show first.
_DEVELOPED = (b".jpg", b".jpeg", b".jpe", b".jfif", b".heic", b".heif", b".hif")
#: What a Live Photo's still is, the original before an export of it.
_LIVE = (b".heic", b".heif", b".jpg", b".jpeg")
_FILM = frozenset((b".mov",))
_SIDECAR = frozenset((b".xmp", b".aae", b".thm", b".pp3", b".dop"))
#: Sidecars that are written only when a person edits, and what tells so in those that may hold less.
_WORK = frozenset((b".aae", b".pp3", b".dop"))
_MARKS_OF_WORK = (b"crs:", b"darktable:", b"lr:", b"digiKam:")
#: What a person said of a photo, in sidecars and in photos, by the name of what could be taken over (`core.xmp`).
_SAID = {"rating": b"xmp:Rating", "keywords": b"dc:subject", "description": b"dc:description"}
_MOST_XMP = 1 << 20
#: Takeout tells of a photo in `IMG.jpg.json` or `IMG.jpg.supplemental-metadata.json`, cut to 51 letters.
_TOLD = b".json"
#: Seconds between the capture times of two files of one shot, at most; clocks of whole seconds may round apart.
_SAME_SHOT = 2.0


def split_name(path: bytes) -> tuple[bytes, bytes]:
    """A path without its suffix, and the suffix in lower case."""
    stem, suffix = os.path.splitext(path)
    return stem, suffix.lower()


def companions(path: bytes, names_in_folder: Iterable[bytes]) -> tuple[bytes, ...]:
    """The files that go with a photo, by name; absolute like `path`.

    Args:
        path: The photo.
        names_in_folder: Names of everything in its folder.
    """
    folder, name = os.path.split(path)
    stem, suffix = split_name(name)
    low = stem.lower()
    photos, shared, own = [], [], defaultdict(list)
    for other in names_in_folder:
        other_stem, other_suffix = split_name(other)
        if other_stem.lower() == low:
            if other_suffix in _RAW or other_suffix in _PICTURE:
                photos.append(other)
            elif other_suffix in _SIDECAR or other_suffix in _FILM:
                shared.append(other)
        elif other_suffix in _SIDECAR and split_name(other_stem)[0].lower() == low:
            own[other_stem.lower()].append(other)
        elif other_suffix == _TOLD:
            own[_told_of(other_stem).lower()].append(other)
    unit = _unit(photos)
    if name not in unit:
        unit = [name]
        shared = shared if name == _owner(photos) else []
    films_of = [other for other in unit if split_name(other)[1] in _LIVE]
    found = [other for other in unit if other != name]
    found += [other for other in shared if films_of or split_name(other)[1] not in _FILM]
    found += [other for mine in unit for other in own[mine.lower()]]
    return tuple(os.path.join(folder, other) for other in sorted(set(found)))


def _told_of(stem: bytes) -> bytes:
    """The photo that a Takeout note is about: its name with what comes between it and `.json` cut off."""
    before, _, after = stem.rpartition(b".")
    return before if before and b"supplemental-metadata".startswith(after.lower()) else stem


def _unit(photos: list[bytes]) -> list[bytes]:
    """The raw files of a stem and what the camera wrote beside them; empty unless there are both."""
    raws = [name for name in photos if split_name(name)[1] in _RAW]
    developed = [name for name in photos if split_name(name)[1] in _DEVELOPED]
    return raws + developed if raws and developed else []


def _owner(photos: list[bytes]) -> bytes:
    """The photo that owns what is shared by a stem: a unit's first file, else the likeliest original."""
    unit = _unit(photos)
    if unit:
        return unit[0]
    order = {suffix: place for place, suffix in enumerate((*sorted(_RAW), *_LIVE))}
    return min(photos, key=lambda name: (order.get(split_name(name)[1], len(order)), name), default=b"")


class Companions:
    """Looks up companions on disk; each folder is listed once, when first asked for."""

    def __init__(self) -> None:
        self._folders: dict[bytes, dict[bytes, list[bytes]]] = {}

    def __call__(self, path: bytes) -> tuple[bytes, ...]:
        """The files that go with a photo; none where its folder cannot be listed."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = _by_stem(folder)
        near = self._folders[folder].get(split_name(name)[0].lower(), ())
        return companions(path, near) if len(near) > 1 else ()

    def forget(self) -> None:
        """List folders again when next asked."""
        self._folders.clear()


def _by_stem(folder: bytes) -> dict[bytes, list[bytes]]:
    """The names in a folder by the stem they belong to, `IMG.jpg.xmp` with `IMG`."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    try:
        names = os.listdir(folder)
    except OSError:
        return {}
    for name in names:
        stem, suffix = split_name(name)
        inner, inner_suffix = split_name(stem)
        if suffix == _TOLD:
            stem = split_name(_told_of(stem))[0]
        elif suffix in _SIDECAR and (inner_suffix in _RAW or inner_suffix in _PICTURE):
            stem = inner
        found[stem.lower()].append(name)
    return found


def raw_partners(paths: Sequence[bytes], taken: Sequence[float | None] | NDArray[np.float64]) -> dict[int, int]:
    """Raw files that a picture of the same shot lies beside.

    Args:
        paths: Photos that are known.
        taken: Their capture times in seconds, None or NaN where unknown; two files of one name taken at other times are
            two shots.

    Returns:
        From the place of each such raw file to the place of its picture.
    """
    order = {suffix: rank for rank, suffix in enumerate(_DEVELOPED)}
    raws = [place for place, path in enumerate(paths) if os.path.splitext(path)[1].lower() in _RAW]
    if not raws:
        return {}
    stems = {place: _key(os.path.splitext(paths[place])[0]) for place in raws}
    wanted = set(stems.values())
    pictures: dict[bytes, list[tuple[int, bytes, int]]] = defaultdict(list)
    for place, path in enumerate(paths):
        stem, suffix = split_name(path)
        if suffix in order and _key(stem) in wanted:
            pictures[_key(stem)].append((order[suffix], path, place))
    partners = {}
    for raw in raws:
        for _, _, place in sorted(pictures[stems[raw]]):
            if _one_moment(taken[raw], taken[place]):
                partners[raw] = place
                break
    return partners


def _key(stem: bytes) -> bytes:
    """A stem without case in its last part; folders keep theirs."""
    folder, name = os.path.split(stem)
    return os.path.join(folder, name.lower())


def _one_moment(first: float | None, second: float | None) -> bool:
    return first is None or second is None or not abs(first - second) > _SAME_SHOT  # NaN is no other moment


def photo_files(paths: Iterable[bytes]) -> list[bytes]:
    """Those that are photos of their own by name: raw files and pictures, not films and sidecars."""
    return [path for path in paths if split_name(path)[1] in _RAW | _PICTURE]


def with_edits(paths: Iterable[bytes], sure: bool = False, saved: Collection[str] = ()) -> Iterable[bytes]:
    """Sidecars that hold work of a person: develop settings, a rating, keywords.

    Args:
        paths: Files that go with a photo.
        sure: Leave out those that cannot be read; else they count, because they may hold some.
        saved: Of rating, keywords and description, what counts as no work because it is kept elsewhere.
    """
    marks = [*_MARKS_OF_WORK, *(mark for name, mark in _SAID.items() if name not in saved)]
    for path in paths:
        suffix = split_name(path)[1]
        if suffix not in _WORK and suffix != b".xmp":
            continue
        text = _read_small(path)
        if text is None:
            if not sure:
                yield path
        elif suffix in _WORK or any(mark in text for mark in marks):
            yield path


#: A rating that is one, in both spellings of XMP, and keywords, as XMP and as IPTC (record 2, dataset 25).
_RATED = re.compile(rb"xmp:Rating(?:=[\"']|>)\s*[1-5]")
_WORDS = re.compile(rb"<dc:subject\b[^>]*>\s*<rdf:(?:Bag|Seq)\b[^>/]*>\s*<rdf:li|\x1c\x02\x19\x00[\x01-\xff]")


def said_inside(path: bytes) -> set[str]:
    """Whether a person's rating and keywords stand in a photo itself; {} where it cannot be read."""
    text = _read_small(path) or b""
    return {name for name, mark in (("rating", _RATED), ("keywords", _WORDS)) if mark.search(text)}


def _read_small(path: bytes) -> bytes | None:
    """The beginning of a regular file; None for what is none or cannot be read. A pipe must not hang the program."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(_MOST_XMP) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    except OSError:
        return None
