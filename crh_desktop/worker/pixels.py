"""Equal pixels: digests of whole decoded pictures, computed only for contents that may equal another."""

from __future__ import annotations

from crh_desktop.core import perceptual
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.library import Library
from crh_desktop.core.progress import Progress

# Digests written in one transaction.
_BATCH = 32


def compare_pixels(library: Library, pool: DecodePool, progress: Progress) -> None:
    """Digest every pixel of those contents that may equal another: same size in pixels, and near or equal codes."""
    candidates = library.execute(
        "SELECT a.id, b.id FROM pair JOIN content a ON a.id = content_a JOIN content b ON b.id = content_b "
        "WHERE a.width = b.width AND a.height = b.height AND transform = 0 AND distance <= 8 "
        "AND a.format != 'RAW' AND b.format != 'RAW'"
    )
    flat = library.execute(
        "SELECT min(content.id), max(content.id) FROM content JOIN code ON code.content_id = content.id AND code.encoder_id = ? "
        "WHERE quality < ? GROUP BY width, height, code HAVING count(*) > 1",
        (library.encoder_id("perceptual"), perceptual.MIN_QUALITY),
    )
    wanted = sorted({identity for pair in [*candidates, *flat] for identity in pair})
    paths: dict[bytes, int] = {}
    for identity in wanted:
        row = library.execute(
            "SELECT path FROM photo JOIN content ON content.id = content_id WHERE content_id = ? AND pixel_digest IS NULL "
            "AND status = 'ok' ORDER BY path LIMIT 1",
            (identity,),
        )
        if row:
            paths[row[0][0]] = identity
    progress.stage("pixels", len(paths))
    done: list[tuple[str, int]] = []

    def flush() -> None:
        with library.transaction():
            for pixel_digest, identity in done:
                library.execute("UPDATE content SET pixel_digest = ? WHERE id = ?", (pixel_digest, identity))
            library.bump()
        done.clear()

    reading = pool.read_all(sorted(paths), lambda digest: True, pixels=True)
    try:
        for found in reading:
            if found.pixel_digest:
                digest = library.execute("SELECT digest FROM content WHERE id = ?", (paths[found.path],))[0][0]
                if digest == found.digest:  # changed meanwhile: the next scan will see to it
                    done.append((found.pixel_digest, paths[found.path]))
            if len(done) >= _BATCH:
                flush()
            progress.advance()
    finally:
        reading.close()
    flush()
