"""The published arrangements of days off: the library's, and the files with which staff add a newly published year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from chinese_calendar import Holiday, holidays, workdays

from kb.rules.statutory import LAST_YEAR, statutory_days
from kb.rules.tables import Table, TableFile, read_table
from kb.rules.workdays import ONE_DAY, SATURDAY, WorkCalendar, YearTable

PATTERN = "workdays-*.toml"
FILE_KEYS = ("holiday", "source", "year")
HOLIDAY_KEYS = ("from", "name", "to")
# The festivals that every year's notice arranges; 国庆节 and 中秋节 may share one entry.
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


def load_calendar(folder: Path) -> WorkCalendar:
    """The library's years, and over them the folder's files workdays-YYYY.toml.

    Raises GuideError naming file and line.
    """
    years = library_years()
    for path in sorted(folder.glob(PATTERN)):
        year, table = read_year(path)
        years[year] = table
    return WorkCalendar(years, statutory_days, LAST_YEAR)


def library_years() -> dict[int, YearTable]:
    """Every year that chinesecalendar has, with Chinese names."""
    names = {holiday.value: _festival(holiday.chinese) for holiday in Holiday}
    years = sorted({day.year for day in holidays})
    return {
        year: YearTable(
            rest={day: names[name] for day, name in holidays.items() if day.year == year},
            makeup={day: names[name] for day, name in workdays.items() if day.year == year},
        )
        for year in years
    }


def _festival(name: str) -> str:
    """The library's 清明, 端午, 中秋 as the statute calls them."""
    return f"{name}节" if f"{name}节" in FESTIVALS else name


def read_year(path: Path) -> tuple[int, YearTable]:
    """The year and table of a file workdays-YYYY.toml; tests/kb/rules has a commented example.

    Raises GuideError: a name that does not fit the year, a festival left out, days outside the year
    (December of the year before is allowed), entries that overlap, a make-up day that is no weekend.
    """
    file = read_table(path)
    file.check("", file.data, FILE_KEYS)
    file.string("the head of the file", file.data, "source")
    year = file.whole("the head of the file", file.data, "year")
    if path.stem != f"workdays-{year}":
        raise file.error("", f"the file of the year {year} must be called workdays-{year}.toml", "year")
    rest: dict[date, str] = {}
    makeup: dict[date, str] = {}
    for row in file.rows("", file.data, "holiday"):
        file.check("[[holiday]]", row, HOLIDAY_KEYS, ("makeup",))
        name = file.string("[[holiday]]", row, "name")
        _add(file, year, rest, _days_off(file, name, row), name)
        _add(file, year, makeup, _makeup_days(file, name, row), name)
    _check_whole(file, rest, makeup)
    return year, YearTable(rest, makeup)


def _days_off(file: TableFile, name: str, row: Table) -> list[date]:
    first, last = file.day(f"holiday {name}", row, "from"), file.day(f"holiday {name}", row, "to")
    if last < first:
        raise file.error(f"holiday {name}", f"ends {last}, before it begins on {first}", str(last))
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def _makeup_days(file: TableFile, name: str, row: Table) -> list[date]:
    given = row.get("makeup", [])
    if not isinstance(given, list):
        raise file.error(f"holiday {name}", "'makeup' must be a list of dates", "makeup")
    days = [file.as_day(f"holiday {name}", "makeup", day) for day in given]
    for day in days:
        if day.weekday() < SATURDAY:
            raise file.error(f"holiday {name}", f"make-up day {day} is no Saturday or Sunday", str(day))
    return days


def _add(file: TableFile, year: int, table: dict[date, str], days: Iterable[date], name: str) -> None:
    for day in days:
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise file.error(f"holiday {name}", f"{day} is not in {year} nor in the December before", str(day))
        if day in table:
            raise file.error(f"holiday {name}", f"{day} stands under {table[day]} too", str(day))
        table[day] = name


def _check_whole(file: TableFile, rest: dict[date, str], makeup: dict[date, str]) -> None:
    for day in sorted(rest.keys() & makeup.keys()):
        raise file.error(f"holiday {makeup[day]}", f"{day} is both a day off and a make-up day", str(day))
    for festival in FESTIVALS:
        if not any(festival in name for name in rest.values()):
            raise file.error("", f"no [[holiday]] for {festival}; a year needs {'、'.join(FESTIVALS)}")
