"""Stretches of time by their first and last day, against a day on which they are told."""

from __future__ import annotations

from datetime import date

import pytest

from bot.date_stretches import find_stretches

TODAY = date(2025, 5, 8)  # a Thursday


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("去年三月签的合同", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024-08 的事", date(2024, 8, 1), date(2024, 8, 31)),
        ("二〇二四年二月", date(2024, 2, 1), date(2024, 2, 29)),
        ("去年5月中旬", date(2024, 5, 11), date(2024, 5, 20)),
        ("上个月", date(2025, 4, 1), date(2025, 4, 30)),
        ("上上个月底", date(2025, 3, 21), date(2025, 3, 31)),
        ("上周", date(2025, 4, 28), date(2025, 5, 4)),
        ("2024年上半年", date(2024, 1, 1), date(2024, 6, 30)),
        ("24年第四季度", date(2024, 10, 1), date(2024, 12, 31)),
        ("前年", date(2023, 1, 1), date(2023, 12, 31)),
        ("去年冬天", date(2024, 1, 1), date(2025, 2, 28)),
        ("三年前", date(2021, 11, 8), date(2022, 11, 7)),
    ],
)
def test_a_stretch_has_a_first_and_a_last_day(told: str, first: date, last: date) -> None:
    (stretch,) = find_stretches(told, TODAY)
    assert (stretch.first, stretch.last) == (first, last)


def test_a_stretch_that_goes_on_ends_today() -> None:
    (stretch,) = find_stretches("今年", TODAY)
    assert (stretch.first, stretch.last) == (date(2025, 1, 1), TODAY)


def test_a_month_takes_the_year_told_before_it() -> None:
    first, second = find_stretches("2024年1月到5月", TODAY)
    assert (first.first, second.last) == (date(2024, 1, 1), date(2024, 5, 31))
    assert not second.assumed_year


def test_a_year_left_out_is_assumed() -> None:
    (stretch,) = find_stretches("九月底那次检查", date(2024, 12, 1))
    assert (stretch.first, stretch.assumed_year) == (date(2024, 9, 21), True)


@pytest.mark.parametrize("text", ["每月都来收", "2024年9月5日", "一年一次", "第3月报表"])
def test_what_is_a_day_or_no_time_is_no_month(text: str) -> None:
    assert not [one for one in find_stretches(text, TODAY) if not one.is_year]
