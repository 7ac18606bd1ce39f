"""JSON lines between window and worker: one object a line, ASCII, a version in each message to the worker."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np

from crh_desktop.core.records import QueryCode

VERSION = 1


def encode(message: dict[str, Any]) -> bytes:
    """One line of JSON, newline included."""
    return json.dumps(message, ensure_ascii=True).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The message in a line.

    Raises:
        ValueError: The line is no JSON object, or of another version of the protocol.
    """
    message = json.loads(line)
    if not isinstance(message, dict):
        raise ValueError("a message must be a JSON object")
    if message.get("v", VERSION) != VERSION:
        raise ValueError(f"protocol version {message.get('v')} is not {VERSION}")
    return message


def code_to_message(query: QueryCode) -> dict[str, Any]:
    """A query code as base64 texts."""
    parts = {"perceptual": query.perceptual, "projection": query.projection, "crh": query.crh, "copy": query.copy}
    message = {
        name: None if part is None else base64.b64encode(part.tobytes()).decode() for name, part in parts.items()
    }
    return {**message, "digest": query.digest, "size": list(query.size)}


def code_from_message(message: dict[str, Any]) -> QueryCode:
    """The query code in the result of an `encode` request.

    Raises:
        ValueError: The message holds no code.
    """

    def part(name: str, kind: Any) -> Any:
        text = message.get(name)
        return None if text is None else np.frombuffer(base64.b64decode(text, validate=True), kind)

    try:
        width, height = message.get("size", (0, 0))
        return QueryCode(
            part("perceptual", np.uint8),
            part("projection", np.float32),
            part("crh", np.uint8),
            str(message.get("digest", "")),
            part("copy", np.uint8),
            (int(width), int(height)),
        )
    except (TypeError, OverflowError) as error:
        raise ValueError(f"this is no code: {error}") from None
