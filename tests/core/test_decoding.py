"""Decode processes: a crash, a hang or a pipe costs one file, and the others still come."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from crh_desktop.core import decoding, imaging
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import PhotoError
from crh_desktop.core.thumbs import thumbnail_path


def photo(path: Path, seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)
    return bytes(path)


def test_every_file_is_answered_and_a_pipe_does_not_block(tmp_path: Path) -> None:
    good = [photo(tmp_path / f"{number}.png", number) for number in range(5)]
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "empty.jpg").touch()
    bad = [bytes(tmp_path / name) for name in ("pipe.jpg", "empty.jpg", "gone.jpg")]
    with DecodePool(2) as pool:
        found = {read.path: read for read in pool.read_all([*good, *bad], lambda digest: True)}
    assert set(found) == {*good, *bad}
    for path in good:
        assert found[path].network is not None and thumbnail_path(found[path].digest).exists()
    assert all(found[path].reason.endswith(".") for path in bad)


def test_known_contents_are_not_decoded(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png", 1)
    with DecodePool(1) as pool:
        (read,) = pool.read_all([path], lambda digest: False)
    assert read.known and read.network is None and len(read.digest) == 64


def test_a_crashing_decoder_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [photo(tmp_path / f"{number}.png", number) for number in range(4)]
    real = decoding._Child.go_on

    def send(self: decoding._Child, message: dict[str, object]) -> None:
        real(self, message)
        if message.get("path") == os.fsdecode(paths[1]):
            assert self._process is not None
            os.kill(self._process.pid, signal.SIGKILL)

    monkeypatch.setattr(decoding._Child, "go_on", send)
    with DecodePool(1) as pool:
        found = {read.path: read for read in pool.read_all(paths, lambda digest: True)}
    assert "crashed" in found[paths[1]].reason
    assert all(found[path].network is not None for path in (paths[0], paths[2], paths[3]))


def test_a_hanging_decoder_is_put_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = photo(tmp_path / "a.png", 1)
    monkeypatch.setattr(decoding._Child, "_fill", lambda self, deadline: (_ for _ in ()).throw(TimeoutError()))
    with DecodePool(1, time_limit=0.1) as pool:
        (read,) = pool.read_all([path], lambda digest: True)
    assert "set aside" in read.reason


@pytest.mark.parametrize("side", [None, 64])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "I;16", "CMYK", "LA"])
def test_every_mode_becomes_upright_rgb(tmp_path: Path, mode: str, side: int | None) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    source = Image.fromarray(np.arange(80 * 60, dtype=np.uint16).reshape(60, 80) * 13) if mode == "I;16" else None
    image = source or Image.effect_noise((80, 60), 50).convert(mode)
    image.save(tmp_path / "x", kind)
    decoded = imaging.decode((tmp_path / "x").read_bytes(), "x", side)
    assert decoded.picture.mode == "RGB" and (decoded.width, decoded.height) == (80, 60)
    assert np.asarray(decoded.picture).std() > 5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(tmp_path: Path, orientation: int, kind: str) -> None:
    image = Image.effect_noise((80, 60), 50).convert("RGB")
    exif = image.getexif()
    exif[274] = orientation
    image.save(tmp_path / "x", kind, exif=exif)
    decoded = imaging.decode((tmp_path / "x").read_bytes())
    turned = orientation >= 5
    assert (decoded.width, decoded.height) == ((60, 80) if turned else (80, 60)) == decoded.picture.size


def test_bombs_are_refused_by_their_header(shared_data: Path) -> None:
    for bomb in sorted((shared_data / "odd" / "bombs").glob("*claims*")):
        with pytest.raises(PhotoError, match="claims"):
            imaging.decode(bomb.read_bytes(), bomb.name, 224)


def test_half_a_picture_is_decoded_and_marked(tmp_path: Path) -> None:
    image = Image.effect_noise((800, 600), 60).convert("RGB")
    image.save(tmp_path / "x.jpg")
    data = (tmp_path / "x.jpg").read_bytes()
    assert imaging.decode(data).note == ""
    half = imaging.decode(data[: len(data) // 2], side=224)
    assert half.note == imaging.PART_ONLY and (half.width, half.height) == (800, 600)
    assert imaging.decode(data).note == ""
    (tmp_path / "half.jpg").write_bytes(data[: len(data) // 2])
    with DecodePool(1) as pool:
        (read,) = pool.read_all([bytes(tmp_path / "half.jpg")], lambda digest: True)
    assert read.network is not None and read.note == imaging.PART_ONLY
