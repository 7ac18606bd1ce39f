"""`crh similar`: find photos of the library that look like given pictures."""

from __future__ import annotations

import argparse
import time
from typing import Any

from crh_desktop.core.decoding import DecodePool
from crh_desktop.core.errors import UsageError
from crh_desktop.core.library import Library
from crh_desktop.core.published import Published
from crh_desktop.core.settings import load_settings
from crh_desktop.worker.encoders import Encoders
from crh_desktop.worker.jobs import encode_job

HELP = "Find the photos of the library that look most like the given pictures."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("images", nargs="+", metavar="IMAGE")
    parser.add_argument("-k", type=int, default=10, metavar="N", help="how many")
    parser.add_argument("--code", choices=["copy", "general", "crh"], default="general")
    parser.add_argument("--published", metavar="URL", help="search in a published library instead (crh publish)")
    parser.add_argument("--exact", action="store_true", help="with --published: read every code, not the index")
    parser.add_argument("--region", metavar="X,Y,W,H", help="search by this part of the picture, in pixels")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Search; several pictures give each photo its least distance to any of them."""
    started = time.monotonic()
    if chosen.k < 1:
        raise UsageError("-k must be at least 1.")
    region = None
    if chosen.region:
        try:
            x, y, width, height = (int(part) for part in chosen.region.split(","))
            region = (x, y, width, height)
        except ValueError:
            raise UsageError("--region needs four whole numbers: X,Y,W,H.") from None
    settings = load_settings()
    encoders = Encoders(settings.device, settings.threads, settings.crh_model)
    if chosen.published:
        return _in_published(chosen, region, encoders, started)
    best: dict[int, float] = {}
    with Library.open(chosen.library) as library, DecodePool(1) as pool:
        for image in chosen.images:
            for hit in library.similar(encode_job(image, region, pool, encoders), chosen.k, chosen.code):
                best[hit.photo_id] = min(best.get(hit.photo_id, hit.distance), hit.distance)
        photos = {photo.id: photo for photo in library.photos(best)}
    nearest = sorted(photos.values(), key=lambda photo: (best[photo.id], photo.path))[: chosen.k]
    return {
        "query": chosen.images[0] if len(chosen.images) == 1 else chosen.images,
        "results": [{"path": photo.path, "distance": best[photo.id]} for photo in nearest],
        "seconds": round(time.monotonic() - started, 3),
    }


def _in_published(
    chosen: argparse.Namespace, region: tuple[int, int, int, int] | None, encoders: Encoders, started: float
) -> dict[str, Any]:
    with Published(chosen.published) as library, DecodePool(1) as pool:
        own = {"general": encoders().general, "copy": encoders().copy}.get(chosen.code)
        if own is not None:
            library.require_encoder(chosen.code, own.sha256)
        queries = [encode_job(image, region, pool, encoders) for image in chosen.images]
        nearest = library.similar_to_any(queries, chosen.k, chosen.code, chosen.exact)
    return {
        "query": chosen.images[0] if len(chosen.images) == 1 else chosen.images,
        "results": [{"path": hit.path, "distance": hit.distance} for hit in nearest],
        "seconds": round(time.monotonic() - started, 3),
    }


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the neighbours for people."""
    from crh_desktop.cli.texts import shown

    for one in result["results"]:
        print(f"{one['distance']:8.1f}  {shown(one['path'])}")
    if not result["results"]:
        print("The library holds no hashed photos yet. Run: crh scan DIR")
