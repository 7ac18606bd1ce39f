"""Lock files, bill of materials and licences tell of the same packages; the audit fails where it could not look."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
from typing import Any

import pytest

from crh_desktop.core.program import WORKER_PARTS
from tests.conftest import REPOSITORY

PACKAGING = REPOSITORY / "packaging"


def script(name: str) -> Any:
    sys.path.insert(0, str(PACKAGING))
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LOCKED = script("locked")
RUN, DEVELOP = (LOCKED.locked(PACKAGING / name) for name in ("requirements.lock", "development.lock"))


def names(lines: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in lines)
    return {LOCKED.normal(match[0]) for match in found if match}


def test_everything_that_is_wanted_is_locked() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert names(project["dependencies"]) <= set(RUN)
    assert names([line for extra in project["optional-dependencies"].values() for line in extra]) <= set(DEVELOP)
    assert set(RUN) <= set(DEVELOP)


@pytest.mark.parametrize("name", ["requirements.lock", "development.lock", "window.lock", "sbom.cdx.json"])
def test_no_addresses(name: str) -> None:
    text = (PACKAGING / name).read_text("utf-8")
    assert not re.search(r"index-url|find-links|/simple|file://|https?://(?!cyclonedx\.org)", text)


def test_the_window_is_locked_without_the_worker() -> None:
    window = LOCKED.locked(PACKAGING / "window.lock")
    assert {"pyside6-essentials", "numpy", "pillow"} <= set(window) < set(RUN)
    assert not set(window) & {*LOCKED.WORKER, "triton", "nvidia-cublas"}
    assert all(versions <= RUN[name] for name, versions in window.items())
    needed = {LOCKED.normal(part.replace("_", "-")) for part in WORKER_PARTS}
    assert needed <= set(LOCKED.WORKER)


@pytest.mark.parametrize("name", ["requirements.lock", "development.lock", "window.lock"])
def test_every_package_has_its_digests(name: str) -> None:
    text = (PACKAGING / name).read_text("utf-8")
    for part in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in part, part.splitlines()[0]


def test_bill_of_materials_and_licences_are_of_the_same_packages() -> None:
    bill = json.loads((PACKAGING / "sbom.cdx.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert {LOCKED.normal(one["name"]) for one in bill["components"]} == set(RUN)
    table = (REPOSITORY / "resources" / "LICENCES.md").read_text("utf-8")
    assert set(re.findall(r"^\| ([a-z0-9-]+) \|", table, re.MULTILINE)) - {"package"} == set(RUN)


def test_the_audit_fails_where_it_did_not_look() -> None:
    judge = script("audit").judge
    wanted = {"numpy": {"2.0"}, "torch": {"2.6"}}
    clean = [{"name": "numpy", "version": "2.0", "vulns": []}, {"name": "torch", "version": "2.6", "vulns": []}]
    assert judge({"dependencies": clean}, wanted) == []
    assert judge({"dependencies": clean[:1]}, wanted) == ["torch: not looked up"]
    skipped = [{"name": "numpy", "skip_reason": "no network"}, clean[1]]
    assert judge({"dependencies": skipped}, wanted) == ["numpy: not looked up (no network)"]
    hole = {"name": "torch", "version": "2.6", "vulns": [{"id": "X-1", "fix_versions": ["2.7"]}]}
    assert judge({"dependencies": [clean[0], hole]}, wanted) == ["torch 2.6: X-1, mended in 2.7"]
