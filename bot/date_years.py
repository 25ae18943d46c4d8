"""From what was said of a date to its day: the year and the month left out, and dates that do not exist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.calendar_days import (
    existing,
    impossible,
    last_of_month,
    latest_with,
    nearest_with,
    shifted,
    year_after,
    year_before,
    year_from_today,
)
from bot.date_figures import YEAR_ALONE
from bot.date_mentions import Mention, unclear, year_of

# 去年我们3月5日, 2024年，公司3月5日: the year is said of the date; 2024年成立的公司3月5日 leaves it open.
_YEAR_GAP = re.compile(r"(?:的时候|的事情?|那会儿?|那年)?,?[^,。;:!?、\n的度0-9]{0,8}")
_YEAR_WINDOW = 18  # characters: the year, 的时候 and the gap
# 2号寄到了: what is done lies behind, though the next 2nd may be nearer.
_DONE = re.compile(
    r"(?!之?前|以前)(?![^,。;!?]{0,14}(?:要|必须|应|会|打算|准备))[^,。;!?]{0,14}(?:交|递|寄|送|收|提|发|投|登记|签|报|转)"
    r"[^,。;!?]{0,8}(?:了|过)"
)
_TO_COME = re.compile(r"(?:下个?月|打算|准备|要|想|计划|将|等)[^,。;!?]{0,6}$")
# Days. 15号 told after 28日 is rather later than earlier: from 5 days before it to 25 days after it.
_LATER = 10


def settled(mentions: Sequence[Mention], text: str, today: date) -> list[Mention]:
    """The mentions, in order, each with its day or its problem."""
    dated = _dated(_with_years_apart(mentions, text, today), today)
    return [_day_alone(place, dated, text, today) if _is_bare(dated[place]) else dated[place]
            for place in range(len(dated))]  # fmt: skip


def _is_bare(mention: Mention) -> bool:
    return mention.day is None and not mention.problem


def _with_years_apart(mentions: Sequence[Mention], text: str, today: date) -> list[Mention]:
    """Takes a year said shortly before a date for the date's own."""
    whole: list[Mention] = []
    since = 0
    for mention in mentions:
        if mention.year is None and mention.month is not None:
            window = max(since, mention.start - _YEAR_WINDOW)
            for match in YEAR_ALONE.finditer(text, window, mention.start):
                if _YEAR_GAP.fullmatch(text, match.end(), mention.start):
                    mention = replace(mention, year=year_of(match, today), yields=False)
        whole.append(mention)
        since = mention.end
    return whole


def _dated(mentions: Sequence[Mention], today: date) -> list[Mention]:
    """Settles those that have a month; a year left out follows the dates told with theirs."""
    dated: list[Mention] = []
    told: date | None = None
    for place, mention in enumerate(mentions):
        if mention.month is not None and _is_bare(mention):
            said = mention.year is not None and not mention.assumed_year and not mention.yields
            mention = _in_month(_with_year(mention, told, _told_later(mentions[place + 1 :]), today))
            if said or told is not None:
                told = mention.day or told
        dated.append(mention)
    return dated


def _told_later(mentions: Sequence[Mention]) -> date | None:
    """The first date that is told with its year."""
    for mention in mentions:
        said = mention.year is not None and mention.month is not None and not mention.assumed_year
        if said and not mention.yields and _is_bare(mention):
            day = _in_month(mention).day
            if day is not None:
                return day
    return None


def _with_year(mention: Mention, told: date | None, later: date | None, today: date) -> Mention:
    month, number = mention.month, mention.number or 1
    if mention.year is not None or month is None or impossible(None, month, number):
        return mention
    if told is not None:
        year = year_after(month, number, told, today)
    elif later is not None:
        year = year_before(month, number, later)
    else:
        year = year_from_today(month, number, today)
    return replace(mention, year=year, assumed_year=True)


def _in_month(mention: Mention) -> Mention:
    """The day of a mention that has its month, and its year if the date exists in any."""
    year, month = mention.year, mention.month or 0
    number = mention.number or 0
    if mention.last and year is not None and 1 <= month <= 12:
        number = last_of_month(year, month)
    problem = impossible(year, month, number)
    if problem or year is None:
        return replace(mention, problem=problem)
    return replace(mention, day=existing(year, month, number))


def _is_done(mention: Mention, text: str) -> bool:
    ahead = _TO_COME.search(text, max(0, mention.start - 8), mention.start)
    return ahead is None and _DONE.match(text, mention.end) is not None


def _day_alone(place: int, dated: Sequence[Mention], text: str, today: date) -> Mention:
    """15号: beside a date with its month soon after it, or before it; else the nearest to today."""
    mention = dated[place]
    earlier = next((m.day for m in reversed(dated[:place]) if m.month is not None and m.day), None)
    later = next((m.day for m in dated[place + 1 :] if m.month is not None and m.day), None)
    near: date | None = today
    done = earlier is None and later is None and _is_done(mention, text)
    if earlier is not None:
        near = shifted(earlier, _LATER)
    elif later is not None:
        near = shifted(later, -_LATER)
    day = nearest_with(mention.number or 0, near or today)
    if done and day is not None and day > today:
        day = latest_with(mention.number or 0, today)
    if day is None:
        return replace(mention, problem=unclear(text[mention.start : mention.end]))
    return replace(mention, day=day, assumed_year=True)
