"""The row of controls above the groups where there is little room."""

from __future__ import annotations

import pytest

from crh_desktop.app.scale import set_text_size
from crh_desktop.app.views.strictness import Strictness
from crh_desktop.core.records import Tier


@pytest.fixture
def large_text(qapp):
    set_text_size(200)
    yield
    set_text_size(100)


def test_the_link_goes_below_the_words_where_it_would_cut_the_score(large_text, qtbot) -> None:
    row = Strictness()
    qtbot.addWidget(row)
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
