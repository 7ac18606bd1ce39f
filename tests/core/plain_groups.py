"""What grouping must give, written as plainly as the rules are told: for tests to compare with."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from crh_desktop.core.matching.evidence import Kind
from crh_desktop.core.matching.groups import TINY, GroupIndex, GroupPhoto
from crh_desktop.core.matching.stacks import Shot, one_exposure
from crh_desktop.core.records import FolderState, Relation, Tier

Found = tuple[bytes, tuple[bytes, ...], int]
"""The keeper's path, all paths in order, bytes to free."""


def plain_groups(
    index: GroupIndex, tier: Tier, radius: int | None, min_score: float, scores: tuple[float, float] | None
) -> list[Found]:
    """Groups in the order of the contract, without any array."""
    low, high = scores or (0.0, 1.0)
    photos: dict[int, list[GroupPhoto]] = defaultdict(list)
    for photo in index.photos:
        photos[photo.content].append(photo)
    if tier is Tier.IDENTICAL:
        stars = [[[row]] for row in photos if len(photos[row]) > 1]
        return _ordered(index, [_group(index, [star[0]], {row: [row] for row in photos}, photos) for star in stars])
    units = _units(index, photos)
    head = {row: unit for unit, rows in units.items() for row in rows}
    shown = {unit: [row for row in rows if photos[row]] for unit, rows in units.items()}
    apart, alternates, together = _relations(index, head)
    shots = [*index.shots, *[None] * (len(index.digests) - len(index.shots))]
    shot = {unit: next((shots[row] for row in rows if shots[row]), None) or Shot() for unit, rows in shown.items()}

    def clash(candidate: int, star: list[int]) -> bool:
        first = next((unit for unit in star if shot[unit].camera and shot[unit].sub_second
                      and shot[unit].camera == shot[candidate].camera), None)  # fmt: skip
        return first is not None and one_exposure(shot[first], shot[candidate]) is False

    near: dict[int, dict[int, float]] = defaultdict(dict)
    kin: dict[int, dict[int, float]] = defaultdict(dict)
    close: set[frozenset[int]] = set(together)
    for pair in range(len(index.first)):
        a, b = head.get(int(index.first[pair])), head.get(int(index.second[pair]))
        if a is None or b is None or a == b or frozenset((a, b)) in apart | alternates | together:
            continue
        assert index.tier is not None and index.score is not None
        score, rank = float(index.score[pair]), int(index.tier[pair])
        inside = np.float32(low) <= score <= np.float32(high)
        fits = radius is None or index.distance[pair] <= radius
        if rank == Tier.NEAR.rank and fits and not clash(a, [b]):
            close.add(frozenset((a, b)))
        for one, other in ((a, b), (b, a)):
            if rank == Tier.NEAR.rank and not clash(a, [b]) and inside and score >= np.float32(min_score) and fits:
                near[one][other] = max(score, near[one].get(other, 0))
            if rank in (Tier.NEAR.rank, Tier.SIMILAR.rank) and inside:
                kin[one][other] = max(score, kin[one].get(other, 0))
    for a, b in map(tuple, together):
        for one, other in ((a, b), (b, a)):
            near[one][other] = kin[one][other] = 2.0
    for a, b in map(tuple, alternates):
        kin[a][b] = kin[b][a] = 2.0
    blocks: list[list[int]] = []
    if tier.rank >= Tier.NEAR.rank:
        blocks = _stars(
            near, apart | alternates, lambda unit: _ends(together, unit), lambda unit: unit, clash, index.pixels < TINY
        )
    loose = [[unit] for unit in units if not any(unit in block for block in blocks)]
    result = [[block] for block in blocks]
    if tier is Tier.SIMILAR:
        everything = blocks + loose
        place = {unit: number for number, block in enumerate(everything) for unit in block}
        between: dict[int, dict[int, float]] = defaultdict(dict)
        for one, others in kin.items():
            for other, score in others.items():
                if place[one] != place[other]:
                    row = between[place[one]]
                    row[place[other]] = max(score, row.get(place[other], 0))

        def lifted(pairs: set[frozenset[int]]) -> set[frozenset[int]]:
            return {frozenset(place[unit] for unit in pair) for pair in pairs}

        def joined(number: int) -> list[int]:
            return [place[other] for unit in everything[number] for other in _ends(alternates, unit)]

        stacks = _stars(between, lifted(apart), joined, lambda number: everything[number][0])
        stacked = {number for stack in stacks for number in stack}
        result = [[everything[number] for number in stack] for stack in stacks]
        result += [[block] for number, block in enumerate(blocks) if number not in stacked]
    used = {unit for group in result for block in group for unit in block}
    if high >= 1:
        result += [[[unit]] for unit in units if unit not in used and sum(len(photos[r]) for r in shown[unit]) > 1]
    only = close if radius is not None and tier is Tier.NEAR else None
    return _ordered(index, [_group(index, group, shown, photos, head, only) for group in result])


def _units(index: GroupIndex, photos: dict[int, list[GroupPhoto]]) -> dict[int, list[int]]:
    last = {
        frozenset((a, b)): relation
        for a, b, relation in index.decisions
        if index.pixel_digests[a] and index.pixel_digests[a] == index.pixel_digests[b]
    }
    parts: dict[str, list[list[int]]] = defaultdict(list)
    for row, digest in enumerate(index.pixel_digests):
        for part in parts[digest or f"row {row}"]:
            if all(last.get(frozenset((row, other)), Relation.DUPLICATES) is Relation.DUPLICATES for other in part):
                part.append(row)
                break
        else:
            parts[digest or f"row {row}"].append([row])
    units = {}
    for part in (part for several in parts.values() for part in several):
        shown = [row for row in part if photos[row]]
        if shown:
            units[shown[0]] = part
    return dict(sorted(units.items()))


def _relations(
    index: GroupIndex, head: dict[int, int]
) -> tuple[set[frozenset[int]], set[frozenset[int]], set[frozenset[int]]]:
    last = {}
    for a, b, relation in index.decisions:
        if a in head and b in head and head[a] != head[b]:
            last[frozenset((head[a], head[b]))] = relation
    apart, alternates, together = (
        {pair for pair, said in last.items() if said is relation}
        for relation in (Relation.NOT_DUPLICATES, Relation.ALTERNATES, Relation.DUPLICATES)
    )
    return apart, alternates, together


def _ends(pairs: set[frozenset[int]], unit: int) -> list[int]:
    return sorted(other for pair in pairs if unit in pair for other in pair - {unit})


def _stars(graph, apart, joined, rank, clash=None, tiny=None):  # type: ignore[no-untyped-def]
    taken: set[int] = set()
    stars = []
    late = (lambda hub: False) if tiny is None else tiny.__getitem__
    for hub in sorted((hub for hub in graph if graph[hub]), key=lambda hub: (late(hub), -len(graph[hub]), rank(hub))):
        if hub in taken:
            continue
        star = [hub]

        def admit(candidate: int, by_hand: bool, star: list[int] = star) -> None:
            if candidate in taken or candidate in star:
                return
            if clash is not None and not by_hand and clash(candidate, star):
                return
            if not any(frozenset((candidate, member)) in apart for member in star):
                star.append(candidate)

        def follow(start: int, star: list[int] = star, admit=admit) -> None:  # type: ignore[no-untyped-def]
            while start < len(star):
                for other in joined(star[start]):
                    admit(other, True)
                start += 1

        follow(0)
        for other in sorted(graph[hub], key=lambda other: (-graph[hub][other], rank(other))):
            before = len(star)
            admit(other, graph[hub][other] >= 2)
            follow(before)
        if len(star) > 1:
            stars.append(star)
            taken.update(star)
    return stars


def _group(index, blocks, shown, photos, head=None, close=None):  # type: ignore[no-untyped-def]
    units = [unit for block in blocks for unit in block]
    parts = set()
    for pair, text in enumerate(index.evidence if head else ()):
        proof = index.proof(pair)
        a, b = head.get(int(index.first[pair])), head.get(int(index.second[pair]))
        if proof is None or proof.kind is not Kind.PART or proof.derived < 0 or a == b or not text:
            continue
        if any(a in block and b in block for block in blocks) and index.tier[pair] == Tier.NEAR.rank:
            parts.add((a, b)[proof.derived])
    far = set()
    if close is not None and len(units) > 1:
        far = {a for a in units if any(a != b and frozenset((a, b)) not in close for b in units)}
    files = [(unit, photo) for unit in units for row in shown[unit] for photo in photos[row]]
    _, keeper = min(
        files,
        key=lambda file: (
            file[0] in far, file[0] in parts, file[1].state is FolderState.BACKUP, file[1].damaged,
            file[1].state is not FolderState.REFERENCE,
            -index.pixels[file[1].content], not file[1].captured, file[1].mtime_ns, -file[1].size, len(file[1].path),
            file[1].path,
        ),
    )  # fmt: skip
    held = {(p.content, p.dev, p.inode) for _, p in files if p.state in (FolderState.REFERENCE, FolderState.BACKUP)}
    free = {(p.content, p.dev, p.inode): p.size for _, p in files}
    for inode in held | {(keeper.content, keeper.dev, keeper.inode)}:
        free.pop(inode, None)
    return keeper.path, tuple(sorted(photo.path for _, photo in files)), sum(free.values())


def _ordered(index: GroupIndex, groups: list[Found]) -> list[Found]:
    return sorted(groups, key=lambda group: (-group[2], group[0]))
