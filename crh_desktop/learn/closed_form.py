"""Linear hashes that need no training loop: random projection, ITQ, CCA-ITQ. Rivals of CRH, and where it starts from.

All take centred features, float32 [N, D], and give a projection, float32 [K, D], whose signs are the code.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

from crh_desktop.core.errors import UsageError

Floats = NDArray[np.float64]


def lsh(features: NDArray[np.float32], bits: int, seed: int) -> NDArray[np.float32]:
    """Gaussian random projection (Charikar 2002), [K, D]."""
    return np.random.default_rng(seed).standard_normal((bits, features.shape[1])).astype(np.float32)


def itq(features: NDArray[np.float32], bits: int, seed: int, rounds: int = 50) -> NDArray[np.float32]:
    """Iterative quantisation (Gong and Lazebnik 2011): PCA, then the rotation closest to its own signs; [K, D].

    Args:
        features: centred, [N, D] with N > K; fewer photos leave the rest of the directions random.
        bits: K.
        seed: of the first rotation.
        rounds: alternations.
    """
    basis = principal_directions(features, bits, seed)
    return _rotated(features, basis, seed, rounds)


def cca_itq(
    features: NDArray[np.float32], targets: NDArray[Any], bits: int, seed: int, ridge: float = 1e-3, rounds: int = 50
) -> NDArray[np.float32]:
    """ITQ on the directions that correlate most with the labels (canonical correlation, Gong and others 2013); [K, D].

    Labels of C classes give at most C directions that correlate with them. Where K is more, the principal directions of
    what those leave over fill up, scaled down to the weakest correlation: they say nothing about the classes.

    Args:
        features: centred, [N, D].
        targets: 0 or 1, [N, C].
        bits: K.
        seed: of the first rotation.
        ridge: added to both covariances, as a share of their mean variance; published 1e-4 of raw features.
        rounds: alternations.
    """
    data, labels = features.astype(np.float64), np.asarray(targets, np.float64)
    labels = labels - labels.mean(axis=0)
    inner = _regular(data.T @ data / len(data), ridge)
    outer = _regular(labels.T @ labels / len(data), ridge)
    between = data.T @ labels / len(data)
    matrix = between @ np.linalg.solve(outer, between.T)
    most = min(bits, labels.shape[1], data.shape[1])
    values, vectors = scipy.linalg.eigh(
        (matrix + matrix.T) / 2, inner, subset_by_index=(data.shape[1] - most, data.shape[1] - 1)
    )
    order = np.argsort(-values)
    values, vectors = np.clip(values[order], 0, 1), vectors[:, order]
    kept = values > 1e-6
    basis = (vectors[:, kept] * np.sqrt(values[kept])).T
    if len(basis) < bits:
        rest = data - data @ _orthonormal(basis.T) @ _orthonormal(basis.T).T if len(basis) else data
        more = principal_directions(rest.astype(np.float32), bits - len(basis), seed)
        spread = np.maximum((data @ more.T).std(axis=0), 1e-9)
        weakest = float((data @ basis[-1]).std()) if len(basis) else 1.0
        basis = np.concatenate([basis, more * (0.1 * weakest / spread)[:, None]])
    return _rotated(features, basis, seed, rounds)


def principal_directions(features: NDArray[np.float32], count: int, seed: int) -> Floats:
    """The directions of most variance of centred features [N, D], orthonormal rows [count, D].

    Raises:
        UsageError: There are not so many.
    """
    if features.shape[1] < count:
        raise UsageError(f"{features.shape[1]} features cannot give {count} independent bits.")
    # Rows of noise far below the data's own size fill up directions that few photos do not span.
    noise = np.random.default_rng(seed).standard_normal((count, features.shape[1])) * 1e-4
    data = np.concatenate([features.astype(np.float64), noise])
    if len(data) > data.shape[1]:
        _, vectors = scipy.linalg.eigh(
            data.T @ data, subset_by_index=(data.shape[1] - count, data.shape[1] - 1), driver="evr"
        )
        return np.asarray(vectors.T[::-1])
    _, _, directions = np.linalg.svd(data, full_matrices=False)
    return np.asarray(directions[:count])


def _rotated(features: NDArray[np.float32], basis: Floats, seed: int, rounds: int) -> NDArray[np.float32]:
    """The basis [K, D] turned so that the projected photos lie close to the corners of a cube."""
    projected = features.astype(np.float64) @ basis.T
    rotation = np.linalg.qr(np.random.default_rng(seed + 1).standard_normal((len(basis), len(basis))))[0]
    for _ in range(rounds):
        signs = np.where(projected @ rotation >= 0, 1.0, -1.0)
        left, _, right = np.linalg.svd(projected.T @ signs)
        rotation = left @ right
    return np.asarray((basis.T @ rotation).T, np.float32)


def _regular(covariance: Floats, ridge: float) -> Floats:
    return np.asarray(covariance + ridge * (np.trace(covariance) / len(covariance) + 1e-12) * np.eye(len(covariance)))


def _orthonormal(columns: Floats) -> Floats:
    basis: Floats = np.linalg.qr(columns).Q
    return basis
