"""The person's settings: one JSON file; unknown keys are kept out, broken files give the defaults."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from crh_desktop.core.files import write_file
from crh_desktop.core.paths import data_dir


@dataclass
class Settings:
    """Everything that is remembered between runs, with its default."""

    device: str = "auto"
    threads: int = 0
    theme: str = "system"
    cache_mb: int = 2048
    last_library: str = ""
    crh_model: str = ""  # name of its folder; "" for the starter
    include_hidden: bool = False
    include_left_out: bool = False
    keeper_rules: str = ""  # criteria in their order, see `matching.keeper_rules`; "" for the usual ones
    may_act: bool = False  # whether the window may move files; until it is switched on one can only look
    watch_folders: bool = False  # scan what changes while the window is open
    text_percent: int = 100  # size of all text, 80 to 200
    language: str = ""  # "de" and the like; "" follows the system
    published_url: str = ""  # server of a published library that was searched last
    keep_awake: bool = False  # while a job runs the computer does not fall asleep
    spare_battery: bool = True  # a job waits while the computer runs on its battery
    tell_when_done: bool = True  # a notification when a long job has ended behind another window
    worker_python: str = ""  # Python of another environment that runs the worker; "" for the window's own
    shortcuts: str = ""  # keys that the person changed, as JSON


def load_settings() -> Settings:
    """The saved settings, or the defaults where none can be read."""
    try:
        raw = json.loads((data_dir() / "settings.json").read_text("utf-8"))
        known: dict[str, Any] = {field.name: type(field.default) for field in fields(Settings)}
        valid: dict[str, Any] = {key: value for key, value in raw.items() if isinstance(value, known.get(key, ()))}
        return Settings(**valid)
    except (OSError, ValueError, AttributeError):
        return Settings()


def save_settings(settings: Settings) -> None:
    """Write the settings whole."""
    write_file(data_dir() / "settings.json", json.dumps(asdict(settings), indent=1).encode())
