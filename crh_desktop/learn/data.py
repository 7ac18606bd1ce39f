"""Labelled photos: one folder a class, or a table of labels. Their order is the same on every machine."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from crh_desktop.core.errors import PhotoError, UsageError
from crh_desktop.core.formats import EXTENSIONS, RAW_EXTENSIONS
from crh_desktop.core.imaging import decode, network_input
from crh_desktop.core.progress import Progress

Way = Callable[[Image.Image], NDArray[np.uint8]]  # an upright picture to uint8 [224, 224, 3]


@dataclass(frozen=True, slots=True)
class Labelled:
    """paths[i] shows the classes c with targets[i, c] = 1; targets uint8 [N, C]."""

    classes: tuple[str, ...]
    paths: tuple[Path, ...]
    targets: NDArray[np.uint8]

    @property
    def labels(self) -> NDArray[np.int64]:
        """Class number of each photo, int64 [N], where each has one."""
        return np.asarray(self.targets.argmax(axis=1), np.int64)

    @property
    def several(self) -> bool:
        """Whether some photo has more than one label."""
        return bool((self.targets.sum(axis=1) > 1).any())

    def at(self, rows: NDArray[np.int64]) -> Labelled:
        """Some of the photos, with all classes."""
        return Labelled(self.classes, tuple(self.paths[row] for row in rows), self.targets[rows])


@dataclass(frozen=True, slots=True)
class LabelledFeatures:
    """features float32 [N, D], labels int64 [N] into classes; `unreadable` were left out."""

    classes: tuple[str, ...]
    features: NDArray[np.float32]
    labels: NDArray[np.int64]
    unreadable: tuple[Path, ...] = ()


def read_source(source: str, labels: Path | None = None) -> Labelled:
    """Labelled photos by the words of the command line: a folder of class folders, or `FILE.csv:SPLIT`.

    Args:
        source: a folder, or a table (its rows of one split, or all of them without `:SPLIT`).
        labels: a table that names the labels of the files in a folder.
    """
    name, mark, part = source.rpartition(":")
    if not mark or not name.lower().endswith(".csv"):
        name, part = source, ""
    if name.lower().endswith(".csv"):
        return read_table(Path(name), part or None)
    if labels is None:
        return read_labelled(Path(source))
    folder = Path(source).resolve()
    table = read_table(labels, None)
    inside = [row for row, path in enumerate(table.paths) if folder in path.resolve().parents]
    if not inside:
        raise UsageError(f"{labels} names no picture inside {source}.")
    return table.at(np.array(inside))


def read_labelled(folder: Path) -> Labelled:
    """List a folder of class folders, sorted by name at both levels; hidden names and other file types left out.

    Raises:
        UsageError: It is no folder, or holds fewer than two folders with pictures.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    return from_folders([path for path in folder.iterdir() if path.is_dir()], folder)


def from_folders(folders: Iterable[Path], where: Path | str) -> Labelled:
    """Each folder a class of its own name, those of one name together; `where` is what a complaint names.

    Raises:
        UsageError: Fewer than two of them hold pictures.
    """
    classes: list[str] = []
    paths: list[Path] = []
    labels: list[int] = []
    for place in sorted(
        (path for path in folders if not path.name.startswith(".")), key=lambda path: (path.name, path)
    ):
        inside = sorted(path for path in place.rglob("*") if _is_picture(path, place))
        if inside:
            if not classes or classes[-1] != place.name:
                classes.append(place.name)
            labels += [len(classes) - 1] * len(inside)
            paths += inside
    if len(classes) < 2:
        raise UsageError(f"{where} holds fewer than two folders with pictures; one folder per class is needed.")
    targets = np.asarray(np.arange(len(classes)) == np.array(labels)[:, None], np.uint8)
    return Labelled(tuple(classes), tuple(paths), targets)


def from_keywords(folder: Path, keywords: Callable[[bytes], Iterable[str]], least: int = 3) -> Labelled:
    """All pictures below a folder, labelled by their own keywords; those without any are left out.

    Args:
        folder: where they are.
        keywords: of a file, by its path.
        least: keywords of fewer photos are no classes.

    Raises:
        UsageError: It is no folder, or fewer than two keywords are on so many photos.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.")
    paths = sorted(path for path in folder.rglob("*") if _is_picture(path, folder))
    named = [set(keywords(os.fsencode(path))) for path in paths]
    count = Counter(word for words in named for word in words)
    classes = sorted(word for word, many in count.items() if many >= least)
    kept = [row for row, words in enumerate(named) if words & set(classes)]
    if len(classes) < 2:
        raise UsageError(f"Fewer than two keywords are on {least} or more of the photos in {folder}.")
    targets = np.array([[one in named[row] for one in classes] for row in kept], np.uint8)
    return Labelled(tuple(classes), tuple(paths[row] for row in kept), targets)


def read_table(file: Path, part: str | None) -> Labelled:
    """A table with the columns file, split and labels (several joined by a bar); paths start at the table's folder.

    Classes are all labels of the whole table, so that two splits of it agree. Rows without a label are kept: they count
    in a database, and are left out of training.

    Args:
        file: the table.
        part: take the rows of this split only.

    Raises:
        UsageError: It cannot be read, lacks a column, or has no rows of this split.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read as a table: {error}.") from None
    if not rows or not {"file", "labels"} <= set(rows[0]):
        raise UsageError(f"{file} needs the columns file and labels (and split, to take a part of it).")
    named = [[one for one in (row["labels"] or "").split("|") if one] for row in rows]
    classes = sorted({one for labels in named for one in labels})
    kept = [row for row in range(len(rows)) if part is None or rows[row].get("split") == part]
    if not kept or len(classes) < 2:
        raise UsageError(
            f"{file} has no rows of split {part!r}." if not kept else f"{file} names fewer than two labels."
        )
    targets = np.array([[one in named[row] for one in classes] for row in kept], np.uint8)
    return Labelled(tuple(classes), tuple(file.parent / rows[row]["file"] for row in kept), targets)


def _is_picture(path: Path, below: Path) -> bool:
    inside = path.relative_to(below).parts
    return path.suffix.lower() in _EXTENSIONS and not any(part.startswith(".") for part in inside) and path.is_file()


_EXTENSIONS = frozenset("." + extension.lstrip(".").lower() for extension in EXTENSIONS | RAW_EXTENSIONS)


def compute_features(
    labelled: Labelled,
    features: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
    progress: Progress | None = None,
    way: Way = network_input,
    batch: int = 16,
) -> LabelledFeatures:
    """Decode every picture once and run the trunk; pictures that cannot be read are left out and named."""
    progress = progress or Progress()
    progress.stage("Reading pictures", len(labelled.paths))
    kept: list[int] = []
    unreadable: list[Path] = []
    parts: list[NDArray[np.float32]] = []
    waiting: list[NDArray[np.uint8]] = []
    for index, path in enumerate(labelled.paths):
        try:
            waiting.append(way(decode(path.read_bytes(), path.name).picture))
            kept.append(index)
        except (PhotoError, OSError):
            unreadable.append(path)
        if len(waiting) == batch:
            parts.append(features(np.stack(waiting)))
            waiting = []
        progress.advance()
    if waiting:
        parts.append(features(np.stack(waiting)))
    if not parts:
        raise UsageError("None of the pictures could be read.")
    return LabelledFeatures(labelled.classes, np.concatenate(parts), labelled.labels[kept], tuple(unreadable))
