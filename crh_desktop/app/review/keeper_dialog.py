"""Keeper rules by drag and drop, with what they would change in the person's own groups."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.context import Background, Context
from crh_desktop.app.icons import IconButton
from crh_desktop.app.texts import display_path, kept_text, number_text
from crh_desktop.app.views.drop_zone import quiet_label, title_label
from crh_desktop.core.matching.grouping import Grouping
from crh_desktop.core.matching.groups import GroupIndex
from crh_desktop.core.matching.keeper_rules import PRESETS, USUAL, Criterion, KeeperRules

#: Changed groups that are listed.
_EXAMPLES = 100


def criterion_text(criterion: Criterion) -> str:
    """A criterion as a line of the list."""
    return {
        Criterion.REFERENCE: QCoreApplication.translate("Keeper", "Lies in a reference folder"),
        Criterion.FOLDERS: QCoreApplication.translate("Keeper", "Lies in a preferred folder (the first named wins)"),
        Criterion.RESOLUTION: QCoreApplication.translate("Keeper", "Has more pixels"),
        Criterion.RAW: QCoreApplication.translate("Keeper", "Has its raw file beside it"),
        Criterion.METADATA: QCoreApplication.translate("Keeper", "Says when or by which camera it was taken"),
        Criterion.FORMAT: QCoreApplication.translate("Keeper", "Is in a camera's format, not converted"),
        Criterion.QUALITY: QCoreApplication.translate("Keeper", "Was saved with finer JPEG quality"),
        Criterion.OLDEST: QCoreApplication.translate("Keeper", "Is older (a date before 1990 tells nothing)"),
        Criterion.NEWEST: QCoreApplication.translate("Keeper", "Is newer"),
        Criterion.LARGEST: QCoreApplication.translate("Keeper", "Has more bytes"),
        Criterion.SMALLEST: QCoreApplication.translate("Keeper", "Has fewer bytes"),
        Criterion.NAME: QCoreApplication.translate("Keeper", "Has no copy's or messenger's name"),
        Criterion.SHORT_PATH: QCoreApplication.translate("Keeper", "Has the shorter path"),
    }[criterion]


def preset_text(name: str) -> str:
    """The name of a preset."""
    return {
        "usual": QCoreApplication.translate("Keeper", "Usual"),
        "messenger": QCoreApplication.translate("Keeper", "Messenger copies"),
        "phone": QCoreApplication.translate("Keeper", "Phone backups"),
        "card": QCoreApplication.translate("Keeper", "Card import"),
        "takeout": QCoreApplication.translate("Keeper", "Takeout"),
        "exports": QCoreApplication.translate("Keeper", "Exports of a photo program"),
    }[name]


class KeeperDialog(QDialog):
    """The list is the rule: what stands higher decides first; what is not ticked does not count."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index: GroupIndex | None = None
        self._regroup: Any = None
        self._before = USUAL
        self._reader = Background(self)
        self.setWindowTitle(self.tr("Keeper rules"))
        self.resize(780, 720)
        self.preset = QComboBox()
        self.preset.setAccessibleName(self.tr("Preset"))
        self.preset.setMinimumHeight(32)
        self.preset.addItem(self.tr("My own order"), "")
        for name in PRESETS:
            self.preset.addItem(preset_text(name), name)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Criteria, the most important first"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.up, self.down = (
            IconButton("up", self.tr("Move up (Alt+Up)")),
            IconButton("down", self.tr("Move down (Alt+Down)")),
        )
        self.up.setShortcut("Alt+Up")
        self.down.setShortcut("Alt+Down")
        self.folders = QListWidget()
        self.folders.setAccessibleName(self.tr("Preferred folders"))
        self.folders.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.folders.setFixedHeight(92)
        self.add_folder = QPushButton(self.tr("Add folder…"))
        self.drop_folder = QPushButton(self.tr("Remove"))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.changes = QListWidget()
        self.changes.setAccessibleName(self.tr("Groups whose keeper would change"))
        self.changes.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.changes.setAlternatingRowColors(True)
        self._lay_out()
        self.preset.activated.connect(self._on_preset)
        for view in (self.list, self.folders):
            view.model().rowsMoved.connect(self._on_changed)
            view.model().rowsInserted.connect(self._on_changed)
            view.model().rowsRemoved.connect(self._on_changed)
        self.list.itemChanged.connect(self._on_changed)
        self.up.clicked.connect(lambda: self._shift(-1))
        self.down.clicked.connect(lambda: self._shift(1))
        self.add_folder.clicked.connect(self._on_add_folder)
        self.drop_folder.clicked.connect(self._on_drop_folder)
        self._reader.done.connect(self._on_counted)
        self._reader.failed.connect(context.message)
        self.finished.connect(self._let_go)

    def look_at(self, index: GroupIndex | None, regroup: Any, rules: KeeperRules) -> None:
        """Show rules.

        Args:
            index: Everything that can be grouped, None before it was read.
            regroup: Forms groups of an index as the page does it.
            rules: Those in force.
        """
        self._index, self._regroup, self._before = index, regroup, rules
        self.summary.clear()
        self.changes.clear()
        self.folders.clear()
        self._fill(rules)
        self._on_changed()

    @property
    def busy(self) -> bool:
        """Whether the preview is still being made."""
        return self._reader.busy

    @property
    def rules(self) -> KeeperRules:
        """The rules as they stand in the list."""
        items = [self.list.item(row) for row in range(self.list.count())]
        criteria = tuple(
            Criterion(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item is not None and item.checkState() == Qt.CheckState.Checked
        )
        places = [self.folders.item(row) for row in range(self.folders.count())]
        folders = tuple(item.data(Qt.ItemDataRole.UserRole) for item in places if item is not None)
        return KeeperRules(criteria, folders)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(QLabel(self.tr("Preset")))
        head.addWidget(self.preset, 1)
        head.addWidget(self.up)
        head.addWidget(self.down)
        places = QHBoxLayout()
        places.addWidget(self.folders, 1)
        column = QVBoxLayout()
        column.addWidget(self.add_folder)
        column.addWidget(self.drop_folder)
        column.addStretch(1)
        places.addLayout(column)
        buttons = QDialogButtonBox()
        use = buttons.addButton(self.tr("Use these rules"), QDialogButtonBox.ButtonRole.AcceptRole)
        use.setProperty("primary", True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(title_label(self.tr("Which photo of a group is kept")))
        layout.addWidget(
            quiet_label(self.tr("The first line that tells two photos apart decides. Drag lines to reorder them."))
        )
        layout.addLayout(head)
        layout.addWidget(self.list, 3)
        layout.addWidget(quiet_label(self.tr("Preferred folders")))
        layout.addLayout(places)
        layout.addWidget(self.summary)
        layout.addWidget(self.changes, 2)
        layout.addWidget(buttons)

    def _fill(self, rules: KeeperRules) -> None:
        self.list.blockSignals(True)
        self.list.model().blockSignals(True)
        self.list.clear()
        for criterion in (*rules.criteria, *(one for one in Criterion if one not in rules.criteria)):
            item = QListWidgetItem(criterion_text(criterion))
            item.setData(Qt.ItemDataRole.UserRole, criterion.value)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
                | Qt.ItemFlag.ItemIsUserCheckable
            )  # fmt: skip
            item.setCheckState(Qt.CheckState.Checked if criterion in rules.criteria else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if rules.folders:
            self.folders.clear()
            for folder in rules.folders:
                self._add_place(folder)
        self.list.model().blockSignals(False)
        self.list.blockSignals(False)
        self.list.reset()
        self.list.setCurrentRow(0)
        name = next((name for name, one in PRESETS.items() if one.criteria == rules.criteria), "")
        self.preset.setCurrentIndex(max(0, self.preset.findData(name)))

    def _add_place(self, folder: bytes) -> None:
        item = QListWidgetItem(display_path(folder))
        item.setData(Qt.ItemDataRole.UserRole, folder)
        self.folders.addItem(item)

    def _let_go(self) -> None:
        """Groups are large, and the dialog stays for the next time."""
        self._reader.forget()
        self._index = self._regroup = None

    def _shift(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentRow(row + by)

    def _on_preset(self, _place: int) -> None:
        name = self.preset.currentData()
        if name:
            self._fill(PRESETS[name])
            self._on_changed()

    def _on_add_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder to prefer"))
        if chosen:
            self._add_place(os.fsencode(chosen))

    def _on_drop_folder(self) -> None:
        self.folders.takeItem(self.folders.currentRow())

    def _on_changed(self, *_what: Any) -> None:
        rules = self.rules
        name = next((name for name, one in PRESETS.items() if one.criteria == rules.criteria), "")
        self.preset.setCurrentIndex(max(0, self.preset.findData(name)))
        if self._index is None:
            return
        self.summary.setText(self.tr("Looking at the groups…"))
        index, regroup, before = self._index, self._regroup, self._before
        self._reader.start(lambda: _preview(index, regroup, before, rules))

    def _on_counted(self, found: tuple[int, int, list[tuple[bytes, bytes, str]]]) -> None:
        groups, changed, examples = found
        self.summary.setText(
            self.tr("In {0} of {1} groups another photo would be kept.").format(
                number_text(changed), number_text(groups)
            )
        )
        self.changes.clear()
        for new, old, reason in examples:
            item = QListWidgetItem(
                f"{display_path(new)}\n{kept_text(reason)}  ·  " + self.tr("instead of {0}").format(display_path(old))
            )
            self.changes.addItem(item)
        self.changes.setVisible(bool(examples))


def _preview(
    index: GroupIndex, regroup: Any, before: KeeperRules, after: KeeperRules
) -> tuple[int, int, list[tuple[bytes, bytes, str]]]:
    """Groups, how many keep another photo, and examples: new keeper, old one, and what decided."""
    old: Grouping = regroup(index.ruled(before))
    new: Grouping = regroup(index.ruled(after))
    kept = set(old.source.shelf.photos.paths.take(old.keepers))
    examples: list[tuple[bytes, bytes, str]] = []
    changed = 0
    for group in new:
        if group.keeper.path in kept:
            continue
        changed += 1
        if len(examples) < _EXAMPLES:
            was = next((member.path for member in group.members if member.path in kept), b"")
            examples.append((group.keeper.path, was, str(group.keeper.evidence.get("kept_for", ""))))
    return len(new), changed, examples
