"""Marks as a plan in a file, and plans from files as marks: to look at elsewhere, and to apply later."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from crh_desktop.app.context import Background, Context
from crh_desktop.app.review.marking import Marking
from crh_desktop.app.texts import number_text
from crh_desktop.core.actions.check import Consent, try_out
from crh_desktop.core.errors import CrhError
from crh_desktop.core.export import write_csv, write_html
from crh_desktop.core.plan_file import read_plan, write_plan
from crh_desktop.core.records import Group, Member


class Plans(QObject):
    """Saves and loads marks; a plan that is loaded is only marked, and every check is made again when it is acted on."""

    def __init__(self, page: QWidget, context: Context, marking: Marking) -> None:
        super().__init__(page)
        self._page, self._context, self._marking = page, context, marking
        self._checker = Background(self)
        self._checker.done.connect(self._on_checked)
        self._checker.failed.connect(context.message)

    def save(self, groups: Sequence[Group]) -> None:
        """Ask for a file, and write what is marked: JSON to apply, CSV for a table, HTML to look at."""
        if not len(self._marking.marks):
            self._context.message.emit(self.tr("Nothing is marked. Mark photos first; a plan holds what is marked."))
            return
        kinds = ";;".join(
            (self.tr("Plan (*.json)"), self.tr("Table (*.csv)"), self.tr("Report with pictures (*.html)"))
        )
        name, _ = QFileDialog.getSaveFileName(self._page, self.tr("Save marks as a plan"), "plan.json", kinds)
        if name:
            self.write(Path(name), groups)

    def write(self, file: Path, groups: Sequence[Group]) -> None:
        """Write what is marked; the ending of the name says how."""
        marked = self._marking.marks.groups()
        try:
            if file.suffix.lower() == ".csv":
                write_csv(marked, file)
            elif file.suffix.lower() in (".html", ".htm"):
                kept = self._marking.marks.kept()
                write_html(
                    [group for group in groups if group.keeper.path in kept], file, set(self._marking.marks.paths())
                )
            else:
                write_plan(marked, file)
        except (OSError, CrhError) as error:
            self._context.message.emit(str(error))
            return
        self._context.message.emit(self.tr("Written to {0}.").format(file))

    def load(self, groups: Iterable[Group]) -> None:
        """Ask for a plan and mark what it says, as far as the groups here still hold it."""
        name, _ = QFileDialog.getOpenFileName(self._page, self.tr("Open a plan"), "", self.tr("Plan (*.json)"))
        if name:
            self.mark_from(Path(name), groups)

    def mark_from(self, file: Path, groups: Iterable[Group]) -> None:
        """Mark what a plan says."""
        try:
            planned = read_plan(file)
        except CrhError as error:
            self._context.message.emit(str(error))
            return
        wanted = {one.path: group for group in planned for one in group.marked}
        found: list[tuple[Group, list[Member]]] = []
        for group in groups:
            members = [
                member
                for member in group.members
                if member.path in wanted
                and wanted[member.path].keeper.path == group.keeper.path
                and not self._marking.may_mark(group, member)
            ]
            if members:
                found.append((group, members))
        self._marking.marks.mark_many(found)
        marked = sum(len(members) for _, members in found)
        text = self.tr("{0} of {1} photos of the plan are marked.").format(
            number_text(marked), number_text(len(wanted))
        )
        if marked < len(wanted):
            text += " " + self.tr("The others are in no group here with the keeper that the plan names.")
        self._context.message.emit(text)

    def try_out(self) -> None:
        """Check everything that is marked as an action would, and change nothing."""
        marked = self._marking.marks.groups()
        if not marked:
            self._context.message.emit(self.tr("Nothing is marked."))
            return
        self._context.message.emit(self.tr("Reading every file of the marked groups again…"))
        self._checker.start(self._context.apart(lambda library: try_out(library, marked, Consent())))

    def _on_checked(self, found: tuple[int, list[tuple[bytes, str]]]) -> None:
        possible, refused = found
        text = self.tr("{0} photos would be moved. Nothing was changed.").format(number_text(possible))
        if refused:
            path, reason = refused[0]
            text += " " + self.tr("{0} groups would be left alone, the first because of {1}: {2}").format(
                number_text(len(refused)), os.path.basename(os.fsdecode(path)), reason
            )
        self._context.message.emit(text)
