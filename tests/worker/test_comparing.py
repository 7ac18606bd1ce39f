"""Comparing two files from anywhere: every tier, both orders, and a sentence for what cannot be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageOps

from crh_desktop.core.decoding import DecodePool, Read
from crh_desktop.core.errors import UsageError
from crh_desktop.core.matching.evidence import Kind
from crh_desktop.core.matching.verify import VERIFIER
from crh_desktop.core.records import Tier
from crh_desktop.core.thumbs import thumbnail_path
from crh_desktop.worker import comparing
from crh_desktop.worker.comparing import Compared, compare_job
from crh_desktop.worker.verifying import forget_reduced
from tests.fixtures.samples import NAMES, SAMPLES, exposure, sample


@pytest.fixture(scope="module")
def pool() -> Iterator[DecodePool]:
    with DecodePool(1) as one:
        yield one


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all of these tests, since the decode process keeps the one it was started with."""
    return tmp_path_factory.mktemp("comparing_home")


@pytest.fixture(autouse=True)
def crh_home(module_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(module_home))
    return module_home


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(SAMPLES / NAMES[0], tmp_path / "original.jpg"))


def compared(first: Path, second: Path, pool: DecodePool) -> Compared:
    return compare_job(str(first), str(second), pool)


def test_equal_bytes_are_identical(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    shutil.copyfile(original, tmp_path / "again.jpg")
    for second in (tmp_path / "again.jpg", original):
        found = compared(original, second, pool)
        assert found.evidence.tier is Tier.IDENTICAL and found.evidence.score == 1 and found.evidence.distance == 0
        assert found.digests[0] == found.digests[1] and found.evidence.verifier == VERIFIER


def test_equal_pixels_of_another_format_are_told(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    with Image.open(original) as photo:
        photo.save(tmp_path / "same.png")
    for pair in ((original, tmp_path / "same.png"), (tmp_path / "same.png", original)):
        found = compared(*pair, pool)
        assert found.evidence.tier is Tier.PIXELS and found.evidence.residual == 0
        assert found.digests[0] != found.digests[1] and found.sizes[0] == found.sizes[1]


def test_one_other_pixel_is_not_the_same(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    with Image.open(original) as photo:
        changed = photo.convert("RGB")
    changed.putpixel((5, 5), (255, 0, 255))
    changed.save(tmp_path / "other.png")
    evidence = compared(original, tmp_path / "other.png", pool).evidence
    assert evidence.tier is Tier.NEAR
    assert "- The decoded pixels differ." in evidence.steps


def test_a_crop_is_part_of_it_from_either_side(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    with Image.open(original) as photo:
        photo.crop((30, 40, 160, 220)).save(tmp_path / "crop.jpg", quality=92)
    found = compared(original, tmp_path / "crop.jpg", pool)
    assert found.evidence.tier is Tier.NEAR and found.evidence.kind is Kind.PART and found.evidence.derived == 1
    assert found.sizes[1] == (130, 180)
    back = compared(tmp_path / "crop.jpg", original, pool)
    assert back.evidence.tier is Tier.NEAR and back.evidence.derived == 0 and back.digests == found.digests[::-1]
    crop = back.evidence.crop()
    width, height = found.sizes[0]
    assert crop == pytest.approx((30 / width, 40 / height, 130 / width, 180 / height), abs=0.015)


def test_the_exif_turn_is_not_a_difference(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    with Image.open(original) as photo:
        turned = photo.convert("RGB").transpose(Image.Transpose.ROTATE_90)
    turned.save(tmp_path / "turned.jpg", quality=92, exif=exif)
    evidence = compared(original, tmp_path / "turned.jpg", pool).evidence
    assert evidence.tier is Tier.NEAR and evidence.turn == 0 and abs(evidence.angle) < 0.5


def test_unrelated_photos_do_not_match(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    other = tmp_path / "other.jpg"
    shutil.copyfile(SAMPLES / NAMES[1], other)
    evidence = compared(original, other, pool).evidence
    assert evidence.tier is not Tier.NEAR and evidence.score < 0.5 and len(evidence.steps) > 1


def test_two_exposures_are_told_by_their_grain(tmp_path: Path, pool: DecodePool) -> None:
    for number in (1, 2):
        exposure(number).save(tmp_path / f"{number}.jpg", quality=93)
    with Image.open(tmp_path / "1.jpg") as first:
        first.save(tmp_path / "again.jpg", quality=90)
    two = compared(tmp_path / "1.jpg", tmp_path / "2.jpg", pool).evidence
    assert two.tier is Tier.SIMILAR and two.score < 0.5 and two.kind is Kind.NONE
    assert two.steps[-1].endswith("Two exposures.")
    copy = compared(tmp_path / "1.jpg", tmp_path / "again.jpg", pool).evidence
    assert copy.tier is Tier.NEAR and "finest detail" in copy.steps[-1]


def test_two_exposures_are_told_by_their_capture_data(tmp_path: Path, pool: DecodePool) -> None:
    photo = sample(NAMES[2])
    for number, sub_second in enumerate(("10", "73")):
        exif = Image.Exif()
        exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Maker", "Model 1"
        details = exif.get_ifd(ExifTags.IFD.Exif)
        details[ExifTags.Base.DateTimeOriginal] = "2023:05:06 07:08:09"
        details[ExifTags.Base.SubsecTimeOriginal] = sub_second
        photo.save(tmp_path / f"{number}.jpg", quality=90 - 5 * number, exif=exif)
    evidence = compared(tmp_path / "0.jpg", tmp_path / "1.jpg", pool).evidence
    assert evidence.tier is Tier.SIMILAR and "capture data" in evidence.steps[-1]


def test_two_blank_pages_are_not_near(tmp_path: Path, pool: DecodePool) -> None:
    for number in (250, 252):
        Image.new("RGB", (200, 150), (number,) * 3).save(tmp_path / f"{number}.png")
    evidence = compared(tmp_path / "250.png", tmp_path / "252.png", pool).evidence
    assert evidence.tier not in (Tier.NEAR, Tier.PIXELS, Tier.IDENTICAL)


@pytest.mark.parametrize("first_is_bad", [False, True])
@pytest.mark.parametrize(
    "content", [b"", b"not a picture at all", b"\xff\xd8\xff\xe0broken"], ids=["empty", "text", "cut"]
)
def test_what_cannot_be_decoded_is_named(
    content: bytes, first_is_bad: bool, original: Path, tmp_path: Path, pool: DecodePool
) -> None:
    bad = tmp_path / "bad one.jpg"
    bad.write_bytes(content)
    pair = (bad, original) if first_is_bad else (original, bad)
    with pytest.raises(UsageError, match=r"bad one\.jpg: .+"):
        compared(*pair, pool)


def test_what_is_not_there_is_named(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.jpg"):
        compared(original, tmp_path / "nowhere.jpg", pool)
    with pytest.raises(UsageError, match=str(tmp_path)):
        compared(original, tmp_path, pool)


def test_both_leave_a_thumbnail_to_show(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    ImageOps.mirror(sample(NAMES[0])).save(tmp_path / "mirrored.jpg")
    found = compared(original, tmp_path / "mirrored.jpg", pool)
    assert all(thumbnail_path(digest).exists() for digest in found.digests)
    assert found.evidence.mirrored and found.evidence.tier is Tier.NEAR


def test_a_small_picture_that_is_cut_off_is_told_by_its_file(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    ImageOps.mirror(sample(NAMES[0])).save(tmp_path / "mirrored.jpg")
    digest = compared(original, tmp_path / "mirrored.jpg", pool).digests[0]
    place = thumbnail_path(digest)
    whole = place.read_bytes()
    place.write_bytes(whole[:-1000])  # its head says the size, its points are there
    forget_reduced()
    try:
        with pytest.raises(UsageError, match="original.jpg: its small picture could not be kept"):
            comparing._reduced(Read(bytes(original), digest, perceptual=np.zeros(32, np.uint8)))
    finally:
        place.write_bytes(whole)


def test_the_verdict_is_the_same_on_every_run(original: Path, tmp_path: Path, pool: DecodePool) -> None:
    with Image.open(original) as photo:
        photo.convert("L").save(tmp_path / "gray.jpg", quality=80)
    first = compared(original, tmp_path / "gray.jpg", pool)
    assert compared(original, tmp_path / "gray.jpg", pool) == first
    assert first.evidence.colour == "black and white"


def test_a_series_from_the_hand_is_two_exposures(shared_data: Path, pool: DecodePool) -> None:
    images = shared_data / "duplicates" / "images"
    for pair in (("handheld_1.jpg", "handheld_2.jpg"), ("handheld_2.jpg", "handheld_1.jpg")):
        evidence = compared(images / pair[0], images / pair[1], pool).evidence
        assert evidence.tier is Tier.SIMILAR
