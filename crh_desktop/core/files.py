"""Files of our own, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from crh_desktop.core.errors import UsageError

#: How much of a file tells whether it is a text.
_LOOKED_AT = 4096


def write_file(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it there, so that no reader ever sees half of one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def write_output(path: Path, data: bytes) -> None:
    """Write a report or plan that the person named; what is there already is replaced only if it is a text.

    Raises:
        UsageError: Another file lies there, a photo perhaps; nothing was changed. Or it cannot be written.
    """
    try:
        if path.exists():
            with path.open("rb") as file:
                begins = file.read(_LOOKED_AT)
            if not path.is_file() or b"\0" in begins or not _is_text(begins):
                raise UsageError(f"{path} is another file and is not replaced. Name another place.")
        write_file(path, data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Name another place.") from None


def _is_text(begins: bytes) -> bool:
    try:
        begins[: _LOOKED_AT - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(begins) - 4  # a letter that was cut
    return True
