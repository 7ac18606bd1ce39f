"""Drives: which one a folder lies on, where it is mounted, and whether it can be taken away."""

from __future__ import annotations

import contextlib
import os
import re

from crh_desktop.core.scan import parents


def mount_point(path: bytes) -> bytes:
    """The mount point that a path lies below."""
    return next(folder for folder in parents(path) if os.path.ismount(folder))


def mounts_of(volume: str) -> list[bytes]:
    """Where the volume `uuid:…` is mounted now."""
    found = []
    with contextlib.suppress(OSError, IndexError, ValueError):
        device = os.stat(os.path.join("/dev/disk/by-uuid", volume.removeprefix("uuid:"))).st_rdev
        wanted = f"{os.major(device)}:{os.minor(device)}".encode()
        with open("/proc/self/mountinfo", "rb") as lines:
            for line in lines:
                fields = line.split()
                if fields[2] == wanted and fields[3] == b"/":
                    found.append(re.sub(rb"\\([0-7]{3})", lambda code: bytes([int(code[1], 8)]), fields[4]))
    return found


def volume_of(path: bytes) -> str:
    """An identity of the volume a folder lies on: its file system's UUID, or the device number where there is none."""
    try:
        device = os.stat(path).st_dev
    except OSError:
        return ""
    with contextlib.suppress(OSError), os.scandir("/dev/disk/by-uuid") as entries:
        for entry in entries:
            if os.stat(entry.path).st_rdev == device:
                return f"uuid:{entry.name}"
    return f"dev:{device}"


def place_of(folder: bytes) -> tuple[str, bytes]:
    """The volume a folder lies on, and where in it."""
    return volume_of(folder), os.path.relpath(folder, mount_point(folder))


def is_removable(path: bytes) -> bool:
    """Whether a path lies on a drive that can be taken away: a card, a phone, a USB stick."""
    real = os.path.realpath(path)
    if real.startswith((b"/media/", b"/run/media/", b"/run/user/")):
        return True
    try:
        device = os.stat(os.path.dirname(real)).st_dev
        place = os.path.realpath(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")
        for folder in (place, os.path.dirname(place)):
            flag = os.path.join(folder, "removable")
            if os.path.exists(flag):
                with open(flag, encoding="ascii") as file:
                    return file.read().strip() == "1"
    except OSError:
        return False
    return False
