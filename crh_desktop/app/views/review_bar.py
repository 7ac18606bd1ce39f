"""The bar below the groups: what is marked, what to do with it, and whether anything may be moved at all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton

from crh_desktop.app.context import Context
from crh_desktop.app.icons import themed_icon
from crh_desktop.app.review.marking import Marking
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import counted, size_text
from crh_desktop.app.views.elided_label import ElidedLabel


class ReviewBar(QFrame):
    """Counts and buttons.

    Signals:
        look_only_changed: (whether one can only look).
        rule_wanted: mark by the keeper rules.
    """

    look_only_changed = Signal(bool)
    rule_wanted = Signal()

    def __init__(self, context: Context, marking: Marking) -> None:
        super().__init__()
        self._context, self._marking = context, marking
        self.setProperty("card", True)
        self.setAccessibleName(self.tr("Marked photos"))
        self.look_only = QPushButton(self.tr("Look only"))
        self.look_only.setCheckable(True)
        self.look_only.setChecked(not context.settings.may_act)
        self._sign = QLabel()
        self._sign.setFixedWidth(20)
        self.text = ElidedLabel()
        self.rule = QPushButton(self.tr("Mark lesser copies…"))
        self.rule.setToolTip(
            self.tr(
                "Mark what adds nothing to its keeper: the same file, the same pixels, the same picture saved again"
            )
        )
        self.unmark = QPushButton(self.tr("Unmark all"))
        self.unmark.setToolTip(self.tr("Take all marks away (Ctrl+Shift+A)"))
        self.trash = QPushButton(self.tr("Move marked to trash…"))
        self.trash.setProperty("primary", True)
        self.trash.setToolTip(self.tr("Ask, then move every marked photo to the trash (Delete)"))
        layout = QGridLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(10)
        layout.addWidget(self._sign, 0, 0)
        layout.addWidget(self.text, 0, 1)
        layout.setColumnStretch(1, 1)
        self._buttons = QGridLayout()
        self._buttons.setSpacing(10)
        self._in_row = 0
        # large text leaves no room for words beside the buttons
        self._below = scaled(100) > 140
        layout.addLayout(self._buttons, int(self._below), 0 if self._below else 2, 1, 2 if self._below else 1)
        self._arrange(4)
        self.look_only.toggled.connect(self._on_look_only)
        self.rule.clicked.connect(self.rule_wanted)
        self.unmark.clicked.connect(marking.unmark_all.trigger)
        self.trash.clicked.connect(marking.act)
        marking.marks.changed.connect(self.say)
        self._say_look_only()
        self.say()

    def say(self) -> None:
        """Tell what is marked, or how to mark."""
        marks = self._marking.marks
        count = len(marks)
        if count:
            words = counted(self.tr("%n photo(s) marked", "", count), count)
            self.text.set_text(f"{words}  ·  {size_text(marks.size)}")
        elif self.look_only.isChecked():
            self.text.set_text(self.tr("You are only looking: marks can be set, but no file is ever moved."))
        else:
            self.text.set_text(self.tr("Space marks the chosen photo; K keeps the keeper and marks the others."))
        self.unmark.setVisible(count > 0)
        self.trash.setEnabled(count > 0)
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break large buttons into two rows where one is too narrow: no word is cut."""
        super().resizeEvent(event)
        shown = [button for button in self._all() if not button.isHidden()]
        needed = sum(button.sizeHint().width() + 10 for button in shown) + 24
        self._arrange(2 if self._below and needed > self.width() else 4)

    def _all(self) -> tuple[QPushButton, ...]:
        return self.look_only, self.rule, self.unmark, self.trash

    def _arrange(self, in_row: int) -> None:
        if in_row != self._in_row:
            self._in_row = in_row
            for place, button in enumerate(self._all()):
                self._buttons.addWidget(button, place // in_row, place % in_row)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the sign again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_sign"):
            self._tint()

    def _tint(self) -> None:
        name = "eye" if self.look_only.isChecked() else "mark"
        self._sign.setPixmap(themed_icon(name, self.palette()).pixmap(18, 18))

    def _on_look_only(self, looking: bool) -> None:
        self._say_look_only()
        self.say()
        self.look_only_changed.emit(looking)

    def _say_look_only(self) -> None:
        looking = self.look_only.isChecked()
        self.look_only.setToolTip(
            self.tr("Nothing can be moved. Switch this off to move marked photos to the trash.")
            if looking
            else self.tr("Marked photos can be moved to the trash. Switch this on to be sure that nothing is moved.")
        )
