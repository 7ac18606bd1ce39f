"""Groups of photos that belong together: stars around a hub, never chains, the same on every run.

Contents with equal pixels form a unit first. Units are then taken as hubs in the order of their number of accepted
neighbours (most first, equal ones by digest; thumbnails last); a hub gathers, best score first, every accepted neighbour
that has no group yet, but no two exposures of one camera. What a person decided outweighs all that. A unit's group depends
on its own connected part only, so unrelated photos change nothing. Stacks of similar photos are formed in the same way from
whole groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.bits import Codes
from crh_desktop.core.matching.columns import PhotoTable
from crh_desktop.core.matching.evidence import Evidence, Kind
from crh_desktop.core.matching.graph import Decision, Edges, Ints, Pairs, Rows, unit_relations, unit_rows
from crh_desktop.core.matching.grouping import Grouping
from crh_desktop.core.matching.keeper_rules import USUAL, KeeperRules
from crh_desktop.core.matching.keeping import GroupPhoto, Holdings, Shelf
from crh_desktop.core.matching.members import GroupBuilder
from crh_desktop.core.matching.stacks import Shot, exposures
from crh_desktop.core.matching.units import raw_partners
from crh_desktop.core.records import Group, Relation, Tier

__all__ = ["Decision", "GroupIndex", "GroupPhoto", "Grouping"]

#: Pairs at this score and above are near by default; the verifier places its own bar there.
MIN_SCORE = 0.5
#: Pictures of fewer pixels become hubs after all others: two different photos can have a thumbnail that fits both.
TINY = 10_000
#: Groups kept built between positions of the slider.
_BUILT = 5_000


@dataclass
class GroupIndex:
    """Contents, their photos and the stored pairs, ready to be grouped at any tier and score without the database.

    Nothing that is read here may be changed afterwards; make a new index instead.

    Attributes:
        digests, pixel_digests: One a content, in the order of digests; "" where the pixels have no digest.
        pixels: int64 [C], width times height. codes: uint8 [C, 32]; has_code: bool [C].
        photos: In any order.
        first, second, distance: Pairs of content rows and their perceptual bits.
        tier: int8, `Tier.rank` of each pair; other numbers mean that the pair was checked and is neither near nor similar.
            All near by default.
        score: float32 of each pair, 0 to 1. All 1 by default.
        evidence: JSON of each pair, first to second; "" or missing where there is none.
        decisions: What a person said of content rows, oldest first; of several on the same two units the last stands.
        shots: Capture data of each content, None or missing where there is none; or `exposures`, what
            `stacks.exposures` makes of them.
        content_ids: The library's id of each row, for jobs and decisions that name contents; may be missing.
        rules: Which photo of a group is kept.
    """

    digests: Sequence[str]
    pixel_digests: Sequence[str]
    pixels: NDArray[np.int64]
    codes: Codes
    has_code: NDArray[np.bool_]
    photos: Sequence[GroupPhoto]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    distance: NDArray[np.int32]
    tier: NDArray[np.int8] | None = None
    score: NDArray[np.float32] | None = None
    evidence: Sequence[str] = ()
    decisions: list[Decision] = field(default_factory=list)
    shots: list[Shot | None] = field(default_factory=list)
    content_ids: Sequence[int] = ()
    rules: KeeperRules = USUAL
    exposures: tuple[Ints, Ints] | None = None

    def __post_init__(self) -> None:
        pairs = len(self.first)
        self.rank = np.full(pairs, Tier.NEAR.rank, np.int8) if self.tier is None else self.tier
        self._score = np.ones(pairs, np.float32) if self.score is None else self.score.astype(np.float32)
        if not isinstance(self.photos, PhotoTable):
            self.photos = PhotoTable.of(self.photos)
        shots = [*self.shots, *[None] * (len(self.digests) - len(self.shots))]
        self._exposures = exposures(shots) if self.exposures is None else self.exposures
        self._shelve()
        self._relate()

    def _shelve(self) -> None:
        """Photos in the order of the keeper rules, raw files with the pictures beside them."""
        table = self._table
        taken, content = table.columns["taken_at"], table.columns["content"]
        partners = raw_partners(table.paths, taken)
        stays = np.ones(len(table), np.bool_)
        stays[list(self._folded(partners))] = False
        shown = table.with_raws(partners.values()).take(np.flatnonzero(stays))
        self.shelf = Shelf(shown, self.pixels, self.rules)
        self._shots = {(int(content[raw]), int(content[place])) for raw, place in partners.items()}

    @property
    def _table(self) -> PhotoTable:
        assert isinstance(self.photos, PhotoTable)
        return self.photos

    def _relate(self) -> None:
        """What follows from contents and decisions: units, what keeps them apart, graphs at first need."""
        contents = len(self.digests)
        self.unit, self.rows_of = unit_rows(self.pixel_digests, self.shelf.contents.files > 0, self.decisions)
        self.pairs = Pairs(self.unit, self.first, self.second, self.rank, self._score)
        self.relations = unit_relations(self.decisions, self.unit, self._shots)
        self._camera, self._exposure = (column.copy() for column in self._exposures)
        for unit, rows in self.rows_of.items():  # equal pixels are one exposure, whichever file says so
            teller = next((row for row in rows if self._exposures[0][row] >= 0), unit)
            self._camera[unit], self._exposure[unit] = (column[teller] for column in self._exposures)
        self._units = self.shelf.contents.gathered(self.unit)
        self._near_apart = Rows.of(self.relations.apart | self.relations.alternates, contents)
        self._apart = Rows.of(self.relations.apart, contents)
        self._together = Rows.of(self.relations.together, contents)
        self._parts = self._part_of()
        self._builder = GroupBuilder(self)
        self._built: dict[tuple[bytes, bytes, int, bool], Group] = {}
        for made in ("_near", "_kin", "_alternates"):
            self.__dict__.pop(made, None)

    def decided(self, decisions: Iterable[tuple[int, int, Relation]]) -> GroupIndex:
        """The same library after other decisions, in a fraction of the time of reading it again.

        Args:
            decisions: All of them, oldest first, by content id as the library keeps them.
        """
        place = {identity: row for row, identity in enumerate(self.content_ids)}
        other = copy(self)
        other.decisions = [(place[a], place[b], relation) for a, b, relation in decisions if a in place and b in place]
        other._relate()
        return other

    def _folded(self, partners: dict[int, int]) -> set[int]:
        """Places of raw files that count with the picture beside them.

        A raw content is folded if each of its files lies beside a picture and those pictures are equal. Otherwise (a raw
        file without its picture was copied elsewhere) its files are members in their own right, never in their
        picture's group.
        """
        content = self._table.columns["content"]
        files: dict[int, list[int]] = {int(content[raw]): [] for raw in partners}
        if not files:
            return set()
        for place in np.flatnonzero(np.isin(content, list(files))).tolist():
            files[int(content[place])].append(place)
        folded: set[int] = set()
        for places in files.values():
            beside = {int(content[partners[place]]) for place in places if place in partners}
            pictures = {self.pixel_digests[row] or self.digests[row] for row in beside}
            if len(pictures) == 1 and all(place in partners for place in places):
                folded.update(places)
        return folded

    def _part_of(self) -> tuple[Ints, Ints]:
        """Units that a near pair's evidence calls a part of another, or another with a frame, and that other."""
        found = []
        markers = f'"{Kind.PART}"', '"border": true'
        for pair, text in enumerate(self.evidence):
            if any(marker in text for marker in markers) and self.rank[pair] == Tier.NEAR.rank:
                evidence = self.proof(pair)
                ends = int(self.unit[self.first[pair]]), int(self.unit[self.second[pair]])
                if evidence is None or min(ends) < 0 or ends[0] == ends[1]:
                    continue
                if (evidence.kind is Kind.PART or evidence.border) and evidence.derived in (0, 1):
                    found.append((ends[evidence.derived], ends[1 - evidence.derived]))
        table = np.array(found, np.int64).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    def proof(self, pair: int) -> Evidence | None:
        """The evidence of a stored pair, from its first to its second; None if there is none that can be read."""
        text = self.evidence[pair] if pair < len(self.evidence) else ""
        if text in ("", "{}"):
            return None
        try:
            return Evidence.from_json(text)
        except (ValueError, TypeError):
            return None

    # --- grouping -----------------------------------------------------------------------------------------------------

    def groups(
        self,
        tier: Tier = Tier.NEAR,
        radius: int | None = None,
        min_score: float = MIN_SCORE,
        scores: tuple[float, float] | None = None,
    ) -> list[Group]:
        """Groups at `tier` or stricter, most bytes to free first, equal ones by the keeper's path; see `regroup`."""
        return list(self.regroup(tier, radius, min_score, scores))

    def regroup(
        self,
        tier: Tier = Tier.NEAR,
        radius: int | None = None,
        min_score: float = MIN_SCORE,
        scores: tuple[float, float] | None = None,
    ) -> Grouping:
        """Groups at `tier` or stricter; each is only built when it is asked for.

        Args:
            tier: With SIMILAR, near groups and similar pairs form stacks.
            radius: Most perceptual bits of a near pair, and from the keeper to any near member; None for no limit.
            min_score: Least score of a near pair, 0 to 1.
            scores: Least and greatest score of any pair, so that weak likeness, or exact copies, can be kept out. With a
                greatest score below 1 files with equal pixels make no group by themselves.
        """
        from crh_desktop.core.matching.stars import compiled, far_from_some, near_stars

        low, high = (np.float32(bound) for bound in (scores or (0.0, 1.0)))
        if tier is Tier.IDENTICAL:
            rows = np.flatnonzero(self.shelf.contents.files > 1)
            return self._grouping(np.arange(len(rows) + 1), rows, np.arange(len(self.unit)), self.shelf.contents)
        count = len(self.unit)
        star, begins, nodes = np.full(count, -1, np.int64), np.zeros(1, np.int64), np.zeros(0, np.int64)
        if tier.rank >= Tier.NEAR.rank and len(self._near.target):
            near = self._near
            run = compiled(near_stars, count + len(near.target))
            bits = np.int32(np.iinfo(np.int32).max if radius is None else radius)
            star, begins, nodes = run(
                near.starts, near.target, near.score, near.distance, max(low, np.float32(min_score)), high, bits,
                self._near_apart.starts, self._near_apart.target, self._together.starts, self._together.target,
                self._camera, self._exposure, self.pixels < TINY,
            )  # fmt: skip
        far = None
        if radius is not None and tier is Tier.NEAR and len(nodes):  # members beyond it from the keeper are none
            run = compiled(far_from_some, count + len(self._near.target))
            far = run(near.starts, near.target, near.score, near.distance, bits, star, begins)
        block = _blocks(star, len(begins) - 1)
        taken = star >= 0
        if tier is Tier.SIMILAR and len(self._kin.target):
            begins, nodes = self._stacks(block, begins, nodes, low, high)
            taken = np.zeros(count, np.bool_)
            taken[nodes] = True
        if high >= 1:
            alone = np.flatnonzero(~taken & (self._units.files > 1))
            begins = np.concatenate([begins, begins[-1] + 1 + np.arange(len(alone))])
            nodes = np.concatenate([nodes, alone])
        return self._grouping(begins, nodes, block, self._units, far)

    @cached_property
    def _near(self) -> Edges:
        without = self.relations.apart | self.relations.alternates | self.relations.together
        return self._edges((Tier.NEAR,), without, self.relations.together)

    @cached_property
    def _kin(self) -> Edges:
        """Near and similar pairs in one graph, for stacks."""
        without = self.relations.apart | self.relations.alternates | self.relations.together
        return self._edges((Tier.NEAR, Tier.SIMILAR), without, self.relations.together | self.relations.alternates)

    def _edges(self, tiers: Sequence[Tier], without: set[tuple[int, int]], forced: set[tuple[int, int]]) -> Edges:
        parts = [self.pairs.of_tier(tier, without) for tier in tiers]
        a, b, pair = (np.concatenate(column) for column in zip(*parts, strict=True))
        if Tier.SIMILAR not in tiers:
            one = (
                (self._camera[a] < 0) | (self._camera[a] != self._camera[b]) | (self._exposure[a] == self._exposure[b])
            )
            a, b, pair = a[one], b[one], pair[one]
        return Edges.between(a, b, self._score[pair], self.distance[pair], len(self.unit), forced)

    @cached_property
    def _alternates(self) -> Rows:
        return Rows.of(self.relations.alternates, len(self.unit))

    def _stacks(self, block: Ints, begins: Ints, nodes: Ints, low: np.float32, high: np.float32) -> tuple[Ints, Ints]:
        """Begins and units of stacks, and of those near groups that are in none."""
        from crh_desktop.core.matching.stars import block_graph, compiled, stack_blocks

        kin, stars = self._kin, len(begins) - 1
        loose = np.ones(len(block), np.bool_)
        loose[nodes] = False
        units = np.concatenate([nodes, np.flatnonzero(loose)])
        starts = np.concatenate([begins, begins[-1] + 1 + np.arange(len(units) - len(nodes))])
        blocks, work = len(starts) - 1, len(block) + len(kin.target)
        graph = compiled(block_graph, work)(block, blocks, kin.starts, kin.target, kin.score, low, high)
        stack, stack_begins, stacked = compiled(stack_blocks, work)(
            units[starts[:-1]], *graph, starts, units, block,
            self._apart.starts, self._apart.target, self._alternates.starts, self._alternates.target,
        )  # fmt: skip
        chosen = np.concatenate([stacked, np.flatnonzero(stack[:stars] < 0)])
        length = starts[chosen + 1] - starts[chosen]
        ends = np.concatenate([[0], np.cumsum(length)])
        flat = np.repeat(starts[chosen] - ends[:-1], length) + np.arange(ends[-1])
        return np.concatenate([ends[stack_begins], ends[len(stacked) + 1 :]]), units[flat]

    def _grouping(
        self, begins: Ints, nodes: Ints, block: Ints, holdings: Holdings, far: NDArray[np.bool_] | None = None
    ) -> Grouping:
        """Weighed groups. far: Units that may only be kept where every unit of the group is far from some other."""
        from crh_desktop.core.matching.stars import compiled, weigh

        lesser = np.zeros(len(block), np.int8) if far is None else 2 * far.astype(np.int8)
        if holdings is self._units:
            part, whole = self._parts
            lesser[np.unique(part[block[part] == block[whole]])] += 1
            chosen = self.unit[np.flatnonzero(self.shelf.chosen)]
            lesser[chosen[chosen >= 0]] = -1  # the person chose it, part or not
        keeper, weight, files = compiled(weigh, len(block))(
            begins, nodes, lesser, holdings.best, holdings.free, holdings.files, self.shelf.saved
        )
        order = np.lexsort((self.shelf.path_rank[keeper], -weight))
        return Grouping(
            self,
            begins,
            nodes,
            block,
            order,
            keeper,
            weight,
            int(files.sum()) - len(files),
            holdings is not self._units,
        )

    def build(self, units: Ints, block: Ints, keeper: int, weight: int, by_content: bool) -> Group:
        """A group, made once.

        Args:
            units: Its units, or its one content. block: The near group of each unit.
            keeper: The rank of the photo that is kept.
            weight: Bytes to free.
            by_content: Whether `units` are content rows.
        """
        key = units.tobytes(), block.tobytes(), keeper, by_content
        group = self._built.get(key)
        if group is None:
            if len(self._built) >= _BUILT:
                self._built.clear()
            rows, blocks = [], []
            for unit, home in zip(units.tolist(), block.tolist(), strict=True):
                contents = [unit] if by_content else self.rows_of.get(unit, [unit])
                rows += contents
                blocks += [home] * len(contents)
            group = self._builder.build(rows, blocks, self.shelf.photos[keeper], weight)
            self._built[key] = group
        return group

    def files_of(self, by_content: bool) -> Ints:
        """How many photos each unit, or each content, has."""
        return (self.shelf.contents if by_content else self._units).files

    def ruled(self, rules: KeeperRules) -> GroupIndex:
        """The same library with other keeper rules."""
        if rules == self.rules:
            return self
        other = copy(self)
        other.rules = rules
        other._shelve()
        other._relate()
        return other

    def unverified(self, grouping: Grouping) -> list[tuple[int, int]]:
        """Content rows (keeper, member) that stand in one near group without any stored pair between them.

        A job verifies and stores these; once stored, whatever the outcome, they are not named again.
        """
        sizes = np.diff(grouping.begins)
        keepers = self.shelf.photos.columns["content"][grouping.keepers]
        keeper = np.repeat(keepers, sizes)
        a, b = self.unit[keeper], self.unit[grouping.nodes]
        keys = self.pairs.keys(a, b)
        joined = np.array(sorted(self.relations.together), np.int64).reshape(-1, 2)
        by_hand = self.pairs.keys(joined[:, 0], joined[:, 1])
        wanted = (a != b) & (grouping.block[a] == grouping.block[b]) & ~self.pairs.known(keys) & ~np.isin(keys, by_hand)
        return sorted(zip(keeper[wanted].tolist(), grouping.nodes[wanted].tolist(), strict=True))


def _blocks(star: Ints, stars: int) -> Ints:
    """The block of each unit: its star, or one of its own."""
    block = star.copy()
    loose = np.flatnonzero(star < 0)
    block[loose] = stars + np.arange(len(loose))
    return block
