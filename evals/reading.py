"""Question files, TOML or JSONL, as plain tables that know where they stand."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import TiaoliError

Report = Callable[[str, int, str], None]  # path, line, problem

_HEADER = re.compile(r"^\s*\[\[\s*question\s*\]\]", re.MULTILINE)
_AT_LINE = re.compile(r"at line (\d+)")


class QuestionError(TiaoliError):
    """Question files are wrong; `problems` holds every mistake, each with its file and line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Table:
    """One question as it stands in a file; `line` is that of its id."""

    path: Path
    line: int
    values: dict[str, Any]


def read_tables(path: Path, report: Report) -> list[Table]:
    """The questions of a file, unchecked; what cannot be read is reported and left out."""
    readers = {".toml": _read_toml, ".jsonl": _read_jsonl}
    if path.suffix not in readers:
        report(str(path), 1, f"unknown kind of file {path.suffix!r}; use .toml or .jsonl")
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        report(str(path), 1, f"cannot be read: {error.strerror}")
        return []
    except UnicodeDecodeError as error:
        report(str(path), 1, f"is not UTF-8: byte {error.object[error.start]:#04x} at offset {error.start}")
        return []
    problems: list[str] = []

    def note(place: str, line: int, problem: str) -> None:
        problems.append(problem)
        report(place, line, problem)

    tables = readers[path.suffix](path, text, note)
    if not tables and not problems:
        report(str(path), 1, "the set is empty; it needs at least one question")
    return tables


def _read_toml(path: Path, text: str, report: Report) -> list[Table]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        report(str(path), line, f"is not TOML: {error}")
        return []
    for key in document.keys() - {"question"}:
        report(
            str(path), _line_of(text, re.escape(key), 0), f"unknown key {key!r}; a file holds [[question]] tables only"
        )
    entries = document.get("question", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        report(str(path), _line_of(text, "question", 0), "'question' must be written as [[question]] tables")
        return []
    starts = [found.start() for found in _HEADER.finditer(text)]
    if len(starts) != len(entries):  # inline tables, or a header inside a long string
        starts = [0] * len(entries)
    return [
        Table(path, _line_of(text, f"id\\s*=\\s*[\"']{re.escape(str(entry.get('id')))}[\"']", start), entry)
        for entry, start in zip(entries, starts, strict=True)
    ]


def _line_of(text: str, pattern: str, start: int) -> int:
    """The line of the first match at or after an offset; else the line of the first words after it."""
    found = re.compile(pattern).search(text, start) or re.compile(r"\S").search(text, start)
    return text.count("\n", 0, found.start() if found else start) + 1


def _read_jsonl(path: Path, text: str, report: Report) -> list[Table]:
    tables = []
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            values = json.loads(written)
        except json.JSONDecodeError as error:
            report(str(path), line, f"is not JSON: {error.msg} (column {error.colno})")
            continue
        if isinstance(values, dict):
            tables.append(Table(path, line, values))
        else:
            report(str(path), line, f"must be an object, is {written.strip()[:40]!r}")
    return tables
