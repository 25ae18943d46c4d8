"""Counting a period day by day: the first day is not counted (民法典 201), the days in between are kept to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kb.rules.workdays import ONE_DAY, Day, WorkCalendar


class DayKind(StrEnum):
    """How a day is drawn."""

    NOT_COUNTED = "not-counted"  # the day on which it begins
    COUNTED = "counted"
    REST = "rest"  # a weekend or holiday that is not counted
    MAKEUP = "makeup"  # counted, a Saturday or Sunday worked for a holiday


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a period; `number` says which counted day it is, None for the others."""

    day: Day
    kind: DayKind
    number: int | None = None

    @property
    def date(self) -> date:
        return self.day.date

    def to_json(self) -> dict[str, Any]:
        return {"date": self.date.isoformat(), "kind": self.kind.value, "name": self.day.name, "number": self.number}


@dataclass(frozen=True, slots=True)
class Count:
    """A period counted out. `end` is its last day by count, `due` the day to which a rest day moves it.

    `guessed` are the years without published calendar that the result rests on.
    """

    days: tuple[CountedDay, ...]
    end: date
    due: date
    guessed: tuple[int, ...] = ()

    @property
    def start(self) -> date:
        return self.days[0].date

    @property
    def provisional(self) -> bool:
        return bool(self.guessed)


def count_days(start: date, length: int, calendar: WorkCalendar) -> Count:
    """Calendar days; a last day on a rest day moves to the next working day (民法典 203).

    Raises CalendarGapError.
    """
    days = [CountedDay(calendar.day(start), DayKind.NOT_COUNTED)]
    for number in range(1, length + 1):
        days.append(CountedDay(calendar.day(start + timedelta(days=number)), DayKind.COUNTED, number))
    last = days[-1]
    end, due = last.date, calendar.next_working_day(last.date)
    if last.day.makeup:
        days[-1] = CountedDay(last.day, DayKind.MAKEUP, length)
    rest = [calendar.day(end + n * ONE_DAY) for n in range(1, (due.date - end).days)]
    days += [CountedDay(day, DayKind.REST) for day in rest]
    if due.date > end:
        days.append(CountedDay(due, _worked(due)))
    # The days before the last are counted whatever they are: the calendar bears only on the last.
    return Count(tuple(days), end, due.date, _guessed([last.day, *rest, due]))


def count_working_days(start: date, length: int, calendar: WorkCalendar) -> Count:
    """Working days, so the last is one by itself. Raises CalendarGapError."""
    days = [CountedDay(calendar.day(start), DayKind.NOT_COUNTED)]
    number = 0
    while number < length:
        day = calendar.day(days[-1].date + ONE_DAY)
        number += day.working
        days.append(CountedDay(day, _worked(day), number) if day.working else CountedDay(day, DayKind.REST))
    due = days[-1].date
    return Count(tuple(days), due, due, _guessed([counted.day for counted in days[1:]]))


def _worked(day: Day) -> DayKind:
    return DayKind.MAKEUP if day.makeup else DayKind.COUNTED


def _guessed(days: list[Day]) -> tuple[int, ...]:
    return tuple(sorted({day.date.year for day in days if not day.published}))
