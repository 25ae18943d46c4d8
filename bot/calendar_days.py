"""Days of the calendar: which exist, and which one is meant when the year or the month is left out.

A year left out is this year, as people mean it, unless that day lies more than half a year ahead
(then it was last year's) or more than ten months back (then it is next year's). A month left out
is the one that makes the day nearest, the past one if two are equally near.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

HALF_YEAR = 182  # days; from here on last year's day is as near or nearer
TEN_MONTHS = 304
WEEKDAYS = "一二三四五六日"


def impossible(year: int | None, month: int, day: int) -> str:
    """What is wrong with a date, for the person; "" if it exists (in some year, if none is given)."""
    if year is not None and not MINYEAR <= year <= MAXYEAR:
        return f"没有{year}年，请核对日期。"
    if not 1 <= month <= 12:
        return f"没有{month}月，请核对日期。"
    if not 1 <= day <= monthrange(2024, month)[1]:
        return f"{month}月没有{day}日，请核对日期。"
    if (month, day) == (2, 29) and year is not None and not isleap(year):
        return f"{year}年不是闰年，2月没有29日，请核对日期。"
    return ""


def existing(year: int, month: int, day: int) -> date | None:
    return None if impossible(year, month, day) else date(year, month, day)


def shifted(day: date, days: int) -> date | None:
    """None past the ends of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_beside(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months later (earlier if below zero); the year may not exist."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1


def last_of_month(year: int, month: int) -> int:
    return monthrange(year, month)[1] if MINYEAR <= year <= MAXYEAR else 31


def year_from_today(month: int, day: int, today: date) -> int:
    """The year meant by someone who names only month and day."""
    ahead = (_stand_in(today.year, month, day) - today).days
    if ahead > HALF_YEAR:
        return today.year - 1
    return today.year + 1 if ahead < -TEN_MONTHS else today.year


def year_after(month: int, day: int, told: date, today: date) -> int:
    """The year of a day told after another: the same, unless that would be half a year before it.

    Nor is it taken for later in that year if it would be to come, and is nearer in the year before.
    """
    same = _stand_in(told.year, month, day)
    ahead = (same - told).days
    if ahead < -HALF_YEAR:
        return told.year + 1
    return told.year - 1 if ahead > HALF_YEAR and same > today else told.year


def year_before(month: int, day: int, told: date) -> int:
    """The year of a day told before another: the one that brings it nearest."""
    ahead = (_stand_in(told.year, month, day) - told).days
    if ahead > HALF_YEAR:
        return told.year - 1
    return told.year + 1 if ahead < -HALF_YEAR else told.year


def nearest_with(day: int, near: date) -> date | None:
    """The date with that day of the month nearest to another; None where the calendar ends."""
    candidates = (existing(*month_beside(near, step), day) for step in (-2, -1, 0, 1, 2))
    return min((c for c in candidates if c), key=lambda c: (abs((c - near).days), c), default=None)


def latest_with(day: int, today: date) -> date | None:
    """The last date up to today with that day of the month; None where the calendar begins."""
    candidates = (existing(*month_beside(today, step), day) for step in (-2, -1, 0))
    return max((c for c in candidates if c and c <= today), default=None)


def weekday_name(day: date) -> str:
    return "星期" + WEEKDAYS[day.weekday()]


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _stand_in(year: int, month: int, day: int) -> date:
    """The date, or the 28th where February has no 29th; within the calendar."""
    return date(year, month, 28 if (month, day) == (2, 29) else day)
