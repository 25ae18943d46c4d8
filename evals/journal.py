"""The journal of a run: a line for each finished question, so that an interrupted run loses none.

The first line says what the run is made of; only a run made of the same may go on with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from evals.evaluation import ResultError, RunInfo
from evals.question import Question
from evals.record import Record, from_json


class Journal:
    """Appends records; each is with the operating system before the next one, so a killed run keeps it."""

    def __init__(self, path: Path, info: RunInfo, kept: Iterable[Record] = ()) -> None:
        """Starts the file anew with the records kept. Raises ResultError."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(path.name + ".new")
            with beside.open("w", encoding="utf-8") as file:
                for entry in [_made_of(info), *(record.to_json() for record in kept)]:
                    file.write(_line(entry))
            os.replace(beside, path)
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise ResultError(f"{path}: cannot be written: {error.strerror}") from error

    def append(self, record: Record) -> None:
        """Raises ResultError."""
        try:
            self._file.write(_line(record.to_json()))
            self._file.flush()
        except OSError as error:
            raise ResultError(f"{self.path}: cannot be written: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the journal; a run that came to its end needs it no longer."""
        self._file.close()
        if kind is None:
            self.path.unlink()


def finished(path: Path, info: RunInfo, questions: Iterable[Question]) -> list[Record]:
    """The records in the journal of an interrupted run that are still of use; [] without a journal.

    A line that was cut off, a crash and a question that has been changed since are asked again.

    Raises ResultError when the journal belongs to a run of something else.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ResultError(f"{path}: cannot be read: {error.strerror}") from error
    entries = [entry for line in lines if (entry := _read(line)) is not None]
    if not entries:
        return []
    for key, value in _made_of(info).items():
        if entries[0].get(key) != value:
            then = entries[0].get(key)
            raise ResultError(f"{path}: {key} was {then!r}, is now {value!r}; start again without --resume")
    try:
        records = {record.id: record for record in map(from_json, entries[1:])}
    except (KeyError, TypeError) as error:
        raise ResultError(f"{path}: is not the journal of a run: {error!r}") from error
    kept = []
    for question in questions:
        record = records.get(question.id)
        if record is not None and record.crash is None and record.digest == question.digest:
            kept.append(replace(record, set=question.set, tags=question.tags))
    return kept


def _made_of(info: RunInfo) -> dict[str, Any]:
    return {"commit": info.commit, "versions": info.versions, "clock": info.clock}


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _read(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) else None
