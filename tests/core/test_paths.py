"""Places of the program's files: they follow the environment, come back when removed, and cost nothing to ask for again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crh_desktop.core.paths import cache_dir
from crh_desktop.core.thumbs import points_path, thumbnail_path


def test_places_follow_the_environment_and_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for name in ("first", "second", "first"):
        monkeypatch.setenv("CRH_DESKTOP_HOME", str(tmp_path / name))
        found.append((cache_dir(), thumbnail_path("abcd"), points_path("abcd")))
        assert found[-1][0] == tmp_path / name / "cache" and found[-1][0].is_dir()
        assert found[-1][1] == tmp_path / name / "cache" / "thumbs" / "ab" / "abcd.jpg"
        assert found[-1][2] == tmp_path / name / "cache" / "points" / "ab" / "abcd.pts"
    assert found[0] == found[2] != found[1]
    shutil.rmtree(tmp_path / "first")
    assert cache_dir().is_dir()


def test_a_place_is_one_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new Path has its parts interned; the interpreter's table of those doubled (1.8 MiB) after half an hour of use."""
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(tmp_path))
    assert cache_dir() is cache_dir()
    assert thumbnail_path("abcd") is thumbnail_path("abcd")
