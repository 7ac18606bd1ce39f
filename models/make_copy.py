"""Make models/copy256: the last blocks of the trunk trained further, so that a photo and its edited copies get one code.

    python models/make_copy.py DIR [DIR ...] --out models/copy256 --views /tmp/views

Every DIR is searched for pictures with all that is below it; labels are not used. The same seed, photos and number of
threads give the same weights. `--views` names a folder for the views' maps, which are many (19 KB a view); a run that
was broken off goes on with those that are there.
"""

from __future__ import annotations

import argparse
import csv
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from crh_desktop.core.imaging import EXTENSIONS
from crh_desktop.learn.bundle import Bundle, BundleInfo, write_bundle
from crh_desktop.learn.copy_branch import CopyBranch
from crh_desktop.learn.copy_train import (
    INSTANCE_HEAD,
    INSTANCE_VIEWS,
    CopySettings,
    pool_views,
    settle_layer,
    start_layer,
    train_branch,
    train_layer,
)
from crh_desktop.learn.copy_views import make_views, open_views, read_photos, tapped_trunk
from crh_desktop.learn.features import trunk_sha256
from crh_desktop.learn.layout import CopyLayout
from crh_desktop.learn.preprocessing import describe_input
from crh_desktop.learn.trunks import EfficientNetLite, load_trunk

BITS, TRUNK, TAP, HEAD, POOL = 256, "efficientnet_lite0", 13, 1280, 3.0


def photos_below(folders: list[Path], known: Path | None) -> list[Path]:
    """Picture files below the folders, sorted, without the second member of every known pair of copies.

    Two copies of one photo among the photos would be taught to be as unlike as strangers.
    """
    second: set[str] = set()
    if known:
        with known.open(newline="", encoding="utf-8") as file:
            second = {row["b"] for row in csv.DictReader(file)}
    endings = {"." + extension.lstrip(".") for extension in EXTENSIONS}
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix.lower() in endings]
    return [path for path in paths if not any(path.as_posix().endswith("/" + name) for name in second)]


def main() -> None:
    """Make the views, start the branch from the trunk, train it, write the bundle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/copy256"))
    parser.add_argument("--views", type=Path, required=True)
    parser.add_argument("--known", type=Path, help="CSV of known copies, a,b: every b is left out")
    parser.add_argument("--number", type=int, default=10, help="views a photo, beside the photo itself")
    parser.add_argument("--steps", type=int, default=CopySettings().steps)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    paths = photos_below(arguments.folders, arguments.known)
    photos = read_photos(paths)
    tapped = tapped_trunk(TRUNK, TAP, arguments.views, arguments.threads)
    make_views(photos, arguments.views, tapped, range(arguments.number + 1), arguments.seed)
    views = open_views(arguments.views)[: arguments.number + 1]
    trunk = load_trunk(TRUNK)
    assert isinstance(trunk, EfficientNetLite)
    branch = CopyBranch(CopyLayout(TRUNK, TAP, HEAD, POOL, BITS))
    branch.start_from_trunk(trunk)
    settings = CopySettings(steps=arguments.steps, seed=arguments.seed)
    started = time.monotonic()
    # The last layer first, on the trunk as it is: the blocks below then get sensible gradients from the first step on.
    pooled = pool_views(branch, views)
    start_layer(branch, np.concatenate(pooled), arguments.seed)
    train_layer(branch, pooled, settings)

    def report(step: int, loss: float) -> None:
        if step % 10 == 9:
            print(f"step {step + 1}  loss {loss:.4f}  {time.monotonic() - started:.0f} s", flush=True)

    train_branch(branch, views, settings, on_step=report)
    branch.half().float()  # as it will be written, so that the last layer fits it
    settle_layer(branch, pool_views(branch, views[:INSTANCE_VIEWS]))
    folders = [f"{folder.parent.name}/{folder.name}" for folder in arguments.folders]
    print(write_bundle(arguments.out, bundle_of(branch, settings, len(photos), len(views), folders)))


def bundle_of(branch: CopyBranch, settings: CopySettings, photos: int, views: int, folders: list[str]) -> Bundle:
    """The bundle of a trained branch."""
    info = BundleInfo(
        kind="copy",
        name="copy256",
        bits=BITS,
        trunk=TRUNK,
        trunk_sha256=trunk_sha256(TRUNK),
        preprocessing=describe_input(TRUNK),
        settings={
            "tap": TAP,
            "head": HEAD,
            "pool": POOL,
            "training": asdict(settings),
            "last_layer": asdict(INSTANCE_HEAD),
            "photos": photos,
            "views": views,
            "folders": folders,
        },
    )
    return Bundle(info, branch.tensors())


if __name__ == "__main__":
    main()
