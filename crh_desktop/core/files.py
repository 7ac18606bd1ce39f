"""Files of our own, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from crh_desktop.core.errors import UsageError


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


def write_output(path: Path, data: bytes, mark: bytes) -> None:
    """Write a report or plan that the person named; a file that is there is replaced only if it is one of that kind.

    Args:
        path: Where to.
        data: What to write.
        mark: How a file of this kind begins.

    Raises:
        UsageError: Another file lies there, a photo perhaps; nothing was changed. Or it cannot be written.
    """
    try:
        if path.exists():
            with path.open("rb") as file:
                if file.read(len(mark)) != mark:
                    raise UsageError(f"{path} is another file and is not replaced. Name another place.")
        write_file(path, data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Name another place.") from None
