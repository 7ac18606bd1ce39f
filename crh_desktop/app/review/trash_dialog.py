"""The question before marked photos move: how many, how much, what goes with them, and what stays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from crh_desktop.app.review.marks import Marks
from crh_desktop.app.texts import counted, display_name, number_text, size_text
from crh_desktop.app.views.drop_zone import quiet_label, title_label
from crh_desktop.core.actions.check import Consent

_NAMED = 6


class TrashDialog(QDialog):
    """Asks once for the whole batch; all of it can be taken back, so Enter agrees."""

    def __init__(self, marks: Marks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Move to trash"))
        self.setMinimumWidth(520)
        groups = marks.groups()
        photos = counted(self.tr("%n photo(s)", "", len(marks)), len(marks))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(title_label(self.tr("Move {0} to the trash?").format(photos)))
        sentences = [
            self.tr("{0} leave their folders. Of each of the {1} groups one copy stays where it is.").format(
                size_text(marks.size), number_text(len({group.keeper.path for group in groups}))
            ),
            self.tr(
                "Every file is read again first; a group that changed since you looked is left alone. "
                "Undo (Ctrl+Z) or the History page bring everything back, also after a restart."
            ),
        ]
        companions = marks.companions
        if companions:
            named = ", ".join(display_name(path) for path in companions[:_NAMED])
            if len(companions) > _NAMED:
                named = self.tr("{0} and {1} more").format(named, number_text(len(companions) - _NAMED))
            sentences.append(self.tr("With them go: {0}.").format(named))
        for sentence in sentences:
            layout.addWidget(_words(sentence))
        self._edits = QCheckBox(self.tr("Also where a sidecar with edits, a rating or keywords would go along"))
        self._edits.setVisible(bool(companions))
        self._removable = QCheckBox(self.tr("A copy on a removable drive is enough to stay"))
        layout.addWidget(self._edits)
        layout.addWidget(self._removable)
        layout.addWidget(
            quiet_label(self.tr("Nothing is deleted: the space is free once you empty the trash yourself."))
        )
        buttons = QDialogButtonBox()
        go = buttons.addButton(self.tr("Move to trash"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setProperty("primary", True)
        stay = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        stay.setIcon(QIcon())
        go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        go.setFocus()

    @property
    def consent(self) -> Consent:
        """What was agreed to."""
        return Consent(removable=self._removable.isChecked(), edits=self._edits.isChecked())


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
