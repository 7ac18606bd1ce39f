"""Every directory the program uses. CRH_DESKTOP_HOME moves all of them at once (tests, portable installs)."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import appdirs

APP = "crh-desktop"


def _place(appdirs_function: str, name: str) -> Path:
    home = os.environ.get("CRH_DESKTOP_HOME")
    place = _path(os.path.join(home, name) if home else getattr(appdirs, appdirs_function)(APP, appauthor=False))
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


@cache
def _path(place: str) -> Path:
    """The same object every time: each new Path has its parts interned anew, and these are asked for at every turn."""
    return Path(place)


def data_dir() -> Path:
    """The directory of libraries, settings and the user's own models; created if missing."""
    return _place("user_data_dir", "data")


def cache_dir() -> Path:
    """The directory of what can be made again: thumbnails, packed matrices, exported trunks."""
    return _place("user_cache_dir", "cache")


def log_dir() -> Path:
    """The directory of logs, which stay on this machine."""
    return _place("user_log_dir", "logs")


def default_library() -> Path:
    """The folder of the library that is used when none is named."""
    return data_dir() / "library"


def bundled(name: str) -> Path:
    """The shipped folder `models` or `resources`: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name
