"""What a file says beside its pixels, and what that makes of two photos."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import PhotoError
from crh_desktop.core.metadata import Fact, Looked, describe, facts


def photo(**extra: object) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Maker\0", "Model 1"
    exif[ExifTags.Base.Software] = "Editor 2"
    capture = exif.get_ifd(ExifTags.IFD.Exif)
    capture[ExifTags.Base.DateTimeOriginal] = "2024:05:06 07:08:09"
    capture[ExifTags.Base.ExposureTime], capture[ExifTags.Base.FNumber] = 0.004, 2.8
    capture[ExifTags.Base.FocalLength], capture[ExifTags.Base.ISOSpeedRatings] = 50.0, 200
    capture[ExifTags.Base.Flash] = 1
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[1], place[2], place[3], place[4] = "S", (33.0, 51.0, 36.0), "E", (151.0, 12.0, 0.0)
    buffer = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (40, 30), (90, 120, 30)).save(buffer, "JPEG", exif=exif, icc_profile=profile, **extra)
    return buffer.getvalue()


SIDECAR = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmp:Rating="4"/></x:xmpmeta>'


def test_a_photo_is_described() -> None:
    said = describe(photo(), SIDECAR)
    assert said["make"] == "Maker" and said["model"] == "Model 1" and said["software"] == "Editor 2"
    assert (said["exposure"], said["aperture"], said["focal"], said["iso"]) == ("1/250 s", "f/2.8", "50 mm", "200")
    assert said["taken"] == "2024:05:06 07:08:09" and said["flash"] == "fired"
    assert said["place"] == "-33.86000, 151.20000" and said["rating"] == "4" and "sRGB" in said["profile"]


@pytest.mark.parametrize("data", [b"", b"no picture", photo()[:200], b"\xff\xd8" + b"\xff" * 5000])
def test_what_cannot_be_read_says_nothing(data: bytes) -> None:
    assert set(describe(data)) <= {"mode", "make", "model", "software", "profile", "rating"}


def looked(width: int = 100, size: int = 1000, quality: int = 90, **said: str) -> Looked:
    return Looked(width, 100, size, "JPEG", quality, said)


def test_facts_name_the_better_one() -> None:
    found = facts(looked(400, 5000, 92, place="1, 2"), looked(100, 900, 71, rating="5"))
    assert found[:2] == [Fact("pixels", 0, 40_000, 10_000), Fact("quality", 0, 92, 71)]
    assert Fact("has_place", 0, "1, 2", "") in found and Fact("has_rating", 1, "", "5") in found
    assert facts(looked(), looked()) == []


def test_the_decode_process_describes(tmp_path: Path) -> None:
    place = tmp_path / "one.jpg"
    place.write_bytes(photo())
    (tmp_path / "one.xmp").write_bytes(SIDECAR)
    with DecodePool(1) as pool:
        assert pool.describe(bytes(place))["rating"] == "4"
        with pytest.raises(PhotoError):
            pool.describe(bytes(tmp_path / "missing.jpg"))
