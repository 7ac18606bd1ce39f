"""What all tests share: a home of their own, code-made photos, and the real photos beside the repository if present."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

from tests.fixtures.pictures import make_photo_folder

# laws are about results: how long one example takes on a busy machine is measured in tests/benchmarks
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(autouse=True)
def crh_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, libraries, caches and logs of each test go to a directory of its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CRH_DESKTOP_HOME", str(home))
    return home


_widgets_left = 0


@pytest.fixture(autouse=True)
def garbage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Widgets that a test leaves in cycles are destroyed here, in the main thread, as the window does it (`app.tidying`)."""
    global _widgets_left
    shows = "qapp" in request.fixturenames or "qtbot" in request.fixturenames
    if shows:
        gc.disable()
    elif _widgets_left:
        gc.collect()
        gc.enable()
        _widgets_left = 0
    yield
    if shows:
        _widgets_left += 1
        gc.collect(2 if _widgets_left % 20 == 0 else 1)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real test photos; tests that need them are skipped where they are missing."""
    data = SHARED / "data"
    if not data.is_dir():
        pytest.skip("the test photos (../shared/data) are not there")
    return data


@pytest.fixture(scope="session")
def shared_tools() -> Path:
    """The scripts that make copies and awkward names."""
    tools = SHARED / "tools"
    if not tools.is_dir():
        pytest.skip("the test tools (../shared/tools) are not there")
    return tools


@pytest.fixture
def photo_folder(tmp_path: Path) -> Path:
    """Six different textured photos, and an exact, a re-encoded, a resized and a rotated copy of the first four."""
    return make_photo_folder(tmp_path / "photos")
