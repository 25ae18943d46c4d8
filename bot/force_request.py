"""Questions whether the regulation was in force at a time: a day, or a stretch on one side of the first day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendar_days import written
from bot.clauses import CLAUSE_END, around
from bot.cues import Cues
from bot.date_stretches import Stretch, find_stretches, outside
from bot.dates import FoundDate, Precision, Side
from bot.request import Read, Request, assumed_years, problems_of

IN_FORCE = "in_force"
# 签合同那天, 开发票的当天
_THAT_DAY = re.compile(r"(?P<what>[一-鿿]{2,4}?)的?(?:那天|当天|那一天|那时候?)")
LEAST_SHARED = 2  # characters
LONGEST_DESCRIBED = 45  # characters of a question whose day is only described
LONGEST_TOLD = 70  # of one that tells a stretch; a longer one is a story
# 那天条例施行了没: one day is meant, no month told beside it.
_OF_A_DAY = re.compile(r"[那当这](?:一)?[天日]")
# 2019年3月成立的公司: told of the enterprise, not of what happened to it.
_FOUNDED = re.compile(r"[^,。;?？0-9]{0,6}(?:成立|注册|开业|开张|创办|开办|建厂)(?:的|以来|至今)")
_BEHIND = re.compile(
    r"\s?(?:节|假期?)?(?:(?P<before>之前|以前|前(?!后|[几两])|为止)|(?P<after>之后|以后|过后|后(?!来)|起|以来))"
)
_HOLIDAY = re.compile("清明|五一|劳动节|端午|中秋|国庆|元旦|春节|过年|大年|元宵|除夕|三十|七夕|重阳|腊八")
_DAY = timedelta(days=1)
_NEARBY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a stretch that is told, by its first and last day, either of them open; `told` is its words."""

    first: date
    last: date
    start: int
    end: int
    told: str
    found: FoundDate | None = None
    assumed_year: bool = False

    def in_force(self, since: date) -> bool | None:
        """None for what lies on both sides of the first day."""
        if self.first >= since:
            return True
        return False if self.last < since else None

    def day(self, since: date) -> date:
        """The one of its days that is nearest to the first day in force, or the only one."""
        return self.first if self.first >= since else self.last


def in_force_request(question: Read, cues: Cues, since: date) -> Request | None:
    """`since` is the first day on which the regulation is in force."""
    text = question.text
    if not cues.found(IN_FORCE, "regulation", text) or _is_other(text, cues):
        return None
    described = len(text) <= LONGEST_DESCRIBED and cues.found(IN_FORCE, "described", text)
    if (question.dates or described) and asks_in_force(question, cues):
        return in_force_arguments(question, cues, since)
    if not asks_state(text, cues) or len(text) > LONGEST_TOLD:
        return None
    told = bool(moments(question, cues))
    return in_force_arguments(question, cues, since) if told else None


def _is_other(text: str, cues: Cues) -> bool:
    other = any(cues.found(table, key, text) for table, key in (("subject", "general"), ("judgement", "asked")))
    return other or any(cues.found(IN_FORCE, key, text) for key in ("not_asked", "claimed"))


def asks_in_force(question: Read, cues: Cues) -> bool:
    """The day itself taken away: 条例于2024年12月5日是否施行 asks as 条例是否施行 does."""
    text = question.text
    for found in reversed(question.dates):
        text = text[: found.start] + text[found.end :]
    return cues.found(IN_FORCE, "asked", text) or asks_state(question.text, cues)


def asks_state(text: str, cues: Cues) -> bool:
    """Whether the words by themselves ask yes or no: 条例开始管了没, 是不是已经在用了."""
    return cues.found(IN_FORCE, "state", text)


def in_force_arguments(question: Read, cues: Cues, since: date) -> Request:
    """The day that is told, or one of a stretch wholly on one side; of several the one that is asked about."""
    told = _asked_about(moments(question, cues), question, cues)
    stretches = find_stretches(question.text, question.today)
    unread = (
        one
        for one in question.dates
        if one.problem and not one.about and not any(_reads(other, one) for other in stretches)
    )
    problems = problems_of(tuple(unread))
    states = {one.in_force(since) for one in told}
    if None in states:
        problems = (*problems, *(_astride(one, since) for one in told if one.in_force(since) is None))
    elif len(states) > 1:
        problems = (*problems, "您说了不止一个日期，要看的是哪一天？")
    if problems or not told:
        return Request(IN_FORCE, {}, problems)
    last = told[-1]
    notes = assumed_years(one.found for one in told if one.found)
    if last.found is None:
        notes = (*notes, _of_stretch(last, since))
    return Request(IN_FORCE, {"on": last.day(since)}, (), notes)


def _reads(stretch: Stretch, found: FoundDate) -> bool:
    """Whether words that name no day are told as a stretch; a day that does not exist is none."""
    if found.precision is Precision.STRETCH or _HOLIDAY.search(found.text):
        return stretch.start < found.end and found.start < stretch.end
    return stretch.start <= found.start and found.end <= stretch.end


def moments(question: Read, cues: Cues) -> list[Moment]:
    """Days and stretches told, each once, in order; today where only 现在 is said."""
    days = [one for one in question.dates if one.day]
    near = [one for one in question.dates if one.about]
    impossible = [one for one in question.dates if one.problem and one.precision is Precision.DAY]
    spans = [
        (one.start, one.end) for one in question.dates if (one.precision is Precision.DAY and one.day) or one.about
    ]
    found = [_of_day(one) for one in days] + [_near(one.about, one) for one in near if one.about]
    for one in outside(find_stretches(question.text, question.today), spans):
        if one.is_year and (days or any(day.start <= one.start < day.end for day in impossible)):
            continue
        found.append(
            _sided(Moment(one.first, one.last, one.start, one.end, one.text, None, one.assumed_year), question)
        )
    found = [one for one in found if not _FOUNDED.match(question.text, one.end)] or found
    apart = {(one.first, one.last): one for one in sorted(found, key=lambda one: one.start)}
    told = sorted(apart.values(), key=lambda one: one.start)
    now = cues.patterns[IN_FORCE, "now"].search(question.text)
    if now is not None and not told and not question.dates:
        told = [Moment(question.today, question.today, *now.span(), now.group())]
    return told


def _of_day(found: FoundDate) -> Moment:
    """2024年7月1日之前 is open towards the past."""
    assert found.day is not None
    first = last = found.day
    if found.side is Side.BEFORE:
        first, last = date.min, found.day - _DAY
    elif found.side is Side.AFTER:
        last = date.max
    return Moment(first, last, found.start, found.end, found.text, found)


def _near(day: date, found: FoundDate) -> Moment:
    """大概去年3月5号: some days before or behind it."""
    return Moment(day - _NEARBY / 2, day + _NEARBY / 2, found.start, found.end, found.text)


def _sided(told: Moment, question: Read) -> Moment:
    """2024年7月以前, 去年三月以后: the stretch before or behind it; 清明节后 is soon behind it."""
    behind = _BEHIND.match(question.text, told.end)
    if behind is None:
        return told
    words = told.told + behind.group()
    if _HOLIDAY.search(told.told):
        return Moment(told.first - _NEARBY, told.last + _NEARBY, told.start, behind.end(), words)
    if behind["before"]:
        return Moment(date.min, told.first - _DAY, told.start, behind.end(), words)
    return Moment(told.first, date.max, told.start, behind.end(), words)


def _asked_about(told: Sequence[Moment], question: Read, cues: Cues) -> list[Moment]:
    """Of several the one that 签合同那天 means, else those beside the words that ask; today beside others is not it."""
    if len(told) < 2:
        return list(told)
    described = _described(told, question)
    if described:
        return described
    days = [one for one in told if one.found]
    if days and len(days) < len(told) and _OF_A_DAY.search(question.text):
        return _asked_about(days, question, cues)
    asked = cues.last_before(IN_FORCE, "state", question.text)
    clause = max((end.end() for end in CLAUSE_END.finditer(question.text, 0, max(asked - 1, 0))), default=0)
    near = [one for one in told if clause <= one.start < asked]
    others = [one for one in told if one.first != question.today or one.last != question.today]
    return near or others


def _described(told: Sequence[Moment], question: Read) -> list[Moment]:
    """Beside the one that is meant stand most of the characters before 那天, two at least."""
    match = _THAT_DAY.search(question.text)
    if match is None:
        return []
    scores: dict[int, int] = {}
    for place, one in enumerate(told):
        words = around(question.text, one, told)
        beside = words.near_before + words.near_after
        if one.end <= match.start():
            scores[place] = sum(character in beside for character in set(match["what"]))
    best = max(scores.values(), default=0)
    places = [place for place, score in scores.items() if score == best]
    return [told[places[0]]] if best >= LEAST_SHARED and len(places) == 1 else []


def _astride(told: Moment, since: date) -> str:
    return f"“{told.told}”里有施行前的日子，也有施行后的日子（{written(since)}起施行），具体是哪一天？"


def _of_stretch(told: Moment, since: date) -> str:
    """What was taken for granted of a stretch."""
    if told.first == told.last:
        return ""
    year = f"您没有说年份，按{told.first.year}年看。" if told.assumed_year else ""
    side = "以后" if told.in_force(since) else "以前"
    return f"{year}“{told.told}”全部在施行日{side}，不必再问是哪一天。"
