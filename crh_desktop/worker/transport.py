"""A library as one file, to go on with on another computer: the database as it is, and the person's own models.

Codes belong to contents, so that nothing is computed again there; thumbnails are made again when they are looked at.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.paths import data_dir
from crh_desktop.core.store.copies import write_copy
from crh_desktop.core.store.repair import faults
from crh_desktop.core.store.schema import APPLICATION_ID, FILE_NAME, MIGRATIONS

#: Ending of an exported library.
ENDING = ".crhlibrary"
_MODEL_FILES = ("model.json", ".safetensors")
#: What one file of an export may have, unpacked: a library of ten million photos has 14 GB.
_MOST_BYTES = 64 << 30
_BLOCK = 1 << 20


def export_library(library: Library, file: Path) -> Path:
    """Write a library and the person's own models into one file; returns its path.

    Raises:
        UsageError: It cannot be written there; nothing is left behind.
    """
    file = file if file.suffix else file.with_suffix(ENDING)
    if file.exists():
        raise UsageError(f"{file} is there already. Name another file.")
    part = file.with_name(f".{file.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=library.path, prefix=".export-") as place:
            copy = Path(place) / FILE_NAME
            with contextlib.closing(sqlite3.connect(library.path / FILE_NAME)) as database:
                write_copy(database, copy)
            with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                packed.write(copy, FILE_NAME)
                for folder in sorted((data_dir() / "models").glob("*")):
                    for one in sorted(folder.glob("*")):
                        if one.is_file() and one.name.endswith(_MODEL_FILES) and (folder / "model.json").exists():
                            packed.write(one, f"models/{folder.name}/{one.name}")
        os.replace(part, file)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{file} cannot be written: {error}. Choose another place, or free some space.") from None
    finally:
        part.unlink(missing_ok=True)
    return file


def import_library(file: Path, folder: Path) -> list[str]:
    """Unpack an exported library into a folder that holds nothing yet; returns the names of models that came with it.

    Raises:
        UsageError: It is no export, damaged, newer, or the folder is not empty; nothing was changed.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty. Name a new library: crh import FILE --library NEW")
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with (
            zipfile.ZipFile(file) as packed,
            tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as name,
        ):
            place = Path(name)
            members = _checked(packed, file)
            for member in members:
                _unpack(packed, member, place / member.filename)
            _check_database(place / FILE_NAME, file)
            taken = _take_models(place / "models", file)
            folder.mkdir(exist_ok=True, mode=0o700)
            os.chmod(place / FILE_NAME, 0o600)
            os.replace(place / FILE_NAME, folder / FILE_NAME)
            return taken
    except zipfile.BadZipFile:
        raise UsageError(f"{file} is no exported library, or damaged.") from None
    except OSError as error:
        raise UsageError(
            f"{file} cannot be unpacked: {error.strerror or error}. Check the disk and try again."
        ) from None


def _checked(packed: zipfile.ZipFile, file: Path) -> list[zipfile.ZipInfo]:
    """The members, if every one of them is something that an export holds."""
    for member in packed.infolist():
        parts = PurePosixPath(member.filename).parts
        model = len(parts) == 3 and parts[0] == "models" and parts[1] not in ("..", ".")
        if not (member.filename == FILE_NAME or (model and parts[2].endswith(_MODEL_FILES))) or "\\" in member.filename:
            raise UsageError(f"{file} holds {member.filename!r}, which no exported library does; it is not used.")
        if member.file_size > _MOST_BYTES:
            raise UsageError(f"{file} is far too large for a library.")
    if FILE_NAME not in packed.namelist():
        raise UsageError(f"{file} is no exported library.")
    return packed.infolist()


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with packed.open(member) as source, target.open("xb") as out:
        while block := source.read(min(_BLOCK, left + 1)):
            left -= len(block)
            if left < 0:  # more than it said
                raise zipfile.BadZipFile
            out.write(block)


def _check_database(database: Path, file: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as opened:
            application = int(opened.execute("PRAGMA application_id").fetchone()[0])
            version = int(opened.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        raise UsageError(f"{file} is damaged: its library cannot be read.") from None
    if application != APPLICATION_ID:
        raise UsageError(f"{file} holds a database of another program.")
    if version > len(MIGRATIONS):
        raise UsageError(f"{file} was written by a newer version of CRH Desktop. Update the program.")
    if found := faults(database.parent):
        raise UsageError(f"{file} is damaged: {found[0]}")


def _take_models(place: Path, file: Path) -> list[str]:
    """Keep models that are whole and whose names are free here."""
    from crh_desktop.learn.bundle import BundleError, read_bundle

    taken = []
    for folder in sorted(place.glob("*")):
        target = data_dir() / "models" / folder.name
        try:
            read_bundle(folder)
        except BundleError as error:
            raise UsageError(f"{file}: {error}") from None
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, target)
            taken.append(folder.name)
    return taken
