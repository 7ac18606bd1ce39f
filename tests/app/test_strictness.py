"""The row of controls above the groups where there is little room."""

from __future__ import annotations

from crh_desktop.app.views.strictness import Strictness
from crh_desktop.core.records import Tier


def test_the_link_goes_below_the_words_where_it_would_cut_the_score(qtbot) -> None:
    row = Strictness()
    qtbot.addWidget(row)
    font = row.font()
    font.setPointSizeF(2 * font.pointSizeF())
    row.setFont(font)
    row.show()
    heights = []
    for width, below in ((2400, False), (930, True), (2400, False)):
        row.resize(width, row.sizeHint().height())
        qtbot.waitUntil(lambda below=below: (row.check.y() > row.meaning.y()) == below)
        heights.append(row.sizeHint().height())
        assert row.value.text() == row.value.whole or not below, "the score is not cut"
        assert row.check.width() >= row.check.sizeHint().width()
    assert heights[0] == heights[2] < heights[1]
    row.resize(930, 200)
    qtbot.waitUntil(lambda: row.check.y() > row.meaning.y())
    for tier in (Tier.SIMILAR, Tier.IDENTICAL, Tier.NEAR):
        row.tier.setCurrentIndex(row.tier.findData(tier))
        assert row.sizeHint().height() == heights[1], "the height does not jump between the tiers"
