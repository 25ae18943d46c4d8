"""The working-day calendar: weekends, days off and make-up days, year by year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from kb.errors import CalendarGapError

ONE_DAY = timedelta(days=1)
SATURDAY = 5
WEEKEND = "周末"

StatutoryDays = Callable[[int], Mapping[date, str]]


@dataclass(frozen=True, slots=True)
class YearTable:
    """What the State Council's notice for one year changes: days off and make-up days, with the holiday's name.

    A notice may reach into December of the year before.
    """

    rest: Mapping[date, str] = field(default_factory=dict)
    makeup: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """`name` is the holiday of a day off or of a make-up day, 周末 for a plain weekend, else "".

    `published` is false where the notice for the year is not known, so that the day is a guess.
    """

    date: date
    working: bool
    name: str = ""
    makeup: bool = False
    published: bool = True


class WorkCalendar:
    """Days of the published years as the notices have them.

    Later years, up to `last_year`, have weekends and the statutory holidays alone.
    """

    def __init__(self, published: Mapping[int, YearTable], statutory: StatutoryDays, last_year: int) -> None:
        if not published:
            raise CalendarGapError("no working-day table at all")
        self._rest: dict[date, str] = {}
        self._makeup: dict[date, str] = {}
        for _, table in sorted(published.items()):
            self._add(table)
        self._published = frozenset(published)
        self._statutory = statutory
        self._last_year = last_year

    def _add(self, table: YearTable) -> None:
        """A later notice has the last word on a day of the year before."""
        for day, name in table.rest.items():
            self._makeup.pop(day, None)
            self._rest[day] = name
        for day, name in table.makeup.items():
            self._rest.pop(day, None)
            self._makeup[day] = name

    @property
    def published_years(self) -> str:
        """2004–2026; each run by itself where a year is left out."""
        years = sorted(self._published)
        firsts = [year for year in years if year - 1 not in self._published]
        lasts = [year for year in years if year + 1 not in self._published]
        runs = zip(firsts, lasts, strict=True)
        return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)

    def day(self, on: date) -> Day:
        """Raises CalendarGapError before the first published year and after `last_year`."""
        if on.year < min(self._published):
            raise CalendarGapError(f"no working-day table for {on.year}; have {self.published_years}")
        if on.year > self._last_year:
            reach = f"{self.published_years}, provisional days up to {self._last_year}"
            raise CalendarGapError(f"no working-day table for {on.year}; have {reach}")
        published = on.year in self._published
        if on in self._makeup:
            return Day(on, True, self._makeup[on], makeup=True, published=published)
        name = self._rest.get(on, "")
        if not name and not published:
            name = self._statutory(on.year).get(on, "")
        if not name and on.weekday() >= SATURDAY:
            name = WEEKEND
        return Day(on, not name, name, published=published)

    def next_working_day(self, on: date) -> Day:
        """The day itself if it is one. Raises CalendarGapError."""
        day = self.day(on)
        while not day.working:
            day = self.day(day.date + ONE_DAY)
        return day

    def working_days_between(self, today: date, due: date) -> int:
        """How many working days come after `today` up to and including `due`; below zero if it is past.

        Raises CalendarGapError.
        """
        if today > due:
            return -self.working_days_between(due, today)
        days = (self.day(today + timedelta(days=n)) for n in range(1, (due - today).days + 1))
        return sum(day.working for day in days)
