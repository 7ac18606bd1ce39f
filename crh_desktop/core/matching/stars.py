"""The compiled part of grouping: stars over a graph of units, stacks of stars, and what each group weighs.

A graph is held in rows: the neighbours of unit u are `target[starts[u]:starts[u + 1]]`, best score first. Every function
here also runs uncompiled (`compiled` says when), so that small libraries wait for no compiler. An edge with the score
`graph.FORCED` (2) passes every bar. Importing this module loads numba: do so where groups are formed, not before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

#: With fewer units and edges than this, plain Python is done before a compiler has started.
_SMALL = 3_000

Ints = NDArray[np.int64]


def compiled(function: Callable[..., Any], work: int) -> Callable[..., Any]:
    """The compiled form of a function of this module where `work` (units and edges) is worth it, else the plain one."""
    if work >= _SMALL:
        return function
    plain: Callable[..., Any] = function.py_func  # type: ignore[attr-defined]
    return plain


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def near_stars(  # type: ignore[no-untyped-def]
    starts, target, score, distance, low, high, radius, apart_starts, apart, hand_starts, hand, camera, exposure, tiny
):
    """Stars around hubs.

    Units become hubs in the order of their number of accepted neighbours (most first, equal ones in the order of rows),
    `tiny` ones after all others; a hub gathers, best score first, every accepted neighbour that has no star yet and that
    nothing keeps apart from a unit gathered before. Units joined by hand follow whoever is gathered.

    Args:
        starts, target, score, distance: The graph; float32 scores, int32 bits.
        low, high: Accepted scores, both included. radius: Most bits accepted.
        apart_starts, apart: Rows of units that never share a star. hand_starts, hand: Rows of units joined by hand.
        camera, exposure: What `stacks.exposures` says of each unit: a hub gathers no two exposures of one camera.
        tiny: bool of each unit: too small to say that two larger pictures are one.

    Returns:
        The star of each unit (-1: none), where each star begins in `nodes` (one more than there are stars), and `nodes`:
        the units of all stars, each star's hub first.
    """
    count = len(starts) - 1
    degree = np.zeros(count, np.int64)
    seen = np.full(count, -1, np.int64)
    most = 0
    for unit in range(count):
        for edge in range(starts[unit], starts[unit + 1]):
            value = score[edge]
            if value < 2 and (value < low or value > high or distance[edge] > radius):
                continue
            other = target[edge]
            if seen[other] != unit:
                seen[other] = unit
                degree[unit] += 1
        most = max(most, degree[unit])
    place = np.zeros(2 * most + 2, np.int64)
    for unit in range(count):
        if degree[unit]:
            place[most - degree[unit] + most * tiny[unit] + 1] += 1
    for step in range(1, 2 * most + 2):
        place[step] += place[step - 1]
    hubs = np.empty(place[2 * most + 1], np.int64)
    for unit in range(count):
        if degree[unit]:
            step = most - degree[unit] + most * tiny[unit]
            hubs[place[step]] = unit
            place[step] += 1
    star = np.full(count, -1, np.int64)
    nodes = np.empty(count, np.int64)
    begins = np.zeros(len(hubs) + 1, np.int64)
    stars, size = 0, 0
    cameras = 0
    for unit in range(count):
        cameras = max(cameras, camera[unit] + 1)
    lately = np.full(cameras, -1, np.int64)  # the hub that last gathered a photo of each camera, and its exposure
    taken = np.full(cameras, -1, np.int64)
    for hub in hubs:
        if star[hub] >= 0:
            continue
        begin = size
        star[hub] = stars
        nodes[size] = hub
        size += 1
        if camera[hub] >= 0:
            lately[camera[hub]], taken[camera[hub]] = hub, exposure[hub]
        follows = begin
        edge, last = starts[hub], starts[hub + 1]
        while True:
            while follows < size:  # first whoever was joined by hand to those already here
                unit = nodes[follows]
                follows += 1
                for at in range(hand_starts[unit], hand_starts[unit + 1]):
                    other = hand[at]
                    free = star[other] < 0
                    if free:
                        for rival in range(apart_starts[other], apart_starts[other + 1]):
                            if star[apart[rival]] == stars:
                                free = False
                    if free:
                        star[other] = stars
                        nodes[size] = other
                        size += 1
                        lens = camera[other]
                        if lens >= 0 and lately[lens] != hub:
                            lately[lens], taken[lens] = hub, exposure[other]
            if edge == last:
                break
            value = score[edge]
            other = target[edge]
            free = star[other] < 0 and (value >= 2 or (low <= value <= high and distance[edge] <= radius))
            edge += 1
            lens = camera[other]
            if free and lens >= 0 and lately[lens] == hub and taken[lens] != exposure[other] and value < 2:
                free = False
            if free:
                for rival in range(apart_starts[other], apart_starts[other + 1]):
                    if star[apart[rival]] == stars:
                        free = False
            if free:
                star[other] = stars
                nodes[size] = other
                size += 1
                if lens >= 0 and lately[lens] != hub:
                    lately[lens], taken[lens] = hub, exposure[other]
        if size == begin + 1:
            star[hub] = -1  # all its neighbours have a star already
            size = begin
        else:
            stars += 1
            begins[stars] = size
    return star, begins[: stars + 1], nodes[:size]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def block_graph(block, blocks, starts, target, score, low, high):  # type: ignore[no-untyped-def]
    """The graph of whole blocks: which blocks have a pair with a score of low to high, and the best such score.

    Args:
        block: Block of each unit, int64. blocks: How many there are.
        starts, target, score: The graph of units.

    Returns:
        starts, target and score of the graph of blocks, every neighbour once.
    """
    count = len(starts) - 1
    room = np.zeros(blocks + 1, np.int64)
    for unit in range(count):
        for edge in range(starts[unit], starts[unit + 1]):
            value = score[edge]
            if (value >= 2 or low <= value <= high) and block[target[edge]] != block[unit]:
                room[block[unit] + 1] += 1
    for step in range(1, blocks + 1):
        room[step] += room[step - 1]
    raw = np.empty(room[blocks], np.int64)
    raw_score = np.empty(room[blocks], np.float32)
    fill = room.copy()
    for unit in range(count):
        mine = block[unit]
        for edge in range(starts[unit], starts[unit + 1]):
            value = score[edge]
            other = block[target[edge]]
            if (value >= 2 or low <= value <= high) and other != mine:
                raw[fill[mine]] = other
                raw_score[fill[mine]] = value
                fill[mine] += 1
    first = np.zeros(blocks + 1, np.int64)
    place = np.full(blocks, -1, np.int64)
    size = 0
    for mine in range(blocks):
        begin = size
        for edge in range(room[mine], room[mine + 1]):
            other = raw[edge]
            known = place[other]
            if known >= begin:
                raw_score[known] = max(raw_score[known], raw_score[edge])
            else:  # never ahead of `edge`: neighbours only become fewer
                value = raw_score[edge]
                raw[size] = other
                raw_score[size] = value
                place[other] = size
                size += 1
        first[mine + 1] = size
    return first, raw[:size], raw_score[:size]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def stack_blocks(head, starts, target, score, unit_starts, units, block, apart_starts, apart, hand_starts, hand):  # type: ignore[no-untyped-def]
    """Stacks: stars whose members are whole blocks.

    Args:
        head: First unit of each block; equal numbers of neighbours go by it, and so do equal scores.
        starts, target, score: The graph of blocks.
        unit_starts, units: The units of each block. block: The block of each unit.
        apart_starts, apart: Rows of units that never share a stack. hand_starts, hand: Rows of units that always do.

    Returns:
        The stack of each block (-1: none), where each stack begins, and the blocks of all stacks, hubs first.
    """
    blocks = len(head)
    degree = starts[1:] - starts[:-1]
    most = 0
    for one in range(blocks):
        most = max(most, degree[one])
    place = np.zeros(most + 2, np.int64)
    for one in range(blocks):
        place[most - degree[one] + 1] += 1
    for step in range(1, most + 2):
        place[step] += place[step - 1]
    hubs = np.empty(blocks, np.int64)
    for unit in range(len(block)):
        one = block[unit]
        if head[one] == unit:
            step = most - degree[one]
            hubs[place[step]] = one
            place[step] += 1
    stack = np.full(blocks, -1, np.int64)
    nodes = np.empty(blocks, np.int64)
    begins = np.zeros(blocks + 1, np.int64)
    stacks, size = 0, 0
    for hub in hubs:
        if degree[hub] == 0:
            break
        if stack[hub] >= 0:
            continue
        begin = size
        stack[hub] = stacks
        nodes[size] = hub
        size += 1
        follows = begin
        near = target[starts[hub] : starts[hub + 1]]
        if len(apart):  # the order only matters where one may keep another out
            order = np.argsort(head[near])
            order = order[np.argsort(-score[starts[hub] : starts[hub + 1]][order], kind="mergesort")]
            near = near[order]
        at = 0
        while True:
            while follows < size:
                mine = nodes[follows]
                follows += 1
                for member in range(unit_starts[mine], unit_starts[mine + 1]):
                    unit = units[member]
                    for link in range(hand_starts[unit], hand_starts[unit + 1]):
                        other = block[hand[link]]
                        free = stack[other] < 0
                        if free:
                            for part in range(unit_starts[other], unit_starts[other + 1]):
                                for rival in range(apart_starts[units[part]], apart_starts[units[part] + 1]):
                                    if stack[block[apart[rival]]] == stacks:
                                        free = False
                        if free:
                            stack[other] = stacks
                            nodes[size] = other
                            size += 1
            if at == len(near):
                break
            other = near[at]
            at += 1
            free = stack[other] < 0
            if free and len(apart):
                for part in range(unit_starts[other], unit_starts[other + 1]):
                    for rival in range(apart_starts[units[part]], apart_starts[units[part] + 1]):
                        if stack[block[apart[rival]]] == stacks:
                            free = False
            if free:
                stack[other] = stacks
                nodes[size] = other
                size += 1
        if size == begin + 1:
            stack[hub] = -1
            size = begin
        else:
            stacks += 1
            begins[stacks] = size
    return stack, begins[: stacks + 1], nodes[:size]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def far_from_some(starts, target, score, distance, radius, star, begins):  # type: ignore[no-untyped-def]
    """Which units of a star lack an edge within `radius` bits to some other unit of it (arguments as in `near_stars`)."""
    count = len(star)
    seen = np.full(count, -1, np.int64)
    far = np.zeros(count, np.bool_)
    for unit in range(count):
        mine = star[unit]
        if mine < 0:
            continue
        close = 1
        for edge in range(starts[unit], starts[unit + 1]):
            other = target[edge]
            if star[other] == mine and (score[edge] >= 2 or distance[edge] <= radius) and seen[other] != unit:
                seen[other] = unit
                close += 1
        far[unit] = close < begins[mine + 1] - begins[mine]
    return far


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator]
def weigh(begins, nodes, lesser, best_rank, free, files, saved):  # type: ignore[no-untyped-def]
    """What each group holds.

    Args:
        begins, nodes: The units of each group.
        lesser: int8 of each unit; one with a greater number is only kept where all have it.
        best_rank: Of each unit, the rank of its best photo by the keeper rule.
        free: Bytes of each unit's files that may go; files: how many there are.
        saved: By rank, the bytes that stay because that photo is kept.

    Returns:
        Each group's keeper (a rank), its bytes to free and its number of files.
    """
    groups = len(begins) - 1
    keeper = np.empty(groups, np.int64)
    weight = np.zeros(groups, np.int64)
    size = np.zeros(groups, np.int64)
    for group in range(groups):
        best = nodes[begins[group]]
        for at in range(begins[group], begins[group + 1]):
            unit = nodes[at]
            weight[group] += free[unit]
            size[group] += files[unit]
            if lesser[unit] < lesser[best] or (lesser[unit] == lesser[best] and best_rank[unit] < best_rank[best]):
                best = unit
        keeper[group] = best_rank[best]
        weight[group] -= saved[keeper[group]]
    return keeper, weight, size
