"""Two processes with half a batch each end where one with the whole batch does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from crh_desktop.core.errors import UsageError
from crh_desktop.learn.head_training import shuffled
from crh_desktop.learn.team import Team
from tests.conftest import REPOSITORY

ALONE = [sys.executable, "-m", "tests.learn.team_run"]
TOGETHER = [
    sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "tests.learn.team_run",
]  # fmt: skip


def ended(command: list[str], out: Path, method: str) -> dict[str, torch.Tensor]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, str(out), method], cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=300
    )
    assert not done.returncode, done.stderr[-2000:]
    found: dict[str, torch.Tensor] = torch.load(out, weights_only=True)
    return found


@pytest.mark.parametrize("method", ["crh", "learnt-centers"])
def test_two_processes_train_what_one_does(tmp_path: Path, method: str) -> None:
    alone, together = (ended(command, tmp_path / f"{len(command)}.pt", method) for command in (ALONE, TOGETHER))
    assert (int(alone.pop("size")), int(together.pop("size"))) == (1, 2)
    assert alone.keys() == together.keys() and float(alone["went"]) > 1e-4  # the trunk did learn
    if method == "crh":
        assert torch.equal(alone["centers"], together["centers"]) and alone["losses"][:, 1].sum() > 0
    for name, value in alone.items():
        assert torch.allclose(value, together[name], rtol=0, atol=1e-9), name


def test_every_process_has_a_part_of_every_batch() -> None:
    teams = [Team(rank, 3) for rank in range(3)]
    for count in (7, 8, 9, 10, 30):
        for rows in shuffled(count, 4, 0, 1, least=3):
            parts = [team.own(rows) for team in teams]
            assert all(len(part) for part in parts)
            assert sorted(torch.cat(parts).tolist()) == sorted(rows.tolist())


def test_what_cannot_be_divided_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crh_desktop.learn import fit as fitting

    options = fitting.FitOptions(method="orthohash-maxhd", depth="last")
    with pytest.raises(UsageError, match="Several processes"):
        fitting._fit(None, options, tmp_path, None, None, None, None, Team(0, 2))  # type: ignore[arg-type]
