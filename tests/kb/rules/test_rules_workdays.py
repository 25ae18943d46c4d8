from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import CalendarGapError
from kb.rules.book import RuleBook
from kb.rules.workdays import Day, WorkCalendar, YearTable

FRIDAY, SATURDAY, SUNDAY = date(2025, 6, 6), date(2025, 6, 7), date(2025, 6, 8)
DAYS = st.dates(date(2004, 1, 1), date(2100, 12, 25))
NEAR = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.fixture(scope="session")
def calendar(book: RuleBook) -> WorkCalendar:
    return book.calendar


@pytest.mark.parametrize(
    ("on", "working", "name", "makeup"),
    [
        (date(2025, 9, 26), True, "", False),  # a plain Friday
        (date(2025, 9, 27), False, "周末", False),
        (date(2025, 9, 28), True, "国庆节", True),  # a Sunday worked for the National Day
        (date(2025, 9, 30), True, "", False),
        (date(2025, 10, 1), False, "国庆节", False),
        (date(2025, 10, 6), False, "中秋节", False),
        (date(2025, 10, 8), False, "国庆节", False),  # a Wednesday, off for Sunday 28 September
        (date(2025, 10, 9), True, "", False),
        (date(2025, 10, 11), True, "国庆节", True),
        (date(2026, 2, 14), True, "春节", True),
        (date(2026, 2, 23), False, "春节", False),
        (date(2026, 2, 24), True, "", False),
    ],
)
def test_a_published_day_is_what_the_notice_says(
    calendar: WorkCalendar, on: date, working: bool, name: str, makeup: bool
) -> None:
    assert calendar.day(on) == Day(on, working, name, makeup, published=True)


def test_the_last_published_day_is_certain_and_the_next_is_not(calendar: WorkCalendar) -> None:
    assert calendar.day(date(2026, 12, 31)).published
    assert not calendar.day(date(2027, 1, 1)).published


@pytest.mark.parametrize(
    ("on", "working", "name"),
    [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 1, 4), True, ""),
        (date(2027, 2, 4), True, ""),
        (date(2027, 2, 5), False, "春节"),  # 除夕, a day off by the statute as revised in 2024
        (date(2027, 2, 9), True, ""),  # 初四
        (date(2027, 6, 9), False, "端午节"),
        (date(2027, 5, 2), False, "劳动节"),
        (date(2027, 5, 3), True, ""),  # the notice may make it a day off; the statute does not
        (date(2027, 5, 8), False, "周末"),  # the notice may make it a make-up day
        (date(2028, 10, 3), False, "中秋节、国庆节"),
        (date(2028, 2, 29), True, ""),
    ],
)
def test_a_later_day_goes_by_weekends_and_statute(calendar: WorkCalendar, on: date, working: bool, name: str) -> None:
    assert calendar.day(on) == Day(on, working, name, published=False)


def test_before_the_first_year_there_is_no_answer_and_the_range_is_named(calendar: WorkCalendar) -> None:
    with pytest.raises(CalendarGapError, match="no working-day table for 2003; have 2004–2026"):
        calendar.day(date(2003, 12, 31))
    assert calendar.day(date(2004, 1, 1)).name == "元旦"


def test_after_the_lunar_calendar_ends_there_is_no_answer(calendar: WorkCalendar) -> None:
    assert not calendar.day(date(2100, 12, 31)).published
    with pytest.raises(CalendarGapError, match="for 2101; have 2004–2026, provisional days up to 2100"):
        calendar.day(date(2101, 1, 1))


def test_a_calendar_without_a_year_is_refused() -> None:
    with pytest.raises(CalendarGapError, match="at all"):
        WorkCalendar({}, lambda year: {}, 2100)


class TestTables:
    def make(self, *tables: YearTable) -> WorkCalendar:
        return WorkCalendar(dict(enumerate(tables, start=2025)), lambda year: {}, 2100)

    def test_a_later_notice_turns_a_day_off_into_a_make_up_day(self) -> None:
        calendar = self.make(YearTable(rest={SUNDAY: "甲"}), YearTable(makeup={SUNDAY: "乙"}))
        assert calendar.day(SUNDAY) == Day(SUNDAY, True, "乙", makeup=True)

    def test_a_later_notice_turns_a_make_up_day_into_a_day_off(self) -> None:
        calendar = self.make(YearTable(makeup={SUNDAY: "甲"}), YearTable(rest={SUNDAY: "乙"}))
        assert calendar.day(SUNDAY) == Day(SUNDAY, False, "乙")

    def test_the_next_working_day_of_a_working_day_is_itself(self) -> None:
        assert self.make(YearTable()).next_working_day(FRIDAY).date == FRIDAY

    def test_the_next_working_day_of_a_saturday_may_be_a_sunday_worked(self) -> None:
        assert self.make(YearTable(makeup={SUNDAY: "甲"})).next_working_day(SATURDAY).date == SUNDAY

    def test_the_next_working_day_of_a_saturday_may_be_after_a_day_off(self) -> None:
        monday = SUNDAY + timedelta(days=1)
        calendar = self.make(YearTable(rest={monday: "甲"}))
        assert calendar.next_working_day(SATURDAY).date == monday + timedelta(days=1)


class TestWorkingDaysBetween:
    @pytest.mark.parametrize(
        ("today", "due", "days"),
        [
            (date(2025, 9, 26), date(2025, 9, 26), 0),
            (date(2025, 9, 26), date(2025, 9, 27), 0),
            (date(2025, 9, 26), date(2025, 9, 28), 1),
            (date(2025, 9, 30), date(2025, 10, 8), 0),
            (date(2025, 9, 30), date(2025, 10, 9), 1),
            (date(2025, 10, 9), date(2025, 9, 30), -1),
            (date(2025, 10, 8), date(2025, 9, 30), 0),
        ],
    )
    def test_counts_the_days_after_today_up_to_the_last(
        self, calendar: WorkCalendar, today: date, due: date, days: int
    ) -> None:
        assert calendar.working_days_between(today, due) == days

    @given(st.data())
    def test_adds_up(self, calendar: WorkCalendar, data: st.DataObject) -> None:
        first, second, third = sorted(data.draw(st.lists(NEAR, min_size=3, max_size=3)))
        whole = calendar.working_days_between(first, third)
        assert whole == calendar.working_days_between(first, second) + calendar.working_days_between(second, third)


@given(DAYS)
def test_the_next_working_day_is_a_working_day_soon_after(calendar: WorkCalendar, on: date) -> None:
    found = calendar.next_working_day(on)
    assert found.working
    # The longest run of days off in the published years has ten, 23 January to 2 February 2020.
    assert timedelta(0) <= found.date - on <= timedelta(days=11)
    assert not any(calendar.day(on + timedelta(days=n)).working for n in range((found.date - on).days))


@given(DAYS)
def test_a_day_off_has_a_name_and_a_plain_working_day_has_none(calendar: WorkCalendar, on: date) -> None:
    day = calendar.day(on)
    assert bool(day.name) == (day.makeup or not day.working)
