"""Two minutes of fuzzing: every target, from its seeds and from all that was ever found."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.fuzz.fuzz import fuzz
from tests.fuzz.seeds import write_seeds
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_and_findings_are_answered(target: str, tmp_path: Path) -> None:
    run = TARGETS[target]()
    write_seeds(target, tmp_path)
    for file in sorted(tmp_path.iterdir()):
        run(file.read_bytes())


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris has no build for this system")
@pytest.mark.parametrize("target", TARGETS)
def test_fuzzed_for_a_while(target: str, tmp_path: Path) -> None:
    told = fuzz(target, 20_000, 20, 0, tmp_path)
    assert told["exit"] == 0 and not told["found"], (tmp_path / f"{target}.log").read_text()[-3000:]
    assert told["inputs"] >= 200 and told["reached"] > 0
