"""Guided rating: pairs of the person's own library, drawn at random, judged by eye, so that the slider's words hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from crh_desktop.app.context import Background, Context
from crh_desktop.app.icons import keyed_action
from crh_desktop.app.texts import number_text, plural
from crh_desktop.app.views.action_button import action_button
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label, title_label
from crh_desktop.app.views.pair_view import PairView, shown_photo
from crh_desktop.app.views.strictness import Scores, read_scores, share_words
from crh_desktop.core.errors import CrhError
from crh_desktop.core.matching import rating
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.matching.rating import Answer
from crh_desktop.core.records import Photo

QUESTIONS = 30


@dataclass(frozen=True)
class Question:
    """One pair to judge."""

    content_a: int
    content_b: int
    score: float
    evidence: Evidence | None
    first: Photo
    second: Photo


def draw_questions(library: Any, count: int = QUESTIONS) -> list[Question]:
    """Random pairs of an open library that nobody has rated, accepted and refused ones; runs in the pool."""
    pairs, scores = rating.candidates(library.execute)
    # Another round must draw other pairs, the same round the same ones.
    chosen, _chances = rating.draw(scores, count, seed=len(rating.load(library.execute)))
    questions = []
    for place in chosen.tolist():
        a, b = (int(content) for content in pairs[place])
        rows = library.execute("SELECT evidence FROM pair WHERE content_a = ? AND content_b = ?", (a, b))
        photos = [_photo_of(library, content) for content in (a, b)]
        if not rows or photos[0] is None or photos[1] is None:
            continue
        try:
            evidence = Evidence.from_json(str(rows[0][0]))
        except (ValueError, TypeError):
            evidence = None
        questions.append(Question(a, b, float(scores[place]), evidence, photos[0], photos[1]))
    return questions


def _photo_of(library: Any, content: int) -> Photo | None:
    """Any file with this content; files that are gone have none."""
    rows = library.execute("SELECT min(id) FROM photo WHERE content_id = ?", (content,))
    photos = library.photos([rows[0][0]]) if rows and rows[0][0] is not None else []
    return photos[0] if photos else None


class RatingDialog(QDialog):
    """One pair after another. Every answer is stored at once, so it can be left at any time.

    Neither score nor verdict is shown: they would answer in the person's place.
    """

    def __init__(self, context: Context, min_score: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._min_score = context, min_score
        self._questions: list[Question] = []
        self._answers: list[Answer] = []
        self._drawer, self._counter = Background(self), Background(self)
        self.setWindowTitle(self.tr("Check on my photos"))
        self.resize(1000, 700)
        self.progress = quiet_label()
        self.progress.setAccessibleName(self.tr("Progress"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Pairs rated"))
        self._task = QLabel(
            self.tr("Is it one photo, or two? Edits, crops and copies count as one; two shots are two.")
        )
        self._task.setWordWrap(True)
        self.pair = PairView(context)
        self.pair.canvas.outlines = False
        self.pair.boxes.setChecked(False)
        self.same = self._action("check", self.tr("Same photo"), "Y", lambda: self._answer(Answer.SAME))
        self.different = self._action("close", self.tr("Not the same"), "N", lambda: self._answer(Answer.DIFFERENT))
        self.unsure = self._action("alike", self.tr("Not sure"), "Space", lambda: self._answer(Answer.UNSURE))
        self.back = self._action("undo", self.tr("One back"), "Backspace", self._on_back)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(action_button(self.back))
        row.addStretch(1)
        for action in (self.same, self.different, self.unsure):
            row.addWidget(action_button(action))
        row.addStretch(1)
        self.leave = QPushButton(self.tr("Finish"))
        self.leave.setToolTip(self.tr("Your answers so far are kept"))
        self.leave.setAutoDefault(False)
        row.addWidget(self.leave)
        self._result = EmptyState("", "")
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setProperty("primary", True)
        self.again = QPushButton(self.tr("Another round"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.again)
        foot.addWidget(self.close_button)
        head = QHBoxLayout()
        head.addWidget(title_label(self.tr("Check on my photos")))
        head.addStretch(1)
        head.addWidget(self.progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._task)
        layout.addWidget(self.pair, 1)
        layout.addWidget(self._buttons)
        layout.addWidget(self._result, 1)
        layout.addLayout(foot)
        self.addActions(self.pair.ways())
        self.leave.clicked.connect(self._finish)
        self.close_button.clicked.connect(self.accept)
        self._drawer.done.connect(self._on_drawn)
        self._drawer.failed.connect(self._on_failed)
        self._counter.done.connect(self._on_counted)
        self._counter.failed.connect(self._on_failed)
        self.again.clicked.connect(self._begin)
        self._begin()

    def _begin(self) -> None:
        self._answers.clear()
        self._result.heading.setText(self.tr("Drawing pairs…"))
        self._result.sentence.setText("")
        self._show_questions(False)
        self._drawer.start(self._context.apart(draw_questions))

    @property
    def result_text(self) -> str:
        """What came out, in words."""
        return f"{self._result.heading.text()} {self._result.sentence.text()}".strip()

    def _action(self, icon: str, text: str, key: str, slot: Any) -> QAction:
        action = keyed_action(self, icon, text, key)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _show_questions(self, on: bool) -> None:
        for widget in (self.pair, self._buttons, self._task, self._bar, self.progress):
            widget.setVisible(on)
        self._result.setVisible(not on)
        self.close_button.setVisible(not on)
        self.again.hide()

    def _on_drawn(self, questions: list[Question]) -> None:
        self._questions = questions
        if not questions:
            self._result.heading.setText(self.tr("No pairs to rate"))
            self._result.sentence.setText(
                self.tr("Every pair of this library is rated already, or none was found yet. Add photos first.")
            )
            return
        self._bar.setRange(0, len(questions))
        self._show_questions(True)
        self._show_next()

    def _show_next(self) -> None:
        place = len(self._answers)
        if place >= len(self._questions):
            self._finish()
            return
        question = self._questions[place]
        self.progress.setText(
            self.tr("{0} of {1}").format(number_text(place + 1), number_text(len(self._questions)))
        )  # fmt: skip
        self._bar.setValue(place)
        self.back.setEnabled(place > 0)
        # No evidence is handed on but the map: outlines and boxes would give the answer away.
        self.pair.show_pair(shown_photo(question.first), shown_photo(question.second), question.evidence)
        self.pair.canvas.setFocus()

    def _answer(self, answer: Answer) -> None:
        place = len(self._answers)
        if not self.pair.isVisible() or place >= len(self._questions):
            return
        question = self._questions[place]
        try:
            rating.save(
                self._context.library.execute, question.content_a, question.content_b, question.score, answer
            )  # fmt: skip
        except CrhError as error:
            self._on_failed(str(error))
            return
        self._answers.append(answer)
        self._show_next()

    def _on_back(self) -> None:
        if not self._answers or not self.pair.isVisible():
            return
        self._answers.pop()
        question = self._questions[len(self._answers)]
        rating.forget(self._context.library.execute, question.content_a, question.content_b)
        self._show_next()

    def _finish(self) -> None:
        """Count what the answers say."""
        self._show_questions(False)
        if not self._answers:
            self.accept()
            return
        self._result.heading.setText(self.tr("Counting…"))
        self._counter.start(self._context.apart(read_scores))

    def _on_counted(self, scores: Scores) -> None:
        same, different = self._answers.count(Answer.SAME), self._answers.count(Answer.DIFFERENT)
        counts = self.tr("{0} the same, {1} not, {2} not sure.").format(
            number_text(same), number_text(different), number_text(len(self._answers) - same - different)
        )
        thanks = plural(self.tr("%n answer(s) kept", "", len(self._answers)))
        self._result.heading.setText(thanks)
        if scores.scale is None or not len(scores.scale.scores):
            self._result.sentence.setText(counts)
            return
        wrong = scores.scale.expected_wrong(self._min_score)
        said = share_words(wrong.share)
        text = self.tr("{0} {1}, at a score of {2} or better. It lies between {3} % and {4} %, nine times out of ten.")
        sentence = text.format(
            counts, said[:1].upper() + said[1:], f"{self._min_score:.2f}", f"{100 * wrong.low:.1f}",
            f"{100 * wrong.high:.1f}",
        )  # fmt: skip
        advice = rating.advice(scores.scale, scores.values, self._min_score, scores.rated)
        self.again.setVisible(advice.more)
        more = self.tr("Another round would make this narrower.") if advice.more else self.tr("That is enough for now.")
        self._result.sentence.setText(f"{sentence}\n\n{more}")

    def _on_failed(self, error: str) -> None:
        self._show_questions(False)
        self._result.heading.setText(self.tr("This did not work"))
        self._result.sentence.setText(error)
