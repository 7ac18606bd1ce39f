"""The keys of the program: where each works, which the person changed, and which two would clash."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence


@dataclass(frozen=True, slots=True)
class Key:
    """An action with a key. place: where the key works, as words; keys of one place, and of "everywhere", must differ."""

    name: str
    action: QAction
    place: str
    default: QKeySequence

    @property
    def text(self) -> str:
        """What the action does."""
        return self.action.text().replace("&", "").rstrip("…")


class Keys(QObject):
    """Every action that has a key.

    Signals:
        changed: the JSON of all changed keys, to be kept.
    """

    changed = Signal(str)

    def __init__(self, saved: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: dict[str, Key] = {}
        self._everywhere = ""
        try:
            read = json.loads(saved or "{}")
        except ValueError:
            read = {}
        self._changed: dict[str, str] = (
            {str(name): str(key) for name, key in read.items()} if isinstance(read, dict) else {}
        )

    def add(self, place: str, named: dict[str, QAction], everywhere: bool = False) -> None:
        """Take actions in, each with the key that it has now as its default; a key the person chose replaces it.

        Args:
            place: Where the keys work, in words.
            named: Actions by a name that stays the same between versions.
            everywhere: These keys work in every place, so no other key may equal one of them.
        """
        if everywhere:
            self._everywhere = place
        for name, action in named.items():
            self._keys[name] = Key(name, action, place, action.shortcut())
            if name in self._changed:
                self._set(action, QKeySequence(self._changed[name]))

    def all(self) -> list[Key]:
        """Every key, by place in the order they were taken in."""
        return list(self._keys.values())

    def clash(self, name: str, sequence: QKeySequence) -> Key | None:
        """The action that has this key already where `name` works; None if there is none."""
        if sequence.isEmpty():
            return None
        mine = self._keys[name]
        for key in self._keys.values():
            together = key.place == mine.place or self._everywhere in (key.place, mine.place)
            if key.name != name and together and key.action.shortcut() == sequence:
                return key
        return None

    def change(self, name: str, sequence: QKeySequence) -> Key | None:
        """Give an action another key, or none; returns the action that has it already, and then changes nothing."""
        other = self.clash(name, sequence)
        if other is not None:
            return other
        key = self._keys[name]
        self._set(key.action, sequence)
        if sequence == key.default:
            self._changed.pop(name, None)
        else:
            self._changed[name] = sequence.toString()
        self.changed.emit(json.dumps(self._changed, sort_keys=True))
        return None

    def reset(self) -> None:
        """Give every action its own key back."""
        for key in self._keys.values():
            self._set(key.action, key.default)
        self._changed.clear()
        self.changed.emit("")

    @staticmethod
    def _set(action: QAction, sequence: QKeySequence) -> None:
        words: Callable[[QKeySequence], str] = lambda one: one.toString(QKeySequence.SequenceFormat.NativeText)  # noqa: E731
        old, new = words(action.shortcut()), words(sequence)
        action.setShortcut(sequence)
        action.setToolTip(action.toolTip().replace(f"({old})", f"({new})" if new else ""))
