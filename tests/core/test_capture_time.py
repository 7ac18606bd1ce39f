"""When a photo was taken, from its name and from Takeout's note."""

from __future__ import annotations

import calendar
from pathlib import Path

import pytest
from PIL import Image

from crh_desktop.core.capture_time import as_exif, time_in_name, time_in_takeout
from crh_desktop.core.decoding import DecodePool


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (b"/2031-01-01/IMG_20190701_183005.jpg", "2019:07:01 18:30:05"),
        (b"PXL_20210102_030405678.jpg", "2021:01:02 03:04:05"),
        (b"2019-07-01 18.30.05.jpg", "2019:07:01 18:30:05"),
        (b"WhatsApp Image 2019-07-01 at 18.30.05.jpeg", "2019:07:01 18:30:05"),
        (b"IMG-20190701-WA0001.jpg", "2019:07:01 12:00:00"),
        (b"Screenshot_2020-02-29-23-59-59.png", "2020:02:29 23:59:59"),
        (b"DSC_0001.jpg", ""), (b"20190732.jpg", ""), (b"20190230_101010.jpg", ""), (b"19700101.jpg", ""),
        (b"120190701123.jpg", ""), (b"99991231.jpg", ""), (b"\xff20190701\xff.jpg", "2019:07:01 12:00:00"),
    ],
)  # fmt: skip
def test_names_that_tell_a_time(name: bytes, said: str) -> None:
    found = time_in_name(name)
    assert ("" if found is None else as_exif(found)) == said


def test_takeout_tells_a_time() -> None:
    moment = calendar.timegm((2015, 5, 6, 7, 8, 9))
    assert time_in_takeout(b'{"photoTakenTime": {"timestamp": "%d"}}' % moment) == moment
    for broken in (
        b"",
        b"[]",
        b"{}",
        b'{"photoTakenTime": {"timestamp": "x"}}',
        b"[" * 100_000,
        b'{"photoTakenTime": 3}',
    ):
        assert time_in_takeout(broken) is None


def test_what_a_file_says_outranks_a_note_and_that_its_name(tmp_path: Path) -> None:
    path = tmp_path / "IMG_20190701_183005.jpg"
    Image.new("RGB", (8, 8)).save(path)
    with DecodePool(1) as pool:
        said = pool.describe(bytes(path))
        assert (said["taken"], said["taken_from"]) == ("2019:07:01 18:30:05", "name")
        (tmp_path / (path.name + ".supplemental-metadata.json")).write_text(
            '{"photoTakenTime": {"timestamp": 1430896089}}'
        )
        said = pool.describe(bytes(path))
        assert (said["taken"], said["taken_from"]) == ("2015:05:06 07:08:09", "takeout")
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = "2018:01:01 00:00:00"
        Image.new("RGB", (8, 8)).save(path, exif=exif)
        said = pool.describe(bytes(path))
        assert (said["taken"], said["taken_from"]) == ("2018:01:01 00:00:00", "file")
