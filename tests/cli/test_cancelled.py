"""Ctrl-C is answered with a sentence at any moment, also while a command's parts are being loaded."""

from __future__ import annotations

import importlib

import pytest

from crh_desktop.cli.main import main


def test_while_loading(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib, "import_module", interrupted)
    assert main(["doctor"]) == 130
    said = capsys.readouterr()
    assert said.err == "crh: Cancelled. What was finished is kept; run the same command to go on.\n" and not said.out
