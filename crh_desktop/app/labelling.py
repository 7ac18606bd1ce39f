"""Labels for selected photos: given, taken away, and undone; they are a training set for the Train page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.drops import reveal
from crh_desktop.app.icons import keyed_action
from crh_desktop.app.review.commands import Decision
from crh_desktop.app.texts import number_text
from crh_desktop.core.errors import CrhError


class Labelling(QObject):
    """The action L and the menu of a grid of photos."""

    def __init__(
        self, page: QWidget, context: Context, chosen: Callable[[], list[int]], view: Callable[[], None]
    ) -> None:
        """Make the actions.

        Args:
            page: Where the keys work.
            context: Library and messages.
            chosen: Tells the ids of the selected photos.
            view: Shows the first of them full screen.
        """
        super().__init__(page)
        self._page, self._context, self._chosen, self._view = page, context, chosen, view
        self._failed = False
        self.stack = QUndoStack(self)
        self.give = keyed_action(page, "text", self.tr("Label…"), "L")
        self.give.triggered.connect(lambda _checked=False: self.ask())
        self.undo = self.stack.createUndoAction(page)
        self.undo.setShortcut("Ctrl+Z")
        self.redo = self.stack.createRedoAction(page)
        self.redo.setShortcut("Ctrl+Y")
        for action in (self.undo, self.redo):
            action.setShortcutContext(self.give.shortcutContext())
        page.addActions([self.give, self.undo, self.redo])
        context.keys.add(self.tr("Library"), {"label": self.give, "undo-label": self.undo, "redo-label": self.redo})

    def menu(self, point: QPoint) -> QMenu:
        """What can be done with the selected photos."""
        menu = QMenu(self._page)
        ids = self._chosen()
        menu.addAction(self.tr("View full screen"), self._view)
        menu.addAction(self.tr("More like this"), lambda: self._context.show_similar.emit(ids[0]))
        menu.addAction(self.tr("Show in its folder"), lambda: self._reveal(ids[0]))
        menu.addSeparator()
        menu.addAction(self.give)
        known = self._context.library.labels_of(ids)
        names = sorted({name for labels in known.values() for name in labels})
        if names:
            less = menu.addMenu(self.tr("Take label away"))
            for name in names:
                less.addAction(name, partial(self.take_away, ids, name))
        menu.addSeparator()
        menu.addActions([self.undo, self.redo])
        menu.popup(point)
        return menu

    def ask(self) -> None:
        """Ask for a label and give it to the selected photos."""
        ids = self._chosen()
        if not ids:
            self._context.message.emit(self.tr("Select photos first; then L gives them a label."))
            return
        names = [name for name, _ in self._context.library.labels()]
        title = self.tr("Label for {0} photos").format(number_text(len(ids)))
        name, agreed = QInputDialog.getItem(self._page, self.tr("Label"), title, names, -1, True)
        if agreed and name.strip():
            self.label(ids, name)

    def label(self, ids: list[int], name: str) -> None:
        """Give photos a label."""
        library = self._context.library
        self._push(self.tr("label “{0}”").format(name.strip()), lambda: library.label(ids, name))

    def take_away(self, ids: list[int], name: str) -> None:
        """Take a label away from photos."""
        library = self._context.library
        self._push(self.tr("taking away “{0}”").format(name), lambda: library.unlabel(ids, name))

    def _push(self, text: str, do: Callable[[], object]) -> None:
        library = self._context.library
        self.stack.push(Decision(text, do, library.restore_labels, self._tell, self._on_failed))

    def _on_failed(self, sentence: str) -> None:
        self._failed = True  # the sentence must stay to be read
        self._context.message.emit(sentence)

    def _tell(self) -> None:
        if self._failed:
            self._failed = False
            return
        try:
            labels = self._context.library.labels()
        except CrhError as error:
            self._context.message.emit(str(error))
            return
        told = ", ".join(f"{name} ({number_text(count)})" for name, count in labels[:6])
        self._context.message.emit(self.tr("Labels: {0}").format(told) if told else self.tr("No photo has a label."))

    def _reveal(self, photo_id: int) -> None:
        for photo in self._context.library.photos([photo_id]):
            reveal(photo.path)
