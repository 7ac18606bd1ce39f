"""From process start to the window's first paint, beside a process that imports QtWidgets and shows nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.benchmarks.measure import REPOSITORY, Row, Unavailable, best

# Ends the program in the turn after the main window painted for the first time.
FIRST_PAINT = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow

class Watch(QObject):
    def eventFilter(self, target, event):
        if event.type() == QEvent.Type.Paint and isinstance(target, QMainWindow):
            os._exit(0)
        return False
watch = Watch()
start = QApplication.__init__
def init(self, *args):
    start(self, *args)
    self.installEventFilter(watch)
QApplication.__init__ = init
from crh_desktop.app.main import main
sys.argv = ["crh-desktop"]
main()
os._exit(3)
"""


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "CRH_DESKTOP_HOME": home, "QT_QPA_PLATFORM": "offscreen"}

        def run(code: str) -> None:
            done = subprocess.run(
                [sys.executable, "-c", code], env=environment, cwd=REPOSITORY, capture_output=True, timeout=60
            )
            if done.returncode:
                raise Unavailable(f"the window did not start: {done.stderr.decode(errors='replace').strip()[-300:]}")

        bare = best(lambda: run("import PySide6.QtWidgets"))
        run(FIRST_PAINT)
        ours = best(lambda: run(FIRST_PAINT))
    beside = f"importing QtWidgets alone {bare:.2f}"
    return [Row("first paint after process start, s", f"{ours:.2f}", beside, f"{ours / bare:.1f}")]
