"""A date as it was said, before it is known which day it is; and the pieces its patterns are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kb.numerals import from_chinese


@dataclass(frozen=True, slots=True)
class Mention:
    """`day` where it is settled; else what was said of year, month and day of the month.

    `last`: the last day of the month. `problem` is why no day can be meant. `stretch`: a week or a
    month, not a day. `yields`: said of the background (国庆放假, 星期六, 上个月) unless it is the only
    date. `today` marks 今天. `rough`: it may have been a day near it.
    """

    start: int
    end: int
    day: date | None = None
    year: int | None = None
    month: int | None = None
    number: int | None = None
    problem: str = ""
    last: bool = False
    stretch: bool = False
    yields: bool = False
    assumed_year: bool = False
    today: bool = False
    rough: bool = False


Reader = Callable[[re.Match[str], date], Mention | None]

HAN = "零〇○一二三四五六七八九十"
NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
# 2025年, 25年, 二〇二五年, 二五年, 去年; a reader gets the year from `year_of`.
YEAR = (
    r"(?:(?<![0-9.])(?<![0-9],)(?P<year>[0-9]{4}|[0-9]{2}) ?年|(?<![零〇○一二三四五六七八九十百千])"
    r"(?P<han_year>[零〇○一二三四五六七八九]{4}|[零〇○一二三四五六七八九]{2})年"
    r"|(?<![目以之提])(?P<year_word>大前年|前年|去年|上年|今年|本年|明年|来年|后年))度?"
)
YEAR_WORDS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "来年": 1, "后年": 2}
# What may not follow a bare number that is to be a date: it would be an amount, a count, a version.
NOT_UNIT = (
    r"(?![0-9]|[.,][0-9]|\s?(?:万|亿|千|百|元|块|%|‰|成|倍|折|个|名|人(?!社)|米|吨|斤|公里|公斤|平方|平米|亩|度"
    r"|版|条|款|点|分(?!局|公司|别)|年|月|天|小时|家|次|岁|位|台|套|件|份|笔|期|楼|栋|[A-Za-z]))"
)
LATER_CENTURY = 30  # a year of two digits is of this century up to so many years ahead


def plain_number(text: str) -> int | None:
    """廿八 and 二十八 and 28; None for what is no number."""
    try:
        return from_chinese(text.replace("廿", "二十").replace("卅", "三十"))
    except ValueError:
        return None


def year_of(match: re.Match[str], today: date) -> int | None:
    """The year that a match with the groups of YEAR names; None where the optional YEAR did not match."""
    groups = match.groupdict()
    word, said = groups.get("year_word"), groups["year"] or groups.get("han_year")
    if word:
        return today.year + YEAR_WORDS[word]
    if not said:
        return None
    year = from_chinese(said)
    if len(said) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year + LATER_CENTURY else 1900 + year


def unclear(text: str) -> str:
    return f"“{text}”说的是哪一天？请写成几月几日。"
