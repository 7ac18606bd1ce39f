"""Print the figures of models/README.md.

    python models/score_models.py …/labelled [--ways]

mAP@all, ties averaged. No label of a test picture decides anything. `known_copies.csv` beside the folder, if it is
there, names pictures that are left out because their copy is in too.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from crh_desktop.core.bits import sign_pack
from crh_desktop.core.imaging import network_input
from crh_desktop.core.search import all_distances
from crh_desktop.learn import metrics
from crh_desktop.learn.data import Labelled, LabelledFeatures, Way, compute_features, read_labelled
from crh_desktop.learn.encode import PictureEncoders
from crh_desktop.learn.head_training import map_of_values


def center_crop(picture: Image.Image) -> NDArray[np.uint8]:
    """The other way to 224x224: the shorter side resized to 256, the middle cut out."""
    scale = 256 / min(picture.size)
    width, height = (max(256, round(side * scale)) for side in picture.size)
    left, top = (width - 224) // 2, (height - 224) // 2
    small = picture.resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(small.crop((left, top, left + 224, top + 224)), np.uint8)


def without_copies(labelled: Labelled, root: Path) -> Labelled:
    """Leave out the second member of every known pair of copies."""
    listing = root.parent / "known_copies.csv"
    if not listing.exists():
        return labelled
    with listing.open(newline="") as file:
        second = {Path(list(row.values())[1]).as_posix() for row in csv.DictReader(file)}
    kept = [i for i, path in enumerate(labelled.paths) if not any(path.as_posix().endswith(name) for name in second)]
    return labelled.at(np.array(kept))


def general_scores(encoders: PictureEncoders, query: LabelledFeatures, base: LabelledFeatures) -> dict[str, float]:
    """The general code in its forms, beside float features."""
    asked = encoders.general_bundle.project(query.features)
    stored = encoders.general_bundle.project(base.features)
    medians = np.median(stored, axis=0)
    library_mean = base.features.mean(axis=0)
    pool_mean = encoders.general_bundle.tensors["mean"]
    relevant = query.labels[:, None] == base.labels
    rows = {
        "256 bit, pool-centred, asymmetric": metrics.asymmetric_distances(asked, stored),
        "256 bit, library medians, asymmetric": metrics.asymmetric_distances(asked - medians, stored - medians),
        "float cosine, pool-centred": metrics.cosine_distances(query.features - pool_mean, base.features - pool_mean),
        "float cosine, library-centred": metrics.cosine_distances(
            query.features - library_mean, base.features - library_mean
        ),
    }
    real = {name: metrics.of_values(line, relevant).mean_average_precision() for name, line in rows.items()}
    return {
        "256 bit, pool-centred, Hamming": map_of_values(asked, stored, relevant),
        "256 bit, library medians, Hamming": map_of_values(asked - medians, stored - medians, relevant),
        **real,
    }


def crh_score(encoders: PictureEncoders, query: LabelledFeatures, base: LabelledFeatures) -> float:
    """The CRH code by Hamming distance."""
    assert encoders.crh_bundle is not None
    asked, stored = (encoders.crh_bundle.project(part.features) for part in (query, base))
    return map_of_values(asked, stored, query.labels[:, None] == base.labels)


def combined_score(encoders: PictureEncoders, query: LabelledFeatures, base: LabelledFeatures) -> float:
    """Both codes together, as the library ranks."""
    classes = encoders.classes()
    assert encoders.crh_bundle is not None and classes is not None
    asked, stored = (encoders.general_bundle.project(part.features) for part in (query, base))
    medians = np.median(stored, axis=0)
    general = metrics.weighted_distances(asked - medians, stored - medians)
    codes = [sign_pack(encoders.crh_bundle.project(part.features)) for part in (base, query)]
    bits = encoders.crh_bundle.info.bits
    found = metrics.ranked_distances(classes, asked, stored, all_distances(*codes), bits, general)
    return metrics.of_values(found, query.labels[:, None] == base.labels).mean_average_precision()


def joined(first: LabelledFeatures, second: LabelledFeatures) -> LabelledFeatures:
    """Two sets as one database."""
    labels = np.concatenate([first.labels, second.labels + len(first.classes)])
    return LabelledFeatures(first.classes + second.classes, np.concatenate([first.features, second.features]), labels)


def main() -> None:
    """Compute features once for each way, then print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--ways", action="store_true", help="also measure a centre crop instead of the squash")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    encoders = PictureEncoders("cpu", arguments.threads)

    def load(name: str, way: Way = network_input) -> LabelledFeatures:
        labelled = without_copies(read_labelled(arguments.root / name), arguments.root)
        return compute_features(labelled, encoders.features, way=way)

    base, query = load("caltech99/train"), load("caltech99/test")
    clothes, asked = load("clothing10/train"), load("clothing10/test")
    print(f"Show 5: caltech99, {len(query.labels)} queries, {len(base.labels)} photos")
    for name, value in general_scores(encoders, query, base).items():
        print(f"  {name:42} {value:.3f}")
    comparisons = {
        "its own classes: clothing10 test -> train": (asked, clothes),
        "its classes among others: -> clothing10 + caltech99": (asked, joined(clothes, base)),
        "classes never seen: caltech99 test -> train": (query, base),
    }
    if encoders.crh_bundle:
        print("Starter (CRH) | both together | general, library medians, asymmetric | float, library-centred")
        for name, (questions, database) in comparisons.items():
            general = general_scores(encoders, questions, database)
            print(
                f"  {name:52} {crh_score(encoders, questions, database):.3f} | "
                f"{combined_score(encoders, questions, database):.3f} | "
                f"{general['256 bit, library medians, asymmetric']:.3f} | "
                f"{general['float cosine, library-centred']:.3f}"
            )
    if arguments.ways:
        print("The way to 224x224, float library-centred | 256 bit library medians asymmetric")
        for name, way, sets in (("squash", network_input, (query, base, asked, clothes)), ("crop", center_crop, ())):
            four = sets or tuple(
                load(part, way) for part in ("caltech99/test", "caltech99/train", "clothing10/test", "clothing10/train")
            )
            for title, first, second in (("caltech99", four[0], four[1]), ("clothing10", four[2], four[3])):
                scores = general_scores(encoders, first, second)
                print(
                    f"  {name:8} {title:12} {scores['float cosine, library-centred']:.3f} | "
                    f"{scores['256 bit, library medians, asymmetric']:.3f}"
                )


if __name__ == "__main__":
    main()
