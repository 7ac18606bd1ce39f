"""What a long job does beside its work: the computer stays awake if asked, a battery is respected, its end is told."""

from __future__ import annotations

import contextlib
import glob
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from crh_desktop.app.context import Context

#: Jobs that took longer, in seconds, are told of when they end behind another window.
LONG = 60.0
#: Seconds between two looks at the battery.
_LOOKS = 20.0
_SUPPLIES = "/sys/class/power_supply/*"


def on_battery(pattern: str = _SUPPLIES) -> bool:
    """Whether the computer runs on its battery; False where nothing is known."""
    mains, draining = [], False
    for place in map(Path, glob.glob(pattern)):
        with contextlib.suppress(OSError):
            kind = (place / "type").read_text().strip()
            if kind == "Mains":
                mains.append((place / "online").read_text().strip() == "1")
            elif kind == "Battery":
                draining |= (place / "status").read_text().strip() == "Discharging"
    return draining and not any(mains)


def staying_awake() -> list[str] | None:
    """The command of this system that keeps it awake until its standard input closes; None if there is none."""
    if sys.platform.startswith("linux") and (found := shutil.which("systemd-inhibit")):
        return [found, "--what=sleep:idle", "--who=CRH Desktop", "--why=Photos are being read", "--mode=block", "cat"]
    if sys.platform == "darwin" and (found := shutil.which("caffeinate")):
        return [found, "-i", "cat"]
    return None


class Companion(QObject):
    """Follows the worker's jobs."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._began = 0.0
        self._awake: subprocess.Popen[bytes] | None = None
        self._paused = False
        self._timer = QTimer(self)
        self._timer.setInterval(int(1000 * _LOOKS))
        self._timer.timeout.connect(self.look)
        client = context.client
        client.started.connect(self._on_started)
        client.finished.connect(lambda _id, _result: self._on_ended(self.tr("The photos are up to date.")))
        client.failed.connect(lambda _id, error: self._on_ended(error))
        client.cancelled.connect(lambda _id: self._on_ended(""))

    def look(self) -> None:
        """Pause the job on battery, and go on when the mains are back."""
        if self._context.client.job_id is None or not self._context.settings.spare_battery:
            return
        if on_battery() != self._paused:
            self._paused = not self._paused
            if self._paused:
                self._context.client.pause()
                self._context.message.emit(self.tr("Paused while the computer runs on battery."))
            else:
                self._context.client.resume()

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()
        self._let_sleep()

    def _on_started(self, _job: int) -> None:
        self._began, self._paused = time.monotonic(), False
        if self._context.settings.keep_awake and self._awake is None and (command := staying_awake()):
            with contextlib.suppress(OSError):
                self._awake = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
        self._timer.start()
        self.look()

    def _on_ended(self, sentence: str) -> None:
        if self._context.client.job_id is not None or not self._began:
            return  # a short request beside it
        took, self._began = time.monotonic() - self._began, 0.0
        self._timer.stop()
        self._let_sleep()
        if sentence and took > LONG and self._context.settings.tell_when_done and not self._window.isActiveWindow():
            QApplication.alert(self._window)
            notify("CRH Desktop", sentence)

    def _let_sleep(self) -> None:
        if self._awake is not None:
            awake, self._awake = self._awake, None
            assert awake.stdin is not None
            awake.stdin.close()
            try:
                awake.wait(2)
            except subprocess.TimeoutExpired:
                awake.kill()
                awake.wait()


def notify(title: str, sentence: str) -> bool:
    """Show a notification of the desktop; whether there is a place for it."""
    if not sys.platform.startswith("linux"):
        return False
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # only where there is a session bus to ask

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    name = "org.freedesktop.Notifications"
    message = QDBusMessage.createMethodCall(name, "/org/freedesktop/Notifications", name, "Notify")
    message.setArguments([title, 0, "crh-desktop", title, sentence, [], {}, -1])
    return bool(bus.send(message))
