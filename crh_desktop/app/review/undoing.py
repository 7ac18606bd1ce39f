"""Undo and redo of decisions and of actions on files: one stack, two buttons that say what they would take back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.icons import IconButton
from crh_desktop.app.review.commands import BatchCommand

MOST_COMMANDS = 200


class Undoing(QObject):
    """The stack with its actions and buttons."""

    def __init__(self, page: QWidget, context: Context) -> None:
        super().__init__(page)
        self._context = context
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MOST_COMMANDS)
        self.redoing: BatchCommand | None = None  # whose files are being moved again
        self.undo = self.stack.createUndoAction(page)
        self.redo = self.stack.createRedoAction(page)
        for action, key in ((self.undo, QKeySequence.StandardKey.Undo), (self.redo, QKeySequence("Ctrl+Y"))):
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.redo.triggered.disconnect()
        self.redo.triggered.connect(self.do_again)
        self.undo_button = IconButton("undo", self.tr("Undo"))
        self.redo_button = IconButton("redo", self.tr("Redo"))
        self.undo_button.clicked.connect(self.undo.trigger)
        self.redo_button.clicked.connect(self.do_again)
        for changed in (self.stack.undoTextChanged, self.stack.redoTextChanged, self.stack.indexChanged):
            changed.connect(self._on_changed)
        self._name()

    def do_again(self) -> None:
        """Do again what was taken back last."""
        command = self.stack.command(self.stack.index()) if self.stack.canRedo() else None
        self.redoing = command if isinstance(command, BatchCommand) else None
        self.stack.redo()

    def take_back(self, batch: int) -> None:
        """Take a batch back: as the last command if it is that, else by its number."""
        last = self.stack.command(self.stack.index() - 1) if self.stack.index() else None
        if isinstance(last, BatchCommand) and last.batch == batch:
            self.stack.undo()
        else:
            self._context.acting.undo(batch)

    def _name(self) -> None:
        """Say on the buttons what would be taken back or done again."""
        for button, action, name, possible in (
            (self.undo_button, self.undo, self.tr("Undo"), self.stack.canUndo()),
            (self.redo_button, self.redo, self.tr("Redo"), self.stack.canRedo()),
        ):
            button.setEnabled(possible)
            text = action.text() if possible else name
            button.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
            button.setAccessibleName(text)

    def _on_changed(self, _what: object) -> None:
        self._name()
