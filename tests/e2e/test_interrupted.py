"""`crh scan` killed at any moment loses at most the batch in hand; the next one goes on from there."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.e2e.conftest import CRH, Crh, groups_of


def test_killed_three_times(crh: Crh, many_photos: Path, tmp_path: Path, warm: None) -> None:
    calm = crh("scan", many_photos, "--library", tmp_path / "calm")
    expected = groups_of(crh("dupes", "--library", tmp_path / "calm"))

    library = tmp_path / "library"
    chance = random.Random()
    for _ in range(3):
        command = [*CRH, "scan", str(many_photos), "--library", str(library), "--json"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=REPOSITORY)
        time.sleep(0.3 + chance.random() * max(0.5, calm["seconds"] * 0.8))
        process.kill()
        process.wait()
    last = crh("scan", many_photos, "--library", library)
    assert (last["photos"], last["contents"], last["unreadable"]) == (calm["photos"], calm["contents"], [])
    assert last["hashed"] <= calm["hashed"]
    assert groups_of(crh("dupes", "--library", library)) == expected
    assert crh("scan", many_photos, "--library", library)["hashed"] == 0


def test_interrupted_by_the_person(many_photos: Path, library: Path, warm: None) -> None:
    import signal

    command = [*CRH, "scan", str(many_photos), "--library", str(library), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=120)
    assert process.returncode in (130, 0), stderr.decode(errors="replace")
    assert b"Traceback" not in stderr


def test_two_programs_scan_one_library(crh: Crh, many_photos: Path, tmp_path: Path, warm: None) -> None:
    calm = crh("scan", many_photos, "--library", tmp_path / "calm")
    expected = groups_of(crh("dupes", "--library", tmp_path / "calm"))
    library = tmp_path / "library"
    command = [*CRH, "scan", str(many_photos), "--library", str(library), "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY) for _ in range(2)]
    for process in both:
        _, stderr = process.communicate(timeout=600)
        assert process.returncode == 0, stderr.decode(errors="replace")
    last = crh("scan", many_photos, "--library", library)
    assert (last["photos"], last["contents"], last["hashed"]) == (calm["photos"], calm["contents"], 0)
    assert groups_of(crh("dupes", "--library", library)) == expected


def test_a_damaged_library_is_repaired(crh: Crh, many_photos: Path, library: Path, warm: None) -> None:
    crh("scan", many_photos, "--library", library)
    expected = groups_of(crh("dupes", "--library", library))
    assert crh("repair", "--library", library)["faults"] == []
    (file,) = library.glob("*.sqlite3")
    body = bytearray(file.read_bytes())
    pages = len(body) // 4096
    for page in range(pages // 2, pages // 2 + 6):
        body[page * 4096 : (page + 1) * 4096] = random.Random(page).randbytes(4096)
    file.write_bytes(body)
    assert crh("repair", "--check", "--library", library, code=4)["faults"]
    done = crh("repair", "--library", library)
    assert done["repaired"] and done["lost_from"] and Path(done["aside"]).read_bytes() == body
    again = crh("scan", many_photos, "--library", library)
    assert 0 < again["hashed"] < again["contents"], "what could be read is not computed again"
    assert groups_of(crh("dupes", "--library", library)) == expected
