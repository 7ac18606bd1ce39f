"""Pairing on a real library: copies are found among look-alikes, whenever they came and whatever interrupted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import Cancelled
from crh_desktop.core.library import Library
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.verify import VERIFIER
from crh_desktop.core.progress import Progress
from crh_desktop.core.records import FolderState, Relation, Tier
from crh_desktop.core.thumbs import points_path, thumbnail_path
from crh_desktop.worker import pairing, verifying
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.jobs import ScanOptions, scan_job
from crh_desktop.worker.pairing import find_pairs, verify_with_keepers
from tests.fixtures.copies import GROUPS, make_copies_folder

Near = dict[tuple[str, str], Tier]


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all of these tests: the network is exported once."""
    return tmp_path_factory.mktemp("pairing_home")


@pytest.fixture(autouse=True)
def crh_home(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(shared_home))
    verifying.forget_reduced()
    return shared_home


@pytest.fixture(scope="module")
def encoders() -> Encoders:
    return Encoders("cpu", 1)


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    with DecodePool(1) as one:
        yield one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The photos. Do not write into it."""
    return make_copies_folder(tmp_path_factory.mktemp("pairing") / "photos")


@pytest.fixture(scope="module")
def scanned(
    folder: Path, shared_home: Path, encoders: Encoders, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A library of the folder after a scan, and the same before anything was paired. Copy them."""
    place = tmp_path_factory.mktemp("libraries")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRH_DESKTOP_HOME", str(shared_home))
        patch.setattr("crh_desktop.worker.jobs.pair_job", lambda *arguments: None)
        scan(place / "hashed", folder, encoders)
        patch.undo()
        patch.setenv("CRH_DESKTOP_HOME", str(shared_home))
        for name in ("first", "paired"):  # the first run leaves the points of all photos in the cache
            shutil.copytree(place / "hashed", place / name)
            verifying.forget_reduced()
            with Library.open(place / name) as library, DecodePool(1) as pool:
                find_pairs(library, pool, Progress(), threads=1)
    return place / "paired", place / "hashed"


def same_verdicts(one: Library, other: Library) -> bool:
    """Whether two runs agree: the same groups, and pairs that both looked at have one tier.

    Which two copies of one original were compared with each other as well depends on what came first.
    """
    first, second = pairs(one), pairs(other)
    common = first.keys() & second.keys()
    alike = all(first[pair] is second[pair] for pair in common)
    return alike and groups(one) == groups(other) and inside_groups(near(one) ^ near(other))


@pytest.fixture
def paired(scanned: tuple[Path, Path], tmp_path: Path) -> Iterator[Library]:
    """A library of its own of the folder, all paired."""
    shutil.copytree(scanned[0], tmp_path / "paired")
    with Library.open(tmp_path / "paired") as library:
        yield library


@pytest.fixture
def hashed(scanned: tuple[Path, Path], tmp_path: Path) -> Iterator[Library]:
    """A library of its own of the folder, with codes but nothing paired."""
    shutil.copytree(scanned[1], tmp_path / "hashed")
    with Library.open(tmp_path / "hashed") as library:
        yield library


def scan(place: Path, folder: Path, encoders: Encoders) -> None:
    with Library.open(place) as library, DecodePool(1) as pool:
        library.add_folder(bytes(folder))
        scan_job(library, [bytes(folder)], ScanOptions(threads=1), pool, encoders, Progress())


def names(library: Library) -> dict[int, str]:
    """A name of each content."""
    rows = library.execute("SELECT content_id, path FROM photo WHERE content_id IS NOT NULL ORDER BY path DESC")
    return {content: Path(path.decode()).name for content, path in rows}


def pairs(library: Library) -> Near:
    """The stored pairs by name, in alphabetical order."""
    name = names(library)
    return {
        (min(name[a], name[b]), max(name[a], name[b])): Tier(tier)
        for a, b, tier in library.execute("SELECT content_a, content_b, tier FROM pair WHERE tier != 'no'")
    }


def near(library: Library) -> set[tuple[str, str]]:
    return {pair for pair, tier in pairs(library).items() if tier is Tier.NEAR}


def groups(library: Library) -> list[list[str]]:
    found = library.group_index().groups(Tier.NEAR)
    return sorted(sorted(Path(member.path.decode()).name for member in group.members) for group in found)


def inside_groups(some: set[tuple[str, str]]) -> bool:
    """Whether each pair lies in one of the true groups."""
    return all(any(a in group and b in group for group in GROUPS) for a, b in some)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The digests of every pair that is verified from now on."""
    seen: list[tuple[str, str]] = []
    verify = verifying.Verifiers.verify

    def noting(self: verifying.Verifiers, known: list[tuple[verifying.Known, verifying.Known]]) -> list[Evidence]:
        seen.extend((first.digest, second.digest) for first, second in known)
        return verify(self, known)

    monkeypatch.setattr(verifying.Verifiers, "verify", noting)
    return seen


def test_copies_are_grouped_and_look_alikes_are_not(paired: Library) -> None:
    assert groups(paired) == GROUPS
    assert inside_groups(near(paired))


def test_what_is_stored_is_whole(paired: Library) -> None:
    rows = paired.execute("SELECT content_a, content_b, distance, transform, tier, score, evidence, verifier FROM pair")
    assert rows
    for a, b, distance, turn, tier, score, text, verifier in rows:
        evidence = Evidence.from_json(text)
        assert a < b and verifier == evidence.verifier == VERIFIER
        assert (evidence.distance, evidence.turn, evidence.tier) == (distance, turn, Tier(tier))
        assert evidence.score == pytest.approx(score, abs=1e-4)
        assert (score >= 0.5) == (tier == "near")
        assert evidence.steps or tier == "similar"
        assert json.loads(text)
    everyone = {row[0] for row in paired.execute("SELECT id FROM content WHERE readable")}
    assert {row[0] for row in paired.execute("SELECT content_id FROM paired")} == everyone


def test_evidence_leads_from_the_first_content_to_the_second(paired: Library) -> None:
    name = names(paired)
    for a, b, text in paired.execute("SELECT content_a, content_b, evidence FROM pair WHERE tier = 'near'"):
        evidence, ends = Evidence.from_json(text), (name[a], name[b])
        if set(ends) == {"cap.jpg", "cap crop.jpg"}:
            assert ends[evidence.derived] == "cap crop.jpg"
        if set(ends) == {"hat.jpg", "hat gray.jpg"}:
            assert evidence.colour == ("black and white" if ends[1] == "hat gray.jpg" else "coloured")
        if set(ends) == {"hat.jpg", "hat turned.jpg"}:
            assert evidence.angle == pytest.approx(90 if ends[1] == "hat turned.jpg" else -90, abs=1)


def test_two_exposures_of_one_scene_are_similar(paired: Library) -> None:
    stored = pairs(paired)
    assert stored["tripod 1 again.jpg", "tripod 1.jpg"] is Tier.NEAR
    assert stored["tripod 1.jpg", "tripod 2.jpg"] is Tier.SIMILAR


def test_paired_once_is_never_paired_again(paired: Library, pool: DecodePool, asked: list[tuple[str, str]]) -> None:
    before = paired.execute("SELECT * FROM pair")
    assert find_pairs(paired, pool, Progress(), 1) == 0
    assert asked == [] and paired.execute("SELECT * FROM pair") == before


def test_pairing_is_the_same_on_every_run(hashed: Library, paired: Library, pool: DecodePool) -> None:
    assert find_pairs(hashed, pool, Progress(), 1) > 0
    assert hashed.execute("SELECT * FROM pair") == paired.execute("SELECT * FROM pair")


@pytest.mark.parametrize("after", [2, 5, 9])
def test_a_cancelled_run_is_completed_by_the_next(
    after: int, hashed: Library, paired: Library, pool: DecodePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairing, "CHUNK", 4)
    monkeypatch.setattr(pairing, "_BATCH", 8)
    checks = 0

    def count() -> None:
        nonlocal checks
        checks += 1
        if checks > after:
            progress.cancel()

    progress = Progress(between=count)
    with pytest.raises(Cancelled):
        find_pairs(hashed, pool, progress, 1)
    done = {row[0] for row in hashed.execute("SELECT content_id FROM paired")}
    assert len(done) < len(names(hashed))
    find_pairs(hashed, pool, Progress(), 1)
    assert groups(hashed) == GROUPS
    assert same_verdicts(hashed, paired)


LATER = ("cap.jpg", "hat turned.jpg", "shirt small.jpg", "shoes again.jpg", "stranger 1.jpg", "tripod 2.jpg")


def test_photos_that_come_later_are_paired_with_all_and_only_they(
    folder: Path, paired: Library, pool: DecodePool, encoders: Encoders, asked: list[tuple[str, str]], tmp_path: Path
) -> None:
    place = tmp_path / "photos"
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns(*LATER))
    with Library.open(tmp_path / "library") as library:
        library.add_folder(bytes(place))

        def scan_again() -> None:
            scan_job(library, [bytes(place)], ScanOptions(threads=1), pool, encoders, Progress())

        scan_again()
        assert groups(library) == [
            ["cap crop.jpg", "cap mirrored.jpg"],
            ["hat gray.jpg", "hat.jpg"],
            ["shirt framed.jpg", "shirt.jpg"],
            ["shoes brighter.jpg", "shoes.jpg"],
            ["tripod 1 again.jpg", "tripod 1.jpg"],
        ]
        before = {row[0] for row in library.execute("SELECT digest FROM content")}
        asked.clear()
        for name in LATER:
            shutil.copyfile(folder / name, place / name)
        scan_again()
        assert asked and all(not before >= {first, second} for first, second in asked)
        assert groups(library) == GROUPS
        assert same_verdicts(library, paired)


def test_members_are_compared_with_the_keeper_that_was_chosen(
    paired: Library, pool: DecodePool, folder: Path, asked: list[tuple[str, str]]
) -> None:
    chosen = folder / "cap mirrored.jpg"
    assert ("cap crop.jpg", chosen.name) not in near(paired), "they are together by the original only"
    paired.set_folder_state(bytes(chosen), FolderState.REFERENCE)
    kept = [group.keeper.path for group in paired.group_index().groups(Tier.NEAR)]
    assert bytes(chosen) in kept
    count = verify_with_keepers(paired, pool, Progress(), 1)
    assert count == len(asked) >= 1
    assert ("cap crop.jpg", chosen.name) in near(paired)
    assert verify_with_keepers(paired, pool, Progress(), 1) == 0, "what was looked at once is known"


def test_in_the_end_every_member_was_compared_with_its_keeper(
    paired: Library, pool: DecodePool, asked: list[tuple[str, str]]
) -> None:
    before = near(paired)
    assert verify_with_keepers(paired, pool, Progress(), 1) == len(asked)
    name = names(paired)
    looked_at = {
        frozenset((name[a], name[b])) for a, b in paired.execute("SELECT content_a, content_b FROM pair")
    }  # whatever came out
    for group in paired.group_index().groups(Tier.NEAR):
        keeper, *members = (Path(member.path.decode()).name for member in group.members)
        assert all(frozenset((keeper, member)) in looked_at for member in members)
    assert near(paired) >= before and inside_groups(near(paired))
    assert verify_with_keepers(paired, pool, Progress(), 1) == 0


def test_a_missing_thumbnail_is_made_again(hashed: Library, paired: Library, pool: DecodePool) -> None:
    digests = [row[0] for row in hashed.execute("SELECT digest FROM content WHERE readable")]
    for digest in digests[::2]:
        thumbnail_path(digest).unlink()
        points_path(digest).unlink(missing_ok=True)
    points_path(digests[1]).write_bytes(b"spoilt")
    find_pairs(hashed, pool, Progress(), 1)
    assert same_verdicts(hashed, paired)
    made = {digest for digest in digests if thumbnail_path(digest).exists()}
    compared = {row[0] for row in hashed.execute("SELECT digest FROM content WHERE id IN (SELECT content_a FROM pair)")}
    assert made >= compared


@pytest.fixture
def unplugged(hashed: Library, folder: Path, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """The folder is away and the cache is empty; the function brings the folder back."""
    aside = folder.with_name("unplugged")
    folder.rename(aside)
    digests = [row[0] for row in hashed.execute("SELECT digest FROM content WHERE readable")]
    places = [thumbnail_path(digest) for digest in digests]
    kept = {place: place.read_bytes() for place in places if place.exists()}
    for place in kept:
        place.unlink()

    def back() -> None:
        if aside.exists():
            aside.rename(folder)
        verifying.forget_reduced()

    yield back
    back()
    for place, data in kept.items():
        place.write_bytes(data)


def test_an_offline_photo_is_left_alone(hashed: Library, pool: DecodePool, unplugged: Callable[[], None]) -> None:
    photos = hashed.execute("SELECT id, path, content_id, status FROM photo")
    find_pairs(hashed, pool, Progress(), 1)
    assert near(hashed) == set() and groups(hashed) == []
    assert hashed.execute("SELECT id, path, content_id, status FROM photo") == photos
    digests = [row[0] for row in hashed.execute("SELECT digest FROM content WHERE readable")]
    assert not any(thumbnail_path(digest).exists() for digest in digests)


def test_a_photo_that_comes_back_is_paired_then(
    hashed: Library, pool: DecodePool, unplugged: Callable[[], None]
) -> None:
    find_pairs(hashed, pool, Progress(), 1)
    unplugged()
    find_pairs(hashed, pool, Progress(), 1)
    assert groups(hashed) == GROUPS


def test_a_photo_in_two_places_is_looked_for_in_both(
    hashed: Library, paired: Library, pool: DecodePool, folder: Path, tmp_path: Path
) -> None:
    (digest,) = hashed.execute(
        "SELECT digest FROM content JOIN photo ON content.id = content_id WHERE path = ?", (bytes(folder / "cap.jpg"),)
    )[0]
    hashed.execute(
        "INSERT INTO photo(folder_id, path, size, mtime_ns, dev, inode, content_id, status) "
        "SELECT folder_id, ?, size, mtime_ns, dev, inode + 1, content_id, status FROM photo WHERE path = ?",
        (b"/gone/cap.jpg", bytes(folder / "cap.jpg")),
    )
    thumbnail_path(digest).unlink()
    find_pairs(hashed, pool, Progress(), 1)
    assert ("cap crop.jpg", "cap.jpg") in near(hashed)


def test_a_picture_that_was_missing_is_looked_for_again(tmp_path: Path) -> None:
    known = verifying.Known("ab" * 32, bytes(32), True)
    assert verifying.load_reduced(known) is None
    place = thumbnail_path(known.digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (60, 40), "green").save(place)
    assert verifying.load_reduced(known) is not None


def test_a_picture_that_goes_after_its_points_were_read_says_nothing(paired: Library) -> None:
    """Pictures are read only when points or code say that a pair may be one; by then the cache may have been trimmed."""
    rows = dict(paired.execute("SELECT path, digest FROM content JOIN photo ON content.id = content_id"))
    digests = [
        next(digest for path, digest in rows.items() if path.endswith(b"/" + name))
        for name in (b"cap.jpg", b"cap crop.jpg")
    ]
    pair = tuple(verifying.Known(digest, bytes(32), False) for digest in digests)
    assert verifying.verify_share([pair], 1.0)[0].tier is Tier.NEAR
    verifying._picture.cache_clear()
    place = thumbnail_path(digests[1])
    aside = place.rename(place.with_suffix(".aside"))
    try:
        assert verifying.verify_share([pair], 1.0) == [Evidence(verifier=VERIFIER)]
    finally:
        aside.rename(place)


def test_copies_stay_together_when_their_original_is_gone(paired: Library, pool: DecodePool, folder: Path) -> None:
    paired.execute("DELETE FROM photo WHERE path = ?", (bytes(folder / "cap.jpg"),))
    find_pairs(paired, pool, Progress(), 1)
    verify_with_keepers(paired, pool, Progress(), 1)
    assert ["cap crop.jpg", "cap mirrored.jpg"] in groups(paired)


def test_an_older_verifier_is_asked_again_and_decisions_stay(paired: Library, pool: DecodePool) -> None:
    contents = {one: identity for identity, one in names(paired).items()}
    paired.decide([contents["cap.jpg"]], [contents["cap crop.jpg"]], Relation.NOT_DUPLICATES)
    said, before = paired.decisions(), paired.execute("SELECT * FROM pair")
    paired.execute("UPDATE pair SET score = 0.1, verifier = 'older-0', tier = 'similar'")
    paired.execute("UPDATE meta SET value = 'older-0' WHERE key = 'verifier'")
    assert find_pairs(paired, pool, Progress(), 1) > 0
    assert paired.execute("SELECT * FROM pair") == before
    assert paired.execute("SELECT value FROM meta WHERE key = 'verifier'") == [(VERIFIER,)]
    assert paired.decisions() == said
    assert not any({"cap.jpg", "cap crop.jpg"} <= set(group) for group in groups(paired))


def test_points_from_the_cache_give_the_same_evidence(hashed: Library, paired: Library, pool: DecodePool) -> None:
    for (digest,) in hashed.execute("SELECT digest FROM content"):
        points_path(digest).unlink(missing_ok=True)
    find_pairs(hashed, pool, Progress(), 1)
    assert hashed.execute("SELECT * FROM pair") == paired.execute("SELECT * FROM pair")


def test_many_pairs_are_verified_in_processes_with_the_same_result(
    hashed: Library, paired: Library, pool: DecodePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "_FEW", 1)
    find_pairs(hashed, pool, Progress(), 2)
    assert hashed.execute("SELECT * FROM pair") == paired.execute("SELECT * FROM pair")


def test_an_empty_library_is_paired_at_once(tmp_path: Path, pool: DecodePool) -> None:
    with Library.open(tmp_path / "library") as library:
        assert find_pairs(library, pool, Progress(), 1) == 0
        assert verify_with_keepers(library, pool, Progress(), 1) == 0


def test_nothing_read_for_verification_is_held_after_it(
    scanned: tuple[Path, Path], pool: DecodePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    forget = verifying.forget_reduced
    monkeypatch.setattr(
        verifying, "forget_reduced", lambda: held.append(verifying._load.cache_info().currsize) or forget()
    )
    shutil.copytree(scanned[1], tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        find_pairs(library, pool, Progress(), threads=1)
    assert max(held) > 0 and verifying._load.cache_info().currsize == verifying._picture.cache_info().currsize == 0
