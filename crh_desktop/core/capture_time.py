"""When a photo was taken, where its EXIF does not say: from its name, or from what Takeout tells beside it."""

from __future__ import annotations

import calendar
import json
import os
import re
import time

#: Dates before 1990 are those of a clock that was never set.
FIRST_TRUSTED = 631_152_000
#: IMG_20190701_183005, PXL_20210101_120000123, 2019-07-01 18.30.05, WhatsApp Image 2019-07-01 at 18.30.05, IMG-20190701-WA0001.
_NAMED = re.compile(
    rb"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)(?:(?:[-_. T]| at )([0-2]\d)[-_.:h]?([0-5]\d)[-_.:m]?([0-5]\d))?"
)
#: Cameras' own time where the name tells the day only: noon, so that no time zone moves it to another day.
_NOON = (b"12", b"00", b"00")
_MOST_TOLD = 1 << 20


def trusted(moment: float) -> bool:
    """Whether a time can be that of a photo: not before 1990, not in the future."""
    return FIRST_TRUSTED <= moment <= time.time() + 86_400


def time_in_name(path: bytes) -> float | None:
    """The time that a file's name says, in seconds as EXIF times are (without a time zone); None if it says none."""
    match = _NAMED.search(os.path.basename(path))
    if match is None:
        return None
    hours = match.groups()[3:] if match[4] else _NOON
    year, month, day, hour, minute, second = (int(part) for part in (*match.groups()[:3], *hours))
    try:
        moment = calendar.timegm(time.strptime(f"{year} {month} {day} {hour} {minute} {second}", "%Y %m %d %H %M %S"))
    except ValueError:
        return None
    return float(moment) if trusted(moment) else None


def time_in_takeout(data: bytes) -> float | None:
    """The capture time in a Takeout note (photoTakenTime), in seconds since 1970 UTC; None if it says none."""
    if len(data) > _MOST_TOLD:
        return None
    try:
        moment = float(json.loads(data)["photoTakenTime"]["timestamp"])
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
    return moment if trusted(moment) else None


def as_exif(moment: float) -> str:
    """A time as EXIF spells it."""
    return time.strftime("%Y:%m:%d %H:%M:%S", time.gmtime(moment))
