"""Buttons that show an action and do it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget


class ActionButton(QToolButton):
    """Icon, words, tool tip and state of an action, whose key belongs to whoever shows the button.

    It follows the action by itself: Qt's own way, `setDefaultAction`, keeps 144 bytes of every change of the action
    (measured with PySide6 6.11.3), and choosing a photo changes a dozen actions.
    """

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setIconSize(QSize(18, 18))
        action.changed.connect(self._follow)
        self._follow()

    def nextCheckState(self) -> None:
        """Do the action, which says by itself whether it is on then."""
        self._action.trigger()

    def _follow(self) -> None:
        action = self._action
        # Menus show the key themselves. Qt puts the words too close to the icon.
        self.setText(f"  {action.text()}   {action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)}")
        self.setIcon(action.icon())
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.text())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        self.setEnabled(action.isEnabled())


def toggle_button(action: QAction) -> ActionButton:
    """A small button for a way of looking that is on or off."""
    button = ActionButton(action)
    button.setProperty("toggle", True)
    return button


def action_button(action: QAction, shrinks: bool = False) -> ActionButton:
    """A button with icon, words and key of an action; `shrinks` lets it be narrower than its words."""
    button = ActionButton(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setProperty("action", True)
    # as wide as its column, whatever the words: too long ones are shortened, the tool tip says them whole
    button.setSizePolicy(
        QSizePolicy.Policy.Ignored if shrinks else QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed
    )
    return button
