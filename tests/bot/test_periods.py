"""Of the figures of several years those that the question names."""

from __future__ import annotations

from datetime import date

import pytest

from bot.periods import of_the_time
from bot.request import read

TODAY = date(2026, 2, 11)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("去年18个人，今年招满20个了，按今年的数算", [20]),
        ("去年18个人，今年招满20个了，以去年为准", [18]),
        ("2024年95人，2025年110人，按2024年的数据", [95]),
        ("以前120人，现在90人", [90]),
        ("去年18人，今年22人", [18, 22]),
        ("去年18人，今年22人，按2020年的数", [18, 22]),
        ("一共30人，今年新招5人，按今年的数", [30, 5]),
        ("350人，去年300人，今年口径", [350]),
        ("350人，去年300人，按去年的算", [300]),
        ("司机50人，文员10人，按今年的数", [50, 10]),
    ],
)
def test_the_figures_of_the_year_that_is_named_count(text: str, counted: list[int]) -> None:
    question = read(text, TODAY)
    assert [amount.value for amount in of_the_time(question.counts, question)] == counted
