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
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes
from crh_desktop.core.errors import Cancelled, PhotoError
from crh_desktop.core.program import command
from crh_desktop.core.records import GrayPicture

#: Seconds one file may take before its decoder is put down.
TIME_LIMIT = 60.0


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
    shot: str = ""  # capture data of the exposure as JSON
    jpeg_quality: int = 0  # 1 to 100, 0 for other formats


class _Child:
    """One decode process and the conversation with it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = b""

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                command("decode"),
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


def _put(target: queue.Queue[Any], item: object, stopping: threading.Event) -> bool:
    """Put an item into a bounded queue as soon as there is room; False if asked to stop first."""
    while not stopping.is_set():
        try:
            target.put(item, timeout=0.1)
            return True
        except queue.Full:
            continue
    return False


class DecodePool:
    """A few decode processes fed from one queue; results come back in the order they finish."""

    def __init__(self, processes: int = 0, time_limit: float = TIME_LIMIT) -> None:
        self._count = processes or max(1, min(8, (os.cpu_count() or 2)))
        self._time_limit = time_limit
        # single requests come from several threads: each takes a child that is free
        self._short = [_Child() for _ in range(self._count)]
        self._free: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for child in self._short:
            self._free.put(child)

    def __enter__(self) -> DecodePool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that serve single requests."""
        for child in self._short:
            child.stop()

    def read_all(
        self, paths: Iterable[bytes], wants: Callable[[str], bool], pixels: bool = False
    ) -> Generator[Read, None, None]:
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
                if not _put(tasks, path, stopping):
                    return
            for _ in range(self._count):
                _put(tasks, None, stopping)

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
                    _put(results, found, stopping)
            finally:
                child.stop()
                _put(results, None, stopping)

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

    def keywords(self, path: bytes) -> tuple[str, ...]:
        """Keywords in the file or in a sidecar beside it; none where it cannot be read."""
        header, _ = self._ask({"do": "keywords", "path": os.fsdecode(path)})
        return tuple(map(str, header.get("keywords", ())))

    def describe(self, path: bytes, most: int = 200) -> dict[str, str]:
        """What the file and its sidecar say beside the pixels (`metadata.describe`), at most so many letters of a text.

        Raises:
            PhotoError: It cannot be read; the message says why.
        """
        header, _ = self._ask({"do": "describe", "path": os.fsdecode(path), "most": most})
        if header.get("reason"):
            raise PhotoError(str(header["reason"]))
        return {str(name): str(value) for name, value in header.get("said", {}).items()}

    def gray(self, path: str, max_side: int) -> GrayPicture | None:
        """The light of a picture, at most `max_side` long, to compare its finest detail; None if it cannot be decoded."""
        header, payload = self._ask({"do": "gray", "path": path, "max_side": max_side})
        if header.get("reason"):
            return None
        pixels = np.frombuffer(payload, np.uint8).reshape(int(header["height"]), int(header["width"]))
        return GrayPicture(pixels.astype(np.float32), header["table"], float(header["reduced"]))

    def _ask(self, message: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        child = self._free.get()
        try:
            child.send(message)
            return child.receive(time.monotonic() + self._time_limit)
        except TimeoutError:
            child.stop()
            return {"reason": f"The file could not be decoded within {self._time_limit:.0f} seconds."}, b""
        except (EOFError, BrokenPipeError, json.JSONDecodeError):
            child.stop()
            return {"reason": "The decoder crashed on this file."}, b""
        finally:
            self._free.put(child)


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
        str(header.get("shot", "")), jpeg_quality=int(header.get("jpeg_quality", 0)),
    )  # fmt: skip
