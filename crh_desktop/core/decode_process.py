"""The life of one decode process: read a file once, say its digest, decode it if asked, never unpickle anything.

`core.decoding` starts these processes and talks to them; what each message looks like is told there.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crh_desktop.core.confine import confine
from crh_desktop.core.errors import PhotoError
from crh_desktop.core.files import write_file

#: Address space of a decode process: enough for the largest picture allowed, not for a bomb.
MEMORY_LIMIT = 6 << 30
#: Larger files than this are no photos; they are not read into memory.
MAX_FILE = 2 << 30


def serve_decoding() -> int:
    """Answer requests until standard input closes; the whole life of a decode process."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a C library prints must not get into the conversation
    _limit_memory()
    confine()

    def answer(header: dict[str, Any], payload: bytes = b"") -> None:
        target.write(json.dumps({**header, "payload": len(payload)}).encode() + b"\n" + payload)
        target.flush()

    for line in source:
        message = json.loads(line)
        try:
            if message["do"] == "read":
                _serve_read(message, source, answer)
            elif message["do"] == "query":
                _serve_query(message, answer)
            elif message["do"] == "picture":
                _serve_picture(message, answer)
            elif message["do"] == "gray":
                _serve_gray(message, answer)
            elif message["do"] == "keywords":
                _serve_keywords(message, answer)
            elif message["do"] == "describe":
                _serve_description(message, answer)
        except MemoryError:
            answer({"reason": "The file needs more memory than one file may use."})
        except OSError as error:
            answer({"reason": read_failure(error)})
        except Exception as error:  # whatever a file provoked, it is that file's fault alone
            answer({"reason": f"The picture could not be handled ({type(error).__name__}); it was set aside."})
    return 0


def _limit_memory() -> None:
    """Bound this process's address space where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the pixel limits must do
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def read_failure(error: OSError) -> str:
    """Why a file could not be read, as a sentence with what to do."""
    if isinstance(error, PermissionError):
        return "No permission to read this file; change its permissions and scan again."
    if isinstance(error, FileNotFoundError):
        return "The file vanished while it was being scanned; scan again if it is back."
    if error.errno == 0:  # said by `_load`
        return f"The file could not be read: {error.strerror}. Scan again when that has changed."
    return f"The file could not be read: {error.strerror or error}. Check the disk and scan again."


def _load(path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file and its state, read once; a FIFO or device is refused without blocking."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise OSError(0, "it is not a regular file") from None
        raise
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError(0, "it is not a regular file")
        if state.st_size > MAX_FILE:
            raise OSError(0, f"with {state.st_size >> 20:,} MiB it is too large for a photo")
        data = file.read(MAX_FILE + 1)
        after = os.fstat(file.fileno())
    if (after.st_size, after.st_mtime_ns) != (state.st_size, state.st_mtime_ns) or len(data) != state.st_size:
        raise OSError(0, "it was being written while it was read")
    return data, state


def _serve_read(message: dict[str, Any], source: Any, answer: Callable[..., None]) -> None:
    from blake3 import blake3

    data, state = _load(message["path"])
    digest = blake3(data).hexdigest()
    answer({"digest": digest, "size": state.st_size, "mtime_ns": state.st_mtime_ns})
    if json.loads(source.readline() or b'{"do": "skip"}')["do"] != "decode":
        answer({})
        return
    if message.get("pixels"):
        _answer_pixels(data, message["path"], answer)
    else:
        _answer_codes(data, message["path"], digest, None, answer)


def _serve_query(message: dict[str, Any], answer: Callable[..., None]) -> None:
    from blake3 import blake3

    data, _ = _load(message["path"])
    _answer_codes(
        data,
        message["path"],
        blake3(data).hexdigest(),
        message.get("region"),
        answer,
        keep_thumbnail=not message.get("region"),
    )


def _answer_codes(
    data: bytes,
    path: str,
    digest: str,
    region: list[int] | None,
    answer: Callable[..., None],
    keep_thumbnail: bool = True,
) -> None:
    from crh_desktop.core import imaging, perceptual, thumbs

    try:
        decoded = imaging.decode(data, path, None if region else imaging.NETWORK_SIDE)
    except imaging.NoPreview as error:
        answer({"reason": str(error), "readable": True})
        return
    except PhotoError as error:
        answer({"reason": str(error)})
        return
    picture = decoded.picture
    if region:
        left, top, width, height = region
        box = (max(0, left), max(0, top), min(picture.width, left + width), min(picture.height, top + height))
        if box[2] <= box[0] or box[3] <= box[1]:
            answer(
                {"reason": f"The region lies outside the picture, which has {picture.width} x {picture.height} pixels."}
            )
            return
        picture = picture.crop(box)
    code, quality = perceptual.perceptual_code(picture)
    if keep_thumbnail:
        with contextlib.suppress(OSError):  # a full disk says nothing of this photo: the thumbnail is made another time
            write_file(thumbs.thumbnail_path(digest), imaging.thumbnail_bytes(picture, thumbs.SIDE))
    answer(
        {
            "digest": digest,
            "width": decoded.width,
            "height": decoded.height,
            "format": decoded.format,
            "taken_at": decoded.taken_at,
            "camera": decoded.camera,
            "shot": decoded.shot,
            "jpeg_quality": decoded.jpeg_quality,
            "quality": quality,
            "note": decoded.note if decoded.note == imaging.PART_ONLY else "",
        },
        code.tobytes() + imaging.network_input(picture).tobytes(),
    )


def _answer_pixels(data: bytes, path: str, answer: Callable[..., None]) -> None:
    from blake3 import blake3

    from crh_desktop.core import imaging

    try:
        decoded = imaging.decode(data, path, None)
    except PhotoError as error:
        answer({"reason": str(error)})
        return
    shape = f"{decoded.picture.width}x{decoded.picture.height}:".encode()
    digest = blake3(shape + decoded.picture.tobytes()).hexdigest()
    answer(
        {
            "width": decoded.width, "height": decoded.height, "format": decoded.format, "taken_at": None, "camera": "",
            "quality": 0, "pixel_digest": digest,
        }
    )  # fmt: skip


def _serve_picture(message: dict[str, Any], answer: Callable[..., None]) -> None:
    from crh_desktop.core import imaging

    data, _ = _load(message["path"])
    try:
        decoded = imaging.decode(data, message["path"], message["max_side"])
    except PhotoError as error:
        answer({"reason": str(error)})
        return
    write_file(Path(message["out"]), imaging.thumbnail_bytes(decoded.picture, message["max_side"]))
    answer({})


def _serve_keywords(message: dict[str, Any], answer: Callable[..., None]) -> None:
    """Keywords of the file and of a sidecar beside it, `IMG.jpg.xmp` or `IMG.xmp`."""
    from crh_desktop.core.keywords import keywords_of

    answer({"keywords": keywords_of(*_with_sidecar(message["path"]))})


def _serve_description(message: dict[str, Any], answer: Callable[..., None]) -> None:
    """What the file, and a sidecar beside it, say beside the pixels."""
    from crh_desktop.core.metadata import dated, describe

    path = message["path"]
    said = describe(*_with_sidecar(path), most=int(message["most"]))
    note = next(
        (beside for beside in (path + ".json", path + ".supplemental-metadata.json") if os.path.isfile(beside)), ""
    )
    answer({"said": dated(said, os.fsencode(path), _load(note)[0] if note else b"")})


def _with_sidecar(path: str) -> tuple[bytes, bytes]:
    data, _ = _load(path)
    for beside in (path + ".xmp", os.path.splitext(path)[0] + ".xmp"):
        if os.path.isfile(beside):
            return data, _load(beside)[0]
    return data, b""


def _serve_gray(message: dict[str, Any], answer: Callable[..., None]) -> None:
    """The upright picture's light, at most `max_side` long, with the table it was compressed with."""
    import numpy as np
    from PIL import Image

    from crh_desktop.core import imaging

    data, _ = _load(message["path"])
    side = int(message["max_side"])
    try:
        decoded = imaging.decode(data, message["path"], side)
    except PhotoError as error:
        answer({"reason": str(error)})
        return
    gray = decoded.picture.convert("L")
    if max(gray.size) > side:
        gray.thumbnail((side, side), Image.Resampling.LANCZOS)
    reduced = max(decoded.width, decoded.height) / max(gray.size)
    header = {"width": gray.width, "height": gray.height, "table": imaging.jpeg_table(data), "reduced": reduced}
    answer(header, np.asarray(gray).tobytes())
