"""One TOML file of the rules' data: read exactly (no float) and checked, its errors naming the place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kb.errors import GuideError

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableFile:
    """The parsed file with its text, so that an error can name the line."""

    name: str
    text: str
    data: Table

    def error(self, where: str, problem: str, near: str = "") -> GuideError:
        """`where` is the table, such as [complaint_decision]; `near` stands on the line to be named."""
        line = self._line(near)
        place = f"{self.name}:{line}" if line else self.name
        return GuideError(f"{place}: {where} {problem}" if where else f"{place}: {problem}")

    def check(self, where: str, table: Table, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Raises GuideError for a key that is unknown or missing."""
        needed, allowed = set(required), {*required, *optional}
        for key in table:
            if key not in allowed:
                raise self.error(where, f"unknown key {key!r}; allowed: {', '.join(sorted(allowed))}", key)
        for key in sorted(needed - table.keys()):
            raise self.error(where, f"key {key!r} is missing; needed: {', '.join(sorted(needed))}", where)

    def string(self, where: str, table: Table, key: str) -> str:
        value = table[key]
        if not isinstance(value, str) or not value.strip():
            raise self.error(where, f"{key!r} must be a text, not {value!r}", key)
        return value

    def strings(self, where: str, table: Table, key: str) -> tuple[str, ...]:
        value = table[key]
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            raise self.error(where, f"{key!r} must be a list of texts", key)
        return tuple(value)

    def day(self, where: str, table: Table, key: str) -> date:
        return self.as_day(where, key, table[key])

    def as_day(self, where: str, key: str, value: object) -> date:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.error(where, f"{key!r} must be a date such as 2024-07-01, not {value!r}", key)
        return value

    def whole(self, where: str, table: Table, key: str) -> int:
        value = table[key]
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.error(where, f"{key!r} must be a whole number, not {value!r}", key)
        return value

    def rows(self, where: str, table: Table, key: str) -> list[Table]:
        """The tables written as [[where.key]]."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.error(where, f"{key!r} must be written as [[…{key}]]", key)
        return value

    def tables(self, other_keys: Iterable[str]) -> dict[str, Table]:
        """The [tables] of the file, without the keys at its head.

        Raises GuideError for a value at the head that is not one of `other_keys`.
        """
        head, found = set(other_keys), {}
        for key, value in self.data.items():
            if isinstance(value, dict):
                found[key] = value
            elif key not in head:
                allowed = ", ".join(sorted(head)) or "only tables"
                raise self.error("", f"unknown key {key!r} at the head of the file; allowed: {allowed}", key)
        return found

    def _line(self, near: str) -> int | None:
        """The first line, comments aside, where it stands as a whole word."""
        whole = re.compile(rf"(?<!\w){re.escape(near)}(?!\w)")
        for number, line in enumerate(self.text.splitlines() if near else (), start=1):
            if not line.lstrip().startswith("#") and whole.search(line):
                return number
        return None


def read_table(path: Path) -> TableFile:
    """Raises GuideError: unreadable, not UTF-8, not TOML (a key or table given twice included)."""
    try:
        text = path.read_text(encoding="utf-8")
        return TableFile(path.name, text, tomllib.loads(text, parse_float=Decimal))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GuideError(f"{path.name}: {error}") from error
