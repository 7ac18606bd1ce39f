"""Alignment: from matching points to a map between two pictures, then exact to a fraction of a pixel.

Points propose a map with robust fitting; how many of them are enough follows from how many so good maps chance would
give over all the pairs that a library makes one try (a contrario, Moisan and Stival, 2004). The map is then refined on
the pictures themselves (Lucas and Kanade, 1981; robust weights), since the verdict compares pictures pixel by pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from crh_desktop.core.matching.points import Points, match_points

Matrix = NDArray[np.floating[Any]]
"""Homography [3, 3] of places in pixels."""
Gray = NDArray[np.float32]

#: A point fits a map if it lies within so many pixels (of a picture 256 px long).
TOLERANCE = 3.0
#: Shown so much smaller or larger is no crop that can be told from chance on reduced pictures.
_SCALES = (0.12, 8.0)
_SHEAR = 1.6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A map from the first picture to the second. false_alarms: log10 of the number expected by chance in one pair."""

    matrix: Matrix
    inliers: int
    matches: int
    false_alarms: float


def propose(first: Points, second: Points) -> list[Proposal]:
    """Maps from the first picture to the second, upright and mirrored, the least likely by chance first."""
    found = []
    for mirror in (False, True):
        source = first.mirrored() if mirror else first
        proposal = _fit(source, second)
        if proposal is None:
            continue
        if mirror:
            flip = np.array([[-1, 0, first.size[0] - 1], [0, 1, 0], [0, 0, 1]], np.float64)
            proposal = Proposal(proposal.matrix @ flip, proposal.inliers, proposal.matches, proposal.false_alarms)
        found.append(proposal)
    return sorted(found, key=lambda proposal: proposal.false_alarms)


def _fit(first: Points, second: Points) -> Proposal | None:
    matches = match_points(first, second)
    if len(matches) < 4:
        return None
    a = first.places[matches[:, 0]]
    b = second.places[matches[:, 1]]
    matrix, _ = cv2.estimateAffinePartial2D(a, b, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE, maxIters=2000)
    if matrix is None:
        return None
    inside = _inliers(matrix, a, b, TOLERANCE)
    for _ in range(2):  # let go of the similarity: an affine map over what fits, then over what fits that
        if inside.sum() < 6:
            break
        wider = _inliers(matrix, a, b, 1.5 * TOLERANCE)
        solved, *_ = np.linalg.lstsq(np.c_[a[wider], np.ones(wider.sum())], b[wider], rcond=None)
        if not plausible(solved.T):
            break
        again = _inliers(solved.T, a, b, TOLERANCE)
        if again.sum() < inside.sum():
            break
        matrix, inside = solved.T, again
    if not plausible(matrix):
        return None
    # points that share a place in either picture count once: one spot cannot vouch for itself
    count = min(_distinct(a[inside]), _distinct(b[inside]))
    area = float(second.size[0] * second.size[1])
    return Proposal(np.vstack([matrix, [0, 0, 1]]), count, len(matches), chance(count, len(matches), area))


def _inliers(matrix: Matrix, a: NDArray[np.float32], b: NDArray[np.float32], limit: float) -> NDArray[np.bool_]:
    away = a @ matrix[:, :2].T + matrix[:, 2] - b
    inside: NDArray[np.bool_] = (away * away).sum(axis=1) <= limit * limit
    return inside


def _distinct(places: NDArray[np.float32]) -> int:
    return len({(int(x) // 4, int(y) // 4) for x, y in places})


def plausible(matrix: Matrix) -> bool:
    """Whether a map keeps pictures recognisable: scale and shear within limits."""
    singular = np.linalg.svd(matrix[:2, :2], compute_uv=False)
    return bool(singular[1] > _SCALES[0] and singular[0] < _SCALES[1] and singular[0] / singular[1] < _SHEAR)


def chance(inliers: int, matches: int, area: float) -> float:
    """log10 of how many maps with so many inliers chance gives among `matches` points spread over `area` pixels."""
    if inliers < 3:
        return 9.0
    inside = math.pi * TOLERANCE**2 / max(area, 1.0)
    ways = math.lgamma(matches + 1) - math.lgamma(inliers + 1) - math.lgamma(matches - inliers + 1)
    pairs = math.log(inliers * (inliers - 1) / 2)
    return (math.log(max(matches - 2, 1)) + ways + pairs + (inliers - 2) * math.log(inside)) / math.log(10)


def turn_matrix(turn: int, first: tuple[int, int], second: tuple[int, int]) -> Matrix:
    """The map that one of the eight turns (`perceptual.TURNS`) makes between pictures of the given (width, height)."""
    # places as shares of the picture, centred: the turn is a signed permutation of the axes
    rotate = np.array([[0.0, -1.0], [1.0, 0.0]])
    mirror = np.array([[-1.0, 0.0], [0.0, 1.0]])
    base = np.linalg.matrix_power(rotate, turn % 4) if turn < 4 else _MIRRORED_TURNS[turn - 4] @ mirror
    to_shares = np.diag([1 / first[0], 1 / first[1], 1.0])
    centre = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
    turned = np.eye(3)
    turned[:2, :2] = base
    to_pixels = np.diag([second[0], second[1], 1.0])
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1.0]])  # pixel centres lie half a pixel inside
    result: Matrix = np.linalg.inv(half) @ to_pixels @ np.linalg.inv(centre) @ turned @ centre @ to_shares @ half
    return result


# mirror, flip, transpose and transverse as what follows a mirror
_MIRRORED_TURNS = (
    np.eye(2),
    np.array([[-1.0, 0.0], [0.0, -1.0]]),
    np.array([[0.0, 1.0], [-1.0, 0.0]]),
    np.array([[0.0, -1.0], [1.0, 0.0]]),
)


def flatten(gray: Gray, sigma: float = 6.0) -> Gray:
    """A picture without slow light and local contrast: each pixel against its surroundings."""
    mean = cv2.GaussianBlur(gray, (0, 0), sigma)
    spread = cv2.GaussianBlur(gray * gray, (0, 0), sigma) - mean * mean
    flat: Gray = (gray - mean) / np.sqrt(np.maximum(spread, 0) + 20.0)
    return flat


def refine(first: Gray, second: Gray, matrix: Matrix) -> Matrix:
    """Refine a map on the pictures: Gauss-Newton over the overlap, with weights that let go of what was changed.

    Args:
        first: float32 [H1, W1], grey levels.
        second: float32 [H2, W2]; the map should not enlarge the first much.
        matrix: from pixels of the first to pixels of the second.
    """
    flat_first = flatten(first)
    flat_second = flatten(second)
    for level in (1, 0):
        a, b, map_ = flat_first, flat_second, matrix
        if level:
            a, b = _halved(a), _halved(b)
            map_ = _HALF @ matrix @ np.linalg.inv(_HALF)
        map_ = _descend(a, b, map_, 12 if level else 8)
        map_ = _descend(a, b, map_, 8, projective=True)
        matrix = np.linalg.inv(_HALF) @ map_ @ _HALF if level else map_
    return matrix


def follow(first: Gray, second: Gray, matrix: Matrix) -> Matrix:
    """Refine a map that is right but for a few pixels, at full size: coarse to fine, an affine map, then perspective."""
    for level in (4, 2, 1):
        shrink = np.array([[1 / level, 0, 0.5 / level - 0.5], [0, 1 / level, 0.5 / level - 0.5], [0, 0, 1.0]])
        a, b = (
            cv2.resize(p, (p.shape[1] // level, p.shape[0] // level), interpolation=cv2.INTER_AREA)
            for p in (first, second)
        )
        map_ = shrink @ matrix @ np.linalg.inv(shrink)
        flat_a, flat_b = flatten(a), flatten(b)
        map_ = _descend(flat_a, flat_b, map_, 6 if level > 1 else 2)
        map_ = _descend(flat_a, flat_b, map_, 4 if level > 1 else 2, projective=True)
        matrix = np.linalg.inv(shrink) @ map_ @ shrink
    return matrix


_HALF = np.array([[0.5, 0, -0.25], [0, 0.5, -0.25], [0, 0, 1.0]])


def _halved(picture: Gray) -> Gray:
    small: Gray = cv2.resize(
        picture, (max(8, picture.shape[1] // 2), max(8, picture.shape[0] // 2)), interpolation=cv2.INTER_AREA
    )
    return small


_MARGIN = np.ones((9, 9), np.uint8)
# Pixels that take part in a step: more make it no better.
_MOST_PIXELS = 6000


def _descend(a: Gray, b: Gray, matrix: Matrix, rounds: int, projective: bool = False) -> Matrix:
    height, width = b.shape
    # pixel = T @ normalised place
    to_pixels = np.array([[width, 0, width / 2], [0, width, height / 2], [0, 0, 1.0]])
    from_pixels = np.linalg.inv(to_pixels)
    for _ in range(rounds):
        warped, inside = warp(a, matrix, (width, height))
        # along its outline a picture's surroundings differ, and flattening has mixed them in
        inner = cv2.erode(inside.astype(np.uint8), _MARGIN, borderType=cv2.BORDER_CONSTANT, borderValue=1) > 0
        inside = inner if inner.sum() > 0.4 * inside.sum() else inside
        gx = cv2.Scharr(warped, cv2.CV_32F, 1, 0) / 32
        gy = cv2.Scharr(warped, cv2.CV_32F, 0, 1) / 32
        # only where there is something to see: on a plain ground nothing is ever off
        used = np.flatnonzero(inside & (gx * gx + gy * gy > 0.0025))
        if len(used) < 60:
            return matrix
        used = used[:: len(used) // _MOST_PIXELS + 1]
        row, column = np.divmod(used, width)
        x, y = ((column - width / 2) / width).astype(np.float32), ((row - height / 2) / width).astype(np.float32)
        gx, gy = gx.reshape(-1)[used] * width, gy.reshape(-1)[used] * width
        error = b.reshape(-1)[used] - warped.reshape(-1)[used]
        scale = max(0.15, 1.4826 * float(np.median(np.abs(error))))
        weight = 1 / (1 + (error / (2 * scale)) ** 2) ** 2
        columns = [gx * x, gx * y, gx, gy * x, gy * y, gy]
        if projective:
            slope = gx * x + gy * y
            columns += [-slope * x, -slope * y]
        jacobian = np.stack(columns)
        weighted = jacobian * weight
        normal = weighted @ jacobian.T
        try:
            step = np.linalg.solve(normal + np.eye(len(normal)) * 1e-6 * np.trace(normal), weighted @ error)
        except np.linalg.LinAlgError:
            return matrix
        change = np.eye(3)
        change[0] += step[:3]
        change[1] += step[3:6]
        if projective:
            change[2, :2] = step[6:8]
        # the picture moves by `step`: content seen at p belongs to p - step(p)
        matrix = to_pixels @ np.linalg.inv(change) @ from_pixels @ matrix
        matrix = matrix / matrix[2, 2]
        if np.abs(step).max() * width < 0.02:
            break
    return matrix


def warp(
    picture: NDArray[np.float32], matrix: Matrix, size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """A picture seen through a map, on a canvas of (width, height), and where it covers the canvas."""
    warped = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    corners = np.array(
        [[[0, 0], [picture.shape[1] - 1, 0], [picture.shape[1] - 1, picture.shape[0] - 1], [0, picture.shape[0] - 1]]],
        np.float64,
    )
    polygon = cv2.perspectiveTransform(corners, matrix)[0]
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(mask, np.round(polygon * 16).astype(np.int32), 1, shift=4)
    return warped, mask > 0
