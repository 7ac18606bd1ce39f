"""The networks of this installation, loaded at first need, with the CRH model that the person chose."""

from __future__ import annotations

from typing import Any

from crh_desktop.core.models import chosen_model, digest_of


class Encoders:
    """Loads the networks at first need, once."""

    def __init__(self, device: str = "auto", threads: int = 0, crh_model: str = "") -> None:
        self._device, self._threads, self._crh_model = device, threads, crh_model
        self._loaded: Any = None

    def __call__(self) -> Any:
        """The picture encoders of this installation."""
        if self._loaded is None:
            from crh_desktop.learn.encode import PictureEncoders

            model = chosen_model(self._crh_model)
            self._loaded = PictureEncoders(self._device, self._threads, crh_model=model)
        return self._loaded

    def crh_digest(self) -> str:
        """SHA-256 of the CRH model's weights, without loading anything; "" where there is no model."""
        return digest_of(chosen_model(self._crh_model))
