"""The dates of a question: the worked cases of tests/cases/dates.toml, and laws."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_days import WEEKDAYS, written
from bot.dates import Precision, find_dates
from bot.typed_text import fold
from kb.numerals import to_chinese

FILE = Path(__file__).parents[1] / "cases" / "dates.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
KEYS = {"name", "text", "today", "found"}
FOUND_KEYS = {"day", "problem", "text", "assumed_year", "side", "precision"}
TODAY = date(2025, 10, 20)  # a Monday
FULL_WIDTH = str.maketrans("0123456789-/.(),:", "０１２３４５６７８９－／．（），：")
DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
# Years that nobody needs to guess: eight digits are read as a date only in these centuries.
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FORMS = (
    written,
    lambda day: f"{day.year}年{day.month}月{day.day}号",
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{str(day.year).translate(DIGITS)}年{to_chinese(day.month)}月{to_chinese(day.day)}日",
    lambda day: f"{written(day)}（星期{WEEKDAYS[day.weekday()]}）",
)
# Pieces that dates are made of, so that random text is nearly a date.
PIECES = st.sampled_from(
    [
        *"0123456789年月日号周五前后底初今昨去上下个第.-/（），",
        "星期",
        "二十",
        "农历",
        "国庆",
        "明天",
        "之前",
        "2025",
        "也就是",
    ]
)
NEARLY_DATES = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=20)


def test_every_case_has_a_name_of_its_own_and_only_known_keys() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case.keys() <= KEYS for case in CASES)
    assert all(found.keys() <= FOUND_KEYS and ("day" in found) != ("problem" in found) for found in every_found())


def every_found() -> list[dict[str, Any]]:
    return [found for case in CASES for found in case["found"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_found(case: dict[str, Any]) -> None:
    dates = find_dates(case["text"], case.get("today", TODAY))
    assert [one.day for one in dates] == [found.get("day") for found in case["found"]]
    for one, found in zip(dates, case["found"], strict=True):
        assert found.get("problem", "") in one.problem
        assert bool(one.problem) == ("problem" in found)
        assert one.text == found.get("text", one.text)
        assert one.assumed_year == found.get("assumed_year", False)
        assert one.side == found.get("side", "on")
        assert one.precision == found.get("precision", Precision.DAY)


@given(
    day=DAYS,
    today=st.dates(),
    form=st.sampled_from(FORMS),
    around=st.sampled_from([("", ""), ("我们", "提出"), ("，", "。")]),
)
def test_a_date_written_with_its_year_is_always_found_exactly(
    day: date, today: date, form: Any, around: tuple[str, str]
) -> None:
    said = form(day)
    before, after = around
    (one,) = find_dates(before + said + after, today)
    assert (one.day, one.problem, one.assumed_year) == (day, "", False)
    assert (one.start, one.text) == (len(before), fold(said))


@given(text=NEARLY_DATES, today=st.dates())
def test_nothing_that_is_typed_on_any_day_raises(text: str, today: date) -> None:
    folded = fold(text)
    dates = find_dates(text, today)
    assert all((one.day is None) == bool(one.problem) for one in dates), "a day or a problem"
    assert all(folded[one.start : one.end] == one.text != "" for one in dates)
    assert all(one.end <= other.start for one, other in pairwise(dates)), "in order, apart"


@given(text=NEARLY_DATES)
@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_the_calendar_do_not_raise(text: str, today: date) -> None:
    for one in find_dates(text + "，昨天、下周日、上个月31号、15号、12月31日，今天", today):
        assert one.day or one.problem


@given(text=NEARLY_DATES, today=st.dates())
def test_folding_does_not_change_what_is_found(text: str, today: date) -> None:
    assert find_dates(text, today) == find_dates(fold(text), today)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_width_of_what_is_typed_does_not_change_what_is_found(case: dict[str, Any]) -> None:
    today = case.get("today", TODAY)
    assert find_dates(case["text"].translate(FULL_WIDTH), today) == find_dates(case["text"], today)


@given(today=DAYS, number=st.integers(1, 31))
def test_a_day_alone_is_never_further_than_a_month_from_today(today: date, number: int) -> None:
    (one,) = find_dates(f"{number}号提的", today)
    assert one.day is not None
    assert one.day.day == number
    assert abs((one.day - today).days) <= 31


@given(month=st.integers(1, 12), number=st.integers(1, 28), today=DAYS)
def test_a_year_left_out_brings_the_date_within_ten_months_of_today(month: int, number: int, today: date) -> None:
    (one,) = find_dates(f"{month}月{number}日提的", today)
    assert one.assumed_year
    assert one.day is not None
    assert -304 <= (one.day - today).days <= 182
