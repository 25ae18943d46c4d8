"""Questions after the last day of a period: receivables and complaints."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.cues import Cues
from bot.date_mentions import unclear
from bot.deadline_dates import (
    DeadlineDates,
    is_done,
    read_deadline_dates,
    received_after_sent,
    transfer_days,
    without_platform,
)
from bot.request import Read, Request, assumed_years, problems_of
from kb.rules.narration import day_label

RECEIVABLE, ACCEPTANCE, DECISION = "receivable_confirmation", "complaint_acceptance", "complaint_decision"

THIRTY_DAYS = timedelta(days=30)  # as people count it, whatever the rule makes of it
# Characters of a question whose dates are all vague: a longer one is a story that asks for the rule.
LONGEST_WITHOUT_DAY = 45
# 上个月底收到的 is told of some days, though the last one may be meant.
_EDGE = re.compile(r"[月年][底末]$")
RECEIVED_BEFORE_SENT = "您说的收到的日期比提出的日期还早，请核对是哪一天收到的。"
LONGEST_PLAIN = 60  # a longer one has to say more plainly that a day is wanted


def deadline_requests(question: Read, cues: Cues) -> tuple[Request, ...]:
    """None if no day is asked for; two when both days of a complaint may be meant."""
    text = question.text
    dated = any(
        not cues.found("moment", "as_of", found.text) or is_done(found, question, cues) for found in question.dates
    )
    rules = deadline_rules(text, cues, dated)
    if not rules:
        return ()
    told = any(found.day for found in question.dates) or (bool(question.dates) and len(text) <= LONGEST_WITHOUT_DAY)
    if told and (dated or cues.found("complaint", "topic", text) or RECEIVABLE in rules):
        wanted = cues.found("moment", "cue" if len(text) <= LONGEST_PLAIN else "strong", text)
    else:
        wanted = cues.found("moment", "strict", text) and not cues.found("moment", "not_strict", text)
    return tuple(deadline_arguments(rule, question, cues) for rule in rules) if wanted else ()


def deadline_rules(text: str, cues: Cues, dated: bool) -> tuple[str, ...]:
    """The rules that the words are about; with a date the acts and periods of a complaint are enough."""
    complaint = cues.found("complaint", "topic", text)
    receivable = cues.found(RECEIVABLE, "topic", text)
    other = cues.found("subject", "other", text)
    if receivable and not (complaint and cues.found("complaint", "acts", text)):
        if cues.found(RECEIVABLE, "payer_small", text):
            return ()
        beside = cues.patterns[RECEIVABLE, "beside"].sub("", text)
        if "确权" in text or not cues.found("subject", "other", beside):
            return (RECEIVABLE,)
    if other and not (complaint and dated and cues.found("complaint", "period", text)):
        return ()
    if complaint or (dated and cues.found("complaint", "acts", text)) or cues.found("complaint", "accept_only", text):
        return complaint_rules(text, cues)
    return ()


def complaint_rules(text: str, cues: Cues) -> tuple[str, ...]:
    """Which of the two days of a complaint is asked for; both where the words do not say."""
    asked = cues.patterns["complaint", "accepted"].sub("", text)
    acceptance, decision = (cues.found("complaint", key, asked) for key in ("accept_only", "decide_only"))
    if acceptance != decision:
        return (ACCEPTANCE,) if acceptance else (DECISION,)
    if acceptance and decision:
        return _nearest_to_the_question(asked, cues)
    if cues.found("complaint", "accept", asked):
        return (ACCEPTANCE,)
    if cues.found("complaint", "decide", asked):
        return (DECISION,)
    return (ACCEPTANCE, DECISION)


def _nearest_to_the_question(text: str, cues: Cues) -> tuple[str, ...]:
    """Where both are named: the act itself goes before a word for the outcome (立案不立案哪天出结果)."""
    if cues.found("complaint", "both", text):
        return (ACCEPTANCE, DECISION)
    return (DECISION,) if cues.found("complaint", "decide_outright", text) else (ACCEPTANCE,)


def deadline_arguments(rule: str, question: Read, cues: Cues) -> Request:
    """What the words say for the rule, whatever they ask."""
    told = read_deadline_dates(question, cues)
    kept = {one.found for one in told.starts}
    problems = problems_of(tuple(found for found in question.dates if found.problem or found in kept))
    arguments: dict[str, Any] = {"today": told.as_of or question.today}
    named = {found.day for found in kept if not _EDGE.search(found.text)}
    problems = (*problems, *(unclear(found.text) for found in kept if found.day not in named))
    notes = assumed_years(one.found for one in told.starts)
    if rule == RECEIVABLE:
        more, problem, since = _receivable_day(_without_own_count(told), cues)
        notes = (*notes, since) if since else notes
    else:
        more, problem = _complaint_days(rule, told, question, cues)
    if more and not problem and _is_receipt_unknown(told, question, cues):
        more, problem = {}, "对方是哪一天收到的？"
    problems = (*problems, problem) if problem else problems
    standing = cues.found("moment", "standing", question.text)
    return Request(rule, arguments | more, problems, notes, as_of=told.as_of, standing=standing)


def _is_receipt_unknown(told: DeadlineDates, question: Read, cues: Cues) -> bool:
    """寄出的日子 alone is told, and that nobody knows when it was received."""
    if not cues.found("date_role", "receipt_unknown", question.text):
        return False
    beside = [words for one in told.starts for words in (one.around.near_before, one.around.near_after)]
    return not any(cues.found("date_role", "received", words) for words in beside)


def _receivable_day(told: DeadlineDates, cues: Cues) -> tuple[dict[str, date], str, str]:
    """The day of the request, that of receipt where sending is told too; what is unclear; a note."""
    both = received_after_sent(told.starts, cues) if len(told.days) > 1 and not told.doubted else None
    if both is None:
        return *_only_day("requested", told), ""
    sent, received = both
    if sent > received:
        return {}, RECEIVED_BEFORE_SENT, ""
    return {"requested": received}, "", f"寄出和收到不是同一天的，按对方收到的{day_label(received)}起算。"


def _complaint_days(rule: str, told: DeadlineDates, question: Read, cues: Cues) -> tuple[dict[str, date], str]:
    """The day of receipt, and the competent department's where it was passed on; or what is unclear about them."""
    told, dispatched = without_platform(told, cues)
    transferred = cues.found("complaint", "transfer", question.text) and not (dispatched and len(told.days) < 2)
    if rule == DECISION and transferred and _is_before_transfer(told, question, cues):
        return {}, "有权处理的部门是哪一天收到的？"
    if len(told.days) < 2:
        return _only_day("received", told)
    if transferred:
        days = transfer_days(told.starts, cues)
        if days is not None:
            first, competent = days
            if rule == ACCEPTANCE:
                return {"received": competent if dispatched else first}, ""
            return {"received": first, "transferred": competent}, ""
    both = received_after_sent(told.starts, cues)
    if both is not None and not told.doubted:
        sent, received = both
        if sent > received:
            return {}, RECEIVED_BEFORE_SENT
        return {"received": received}, ""
    return _only_day("received", told)


def _is_before_transfer(told: DeadlineDates, question: Read, cues: Cues) -> bool:
    """Whether it is not known when the competent department received it: only the first one's day is told."""
    if cues.found("complaint", "transfer_unknown", question.text):
        return True
    beside = [(one.around.near_before, one.around.near_after) for one in told.starts]
    first = any(cues.found("date_role", "sent_first", words) for both in beside for words in both)
    return first and len(told.days) < 2


def _without_own_count(told: DeadlineDates) -> DeadlineDates:
    """Where the second day is the first and thirty more, somebody has counted for himself."""
    if len(told.days) != 2 or told.doubted or told.days[1] - told.days[0] != THIRTY_DAYS:
        return told
    return replace(told, starts=tuple(one for one in told.starts if one.day == told.days[0]))


def _only_day(slot: str, told: DeadlineDates) -> tuple[dict[str, date], str]:
    if len(told.days) > 1:
        named = "、".join(dict.fromkeys(one.found.text for one in told.starts))
        return {}, f"您说了不止一个日期（{named}），从哪一天算起？"
    return ({slot: told.days[0]} if told.days else {}), ""
