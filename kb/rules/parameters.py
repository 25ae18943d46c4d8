"""Dated numbers of the law: each with the article it stands in and the words quoted from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from kb.errors import GuideError, NotInForceError
from kb.model import Reference
from kb.numerals import NUMBER, from_chinese
from kb.rules.tables import Table, TableFile, read_table

HEAD_KEYS = ("law", "regulation")
PARAMETER_KEYS = ("label", "quote", "source")
VALUE_KEYS = ("amount", "since", "unit")
NUMBER_UNITS = ("day", "workday", "share", "yuan")
DATE_UNIT = "date"
SOURCE = re.compile(rf"第({NUMBER})条(?:第({NUMBER})款)?(?:第（({NUMBER})）项)?")


@dataclass(frozen=True, slots=True)
class Value:
    """What holds from `since` on, until the next value."""

    since: date
    amount: Fraction | date
    unit: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One rule of the law with its number or, where `values` is empty, with its words alone.

    `regulation` is the id on the shelf, "" for another law; `law` is that other law's title.
    """

    name: str
    label: str
    source: str
    quote: str
    values: tuple[Value, ...] = ()
    regulation: str = ""
    law: str = ""
    reference: Reference | None = None

    def at(self, day: date | None) -> Value:
        """The value in force on the day; the newest if no day is given.

        Raises NotInForceError.
        """
        for value in reversed(self.values):
            if day is None or value.since <= day:
                return value
        since = f"is in force from {self.values[0].since}" if self.values else "has no value"
        raise NotInForceError(f"{self.name} ({self.law}{self.source}) {since}, asked for {day}")

    def amount(self, day: date | None) -> Fraction:
        """The number in force. Raises NotInForceError, also where the value is a date."""
        amount = self.at(day).amount
        if isinstance(amount, date):
            raise NotInForceError(f"{self.name} ({self.law}{self.source}) is a date, not a number")
        return amount

    def day(self, day: date | None = None) -> date:
        """The date in force. Raises NotInForceError, also where the value is a number."""
        amount = self.at(day).amount
        if not isinstance(amount, date):
            raise NotInForceError(f"{self.name} ({self.law}{self.source}) is a number, not a date")
        return amount


def load_parameters(paths: Iterable[Path]) -> dict[str, Parameter]:
    """Every table of the files, by name.

    Raises GuideError naming file and table: a key that is unknown, missing or given twice, a name
    that stands in two files, a value without unit or out of order, a source that names no provision.
    """
    found: dict[str, Parameter] = {}
    files: dict[str, str] = {}
    for path in paths:
        file = read_table(path)
        head = _head(file)
        for name, table in file.tables(HEAD_KEYS).items():
            if name in found:
                raise file.error(f"[{name}]", f"stands in {files[name]} too", f"[{name}]")
            found[name] = _parameter(file, name, table, **head)
            files[name] = file.name
    return found


def _head(file: TableFile) -> dict[str, str]:
    given = [key for key in HEAD_KEYS if key in file.data]
    if len(given) != 1:
        raise file.error("", f"the head of the file needs one of {' or '.join(HEAD_KEYS)}")
    return {given[0]: file.string("the head of the file", file.data, given[0])}


def _parameter(file: TableFile, name: str, table: Table, regulation: str = "", law: str = "") -> Parameter:
    where = f"[{name}]"
    file.check(where, table, PARAMETER_KEYS, ("values",))
    values = tuple(_value(file, name, row) for row in file.rows(where, table, "values"))
    for before, after in pairwise(values):
        if after.since <= before.since:
            raise file.error(where, f"values must be in order: {after.since} follows {before.since}", str(after.since))
        if after.unit != before.unit:
            raise file.error(where, f"values must have one unit: {after.unit!r} follows {before.unit!r}", where)
    source = file.string(where, table, "source")
    return Parameter(
        name=name,
        label=file.string(where, table, "label"),
        source=source,
        quote=file.string(where, table, "quote"),
        values=values,
        regulation=regulation,
        law=law,
        reference=_reference(file, where, source) if regulation else None,
    )


def _value(file: TableFile, name: str, row: Table) -> Value:
    where = f"[[{name}.values]]"
    file.check(where, row, VALUE_KEYS)
    unit, amount = file.string(where, row, "unit"), row["amount"]
    since = file.day(where, row, "since")
    if unit == DATE_UNIT:
        return Value(since, file.day(where, row, "amount"), unit)
    if unit not in NUMBER_UNITS:
        allowed = ", ".join(sorted((*NUMBER_UNITS, DATE_UNIT)))
        raise file.error(where, f"unknown unit {unit!r}; allowed: {allowed}", f'"{unit}"')
    if not _is_number(amount) or amount <= 0:
        raise file.error(where, f"'amount' must be a number above zero, not {amount!r}", where)
    if unit == "share" and amount > 1:
        raise file.error(where, f"a share is at most 1, not {amount}", where)
    if unit in ("day", "workday") and not isinstance(amount, int):
        raise file.error(where, f"a number of days is whole, not {amount}", where)
    return Value(since, Fraction(amount), unit)


def _is_number(amount: object) -> bool:
    if isinstance(amount, Decimal):
        return amount.is_finite()
    return isinstance(amount, int) and not isinstance(amount, bool)


def _reference(file: TableFile, where: str, source: str) -> Reference:
    match = SOURCE.fullmatch(source)
    if match is None:
        raise file.error(where, f"'source' must name a provision such as 第二十条第二款, not {source!r}", source)
    article, paragraph, item = (from_chinese(number) if number else None for number in match.groups())
    try:
        return Reference(article=article, paragraph=paragraph, item=item)
    except ValueError as error:
        raise GuideError(f"{file.name}: {where} {error}") from error
