"""A deadline as an iCalendar file: one all-day event on its last day, with a reminder the day before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from bot.tools import ToolResult

# An all-day event begins at midnight: this is nine in the morning of the day before.
DAY_BEFORE_AT_NINE = timedelta(hours=-15)


def calendar_file(label: str, result: ToolResult, today: date) -> bytes:
    """`label` is the rule's; the result is one without today, as the file is read on other days."""
    calculation = result.calculation
    due = date.fromisoformat(calculation.result["due"])
    summary = f"{label}：最后一天" + ("（暂定）" if result.provisional else "")
    event = Event()
    event.add("uid", _uid(calculation.rule, calculation.arguments))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", _description(result))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"明天是{summary}")
    alarm.add("trigger", DAY_BEFORE_AT_NINE)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Tiaoli//calculators//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _uid(rule: str, arguments: dict[str, object]) -> str:
    """The same for the same calculation, so that a file opened twice makes one entry."""
    plain = json.dumps([rule, arguments], ensure_ascii=False, sort_keys=True)
    return f"{rule}-{hashlib.sha256(plain.encode()).hexdigest()[:16]}@tiaoli"


def _description(result: ToolResult) -> str:
    cited = [f"《{c.title}》{c.reference.label}：“{c.quote}”" for c in result.calculation.citations]
    return "\n\n".join([result.verdict, "\n".join(result.calculation.steps), *cited, "前提：", *result.assumptions])
