"""Plans from the command line: written, looked at, applied with every check made again, and taken back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.conftest import Crh
from tests.fixtures.pictures import make_picture
from tests.fixtures.shelf import tree


@pytest.fixture(autouse=True)
def own_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home trash of these tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash"


def test_plan_apply_history_undo(crh: Crh, photo_folder: Path, library: Path, tmp_path: Path, own_trash: Path) -> None:
    (photo_folder / "backup" / "a again.jpg.xmp").write_text("<x:xmpmeta/>")
    crh("scan", photo_folder, "--library", library)
    plan = tmp_path / "plan.json"
    crh("dupes", "--library", library, "--plan", plan)
    told = json.loads(plan.read_text())
    assert told["version"] == 1
    (only,) = told["groups"]  # identical and same-pixel files, nothing that would have to be looked at
    assert (only["tier"], Path(only["keeper"]).name) == ("identical", "a.jpg") and len(only["trash"]) == 1
    crh("dupes", "--library", library, "--tier", "near", "--plan", plan)
    groups = json.loads(plan.read_text())["groups"]
    assert sorted(Path(one["path"]).name for group in groups for one in group["trash"]) == [
        "a again.jpg",
        "b.jpg",
        "c small.jpg",
    ]

    before = tree(photo_folder)
    checked = crh("apply", plan, "--library", library, "--dry-run")
    assert (checked["done"], checked["refused"], checked["batch"]) == (3, [], None) and tree(photo_folder) == before
    (photo_folder / "b.jpg").write_bytes(b"changed since")
    applied = crh("apply", plan, "--library", library, code=3)
    assert applied["done"] == 2 and [Path(one["path"]).name for one in applied["refused"]] == ["b.jpg"]
    assert (photo_folder / "sent" / "b.jpg").exists()
    assert len(list((own_trash / "files").iterdir())) == 3  # the sidecar went along
    history = crh("history", "--library", library, "--batch", str(applied["batch"]))
    assert history["batches"][0]["done"] == 2 and len(history["items"]) == 3
    assert all(Path(file["to"]).exists() for item in history["items"] for file in item["files"])
    # what is in the trash is in no group, and a scan finds nothing amiss
    assert crh("scan", photo_folder, "--library", library)["removed"] == 0
    assert all(
        "a again" not in member["path"]
        for one in crh("dupes", "--library", library)["groups"]
        for member in one["members"]
    )

    back = crh("undo", str(applied["batch"]), "--library", library)
    assert (back["done"], back["refused"]) == (2, [])
    after = tree(photo_folder)
    assert {name: one for name, one in after.items() if name != b"b.jpg"} == {
        name: one for name, one in before.items() if name != b"b.jpg"
    }
    assert crh("scan", photo_folder, "--library", library)["hashed"] == 0


def test_plans_that_are_none_change_nothing(crh: Crh, photo_folder: Path, library: Path, tmp_path: Path) -> None:
    crh("scan", photo_folder, "--library", library)
    before = tree(photo_folder)
    plan = tmp_path / "plan.json"
    photo = {"path": str(photo_folder / "a.jpg"), "digest": "0" * 64}
    for wrong in (
        "", "[]", "{}", '{"version": 2, "groups": []}', '{"version": 1, "groups": [1]}', "[" * 100_000,
        json.dumps({"version": 1, "groups": [{"tier": "best", "keeper": "x", "digest": "0" * 64, "trash": []}]}),
        json.dumps({"version": 1, "groups": [{"tier": "near", "keeper": "x", "digest": "zz", "trash": [photo]}]}),
    ):  # fmt: skip
        plan.write_text(wrong)
        crh("apply", plan, "--library", library, code=2)
    # a plan cannot reach out of the library's folders, by name or by a link
    outside = tmp_path / "outside.jpg"
    outside.write_bytes((photo_folder / "a.jpg").read_bytes())
    (photo_folder / "way out").symlink_to(tmp_path)
    crh("dupes", "--library", library, "--plan", plan)
    told = json.loads(plan.read_text())
    digest = told["groups"][0]["digest"]
    for path in (outside, photo_folder / "way out" / "outside.jpg", photo_folder / ".." / "outside.jpg"):
        told["groups"][0]["trash"] = [{"path": os.path.join(path), "digest": digest}]
        plan.write_text(json.dumps(told))
        refused = crh("apply", plan, "--library", library, code=3)
        assert refused["done"] == 0 and outside.exists()
    (photo_folder / "way out").unlink()
    assert tree(photo_folder) == before
    crh("undo", "99", "--library", library, code=2)


def test_links_and_moves_are_plans_too(crh: Crh, photo_folder: Path, library: Path, tmp_path: Path) -> None:
    crh("scan", photo_folder, "--library", library)
    before = tree(photo_folder)
    plan = tmp_path / "plan.json"
    crh("dupes", "--library", library, "--plan", plan)
    done = crh("apply", plan, "--library", library, "--action", "hardlink")
    again = photo_folder / "backup" / "a again.jpg"
    assert done["done"] == 1 and os.path.samefile(photo_folder / "a.jpg", again)
    crh("undo", str(done["batch"]), "--library", library)
    assert tree(photo_folder) == before
    crh("apply", plan, "--library", library, "--action", "move", code=2)
    done = crh("apply", plan, "--library", library, "--action", "move", "--to", tmp_path / "aside")
    assert (tmp_path / "aside" / photo_folder.name / "backup" / "a again.jpg").exists() and not again.exists()
    crh("undo", str(done["batch"]), "--library", library)
    assert tree(photo_folder) == before


def test_a_card_is_checked_and_only_what_is_new_is_copied(
    crh: Crh, photo_folder: Path, library: Path, tmp_path: Path, own_trash: Path
) -> None:
    crh("scan", photo_folder, "--library", library)
    card = tmp_path / "card"
    card.mkdir()
    same, version = card / "same.jpg", card / "b.jpg"
    same.write_bytes((photo_folder / "a.jpg").read_bytes())
    with Image.open(photo_folder / "b.jpg") as picture:
        picture.resize((300, 225)).save(version, quality=60)
    make_picture(987, (320, 240)).save(card / "c.jpg", quality=90)
    (card / "broken.jpg").write_bytes(b"no picture")
    before, untouched = tree(photo_folder), tree(card)
    found = crh("known", card, "--library", library)
    states = {Path(one["path"]).name: one["state"] for one in found["files"]}
    assert states == {"same.jpg": "here", "b.jpg": "version", "c.jpg": "new", "broken.jpg": "unreadable"}
    matches = {Path(one["path"]).name: one["match"] and Path(one["match"]).name for one in found["files"]}
    assert matches["same.jpg"] in ("a.jpg", "a again.jpg") and matches["b.jpg"] == "b.jpg"
    assert tree(photo_folder) == before
    crh("known", card, "--library", library, "--copy-new", tmp_path / "elsewhere", code=2)
    copied = crh("known", card, "--library", library, "--copy-new", photo_folder)
    # there is a c.jpg already: nothing is ever replaced
    new = photo_folder / "c (2).jpg"
    assert copied["copied"] == 1 and new.read_bytes() == (card / "c.jpg").read_bytes() and tree(card) == untouched
    assert new.stat().st_mtime_ns == (card / "c.jpg").stat().st_mtime_ns
    crh("undo", str(copied["batch"]), "--library", library)
    assert tree(photo_folder) == before and len(list((own_trash / "files").iterdir())) == 1
    crh("known", photo_folder, "--library", library, code=2)
