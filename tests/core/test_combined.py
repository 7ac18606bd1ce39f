"""CRH and general code together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.combined import AROUND, FIRST, Classes, neighbours, ranked, together, weighted
from crh_desktop.core.library import Library
from crh_desktop.core.records import QueryCode
from crh_desktop.learn import metrics


def _three_classes(seed: int = 0, each: int = 40) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values [N, 64] around three directions, their targets, and the directions."""
    random = np.random.default_rng(seed)
    directions = random.standard_normal((3, 64)).astype(np.float32) * 3
    labels = np.repeat(np.arange(3), each)
    values = directions[labels] + random.standard_normal((3 * each, 64)).astype(np.float32)
    return values.astype(np.float32), (np.arange(3) == labels[:, None]).astype(np.uint8), directions


def test_photos_of_a_class_are_known_and_strangers_are_not() -> None:
    values, targets, directions = _three_classes()
    classes = Classes.of(values, targets)
    random = np.random.default_rng(1)
    own = directions[random.integers(0, 3, 200)] + random.standard_normal((200, 64)).astype(np.float32)
    strangers = 3 * random.standard_normal((200, 64)).astype(np.float32)
    known = classes.known(own)
    assert known.mean() > 0.7 and (known > 0).mean() > 0.8
    assert classes.known(strangers).max() == 0


def test_single_photos_tell_nothing_so_that_all_is_known() -> None:
    classes = Classes.of(np.eye(3, dtype=np.float32), np.eye(3, dtype=np.uint8))
    assert classes.known(np.random.default_rng(0).standard_normal((5, 3)).astype(np.float32)).tolist() == [1.0] * 5


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.floats(0, 1))
def test_together_never_turns_what_both_say(seed: int, count: int, known: float) -> None:
    random = np.random.default_rng(seed)
    crh, general = random.integers(0, 65, count), random.random(count) * 256
    found = together(crh, 64, general, 256, known)
    assert found.min() >= 0 and found.max() <= 64
    nearer = (crh[:, None] <= crh) & (general[:, None] < general)
    assert (found[:, None] < found)[nearer].all()
    surely = together(crh, 64, general, 256, 1.0)
    assert (np.abs(surely - crh) <= np.abs(together(crh, 64, general, 256, 0.0) - crh) + 1e-9).all()


def test_weights_count_firm_bits_more() -> None:
    values = np.array([4.0, -0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], np.float32)
    same = np.packbits(values >= 0)
    firm, unsure = same ^ np.uint8(0b1000_0000), same ^ np.uint8(0b0100_0000)
    distances = weighted(values, np.stack([same, firm, unsure]))
    assert distances[0] == 0 and distances[1] > 10 * distances[2] > 0


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
            library.execute(
                "INSERT INTO projection VALUES(?, ?, ?)", (general, content, values.astype(np.float16).tobytes())
            )
        library.bump()
    library.query = QueryCode(projection=query, crh=np.zeros(2, np.uint8))  # type: ignore[attr-defined]
    return library


def _order(library: Library, query: QueryCode) -> list[int]:
    hits = library.similar(query, 6, "crh")
    return [int(photo.path[3:4]) for photo in (library.photos([hit.photo_id])[0] for hit in hits)]


def test_search_trusts_the_general_code_where_no_class_is_known(tmp_path: Path) -> None:
    with _library(tmp_path / "library") as library:
        query = library.query  # type: ignore[attr-defined]
        assert _order(library, query) == [2, 1, 0, 5, 4, 3], "a model that tells nothing of its classes is believed"
        encoder, ones = library.encoder_id("crh"), np.ones((1, 256), np.float32)
        alike, other, both = (-0.5, -0.2), [5, 4, 3, 2, 1, 0], [2, 1, 0, 5, 4, 3]
        # photos of the class all around; the same, but nobody fits; the query alone fits, what is around it does not
        for sign, bounds, order in ((1, alike, both), (-1, alike, other), (1, (-0.05, -0.001), other)):
            towards = sign * query.projection
            kept = Classes(0 * ones[0], towards[None] / np.linalg.norm(towards), ones[0, :1], *bounds)
            library.keep_classes(encoder, kept)
            found = library.classes()
            assert found is not None and (found.directions == kept.directions).all() and found.high == kept.high
            assert kept.known(query.projection[None])[0] == (sign > 0)
            assert _order(library, query) == order


def test_what_is_around_a_query_decides_and_not_the_query_alone() -> None:
    values, targets, directions = _three_classes()
    classes = Classes.of(values, targets)
    strangers = 3 * np.random.default_rng(1).standard_normal((AROUND, 64)).astype(np.float32)
    assert classes.trust(directions[0], values[:AROUND]) > 0.9
    assert classes.trust(directions[0], strangers) == 0 and classes.trust(strangers[0], strangers[1:]) == 0
    assert classes.trust(directions[0], strangers[:0]) == 1, "with nothing around the query speaks for itself"


def test_neighbours_are_the_nearest_others_and_what_crh_would_show_first() -> None:
    general = np.array([3.0, 0.0, np.inf, 1.0, 3.0, 0.5, *[9.0] * 30])
    crh = np.array([40, 0, 0, 40, 40, 40, *[30] * 20, *[0] * 10])
    near, shown = [5, 3, 0, 4, *range(6, 2 + AROUND)], list(range(26, 26 + FIRST))
    assert neighbours(crh, 64, general, 256).tolist() == near + shown
    assert neighbours(0 * crh, 64, general, 256).tolist() == near + near[:FIRST], "a photo may be asked twice"
    none = np.zeros(3)
    assert neighbours(none, 64, none, 256).tolist() == [] and neighbours(none[:0], 64, none[:0], 256).tolist() == []


def test_an_odd_photo_of_a_class_is_known_by_what_crh_would_show() -> None:
    """Most of what the general code finds around it are strangers; its CRH code is that of its class."""
    values, targets, directions = _three_classes()
    classes = Classes.of(values, targets)
    strangers = 3 * np.random.default_rng(1).standard_normal((AROUND - 3, 64)).astype(np.float32)
    stored = np.concatenate([strangers, np.repeat(directions, 20, axis=0)])
    general = np.r_[np.full(AROUND, 60.0), np.full(len(stored) - AROUND, 70.0)]
    of_class, of_none = (np.r_[np.full(AROUND, 32), np.full(len(stored) - AROUND, far)] for far in (0, 64))
    trust = [classes.trust(directions[0], stored[neighbours(crh, 64, general, 256)]) for crh in (of_class, of_none)]
    assert trust[0] > 0.2 and trust[1] == 0


def test_search_ranks_as_the_benchmark_does(tmp_path: Path) -> None:
    with _library(tmp_path / "library") as library:
        query = library.query  # type: ignore[attr-defined]
        towards = query.projection[None] / np.linalg.norm(query.projection)
        classes = Classes(np.zeros(256, np.float32), towards, np.ones(1, np.float32), -0.4, 0.2)
        library.keep_classes(library.encoder_id("crh"), classes)
        stored = np.stack([query.projection] * 6)
        for number in range(6):
            stored[number, : 10 * (6 - number)] *= -1
        general, crh = metrics.weighted_distances(query.projection[None], stored)[0], np.array([0, 0, 0, 2, 2, 2])
        kept = stored.astype(np.float16).astype(np.float32)
        assert 0 < classes.trust(query.projection, kept[neighbours(crh, 16, general, 256)]) < 1
        wanted = ranked(classes, query.projection, crh, 16, general, 256, kept.__getitem__)
        found = {hit.photo_id: hit.distance for hit in library.similar(query, 6, "crh")}
        assert [found[photo] for photo in sorted(found)] == [round(float(one), 3) for one in wanted]
