"""A decode process cannot reach the network, start a program, or look into another process; it can decode."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

TRIED = """
import os, socket, subprocess, sys, threading
from crh_desktop.core.confine import confine
if not confine():
    print("not taken"); sys.exit()
for name, work in {
    "socket": lambda: socket.socket(),
    "local": lambda: socket.socket(socket.AF_UNIX),
    "program": lambda: subprocess.run(["true"]),
    "exec": lambda: os.execv("/bin/true", ["true"]),
}.items():
    try:
        work()
    except PermissionError:
        print(name, "refused")
    else:
        print(name, "possible")
thread = threading.Thread(target=lambda: print("threads work"))
thread.start()
thread.join()
open("/dev/null").close()
print("files work")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="seccomp is Linux's")
@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="its call numbers are not known here")
def test_refused() -> None:
    done = subprocess.run([sys.executable, "-c", TRIED], capture_output=True, text=True, cwd=REPOSITORY)
    assert done.returncode == 0, done.stderr
    if done.stdout.strip() == "not taken":
        pytest.skip("this kernel takes no filter")
    assert done.stdout.splitlines() == [
        "socket refused", "local refused", "program refused", "exec refused", "threads work", "files work",
    ]  # fmt: skip
