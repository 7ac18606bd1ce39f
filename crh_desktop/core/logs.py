"""Logs: on this machine only, small, for their owner's eyes, and without the names of photos."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import os
import platform
import re
import time
from importlib import metadata
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from crh_desktop import __version__
from crh_desktop.core.formats import EXTENSIONS, RAW_EXTENSIONS
from crh_desktop.core.paths import log_dir

_MOST_BYTES, _KEPT = 1 << 20, 3
#: Reports of hard crashes that are kept.
_MOST_FAULTS = 5
_SUFFIXES = "|".join(sorted((re.escape(suffix[1:]) for suffix in EXTENSIONS | RAW_EXTENSIONS), key=len, reverse=True))
_QUOTED = re.compile(rf"(?<=['\"])[^'\"\n]*?\.({_SUFFIXES})(?=['\"])", re.IGNORECASE)
#: A path of a photo, up to its suffix; names with spaces are taken from the first slash.
_PHOTO = re.compile(rf"(?:[A-Za-z]:)?[/\\][^\n\"']*?\.({_SUFFIXES})(?![A-Za-z0-9])", re.IGNORECASE)
_NAME = re.compile(rf"[^\s/\\\"']+\.({_SUFFIXES})(?![A-Za-z0-9])", re.IGNORECASE)
_fault_file: IO[str] | None = None  # faulthandler writes to its descriptor for as long as the program runs


def scrubbed(text: str) -> str:
    """A text without the names of photos, and with the home folder as ~."""
    for form in (_QUOTED, _PHOTO, _NAME):
        text = form.sub(r"<photo>.\1", text)
    home = os.path.expanduser("~")
    return text.replace(home, "~") if len(home) > 1 else text


class _OwnFile(logging.handlers.RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        """The next file, for its owner's eyes from the beginning."""
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(handle, "a", encoding="utf-8", errors="backslashreplace")


class _Scrubbing(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """The line without the names of photos."""
        return scrubbed(super().format(record))


def start_log(name: str) -> None:
    """Log warnings, errors and what was said with `info` into NAME.log, and hard crashes into NAME.fault."""
    try:
        _log_to_files(name)
    except OSError as error:  # a full or read-only disk is no reason not to run
        logging.basicConfig(level=logging.INFO, force=True)
        logging.warning("There is no log: %s", error.strerror)


def _log_to_files(name: str) -> None:
    global _fault_file
    handler = _OwnFile(log_dir() / f"{name}.log", maxBytes=_MOST_BYTES, backupCount=_KEPT)
    handler.setFormatter(_Scrubbing("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    fault = log_dir() / f"{name}.fault"
    _fault_file = fault.open("a", encoding="utf-8")
    os.chmod(fault, 0o600)
    faulthandler.enable(_fault_file)


def last_fault(name: str) -> str:
    """What the last run of NAME wrote when it crashed hard, once; "" if it did not. Call before `start_log`."""
    fault = log_dir() / f"{name}.fault"
    try:
        text = fault.read_text("utf-8", "replace")
        if not text.strip():
            return ""
        os.replace(fault, log_dir() / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}.crash")
        for old in sorted(log_dir().glob(f"{name}-*.crash"))[:-_MOST_FAULTS]:
            old.unlink()
    except OSError:
        return ""
    return scrubbed(text)


def last_lines(name: str, count: int = 40) -> list[str]:
    """The last lines of NAME.log."""
    try:
        return (log_dir() / f"{name}.log").read_text("utf-8", "replace").splitlines()[-count:]
    except OSError:
        return []


def report(what: str, names: tuple[str, ...] = ("window", "worker")) -> str:
    """What a person may hand on when something went wrong: versions, what happened, and the last lines of the logs."""
    packages = []
    for package in ("PySide6-Essentials", "torch", "onnxruntime", "Pillow", "numpy"):
        try:
            packages.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            packages.append(f"{package} missing")
    parts = [
        f"CRH Desktop {__version__}, Python {platform.python_version()}, {platform.platform()}",
        ", ".join(packages),
        scrubbed(what.strip()),
    ]
    for name in names:
        parts.append(f"--- {name}.log ---\n" + "\n".join(last_lines(name)))
    return "\n\n".join(parts) + "\n"


def log_files() -> list[Path]:
    """Every log and crash report there is."""
    return sorted(log_dir().glob("*.log*")) + sorted(log_dir().glob("*.crash"))
