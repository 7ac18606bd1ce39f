"""The question before marked photos are acted on: what is done, how many, what goes with them, and what stays."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.review.marks import Marks
from crh_desktop.app.texts import counted, display_name, number_text, size_text
from crh_desktop.app.views.drop_zone import quiet_label, title_label
from crh_desktop.app.views.facts_panel import name_text
from crh_desktop.core.actions.check import Consent
from crh_desktop.core.actions.merging import Field
from crh_desktop.core.actions.plan import Kind

_NAMED = 6


class ActDialog(QDialog):
    """Asks once for the whole batch; all of it can be taken back, so Enter agrees to what is safest: the trash."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = ""
        self.setMinimumWidth(620)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        self._title = title_label("")
        self._title.setWordWrap(True)
        layout.addWidget(self._title)
        layout.addLayout(self._choice())
        safe = self.tr(
            "Every file is read again first; a group that changed since you looked is left alone. "
            "Undo (Ctrl+Z) or the History page bring everything back, also after a restart."
        )
        self._amount, self._companions = _words(""), _words("")
        for label in (self._amount, _words(safe), self._companions):
            layout.addWidget(label)
        layout.addLayout(self._takeover())
        self._edits = QCheckBox(self.tr("Also where edits, a rating or keywords go that the copy that stays lacks"))
        self._removable = QCheckBox(self.tr("A copy on a removable drive is enough to stay"))
        layout.addWidget(self._edits)
        layout.addWidget(self._removable)
        self._promise = _words("", quiet=True)
        layout.addWidget(self._promise)
        buttons = QDialogButtonBox()
        self._go = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setProperty("primary", True)
        stay = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        stay.setIcon(QIcon())
        self._go.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.kinds.currentIndexChanged.connect(self._on_changed)
        self.folder.textChanged.connect(self._on_changed)

    def ask(self, marks: Marks) -> None:
        """Ask about other photos; but for the folder to move to, nothing that was answered before holds."""
        self._photos = counted(self.tr("%n photo(s)", "", len(marks)), len(marks))
        self._amount.setText(
            self.tr("{0} leave their folders. Of each of the {1} groups one copy stays where it is.").format(
                size_text(marks.size), number_text(len({group.keeper.path for group in marks.groups()}))
            )
        )
        companions = marks.companions
        named = ", ".join(display_name(path) for path in companions[:_NAMED])
        if len(companions) > _NAMED:
            named = self.tr("{0} and {1} more").format(named, number_text(len(companions) - _NAMED))
        self._companions.setText(self.tr("With them go: {0}.").format(named))
        self._companions.setVisible(bool(companions))
        with QSignalBlocker(self.kinds):
            self.kinds.clear()
            for kind in Kind:
                if marks.identical or not kind.links:
                    self.kinds.addItem(_kind_text(kind), kind)
        self._no_links.setVisible(not marks.identical)
        for box in (self.takeover, self._edits, self._removable):
            box.setChecked(False)
        for box in self.fields.values():
            box.setChecked(True)
        self._on_changed()
        self._go.setFocus()

    def _choice(self) -> QVBoxLayout:
        """What is done, and for moving, where to."""
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(self.tr("What is done with marked photos"))
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Folder to move to"))
        self.folder.setPlaceholderText(self.tr("Folder to move to; the structure of folders is kept below it"))
        browse = QPushButton(self.tr("Choose…"))
        browse.clicked.connect(self._on_browse)
        self._where = QWidget()
        row = QHBoxLayout(self._where)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        column = QVBoxLayout()
        column.addWidget(self.kinds)
        column.addWidget(self._where)
        self._no_links = quiet_label(self.tr("Links are offered where all marked photos are byte-identical."))
        column.addWidget(self._no_links)
        return column

    def _takeover(self) -> QVBoxLayout:
        """What the copies that stay take over, folded up until it is wanted."""
        self.takeover = QCheckBox(self.tr("Take over into the copy that stays, where it says nothing"))
        self._takes = QWidget()
        told = self.tr(
            "Written into an XMP file beside it, for programs that read those; the photo itself is not changed."
        )
        column = QVBoxLayout(self._takes)
        column.setContentsMargins(26, 0, 0, 6)
        column.setSpacing(8)
        column.addWidget(_words(told, quiet=True))
        grid = QGridLayout()
        column.addLayout(grid)
        self.fields: dict[Field, QCheckBox] = {}
        for place, field in enumerate(Field):
            box = QCheckBox(name_text(field.value))
            box.setChecked(True)
            self.fields[field] = box
            grid.addWidget(box, place // 4, place % 4)
        self._takes.hide()
        self.takeover.toggled.connect(self._on_takeover)
        both = QVBoxLayout()
        both.addWidget(self.takeover)
        both.addWidget(self._takes)
        return both

    @property
    def kind(self) -> Kind:
        """What is to be done."""
        return Kind(self.kinds.currentData())

    @property
    def to(self) -> bytes | None:
        """Where to, for moving."""
        return os.fsencode(self.folder.text().strip()) if self.kind is Kind.MOVE else None

    @property
    def consent(self) -> Consent:
        """What was agreed to."""
        merge = [field.value for field, box in self.fields.items() if box.isChecked() and self.takeover.isChecked()]
        return Consent(removable=self._removable.isChecked(), edits=self._edits.isChecked(), merge=frozenset(merge))

    def _on_takeover(self, wanted: bool) -> None:
        self._takes.setVisible(wanted)
        self._fit()

    def _on_browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder to move to"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _on_changed(self, _what: object = None) -> None:
        kind = self.kind
        self._where.setVisible(kind is Kind.MOVE)
        question = {
            Kind.TRASH: self.tr("Move {0} to the trash?"),
            Kind.MOVE: self.tr("Move {0} to another folder?"),
        }.get(kind, self.tr("Let {0} lead to the copy that stays?"))
        self._title.setText(question.format(self._photos))
        name = {Kind.TRASH: self.tr("Move to trash"), Kind.MOVE: self.tr("Move")}.get(kind, self.tr("Replace"))
        self.setWindowTitle(name)
        self._go.setText(name)
        self._go.setEnabled(kind is not Kind.MOVE or Path(self.folder.text().strip()).is_absolute())
        trashed = self.tr("Nothing is deleted: the space is free once you empty the trash yourself.")
        self._promise.setText(
            {
                Kind.TRASH: trashed,
                Kind.MOVE: self.tr("Nothing is deleted: the photos lie in the folder you choose."),
                Kind.REFLINK: self.tr("Each stays a file of its own; they share their space until one is changed.")
                + " " + trashed,
                Kind.HARDLINK: self.tr("Mind: they become one file with several names. Who edits one edits all.")
                + " " + trashed,
                Kind.SYMLINK: self.tr(
                    "Mind: only a pointer stays in their place. Who edits it edits the copy that stays, and it leads "
                    "nowhere once that is moved."
                ) + " " + trashed,
            }[kind]
        )  # fmt: skip
        self._fit()

    def _fit(self) -> None:
        """As high as the wrapped texts need at this width: a dialog is not asked for that by itself."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        width = max(self.minimumWidth(), layout.minimumSize().width())
        self.setMinimumHeight(layout.heightForWidth(width))
        self.resize(width, layout.heightForWidth(width))

    def showEvent(self, event: QShowEvent) -> None:
        """Fonts are known now."""
        super().showEvent(event)
        self._fit()


def _kind_text(kind: Kind) -> str:
    return {
        Kind.TRASH: QCoreApplication.translate("ActDialog", "Move to the trash"),
        Kind.MOVE: QCoreApplication.translate("ActDialog", "Move to another folder"),
        Kind.REFLINK: QCoreApplication.translate("ActDialog", "Replace by copies that share their space (reflink)"),
        Kind.HARDLINK: QCoreApplication.translate("ActDialog", "Replace by hard links"),
        Kind.SYMLINK: QCoreApplication.translate("ActDialog", "Replace by symbolic links"),
    }[kind]


def _words(text: str, quiet: bool = False) -> QLabel:
    label = quiet_label(text) if quiet else QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
