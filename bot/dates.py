"""The dates in a person's question, against the day on which it is asked.

A date that does not exist, or that is not said exactly, has no `day` but a `problem` to put to the
person. What is only background (国庆放假, 星期六, a month without its day) is left out beside an exact
date. A year left out is taken from the dates told with their year, or else from today, see
bot/date_years.py and bot/calendar_days.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot import date_figures, date_rough, date_words
from bot.date_appositions import joined
from bot.date_mentions import Mention, unclear
from bot.date_rough import ABOUT_BEHIND, told_roughly
from bot.date_years import settled
from bot.typed_text import fold


class Precision(StrEnum):
    """What is meant by the words found."""

    DAY = "day"  # one day, whether it could be settled or not
    STRETCH = "stretch"  # a week, a month, some days


class Side(StrEnum):
    """What is said of the day: 9月28日, 9月28日之前, 9月28日以后."""

    ON = "on"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in the folded text (`bot.typed_text.fold`); `text` is the words from `start` to `end`.

    Either `day` or `problem` is there: `problem` is a Chinese sentence for the person. `assumed_year`:
    the year, or month and year, was not said and is a guess to be told. `about`: the day near which it was
    where it is told roughly.
    """

    day: date | None
    start: int
    end: int
    text: str
    problem: str = ""
    assumed_year: bool = False
    precision: Precision = Precision.DAY
    side: Side = Side.ON
    about: date | None = None


# Directly behind a date; 9月28日前台, 9月28日后续 say nothing of the day, 9月28日左右 leaves it open.
_BEHIND = re.compile(
    rf"\s?(?:(?P<about>{ABOUT_BEHIND})"
    r"|(?P<before>之前|以前|前(?![天日台面往期来去夕景者任些几两段阵年]|提(?:[下是]|条件)))"
    r"|(?P<after>之后|以后|过后|后(?![天日面台续来者期年勤])))"
)


def find_dates(text: str, today: date) -> tuple[FoundDate, ...]:
    """In the order of the text. Who says 今天是1月14日 is answered as on that day."""
    folded = fold(text)
    mentions = _meant(folded, today)
    stated = next((m.day for m in mentions if m.today and m.day and m.day != today), None)
    if stated is not None:
        mentions = _meant(folded, stated)
    return tuple(_found(mention, folded) for mention in mentions)


def _meant(text: str, today: date) -> list[Mention]:
    """Each with its day or its problem."""
    return joined(settled(_without_background(_apart(_read(text, today))), text, today), text)


def _read(text: str, today: date) -> Iterator[Mention]:
    for pattern, reader in (*date_figures.READERS, *date_words.READERS, *date_rough.READERS):
        for match in pattern.finditer(text):
            mention = reader(match, today)
            if mention is not None:
                yield mention


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Of overlapping readings the longest; of equally long ones a rough one, then the most certain."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, not m.rough, bool(m.problem), m.yields, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _without_background(mentions: list[Mention]) -> list[Mention]:
    """今天 does not make the rest background: 上个月提的，今天还没回."""
    exact = [mention for mention in mentions if not mention.yields]
    return exact if any(not mention.today for mention in exact) else mentions


def _found(mention: Mention, text: str) -> FoundDate:
    start, end = mention.start, mention.end
    words = text[start:end]
    behind = _BEHIND.match(text, end)
    day, problem, stretch = mention.day, mention.problem, mention.stretch
    loose = behind["about"] if behind and behind["about"] else ""
    about = day if loose or mention.rough or told_roughly(text, start, end) else None
    if about is not None or (loose and not problem):
        day, problem, stretch = None, unclear(words + loose), True
    side = Side.ON
    if behind and not behind["about"]:
        side = Side.BEFORE if behind["before"] else Side.AFTER
    precision = Precision.STRETCH if stretch else Precision.DAY
    assumed_year = mention.assumed_year and day is not None
    return FoundDate(day, start, end, words, problem, assumed_year, precision, side, about)
