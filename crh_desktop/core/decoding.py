"""Decode processes: untrusted files are opened in children of our own, so a crash or a hang costs one file.

A child reads requests as JSON lines on its standard input and answers on its standard output with a JSON line and, when
there is one, a payload of raw bytes. Nothing is ever unpickled. A file is read once: its digest is sent up, and the
parent then says whether its content is new (decode) or known (skip).
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes
from crh_desktop.core.errors import Cancelled, PhotoError

#: Seconds one file may take before its decoder is put down.
TIME_LIMIT = 60.0
#: Address space of a decode process: enough for the largest picture allowed, not for a bomb.
MEMORY_LIMIT = 6 << 30
#: Larger files than this are no photos; they are not read into memory.
MAX_FILE = 2 << 30


@dataclass(frozen=True, slots=True)
class Read:
    """What a decode process found out about one file. reason: "" or why it could not be decoded."""

    path: bytes
    digest: str
    reason: str = ""
    known: bool = False  # the digest was known, nothing was decoded
    readable: bool = False
    size: int = 0
    mtime_ns: int = 0
    width: int = 0
    height: int = 0
    format: str = ""
    taken_at: float | None = None
    camera: str = ""
    quality: int = 0
    perceptual: Codes | None = None
    network: NDArray[np.uint8] | None = None
    pixel_digest: str = ""
    note: str = ""  # what is wrong with a picture that could be decoded all the same


class _Child:
    """One decode process and the conversation with it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = b""

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crh_desktop", "decode"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C in the terminal is for the parent to handle
                env=dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1"),
            )
            self._buffer = b""
        return self._process

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process = None

    def send(self, message: dict[str, Any]) -> None:
        """Write one request, starting the process if it is not running."""
        self._start()
        self.go_on(message)

    def go_on(self, message: dict[str, Any]) -> None:
        """Write the next message of a conversation; raises EOFError if the process died since (a new one knows nothing)."""
        process = self._process
        if process is None or process.poll() is not None:
            raise EOFError
        assert process.stdin is not None
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()

    def receive(self, deadline: float) -> tuple[dict[str, Any], bytes]:
        """Read one answer; raises TimeoutError at the deadline and EOFError if the process died."""
        line = self._read_until(deadline)
        header: dict[str, Any] = json.loads(line)
        payload = self._read_bytes(int(header.get("payload", 0)), deadline)
        return header, payload

    def _fill(self, deadline: float) -> None:
        assert self._process is not None and self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError
        chunk = os.read(descriptor, 1 << 20)
        if not chunk:
            raise EOFError
        self._buffer += chunk

    def _read_until(self, deadline: float) -> bytes:
        while b"\n" not in self._buffer:
            self._fill(deadline)
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line

    def _read_bytes(self, count: int, deadline: float) -> bytes:
        while len(self._buffer) < count:
            self._fill(deadline)
        payload, self._buffer = self._buffer[:count], self._buffer[count:]
        return payload


class DecodePool:
    """A few decode processes fed from one queue; results come back in the order they finish."""

    def __init__(self, processes: int = 0, time_limit: float = TIME_LIMIT) -> None:
        self._count = processes or max(1, min(8, (os.cpu_count() or 2)))
        self._time_limit = time_limit
        self._short = _Child()
        self._short_lock = threading.Lock()

    def __enter__(self) -> DecodePool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that serves single requests."""
        self._short.stop()

    def read_all(self, paths: Iterable[bytes], wants: Callable[[str], bool], pixels: bool = False) -> Iterator[Read]:
        """Read, and where `wants(digest)` decode, every path; yields as files finish.

        Args:
            paths: Absolute paths.
            wants: Called in a worker thread with each digest; False skips decoding (the content is known).
            pixels: Compute the digest of all pixels instead of code, network input and thumbnail.
        """
        tasks: queue.Queue[bytes | None] = queue.Queue(maxsize=4 * self._count)
        results: queue.Queue[Read | None] = queue.Queue(maxsize=4 * self._count)
        stopping = threading.Event()

        def feed() -> None:
            for path in paths:
                while not stopping.is_set():
                    try:
                        tasks.put(path, timeout=0.1)
                        break
                    except queue.Full:
                        continue
                if stopping.is_set():
                    break
            for _ in range(self._count):
                while not stopping.is_set():
                    try:
                        tasks.put(None, timeout=0.1)
                        break
                    except queue.Full:
                        continue

        def serve() -> None:
            child = _Child()
            try:
                while not stopping.is_set():
                    try:
                        path = tasks.get(timeout=0.1)
                    except queue.Empty:
                        continue
                    if path is None:
                        break
                    found = self._read_one(child, path, wants, pixels, stopping)
                    while not stopping.is_set():
                        try:
                            results.put(found, timeout=0.1)
                            break
                        except queue.Full:
                            continue
            finally:
                child.stop()
                while not stopping.is_set():
                    try:
                        results.put(None, timeout=0.1)
                        break
                    except queue.Full:
                        continue

        threads = [threading.Thread(target=feed, daemon=True)]
        threads += [threading.Thread(target=serve, daemon=True) for _ in range(self._count)]
        for thread in threads:
            thread.start()
        open_servers = self._count
        try:
            while open_servers:
                found = results.get()
                if found is None:
                    open_servers -= 1
                else:
                    yield found
        finally:
            stopping.set()
            for thread in threads:
                thread.join(timeout=5)

    def _read_one(
        self, child: _Child, path: bytes, wants: Callable[[str], bool], pixels: bool, stopping: threading.Event
    ) -> Read:
        deadline = time.monotonic() + self._time_limit
        digest, size, mtime_ns = "", 0, 0
        try:
            child.send({"do": "read", "path": os.fsdecode(path), "pixels": pixels})
            header, _ = child.receive(deadline)
            digest, size, mtime_ns = header.get("digest", ""), header.get("size", 0), header.get("mtime_ns", 0)
            if header.get("reason"):
                return Read(path, digest, header["reason"], size=size, mtime_ns=mtime_ns)
            if not wants(digest):
                child.go_on({"do": "skip"})
                child.receive(deadline)
                return Read(path, digest, known=True, size=size, mtime_ns=mtime_ns)
            child.go_on({"do": "decode"})
            header, payload = child.receive(deadline)
        except TimeoutError:
            child.stop()
            reason = f"The file could not be decoded within {self._time_limit:.0f} seconds and was set aside."
            return Read(path, digest, reason, size=size, mtime_ns=mtime_ns)
        except (EOFError, BrokenPipeError, json.JSONDecodeError):
            child.stop()
            if stopping.is_set():
                raise Cancelled from None
            return Read(
                path, digest, "The decoder crashed on this file; it was set aside.", size=size, mtime_ns=mtime_ns
            )
        return _read_from(path, digest, size, mtime_ns, header, payload)

    def encode(self, path: str, region: tuple[int, int, int, int] | None = None) -> Read:
        """Decode one file for a query, wholly or only a region (x, y, width, height in upright pixels)."""
        header, payload = self._ask({"do": "query", "path": path, "region": region})
        return _read_from(os.fsencode(path), header.get("digest", ""), 0, 0, header, payload)

    def picture(self, path: bytes, out: Path, max_side: int) -> str:
        """Write the upright picture as a JPEG to `out`; returns "" or why it could not be done."""
        header, _ = self._ask({"do": "picture", "path": os.fsdecode(path), "out": str(out), "max_side": max_side})
        return str(header.get("reason", ""))

    def _ask(self, message: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        with self._short_lock:
            try:
                self._short.send(message)
                return self._short.receive(time.monotonic() + self._time_limit)
            except TimeoutError:
                self._short.stop()
                return {"reason": f"The file could not be decoded within {self._time_limit:.0f} seconds."}, b""
            except (EOFError, BrokenPipeError, json.JSONDecodeError):
                self._short.stop()
                return {"reason": "The decoder crashed on this file."}, b""


def _read_from(path: bytes, digest: str, size: int, mtime_ns: int, header: dict[str, Any], payload: bytes) -> Read:
    if header.get("reason"):
        return Read(
            path, digest, str(header["reason"]), size=size, mtime_ns=mtime_ns, readable=bool(header.get("readable"))
        )
    perceptual = np.frombuffer(payload[:32], dtype=np.uint8) if payload else None
    network = np.frombuffer(payload[32:], dtype=np.uint8).reshape(224, 224, 3) if payload else None
    return Read(
        path, digest, "", False, True, size, mtime_ns,
        int(header["width"]), int(header["height"]), str(header["format"]), header["taken_at"], str(header["camera"]),
        int(header["quality"]), perceptual, network, str(header.get("pixel_digest", "")), str(header.get("note", "")),
    )  # fmt: skip


# --- the child's side -------------------------------------------------------------------------------------------------


def serve_decoding() -> int:
    """Answer requests until standard input closes; the whole life of a decode process."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a C library prints must not get into the conversation
    _limit_memory()

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
    return f"The file could not be read: {error.strerror or error}. Check the disk and scan again."


def _load(path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file and its state, read once; a FIFO or device is refused without blocking."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError(0, "it is not a regular file")
        if state.st_size > MAX_FILE:
            raise OSError(0, f"with {state.st_size >> 20:,} MiB it is too large for a photo")
        return file.read(MAX_FILE + 1), state


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
        write_file(thumbs.thumbnail_path(digest), imaging.thumbnail_bytes(picture, thumbs.SIDE))
    answer(
        {
            "digest": digest,
            "width": decoded.width,
            "height": decoded.height,
            "format": decoded.format,
            "taken_at": decoded.taken_at,
            "camera": decoded.camera,
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


def write_file(path: Path, data: bytes) -> None:
    """Write a cache file beside its place and rename it there, so that no reader ever sees half of one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
