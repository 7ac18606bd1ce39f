"""`crh models`: list the models at hand."""

from __future__ import annotations

import argparse
from typing import Any

from crh_desktop.core.models import list_models

HELP = "List the models at hand with their figures."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("action", nargs="?", choices=["list"], default="list")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Read the descriptions of all bundles."""
    return {
        "models": [
            {
                "name": model.name, "kind": model.kind, "bits": model.bits, "classes": list(model.classes),
                "metrics": model.metrics, "path": str(model.path),
            }
            for model in list_models()
        ]
    }  # fmt: skip


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the models for people."""
    for model in result["models"]:
        print(f"{model['name']:<16} {model['kind']}, {model['bits']} bits, {len(model['classes'])} classes")
        for name, value in model["metrics"].items():
            print(f"    {name}: {value}")
