"""What a question wants computed: a rule with the arguments that could be read from its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.amounts import FoundAmount, find_amounts
from bot.dates import FoundDate, find_dates
from bot.typed_text import fold


@dataclass(frozen=True, slots=True)
class Request:
    """A rule with what was read for it.

    `problems` are sentences for the person: what was said cannot be computed with. `notes` are what
    was taken for granted, such as the year. `ask` overrides the question for a missing argument.
    """

    rule: str
    arguments: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


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
    plain = fold(text)
    return Read(plain, today, find_dates(plain, today), find_amounts(plain))


def problems_of(found: tuple[FoundDate, ...] | tuple[FoundAmount, ...]) -> tuple[str, ...]:
    """What is wrong with quantities, each sentence once."""
    return tuple(dict.fromkeys(quantity.problem for quantity in found if quantity.problem))
