"""Memory goes back to the system."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from crh_desktop.core.memory import uncollected

SCRIPT = """
import sys
from crh_desktop.core.memory import keep_large_apart

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 2**20

if sys.argv[1] == "apart":
    keep_large_apart()
bytearray(24 << 20)  # from here on glibc by itself keeps blocks of up to this size among the small ones
kept, large = [], []
for number in range(60):
    large.append(bytearray(b"x") * (2 << 20))
    kept.append(bytes(150_000))  # lies above the large one and keeps its room
large.clear()
print(resident())
"""


def resident(how: str) -> float:
    done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True)
    return float(done.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc alone is asked")
def test_large_blocks_go_back_though_small_ones_lie_about() -> None:
    assert resident("apart") < 60  # Python itself and what is kept
    assert resident("apart") < resident("as it is") / 2


def test_the_collector_rests_and_goes_on_also_after_an_error() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError), uncollected():
        assert not gc.isenabled()
        raise ValueError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
