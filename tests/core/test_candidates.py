"""Candidates: nothing close is missed, no pair comes twice, and whom a representative stands for is no accident."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crh_desktop.core.bits import hamming
from crh_desktop.core.matching import candidates
from crh_desktop.core.matching.candidates import (
    COLLAPSED,
    LONGEST,
    NEAREST,
    NEAREST_TURNED,
    Codebook,
    Pairs,
    close_pairs,
    member_pairs,
    neighbour_pairs,
    representatives,
)
from crh_desktop.core.matching.verify import CLOSE, PROPOSING
from crh_desktop.core.perceptual import turned

Pair = tuple[int, int]


def flipped(code: np.ndarray, bits: int, random: np.random.Generator) -> np.ndarray:
    out = np.unpackbits(code)
    out[random.choice(256, bits, replace=False)] ^= 1
    return np.packbits(out)


def book_of(seed: int, count: int, copies: float = 0.6, clear: float = 0.9) -> Codebook:
    """Random codes; many of them nearly copies of an earlier one, some of these turned."""
    random = np.random.default_rng(seed)
    perceptual = random.integers(0, 256, (count, 32), dtype=np.uint8)
    copy = random.integers(0, 256, (count, 32), dtype=np.uint8)
    for row in range(1, count):
        if random.random() < copies:
            origin = int(random.integers(0, row))
            code = turned(perceptual[origin][None])[0][random.integers(0, 8) if random.random() < 0.4 else 0]
            perceptual[row] = flipped(code, int(random.integers(0, 90)), random)
            copy[row] = flipped(copy[origin], int(random.integers(0, 100)), random)
    coded = random.random(count) < 0.9
    return Codebook(perceptual, random.random(count) < clear, copy, coded, random.integers(1, 50, count))


def plain_book(perceptual: np.ndarray, copy: np.ndarray) -> Codebook:
    """Photos of one size that all have both codes."""
    every = np.ones(len(copy), np.bool_)
    return Codebook(perceptual, every, copy, every, np.ones(len(copy), np.int64))


def pairs_of(pairs: Pairs) -> list[Pair]:
    return list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))


def well_formed(pairs: Pairs, count: int) -> bool:
    """Each pair once, i < j, in order."""
    listed = pairs_of(pairs)
    return listed == sorted(set(listed)) and all(0 <= i < j < count for i, j in listed)


def bits(book: Codebook) -> np.ndarray:
    """Distance of each two perceptual codes at the best of eight turns, told plainly."""
    turns = turned(book.perceptual)
    return np.array(
        [[min(hamming(turns[i], book.perceptual[j])) for j in range(len(turns))] for i in range(len(turns))]
    )


def nearest(distance: np.ndarray, k: int) -> np.ndarray:
    """The k nearest, equal distances by place."""
    return np.lexsort((np.arange(len(distance)), distance))[:k]


def plain_close(book: Codebook, fresh: np.ndarray) -> set[Pair]:
    distance, count = bits(book), len(book.clear)
    return {
        (i, j)
        for i in range(count)
        for j in range(i + 1, count)
        if book.clear[i] and book.clear[j] and (fresh[i] or fresh[j]) and distance[i, j] <= CLOSE
    }


def plain_neighbours(book: Codebook, among: np.ndarray, fresh: np.ndarray) -> set[Pair]:
    """Neighbours by the rules, without an index; only for so few photos that every list holds them all."""
    found = set()
    clear = among[book.clear[among]]
    coded = among[book.coded[among]]
    for i in among[fresh[among]]:
        if book.coded[i]:
            distance = hamming(book.copy[coded], book.copy[i])
            found |= {(int(i), int(coded[place])) for place in range(len(coded)) if distance[place] < 256}
        if not book.clear[i]:
            continue
        for turn, query in enumerate(turned(book.perceptual[i][None])[0]):
            distance = hamming(book.perceptual[clear], query)
            places = nearest(distance, NEAREST_TURNED + (turn == 0))
            found |= {(int(i), int(clear[place])) for place in places if distance[place] <= PROPOSING}
    return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1]}


@given(st.integers(0, 10_000), st.integers(0, 40), st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_close_pairs_equal_brute_force(seed: int, count: int, share: float) -> None:
    book = book_of(seed, count)
    fresh = np.random.default_rng(seed + 1).random(count) < share
    found = close_pairs(book, fresh)
    assert well_formed(found, count)
    assert set(pairs_of(found)) == plain_close(book, fresh)


@given(st.integers(0, 10_000), st.integers(0, NEAREST + 1), st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_few_photos_are_all_neighbours(seed: int, count: int, share: float) -> None:
    book = book_of(seed, count)
    fresh = np.random.default_rng(seed + 1).random(count) < share
    among = np.flatnonzero(np.random.default_rng(seed + 2).random(count) < 0.8)
    found = neighbour_pairs(book, among, fresh)
    assert well_formed(found, count)
    assert set(pairs_of(found)) == plain_neighbours(book, among, fresh)


@given(st.integers(0, 10_000), st.floats(0, 1))
@settings(max_examples=15, deadline=None)
def test_only_fresh_photos_ask_and_only_some_are_asked_for(seed: int, share: float) -> None:
    count = 90
    book = book_of(seed, count)
    random = np.random.default_rng(seed + 1)
    fresh = random.random(count) < share
    among = np.flatnonzero(random.random(count) < 0.7)
    found = neighbour_pairs(book, among, fresh)
    assert well_formed(found, count)
    assert all(fresh[i] or fresh[j] for i, j in pairs_of(found))
    assert set(found.first) | set(found.second) <= set(among.tolist())
    if not fresh[among].any():
        assert len(found) == 0


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_asking_piece_by_piece_finds_what_asking_at_once_finds(seed: int) -> None:
    count = 80
    book, every = book_of(seed, count), np.ones(count, np.bool_)
    among = np.arange(count)
    pieces: tuple[set[Pair], set[Pair]] = (set(), set())
    for start in range(0, count, 23):
        chunk = np.zeros(count, np.bool_)
        chunk[start : start + 23] = True
        pieces[0].update(pairs_of(neighbour_pairs(book, among, chunk)))
        pieces[1].update(pairs_of(close_pairs(book, chunk)))
    assert pieces[0] == set(pairs_of(neighbour_pairs(book, among, every)))
    assert pieces[1] == set(pairs_of(close_pairs(book, every)))


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_close_pairs_of_representatives_are_neighbours_too(seed: int) -> None:
    """What the join finds as it is, the lists of neighbours find as well where few compete."""
    book = replace(book_of(seed, 12, clear=1.0), coded=np.ones(12, np.bool_))
    every = np.ones(12, np.bool_)
    assert set(pairs_of(close_pairs(book, every))) <= set(pairs_of(neighbour_pairs(book, np.arange(12), every)))


@given(st.integers(0, 10_000), st.integers(1, 40))
@settings(max_examples=30, deadline=None)
def test_representatives_nearly_coincide_with_whom_they_stand_for(seed: int, count: int) -> None:
    book = book_of(seed, count)
    head = representatives(book)
    assert np.array_equal(head[head], head), "a representative stands for itself"
    for row in range(count):
        other = int(head[row])
        if other != row:
            assert hamming(book.perceptual[row], book.perceptual[other]) <= COLLAPSED
            assert book.clear[row] and book.clear[other]
            assert book.size[other] >= book.size[row], "the largest picture stands for the others"
    for i in np.flatnonzero((head == np.arange(count)) & book.clear):
        for j in np.flatnonzero((head == np.arange(count)) & book.clear):
            assert i == j or hamming(book.perceptual[i], book.perceptual[j]) > COLLAPSED, "none that could be collapsed"


@given(st.integers(0, 10_000), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_representatives_do_not_depend_on_the_order(seed: int, count: int) -> None:
    book = book_of(seed, count)
    random = np.random.default_rng(seed + 1)
    # of equal sizes the row decides, and rows are in order of the content's digest
    book = replace(book, size=random.permutation(count) + 1)
    head = representatives(book)
    order = random.permutation(count)
    other = Codebook(*(getattr(book, field.name)[order] for field in fields(Codebook)))
    shuffled = representatives(other)
    assert np.array_equal(order[shuffled], head[order])


def test_a_photo_more_elsewhere_changes_no_representative() -> None:
    book = book_of(7, 60)
    head = representatives(book)
    stranger = np.random.default_rng(99).integers(0, 256, (1, 32), dtype=np.uint8)
    more = Codebook(
        np.vstack([book.perceptual, stranger]),
        np.append(book.clear, True),
        np.vstack([book.copy, stranger]),
        np.append(book.coded, True),
        np.append(book.size, 999),
    )
    again = representatives(more)
    assert np.array_equal(again[:60], head) and again[60] == 60


def crowd(count: int, strangers: int = 200) -> Codebook:
    """One photo with many near copies by the copy code, among strangers."""
    random = np.random.default_rng(5)
    copy = random.integers(0, 256, (count + strangers, 32), dtype=np.uint8)
    for row in range(1, count):
        copy[row] = flipped(copy[0], 20, random)
    perceptual = random.integers(0, 256, (count + strangers, 32), dtype=np.uint8)
    return plain_book(perceptual, copy)


def partners(pairs: Pairs, row: int) -> set[int]:
    return {j if i == row else i for i, j in pairs_of(pairs) if row in (i, j)}


def test_a_crowded_list_is_asked_again() -> None:
    book = crowd(60)
    among = np.arange(260)
    fresh = among == 0
    assert partners(neighbour_pairs(book, among, fresh), 0) >= set(range(1, 60)), "all copies, not just the nearest"


def test_no_list_is_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    knn = candidates.search.knn

    def counting(codes: np.ndarray, queries: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        asked.append(k)
        return knn(codes, queries, k)

    monkeypatch.setattr(candidates.search, "knn", counting)
    book = crowd(600, 2400)
    fresh = np.arange(3000) == 0
    found = partners(neighbour_pairs(book, np.arange(3000), fresh), 0)
    assert len(found) <= LONGEST + 8 * (NEAREST_TURNED + 1)
    assert len(found) > LONGEST // 2, "but not much shorter either"
    assert LONGEST // 4 < max(asked) <= LONGEST + 1, "the photo itself is asked for as well"


def test_strangers_are_no_candidates_in_a_large_library() -> None:
    random = np.random.default_rng(11)
    codes = random.integers(0, 256, (2, 500, 32), dtype=np.uint8)
    book = plain_book(codes[0], codes[1])
    found = neighbour_pairs(book, np.arange(500), np.ones(500, np.bool_))
    assert len(found) < 500 * NEAREST * 0.75, "unrelated codes do not fill the lists"


def test_copies_are_candidates_among_strangers() -> None:
    random = np.random.default_rng(12)
    codes = random.integers(0, 256, (2, 400, 32), dtype=np.uint8)
    codes[1, 200:] = [flipped(code, 70, random) for code in codes[1, :200]]  # far, but nearer than unrelated ones
    codes[0, 300:] = [flipped(turned(code[None])[0][3], 50, random) for code in codes[0, :100]]
    book = plain_book(codes[0], codes[1])
    found = set(pairs_of(neighbour_pairs(book, np.arange(400), np.ones(400, np.bool_))))
    assert {(row, row + 200) for row in range(200)} <= found
    assert {(row, row + 300) for row in range(100)} <= found


def test_photos_without_a_copy_code_are_found_by_the_other_code() -> None:
    book = book_of(3, 12, clear=1.0)
    book = replace(book, coded=np.zeros(12, np.bool_))
    every = np.ones(12, np.bool_)
    found = neighbour_pairs(book, np.arange(12), every)
    assert set(pairs_of(found)) == plain_neighbours(book, np.arange(12), every)
    assert set(pairs_of(close_pairs(book, every))) <= set(pairs_of(found))


def test_plain_pictures_ask_no_perceptual_code() -> None:
    codes = np.zeros((20, 32), np.uint8)
    book = replace(plain_book(codes, codes), clear=np.zeros(20, np.bool_))
    assert len(close_pairs(book, np.ones(20, np.bool_))) == 0
    assert np.array_equal(representatives(book), np.arange(20))


def test_an_empty_library_has_no_pairs() -> None:
    none = np.zeros(0, np.bool_)
    book = plain_book(np.zeros((0, 32), np.uint8), np.zeros((0, 32), np.uint8))
    assert len(close_pairs(book, none)) == len(neighbour_pairs(book, np.zeros(0, np.int64), none)) == 0
    assert len(representatives(book)) == 0


def test_a_copy_that_is_near_only_to_a_small_one_is_paired_with_the_photo_itself() -> None:
    random = np.random.default_rng(0)
    perceptual = random.integers(0, 256, (400, 32), dtype=np.uint8)
    copy = random.integers(0, 256, (400, 32), dtype=np.uint8)
    perceptual[1] = flipped(perceptual[0], 4, random)  # 1 is 0 made smaller, which stands for both
    copy[1], copy[2] = copy[0], copy[0]
    copy[1, :6] ^= 255
    copy[2, :13] ^= 255  # 2 is cut out of 1: 56 bits from it, 104 from 0, and others are nearer
    for row in range(3, 40):
        copy[row] = flipped(copy[2 * (row % 2)], 92, random)
    book = replace(plain_book(perceptual, copy), size=np.where(np.arange(400) == 0, 9, 1))
    every = np.ones(400, np.bool_)
    head = representatives(book)
    assert head[1] == 0 and np.bitwise_count(copy[0] ^ copy[2]).sum() > 92
    heads = np.flatnonzero(head == np.arange(400))
    assert (0, 2) not in pairs_of(neighbour_pairs(book, heads, every))
    for fresh in (every, np.arange(400) == 2):
        assert (0, 2) in pairs_of(member_pairs(book, head, fresh))
    assert (1, 2) in pairs_of(member_pairs(book, head, np.arange(400) == 1))  # 0 and 2 are known already
    assert not len(member_pairs(book, head, np.zeros(400, np.bool_)))
    assert all(a != b for a, b in pairs_of(member_pairs(book, head, every)))
