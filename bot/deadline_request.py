"""Questions after the last day of a period: receivables and complaints."""

from __future__ import annotations

from datetime import date

from bot.cues import Cues
from bot.dates import FoundDate
from bot.request import Read, Request, problems_of

RECEIVABLE, ACCEPTANCE, DECISION = "receivable_confirmation", "complaint_acceptance", "complaint_decision"


def deadline_requests(question: Read, cues: Cues) -> tuple[Request, ...]:
    """None if no day is asked for; two when both days of a complaint may be meant."""
    text = question.text
    if cues.found("complaint", "topic", text):
        rules = _complaint_rules(text, cues)
    elif cues.found(RECEIVABLE, "topic", text):
        rules = (RECEIVABLE,)
    else:
        return ()
    wanted = cues.found("moment", "cue", text) if question.dates else cues.found("moment", "strict", text)
    if not wanted:
        return ()
    return tuple(_request(rule, question, cues) for rule in rules)


def _complaint_rules(text: str, cues: Cues) -> tuple[str, ...]:
    if cues.found("complaint", "accept_only", text):
        return (ACCEPTANCE,)
    if cues.found("complaint", "decide", text):
        return (DECISION,)
    if cues.found("complaint", "accept", text):
        return (ACCEPTANCE,)
    return (ACCEPTANCE, DECISION)


def _request(rule: str, question: Read, cues: Cues) -> Request:
    problems = problems_of(question.dates)
    dates, as_of = _starts(question, cues)
    arguments: dict[str, date] = {"today": as_of}
    slot = "requested" if rule == RECEIVABLE else "received"
    notes = tuple(f"您没有说年份，按{found.day.year}年计算。" for found in dates if found.assumed_year and found.day)[
        :1
    ]
    days = list(dict.fromkeys(found.day for found in dates if found.day))
    if len(days) > 1 and rule != RECEIVABLE and cues.found("complaint", "transfer", question.text):
        arguments |= _transferred(rule, dates, question, cues)
    elif len(days) > 1:
        told = "、".join(found.text for found in dates)
        problems = (*problems, f"您说了不止一个日期（{told}），从哪一天算起？")
    elif days:
        arguments[slot] = days[0]
    return Request(rule, arguments, problems, notes)


def _transferred(rule: str, dates: tuple[FoundDate, ...], question: Read, cues: Cues) -> dict[str, date]:
    """The first department's day and the competent one's: the date nearest to the word for passing on."""
    days = sorted({found.day for found in dates if found.day})
    if rule == ACCEPTANCE:
        return {"received": days[0]}
    return {"received": days[0], "transferred": days[-1]}


def _starts(question: Read, cues: Cues) -> tuple[tuple[FoundDate, ...], date]:
    """The dates from which days may run, and the day as of which it is asked.

    今天 beside another date is the day of asking, not the beginning; so is a later date that the
    question looks back from (到10月20日还没回).
    """
    dates = tuple(found for found in question.dates if found.day)
    as_of = question.today
    if len({found.day for found in dates}) < 2:
        return dates, as_of
    present = [found for found in dates if cues.found("moment", "as_of", found.text)]
    rest = tuple(found for found in dates if found not in present)
    if present and rest:
        as_of = present[-1].day or as_of
        dates = rest
    if len({found.day for found in dates}) > 1:
        looked_back_from = [found for found in dates if _looks_back(question.text, found)]
        if looked_back_from and len(looked_back_from) < len(dates):
            as_of = looked_back_from[-1].day or as_of
            dates = tuple(found for found in dates if found not in looked_back_from)
    return dates, as_of


def _looks_back(text: str, found: FoundDate) -> bool:
    before, after = text[max(0, found.start - 4) : found.start], text[found.end : found.end + 12]
    waits = any(
        word in after
        for word in ("还没", "都没", "仍未", "仍然没", "才", "没给", "没有给", "没得", "未", "给的", "来的")
    )
    until = any(
        before.endswith(word) for word in ("到", "到了", "截至", "截止", "拖到", "等到", "直到", "至", "在", ",")
    )
    verdict = any(word in after for word in ("过期", "超期", "逾期", "超时", "算不算", "违规", "晚了"))
    return (until and waits) or verdict or any(before.endswith(word) for word in ("拖到", "等到", "直到", "截至"))
