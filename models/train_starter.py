"""Train a CRH model on a folder of class folders and write it as a bundle.

    python models/train_starter.py DIR --out models/starter

A fifth of every class is kept apart to choose the learning rate and the epoch; it is never trained on.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from crh_desktop.learn.bundle import Bundle, BundleInfo, write_bundle
from crh_desktop.learn.data import compute_features, read_labelled
from crh_desktop.learn.features import load_features, trunk_sha256
from crh_desktop.learn.head_training import train_head
from crh_desktop.learn.preprocessing import describe_input
from crh_desktop.learn.recipes import TrainSettings
from crh_desktop.learn.splits import kept_apart

TRUNK = "efficientnet_lite0"


def main() -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/starter"))
    parser.add_argument("--bits", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--rates", type=float, nargs="+", default=[3e-4, 1e-3, 3e-3], help="learning rates to try")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    data = compute_features(read_labelled(arguments.folder), load_features(TRUNK, "cpu", arguments.threads)[0])
    kept, held = kept_apart(data.labels, 0.2, arguments.seed)
    held_out = (data.features[held], data.labels[held])
    runs = []
    for rate in arguments.rates:
        settings = TrainSettings(arguments.bits, arguments.epochs, learning_rate=rate, seed=arguments.seed)
        trained = train_head(data.features[kept], data.labels[kept], len(data.classes), settings, held_out)
        validation = max(epoch.validation or 0.0 for epoch in trained.epochs)
        moved = sum(epoch.moved for epoch in trained.epochs)
        print(f"rate {rate:g}: validation mAP {validation:.4f} at epoch {trained.best_epoch}, {moved} entries moved")
        runs.append((validation, settings, trained))
    validation, settings, trained = max(runs, key=lambda run: run[0])
    info = BundleInfo(
        kind="crh",
        name=arguments.out.name,
        bits=settings.bits,
        trunk=TRUNK,
        trunk_sha256=trunk_sha256(TRUNK),
        preprocessing=describe_input(TRUNK),
        classes=data.classes,
        settings={**asdict(settings), "trained_on": f"{arguments.folder.parent.name}/{arguments.folder.name}"},
        metrics={
            "validation_map": round(validation, 4),
            "best_epoch": trained.best_epoch,
            "train_photos": len(kept),
            "validation_photos": len(held),
        },
    )
    tensors = {"mean": trained.mean, **trained.head.tensors(), "centers": trained.centers.astype(np.int8)}
    print(write_bundle(arguments.out, Bundle(info, tensors)))


if __name__ == "__main__":
    main()
