"""Errors that are the environment's fault and carry a sentence for people, each with its exit code."""

from __future__ import annotations

import os


class CrhError(Exception):
    """Something outside the program went wrong; the message is a whole sentence that says what to do."""

    exit_code = 1


class UsageError(CrhError):
    """Wrong usage, or input that cannot be used."""

    exit_code = 2


class LibraryError(CrhError):
    """The library cannot be opened: not one, damaged, or written by a newer version."""

    exit_code = 4


class LibraryDamaged(LibraryError):
    """The library's file is damaged; what can be read of it can be kept (`store.repair`)."""


class Cancelled(CrhError):
    """The person cancelled the work."""

    exit_code = 130

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)


class PhotoError(CrhError):
    """One photo cannot be read; the rest of the work goes on."""


def file_failure(error: OSError) -> CrhError:
    """A call of the system that failed, as a sentence that names the file and says what to do."""
    name = os.fsdecode(error.filename) if error.filename else "A file"
    return CrhError(f"{name}: {error.strerror or error}. What was finished is kept; mend that, then do the same again.")
