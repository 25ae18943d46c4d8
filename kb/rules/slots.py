"""The arguments of a rule: what each is called, what it means, and how what was typed becomes a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from kb.errors import InputError
from kb.rules.money import share_json, yuan_json
from kb.rules.problems import Problem

LARGEST_YUAN = 10**16  # ten thousand times a very large city's yearly budget
LARGEST_COUNT = 10**8
FINEST = 10**12  # the largest denominator let in, so that results stay short
AMOUNT = re.compile(r"([+-]?)([0-9]{1,20}|[0-9]{1,3}(?:,[0-9]{3}){1,6})(\.[0-9]{1,12})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,20}")
YES = frozenset({"true", "yes", "1", "是"})
NO = frozenset({"false", "no", "0", "否"})


class Kind(StrEnum):
    """How a value is typed, shown in a form and written as JSON."""

    DATE = "date"  # 2025-09-28
    YUAN = "yuan"  # exact: a whole number or a decimal string
    COUNT = "count"  # a whole number
    SHARE = "share"  # 0.35 or 35%
    CHOICE = "choice"
    CHOICES = "choices"  # a list of choices, one of them several times too
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices; `label` and `help` are Chinese."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument. `label`, `help` and `question` (what to ask when it is missing) are Chinese.

    `outside` are choices that are understood and that the rule does not cover.
    """

    name: str
    label: str
    kind: Kind
    help: str = ""
    question: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    outside: tuple[Option, ...] = ()

    def read(self, raw: object) -> Any:
        """The typed value of what a person, a form or JSON gave; a value of the right type is itself.

        Raises InputError.
        """
        return _READERS[self.kind](self, raw.strip() if isinstance(raw, str) else raw)

    def to_json(self, value: Any) -> Any:
        """A value that `read` gave, as plain JSON."""
        if self.kind is Kind.DATE:
            return value.isoformat()
        if self.kind is Kind.YUAN:
            return yuan_json(value)
        if self.kind is Kind.SHARE:
            return share_json(value)
        return list(value) if self.kind is Kind.CHOICES else value


def _date(slot: Slot, raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        try:
            return date.fromisoformat(raw)
        except ValueError as error:
            raise InputError(slot.name, Problem.NOT_A_DATE, raw) from error
    raise InputError(slot.name, Problem.NOT_A_DATE, raw)


def _yuan(slot: Slot, raw: object) -> Fraction:
    return _bounded(slot, raw, _number(slot, raw, Problem.NOT_AN_AMOUNT), LARGEST_YUAN)


def _share(slot: Slot, raw: object) -> Fraction:
    if isinstance(raw, str) and raw.endswith("%"):
        return _number(slot, raw[:-1].rstrip(), Problem.NOT_A_SHARE, shown=raw) / 100
    return _number(slot, raw, Problem.NOT_A_SHARE)


def _count(slot: Slot, raw: object) -> int:
    if isinstance(raw, str) and WHOLE.fullmatch(raw):
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise InputError(slot.name, Problem.NOT_A_COUNT, raw)
    return int(_bounded(slot, raw, Fraction(raw), LARGEST_COUNT))


def _number(slot: Slot, raw: object, problem: Problem, shown: object = None) -> Fraction:
    """Exact, and short enough to be written out; a float is refused, as it is not what was typed."""
    refused = InputError(slot.name, problem, raw if shown is None else shown)
    if isinstance(raw, str):
        match = AMOUNT.fullmatch(raw)
        if match is None:
            raise refused
        return Fraction("".join(part or "" for part in match.groups()).replace(",", ""))
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | Fraction):
        raise refused
    if isinstance(raw, Decimal) and not (raw.is_finite() and -30 < raw.adjusted() < 30):
        raise refused
    number = Fraction(raw)
    if number.denominator > FINEST:
        raise refused
    return number


def _bounded(slot: Slot, raw: object, number: Fraction, largest: int) -> Fraction:
    if abs(number) > largest:
        raise InputError(slot.name, Problem.TOO_LARGE, raw)
    return number


def _choice(slot: Slot, raw: object) -> str:
    for option in slot.options:
        if raw in (option.value, option.label):
            return option.value
    known = any(raw in (option.value, option.label) for option in slot.outside)
    raise InputError(slot.name, Problem.OUTSIDE if known else Problem.NOT_A_CHOICE, raw)


def _choices(slot: Slot, raw: object) -> tuple[str, ...]:
    parts: Sequence[object]
    if isinstance(raw, str):
        parts = [part.strip() for part in re.split("[,，、]", raw) if part.strip()]
    elif isinstance(raw, list | tuple):
        parts = raw
    else:
        raise InputError(slot.name, Problem.NOT_A_CHOICE, raw)
    return tuple(_choice(slot, part) for part in parts)


def _boolean(slot: Slot, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.casefold() in YES | NO:
        return raw.casefold() in YES
    raise InputError(slot.name, Problem.NOT_A_BOOLEAN, raw)


_READERS: dict[Kind, Callable[[Slot, object], Any]] = {
    Kind.DATE: _date,
    Kind.YUAN: _yuan,
    Kind.COUNT: _count,
    Kind.SHARE: _share,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.BOOLEAN: _boolean,
}
