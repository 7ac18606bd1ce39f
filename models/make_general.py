"""Make models/general256: a fixed random projection of trunk features, centred on the mean of a neutral pool.

    python models/make_general.py DIR [DIR ...] --out models/general256

Every DIR is a folder of class folders; labels are not used. Of the pool only the mean of its features is kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from crh_desktop.core.imaging import network_input
from crh_desktop.learn.bundle import Bundle, BundleInfo, write_bundle
from crh_desktop.learn.data import compute_features, read_labelled
from crh_desktop.learn.features import load_features, trunk_sha256
from crh_desktop.learn.preprocessing import describe_input

BITS, SEED, TRUNK = 256, 20251115, "efficientnet_lite0"


def main() -> None:
    """Compute the pool's mean, draw the projection, write the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pool", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/general256"))
    parser.add_argument("--every", type=int, default=1, help="take every n-th picture only")
    arguments = parser.parse_args()
    features, _ = load_features(TRUNK, "cpu", 2)
    means, counts = [], {}
    for folder in arguments.pool:
        labelled = read_labelled(folder)
        every = slice(None, None, arguments.every)
        labelled = type(labelled)(labelled.classes, labelled.paths[every], labelled.labels[every])
        rows = compute_features(labelled, features, way=network_input).features
        means.append(rows.mean(0, dtype=np.float64))
        counts[f"{folder.parent.name}/{folder.name}"] = len(rows)
    # Sets weigh the same, whatever their size: the mean should lean towards no kind of photo.
    mean = np.mean(means, axis=0).astype(np.float32)
    gaussian = np.random.default_rng(SEED).standard_normal((len(mean), BITS))
    orthonormal, triangle = np.linalg.qr(gaussian)
    projection = (orthonormal * np.sign(np.diag(triangle))).T.astype(np.float32)
    info = BundleInfo(
        kind="general",
        name="general256",
        bits=BITS,
        trunk=TRUNK,
        trunk_sha256=trunk_sha256(TRUNK),
        preprocessing=describe_input(TRUNK),
        settings={"projection": "Gaussian, orthonormal rows", "seed": SEED, "pool": counts},
    )
    tensors = {"mean": mean, "layer0.weight": projection, "layer0.bias": np.zeros(BITS, np.float32)}
    print(write_bundle(arguments.out, Bundle(info, tensors)))


if __name__ == "__main__":
    main()
