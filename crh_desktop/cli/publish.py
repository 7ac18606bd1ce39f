"""`crh publish`: write a library's photos and codes to a PostgreSQL server with pgvector, to be searched from elsewhere."""

from __future__ import annotations

import argparse
import time
from typing import Any

from crh_desktop.cli.progress import shown_progress
from crh_desktop.core.library import Library
from crh_desktop.core.published import publish

HELP = "Write photos and codes of the library to a PostgreSQL server with pgvector, for searching in archives."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "url", metavar="URL", help="postgresql://user@host/database; what was published there is replaced"
    )


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Publish."""
    started = time.monotonic()
    with Library.open(chosen.library) as library, shown_progress(chosen.json) as progress:
        photos = publish(library, chosen.url, progress)
    return {"photos": photos, "seconds": round(time.monotonic() - started, 3)}


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print what was written for people."""
    print(f"{result['photos']:,} photos are published. Search there with: crh similar IMAGE --published URL")
