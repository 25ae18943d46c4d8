"""What a question wants computed: a rule with the arguments that could be read from its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from bot.amounts import FoundAmount, find_amounts
from bot.dates import FoundDate, find_dates
from bot.repairs import repaired
from bot.typed_text import fold

Found = TypeVar("Found", FoundDate, FoundAmount)
# Between what is taken back and what is meant.
_CORRECTION = re.compile(
    r"[元块人个]?[,。 ]?(?:哦|噢|啊|呃|哎|诶)?(?:不对|不不|[说讲写打]错了?|错了|口误|更正)"
    r"[,:。! ]*(?:应该|应当|应|其实|准确(?:地|的)?说|确切(?:地|的)?说)*(?:是|为)?"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A rule with what was read for it.

    `problems` are sentences for the person: what was said cannot be computed with. `notes` are what
    was taken for granted, such as the year. `as_of` is the day that the person wants a deadline measured
    against, None for today; `standing`: how it stands is asked before which day it is.
    """

    rule: str
    arguments: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    as_of: date | None = None
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A question with the quantities in it; positions are in `text`."""

    text: str
    today: date
    dates: tuple[FoundDate, ...]
    amounts: tuple[FoundAmount, ...]

    @property
    def yuan(self) -> tuple[FoundAmount, ...]:
        return tuple(amount for amount in self.amounts if amount.kind == "yuan")

    @property
    def shares(self) -> tuple[FoundAmount, ...]:
        return tuple(amount for amount in self.amounts if amount.kind == "share")

    @property
    def counts(self) -> tuple[FoundAmount, ...]:
        return tuple(amount for amount in self.amounts if amount.kind == "count")


def read(text: str, today: date) -> Read:
    plain = repaired(fold(text))
    dates = _without_corrected(find_dates(plain, today), plain)
    return Read(plain, today, dates, _without_corrected(find_amounts(plain), plain))


def _without_corrected(found: tuple[Found, ...], text: str) -> tuple[Found, ...]:
    """Without what is taken back at once: 一百九十几万不对是一百九十五万."""
    pairs = pairwise(found)
    taken_back = [first for first, second in pairs if _CORRECTION.fullmatch(text, first.end, second.start)]
    return tuple(one for one in found if one not in taken_back)


def problems_of(found: tuple[FoundDate, ...] | tuple[FoundAmount, ...]) -> tuple[str, ...]:
    """What is wrong with quantities, each sentence once."""
    return tuple(dict.fromkeys(quantity.problem for quantity in found if quantity.problem))


def assumed_years(dates: Iterable[FoundDate]) -> tuple[str, ...]:
    """Tells the year of the first date that was said without one."""
    return tuple(f"您没有说年份，按{found.day.year}年计算。" for found in dates if found.assumed_year and found.day)[:1]
