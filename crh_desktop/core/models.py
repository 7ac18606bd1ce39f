"""What models there are, read from their descriptions without loading a network."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crh_desktop.core.errors import UsageError
from crh_desktop.core.paths import bundled, data_dir


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One bundle, as its model.json describes it."""

    name: str
    kind: str
    bits: int
    classes: tuple[str, ...]
    metrics: dict[str, Any] = field(default_factory=dict)
    path: Path = Path()


def has_model(kind: str) -> bool:
    """Whether a model of a kind is there."""
    return any(model.kind == kind for model in list_models())


def chosen_model(name: str) -> Path | None:
    """Folder of the model that is in use by its folder's name; None for "", which means the starter.

    Raises:
        UsageError: It is gone.
    """
    if not name:
        return None
    found = [model.path for model in list_models() if model.path.name == name and model.kind == "crh"]
    if not found:
        raise UsageError(f"The model {name} that is in use is gone. Choose another one: crh models use starter")
    return found[0]


def digest_of(model: Path | None) -> str:
    """SHA-256 of a bundle's weights as its description gives it; None stands for the starter, "" if there is none."""
    try:
        described = json.loads(((model or bundled("models") / "starter") / "model.json").read_text("utf-8"))
        return str(described["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def unfinished_trainings() -> list[dict[str, Any]]:
    """Requests of trainings that were cut off, `folders` and `options`; asking one again goes on from its last epoch."""
    found = []
    for file in sorted((data_dir() / "models").glob("*/run/request.json")):
        try:
            request = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(request, dict) and isinstance(request.get("folders"), list) and request.get("options"):
            found.append(request)
    return found


def list_models() -> list[ModelInfo]:
    """The shipped bundles and the person's own, by name; a folder that is no bundle is passed over."""
    found = []
    for place in (bundled("models"), data_dir() / "models"):
        for description in sorted(place.glob("*/model.json")):
            try:
                raw = json.loads(description.read_text("utf-8"))
                found.append(
                    ModelInfo(
                        str(raw.get("name", description.parent.name)),
                        str(raw.get("kind", raw.get("method", "crh"))),
                        int(raw.get("bits", 0)),
                        tuple(map(str, raw.get("classes", ()))),
                        dict(raw.get("metrics", {})),
                        description.parent,
                    )
                )
            except (OSError, ValueError, TypeError, AttributeError):
                continue
    return found
