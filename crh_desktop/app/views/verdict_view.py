"""A finished training: what the model is good for, in words, figures and pictures."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.texts import duration_text, number_text
from crh_desktop.app.thumbs import read_image, shape
from crh_desktop.app.views.drop_zone import quiet_label, title_label

SIDE = 66
#: So many of a query's neighbours are shown.
SHOWN = 5
#: Differences of mean average precision below this are none that anybody would notice.
NOTICEABLE = 0.02


def verdict_text(verdict: dict[str, Any], classes: int) -> str:
    """What the model is good for, in two sentences."""

    def translate(text: str) -> str:
        return QCoreApplication.translate("Verdict", text)

    own, unseen = verdict["own"], verdict["unseen"]
    gain = own.get("this", 0.0) - own.get("general", 0.0)
    if gain > NOTICEABLE:
        first = translate("Better for your {0} classes than the general code ({1} against {2}).")
    elif gain < -NOTICEABLE:
        first = translate("Not good for your {0} classes: the general code finds them better ({2} against {1}).")
    else:
        first = translate("No better for your {0} classes than the general code ({1} and {2}).")
    first = first.format(classes, f"{own.get('this', 0.0):.2f}", f"{own.get('general', 0.0):.2f}")
    if not unseen:
        return (
            first
            + " "
            + translate(
                "With so few classes nothing can be said of photos of other things; trust the general code there."
            )
        )
    if unseen["this"] > unseen["general"] + NOTICEABLE:
        second = translate("It is better for things it was never shown, too ({0} against {1}).")
    elif unseen["this"] < unseen["general"] - NOTICEABLE:
        second = translate("For the rest of your photos the general code stays better ({1} against {0}).")
    else:
        second = translate("No better for the rest ({0} and {1}).")
    return first + " " + second.format(f"{unseen['this']:.2f}", f"{unseen['general']:.2f}")


class VerdictView(QScrollArea):
    """The result of a training.

    Signals:
        wanted: the model shall be used.
        again: another training shall be begun.
    """

    wanted = Signal()
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Result of the training"))
        self.use = QPushButton(self.tr("Use this model"))
        self.use.setProperty("primary", True)
        self.more = QPushButton(self.tr("Train another"))

    def show_result(self, result: dict[str, Any]) -> None:
        """Fill with the worker's answer."""
        verdict = result["verdict"]
        # the buttons live in the page that is thrown away: they are made anew
        self.use, self.more = QPushButton(self.tr("Use this model")), QPushButton(self.tr("Train another"))
        self.use.setProperty("primary", bool(verdict["default"]))
        self.use.clicked.connect(self.wanted)
        self.more.clicked.connect(self.again)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 8)
        column.setSpacing(14)
        column.addWidget(title_label(self.tr("{0} is ready").format(result["model"])))
        self.words = QLabel(verdict_text(verdict, len(result["classes"])))
        self.words.setWordWrap(True)
        column.addWidget(self.words)
        if not verdict["default"]:
            caution = QLabel(
                self.tr(
                    "On things it was never shown it falls behind a code that learnt nothing. You can use it to search "
                    "by, but it should not be your only one."
                )
            )
            caution.setWordWrap(True)
            column.addWidget(caution)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use)
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self._figures(result))
        if verdict["examples"]:
            column.addWidget(self._examples(verdict["examples"], "used" in verdict["own"]))
        if verdict["confused"]:
            column.addWidget(self._confused(verdict["confused"]))
        column.addStretch(1)
        self.setWidget(page)

    def _figures(self, result: dict[str, Any]) -> QFrame:
        verdict = result["verdict"]
        card, grid = _card()
        heads = {
            "this": self.tr("This model"), "used": self.tr("Model in use"), "general": self.tr("General code"),
            "itq": self.tr("Learnt from no labels (ITQ)"),
        }  # fmt: skip
        shown = [name for name in heads if name in verdict["own"] or name in verdict["unseen"]]
        for place, name in enumerate(shown, 1):
            grid.addWidget(quiet_label(heads[name]), 0, place)
        rows = [(self.tr("Your classes"), verdict["own"])]
        if verdict["unseen"]:
            rows.append((self.tr("Classes it was never shown"), verdict["unseen"]))
        for line, (title, figures) in enumerate(rows, 1):
            grid.addWidget(QLabel(title), line, 0)
            best = max(figures.values(), default=0.0)
            for place, name in enumerate(shown, 1):
                value = QLabel(f"{figures[name]:.3f}" if name in figures else "–")
                if figures.get(name) == best and best:
                    font = value.font()
                    font.setBold(True)
                    value.setFont(font)
                grid.addWidget(value, line, place)
        how = self.tr("Mean average precision over {0} photos that were not trained on; 1 is perfect.")
        if verdict["folds"]:
            how = self.tr(
                "Mean average precision, each of {0} photos asked while its fold was not trained on; 1 is perfect."
            )
        note = quiet_label(how.format(number_text(verdict["queries"])))
        note.setWordWrap(True)
        grid.addWidget(note, len(rows) + 1, 0, 1, len(shown) + 1)
        took = self.tr("{0} photos, {1} epochs, {2} on {3}; the best was epoch {4}.").format(
            number_text(result["photos"]), result["epochs"], duration_text(result["seconds"]), result["device"].upper(),
            (result["best_epoch"] or 0) + 1,
        )  # fmt: skip
        grid.addWidget(quiet_label(took), len(rows) + 2, 0, 1, len(shown) + 1)
        if result["unreadable"]:
            left = self.tr("{0} pictures could not be read and were left out, the first: {1}").format(
                len(result["unreadable"]), result["unreadable"][0]["path"]
            )
            label = quiet_label(left)
            label.setWordWrap(True)
            grid.addWidget(label, len(rows) + 3, 0, 1, len(shown) + 1)
        grid.setColumnStretch(0, 1)
        return card

    def _examples(self, examples: list[dict[str, Any]], used: bool) -> QFrame:
        card, grid = _card()
        before = self.tr("by the model in use") if used else self.tr("by the general code")
        for place, text in ((0, self.tr("Asked")), (1, before), (2, self.tr("by this model"))):
            grid.addWidget(quiet_label(text), 0, place)
        for line, example in enumerate(examples, 1):
            grid.addWidget(_picture(example["query"], None), line, 0, Qt.AlignmentFlag.AlignTop)
            for place, name in ((1, "before"), (2, "after")):
                row = QHBoxLayout()
                row.setSpacing(4)
                for one in example[name][:SHOWN]:
                    row.addWidget(_picture(one["path"], one["right"]))
                row.addStretch(1)
                grid.addLayout(row, line, place)
        note = quiet_label(self.tr("A tick marks photos of the same class."))
        grid.addWidget(note, len(examples) + 1, 0, 1, 3)
        grid.setColumnStretch(2, 1)
        return card

    def _confused(self, confused: list[list[Any]]) -> QFrame:
        card, grid = _card()
        title = QLabel(self.tr("Often taken for each other"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        grid.addWidget(title, 0, 0)
        for line, (one, other, share) in enumerate(confused, 1):
            text = self.tr("Asked for {0}, {1} of the ten nearest show {2}").format(one, f"{share:.0%}", other)
            grid.addWidget(QLabel(text), line, 0)
        return card


def _card() -> tuple[QFrame, QGridLayout]:
    card = QFrame()
    card.setProperty("card", True)
    grid = QGridLayout(card)
    grid.setContentsMargins(18, 14, 18, 14)
    grid.setHorizontalSpacing(22)
    grid.setVerticalSpacing(8)
    return card, grid


def _picture(path: str, right: bool | None) -> QLabel:
    """A small picture; a tick in the corner says that it is of the class asked for, and its name says so, too."""
    label = QLabel()
    label.setFixedSize(SIDE, SIDE)
    image = read_image(path)
    if image.isNull():
        return label
    picture = QPixmap.fromImage(shape(image, SIDE, SIDE, cover=True))
    if right is not None:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if right:
            accent = label.palette().color(QPalette.ColorRole.Highlight)
            painter.setBrush(accent)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(SIDE - 24, SIDE - 24, 20, 20)
            painter.setPen(label.palette().color(QPalette.ColorRole.HighlightedText))
            painter.drawText(SIDE - 24, SIDE - 24, 20, 20, int(Qt.AlignmentFlag.AlignCenter), "✓")
        else:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)  # the corners stay round
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
        painter.end()
        label.setAccessibleName("same class" if right else "another class")
    label.setPixmap(picture)
    return label
