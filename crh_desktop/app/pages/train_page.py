"""Train: folders of classes in, a model out. Choose, watch, judge, use."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app import drops
from crh_desktop.app.context import Context
from crh_desktop.app.recent import Recent
from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import number_text, plural
from crh_desktop.app.views.class_list import ClassList, warning_label
from crh_desktop.app.views.drop_zone import DropZone, EmptyState, title_label
from crh_desktop.app.views.layouts import empty
from crh_desktop.app.views.verdict_view import VerdictView
from crh_desktop.core.models import unfinished_trainings
from crh_desktop.core.paths import data_dir

BITS = (16, 32, 64, 128)


class TrainPage(QWidget):
    """Four views, one after the other: where from, what is there, what happens, what came out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._folders: list[str] = []
        self._keywords = False
        self._request = -1
        self._doing = ""
        self._result: dict[str, Any] = {}
        self.charts: Any = None
        self._stack = QStackedWidget()
        self._make_start()
        self._make_choice()
        self._make_running()
        self.verdict = VerdictView()
        self.verdict.wanted.connect(self._on_use_clicked)
        self.verdict.again.connect(self.start_over)
        self._stack.addWidget(self.verdict)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(title_label(self.tr("Train")))
        layout.addWidget(self._stack, 1)
        client = context.client
        client.epoch.connect(self._on_epoch)
        client.finished.connect(self._on_finished)
        client.failed.connect(self._on_failed)
        client.cancelled.connect(self._on_cancelled)

    # --- the views ----------------------------------------------------------------------------------------------------

    def _make_start(self) -> None:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 8, 0)
        self.zone = DropZone(self.tr("Drop folders to learn from"))
        inside = QVBoxLayout(self.zone)
        inside.addStretch(1)
        words = EmptyState(
            self.tr("Teach it what matters to you"),
            self.tr(
                "Drop a folder whose subfolders are classes: dogs, birthdays, whiteboards… or several folders, one for "
                "each class.\nTen photos of each are a start, fifty are good. Nothing leaves this machine."
            ),
        )
        words.sentence.setMinimumSize(560, words.sentence.fontMetrics().lineSpacing() * 4)
        inside.addWidget(words)
        choose = QPushButton(self.tr("Choose folder…"))
        choose.setProperty("primary", True)
        title = self.tr("A folder whose subfolders are classes")
        Recent("classes").button(choose, title, lambda folder: self.take([folder]))
        inside.addWidget(choose, 0, Qt.AlignmentFlag.AlignCenter)
        self.by_keywords = QPushButton(self.tr("Or learn the keywords that my photos have…"))
        self.by_keywords.setProperty("link", True)
        self.by_keywords.clicked.connect(self._on_keywords_clicked)
        inside.addWidget(self.by_keywords, 0, Qt.AlignmentFlag.AlignCenter)
        self.by_labels = QPushButton()
        self.by_labels.setProperty("link", True)
        self.by_labels.clicked.connect(self._on_labels_clicked)
        inside.addWidget(self.by_labels, 0, Qt.AlignmentFlag.AlignCenter)
        self.said = warning_label("")
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.hide()
        inside.addWidget(self.said)
        inside.addStretch(1)
        self._unfinished = QVBoxLayout()
        column.addWidget(self.zone, 1)
        column.addLayout(self._unfinished)
        self.zone.dropped.connect(self._on_dropped)
        self._start = view
        self._stack.addWidget(view)

    def _make_choice(self) -> None:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        self._found = QLabel()
        head.addWidget(self._found, 1)
        other = QPushButton(self.tr("Other folders"))
        other.setProperty("link", True)
        other.clicked.connect(self.start_over)
        head.addWidget(other)
        column.addLayout(head)
        self._warnings = QVBoxLayout()
        column.addLayout(self._warnings)
        self.classes = ClassList()
        column.addWidget(self.classes, 1)
        card = QFrame()
        card.setProperty("card", True)
        line = QHBoxLayout(card)
        line.setContentsMargins(18, 12, 18, 12)
        line.setSpacing(18)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the model"))
        self.name.setPlaceholderText(self.tr("Name of the model"))
        self.name.setMinimumWidth(scaled(110))
        self.name.setMaximumWidth(scaled(220))
        self.quick = QRadioButton(self.tr("Quick (minutes)"))
        self.quick.setToolTip(self.tr("Trains the last layer on what the network sees already."))
        self.thorough = QRadioButton(self.tr("Thorough (much longer)"))
        self.thorough.setToolTip(self.tr("Trains the network's last stages, too: better where classes look alike."))
        self.quick.setChecked(True)
        self._depth = QButtonGroup(self)
        for button in (self.quick, self.thorough):
            self._depth.addButton(button)
        self.bits = QComboBox()
        self.bits.setAccessibleName(self.tr("Length of the code"))
        for number in BITS:
            self.bits.addItem(self.tr("{0} bits").format(number), number)
        self.bits.setCurrentIndex(BITS.index(64))
        self.start_button = QPushButton(self.tr("Start"))
        self.start_button.setProperty("primary", True)
        self.start_button.clicked.connect(self._on_start_clicked)
        depths = QVBoxLayout()
        depths.setSpacing(4)
        for choice in (self.quick, self.thorough):
            depths.addWidget(choice)
        line.addWidget(self.name)
        line.addLayout(depths)
        line.addWidget(self.bits)
        line.addStretch(1)
        line.addWidget(self.start_button)
        column.addWidget(card)
        self._choice = view
        self._stack.addWidget(view)

    def _make_running(self) -> None:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        self.news = QLabel()
        head = QHBoxLayout()
        head.addWidget(self.news, 1)
        self.finish_button = QPushButton(self.tr("Stop and keep the best"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        head.addWidget(self.finish_button)
        head.addWidget(self.cancel_button)
        column.addLayout(head)
        self._charts_place = QVBoxLayout()
        column.addLayout(self._charts_place, 1)
        self.finish_button.clicked.connect(self._on_finish_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self._running = view
        self._stack.addWidget(view)

    # --- what people do -----------------------------------------------------------------------------------------------

    def take(self, folders: list[str], keywords: bool = False) -> None:
        """Look at folders before a training; the classes are their names, or the photos' own keywords."""
        if self._context.client.job_id is not None:
            self._say(self.tr("Something else is running. Wait for it, or cancel it below."))
            return
        self._folders, self._keywords = folders, keywords
        self._say("")
        self._doing = "survey"
        self._request = self._context.client.survey(folders, keywords)

    def start_over(self) -> None:
        """Back to the beginning."""
        self._doing = ""
        self._stack.setCurrentWidget(self._start)
        self.refresh()

    def refresh(self) -> None:
        """Offer what was cut off, and the labels that there are."""
        labels = self._context.library.labels()
        self.by_labels.setVisible(len(labels) > 1)
        photos = sum(count for _, count in labels)
        self.by_labels.setText(self.tr("Or learn my {0} labels on {1} photos").format(len(labels), number_text(photos)))
        empty(self._unfinished)
        for request in unfinished_trainings():
            options = request.get("options") or {}
            button = QPushButton(self.tr("Go on with {0}, which was cut off").format(options.get("name", "?")))
            button.clicked.connect(lambda _checked=False, one=request: self._train(one["folders"], one["options"]))
            self._unfinished.addWidget(button)

    @property
    def shown(self) -> str:
        """Which of the four views is shown: "start", "choice", "running" or "result"."""
        views = {self._start: "start", self._choice: "choice", self._running: "running", self.verdict: "result"}
        return next(name for view, name in views.items() if view is self._stack.currentWidget())

    @property
    def busy(self) -> bool:
        """Whether an answer of the worker is awaited."""
        return self._doing in ("survey", "train")

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _on_dropped(self, found: drops.Dropped, ids: list[int]) -> None:
        folders = [os.fsdecode(path) for path in drops.folders_of(found)]
        if folders:
            self.take(folders)
        else:
            self._say(self.tr("That was no folder. Drop a folder with one subfolder for each class."))

    def _on_labels_clicked(self) -> None:
        table = data_dir() / "labels.csv"
        try:
            self._context.library.write_label_table(table)
        except OSError as error:
            self._say(f"{table}: {error.strerror}")
            return
        self.take([str(table)])

    def _on_keywords_clicked(self) -> None:
        folder = Recent("photos").choose(self, self.tr("A folder of photos with keywords"))
        if folder:
            self.take([folder], keywords=True)

    def _on_start_clicked(self) -> None:
        if not self._context.may_begin():
            return
        options = {
            "name": self.name.text().strip() or self._usual_name(),
            "bits": self.bits.currentData(),
            "depth": "last" if self.thorough.isChecked() else "head",
        }
        if self._keywords:
            options["keywords"] = True
        self._train(self._folders, options)

    def _train(self, folders: list[str], options: dict[str, Any]) -> None:
        if self.charts is None:
            # a plotting library takes a third of a second to load: nobody waits for it who does not train
            from crh_desktop.app.views.train_charts import TrainCharts

            self.charts = TrainCharts()
            self._charts_place.addWidget(self.charts)
        self.charts.begin(self.classes.names)
        self.news.setText(self.tr("Reading pictures…"))
        self.finish_button.setEnabled(False)
        self.cancel_button.setEnabled(True)
        self._doing = "train"
        self._stack.setCurrentWidget(self._running)
        self._request = self._context.client.train(folders, options)

    def _usual_name(self) -> str:
        if len(self._folders) == 1:
            return Path(self._folders[0]).name or self.tr("my model")
        return self.tr("my model")

    def _on_finish_clicked(self) -> None:
        self.finish_button.setEnabled(False)
        self.news.setText(self.tr("Stopping after this epoch…"))
        self._context.client.finish()

    def _on_cancel_clicked(self) -> None:
        self.cancel_button.setEnabled(False)
        self.finish_button.setEnabled(False)
        self.news.setText(self.tr("Cancelling…"))
        self._context.client.cancel()

    def _on_use_clicked(self) -> None:
        if not self._context.may_begin():
            return
        self.verdict.use.setEnabled(False)
        self.verdict.use.setText(self.tr("Computing its codes…"))
        self._doing = "use"
        self._request = self._context.client.use_model(str(self._result["model"]))

    # --- what the worker says -----------------------------------------------------------------------------------------

    def _on_epoch(self, message: dict[str, Any]) -> None:
        if message.get("id") != self._request or self._doing != "train":
            return
        self.charts.add(message)
        if self.cancel_button.isEnabled():
            self.finish_button.setEnabled(True)
            self.news.setText(
                self.tr("Epoch {0} of {1}").format(
                    number_text(int(message["number"]) + 1), number_text(message["epochs"])
                )
            )

    def _on_finished(self, request_id: int, result: object) -> None:
        if request_id != self._request or not isinstance(result, dict):
            return
        doing, self._doing = self._doing, ""
        if doing == "survey":
            self._show_survey(result)
        elif doing == "train":
            self._result = result
            self.verdict.show_result(result)
            self._stack.setCurrentWidget(self.verdict)
        elif doing == "use":
            self.verdict.use.setText(self.tr("In use"))
            # the worker wrote the settings; ours, saved next, must not take the choice back
            self._context.settings = replace(self._context.settings, crh_model=str(result["model"]))
            self._context.message.emit(
                self.tr("{0} is in use; {1} photos got its code.").format(
                    result["model"], number_text(result["hashed"])
                )
            )

    def _show_survey(self, result: dict[str, Any]) -> None:
        self.classes.show_classes(result["classes"])
        self._found.setText(
            self.tr("{0} classes, {1} photos").format(
                number_text(len(result["classes"])), number_text(result["photos"])
            )
        )
        empty(self._warnings)
        for warning in result["warnings"]:
            names = ", ".join(warning["classes"][:4])
            if (more := len(warning["classes"]) - 4) > 0:
                names = self.tr("{0} and {1}").format(names, plural(self.tr("%n other(s)", "", more)))
            many = int(warning.get("photos", 0))
            text = {
                "few": self.tr("Few photos: {0}. Ten of each are a start; with fewer the figures mean little."),
                "lopsided": self.tr("Lopsided: {0}. One has more than ten times the photos of the other."),
                "unreadable": plural(self.tr("%n photo(s) cannot be read and will be left out: {0}.", "", many)),
                "copies": plural(
                    self.tr("%n photo(s) are copies of each other: {0}. None is asked about its own copy.", "", many)
                ),
                "torn": plural(
                    self.tr(
                        "%n photo(s) lie in several classes as copies: {0}. Take them out of all but one.", "", many
                    )
                ),
            }[warning["kind"]]
            self._warnings.addWidget(warning_label(text.format(names)))
        self.name.setText(self._usual_name())
        self._stack.setCurrentWidget(self._choice)
        self.start_button.setFocus()

    def _on_failed(self, request_id: int, error: str) -> None:
        if request_id == self._request and self._doing:
            doing, self._doing = self._doing, ""
            if doing == "use":
                self.verdict.use.setEnabled(True)
                self.verdict.use.setText(self.tr("Use this model"))
            else:
                self.start_over()
                self._say(error)

    def _on_cancelled(self, request_id: int) -> None:
        if request_id == self._request and self._doing:
            doing, self._doing = self._doing, ""
            if doing == "use":
                self.verdict.use.setEnabled(True)
                self.verdict.use.setText(self.tr("Use this model"))
                return
            self.start_over()
            self._say(self.tr("Cancelled. The epochs that were done are kept.") if doing == "train" else "")
