"""Nothing leaves the machine: libraries that would tell of their use are told not to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

LOAD = "import sys\nif sys.argv[1] == 'ours': import crh_desktop\nimport onnxruntime\nonnxruntime.get_available_providers()"


def left_behind(how: str, place: Path) -> list[str]:
    """What loading ONNX Runtime leaves in the temporary folder; its reporter keeps the number of a session there."""
    place.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {"TMPDIR": str(place), "PYTHONPATH": str(REPOSITORY)}
    subprocess.run([sys.executable, "-c", LOAD, how], env=environment, check=True, cwd=place.parent)
    return [one.name for one in place.iterdir()]


def test_onnx_runtime_reports_nothing(tmp_path: Path) -> None:
    assert left_behind("ours", tmp_path / "ours") == []
    if ".ses" not in left_behind("by itself", tmp_path / "itself"):
        pytest.skip("this ONNX Runtime has no reporter; what is asked above says nothing then")
