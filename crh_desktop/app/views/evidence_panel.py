"""Why two photos match: a sign, a sentence, the pair itself and the figures behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crh_desktop.app.context import Context
from crh_desktop.app.icons import icon_pixmap
from crh_desktop.app.scale import scaled
from crh_desktop.app.views.action_button import action_button
from crh_desktop.app.views.drop_zone import EmptyState, quiet_label
from crh_desktop.app.views.elided_label import ElidedLabel
from crh_desktop.app.views.layouts import empty
from crh_desktop.app.views.pair_view import PairView, Shown
from crh_desktop.core.matching import words
from crh_desktop.core.matching.evidence import Evidence
from crh_desktop.core.records import Tier


def translate(text: str) -> str:
    """The texts of core/matching/words.py in the person's language."""
    return QCoreApplication.translate("Evidence", text)


def figures(evidence: Evidence) -> list[tuple[str, str, str]]:
    """Name, value and meaning of what was measured; what was not needed is left out."""
    found = []
    if evidence.distance <= 256 and evidence.tier is not None and evidence.distance < 128:
        found.append((
            QCoreApplication.translate("Evidence", "Code"),
            QCoreApplication.translate("Evidence", "{0} of 256 bits differ").format(evidence.distance),
            QCoreApplication.translate("Evidence", "Perceptual codes, at the best of eight turns"),
        ))  # fmt: skip
    if evidence.matrix is None:
        return found
    return [
        (
            QCoreApplication.translate("Evidence", "Score"),
            f"{evidence.score:.2f}",
            QCoreApplication.translate("Evidence", "Agreement of the aligned pictures, 0 to 1"),
        ),
        (
            QCoreApplication.translate("Evidence", "Overlap"),
            f"{evidence.overlap * 100:.0f} %",
            QCoreApplication.translate("Evidence", "How much of the smaller picture lies inside the other"),
        ),
        (
            QCoreApplication.translate("Evidence", "Points"),
            QCoreApplication.translate("Evidence", "{0} agree").format(evidence.inliers)
            if evidence.inliers
            else QCoreApplication.translate("Evidence", "not needed"),
            QCoreApplication.translate("Evidence", "Point matches that agree with the alignment"),
        ),
        (
            QCoreApplication.translate("Evidence", "Left over"),
            QCoreApplication.translate("Evidence", "{0} of 255 grey levels").format(f"{evidence.residual:.1f}"),
            QCoreApplication.translate("Evidence", "What still differs after alignment, frames and marks left out"),
        ),
        *found,
    ]


class EvidencePanel(QFrame):
    """One pair. Which actions there are, the page says."""

    def __init__(
        self, context: Context, actions: Sequence[QAction] = (), max_side: int = 1200, wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        large = scaled(100) > 140  # large text: fewer things beside each other
        self._columns = (2 if large else 5) if wide else (1 if large else 2)
        self.setAccessibleName(self.tr("Evidence"))
        self.pair = PairView(context, max_side)
        self._mark = ""
        self.sign = QLabel()
        self.sign.setFixedSize(30, 30)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = quiet_label()
        self.note.setWordWrap(True)
        self._figures = QWidget()
        self._grid = QGridLayout(self._figures)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        for pair in range(self._columns):
            self._grid.setColumnStretch(2 * pair + 1, 1)
        self._empty = EmptyState(
            self.tr("No photo chosen"), self.tr("Choose a photo of a group to see why it belongs there.")
        )
        self._empty.sentence.setMinimumWidth(260)
        self._whole = QWidget()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.sentence, 1)
        self._buttons = QGridLayout()
        self._buttons.setSpacing(8)
        for place, action in enumerate(actions):
            self._buttons.addWidget(
                action_button(action, shrinks=True), *divmod(place, 2 * (1 + wide) if not large else 1 + wide)
            )
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(self.pair, 1)
        column.addWidget(self._figures)
        column.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.addWidget(self._whole)
        layout.addWidget(self._empty)
        self.clear()

    def clear(self, heading: str = "", sentence: str = "") -> None:
        """Show that nothing is chosen, or why there is nothing to say."""
        if heading:
            self._empty.heading.setText(heading)
            self._empty.sentence.setText(sentence)
        self._whole.hide()
        self._empty.show()
        self.pair.clear()

    def show_pair(
        self, first: Shown, second: Shown, evidence: Evidence | None, sentence: str = "", note: str = ""
    ) -> None:
        """Show a pair.

        Args:
            first: The keeper.
            second: The member.
            evidence: What is known; None for the same pixels.
            sentence: Said instead of what the evidence says.
            note: A quiet line below it.
        """
        pixels = (first.pixels, second.pixels) if first.width and second.width else None
        if not sentence and evidence is not None:
            sentence = words.explain(evidence, translate("the first"), translate("the second"), translate, pixels)
        self.sentence.setText(sentence)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._mark = words.sign(evidence, pixels)
        self.sign.setAccessibleName(words.short(evidence, translate, pixels) if evidence else self.tr("same picture"))
        self._tint()
        self._fill(figures(evidence) if evidence is not None else [])
        self.pair.show_pair(first, second, evidence)
        self._empty.hide()
        self._whole.show()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the sign again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_mark"):
            self._tint()

    def _tint(self) -> None:
        if self._mark:
            self.sign.setPixmap(icon_pixmap(self._mark, self.palette().color(self.palette().ColorRole.Highlight), 28))

    def _fill(self, rows: list[tuple[str, str, str]]) -> None:
        """Two columns of figures."""
        empty(self._grid)
        for place, (name, value, meaning) in enumerate(rows):
            caption, text = quiet_label(name), ElidedLabel(value, Qt.TextElideMode.ElideRight)
            text.setAccessibleName(f"{name}: {value}")
            for label in (caption, text):
                label.setToolTip(meaning)
            row, column = divmod(place, self._columns)
            self._grid.addWidget(caption, row, 2 * column)
            self._grid.addWidget(text, row, 2 * column + 1)
        self._figures.setVisible(bool(rows))


def tier_word(tier: Tier | None) -> str:
    """The verdict on a pair in a few words."""
    return {
        Tier.IDENTICAL: translate("The same file"),
        Tier.PIXELS: translate("The same pixels"),
        Tier.NEAR: translate("Near-identical: one exposure"),
        Tier.SIMILAR: translate("Similar, not the same exposure"),
        None: translate("Not the same picture"),
    }[tier]
