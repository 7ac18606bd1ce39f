"""make torture [TORTURE_ARGS="kill --runs 200" or TORTURE_ARGS="faults --works scan,act"]: kills, faults, or both."""

from __future__ import annotations

import sys

from tests.endurance import faults, kill


def main(words: list[str]) -> int:
    """Run what is named, or everything."""
    works = {"kill": kill.main, "faults": faults.main}
    if words and words[0] not in works:
        print(__doc__, file=sys.stderr)
        return 2
    if words:
        return works[words[0]](words[1:])
    return max(work([]) for work in works.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
