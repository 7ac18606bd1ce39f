"""Files of one shot, and the burst guard."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from crh_desktop.core.imaging import decode
from crh_desktop.core.matching.stacks import Shot, one_exposure, sequence_number
from crh_desktop.core.matching.units import Companions, companions, raw_partners

FOLDER = [
    b"IMG_1.jpg", b"IMG_1.NEF", b"img_1.XMP", b"IMG_1.jpg.xmp", b"IMG_1.nef.pp3", b"IMG_1.NEF.dop", b"IMG_10.jpg",
    b"IMG_2.HEIC", b"IMG_2.MOV", b"IMG_2.aae", b"IMG_2.jpg",
    b"CLIP.mov", b"IMG_3.png", b"IMG_3.mov", b"IMG_3.xmp", b"notes.txt", b"IMG_1.txt",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"IMG_1.jpg", [b"IMG_1.NEF", b"IMG_1.NEF.dop", b"IMG_1.jpg.xmp", b"IMG_1.nef.pp3", b"img_1.XMP"]),
        (b"IMG_1.NEF", [b"IMG_1.NEF.dop", b"IMG_1.jpg", b"IMG_1.jpg.xmp", b"IMG_1.nef.pp3", b"img_1.XMP"]),
        (b"IMG_10.jpg", []),
        (b"IMG_2.HEIC", [b"IMG_2.MOV", b"IMG_2.aae"]),
        (b"IMG_2.jpg", []),  # the film and the edits are those of the HEIC
        (b"IMG_3.png", [b"IMG_3.xmp"]),  # a PNG is no Live Photo
        (b"gone.jpg", []),
    ],
)
def test_companions_of_a_photo(name: bytes, expected: list[bytes]) -> None:
    assert companions(b"/p/" + name, FOLDER) == tuple(b"/p/" + one for one in expected)


def test_what_a_stem_shares_has_one_owner() -> None:
    shared = b"/p/IMG_2.MOV"
    owners = [name for name in FOLDER if shared in companions(b"/p/" + name, FOLDER)]
    assert owners == [b"IMG_2.HEIC"]


def test_the_disk_is_asked_once_a_folder(tmp_path: Path) -> None:
    for name in ("a.jpg", "A.xmp", "a.jpg.xmp", "b.jpg"):
        (tmp_path / name).write_bytes(b"")
    ask = Companions()
    both = (bytes(tmp_path / "A.xmp"), bytes(tmp_path / "a.jpg.xmp"))
    assert ask(bytes(tmp_path / "a.jpg")) == both
    (tmp_path / "b.xmp").write_bytes(b"")
    assert ask(bytes(tmp_path / "b.jpg")) == ()
    ask.forget()
    assert ask(bytes(tmp_path / "b.jpg")) == (bytes(tmp_path / "b.xmp"),)
    assert ask(bytes(tmp_path / "missing" / "a.jpg")) == ()


def test_raw_files_and_their_pictures() -> None:
    paths = [b"/p/a.nef", b"/p/A.HEIC", b"/p/a.JPG", b"/q/a.jpg", b"/p/b.cr2", b"/p/b.png", b"/p/c.arw", b"/p/c.jpg"]
    taken = [None, None, 5.0, None, None, None, 100.0, 500.0]
    assert raw_partners(paths, taken) == {0: 2}  # c is two shots of one name
    assert raw_partners(paths[1:4], taken[1:4]) == {}


CAMERA = "Maker Model 1"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Shot(10, "12", CAMERA), Shot(10, "57", CAMERA), False),
        (Shot(10, "12", CAMERA), Shot(10, "57", "Other"), None),
        (Shot(10, "12", CAMERA), Shot(10, "57"), None),
        (Shot(10, "12", CAMERA), Shot(10, "120", CAMERA), None),  # the same decimals
        (Shot(10, "12", CAMERA), Shot(10, "", CAMERA), None),
        (Shot(10, "12", CAMERA), Shot(10, "00", CAMERA), None),  # written by a program that does not know them
        (Shot(10, "", CAMERA), Shot(12, "", CAMERA), None),  # a clock may have been set right
        (Shot(10, "", CAMERA, number="4"), Shot(10, "", CAMERA, number="5"), False),
        (Shot(10, "", CAMERA, unique="a"), Shot(10, "", CAMERA, unique="b"), False),
        (Shot(10, "12", CAMERA, unique="a"), Shot(10, "12", CAMERA, unique="b"), None),
        (Shot(10, "", CAMERA, serial="1"), Shot(10, "", CAMERA, serial="2"), False),
        (Shot(10, "12", CAMERA, "1", "4", "a"), Shot(10, "12", CAMERA, "1", "4", "a"), None),
        (Shot(10, "", CAMERA, sequence=1), Shot(10, "", CAMERA, sequence=2), None),
    ],
)
def test_what_tells_exposures_apart(first: Shot, second: Shot, expected: bool | None) -> None:
    assert one_exposure(first, second) is expected
    assert one_exposure(second, first) is expected


def test_a_shot_is_read_from_the_file() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Maker", "Model 1"
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.DateTimeOriginal] = "2020:05:06 07:08:09"
    inner[ExifTags.Base.SubsecTimeOriginal] = "37\0"
    inner[ExifTags.Base.ImageUniqueID] = "abc"
    inner[ExifTags.Base.BodySerialNumber] = "77"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    decoded = decode(out.getvalue(), "DSC_0042.jpg")
    shot = Shot.of(decoded.taken_at, decoded.camera, decoded.shot, b"/p/DSC_0042.jpg")
    assert (shot.sub_second, shot.unique, shot.serial, shot.number) == ("37", "abc", "77", "")
    assert shot.camera == CAMERA and shot.sequence == 42 and shot.taken_at is not None
    assert Shot.of(None, "", "no json") == Shot() == Shot.of(None, "", "[1]")


def test_the_number_in_a_name() -> None:
    assert sequence_number(b"/2020/DSC_0042.jpg") == 42
    assert sequence_number(b"/2020/20200101_113045_007.jpg") == 7
    assert sequence_number(b"/2020/a1.jpg") is None
