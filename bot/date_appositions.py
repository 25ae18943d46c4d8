"""One day named twice: 9月26日（周五）, 上周五（9月26日）, 今天1月14日; and what is said if the names contradict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.calendar_days import WEEKDAYS, weekday_name, written
from bot.date_mentions import Mention
from bot.date_words import WEEKDAY

# Between two names of one day: a bracket, words that say so, or nothing.
_LINK = re.compile(r"\s?(?:[(]|,?(?:那天|当天)?(?:也就是|就是|也即|即|正好是?|刚好是?|恰好是?|是))?\s?")
_LINK_BEHIND = re.compile(r"\s?(?:[(,]|,?(?:那天|当天)?(?:也就是|就是|也即|即|正好是?|刚好是?|恰好是?|是个?))?\s?")


def joined(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions, in order; a day named twice is one of them, with the span of both names."""
    whole: list[Mention] = []
    for mention in mentions:
        both = _both(whole[-1], mention, text) if whole else None
        if both is None:
            whole.append(mention)
        else:
            whole[-1] = both
    return _with_weekdays(whole, text)


def _with_weekdays(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Takes in the weekdays, each for the first date beside it; spans stay apart."""
    apart: list[Mention] = []
    for place, mention in enumerate(mentions):
        if apart and mention.start < apart[-1].end:
            continue
        wide = _with_weekday(mention, text)
        kept = [m for m in apart if not (wide.start <= m.start and m.end <= wide.end)]
        crossed = any(m.end > wide.start for m in kept[-1:])
        crossed = crossed or any(m.start < wide.end < m.end for m in mentions[place + 1 :])
        apart = [*apart, mention] if crossed else [*kept, wide]
    return apart


def _both(first: Mention, second: Mention, text: str) -> Mention | None:
    """A date and a word for a day (今天, 上周五) as one; None if they are two."""
    link = text[first.end : second.start]
    if not _LINK.fullmatch(link) or (_is_date(first) == _is_date(second)):
        return None
    exact, word = (first, second) if _is_date(first) else (second, first)
    if word.day is None or word.yields or exact.stretch:
        return None
    whole = replace(exact, start=first.start, end=_closed(link, second.end, text), today=word.today)
    if word.today or exact.problem or exact.day == word.day:
        return whole
    if not link.strip() or exact.day is None:
        return None
    name = text[word.start : word.end]
    problem = f"“{name}”是{written(word.day)}，不是{written(exact.day)}，请核对日期。"
    return replace(whole, day=None, problem=problem)


def _is_date(mention: Mention) -> bool:
    """Whether it was said with its number: 9月26日, 15号, 月底."""
    return mention.number is not None or mention.last


def _closed(link: str, end: int, text: str) -> int:
    """The end of what stands behind a link, its bracket closed."""
    return end + 1 if "(" in link and text.startswith(")", end) else end


def _with_weekday(mention: Mention, text: str) -> Mention:
    """Takes in the weekday before or behind a day; a comma alone does not make it a contradiction."""
    if mention.day is None:
        return mention
    for start, end, weekday, link in _weekdays_beside(mention, text):
        place = WEEKDAYS.find(weekday.replace("天", "日")) if weekday in WEEKDAYS + "天" else int(weekday) - 1
        wide = replace(mention, start=start, end=end)
        if mention.day.weekday() == place:
            return wide
        # 9月28日，星期五， names the day again; 9月28日，星期五去的 may be another.
        if link.strip() == "," and text[end : end + 1] not in (",", "。", ";", ")", ""):
            continue
        said = f"星期{WEEKDAYS[place]}"
        problem = f"{written(mention.day)}是{weekday_name(mention.day)}，不是{said}，请核对日期。"
        return replace(wide, day=None, problem=problem)
    return mention


def _weekdays_beside(mention: Mention, text: str) -> list[tuple[int, int, str, str]]:
    """Start and end of both names, the weekday's character and what links them."""
    beside: list[tuple[int, int, str, str]] = []
    link = _LINK_BEHIND.match(text, mention.end)
    behind = WEEKDAY.match(text[link.end() :]) if link else None
    if link and behind:
        end = _closed(link.group(), link.end() + behind.end(), text)
        beside.append((mention.start, end, behind["weekday"], link.group()))
    for before in WEEKDAY.finditer(text[: mention.start]):
        between = text[before.end() : mention.start]
        if _LINK.fullmatch(between):
            end = _closed(between, mention.end, text)
            beside.append((before.start(), end, before["weekday"], between))
    return beside
