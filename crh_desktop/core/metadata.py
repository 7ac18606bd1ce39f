"""What a picture file says beside its pixels, as words that two photos can be compared by.

Files come from anywhere: only decode processes (`core.decoding`) and tests call `describe`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from PIL import ExifTags

from crh_desktop.core import xmp
from crh_desktop.core.capture_time import as_exif, time_in_name, time_in_takeout
from crh_desktop.core.imaging import check_size, opened
from crh_desktop.core.keywords import keywords_of, packets

#: Letters of a text that are shown.
MOST_LETTERS = 200
_RATING = re.compile(rb"xmp:Rating[=>\"\s]{1,4}(-?\d)")
_TEXTS = {
    "make": ExifTags.Base.Make,
    "model": ExifTags.Base.Model,
    "lens": ExifTags.Base.LensModel,
    "taken": ExifTags.Base.DateTimeOriginal,
    "digitised": ExifTags.Base.DateTimeDigitized,
    "changed": ExifTags.Base.DateTime,
    "software": ExifTags.Base.Software,
    "artist": ExifTags.Base.Artist,
    "copyright": ExifTags.Base.Copyright,
    "description": ExifTags.Base.ImageDescription,
    "iso": ExifTags.Base.ISOSpeedRatings,
    "orientation": ExifTags.Base.Orientation,
    "number": ExifTags.Base.ImageNumber,
    "unique": ExifTags.Base.ImageUniqueID,
    "serial": ExifTags.Base.BodySerialNumber,
}


def describe(data: bytes, sidecar: bytes = b"", most: int = MOST_LETTERS) -> dict[str, str]:
    """Everything known of a file by a short name; what it does not say is left out, what cannot be read holds nothing.

    Args:
        data: The file. sidecar: Its XMP sidecar. most: Letters of a text.
    """
    found: dict[str, str] = {}
    try:
        with opened(io.BytesIO(data)) as image:
            check_size(image, None)  # EXIF may stand behind the pixels, which are decoded to reach it
            found["mode"] = {"RGB": "8 bit RGB", "L": "8 bit grey", "RGBA": "8 bit RGBA", "P": "palette"}.get(
                image.mode, image.mode
            )
            if getattr(image, "n_frames", 1) > 1:
                found["frames"] = str(getattr(image, "n_frames", 1))
            if profile := image.info.get("icc_profile"):
                found["profile"] = _profile_name(profile)
            exif = image.getexif()
            tags: dict[int, object] = dict(exif)
            tags.update(exif.get_ifd(ExifTags.IFD.Exif))
            found |= _said(tags, most)
            found |= _place(dict(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    except Exception:  # a decoder raises almost anything; what was read before that still holds
        found.setdefault("mode", "")
    words = keywords_of(data, sidecar)
    if words:
        found["keywords"] = ", ".join(words)[: 4 * MOST_LETTERS]
    # what a person changed later stands in the sidecar, but EXIF is what the camera said
    for packet in (sidecar, *packets(data)):
        found = {name: _clean(value, most) for name, value in xmp.read(packet).items()} | found
    for packet in (sidecar, data) if "rating" not in found else ():
        if match := _RATING.search(packet):
            found["rating"] = match[1].decode()
            break
    return {name: value for name, value in found.items() if value}


def dated(said: dict[str, str], path: bytes, takeout: bytes = b"") -> dict[str, str]:
    """What a file says with when it was taken: where nothing inside or in a sidecar tells, Takeout's note or its name does.

    Args:
        said: From `describe`. path: Of the file. takeout: The note beside it.

    Returns:
        The same with taken_from: "file" (or sidecar), "takeout" or "name".
    """
    if "taken" in said:
        return said | {"taken_from": "file"}
    for source, moment in (("takeout", time_in_takeout(takeout)), ("name", time_in_name(path))):
        if moment is not None:
            return said | {"taken": as_exif(moment), "taken_from": source}
    return said


def _said(tags: Mapping[int, object], most: int) -> dict[str, str]:
    found = {name: _clean(tags[tag], most) for name, tag in _TEXTS.items() if tag in tags}
    if (time := _number(tags.get(ExifTags.Base.ExposureTime))) and time > 0:
        found["exposure"] = f"1/{round(1 / time)} s" if time < 0.4 else f"{time:.3g} s"
    if stop := _number(tags.get(ExifTags.Base.FNumber)):
        found["aperture"] = f"f/{stop:.3g}"
    if focal := _number(tags.get(ExifTags.Base.FocalLength)):
        found["focal"] = f"{focal:.3g} mm"
    flash = tags.get(ExifTags.Base.Flash)
    if isinstance(flash, int):
        found["flash"] = "fired" if flash & 1 else "off"
    return found


def _place(tags: Mapping[int, object]) -> dict[str, str]:
    degrees = []
    for value, side in ((2, 1), (4, 3)):
        parts = tags.get(value)
        if not isinstance(parts, Sequence) or len(parts) != 3:
            return {}
        numbers = [_number(part) for part in parts]
        if None in numbers:
            return {}
        total = sum((number or 0) / 60**place for place, number in enumerate(numbers))
        degrees.append(-total if str(tags.get(side, ""))[:1] in ("S", "W") else total)
    return {"place": f"{degrees[0]:.5f}, {degrees[1]:.5f}"}


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, (int, float, Fraction)) or hasattr(value, "numerator") else None  # type: ignore[arg-type]
    except (ValueError, ZeroDivisionError, TypeError):
        return None


def _clean(value: object, most: int = MOST_LETTERS) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()[:most]


def _profile_name(profile: bytes) -> str:
    from PIL import ImageCms

    try:
        return _clean(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))))
    except Exception:
        return "unreadable"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that speaks for a photo. name: what it is about; better: which photo it favours, None for neither.

    first, second: the values, for words such as "2.4 times more pixels".
    """

    name: str
    better: int | None
    first: float | str
    second: float | str


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of one photo of a comparison. said: from `describe`."""

    width: int
    height: int
    size: int
    format: str
    jpeg_quality: int
    said: Mapping[str, str]


def facts(first: Looked, second: Looked) -> list[Fact]:
    """What tells two photos apart, most telling first; nothing where they are equal.

    Pixels, JPEG quality, bytes, and what only one of them says: place, capture time, keywords, rating, edits' software.
    """
    found: list[Fact] = []
    pixels = first.width * first.height, second.width * second.height
    if pixels[0] != pixels[1] and min(pixels) > 0:
        found.append(Fact("pixels", int(pixels[1] > pixels[0]), *pixels))
    quality = first.jpeg_quality, second.jpeg_quality
    if min(quality) > 0 and quality[0] != quality[1]:
        found.append(Fact("quality", int(quality[1] > quality[0]), *quality))
    if first.size != second.size:
        found.append(Fact("bytes", None, first.size, second.size))
    if first.format != second.format:
        found.append(Fact("format", None, first.format, second.format))
    for name in ("taken", "place", "rating", "keywords", "description", "lens", "profile"):
        # a name that looks like a date says less than a file that holds one
        one, other = (
            "" if name == "taken" and said.get("taken_from") == "name" else said.get(name, "")
            for said in (first.said, second.said)
        )
        if bool(one) != bool(other):
            found.append(Fact(f"has_{name}", int(bool(other)), one, other))
        elif one != other:
            found.append(Fact(name, None, one, other))
    if first.said.get("software", "") != second.said.get("software", ""):
        found.append(Fact("software", None, first.said.get("software", ""), second.said.get("software", "")))
    return found
