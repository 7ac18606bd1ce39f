"""`crh models`: list the models at hand, take one in, hand one on, use one."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from crh_desktop.core.errors import UsageError
from crh_desktop.core.models import list_models
from crh_desktop.core.settings import load_settings, save_settings
from crh_desktop.worker.model_files import export_model, find_model, import_file

HELP = "List the models at hand; import, export or use one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="list the models with their figures (what happens without an action)")
    taken = actions.add_parser("import", help="take in a model that was exported, or weights of a trunk")
    taken.add_argument("file", type=Path, metavar="FILE")
    given = actions.add_parser("export", help="write a model as one file")
    given.add_argument("name", metavar="NAME")
    given.add_argument("file", type=Path, metavar="FILE")
    used = actions.add_parser("use", help="use a model for the CRH code; the next scan computes its codes")
    used.add_argument("name", metavar="NAME")
    for action in (taken, given, used):
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    """Do what was asked, then describe all models."""
    result: dict[str, Any] = {}
    if chosen.action == "import":
        kind, place = import_file(chosen.file)
        result = {"imported": kind, "path": str(place)}
    elif chosen.action == "export":
        result = {"exported": chosen.name, "path": str(export_model(chosen.name, chosen.file))}
    elif chosen.action == "use":
        model = find_model(chosen.name)
        if model.kind != "crh":
            raise UsageError(f"{chosen.name} is a {model.kind} model; one of kind crh can be chosen.")
        save_settings(replace(load_settings(), crh_model=model.path.name))
    used = load_settings().crh_model or "starter"
    models = [
        {
            "name": model.name, "kind": model.kind, "bits": model.bits, "classes": list(model.classes),
            "metrics": model.metrics, "path": str(model.path), "used": model.kind != "crh" or model.path.name == used,
        }
        for model in list_models()
    ]  # fmt: skip
    return {**result, "models": models}


def say(result: dict[str, Any], chosen: argparse.Namespace) -> None:
    """Print the outcome for people."""
    from crh_desktop.cli.texts import shown

    if "path" in result:
        print(f"{'Imported' if 'imported' in result else 'Written'}: {shown(result['path'])}")
        return
    for model in result["models"]:
        used = ", in use" if model["used"] and model["kind"] == "crh" else ""
        print(f"{model['name']:<16} {model['kind']}, {model['bits']} bits, {len(model['classes'])} classes{used}")
        for name, value in model["metrics"].items():
            print(f"    {name}: {value}")
    if chosen.action == "use":
        print("The next scan computes its codes; until then the old ones serve.")
