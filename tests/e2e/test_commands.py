"""scan, dupes and similar by the contract, on code-made photos and on everything odd."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from crh_desktop.core.records import Tier
from tests.conftest import REPOSITORY
from tests.e2e.conftest import Crh, groups_of
from tests.fixtures.pictures import COPIES, ORIGINALS

SCAN_KEYS = {"photos", "contents", "new", "changed", "moved", "removed", "hashed", "unreadable", "seconds"}
PHOTOS = len(ORIGINALS) + len(COPIES)


def test_scan_dupes_similar(crh: Crh, photo_folder: Path, library: Path) -> None:
    scan = crh("scan", photo_folder, "--library", library)
    assert scan.keys() >= SCAN_KEYS | {"images_per_second"}
    assert (scan["photos"], scan["contents"], scan["new"], scan["hashed"]) == (PHOTOS, PHOTOS - 1, PHOTOS, PHOTOS - 1)
    assert (scan["changed"], scan["moved"], scan["removed"], scan["unreadable"]) == (0, 0, 0, [])

    dupes = crh("dupes", "--library", library)
    together = {frozenset(os.path.relpath(m["path"], photo_folder) for m in g["members"]): g for g in dupes["groups"]}
    assert together.keys() == {frozenset((copy, original)) for copy, original, _, _ in COPIES}
    for copy, original, tier, transform in COPIES:
        group = together[frozenset((copy, original))]
        assert group["tier"] == tier
        members = {os.path.relpath(m["path"], photo_folder): m for m in group["members"]}
        keeper = os.path.relpath(group["keeper"], photo_folder)
        assert members[keeper]["distance"] == 0 and members[keeper]["transform"] is None
        (other,) = members.keys() - {keeper}
        assert members[other]["tier"] == tier and members[other]["distance"] <= 31
        back = {None: None, "rot90": "rot270"}
        assert members[other]["transform"] == (transform if keeper == original else back[transform])
        assert group["bytes_freeable"] == (photo_folder / other).stat().st_size

    identical = crh("dupes", "--library", library, "--tier", "identical")
    assert [g["tier"] for g in identical["groups"]] == ["identical"]
    assert groups_of(crh("dupes", "--library", library)) == groups_of(dupes)

    for code in ("copy", "general"):
        similar = crh("similar", photo_folder / "b.jpg", "--library", library, "-k", "3", "--code", code)
        assert len(similar["results"]) == 3
        distances = [r["distance"] for r in similar["results"]]
        assert distances == sorted(distances)
        nearest = [os.path.relpath(r["path"], photo_folder) for r in similar["results"][:2]]
        assert set(nearest) <= {"b.jpg", "sent/b.jpg"} or "sent/b.jpg" in nearest


def test_second_scan_hashes_nothing_and_a_renamed_folder_is_moved(crh: Crh, photo_folder: Path, library: Path) -> None:
    crh("scan", photo_folder, "--library", library)
    before = crh("dupes", "--library", library)
    again = crh("scan", photo_folder, "--library", library)
    assert (again["new"], again["changed"], again["hashed"], again["images_per_second"]) == (0, 0, 0, 0)

    renamed = photo_folder.with_name("renamed")
    photo_folder.rename(renamed)
    moved = crh("scan", renamed, "--library", library)
    assert (moved["moved"], moved["hashed"], moved["new"], moved["removed"]) == (PHOTOS, 0, 0, 0)
    after = crh("dupes", "--library", library)
    assert [t for t, _ in groups_of(after)] == [t for t, _ in groups_of(before)]

    (renamed / "sent" / "b.jpg").rename(renamed / "b moved.jpg")
    inside = crh("scan", renamed, "--library", library)
    assert (inside["moved"], inside["hashed"], inside["new"], inside["removed"]) == (1, 0, 0, 0)

    (renamed / "b moved.jpg").unlink()
    gone = crh("scan", renamed, "--library", library)
    assert (gone["removed"], gone["hashed"], gone["photos"]) == (1, 0, PHOTOS - 1)


def test_a_root_that_vanished_removes_nothing(crh: Crh, photo_folder: Path, library: Path, tmp_path: Path) -> None:
    crh("scan", photo_folder, "--library", library)
    away = tmp_path / "away"
    photo_folder.rename(away)
    other = tmp_path / "other"
    other.mkdir()
    scan = crh("scan", other, "--library", library)
    assert (scan["removed"], scan["photos"]) == (0, 0)
    away.rename(photo_folder)
    back = crh("scan", photo_folder, "--library", library)
    assert (back["hashed"], back["removed"], back["photos"]) == (0, 0, PHOTOS)


def test_odd_files_each_have_a_sentence(crh: Crh, shared_data: Path, library: Path) -> None:
    scan = crh("scan", shared_data / "odd", "--library", library)
    reasons = {Path(row["path"]).name: row["reason"] for row in scan["unreadable"]}
    for name in (
        "zero_byte.jpg",
        "one_byte.jpg",
        "all_zero_bytes_64k.jpg",
        "text_as.jpg",
        "truncated_header_only.jpg",
        "jpeg_claims_65500x65500.jpg",
        "tiff_claims_200000x200000.tif",
    ):
        assert name in reasons, f"{name} should be unreadable"
    for name in ("control_good.jpg", "png_named.jpg", "webp_named.jpeg", "cmyk.jpg", "exif_orient6.jpg", "avif.avif"):
        assert name not in reasons, f"{name}: {reasons.get(name)}"
    for name, reason in reasons.items():
        assert len(reason) > 8 and reason.rstrip()[-1] in ".!?" and "Error(" not in reason, f"{name}: {reason}"
    assert scan["photos"] >= 40
    again = crh("scan", shared_data / "odd", "--library", library)
    assert again["hashed"] == 0 and {Path(r["path"]).name for r in again["unreadable"]} == reasons.keys()
    dupes = crh("dupes", "--library", library)
    for group in dupes["groups"]:
        flat = [m["path"] for m in group["members"] if Path(m["path"]).name.startswith("flat_")]
        assert group["tier"] != "near" or not flat, "flat pictures join no perceptual group"


def test_odd_names_and_links(crh: Crh, shared_tools: Path, shared_data: Path, library: Path, tmp_path: Path) -> None:
    place = tmp_path / "names"
    photo = tmp_path / "plain.jpg"
    shutil.copyfile(shared_data / "odd" / "gray.jpg", photo)
    script = shared_tools / "make_odd_names.py"
    command = [sys.executable, str(script), str(place), "--links", "--photo", str(photo)]
    made = subprocess.run(command, capture_output=True)
    if made.returncode:
        pytest.skip(f"this disk takes no such names: {made.stderr.decode(errors='replace')[-200:]}")
    scan = crh("scan", place, "--library", library, "--hidden")
    names = {os.fsencode(m["path"]) for g in crh("dupes", "--library", library)["groups"] for m in g["members"]}
    expected = set()
    for folder, _, files in os.walk(os.fsencode(place)):
        for file in files:
            path = os.path.join(folder, file)
            if os.path.isfile(path) and not os.path.islink(path) and os.access(path, os.R_OK):
                expected.add(path)
    assert names == expected, f"missing {expected - names}, too many {names - expected}"
    assert scan["contents"] == 1
    visible = crh("scan", place, "--library", library.with_name("library2"))
    assert visible["photos"] == scan["photos"] - 1  # .hidden.jpg


def test_unusable_input_and_libraries(crh: Crh, photo_folder: Path, library: Path, tmp_path: Path) -> None:
    crh("scan", tmp_path / "nowhere", "--library", library, code=2)
    crh("scan", "--library", library, code=2)
    crh("similar", tmp_path / "nowhere.jpg", "--library", library, "-k", "3", code=2)

    not_one = tmp_path / "not a library"
    not_one.mkdir()
    (not_one / "letter.txt").write_text("dear")
    crh("scan", photo_folder, "--library", not_one, code=4)
    crh("dupes", "--library", not_one, code=4)
    assert [p.name for p in not_one.iterdir()] == ["letter.txt"]

    crh("scan", photo_folder, "--library", library)
    (database,) = [p for p in library.rglob("*") if p.is_file() and p.read_bytes()[:15] == b"SQLite format 3"]
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    refused = crh("dupes", "--library", library, code=4)
    assert "newer" in refused["stderr"] or "newer" in str(refused)
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (9999,)
    connection.close()

    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / database.relative_to(library)).write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    crh("dupes", "--library", damaged, code=4)


def test_without_permission(crh: Crh, photo_folder: Path, library: Path) -> None:
    prefix: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("setpriv is not there")
        dropped = "-dac_override,-dac_read_search"
        prefix = ["setpriv", "--bounding-set", dropped, "--inh-caps", dropped]
        if subprocess.run([*prefix, "true"], capture_output=True).returncode:
            pytest.skip("setpriv is refused here")
    closed = photo_folder / "sent"
    (photo_folder / "e.jpg").chmod(0)
    closed.chmod(0)
    try:
        scan = crh("scan", photo_folder, "--library", library, prefix=prefix)
        assert any(Path(row["path"]) == photo_folder / "e.jpg" for row in scan["unreadable"])
        assert all(row["reason"] for row in scan["unreadable"])
        assert scan["photos"] >= PHOTOS - 4
        assert len(crh("dupes", "--library", library, prefix=prefix)["groups"]) == 1
    finally:
        closed.chmod(0o755)
        (photo_folder / "e.jpg").chmod(0o644)
    whole = crh("scan", photo_folder, "--library", library)
    assert (whole["photos"], whole["unreadable"], whole["removed"]) == (PHOTOS, [], 0)
    closed.chmod(0)
    try:
        assert crh("scan", photo_folder, "--library", library, prefix=prefix)["removed"] == 0, "not seen is not gone"
    finally:
        closed.chmod(0o755)


def test_full_disk(crh: Crh, many_photos: Path, tiny_disk: Path, warm: None) -> None:
    refused = crh("scan", many_photos, "--library", tiny_disk / "library", code=(1, 4))
    assert any(word in refused["stderr"].lower() for word in ("space", "full")), refused["stderr"]
    subprocess.run(["mount", "-o", "remount,size=64m", str(tiny_disk)], check=True)
    scan = crh("scan", many_photos, "--library", tiny_disk / "library")
    assert scan["photos"] == len(list(many_photos.iterdir()))
    for database in (tiny_disk / "library").rglob("*"):
        if database.is_file() and database.read_bytes()[:15] == b"SQLite format 3":
            with sqlite3.connect(database) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.close()


def test_nothing_is_written_into_photo_folders(crh: Crh, photo_folder: Path, library: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in photo_folder.rglob("*")}

    before = state()
    crh("scan", photo_folder, "--library", library)
    crh("dupes", "--library", library)
    crh("similar", photo_folder / "a.jpg", "--library", library, "-k", "2")
    assert state() == before


def test_doctor_and_models_answer_from_any_directory(crh: Crh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tempfile.gettempdir())
    assert crh("doctor").keys() > {"stderr"}
    assert crh("models").keys() > {"stderr"}


def test_the_samples_hold_the_copies_that_were_made(crh: Crh, library: Path) -> None:
    samples = REPOSITORY / "resources" / "samples"
    text = (samples / "LICENSE.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\S.*?) \| (\w+) \| (\S.*?) \|$", text, re.M)
    copies: dict[str, dict[str, str]] = {}
    for name, how, source in table:
        if how != "how":
            copies.setdefault(source, {})[name] = how
    made = {frozenset((source, *names)): names.values() for source, names in copies.items()}
    assert len(made) >= 15
    crh("scan", samples, "--library", library)
    groups = crh("dupes", "--library", library)["groups"]
    found = {frozenset(os.path.relpath(m["path"], samples) for m in g["members"]): g for g in groups}
    assert found.keys() == made.keys()
    tiers = {"exact": "identical", "metadata": "pixels", "png": "pixels"}
    for names, hows in made.items():
        loosest = max((Tier(tiers.get(how, "near")) for how in hows), key=lambda tier: tier.rank)
        assert found[names]["tier"] == loosest.value, (names, hows)


def test_scanning_the_folder_above_hashes_and_reads_nothing_again(crh: Crh, photo_folder: Path, library: Path) -> None:
    inner = crh("scan", photo_folder / "sent", "--library", library)
    assert inner["photos"] == 3
    whole = crh("scan", photo_folder, "--library", library)
    assert (whole["photos"], whole["new"]) == (10, 7)
    again = crh("scan", "--library", library)
    assert (again["photos"], again["new"], again["changed"], again["hashed"]) == (10, 0, 0, 0)
    part = crh("scan", photo_folder / "sent", "--library", library)
    assert (part["photos"], part["new"], part["hashed"]) == (3, 0, 0)
