"""CRH and general code together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.combined import Centers, ties_broken, weighted
from crh_desktop.core.library import Library
from crh_desktop.core.records import QueryCode


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_ties_are_broken_and_nothing_else(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    crh, general = random.integers(0, 5, count), random.random(count) * 300
    found = ties_broken(crh, general)
    assert (np.floor(found) == crh).all()
    assert (np.argsort(found, kind="stable") == np.lexsort((general, crh))).all() or len(set(general)) < count


def test_weights_count_firm_bits_more() -> None:
    values = np.array([4.0, -0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], np.float32)
    same = np.packbits(values >= 0)
    firm, unsure = same ^ np.uint8(0b1000_0000), same ^ np.uint8(0b0100_0000)
    distances = weighted(values, np.stack([same, firm, unsure]))
    assert distances[0] == 0 and distances[1] > 10 * distances[2] > 0


def test_far_from_every_center_is_unknown() -> None:
    centers = Centers(np.array([[0b1111_0000], [0b0000_1111]], np.uint8), 1.5)
    queries = np.array([[0b1111_0000], [0b1110_0000], [0b1100_0000], [0b0110_1001]], np.uint8)
    assert centers.know(queries).tolist() == [True, True, False, False]


def _library(place: Path) -> Library:
    """Six contents: CRH codes tie in threes, general codes order them the other way round."""
    library = Library.open(place)
    library.add_folder(bytes(place.parent))
    random = np.random.default_rng(0)
    with library.transaction():
        for kind, bits in (("crh", 16), ("general", 256)):
            library.execute(
                "INSERT INTO encoder(kind, name, bits, preprocessing, sha256) VALUES(?, ?, ?, '', ?)",
                (kind, kind, bits, kind),
            )
        crh, general = library.encoder_id("crh"), library.encoder_id("general")
        query = random.standard_normal(256).astype(np.float32)
        for number in range(6):
            library.execute(
                "INSERT INTO content(digest, size, readable, reason, width, height, format, quality, added_at) "
                "VALUES(?, 1, 1, '', 1, 1, 'jpeg', 99, 0)",
                (f"{number:064x}",),
            )
            content = library.execute("SELECT max(id) FROM content")[0][0]
            library.execute(
                "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, status, content_id) "
                "VALUES(1, ?, 1, 1, 1, ?, 'ok', ?)",
                (b"/p/%d.jpg" % number, number, content),
            )
            code = np.array([0, 0 if number < 3 else 3], np.uint8)
            values = query.copy()
            values[: 10 * (6 - number)] *= -1
            library.execute("INSERT INTO code VALUES(?, ?, ?)", (crh, content, code.tobytes()))
            library.execute("INSERT INTO code VALUES(?, ?, ?)", (general, content, sign_pack(values).tobytes()))
        library.bump()
    library.query = QueryCode(projection=query, crh=np.zeros(2, np.uint8))  # type: ignore[attr-defined]
    return library


def _order(library: Library, query: QueryCode) -> list[int]:
    hits = library.similar(query, 6, "crh")
    return [int(photo.path[3:4]) for photo in (library.photos([hit.photo_id])[0] for hit in hits)]


def test_search_by_classes_breaks_ties_and_falls_back(tmp_path: Path) -> None:
    with _library(tmp_path / "library") as library:
        query = library.query  # type: ignore[attr-defined]
        assert _order(library, query) == [2, 1, 0, 5, 4, 3]
        encoder = library.encoder_id("crh")
        library.keep_centers(encoder, Centers(np.zeros((1, 2), np.uint8), 2.0))
        assert library.centers() is not None and _order(library, query) == [2, 1, 0, 5, 4, 3]
        library.keep_centers(encoder, Centers(np.full((1, 2), 255, np.uint8), 2.0))
        assert _order(library, query) == [5, 4, 3, 2, 1, 0], "the model knows no such thing: the general code alone"
