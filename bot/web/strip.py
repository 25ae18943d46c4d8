"""A deadline drawn as a calendar: week by week, which days count, which are rest days, which are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kb.rules.counting import DayKind
from kb.rules.narration import day_label, full_label
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
class Strip:
    """`weeks` begin on Monday; None stands for a day that the period does not reach."""

    caption: str
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
    return Strip(f"{day_label(min(days))}至{day_label(max(days), min(days).year)}，一天一格", weeks)


def _cell(day: date, counted: Mapping[str, Any], unit: str, due: date, today: date, new_month: bool) -> Cell:
    kind = DayKind(counted["kind"])
    spoken = [full_label(day), _said(kind, counted, unit)]
    if day == due:
        spoken.append("最后一天")
    if day == today:
        spoken.append("今天")
    name = counted["name"] if counted["name"] != WEEKEND else ""
    month = f"{day.month}月" if new_month else ""
    return Cell(day, kind.value, month, _mark(kind, counted), name, "，".join(spoken), day == due, day == today)


def _mark(kind: DayKind, counted: Mapping[str, Any]) -> str:
    number = "" if counted["number"] is None else f"第{counted['number']}"
    short = {DayKind.NOT_COUNTED: "不计", DayKind.REST: "休", DayKind.MAKEUP: f"班 {number}".strip()}
    return short.get(kind, number)


def _said(kind: DayKind, counted: Mapping[str, Any], unit: str) -> str:
    number = "" if counted["number"] is None else f"第{counted['number']}{unit}"
    if kind is DayKind.NOT_COUNTED:
        return "当日不计"
    if kind is DayKind.REST:
        return f"{_off(counted['name'])}，不计"
    if kind is DayKind.MAKEUP:
        return f"{counted['name']}调休上班" + (f"，{number}" if number else "")
    return (
        "，".join(part for part in (_off(counted["name"]) if counted["name"] else "", number) if part) or "顺延到这一天"
    )


def _off(name: str) -> str:
    return name if name == WEEKEND else f"{name}放假"


def legend(strip: Sequence[Sequence[Cell | None]]) -> list[tuple[str, str]]:
    """The kinds that occur, each with what its mark means."""
    kinds = {cell.kind for week in strip for cell in week if cell is not None}
    meanings = {
        DayKind.NOT_COUNTED: "不计：开始的当日",
        DayKind.COUNTED: "第几：计入的第几天",
        DayKind.REST: "休：周末或者节假日，不计",
        DayKind.MAKEUP: "班：调休上班，计入",
    }
    return [(kind.value, meaning) for kind, meaning in meanings.items() if kind.value in kinds]
