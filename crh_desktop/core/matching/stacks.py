"""The burst guard: capture data that tells two exposures apart, whatever their pictures look like."""

from __future__ import annotations

import json
import os
import re
from array import array
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Names of the fields in the column content.shot.
SUB_SECOND, NUMBER, UNIQUE, SERIAL = "subsecond", "number", "unique", "serial"


@dataclass(frozen=True, slots=True)
class Shot:
    """What a file says of the moment it was taken.

    Attributes:
        taken_at: Seconds, whole, local time taken as UTC; None if the file says nothing.
        sub_second: The decimals of that second as digits ("" if not written).
        camera: Maker and model. serial: Of the camera's body.
        number: The camera's own count of exposures. unique: Its identity of the exposure.
        sequence: The number at the end of the file's name, None if there is none. It decides nothing by itself: cameras
            number the copies that they resize or retouch like new photos.
    """

    taken_at: float | None = None
    sub_second: str = ""
    camera: str = ""
    serial: str = ""
    number: str = ""
    unique: str = ""
    sequence: int | None = None

    @classmethod
    def of(cls, taken_at: float | None, camera: str, shot: str, path: bytes = b"") -> Shot:
        """A shot from a content's columns and its file's path; text that is no JSON object says nothing."""
        try:
            fields = json.loads(shot or "{}")
        except ValueError:
            fields = {}
        said = {name: str(value) for name, value in fields.items()} if isinstance(fields, dict) else {}
        return cls(
            taken_at, said.get(SUB_SECOND, ""), camera, said.get(SERIAL, ""), said.get(NUMBER, ""),
            said.get(UNIQUE, ""), sequence_number(path),
        )  # fmt: skip


def sequence_number(path: bytes) -> int | None:
    """The last run of three or more digits in a file's name, as in DSC_0042.jpg."""
    runs = re.findall(rb"\d{3,}", os.path.splitext(os.path.basename(path))[0])
    return int(runs[-1]) if runs else None


def one_exposure(a: Shot, b: Shot) -> bool | None:
    """Whether two photos can be one exposure: False if their own capture data rule it out, else None.

    An edited copy keeps the capture data of its original, so equal data never prove anything; a clock that was set
    right afterwards moves whole seconds, so they prove nothing either. What does: one camera that wrote another sub-second,
    another image number or another identity; or two bodies of one model.
    """
    if not a.camera or a.camera != b.camera:
        return None
    if a.serial and b.serial and a.serial != b.serial:
        return False
    first, second = _decimals(a.sub_second), _decimals(b.sub_second)
    if first and second:
        if first != second:
            return False
        if a.taken_at is not None and a.taken_at == b.taken_at:
            return None  # one moment; an identity that differs was written by a program afterwards
    if a.number and b.number and a.number != b.number:
        return False
    if a.unique and b.unique and a.unique != b.unique:
        return False
    return None


def exposures(shots: Iterable[Shot | None]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers that tell exposures apart: two shots with one camera number and other exposure numbers are two.

    Returns:
        Camera and exposure of each shot, both -1 where its data decide nothing.
    """
    cameras: dict[Hashable, int] = {}
    moments: dict[Hashable, int] = {}
    camera, exposure = array("q"), array("q")
    for row, shot in enumerate(shots):
        camera.append(-1)
        exposure.append(-1)
        if shot is None or not shot.camera:
            continue
        for kind, value in (("s", _decimals(shot.sub_second)), ("n", shot.number), ("u", shot.unique)):
            if value:  # what one file says in decimals and another in a count cannot be compared
                camera[row] = cameras.setdefault((shot.camera, kind), len(cameras))
                exposure[row] = moments.setdefault(value, len(moments))
                break
    return np.array(camera, np.int64), np.array(exposure, np.int64)


def _decimals(text: str) -> str:
    """A sub-second without trailing zeros; "" where it is zero or no number, as programs write that do not know it."""
    text = text.strip().strip("\0")
    return text.rstrip("0") if text.isdigit() else ""
