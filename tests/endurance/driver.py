"""A real window that does one thing, to be killed meanwhile: driver.py scan|train|act PLACE; says "ready" when it begins."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.endurance.walking import Ready, Walker, on_screen, run_window, settled


def say(word: str) -> None:
    """One word to whoever waits."""
    print(word, flush=True)


def scan(window: Any, place: Path) -> Iterator[Ready]:
    """A first scan: files read, hashed, paired."""
    say("ready")
    window.context.add_folders([bytes(place / "photos")])
    yield lambda: settled(window)
    say("done")


def train(window: Any, place: Path) -> Iterator[Ready]:
    """A training on labelled folders."""
    window.show_page("train")
    page = window.pages["train"]
    page.take([str(place / "labelled")])
    yield lambda: page.shown == "choice" and window.context.client.job_id is None
    say("ready")
    page.start_button.click()
    yield lambda: page.shown == "result"
    say("done")


def act(window: Any, place: Path) -> Iterator[Ready]:
    """Everything that is byte for byte the same to the trash and back, again and again."""
    window.show_page("duplicates")
    page = window.pages["duplicates"]
    page.strictness.tier.setCurrentIndex(0)
    yield lambda: settled(window) and len(page.model.groups) > 0
    say("ready")
    for _ in range(100):
        page.dialogs.mark_by_rule()
        page.dialogs.rule.level.setCurrentIndex(0)
        yield lambda: page.dialogs.rule.go.isEnabled()
        page.dialogs.rule._on_agreed()
        yield lambda: settled(window) and len(page.marking.marks) > 0
        page.marking.act()
        yield lambda: page.marking.dialog.isVisible()
        page.marking.dialog.accept()
        yield lambda: settled(window)
        page.undoing.stack.undo()
        yield lambda: settled(window)
    say("done")


def main() -> int:
    """Run the stage."""
    stage, place = sys.argv[1], Path(sys.argv[2])
    on_screen()
    steps = {"scan": scan, "train": train, "act": act}[stage]
    os.environ.setdefault("XDG_DATA_HOME", str(place / "data"))
    return run_window([], lambda window: Walker(window, steps(window, place)), 700)


if __name__ == "__main__":
    sys.exit(main())
