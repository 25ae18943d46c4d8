"""What the dates of a question about a period stand for: the day it runs from, and the day it is measured against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from bot.clauses import Around, around
from bot.cues import Cues
from bot.dates import FoundDate, Side
from bot.request import Read

TABLE = "date_role"
# The day after the one told.
_NEXT_DAY = re.compile(r"(?:次日|隔天|翌日|第二天)(?:才|就|被|由)?(?:签收|收到|接收|收件|收的|登记)")
# Between two days of which one is asked for: 4月3号满还是4月2号满.
_OR = re.compile(
    r"[,，、 ]?(?:就|才)?(?:满|到期|截止|到)?(?:了|的)?(?:三十天|30天|[十0-9]*[0-9三五]个工作日)?"
    r"[,，、 ]?(?:还是|或者|或|抑或)(?:说)?(?:到|是)?"
)


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A date with the words around it."""

    found: FoundDate
    around: Around

    @property
    def day(self) -> date | None:
        return self.found.day


@dataclass(frozen=True, slots=True)
class DeadlineDates:
    """`starts` are the days from which the period may run; `as_of` the one it is measured against, None for today.

    `doubted`: the person is not sure which of the days it was.
    """

    starts: tuple[ToldDate, ...]
    as_of: date | None = None
    doubted: bool = False

    @property
    def days(self) -> list[date]:
        """Each once, in the order told."""
        return list(dict.fromkeys(told.day for told in self.starts if told.day))


def read_deadline_dates(question: Read, cues: Cues) -> DeadlineDates:
    told = [_told(found, question) for found in question.dates if found.day]
    asked = _choice(told, question.text)
    told = _without(
        told, [one for one in told if one in asked or _is_aside(one, cues) or _is_bound(one, question, cues)]
    )
    present = [one for one in told if cues.found("moment", "as_of", one.found.text)]
    if len({one.day for one in told}) < 2:
        measured = present and _only_measured(present[-1], cues)
        return DeadlineDates(() if measured else tuple(told))
    if _is_doubted(told, question.text, cues):
        return DeadlineDates(tuple(told), doubted=True)
    answers = [one for one in told if _is_answer_day(one, told, cues)]
    rest = _without(told, present)
    measured_by = [one for one in answers if one not in present] or (present if len(rest) < len(told) else [])
    starts = _without(rest, answers)
    as_of = measured_by[-1].day if measured_by and measured_by[-1].day != question.today else None
    return DeadlineDates(tuple(starts), as_of)


def _told(found: FoundDate, question: Read) -> ToldDate:
    """With the words around it; 9月5日寄出，次日签收 is the next day."""
    words = around(question.text, found, question.dates)
    if found.day is not None and _NEXT_DAY.search(words.after):
        found = replace(found, day=found.day + timedelta(days=1))
    return ToldDate(found, words)


def is_done(found: FoundDate, question: Read, cues: Cues) -> bool:
    """今天把材料交到局里了: the day is that of an act, though it is today."""
    return cues.found(TABLE, "done", around(question.text, found, question.dates).near_after)


def transfer_days(dates: Sequence[ToldDate], cues: Cues) -> tuple[date, date] | None:
    """The days on which the first department and the competent one received it; None if only one day is told.

    The competent department's is told where it was passed on, or behind that where it was received.
    """
    days = list(dict.fromkeys(one.day for one in dates if one.day))
    if len(days) < 2:
        return None
    passed = [place for place, one in enumerate(dates) if _says(one, "transfer", cues, "complaint")]
    if not passed:
        return days[0], days[-1]
    place = passed[-1]
    behind = () if _says(dates[place], "received", cues) else dates[place + 1 :]
    later = [one for one in behind if _says(one, "received", cues)]
    competent = (later[-1] if later else dates[place]).day
    others = [day for day in days if day != competent]
    if competent is None or not others:
        return None
    told_last = [day for day in others if day != dates[place].day] or others
    return told_last[0], competent


def received_after_sent(dates: Sequence[ToldDate], cues: Cues) -> tuple[date, date] | None:
    """Of a day of sending and one of receipt: both, in this order; None for anything else."""
    received = {one.day for one in dates if _says(one, "received", cues)}
    sent = {one.day for one in dates if _says(one, "sent", cues)} - received
    if len(received) != 1 or len(sent) != 1:
        return None
    (first,), (last,) = sent, received
    return (first, last) if first and last else None


def without_platform(told: DeadlineDates, cues: Cues) -> tuple[DeadlineDates, bool]:
    """热线3月14日接的，17日派给市监局: without the hotline's day; and whether there was one."""
    days = list(told.starts)
    passed = [one for one in days if _says(one, "dispatched", cues)]
    if told.doubted or not passed:
        return told, False
    own = [one for one in days if one not in passed and one.day and _says(one, "platform", cues)]
    earlier = [one for one in own if passed[0].day and one.day and one.day <= passed[0].day]
    if not earlier:
        return told, False
    return replace(told, starts=tuple(one for one in days if one not in earlier)), True


def _is_doubted(told: Sequence[ToldDate], text: str, cues: Cues) -> bool:
    """15号还是16号: neither of two days is certain."""
    between = (text[one.found.end : other.found.start] for one, other in pairwise(told))
    return any(cues.found(TABLE, "doubt", words) for words in between)


def _says(told: ToldDate, key: str, cues: Cues, table: str = TABLE) -> bool:
    """In the clause of the date."""
    return cues.found(table, key, told.around.near_after) or cues.found(table, key, told.around.near_before)


def _without(told: Sequence[ToldDate], others: Sequence[ToldDate]) -> list[ToldDate]:
    """Those left; if none would be, all of them."""
    rest = [one for one in told if one not in others]
    return rest or list(told)


def _is_aside(told: ToldDate, cues: Cues) -> bool:
    """A make-up day, a holiday, the day of a contract, the last day as somebody claims it: told beside."""
    before, after = told.around.near_before, told.around.near_after
    return any(cues.found(TABLE, key, before) for key in ("aside_before", "claimed_before")) or any(
        cues.found(TABLE, key, after) for key in ("aside_after", "claimed_after")
    )


def _is_bound(told: ToldDate, question: Read, cues: Cues) -> bool:
    """银行要10月31日之前拿到: a day up to which somebody waits, on which nothing has happened."""
    if told.found.side is not Side.BEFORE or told.day is None:
        return False
    return told.day > question.today or not (_says(told, "received", cues) or _says(told, "sent", cues))


def _choice(told: Sequence[ToldDate], text: str) -> list[ToldDate]:
    """是7月30日还是31日: two days of which the person asks which is the last, behind the day it runs from."""
    for place, (one, other) in enumerate(pairwise(told)):
        if place and _OR.fullmatch(text, one.found.end, other.found.start):
            return [one, other]
    return []


def _is_answer_day(told: ToldDate, others: Sequence[ToldDate], cues: Cues) -> bool:
    """The day on which the answer came, or up to which one has waited: never the first of the days."""
    earlier = [one for one in others if one.day and told.day and one.day < told.day]
    if not earlier or _says(told, "transfer", cues, "complaint"):
        return False
    before, after = told.around.near_before, told.around.near_after
    if cues.found(TABLE, "signed_for", after) and any(_says(one, "mailed", cues) for one in earlier):
        return False
    if cues.found(TABLE, "as_of_before", before):
        return True
    until = cues.found(TABLE, "until", before) or not before.strip()
    return cues.found(TABLE, "as_of_after", after) or (until and cues.found(TABLE, "states", after))


def _only_measured(told: ToldDate, cues: Cues) -> bool:
    """今天过期没有 names no day on which anything was received."""
    after = told.around.near_after
    happened = _says(told, "received", cues) or cues.found(TABLE, "sent", after)
    return cues.found(TABLE, "states", after) and not happened
