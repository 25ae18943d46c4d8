"""The last day of a period: confirming a receivable (20.2), accepting and deciding a complaint (54.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.errors import InputError
from kb.rules.book import RuleBook
from kb.rules.counting import Count, count_days, count_working_days
from kb.rules.narration import calendar_day_steps, day_label, full_label, worked_label, working_day_steps
from kb.rules.parameters import Parameter
from kb.rules.problems import Problem
from kb.rules.result import Finding, cited, quoted

RECEIVABLE = "receivable_confirmation"
ACCEPTANCE = "complaint_acceptance"
DECISION = "complaint_decision"


@dataclass(frozen=True, slots=True)
class Act:
    """Who has to do what, in words that fit into 付款方最晚应当在某日确认债权债务关系."""

    who: str
    what: str


def confirm_receivable(book: RuleBook, requested: date, today: date | None = None) -> Finding:
    """第二十条第二款: thirty days from the request. A last day on a rest day moves to the next working day.

    Raises NotInForceError for a request before the regulation took effect, CalendarGapError.
    """
    parameter = book.parameters[RECEIVABLE]
    count = count_days(requested, int(parameter.amount(requested)), book.calendar)
    assumptions = (
        "这是中小企业以应收账款担保融资时提出的确权请求，付款方是国家机关、事业单位或者大型企业等。",
        cited(book.parameters["period_start"]),
        f"最后一日遇周末、法定节假日的，顺延到下一个工作日。{cited(book.parameters['period_end'])}",
    )
    act = Act("付款方", "确认债权债务关系")
    return _finding(book, parameter, act, count, today, calendar_day_steps(count, "提出确权请求"), assumptions)


def accept_complaint(book: RuleBook, received: date, today: date | None = None) -> Finding:
    """第五十四条第二款: three working days after a department received it.

    Raises NotInForceError, CalendarGapError.
    """
    parameter = book.parameters[ACCEPTANCE]
    count = count_working_days(received, int(parameter.amount(received)), book.calendar)
    act = Act("接到投诉、举报的部门", "作出是否受理的决定，并告知投诉、举报人")
    steps = working_day_steps(count, "收到投诉、举报")
    return _finding(book, parameter, act, count, today, steps, (cited(book.parameters["period_start"]),))


def decide_complaint(
    book: RuleBook, received: date, transferred: date | None = None, today: date | None = None
) -> Finding:
    """第五十四条第二款: fifteen working days after the department that has the power received it.

    `transferred` is the day on which another department, the competent one, received it: its days run from then.
    Raises InputError if that is before `received`, NotInForceError, CalendarGapError.
    """
    if transferred is not None and transferred < received:
        raise InputError("transferred", Problem.TOO_EARLY, transferred)
    parameter = book.parameters[DECISION]
    start = transferred or received
    count = count_working_days(start, int(parameter.amount(start)), book.calendar)
    assumptions = [cited(book.parameters["period_start"])]
    if transferred is None:
        steps = working_day_steps(count, "收到投诉、举报")
        assumptions.insert(0, "收到投诉、举报的就是有权处理的部门；移送给别的部门的，从那个部门收到之日起算。")
    else:
        first = (
            f"{full_label(received)}最先接到投诉、举报的部门不是有权处理的部门，移送后从有权处理的部门收到之日起算。"
        )
        steps = (first, *working_day_steps(count, "有权处理的部门收到移送来的投诉、举报"))
    act = Act("有权处理的部门", "作出处理决定，并书面答复投诉、举报人")
    return _finding(book, parameter, act, count, today, steps, tuple(assumptions))


def _finding(
    book: RuleBook,
    parameter: Parameter,
    act: Act,
    count: Count,
    today: date | None,
    steps: tuple[str, ...],
    assumptions: tuple[str, ...],
) -> Finding:
    value: dict[str, Any] = {
        "due": count.due.isoformat(),
        "provisional": count.provisional,
        "counted_from": count.start.isoformat(),
        "end_before_moving": count.end.isoformat(),
        "days": [day.to_json() for day in count.days],
    }
    if today is not None:
        value |= _standing(book, parameter, count, today)
    calendar = "工作日按国务院办公厅公布的放假调休安排计算，调休上班的周六、周日是工作日。"
    return Finding(
        value=value,
        verdict=_verdict(act, count, today, value.get("working_days_left")),
        steps=steps,
        references=quoted(parameter),
        assumptions=(*assumptions, calendar, *_guesses(count)),
        provisional=count.provisional,
    )


def _standing(book: RuleBook, parameter: Parameter, count: Count, today: date) -> dict[str, Any]:
    """How the deadline stands today."""
    standing: dict[str, Any] = {"days_left": (count.due - today).days, "past": today > count.due}
    if parameter.at(count.start).unit == "workday":
        standing["working_days_left"] = book.calendar.working_days_between(today, count.due)
    return standing


def _verdict(act: Act, count: Count, today: date | None, working_days_left: int | None) -> str:
    latest = f"{act.who}最晚应当在{worked_label(count.days[-1].day)}{act.what}"
    if count.provisional:
        latest = f"暂按现有日历推算，{latest}"
    if today is None:
        return f"{latest}。"
    left, now = (count.due - today).days, f"今天是{day_label(today)}"
    if left < 0:
        return f"已经过期{-left}天（{now}）：{latest}。"
    if left == 0:
        return f"还没有过期，今天就是最后一天：{latest}。"
    working = "" if working_days_left is None else f"，其中工作日{working_days_left}天"
    return f"还没有过期，还剩{left}天{working}（{now}）：{latest}。"


def _guesses(count: Count) -> tuple[str, ...]:
    if not count.provisional:
        return ()
    years = "、".join(f"{year}年" for year in count.guessed)
    return (
        f"国务院办公厅还没有公布{years}的放假调休安排，这里只按周末和法定节假日推算，结果是暂定的，公布以后可能提前或者推后。",
    )
