"""What tests of actions stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A library folder, a trash and a library beside them."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = Desk(tmp_path)
    yield found
    found.library.close()
