"""One window for a library: a second start hands its files over to the first and goes."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from crh_desktop.core.paths import data_dir

#: A message longer than this is not read.
_MOST_BYTES = 1 << 20
_PATIENCE_MS = 4000
_LONGEST_NAME = 100  # of a socket, in bytes


class Instance(QObject):
    """The one window of a library.

    Signals:
        handed: (paths as bytes) that another start brought; [] if it only wanted the window.
    """

    handed = Signal(object)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        key = hashlib.sha256(os.fsencode(os.path.realpath(library))).hexdigest()[:16]
        place = data_dir() / "windows"
        place.mkdir(mode=0o700, exist_ok=True)
        # the system lets go of the lock when the program ends, however it ends
        self._lock = FileLock(place / f"{key}.lock", mode=0o600)
        self._name = _socket_name(place, key)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the window of the library; False if there is one already."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        QLocalServer.removeServer(self._name)  # what a crash left behind; the lock says that nobody listens
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connected)
        if server.listen(self._name):
            self._server = server
        return True

    def hand_over(self, paths: list[bytes]) -> bool:
        """Give these to the window that is open; whether it took them."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(json.dumps([os.fsdecode(path) for path in paths]).encode() + b"\n")
        socket.flush()
        taken = socket.bytesAvailable() > 0 or socket.waitForReadyRead(_PATIENCE_MS)
        socket.disconnectFromServer()
        return bool(taken)

    def release(self) -> None:
        """Let another window have the library."""
        if self._server is not None:
            self._server.close()
        self._lock.release()

    def _on_connected(self) -> None:
        assert self._server is not None
        socket = self._server.nextPendingConnection()
        buffer = bytearray()
        socket.readyRead.connect(lambda: self._on_ready(socket, buffer))
        socket.disconnected.connect(socket.deleteLater)

    def _on_ready(self, socket: QLocalSocket, buffer: bytearray) -> None:
        buffer += bytes(socket.readAll().data())
        if len(buffer) > _MOST_BYTES:
            socket.abort()
        elif b"\n" in buffer:
            paths = _paths(bytes(buffer).split(b"\n", 1)[0])
            if paths is None:
                socket.abort()
                return
            socket.write(b"taken\n")
            socket.flush()
            self.handed.emit(paths)


def _paths(line: bytes) -> list[bytes] | None:
    """The paths in a message; None if it is none."""
    try:
        told: Any = json.loads(line)
        if isinstance(told, list) and all(isinstance(one, str) for one in told):
            return [os.path.abspath(os.fsencode(one)) for one in told if one and "\0" not in one]
    except (ValueError, RecursionError):
        pass
    return None


def _socket_name(place: Path, key: str) -> str:
    """In the system's own folder for sockets of this person, else beside the lock, else a plain name."""
    for folder in (os.environ.get("XDG_RUNTIME_DIR"), str(place)):
        name = f"{folder}/crh-desktop-{key}"
        if os.name == "posix" and folder and os.path.isdir(folder) and len(os.fsencode(name)) <= _LONGEST_NAME:
            return name
    return f"crh-desktop-{os.getuid() if hasattr(os, 'getuid') else 0}-{key}"
