"""A run on disk: what was asked, and where it stands after its last whole epoch. Ours alone, yet read as data only."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path
from typing import Any

import torch

from crh_desktop.core.errors import CrhError

_STATE = "state.pt"
_SPEC = "spec.json"


class Checkpoint:
    """A folder with the run's description and its latest state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, spec: dict[str, Any]) -> dict[str, Any] | None:
        """Start a run, or take up one of the very same description.

        Args:
            spec: everything that decides the run, as JSON can hold it.

        Returns:
            The state to go on from; None for a new run (also where the one in the folder was another).
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(spec, sort_keys=True)
        described = self.folder / _SPEC
        if described.exists() and described.read_text(encoding="utf-8") == text:
            return self._read()
        (self.folder / _STATE).unlink(missing_ok=True)
        described.write_text(text, encoding="utf-8")
        return None

    def save(self, state: dict[str, Any]) -> None:
        """Keep a state; by rename, so that a kill in the middle costs one epoch at most.

        Raises:
            CrhError: The disk is full or cannot be written.
        """
        temporary = self.folder / f".{_STATE}.{os.getpid()}"
        try:
            torch.save(state, temporary)
            temporary.replace(self.folder / _STATE)
        except (OSError, RuntimeError) as error:
            temporary.unlink(missing_ok=True)
            raise CrhError(f"The state of the training cannot be kept in {self.folder}: {error}.") from None

    def end(self) -> None:
        """Remove what is no longer needed."""
        if not self.folder.is_dir():
            return
        for name in (_STATE, _SPEC):
            (self.folder / name).unlink(missing_ok=True)
        for left in self.folder.glob(f".{_STATE}.*"):
            left.unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _read(self) -> dict[str, Any] | None:
        try:
            state = torch.load(self.folder / _STATE, map_location="cpu", weights_only=True)
        except FileNotFoundError:
            return None
        except (OSError, RuntimeError, EOFError, pickle.UnpicklingError):
            return None  # damaged: begin anew rather than not at all
        return state if isinstance(state, dict) else None
