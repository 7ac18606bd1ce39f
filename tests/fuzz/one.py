"""One target under atheris, in a process of its own: one.py TARGET [libFuzzer's options] CORPUS. It does not return."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["crh_desktop", "PIL", "safetensors", "defusedxml"]):
    from tests.fuzz.targets import TARGETS

    target = TARGETS[sys.argv[1]]()

#: Inputs between two looks at the memory.
_EVERY = 500


def _resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Run until libFuzzer has had enough; memory goes into a file every few hundred inputs."""
    place = Path(os.environ["CRH_FUZZ_MEMORY"])
    count = 0

    def once(data: bytes) -> None:
        nonlocal count
        target(data)
        count += 1
        if count % _EVERY == 0:
            with place.open("a") as memory:
                memory.write(json.dumps([count, round(_resident(), 1)]) + "\n")

    atheris.Setup([sys.argv[0], *sys.argv[2:]], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
