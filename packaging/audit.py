"""Known holes in what is installed: audit.py LOCK. Fails for a hole, and for every package that could not be looked up.

Without a network pip-audit says "no known vulnerabilities" of packages that it never asked about; that is no answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from locked import locked


def judge(told: dict[str, Any], wanted: dict[str, set[str]]) -> list[str]:
    """What is wrong with an audit's answer about these packages, as lines; [] for a clean one."""
    wrong, asked = [], set()
    for one in told.get("dependencies", ()):
        name = str(one.get("name", "")).lower()
        if one.get("skip_reason"):
            wrong.append(f"{name}: not looked up ({one['skip_reason']})")
            continue
        asked.add(name)
        for hole in one.get("vulns", ()):
            fixed = ", ".join(hole.get("fix_versions") or ()) or "no version yet"
            wrong.append(f"{name} {one.get('version')}: {hole.get('id')}, mended in {fixed}")
    told_of = {line.split(":", 1)[0].split(" ")[0] for line in wrong}
    wrong += [f"{name}: not looked up" for name in sorted(set(wanted) - asked - told_of)]
    return wrong


def main(lock: Path) -> int:
    """Ask, judge, say; 0 only if every package was looked up and none has a known hole."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--disable-pip", "--require-hashes", "-f", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        print(f"pip-audit gave no answer:\n{done.stderr.strip()}", file=sys.stderr)
        return 2
    wanted = locked(lock)
    wrong = judge(told, wanted)
    for line in wrong:
        print(line)
    print(f"{len(wanted)} packages, {len(wrong)} of them with something against them." if wrong else
          f"{len(wanted)} packages looked up, no known holes.")  # fmt: skip
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
