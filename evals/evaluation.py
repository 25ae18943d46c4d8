"""A whole run: what was evaluated, when, and every record; the file that --json writes and --baseline reads."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.record import Record, from_json
from evals.summary import Summary, by_set, by_tag, summarise
from kb.errors import TiaoliError

FORMAT = 1


class ResultError(TiaoliError):
    """A file of results cannot be read or written."""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run was made of. `date` is when it began; `clock` is the day at which undated questions were asked."""

    date: str
    commit: str
    versions: dict[str, str]
    split: str
    clock: str
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished run; `records` stand in the order of the questions."""

    info: RunInfo
    records: tuple[Record, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Questions by set."""
        return dict(Counter(record.set for record in self.records))

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            **asdict(self.info),
            "counts": self.counts,
            "summary": _summaries(by_set(self.records)),
            "tags": _summaries(by_tag(self.records)),
            "questions": [record.to_json() for record in self.records],
        }


def _summaries(groups: dict[str, list[Record]]) -> dict[str, dict[str, Any]]:
    return {name: summary_json(summarise(records)) for name, records in groups.items()}


def summary_json(summary: Summary) -> dict[str, Any]:
    """Questions, crashes, latencies, and each metric that applies with the number of questions it applies to."""
    values = {name: {"value": cell.value, "n": cell.n} for name, cell in summary.cells.items() if cell.n}
    return {
        "questions": summary.questions,
        "crashes": summary.crashes,
        "p50_ms": summary.p50_ms,
        "p95_ms": summary.p95_ms,
        "metrics": values,
    }


def write_evaluation(path: Path, evaluation: Evaluation) -> None:
    write_text(path, json.dumps(evaluation.to_json(), ensure_ascii=False, indent=1) + "\n")


def read_evaluation(path: Path) -> Evaluation:
    """Raises ResultError."""
    stored = read_json(path)
    try:
        if stored["format"] != FORMAT:
            raise ResultError(f"{path}: format {stored['format']!r}; this program reads {FORMAT}")
        info = RunInfo(**{name: stored[name] for name in RunInfo.__slots__})
        return Evaluation(info, tuple(from_json(record) for record in stored["questions"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ResultError(f"{path}: is not a file written by run --json: {error!r}") from error


def read_json(path: Path) -> Any:
    """Raises ResultError."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ResultError(f"{path}: is not JSON: {error}") from error


def write_text(path: Path, text: str) -> None:
    """Writes a file, whole or not at all, and the folders above it. Raises ResultError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        try:
            # A crash may quote half a surrogate pair; in JSON the escape reads back as the same.
            beside.write_text(text, encoding="utf-8", errors="backslashreplace")
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise ResultError(f"{path}: cannot be written: {error.strerror}") from error
