"""Pairs: find candidates among the library's contents, verify them, and keep what is near or similar, with evidence.

Contents are taken in chunks, each in transactions of its own: a kill costs the chunk in hand, and what was paired once
is never paired again, so that adding a hundred photos to ten thousand costs what a hundred cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core import perceptual
from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.library import Library
from crh_desktop.core.matching import candidates
from crh_desktop.core.matching.candidates import Codebook, Pairs
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.leftover import leftover_pairs
from crh_desktop.core.matching.verify import VERIFIER
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import Tier
from crh_desktop.worker.contents import ContentStore
from crh_desktop.worker.full_look import looked_at_in_full
from crh_desktop.worker.verifying import Verifiers

#: Contents whose pairs are found, verified and stored together.
CHUNK = 512
#: Pairs verified between two looks at the progress: what a cancel waits for.
_BATCH = 64
# How often groups are completed anew: what a round finds may leave over something else.
_ROUNDS = 3
_NONE: frozenset[int] = frozenset()
#: Photos of unlike pictures whose general codes agree in so many of 256 bits are similar.
_SIMILAR_BITS = 40


def find_pairs(library: Library, pool: DecodePool, progress: Progress, threads: int = 0) -> int:
    """Pair all contents that are not paired yet; returns how many pairs were found near or similar."""
    _forget_older_verifier(library)
    _part_from_the_gone(library)
    ids, book, fresh = read_codes(library)
    progress.stage("pairs", int(fresh.sum()))
    found = 0
    if fresh.any():
        with Verifiers(threads, _tests(len(ids))) as verifiers:
            found = _Pairing(library, pool, ids, book, verifiers).run(fresh, progress)
    return found


def complete_groups(library: Library, pool: DecodePool, progress: Progress, threads: int = 0) -> int:
    """Settle contents that match a group's member but were never compared with its hub; returns how many were verified."""
    ids, book, _ = read_codes(library)
    row_of = {int(identity): row for row, identity in enumerate(ids)}
    asked = 0
    for _ in range(_ROUNDS):
        rows = library.execute("SELECT content_a, content_b, tier FROM pair")
        known = {(row_of[a], row_of[b]): tier for a, b, tier in rows if a in row_of and b in row_of}
        pairs = leftover_pairs([pair for pair, tier in known.items() if tier == Tier.NEAR], known)
        if not pairs:
            break
        progress.stage("groups", len(pairs))
        with Verifiers(threads, _tests(len(ids))) as verifiers:
            _Pairing(library, pool, ids, book, verifiers).run_through(pairs, progress)
        asked += len(pairs)
    return asked


def verify_with_keepers(library: Library, pool: DecodePool, progress: Progress, threads: int = 0) -> int:
    """Verify members of groups that have not been compared with their group's keeper; returns how many were."""
    index = library.group_index()
    wanted = index.unverified(index.regroup(Tier.NEAR))
    if not wanted:
        return 0
    ids, book, _ = read_codes(library)
    row_of = {int(identity): row for row, identity in enumerate(ids)}
    rows = ((row_of[index.content_ids[a]], row_of[index.content_ids[b]]) for a, b in wanted)
    pairs = sorted({(min(a, b), max(a, b)) for a, b in rows})
    with Verifiers(threads, _tests(len(ids))) as verifiers:
        progress.stage("keepers", len(pairs))
        _Pairing(library, pool, ids, book, verifiers).run_through(pairs, progress)
    return len(pairs)


def _forget_older_verifier(library: Library) -> None:
    """Pairs of an older verifier are found again; decisions are not touched."""
    rows = library.execute("SELECT value FROM meta WHERE key = 'verifier'")
    if rows and rows[0][0] == VERIFIER:
        return
    with library.transaction():
        library.execute("DELETE FROM pair")
        library.execute("DELETE FROM paired")
        library.execute("INSERT OR REPLACE INTO meta VALUES('verifier', ?)", (VERIFIER,))
        library.bump()


def _part_from_the_gone(library: Library) -> None:
    """Let copies of a photo that is gone be compared with each other: while it was there, it held them together."""
    gone = "SELECT content_id FROM paired WHERE content_id NOT IN (SELECT content_id FROM photo WHERE content_id IS NOT NULL)"
    with library.transaction():
        for one, other in (("content_a", "content_b"), ("content_b", "content_a")):
            library.execute(
                f"DELETE FROM paired WHERE content_id IN (SELECT {one} FROM pair WHERE tier = 'near' AND {other} IN ({gone}))"
            )
        library.execute(f"DELETE FROM paired WHERE content_id IN ({gone})")


def read_codes(library: Library) -> tuple[NDArray[np.int64], Codebook, NDArray[np.bool_]]:
    """Content ids, their codes, and which are not paired yet; only contents that some photo still shows."""
    kind = "copy" if library.encoder_id("copy") else "general"
    rows = library.execute(
        "SELECT content.id, p.code, quality, c.code, width * height, paired.content_id IS NULL FROM content "
        "JOIN code p ON p.content_id = content.id AND p.encoder_id = ? "
        "LEFT JOIN code c ON c.content_id = content.id AND c.encoder_id = ? "
        "LEFT JOIN paired ON paired.content_id = content.id "
        "WHERE EXISTS(SELECT 1 FROM photo WHERE photo.content_id = content.id AND status = 'ok') ORDER BY content.digest",
        (library.encoder_id("perceptual"), library.encoder_id(kind)),
    )
    width = 32
    empty = bytes(width)
    book = Codebook(
        np.frombuffer(b"".join(row[1] for row in rows), np.uint8).reshape(len(rows), width),
        np.array([row[2] >= perceptual.MIN_QUALITY for row in rows], np.bool_),
        np.frombuffer(b"".join(row[3] or empty for row in rows), np.uint8).reshape(len(rows), width),
        np.array([row[3] is not None for row in rows], np.bool_),
        np.array([row[4] for row in rows], np.int64),
    )
    return np.array([row[0] for row in rows], np.int64), book, np.array([bool(row[5]) for row in rows], np.bool_)


def _tests(contents: int) -> float:
    """How many pairs this library makes one try: the more, the more points must agree (a contrario).

    In steps of four, so that one photo more changes nothing.
    """
    return float(4.0 ** np.ceil(np.log(max(1.0, contents * candidates.NEAREST)) / np.log(4.0)))


class _Pairing:
    """One run over the library."""

    def __init__(
        self, library: Library, pool: DecodePool, ids: NDArray[np.int64], book: Codebook, verifiers: Verifiers
    ) -> None:
        self._library, self._ids, self._book, self._verifiers = library, ids, book, verifiers
        self._contents = ContentStore(library, pool, ids, book)
        self._seen: set[tuple[int, int]] = set()
        self._rows: list[tuple[object, ...]] = []
        self._originals: dict[int, set[int]] = {}

    def run(self, fresh: NDArray[np.bool_], progress: Progress) -> int:
        """Pair the fresh rows; returns how many pairs were kept."""
        book = self._book
        close = candidates.close_pairs(book, fresh)
        head = candidates.representatives(book)
        members: dict[int, list[int]] = {}
        for row in np.flatnonzero(head != np.arange(len(head))).tolist():
            members.setdefault(int(head[row]), []).append(row)
        heads = np.flatnonzero(head == np.arange(len(head)))
        todo = np.flatnonzero(fresh)
        kept = 0
        for start in range(0, len(todo), CHUNK):
            chunk = np.zeros_like(fresh)
            chunk[todo[start : start + CHUNK]] = True
            wanted = self._wanted(close, head, chunk)
            near = candidates.neighbour_pairs(book, heads, chunk)
            through = candidates.member_pairs(book, head, chunk)
            for pairs in (near, through):
                wanted |= set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
            accepted = self._round(wanted, progress)
            # what holds for two representatives is asked of those they stand for
            again = {
                tuple(sorted((one, other)))
                for a, b in accepted
                for one, group in ((a, members.get(b, [])), (b, members.get(a, [])))
                for other in group
                if one != other
            }
            kept += len(accepted) + len(self._round(again, progress))  # type: ignore[arg-type]
            # what could not be looked at, since it is offline and was trimmed from the cache, is looked at another time
            self.flush(self._ids[row] for row in np.flatnonzero(chunk).tolist() if self._contents.pictured(row))
            progress.advance(int(chunk.sum()))
        return kept

    def run_through(self, pairs: Sequence[tuple[int, int]], progress: Progress) -> None:
        """Verify and store every one of these pairs, whatever comes out."""
        for _ in self.verified(pairs, progress, every=True):
            progress.advance()
        self.flush()

    def _wanted(self, close: Pairs, head: NDArray[np.int64], chunk: NDArray[np.bool_]) -> set[tuple[int, int]]:
        inside = chunk[close.first] | chunk[close.second]
        wanted = set()
        for a, b in zip(close.first[inside].tolist(), close.second[inside].tolist(), strict=True):
            one, other = int(head[a]), int(head[b])
            wanted.add((a, b) if one == other and (a == one or b == one) else (min(one, other), max(one, other)))
        for row in np.flatnonzero(chunk).tolist():
            wanted.add((min(row, int(head[row])), max(row, int(head[row]))))
        return {pair for pair in wanted if pair[0] != pair[1]}

    def _round(self, wanted: Iterable[tuple[int, int]], progress: Progress) -> list[tuple[int, int]]:
        """Verify pairs not seen in this run; returns those that are near.

        Largest pictures first, since copies are mostly smaller: then the original gathers its copies, and two copies of
        one original need not be compared with each other.
        """
        size = self._book.size
        pairs = sorted(
            set(wanted) - self._seen,
            key=lambda pair: (-max(int(size[pair[0]]), int(size[pair[1]])), pair),
        )
        self._seen.update(pairs)
        return [pair for pair, evidence in self.verified(pairs, progress) if evidence.tier is Tier.NEAR]

    def verified(
        self, pairs: Sequence[tuple[int, int]], progress: Progress, every: bool = False
    ) -> Iterator[tuple[tuple[int, int], Evidence]]:
        """Verify pairs of rows on all cores, in order; what is near or similar is kept for `flush`.

        Args:
            pairs: row pairs i < j.
            progress: asked for a cancel between batches.
            every: Verify and keep every pair, also those that share an original and those that do not match.
        """
        waiting = iter(pairs)
        while batch := list(islice((pair for pair in waiting if every or not self._share_original(pair)), _BATCH)):
            progress.check()
            known = [(self._contents.known(a), self._contents.known(b)) for a, b in batch]
            for pair, first_look in zip(batch, self._verifiers.verify(known), strict=True):
                evidence = self._looked_over(pair, first_look)
                if evidence.tier is not None or every:
                    self._keep(pair, evidence)
                if evidence.tier is Tier.NEAR:
                    self._note_original(pair)
                yield pair, evidence

    def _share_original(self, pair: tuple[int, int]) -> bool:
        """Whether both were found near one larger picture already: they are in its group whatever they are to each other."""
        return bool(self._originals.get(pair[0], _NONE) & self._originals.get(pair[1], _NONE))

    def _note_original(self, pair: tuple[int, int]) -> None:
        a, b = pair
        original, copy = (a, b) if (self._book.size[a], -a) >= (self._book.size[b], -b) else (b, a)
        self._originals.setdefault(copy, set()).add(original)
        self._originals.setdefault(original, set()).add(original)

    def _looked_over(self, pair: tuple[int, int], evidence: Evidence) -> Evidence:
        """The verdict on small pictures, and where it is near and both are large, on their full ones."""
        if evidence.tier is Tier.NEAR:
            contents = self._contents
            sizes = contents.size(pair[0]), contents.size(pair[1])
            return looked_at_in_full(evidence, sizes, lambda place: contents.full(pair[place]))
        if evidence.tier is None and self._alike(*pair):
            # not the same picture, but the same kind of thing
            return replace(evidence, tier=Tier.SIMILAR, score=min(evidence.score, 0.1))
        return evidence

    def _alike(self, a: int, b: int) -> bool:
        bits = int(np.bitwise_count(self._book.copy[a] ^ self._book.copy[b]).sum())
        return 0 < bits <= _SIMILAR_BITS

    def _keep(self, pair: tuple[int, int], evidence: Evidence) -> None:
        a, b = int(self._ids[pair[0]]), int(self._ids[pair[1]])
        if a > b:
            a, b, evidence = b, a, evidence.swapped()
        tier = evidence.tier.value if evidence.tier else "no"
        row = (a, b, evidence.distance, evidence.turn, tier, evidence.score, evidence.to_json(), VERIFIER)
        self._rows.append(row)

    def flush(self, paired: Iterable[int] = ()) -> None:
        """Write what was kept, and note the contents that are paired now, in one transaction."""
        with self._library.transaction():
            for row in self._rows:
                self._library.execute("INSERT OR REPLACE INTO pair VALUES(?, ?, ?, ?, ?, ?, ?, ?)", row)
            for identity in paired:
                self._library.execute("INSERT OR IGNORE INTO paired VALUES(?)", (int(identity),))
            self._library.bump()
        self._rows = []
