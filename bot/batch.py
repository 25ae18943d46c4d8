"""Questions from a JSON-lines file, answers to another, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from kb.errors import TiaoliError

KEYS = frozenset({"id", "question", "turns", "today"})


class BatchError(TiaoliError):
    """A line of the input cannot be used; names file and line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: one question, or the turns of one conversation."""

    id: Any
    turns: tuple[str, ...]
    today: date | None


def read_batch(path: Path) -> list[Entry]:
    """All lines, checked before any is answered; blank lines are passed over.

    Raises BatchError.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BatchError(f"{path}: cannot be read: {error}") from error
    return [_entry(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def answer_batch(assistant: Assistant, entries: list[Entry], today: date) -> Iterator[str]:
    """One line of JSON for each entry; `today` serves the entries that name no day."""
    for entry in entries:
        answers = assistant.converse(entry.turns, entry.today or today)
        row = {"id": entry.id, "answers": [answer.to_json() for answer in answers]}
        yield json.dumps(row, ensure_ascii=False)


def _entry(line: str, place: str) -> Entry:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BatchError(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict) or "id" not in row or ("question" in row) == ("turns" in row):
        raise BatchError(f'{place}: needs "id" and either "question" or "turns"')
    for key in row:
        if key not in KEYS:
            raise BatchError(f"{place}: unknown key {key!r}; allowed: {', '.join(sorted(KEYS))}")
    turns = row["turns"] if "turns" in row else [row["question"]]
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise BatchError(f"{place}: questions must be strings")
    return Entry(row["id"], tuple(turns), _day(row.get("today"), place))


def _day(value: object, place: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BatchError(f"{place}: today must be YYYY-MM-DD, not {value!r}") from error
