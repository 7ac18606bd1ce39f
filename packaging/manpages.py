"""Man pages from the program's own help: manpages.py OUT_FOLDER [DATE]."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from crh_desktop import __version__
from crh_desktop.cli.main import build_parser

_EXIT = (
    ("0", "done, even if some photos could not be read"), ("1", "failed"), ("2", "wrong usage, or input that cannot be used"),
    ("3", "done, but something was refused"), ("4", "the library cannot be used"), ("130", "cancelled"),
)  # fmt: skip


def roff(text: str) -> str:
    """A text as roff takes it."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def options(parser: argparse.ArgumentParser) -> list[str]:
    """The options of a parser as tagged paragraphs."""
    lines = []
    for action in parser._actions:
        if isinstance(action, (argparse._SubParsersAction, argparse._HelpAction)) or action.help == argparse.SUPPRESS:
            continue
        name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        value = "" if action.nargs == 0 or not action.option_strings else f" {action.metavar or action.dest.upper()}"
        lines += [".TP", f"\\fB{roff(name)}\\fR{roff(value)}", roff(str(action.help or "").replace("%%", "%") or name)]
    return lines


def page(name: str, what: str, day: str, body: list[str]) -> str:
    """A whole page of section 1."""
    head = [
        f'.TH {name.upper()} 1 "{day}" "CRH Desktop {__version__}" "User Commands"',
        ".SH NAME",
        f"{roff(name)} \\- {what}",
    ]
    return "\n".join([*head, *body]) + "\n"


def crh(day: str) -> str:
    """crh(1)."""
    parser = build_parser()
    body = [".SH SYNOPSIS", ".B crh", "COMMAND [OPTIONS]", ".SH DESCRIPTION"]
    body += [
        roff("Finds duplicate and similar photos. Nothing leaves this machine, and nothing is ever deleted for good.")
    ]
    body += [".SH COMMANDS"]
    commands = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    for command, sub in commands.choices.items():
        body += [".SS", f"crh {command}", roff(str(sub.description or "")), *options(sub)]
    body += [".SH EXIT STATUS"]
    for code, meaning in _EXIT:
        body += [".TP", f".B {code}", roff(meaning)]
    body += [
        ".SH ENVIRONMENT",
        ".TP",
        ".B CRH_DESKTOP_HOME",
        roff("moves libraries, settings, caches and logs to one place"),
    ]
    return page("crh", "find duplicate and similar photos", day, [*body, ".SH SEE ALSO", ".BR crh\\-desktop (1)"])


def window(day: str) -> str:
    """crh-desktop(1)."""
    body = [".SH SYNOPSIS", ".B crh\\-desktop", "[PATH ...]", ".SH DESCRIPTION"]
    body += [roff("Opens the window. Photos that are named are searched with, folders are added. A second start hands both to the "
                  "window that is open.")]  # fmt: skip
    body += [".SH OPTIONS", ".TP", ".B \\-\\-library DIR", "folder of the library"]
    set_up = "only make the environment, whole; with --card for NVIDIA graphics cards (Debian package)"
    body += [".TP", ".B \\-\\-set\\-up \\fR[\\fB\\-\\-card\\fR]", roff(set_up)]
    body += [
        ".TP",
        ".B \\-\\-remove\\-data",
        roff("take the environment away, and after a question the library; photos stay (Debian package)"),
    ]
    return page(
        "crh-desktop", "find duplicate and similar photos in a window", day, [*body, ".SH SEE ALSO", ".BR crh (1)"]
    )


if __name__ == "__main__":
    out, day = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else date.today().isoformat()
    out.mkdir(parents=True, exist_ok=True)
    for name, text in (("crh", crh(day)), ("crh-desktop", window(day))):
        (out / f"{name}.1").write_text(text, encoding="utf-8")
