"""Grain: copies keep the noise of their original, two exposures have each their own."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.matching.grain import Grain, common_grain
from crh_desktop.core.records import GrayPicture, Tier
from crh_desktop.worker.comparing import compare_job
from tests.fixtures.drawing import jpeg
from tests.fixtures.samples import EXPOSED, exposure

SAME = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
SIDE = EXPOSED[0]
# a crop of three pixels at the left and five at the top: the blocks of the two files' compression do not coincide
CROPPED = (
    SIDE / (SIDE - 3),
    0.0,
    -3 / (SIDE - 3),
    0.0,
    (SIDE * 2 // 3) / (SIDE * 2 // 3 - 5),
    -5 / (SIDE * 2 // 3 - 5),
)
CAMERA_PHOTO = "photos/camera_and_formats/mdx__jpg__Canon PowerShot A85.jpg"
# how the made-up camera saves
CAMERA = 90


def read(photo: Image.Image, quality: int = 0) -> GrayPicture:
    """What a decode process says of the photo, saved as JPEG of a quality, or never compressed (0)."""
    if not quality:
        return GrayPicture(np.asarray(ImageOps.grayscale(photo), np.float32), None, 1.0)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=quality)
    with Image.open(out) as saved:
        table = list(saved.quantization[0])
        return GrayPicture(np.asarray(saved.convert("L"), np.float32), table, 1.0)


@functools.cache
def original(seed: int) -> Image.Image:
    """The scene taken once, as the camera saved it; `read(exposure(seed), CAMERA)` is the same file."""
    return jpeg(exposure(seed), CAMERA)


def taken(seed: int) -> GrayPicture:
    return read(exposure(seed), CAMERA)


@pytest.mark.parametrize("quality", [50, 60, 70, 80, 90, 95])
def test_a_copy_saved_again_keeps_its_grain(quality: int) -> None:
    found = common_grain(taken(1), read(original(1), quality), SAME)
    assert not found.says or found.kept > 0.8
    assert found.says or quality < 80, "mild compression leaves enough to judge by"


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda photo: photo.resize((SIDE * 4 // 5, SIDE * 8 // 15), Image.Resampling.LANCZOS),
    "larger": lambda photo: photo.resize((SIDE * 5 // 4, SIDE * 5 // 6), Image.Resampling.BICUBIC),
    "brighter": lambda photo: ImageEnhance.Brightness(photo).enhance(1.15),
    "darker": lambda photo: ImageEnhance.Brightness(photo).enhance(0.8),
    "more contrast": lambda photo: ImageEnhance.Contrast(photo).enhance(1.2),
    "black and white": lambda photo: ImageOps.grayscale(photo).convert("RGB"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_copy_keeps_its_grain(edit: str) -> None:
    found = common_grain(taken(2), read(EDITS[edit](original(2)), 92), SAME)
    assert found.says and found.kept > 0.8


def test_a_crop_keeps_its_grain() -> None:
    left, top, width, height = 120, 60, 720, 480
    crop = original(2).crop((left, top, left + width, top + height))
    relative = (SIDE / width, 0.0, -left / width, 0.0, SIDE * 2 / 3 / height, -top / height)
    found = common_grain(taken(2), read(crop, 92), relative)
    assert found.says and found.kept > 0.8


@pytest.mark.parametrize("blur", [0.7, 1.0, 1.3])
def test_a_blurred_copy_is_told_from_two_exposures(blur: float) -> None:
    blurred = ImageFilter.GaussianBlur(blur)
    copy = common_grain(taken(1), read(original(1).filter(blurred), 95), SAME)
    assert copy.copied(lighter=False)
    other = common_grain(taken(1), read(original(2).filter(blurred), 95), SAME)
    assert not other.says or not other.copied(lighter=False)


@pytest.mark.parametrize("quality", [95, 90, 85])
def test_two_exports_of_one_exposure_are_copies(quality: int) -> None:
    for one, other in ((exposure(1), True), (exposure(2), False)):
        found = common_grain(read(exposure(1), quality), read(one.crop((3, 5, SIDE, SIDE * 2 // 3)), quality), CROPPED)
        assert found.says and found.copied(lighter=False) == other


@pytest.mark.parametrize(("first", "second"), [(0, 0), (95, 95), (95, 85), (90, 0)])
def test_two_exposures_have_each_their_own(first: int, second: int) -> None:
    found = common_grain(read(exposure(1), first), read(exposure(2), second), SAME)
    assert found.says and found.kept < 0.5


@pytest.mark.parametrize("factor", [0.85, 1.15])
def test_two_exposures_of_other_light_have_each_their_own(factor: float) -> None:
    second = ImageEnhance.Brightness(exposure(5)).enhance(factor)
    found = common_grain(read(exposure(4), 95), read(second, 95), SAME)
    assert found.says and found.kept < 0.5


@pytest.mark.parametrize("quality", [92, 85])
def test_the_order_of_two_exposures_decides_nothing(quality: int) -> None:
    for one, other in ((1, 2), (4, 5)):
        found = common_grain(read(exposure(other), quality), taken(one), SAME)
        assert found.says and found.kept < 0.5


@pytest.mark.parametrize("quality", [95, 85, 65])
def test_the_order_of_original_and_copy_decides_nothing(quality: int) -> None:
    found = common_grain(read(original(1), quality), taken(1), SAME)
    assert not found.says or found.kept > 0.8


def test_too_small_a_picture_says_nothing() -> None:
    small = exposure(1).resize((300, 200), Image.Resampling.LANCZOS)
    found = common_grain(read(small), read(small, 90), SAME)
    assert not found.says and found.kept == 1.0


def test_pictures_that_hardly_overlap_say_nothing() -> None:
    assert not common_grain(read(exposure(1)), read(exposure(1)), (1.0, 0.0, 0.9, 0.0, 1.0, 0.0)).says


def test_a_plain_or_clipped_picture_says_nothing() -> None:
    white = GrayPicture(np.full((700, 900), 255, np.float32), None, 1.0)
    smooth = GrayPicture(np.tile(np.linspace(60, 180, 900, dtype=np.float32), (700, 1)), None, 1.0)
    for picture in (white, smooth):
        assert not common_grain(picture, picture, SAME).says


def test_hard_compression_says_nothing_rather_than_two_exposures() -> None:
    found = common_grain(taken(1), read(original(1), 12), SAME)
    assert not found.says or found.kept > 0.6


def test_nothing_said_is_no_reason_against() -> None:
    assert not Grain().says and Grain().kept == 1.0
    assert Grain(expected=0.8, found=0.4, blocks=10).kept == 1.0, "too few blocks"
    assert Grain(expected=0.8, found=0.4, blocks=100).kept == pytest.approx(0.5)


def test_a_series_from_the_hand_is_several_exposures(shared_data: Path) -> None:
    images = shared_data / "duplicates" / "images"
    with DecodePool(1) as pool:
        evidence = compare_job(str(images / "handheld_1.jpg"), str(images / "handheld_2.jpg"), pool).evidence
    assert evidence.tier is Tier.SIMILAR


def compared(first: Path, second: Path) -> Tier | None:
    with DecodePool(1) as pool:
        return compare_job(str(first), str(second), pool).evidence.tier


def test_a_camera_photo_and_its_copy_are_one_exposure(shared_data: Path, tmp_path: Path) -> None:
    photo_file, copy = shared_data / CAMERA_PHOTO, tmp_path / "copy.jpg"
    with Image.open(photo_file) as photo:
        made = photo.convert("RGB")
    made.thumbnail((1600, 1600), Image.Resampling.LANCZOS)
    made.save(copy, quality=70)
    assert compared(photo_file, copy) is compared(copy, photo_file) is Tier.NEAR


@pytest.mark.parametrize("copy_first", [False, True])
def test_a_noisy_photo_saved_again_is_one_exposure(copy_first: bool, shared_data: Path, tmp_path: Path) -> None:
    original_file, copy = tmp_path / "original.jpg", tmp_path / "copy.jpg"
    with Image.open(shared_data / CAMERA_PHOTO) as photo:
        made = photo.convert("RGB").crop((0, 0, 1000, 1000))
    made.save(original_file, quality=95)
    with Image.open(original_file) as again:
        again.save(copy, quality=65)
    pair = (copy, original_file) if copy_first else (original_file, copy)
    assert compared(*pair) is Tier.NEAR
