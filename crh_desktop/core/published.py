"""A library served by PostgreSQL with pgvector, for archives that outgrow one computer: written once, searched read-only.

Codes are bit strings compared by Hamming distance (`<~>`). The HNSW index answers from a part of them; an exact search reads
all, and finds what the local library finds. Nothing is sent anywhere but to the server that the person names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core import combined
from crh_desktop.core.bits import Codes, hamming, sign_pack
from crh_desktop.core.errors import CrhError, UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import QueryCode

#: The format of what is written; another one is refused.
VERSION = "1"
#: Codes that are published: those whose distance alone ranks, or that rank the Hamming-nearest again.
KINDS = ("general", "copy")
#: The longest list that an HNSW scan of pgvector can be asked for.
MOST_INDEXED = 1_000
_SCHEMA, _NEW = "crh", "crh_new"
_BLOCK = 5_000


class ServerError(CrhError):
    """The server cannot be reached, or holds no library that this program can read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A photo of a published library. distance: in bits, as `Library.similar` tells it."""

    path: bytes
    distance: float
    digest: str
    width: int
    height: int


def publish(library: Library, url: str, progress: Progress | None = None) -> int:
    """Write photos, contents and codes of a library to a server, in place of what was published there; returns the photos.

    All of it happens in one transaction: whoever searches sees the old library until the new one is whole.

    Raises:
        ServerError: The server cannot be reached, has no pgvector, or holds something else under the name "crh".
        Cancelled: The server keeps what it had.
    """
    progress = progress or Progress()
    with _connected(url) as server:
        if _rows(server, "SELECT 1 FROM pg_namespace WHERE nspname = %s", (_SCHEMA,)) and not _meta(server):
            raise ServerError(
                f"The database holds a schema “{_SCHEMA}” that is no photo library. Publish into another database."
            )
        server.execute("CREATE EXTENSION IF NOT EXISTS vector")
        server.execute(f"DROP SCHEMA IF EXISTS {_NEW} CASCADE")
        server.execute(f"CREATE SCHEMA {_NEW}")
        server.execute(f"SET LOCAL search_path TO {_NEW}, public")
        server.execute("CREATE TABLE meta(key text PRIMARY KEY, value text NOT NULL)")
        server.execute(
            "CREATE TABLE content(id bigint PRIMARY KEY, digest text NOT NULL, width int NOT NULL, height int NOT NULL)"
        )
        server.execute("CREATE TABLE photo(content_id bigint NOT NULL REFERENCES content(id), path bytea NOT NULL)")
        total = library.execute("SELECT count(*) FROM photo WHERE status = 'ok'")[0][0]
        progress.stage("publish", total)
        _copy(
            server, "content(id, digest, width, height)",
            library.blocks("SELECT id, digest, width, height FROM content WHERE readable = 1 ORDER BY id", (), _BLOCK),
        )  # fmt: skip
        photos = library.blocks(
            "SELECT content_id, path FROM photo JOIN content ON content.id = content_id WHERE status = 'ok' AND "
            "content.readable = 1 ORDER BY path", (), _BLOCK,
        )  # fmt: skip
        _copy(server, "photo(content_id, path)", _counted(photos, progress))
        server.execute("CREATE INDEX ON photo(content_id)")
        for kind in KINDS:
            progress.check()
            _write_codes(server, library, kind)
        told = {"version": VERSION, "library": library.execute("SELECT value FROM meta WHERE key = 'id'")[0][0]}
        told["thresholds"] = library.thresholds().tobytes().hex()
        for kind in KINDS:
            digests = library.execute("SELECT sha256 FROM encoder WHERE id = ?", (library.encoder_id(kind),))
            told[f"encoder {kind}"] = digests[0][0] if digests else ""
        _copy(server, "meta(key, value)", [list(told.items())])
        server.execute(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE")
        server.execute(f"ALTER SCHEMA {_NEW} RENAME TO {_SCHEMA}")
    return int(total)


class Published:
    """A published library, opened to search in it.

    Raises:
        ServerError: The server cannot be reached or holds no published library.
    """

    def __init__(self, url: str) -> None:
        self._server = _connect(url)
        self._server.read_only = True
        told = _meta(self._server)
        if told.get("version") != VERSION:
            self.close()
            raise ServerError(
                "There is no published library in this database, or one of another version. Publish it with: crh publish URL"
            )
        self._server.execute(f"SET search_path TO {_SCHEMA}, public")
        self._server.commit()
        self.encoders = {kind: told.get(f"encoder {kind}", "") for kind in KINDS}
        self._thresholds = np.frombuffer(bytes.fromhex(told["thresholds"]), np.float32)

    def __enter__(self) -> Published:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the server go."""
        self._server.close()

    def count(self) -> int:
        """How many photos there are."""
        return int(_rows(self._server, "SELECT count(*) FROM photo")[0][0])

    def similar(self, query: QueryCode, k: int, code: str = "general", exact: bool = False) -> list[Found]:
        """The k photos most like the query, nearest first, equal distances by path; see `Library.similar`.

        Args:
            query: Codes of a picture, by the encoders that `encoders` names.
            k: How many. code: general or copy.
            exact: Read every code instead of the index.

        Raises:
            UsageError: There is no such code. ServerError: The server failed.
        """
        if code == "general" and query.projection is not None:
            values = query.projection - self._thresholds
            contents, codes = self._nearest("general", sign_pack(values), max(1000, 4 * k), exact)
            distances: NDArray[Any] = np.round(combined.weighted(values, codes), 3)
        elif code == "copy" and query.copy is not None:
            contents, codes = self._nearest("copy", query.copy, k, exact)
            distances = hamming(codes, query.copy).astype(np.float64)
        else:
            raise UsageError(f"A published library cannot be searched by the code “{code}” of this picture.")
        order = np.lexsort((contents, distances))[: max(k, 1) * 2]
        near = dict(zip(contents[order].tolist(), distances[order].tolist(), strict=True))
        rows = _rows(
            self._server,
            "SELECT content_id, path, digest, width, height FROM photo JOIN content ON content.id = content_id "
            "WHERE content_id = ANY(%s)",
            (list(near),),
        )
        found = [Found(bytes(path), near[one], digest, width, height) for one, path, digest, width, height in rows]
        return sorted(found, key=lambda hit: (hit.distance, hit.path))[:k]

    def similar_to_any(
        self, queries: Sequence[QueryCode], k: int, code: str = "general", exact: bool = False
    ) -> list[Found]:
        """The k photos nearest to any of several queries; each has its least distance to one of them. See `similar`."""
        best: dict[bytes, Found] = {}
        for query in queries:
            for hit in self.similar(query, k, code, exact):
                if hit.path not in best or hit.distance < best[hit.path].distance:
                    best[hit.path] = hit
        return sorted(best.values(), key=lambda hit: (hit.distance, hit.path))[:k]

    def require_encoder(self, kind: str, sha256: str) -> None:
        """Make sure that codes of two encoders are never compared.

        Raises:
            UsageError: The library was published with another one.
        """
        if sha256 != self.encoders.get(kind):
            raise UsageError("That library was published with another model. Publish it anew with this program.")

    def _nearest(self, kind: str, code: Codes, count: int, exact: bool) -> tuple[NDArray[np.int64], Codes]:
        """Ids and codes of the Hamming-nearest contents."""
        bits = "".join(map(str, np.unpackbits(code)))
        with _told():
            if exact or count > MOST_INDEXED:
                self._server.execute("SET LOCAL enable_indexscan = off")
                order = f"code <~> %s::bit({len(bits)}), content_id"
            else:
                self._server.execute(f"SET LOCAL hnsw.ef_search = {max(40, count)}")
                order = f"code <~> %s::bit({len(bits)})"
            rows = self._server.execute(
                f"SELECT content_id, code::text FROM code_{kind} ORDER BY {order} LIMIT %s", (bits, count)
            ).fetchall()
            self._server.commit()
        text = "".join(row[1] for row in rows).encode()
        codes = np.packbits((np.frombuffer(text, np.uint8) - ord("0")).reshape(len(rows), -1), axis=1)
        return np.array([row[0] for row in rows], np.int64), codes


def _write_codes(server: Any, library: Library, kind: str) -> None:
    encoder = library.encoder_id(kind)
    first = library.execute("SELECT code FROM code WHERE encoder_id = ? LIMIT 1", (encoder,))
    bits = 8 * len(first[0][0]) if first else 256
    server.execute(
        f"CREATE TABLE code_{kind}(content_id bigint PRIMARY KEY REFERENCES content(id), code bit({bits}) NOT NULL)"
    )
    blocks = library.blocks(
        "SELECT content_id, code FROM code JOIN content ON content.id = content_id WHERE encoder_id = ? AND readable = 1 "
        "ORDER BY content_id", (encoder,), _BLOCK,
    )  # fmt: skip
    _copy(server, f"code_{kind}(content_id, code)", _as_bits(blocks))
    server.execute(f"CREATE INDEX ON code_{kind} USING hnsw (code bit_hamming_ops)")


def _as_bits(blocks: Iterator[list[tuple[Any, ...]]]) -> Iterator[list[tuple[Any, ...]]]:
    for rows in blocks:
        codes = np.frombuffer(b"".join(row[1] for row in rows), np.uint8).reshape(len(rows), -1)
        digits = (np.unpackbits(codes, axis=1) + ord("0")).astype(np.uint8)
        yield [(row[0], digit.tobytes().decode()) for row, digit in zip(rows, digits, strict=True)]


def _counted(blocks: Iterator[list[tuple[Any, ...]]], progress: Progress) -> Iterator[list[tuple[Any, ...]]]:
    for rows in blocks:
        yield rows
        progress.advance(len(rows))


def _copy(server: Any, table: str, blocks: Any) -> None:
    with server.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for rows in blocks:
            for row in rows:
                copy.write_row(row)


def _meta(server: Any) -> dict[str, str]:
    """What a published library says of itself; {} where there is none."""
    there = _rows(server, "SELECT to_regclass(%s)", (f"{_SCHEMA}.meta",))[0][0]
    return dict(_rows(server, f"SELECT key, value FROM {_SCHEMA}.meta")) if there else {}


def _rows(server: Any, sql: str, values: Sequence[Any] = ()) -> list[Any]:
    with _told():
        return list(server.execute(sql, values or None).fetchall())


def _connect(url: str) -> Any:
    try:
        import psycopg
    except ImportError:
        raise ServerError("Published libraries need the extra: pip install 'crh-desktop[postgres]'") from None
    with _told():
        return psycopg.connect(url, connect_timeout=20)


@contextmanager
def _told() -> Iterator[None]:
    """What the server says goes wrong, as a sentence."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        raise ServerError(f"The server cannot be used: {said}. Check the address and its rights.") from None


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    """One transaction on a server: kept whole or not at all."""
    with closing(_connect(url)) as server, _told():
        yield server
        server.commit()
