"""One table of a question file, read key by key; every mistake is reported and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, TypeGuard

Complaint = Callable[[str], None]


class Fields:
    """The keys of a table. A value of the wrong kind is reported and reads as if it were absent."""

    def __init__(self, values: dict[str, Any], allowed: Collection[str], complain: Complaint) -> None:
        self._values = values
        self._complain = complain
        for key in values:
            if key not in allowed:
                complain(f"unknown key {key!r}; allowed: {', '.join(sorted(allowed))}")

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str) -> str:
        """A string that must be there and must not be blank; "" when it is not."""
        value = self._values.get(key)
        if _is_text(value):
            return value
        self._complain(f"{key!r} must be a string that is not blank, is {value!r}" if key in self._values
                       else f"{key!r} is missing")  # fmt: skip
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, none of them blank; () when absent."""
        value = self._values.get(key, [])
        if isinstance(value, list) and all(_is_text(text) for text in value):
            return tuple(value)
        self._complain(f"{key!r} must be a list of strings that are not blank, is {value!r}")
        return ()

    def table(self, key: str) -> dict[str, Any]:
        """A table; {} when absent."""
        value = self._values.get(key, {})
        if isinstance(value, dict):
            return value
        self._complain(f"{key!r} must be a table, is {value!r}")
        return {}

    def tables(self, key: str) -> list[dict[str, Any]]:
        """A list of one or more tables."""
        value = self._values.get(key)
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            return value
        self._complain(f"{key!r} must be a list of one or more tables, is {value!r}")
        return []

    def day(self, key: str) -> date | None:
        """A date, or its ISO form; None when absent."""
        value = self._values.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self._complain(f"{key!r} must be a date such as 2025-09-28, is {value!r}")
            return None


def _is_text(value: Any) -> TypeGuard[str]:
    """A string with something in it; half a surrogate pair, which JSON can hold, could not be written out."""
    return isinstance(value, str) and bool(value.strip()) and not any("\ud800" <= c <= "\udfff" for c in value)
