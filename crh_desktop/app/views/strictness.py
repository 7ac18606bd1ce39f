"""How strict the groups are: the tier, a slider over the score with its meaning in words, and a picture of the scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from crh_desktop.app.scale import scaled
from crh_desktop.app.texts import number_text, tier_text
from crh_desktop.app.views.drop_zone import quiet_label
from crh_desktop.app.views.elided_label import ElidedLabel
from crh_desktop.core.records import Tier

# calibrate and rating stand on parts of SciPy that take a quarter of a second to load: they are imported where they are
# used, so that the first paint does not wait for them.
if TYPE_CHECKING:
    from crh_desktop.core.matching.rating import HistogramData

LEAST = 50  # near-identical pairs have no lower score, in hundredths
HANDLE = 8  # half of the slider's handle: the histogram's bars stand over the places of the slider
BARS = 50
EVERY = 100


@dataclass(frozen=True)
class Scores:
    """The scores of the library's pairs, and what they are worth.

    Attributes:
        values: Scores of all candidate pairs, 0..1.
        scale: Expected errors by score; None where the installation has no curve.
        rated: How many pairs the person has rated.
    """

    values: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    scale: Any = None
    rated: int = 0


def read_scores(library: Any, values: NDArray[Any] | None = None) -> Scores:
    """The scores of an open library with its ratings; runs in the pool.

    Args:
        library: The library.
        values: Scores of all candidate pairs where they were read already, 0..1.
    """
    from crh_desktop.core.matching import calibrate, rating

    if values is None:
        values = np.array([row[0] for row in library.execute("SELECT score FROM pair")], np.float64)
    values = values.astype(np.float64)
    ratings = rating.load(library.execute)
    try:
        curve = rating.calibrated(calibrate.base(), values, ratings)
    except (OSError, ValueError):
        return Scores(values, None, len(ratings))
    return Scores(values, calibrate.Scale(curve, values[values >= LEAST / EVERY]), len(ratings))


def share_words(share: float) -> str:
    """An expected share of wrong pairs in words."""
    from crh_desktop.core.matching.rating import words

    return words(share, lambda text: QCoreApplication.translate("Strictness", text), pairs=True)


class ScoreHistogram(QWidget):
    """Bars of the scores; what the threshold accepts is filled, what it refuses is hollow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: NDArray[np.float64] = np.zeros(0)
        self._values = self._given
        self._range = (LEAST / EVERY, 1.0)
        self._accepted = (LEAST / EVERY, 1.0)
        self._data: HistogramData | None = None
        self.setFixedHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Scores of the pairs"))

    def show_scores(self, values: NDArray[np.float64], shown: tuple[float, float]) -> None:
        """Show other scores within a range."""
        if values is self._given and shown == self._range:
            return  # asked at every step of the slider
        self._given, self._range = values, shown
        self._values = values[(values >= shown[0]) & (values <= shown[1])]
        self._count()

    def accept(self, low: float, high: float = 1.0) -> None:
        """Colour what lies between two scores."""
        if (low, high) != self._accepted:
            self._accepted = (low, high)
            self._count()

    @property
    def data(self) -> HistogramData | None:
        """The bars shown; None where there are no pairs."""
        return self._data

    def _count(self) -> None:
        self._data, words = None, ""
        if len(self._values):
            from crh_desktop.core.matching.rating import histogram

            low, high = self._accepted
            good = (self._values >= low - 1e-9) & (self._values <= high + 1e-9)
            self._data = histogram(self._values, list(np.linspace(*self._range, BARS + 1)), good)
            words = self.tr("{0} of {1} pairs lie within").format(number_text(good.sum()), number_text(len(good)))
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars over the places of the slider."""
        painter = QPainter(self)
        palette = self.palette()
        area = QRectF(self.rect()).adjusted(HANDLE, 1, -HANDLE, -1)
        painter.setPen(QPen(palette.color(palette.ColorRole.Mid), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._data is None:
            return
        heights = np.stack([self._data.accepted, self._data.refused]).astype(float)
        total = heights.sum(axis=0)
        # a square root keeps single pairs visible beside thousands and still shows which bars are tall
        scale = np.log1p(total) if self._data.logarithmic else np.sqrt(total)
        scale = scale / max(scale.max(), 1e-9) * area.height()
        wide = area.width() / len(total)
        for place, high in enumerate(scale):
            if not total[place]:
                continue
            high = max(high, 2.0)
            inside = high * heights[0, place] / total[place]
            left = area.left() + place * wide
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(palette.ColorRole.Highlight))
            painter.drawRect(QRectF(left + 0.5, area.bottom() - inside, wide - 1, inside))
            if inside < high:
                painter.setPen(QPen(palette.color(palette.ColorRole.Shadow), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(left + 1, area.bottom() - high, wide - 2, high - inside))


class Strictness(QWidget):
    """The row of controls above the groups.

    Signals:
        changed: the tier, the score or the range is another one.
        check_wanted: the person wants to rate pairs of this library.
    """

    changed = Signal()
    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores = Scores()
        self.tier = QComboBox()
        self.tier.setAccessibleName(self.tr("How alike"))
        self.tier.setMinimumSize(scaled(150), 34)
        for tier in (Tier.IDENTICAL, Tier.PIXELS, Tier.NEAR, Tier.SIMILAR):
            self.tier.addItem(tier_text(tier), tier)
        self.tier.setCurrentIndex(self.tier.findData(Tier.NEAR))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(LEAST, EVERY)
        self.slider.setValue(LEAST)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(self.tr("Least score"))
        self.slider.setToolTip(self.tr("Right: stricter, fewer groups. Left: looser, more groups."))
        self.histogram = ScoreHistogram()
        self.low, self.high = QSpinBox(), QSpinBox()
        for box, name, value in (
            (self.low, self.tr("Similarity from, in percent"), 0), (self.high, self.tr("Similarity to, in percent"), 100)
        ):  # fmt: skip
            box.setRange(0, 100)
            box.setSingleStep(5)
            box.setSuffix(" %")
            box.setValue(value)
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setMinimumSize(84, 34)
        self._to = quiet_label(self.tr("to"))
        self.value = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.meaning = ElidedLabel(mode=Qt.TextElideMode.ElideRight)
        self.meaning.setForegroundRole(self.meaning.palette().ColorRole.PlaceholderText)
        self.check = QPushButton(self.tr("Check this on my photos…"))
        self.check.setProperty("link", True)
        self.check.setToolTip(self.tr("Rate some pairs, and the words beside the slider become true for your library."))
        column = QVBoxLayout()
        column.setSpacing(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.histogram)
        column.addWidget(self.slider)
        self._bars = QWidget()
        self._bars.setLayout(column)
        self._bars.setMinimumWidth(170)
        self._bars.setMaximumWidth(260)
        self._said = QVBoxLayout()
        self._said.setSpacing(0)
        self._said.setContentsMargins(0, 0, 0, 0)
        self._said.addWidget(self.value)
        self._said.addWidget(self.meaning)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self.tier, self.low, self._to, self.high, self._bars):
            row.addWidget(widget, 1 if widget is self._bars else 0)
        row.addLayout(self._said, 2)
        row.addWidget(self.check)
        self.tier.currentIndexChanged.connect(self._on_changed)
        self.slider.valueChanged.connect(self._on_changed)
        self.low.valueChanged.connect(self._on_range_changed)
        self.high.valueChanged.connect(self._on_range_changed)
        self.check.clicked.connect(self.check_wanted)
        self._say()

    def sizeHint(self) -> QSize:
        """The row's height does not jump between the tiers."""
        below = self.check.sizeHint().height() if self._said.indexOf(self.check) >= 0 else 0
        return QSize(super().sizeHint().width(), scaled(40) + 16 + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the link below the words where beside them it would cut the score: the same for all tiers."""
        super().resizeEvent(event)
        words = self.fontMetrics().horizontalAdvance(self._score_text(0.0))
        beside = (self.tier, self.low, self._to, self.high, self.check)
        needed = sum(widget.sizeHint().width() for widget in beside) + self._bars.minimumWidth() + words
        below = needed + len(beside) * self._row.spacing() > self.width()
        if below == (self._said.indexOf(self.check) >= 0):
            return
        if below:
            self._said.addWidget(self.check, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._row.addWidget(self.check)
        self.updateGeometry()

    @property
    def chosen_tier(self) -> Tier:
        """The tier of the groups to show."""
        return Tier(self.tier.currentData())

    @property
    def min_score(self) -> float:
        """The least score of a near-identical pair."""
        return self.slider.value() / EVERY

    @property
    def score_range(self) -> tuple[float, float] | None:
        """From and to, for similar photos; None for the other tiers."""
        if self.chosen_tier is not Tier.SIMILAR:
            return None
        return self.low.value() / EVERY, self.high.value() / EVERY

    def show_scores(self, scores: Scores) -> None:
        """Show the scores of the library as it is now."""
        self._scores = scores
        self._say()

    def _on_changed(self, _value: int) -> None:
        self._say()
        self.changed.emit()

    def _on_range_changed(self, _value: int) -> None:
        # The handle that was moved pushes the other one along.
        if self.low.value() > self.high.value():
            other = self.high if self.sender() is self.low else self.low
            other.setValue(self.low.value() if other is self.high else self.high.value())
            return
        self._on_changed(0)

    def _score_text(self, score: float) -> str:
        return self.tr("Score {0} or better").format(f"{score:.2f}")

    def _say(self) -> None:
        near, similar = self.chosen_tier is Tier.NEAR, self.chosen_tier is Tier.SIMILAR
        for widget in (self.low, self.high, self._to):
            widget.setVisible(similar)
        self._bars.setVisible(near or similar)
        self.slider.setVisible(near)
        self.check.setVisible(near)
        if near:
            self.histogram.show_scores(self._scores.values, (LEAST / EVERY, 1.0))
            self.histogram.accept(self.min_score)
            self.value.set_text(self._score_text(self.min_score))
            self.meaning.set_text(*self._near_words())
        elif similar:
            self.histogram.show_scores(self._scores.values, (0.0, 1.0))
            self.histogram.accept(*(self.score_range or (0.0, 1.0)))
            self.value.set_text(self.tr("Alike, not one exposure"))
            self.meaning.set_text(self.tr("A series, or the same thing twice: look, and keep what you like."))
        elif self.chosen_tier is Tier.PIXELS:
            self.value.set_text(self.tr("Equal in every pixel"))
            self.meaning.set_text(
                self.tr("Only the format, or the data beside the picture, differ. No guess is involved.")
            )
        else:
            self.value.set_text(self.tr("Equal in every byte"))
            self.meaning.set_text(self.tr("The same file more than once. No guess is involved."))

    def _near_words(self) -> tuple[str, str]:
        """What the place of the slider means, and how sure that is."""
        scale = self._scores.scale
        if scale is None:
            return self.tr("How many of these are wrong is not known yet."), ""
        if not len(scale.scores):
            return self.tr("No pairs to judge yet."), ""
        wrong = scale.expected_wrong(self.min_score)
        sentence = share_words(wrong.share)
        sentence = sentence[:1].upper() + sentence[1:]
        span = self.tr("{0}: {1} % to {2} % of the pairs in nine libraries of ten; you rated {3}.").format(
            sentence, f"{100 * wrong.low:.1f}", f"{100 * wrong.high:.1f}", number_text(self._scores.rated)
        )
        return sentence, span
