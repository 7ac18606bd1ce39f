"""`crh`: the command line. One file a command; --json prints exactly one ASCII JSON object on standard output."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from crh_desktop import __version__
from crh_desktop.cli.texts import shown
from crh_desktop.core import paths
from crh_desktop.core.errors import Cancelled, CrhError, file_failure

COMMANDS = (
    "scan", "dupes", "similar", "compare", "train", "evaluate", "models", "known", "apply", "history", "undo", "doctor", "publish",
    "repair", "export", "import", "relocate",
)  # fmt: skip
_WITH_LIBRARY = (
    "scan", "dupes", "similar", "known", "apply", "history", "undo", "publish", "repair", "export", "import", "relocate",
)  # fmt: skip


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; each command's module adds its own arguments."""
    parser = argparse.ArgumentParser(
        prog="crh", description="Find duplicate and similar photos; nothing leaves this machine."
    )
    parser.add_argument("--version", action="version", version=f"crh {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = importlib.import_module(f"crh_desktop.cli.{name}_" if name == "import" else f"crh_desktop.cli.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        command.add_argument("--json", action="store_true", help="print one JSON object on standard output")
        if name in _WITH_LIBRARY:
            command.add_argument("--library", type=Path, default=None, metavar="DIR", help="folder of the library")
        module.add_arguments(command)
        command.set_defaults(run=module.run, say=module.say, exit_code=getattr(module, "exit_code", lambda result: 0))
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 usage, 3 refused in part, 4 library, 130 cancelled."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:  # also while what a command needs is being loaded
        return _fail(Cancelled("Cancelled. What was finished is kept; run the same command to go on."))


def _run(arguments: list[str] | None) -> int:
    chosen = build_parser().parse_args(arguments)
    if hasattr(chosen, "library") and chosen.library is None:
        chosen.library = paths.default_library()
    try:
        result = chosen.run(chosen)
    except CrhError as error:
        return _fail(error)
    except OSError as error:
        return _fail(file_failure(error))
    if os.environ.get("RANK", "0") != "0":
        return int(chosen.exit_code(result))  # of several processes that train together the first one tells
    try:
        if chosen.json:
            print(json.dumps(escaped(result), ensure_ascii=True))
        else:
            chosen.say(result, chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return int(chosen.exit_code(result))


def _fail(error: CrhError) -> int:
    print(f"crh: {shown(str(error))}", file=sys.stderr)
    return error.exit_code


def escaped(value: Any) -> Any:
    """The value with bytes as text; bytes that are not UTF-8 become lone surrogates, which JSON escapes."""
    if isinstance(value, bytes):
        return os.fsdecode(value)
    if isinstance(value, dict):
        return {key: escaped(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [escaped(one) for one in value]
    return value


if __name__ == "__main__":
    sys.exit(main())
