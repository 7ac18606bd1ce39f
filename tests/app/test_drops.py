"""What a drop or the clipboard holds: pictures from other programs are not decoded in the window."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from crh_desktop.app import drops
from tests.fixtures.hostile import pixel_bomb


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/x-anything"])
def test_a_pasted_picture_stays_bytes(qapp, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    data = QMimeData()
    data.setData(kind, pixel_bomb())
    monkeypatch.setattr(QMimeData, "imageData", lambda self: pytest.fail("decoded in the window"))
    found = drops.read(data)
    assert found.image is None and found.encoded == pixel_bomb()
    place = drops.save_pasted(found)
    assert place.read_bytes() == pixel_bomb()


def test_pixels_of_this_program_are_saved(qapp) -> None:
    data = QMimeData()
    picture = QImage(8, 6, QImage.Format.Format_RGB32)
    picture.fill(0xFF00FF)
    data.setImageData(picture)
    found = drops.read(data)
    assert Image.open(drops.save_pasted(found)).size == (8, 6)


def test_files_come_first_and_addresses_are_not_fetched(qapp) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/x.png"), QUrl.fromLocalFile("/a b.jpg")])
    data.setData("image/png", png())
    assert drops.read(data).paths == (b"/a b.jpg",)
    only = QMimeData()
    only.setUrls([QUrl("https://example.org/x.png")])
    assert drops.read(only) == drops.Dropped(remote=True)


def test_old_pastes_are_dropped(qapp) -> None:
    places = [drops.save_pasted(drops.Dropped(encoded=b"%d" % number)) for number in range(12)]
    left = [place for place in places if os.path.exists(place)]
    assert 8 <= len(left) <= 9 and places[-1] in left
