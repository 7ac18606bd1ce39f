"""A folder of files from strangers through `crh scan`: all is told, nothing hangs, and the good photo among them is found."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from tests.e2e.conftest import Crh
from tests.fixtures.hostile import write_all
from tests.fixtures.samples import NAMES, SAMPLES


def test_scan_of_hostile_files(crh: Crh, library: Path, tmp_path: Path, warm: None) -> None:
    folder = tmp_path / "photos"
    write_all(folder)
    for copy in ("good.jpg", "good again.jpg"):
        shutil.copyfile(SAMPLES / NAMES[0], folder / copy)
    found = crh("scan", folder, "--library", library)
    refused = {Path(one["path"]).name: one["reason"] for one in found["unreadable"]}
    assert set(refused) == {"pixel bomb.png", "looping.tif", "drawing.jpg", "program.jpg", "empty.jpg", "text.jpg"}
    assert all(reason.endswith(".") for reason in refused.values())
    groups = crh("dupes", "--library", library, "--tier", "identical")["groups"]
    assert [sorted(Path(one["path"]).name for one in group["members"]) for group in groups] == [
        ["good again.jpg", "good.jpg"]
    ]
    # what was set aside is not tried again until it changes
    again = crh("scan", folder, "--library", library)
    assert again["hashed"] == 0 and {Path(one["path"]).name for one in again["unreadable"]} == set(refused)
    (folder / "text.jpg").write_bytes((folder / "good.jpg").read_bytes() + b"!")
    third = crh("scan", folder, "--library", library)
    assert third["hashed"] == 1 and "text.jpg" not in {Path(one["path"]).name for one in third["unreadable"]}
    with sqlite3.connect(next(library.glob("*.sqlite3"))) as database:
        reasons = dict(database.execute("SELECT path, reason FROM left_out"))
    assert {Path(path.decode()).name for path in reasons} >= {"pipe.jpg", "socket.jpg"}
    assert set(reasons.values()) == {"not a regular file (a pipe, socket or device)"}
