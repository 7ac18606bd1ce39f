"""Fuzz all targets: make fuzz [FUZZ_ARGS="--runs 25000 --targets decoder,plan --seed 0 --out build/fuzz"]

Inputs that helped are kept in OUT/corpus, so that a run can be done in parts; findings lie in OUT/found.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY
from tests.endurance.events import Events
from tests.fuzz.seeds import write_seeds
from tests.fuzz.targets import TARGETS

#: Seconds for one input, and MiB of memory, beyond which it counts as a finding.
LONGEST, MOST_MEMORY = 20, 3000


def fuzz(target: str, runs: int, seconds: int, seed: int, out: Path) -> dict[str, Any]:
    """One target; how many inputs, how much was reached, memory from begin to end, and what was found."""
    corpus, found = out / "corpus" / target, out / "found" / target
    found.mkdir(parents=True, exist_ok=True)
    write_seeds(target, corpus)
    memory = out / f"memory-{target}.jsonl"
    memory.unlink(missing_ok=True)
    options = [
        f"-runs={runs}", f"-max_total_time={seconds}", f"-seed={seed + 1}", f"-timeout={LONGEST}", f"-rss_limit_mb={MOST_MEMORY}",
        "-max_len=20000", "-print_final_stats=1", "-verbosity=1", f"-artifact_prefix={found}/",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.one", target, *options, str(corpus)], cwd=REPOSITORY, capture_output=True, text=True,
        errors="replace", env=os.environ | {"CRH_FUZZ_MEMORY": str(memory), "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    (out / f"{target}.log").write_text(done.stderr + done.stdout, encoding="utf-8")
    numbers = dict(re.findall(r"stat::(\w+):\s+(\d+)", done.stderr))
    reached = re.findall(r"cov: (\d+)", done.stderr)
    looks = [json.loads(line) for line in memory.read_text().splitlines()] if memory.exists() else []
    return {
        "target": target, "exit": done.returncode, "inputs": int(numbers.get("number_of_executed_units", 0)),
        "reached": int(reached[-1]) if reached else 0, "peak MiB": int(numbers.get("peak_rss_mb", 0)),
        "MiB at": [looks[0], looks[len(looks) // 2], looks[-1]] if looks else [],
        "found": sorted(one.name for one in found.iterdir()),
    }  # fmt: skip


def main(words: list[str] | None = None) -> int:
    """Run; exit code 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25_000, help="inputs for each target")
    parser.add_argument("--seconds", type=int, default=0, help="at most so long for each target; 0 for no limit")
    parser.add_argument("--targets", default=",".join(TARGETS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    chosen = parser.parse_args(words)
    out = chosen.out.absolute()
    events = Events(out / "events.jsonl", "fuzz", chosen.seed, runs=chosen.runs, seconds=chosen.seconds)
    wrong = 0
    for target in chosen.targets.split(","):
        told = fuzz(target, chosen.runs, chosen.seconds, chosen.seed, out)
        events.say("target", **told)
        print(json.dumps(told), flush=True)
        wrong |= bool(told["found"]) or told["exit"] != 0
    events.close()
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
