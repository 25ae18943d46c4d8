"""A counted period told in Chinese, so that a person can follow it on a calendar."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from kb.rules.counting import Count, CountedDay, DayKind
from kb.rules.workdays import WEEKEND, Day

WEEKDAYS = "一二三四五六日"


def day_label(day: date, year: int | None = None) -> str:
    """2025年9月28日, without the year where it is the one given."""
    short = f"{day.month}月{day.day}日"
    return short if day.year == year else f"{day.year}年{short}"


def weekday_label(day: date) -> str:
    return f"星期{WEEKDAYS[day.weekday()]}"


def full_label(day: date, year: int | None = None) -> str:
    """9月28日（星期日）."""
    return f"{day_label(day, year)}（{weekday_label(day)}）"


def worked_label(day: Day, year: int | None = None) -> str:
    """9月28日（星期日，国庆节调休上班）; as `full_label` for a plain working day."""
    if not day.makeup:
        return full_label(day.date, year)
    return f"{day_label(day.date, year)}（{weekday_label(day.date)}，{day.name}调休上班）"


def range_label(days: list[CountedDay], year: int) -> str:
    """10月1日至8日; 9月20日、21日; or the one day."""
    first, last = days[0].date, days[-1].date
    if len(days) == 1:
        return day_label(first, year)
    same_month = (first.year, first.month) == (last.year, last.month)
    until = f"{last.day}日" if same_month else day_label(last, first.year)
    return f"{day_label(first, year)}{_joint(len(days))}{until}"


def working_day_steps(count: Count, begins: str) -> tuple[str, ...]:
    """`begins` is what happened on the first day, such as 收到投诉、举报."""
    year = count.start.year
    steps = [f"{full_label(count.start)}{begins}，当日不计。"]
    for kind, group in groupby(count.days[1:], key=lambda counted: counted.kind):
        days = list(group)
        if kind is DayKind.REST:
            steps.append(f"{range_label(days, year)}{_rest_names(days)}，不计。")
        elif kind is DayKind.MAKEUP:
            steps.extend(f"第{counted.number}个工作日是{worked_label(counted.day, year)}。" for counted in days)
        else:
            steps.append(_counted_step(days, year))
    return tuple(steps)


def calendar_day_steps(count: Count, begins: str) -> tuple[str, ...]:
    """For a period of calendar days, whose end may move past rest days."""
    year = count.start.year
    numbered = [counted for counted in count.days if counted.number is not None]
    first, last = numbered[0], numbered[-1]
    counting = f"从{day_label(first.date, year)}起按日历逐日计算，周末和节假日也计入"
    steps = [
        f"{full_label(count.start)}{begins}，当日不计，{counting}。",
        f"第{last.number}日是{full_label(last.date, year)}。",
    ]
    if count.due == count.end:
        reason = f"因{last.day.name}调休上班，属于工作日" if last.day.makeup else "是工作日"
        steps.append(f"这一天{reason}，不需要顺延。")
        return tuple(steps)
    rest = [last, *(counted for counted in count.days if counted.kind is DayKind.REST)]
    due = worked_label(count.days[-1].day, year)
    steps.append(f"{range_label(rest, year)}{_rest_names(rest)}，最后一日顺延到下一个工作日{due}。")
    return tuple(steps)


def _rest_names(days: list[CountedDay]) -> str:
    """是周末, or 国庆节、中秋节放假, or 是元旦放假和周末."""
    names = list(dict.fromkeys(part for counted in days for part in counted.day.name.split("、")))
    festivals = [name for name in names if name != WEEKEND]
    if not festivals:
        return f"是{WEEKEND}"
    off = f"{'、'.join(festivals)}放假"
    return f"是{off}和{WEEKEND}" if WEEKEND in names else off


def _counted_step(days: list[CountedDay], year: int) -> str:
    first, last = days[0], days[-1]
    if first is last:
        return f"第{first.number}个工作日是{full_label(first.date, year)}。"
    return f"第{first.number}个{_joint(len(days))}第{last.number}个工作日是{range_label(days, year)}。"


def _joint(length: int) -> str:
    """What stands between the first and the last of so many in a row."""
    return "、" if length == 2 else "至"
