"""What a drag or the clipboard holds: local files, raw pictures, or an address that is not fetched; and drags out."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from crh_desktop.core.paths import cache_dir

PHOTO_IDS = "application/x-crh-photo-ids"


@dataclass(frozen=True)
class Dropped:
    """The useful parts of a drop. encoded: a picture file's bytes, not decoded here. image: pixels, where only those came.

    remote: an address was all there was.
    """

    paths: tuple[bytes, ...] = ()
    encoded: bytes = b""
    image: QImage | None = None
    remote: bool = False


def path_of(url: QUrl) -> bytes:
    """A local URL as the bytes of its path; Qt's own toLocalFile loses names that are no UTF-8."""
    encoded = bytes(url.toEncoded(QUrl.ComponentFormattingOption.FullyEncoded).data())
    return unquote_to_bytes(encoded.split(b"://", 1)[-1])


def url_of(path: bytes) -> QUrl:
    """The URL of a path, whatever bytes it has."""
    return QUrl.fromEncoded(b"file://" + quote_from_bytes(path).encode())


def acceptable(data: QMimeData) -> bool:
    """Whether a drag is worth accepting, by its formats alone: reading it must wait for the drop."""
    return data.hasUrls() or data.hasImage()


def read(data: QMimeData) -> Dropped:
    """Local files first, then a picture, then the fact that only a remote address came."""
    urls = data.urls() if data.hasUrls() else []
    paths = tuple(path_of(url) for url in urls if url.isLocalFile())
    if paths:
        return Dropped(paths=paths)
    for kind in data.formats():
        # the bytes as they are: a picture from another program is decoded where every file from anywhere is
        if kind.startswith("image/") and (encoded := bytes(data.data(kind).data())):
            return Dropped(encoded=encoded)
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Dropped(image=image)
    return Dropped(remote=any(not url.isLocalFile() for url in urls))


def folders_of(dropped: Dropped) -> list[bytes]:
    """The folders of a drop; a file stands for nothing, because adding its whole folder would surprise."""
    return [path for path in dropped.paths if os.path.isdir(path)]


def save_pasted(found: Dropped) -> Path:
    """A pasted picture as a file in our own cache, for the worker to read; older ones are dropped.

    Raises:
        OSError: It cannot be saved; the message is a sentence.
    """
    folder = cache_dir() / "pasted"
    path = folder / f"{time.time_ns()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in sorted(folder.iterdir())[:-8]:
            old.unlink(missing_ok=True)
        if found.encoded:
            path.write_bytes(found.encoded)
        elif found.image is None or not found.image.save(str(path), "PNG"):  # type: ignore[call-overload]
            raise OSError
    except OSError:
        raise OSError(f"The pasted picture cannot be saved as {path}; check that the disk has room.") from None
    return path


def drag_data(paths: list[bytes], ids: list[int]) -> QMimeData:
    """What other programs (the urls) and our own search page (the ids) get from a drag."""
    data = QMimeData()
    data.setUrls([url_of(path) for path in paths])
    data.setData(PHOTO_IDS, ",".join(map(str, ids)).encode())
    return data


def dragged_ids(data: QMimeData) -> list[int]:
    """The photo ids of a drag that began in our own window."""
    return [int(part) for part in bytes(data.data(PHOTO_IDS).data()).split(b",") if part.isdigit()]


def reveal(path: bytes) -> None:
    """Show a file in the file manager, chosen there if it can do that, else its folder."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # only where there is a session bus to ask

    url = url_of(path)
    message = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "ShowItems"
    )
    message.setArguments([[url.toString(QUrl.ComponentFormattingOption.FullyEncoded)], ""])
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected() or not bus.send(message):
        QDesktopServices.openUrl(url_of(os.path.dirname(path)))
