"""A deadline drawn as a calendar: week by week, which days count, which are rest days, which are made up."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.web import language
from bot.web.language import translate as _
from bot.web.pages import full_day
from kb.rules.counting import DayKind
from kb.rules.narration import WEEKDAYS, day_label
from kb.rules.workdays import WEEKEND

WEEK = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A day. `kind` is its class in the style sheet, `month` stands on the first of each,
    `mark` is the short word in it, `spoken` the whole for a reader."""

    day: date
    kind: str
    month: str
    mark: str
    name: str
    spoken: str
    due: bool = False
    today: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """The head of a column: 一 for 星期一, Mon for Monday."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class Strip:
    """`weeks` begin on Monday; None stands for a day that the period does not reach."""

    caption: str
    weekdays: tuple[Weekday, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]


def draw_strip(value: Mapping[str, Any], unit: str, today: date) -> Strip | None:
    """Of a deadline's value; None for any other. `unit` is what is counted, 工作日 or 日."""
    if "days" not in value:
        return None
    due = date.fromisoformat(value["due"])
    days = {date.fromisoformat(day["date"]): day for day in value["days"]}
    first = min(days) - timedelta(days=min(days).weekday())
    length = -(-((max(days) - first).days + 1) // WEEK) * WEEK
    cells = [
        _cell(day, days[day], unit, due, today, new_month=day == min(days) or day.day == 1) if day in days else None
        for day in (first + timedelta(days=n) for n in range(length))
    ]
    weeks = tuple(tuple(cells[n : n + WEEK]) for n in range(0, length, WEEK))
    caption = _("{first}至{last}，一天一格", first=_day(min(days)), last=_day(max(days), min(days).year))
    return Strip(caption, _weekdays(), weeks)


def _day(day: date, year: int | None = None) -> str:
    """Without the year where it is the one given."""
    if language.language() == language.CHINESE:
        return day_label(day, year)
    return f"{day.day} {day:%B}" + ("" if day.year == year else f" {day.year}")


def _weekdays() -> tuple[Weekday, ...]:
    if language.language() == language.CHINESE:
        return tuple(Weekday(name, f"星期{name}") for name in WEEKDAYS)
    return tuple(Weekday(name[:3], name) for name in calendar.day_name)


def _cell(day: date, counted: Mapping[str, Any], unit: str, due: date, today: date, new_month: bool) -> Cell:
    kind = DayKind(counted["kind"])
    spoken = [full_day(day), _said(kind, counted, unit)]
    if day == due:
        spoken.append(_("最后一天"))
    if day == today:
        spoken.append(_("今天"))
    name = counted["name"] if counted["name"] != WEEKEND else ""
    month = _month(day) if new_month else ""
    return Cell(day, kind.value, month, _mark(kind, counted), _(name), _("，").join(spoken), day == due, day == today)


def _month(day: date) -> str:
    return f"{day.month}月" if language.language() == language.CHINESE else f"{day:%b}"


def _mark(kind: DayKind, counted: Mapping[str, Any]) -> str:
    number = "" if counted["number"] is None else _("第{number}", number=counted["number"])
    short = {DayKind.NOT_COUNTED: _("不计"), DayKind.REST: _("休"), DayKind.MAKEUP: f"{_('班')} {number}".strip()}
    return short.get(kind, number)


def _said(kind: DayKind, counted: Mapping[str, Any], unit: str) -> str:
    name = counted["name"]
    number = "" if counted["number"] is None else _("第{number}{unit}", number=counted["number"], unit=unit)
    if kind is DayKind.NOT_COUNTED:
        return _("当日不计")
    if kind is DayKind.REST:
        return _joined(_off(name), _("不计"))
    if kind is DayKind.MAKEUP:
        return _joined(_("{festival}调休上班", festival=name), number)
    return _joined(_off(name) if name else "", number) or _("顺延到这一天")


def _joined(*parts: str) -> str:
    return _("，").join(part for part in parts if part)


def _off(name: str) -> str:
    return _(name) if name == WEEKEND else _("{festival}放假", festival=name)


def legend(strip: Sequence[Sequence[Cell | None]]) -> list[tuple[str, str]]:
    """The kinds that occur, each with what its mark means."""
    kinds = {cell.kind for week in strip for cell in week if cell is not None}
    meanings = {
        DayKind.NOT_COUNTED: _("不计：开始的当日"),
        DayKind.COUNTED: _("第几：计入的第几天"),
        DayKind.REST: _("休：周末或者节假日，不计"),
        DayKind.MAKEUP: _("班：调休上班，计入"),
    }
    return [(kind.value, meaning) for kind, meaning in meanings.items() if kind.value in kinds]
