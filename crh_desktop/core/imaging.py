"""The one decoder: any supported file to an upright RGB picture of the wanted size, within limits.

Only decode processes (`core.decoding`) and tests call this on files from outside.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFile, UnidentifiedImageError

from crh_desktop.core.capture_time import trusted
from crh_desktop.core.errors import PhotoError
from crh_desktop.core.formats import FORMATS, is_raw

#: No picture with more pixels than this is decoded: a 200-megapixel panorama passes, a decompression bomb does not.
MAX_PIXELS = 300_000_000
#: No side longer than this, whatever the area.
MAX_SIDE = 100_000
#: Formats that can be decoded at reduced size cost little; others hold every pixel in memory while decoding.
MAX_PIXELS_FULL = 150_000_000
NETWORK_SIDE = 224
PART_ONLY = (
    "The file breaks off or has faults inside; what could be decoded is shown. Compare it with a copy if you have one."
)

#: The sum of the luminance table in annex K of the JPEG standard, which libjpeg scales.
_STANDARD_LUMINANCE_SUM = 3689
#: Pillow refuses twice this, also where a decoder makes room while it still reads the header (GIF).
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
_registered = False


@dataclass(frozen=True, slots=True)
class Decoded:
    """An upright RGB picture, perhaps reduced. width, height: the full upright size in pixels."""

    picture: Image.Image
    width: int
    height: int
    format: str
    taken_at: float | None
    camera: str
    note: str  # what is unusual about it, in words ("" for nothing)
    shot: str = ""  # what the camera wrote of this very exposure, as JSON: see `matching.stacks.Shot`
    jpeg_quality: int = 0  # 1 to 100 as libjpeg counts; 0 for other formats


def _register() -> None:
    global _registered
    if _registered:
        return
    import pi_heif

    pi_heif.register_heif_opener()  # type: ignore[attr-defined]
    try:
        import pillow_jxl  # noqa: F401  registers itself
    except ImportError:
        warnings.warn("JPEG XL files cannot be read: pillow-jxl-plugin is missing", stacklevel=2)
    _registered = True


def opened(stream: IO[bytes], formats: Sequence[str] = FORMATS) -> ImageFile.ImageFile:
    """A picture whose header was read; its pixels are not decoded yet. Raises whatever decoders raise."""
    _register()
    return Image.open(stream, formats=tuple(formats))


def decode(data: bytes, name: bytes | str = "", side: int | None = None) -> Decoded:
    """Decode a file's bytes to an upright RGB picture.

    Args:
        data: The whole file.
        name: Its name, only used to tell camera raw files from other TIFF-like ones.
        side: Wanted length of the shorter side in pixels; the picture may be larger. None decodes every pixel.

    Raises:
        PhotoError: The file is empty, is no picture, is damaged beyond use, or exceeds the limits.
    """
    if not data:
        raise PhotoError("The file is empty.")
    if is_raw(name) and not _is_plain_picture(data):
        return _decode_raw(data, side)
    return _decode_whole_or_part(data, side)


def _decode_whole_or_part(data: bytes, side: int | None) -> Decoded:
    """Half a photo is still the person's photo: what can be decoded is shown and hashed, and marked as damaged."""
    try:
        return _decode_stream(io.BytesIO(data), side)
    except PhotoError as error:
        if not isinstance(error, Damaged):
            raise
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # a switch of the whole process: decode processes do one file at a time
    try:
        return replace(_decode_stream(io.BytesIO(data), side), note=PART_ONLY)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _is_plain_picture(data: bytes) -> bool:
    """A JPEG, PNG, GIF or WebP under a raw name (seen in the wild) is decoded by its content."""
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF"))


def _decode_stream(stream: IO[bytes], side: int | None) -> Decoded:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = opened(stream)
            check_size(image, side)
            kind = image.format or "?"
            width, height = image.size
            exif = _exif(image)
            # libjxl turns while it decodes; pi-heif too, and sets the tag to 1; Pillow's AVIF leaves the turn to us
            orientation = 1 if kind == "JXL" else exif.get(ExifTags.Base.Orientation, 1)
            if side is not None and kind == "JPEG":
                image.draft(None, _draft_size(image.size, side))
            image.load()
            fineness = jpeg_quality(getattr(image, "quantization", None)) if kind in ("JPEG", "MPO") else 0
            if side is not None:
                image = _reduce(image, side)
            picture = _upright(_to_rgb(image), orientation)
    except PhotoError:
        raise
    except Image.DecompressionBombError as error:
        claimed = re.search(r"(\d+) pixels", str(error))
        size = f"{int(claimed[1]) // 1_000_000:,} megapixels" if claimed else "more megapixels"
        raise PhotoError(f"The file claims {size}, the limit is {MAX_PIXELS // 1_000_000}.") from None
    except MemoryError:
        raise PhotoError("The picture needs more memory than one file may use.") from None
    except UnidentifiedImageError:
        raise PhotoError("The content is not a picture in a format that can be read.") from None
    except Exception as error:  # decoders raise almost anything on damaged input
        raise Damaged(f"The picture is damaged and cannot be decoded ({_short(error)}).") from None
    if orientation in (5, 6, 7, 8):
        width, height = height, width
    return Decoded(picture, width, height, kind, _taken_at(exif), _camera(exif), "", _shot(exif), fineness)


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120] or type(error).__name__


def check_size(image: Image.Image, side: int | None) -> None:
    """Refuse what is larger than may be decoded; side as for `decode`.

    Raises:
        PhotoError: It is; the message says how large the file claims to be.
    """
    width, height = image.size
    limit = MAX_PIXELS if image.format == "JPEG" and side is not None else MAX_PIXELS_FULL
    if width * height > limit or max(width, height) > MAX_SIDE:
        raise PhotoError(
            f"The file claims {width:,} x {height:,} pixels, more than the limit of {limit // 1_000_000} megapixels."
        )
    if width < 1 or height < 1:
        raise PhotoError("The picture has no pixels.")


def _draft_size(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size to ask libjpeg for: both sides at least twice the wanted ones, so that resizing has material."""
    scale = 2 * side / min(size)
    return (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))


def _reduce(image: Image.Image, side: int) -> Image.Image:
    factor = min(image.size) // (2 * side)
    return image.reduce(factor) if factor > 1 and image.mode in {"L", "RGB", "RGBA", "CMYK", "LA"} else image


def _to_rgb(image: Image.Image) -> Image.Image:
    """RGB on white: 16 bit and float are scaled to what they use, transparency shows white as viewers do."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        values = np.nan_to_num(np.asarray(image, dtype=np.float32))
        high = 65535.0 if image.mode.startswith("I;16") or float(values.max(initial=0)) > 255 else 255.0
        if image.mode == "F" and float(values.max(initial=0)) <= 1.0:
            high = 1.0
        image = Image.fromarray(np.clip(values * (255.0 / high), 0, 255).astype(np.uint8))
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(picture: Image.Image, orientation: object) -> Image.Image:
    method = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return picture.transpose(method) if method is not None else picture


def _decode_raw(data: bytes, side: int | None) -> Decoded:
    """The embedded preview of a camera raw file; without one the file still counts for Identical."""
    import rawpy

    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            thumb = raw.extract_thumb()
            width, height = raw.sizes.width, raw.sizes.height
            if raw.sizes.flip in (5, 6):
                width, height = height, width
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        raise NoPreview from None
    except Exception as error:
        raise PhotoError(f"The raw file cannot be read ({_short(error)}).") from None
    if thumb.format == rawpy.ThumbFormat.JPEG:
        preview = _decode_stream(io.BytesIO(bytes(thumb.data)), side)
    else:
        preview = Decoded(Image.fromarray(np.asarray(thumb.data, np.uint8)), width, height, "RAW", None, "", "")
    note = "shown by its embedded preview"
    picture = preview.picture
    if (picture.width > picture.height) != (width > height) and picture.width != picture.height:
        width, height = height, width
    return Decoded(picture, width, height, "RAW", preview.taken_at, preview.camera, note, preview.shot)


class Damaged(PhotoError):
    """The picture begins well but breaks off or has faults inside."""


class NoPreview(PhotoError):
    """A raw file without a preview: counted, compared by bytes, not decoded."""

    def __init__(self) -> None:
        super().__init__("The raw file has no embedded preview; it is compared by its bytes only.")


def _exif(image: Image.Image) -> dict[int, object]:
    """EXIF of the main and the capture directory in one; broken EXIF is as good as none."""
    try:
        exif = image.getexif()
        tags: dict[int, object] = dict(exif)
        tags.update(exif.get_ifd(ExifTags.IFD.Exif))
    except Exception:
        return {}
    return tags


def _camera(tags: dict[int, object]) -> str:
    make, model = (str(tags.get(tag, "") or "") for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    make, model = (re.sub(r"[\x00-\x1f\x7f]", " ", word).strip()[:80] for word in (make, model))
    return model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()


def _shot(tags: dict[int, object]) -> str:
    """Sub-second, image number, unique identity and the body's serial number, as far as the file says them."""
    names = {
        "subsecond": ExifTags.Base.SubsecTimeOriginal,
        "number": ExifTags.Base.ImageNumber,
        "unique": ExifTags.Base.ImageUniqueID,
        "serial": ExifTags.Base.BodySerialNumber,
    }
    said = {name: re.sub(r"[\x00-\x1f\x7f]", " ", str(tags.get(tag, ""))).strip()[:80] for name, tag in names.items()}
    said = {name: value for name, value in said.items() if value}
    return json.dumps(said) if said else ""


def _taken_at(tags: dict[int, object]) -> float | None:
    """Capture time in seconds; dates before 1990 or in the future are a camera's unset clock, not a date."""
    for tag in (ExifTags.Base.DateTimeOriginal, ExifTags.Base.DateTimeDigitized, ExifTags.Base.DateTime):
        match = re.match(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d):(\d\d)", str(tags.get(tag, "")))
        if not match:
            continue
        try:
            moment = calendar.timegm(time.strptime(" ".join(match.groups()), "%Y %m %d %H %M %S"))
        except ValueError:
            continue
        if trusted(moment):
            return float(moment)
    return None


def jpeg_quality(tables: dict[int, Sequence[int]] | None) -> int:
    """How fine a JPEG was saved, 1 to 100 as libjpeg counts: the quality whose luminance table has the same mean."""
    if not tables or 0 not in tables or not len(tables[0]):
        return 0
    scale = 100.0 * sum(tables[0]) / _STANDARD_LUMINANCE_SUM
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale
    return min(100, max(1, round(quality)))


def jpeg_table(data: bytes) -> list[int] | None:
    """The luminance quantisation table of a JPEG file, 64 values in rows; None for other formats."""
    try:
        with opened(io.BytesIO(data), ["JPEG"]) as image:
            tables = getattr(image, "quantization", None)
    except (OSError, SyntaxError):
        return None
    return list(tables[0]) if tables and 0 in tables else None


def network_input(picture: Image.Image) -> NDArray[np.uint8]:
    """What the trunk sees: the whole upright picture as uint8 [224, 224, 3], its aspect given up."""
    small = picture.resize((NETWORK_SIDE, NETWORK_SIDE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return np.asarray(small, dtype=np.uint8)


def thumbnail_bytes(picture: Image.Image, side: int) -> bytes:
    """A JPEG of the picture with its longest side at most `side` pixels."""
    small = picture
    if max(picture.size) > side:
        scale = side / max(picture.size)
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))  # a line stays a line
        small = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    out = io.BytesIO()
    # colours at full size: pairs are verified on these pictures, and half-size colours blur what was written on them
    small.save(out, "JPEG", quality=88, subsampling=0)
    return out.getvalue()
