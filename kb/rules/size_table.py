"""The table of 中小企业划型标准规定: for each industry the bounds that its measures must reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from kb.errors import NotInForceError
from kb.rules.money import WAN
from kb.rules.tables import Table, TableFile, read_table

HEAD_KEYS = ("law",)
INDUSTRY_KEYS = ("bounds", "includes", "label", "quote", "source")
BOUND_KEYS = ("large", "measure", "medium", "since", "small", "unit")
# Unit → how many of the measure's own unit (persons, yuan) one is.
UNITS = {"person": 1, "yuan": 1, "wan_yuan": WAN}


class Size(StrEnum):
    """Size of an enterprise; `rank` orders them."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def rank(self) -> int:
        return list(Size).index(self)


class Measure(StrEnum):
    """What an industry is measured by; the values are the rule's arguments."""

    EMPLOYEES = "employees"
    REVENUE = "revenue_yuan"
    ASSETS = "assets_yuan"


MEASURES = {"employees": Measure.EMPLOYEES, "revenue": Measure.REVENUE, "assets": Measure.ASSETS}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least persons or yuan of each class, in force from `since`."""

    measure: Measure
    since: date
    large: int
    medium: int
    small: int

    def size(self, amount: Fraction | int) -> Size:
        """The class by this measure alone; a bound belongs to the class above it."""
        for size, least in ((Size.LARGE, self.large), (Size.MEDIUM, self.medium), (Size.SMALL, self.small)):
            if amount >= least:
                return size
        return Size.MICRO

    def least(self, size: Size) -> int:
        """Where the class begins; zero for the smallest."""
        return {Size.LARGE: self.large, Size.MEDIUM: self.medium, Size.SMALL: self.small}.get(size, 0)


@dataclass(frozen=True, slots=True)
class Industry:
    """One row of the table; `quote` is its text in the standard."""

    key: str
    label: str
    includes: str
    source: str
    quote: str
    bounds: tuple[Bounds, ...]

    def bounds_at(self, day: date | None) -> tuple[Bounds, ...]:
        """One for each measure, the newest if no day is given. Raises NotInForceError."""
        dated = [bounds for bounds in self.bounds if day is None or bounds.since <= day]
        if not dated:
            raise NotInForceError(f"no bounds for {self.key} on {day}; the first are from {self.bounds[0].since}")
        since = max(bounds.since for bounds in dated)
        return tuple(bounds for bounds in dated if bounds.since == since)


@dataclass(frozen=True, slots=True)
class SizeTable:
    """`law` is the standard's title with its number."""

    law: str
    industries: Mapping[str, Industry]


def load_size_table(path: Path) -> SizeTable:
    """Raises GuideError: unknown or missing keys, a measure twice on one day, bounds that do not descend."""
    file = read_table(path)
    tables = file.tables(HEAD_KEYS)
    if "law" not in file.data:
        raise file.error("", "the head of the file needs 'law'")
    law = file.string("the head of the file", file.data, "law")
    return SizeTable(law, {key: _industry(file, key, table) for key, table in tables.items()})


def _industry(file: TableFile, key: str, table: Table) -> Industry:
    where = f"[{key}]"
    file.check(where, table, INDUSTRY_KEYS)
    bounds = tuple(_bounds(file, key, row) for row in file.rows(where, table, "bounds"))
    if not bounds:
        raise file.error(where, "needs at least one [[…bounds]]", where)
    seen: set[tuple[Measure, date]] = set()
    for row in bounds:
        if (row.measure, row.since) in seen:
            raise file.error(where, f"has two bounds for {row.measure.value} from {row.since}", where)
        seen.add((row.measure, row.since))
    label, includes, source, quote = (file.string(where, table, k) for k in ("label", "includes", "source", "quote"))
    return Industry(key, label, includes, source, quote, bounds)


def _bounds(file: TableFile, key: str, row: Table) -> Bounds:
    where = f"[[{key}.bounds]]"
    file.check(where, row, BOUND_KEYS)
    measure, unit = file.string(where, row, "measure"), file.string(where, row, "unit")
    if measure not in MEASURES:
        raise file.error(where, f"unknown measure {measure!r}; allowed: {', '.join(sorted(MEASURES))}", f'"{measure}"')
    if unit not in UNITS or (unit == "person") != (measure == "employees"):
        raise file.error(where, f"unit {unit!r} does not fit {measure!r}", f'"{unit}"')
    large, medium, small = (file.whole(where, row, size) * UNITS[unit] for size in ("large", "medium", "small"))
    if not large > medium > small > 0:
        raise file.error(where, f"bounds must descend from large to small, not {large}, {medium}, {small}", where)
    return Bounds(MEASURES[measure], file.day(where, row, "since"), large, medium, small)
