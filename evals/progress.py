"""How far a run has come: one small file, replaced after each question, for whoever waits for it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.evaluation import write_text
from evals.labels import set_label, sets_in_order
from evals.question import Question
from evals.record import Record


class Progress:
    """Written when the asking begins, and told of every finished question.

    {"done", "total", "passed", "elapsed_seconds", "sets": [{"name", "label", "done", "total", "passed"}]}
    """

    def __init__(self, path: Path, questions: Sequence[Question], clock: Callable[[], float] = time.monotonic) -> None:
        """Raises ResultError."""
        self._path = path
        self._clock = clock
        self._began = clock()
        totals = dict.fromkeys(sets_in_order(question.set for question in questions), 0)
        for question in questions:
            totals[question.set] += 1
        self._counts = {name: {"done": 0, "total": total, "passed": 0} for name, total in totals.items()}
        self._write()

    def add(self, finished: Sequence[Record]) -> None:
        """Raises ResultError."""
        for record in finished:
            self._counts[record.set]["done"] += 1
            self._counts[record.set]["passed"] += record.passed
        self._write()

    def _write(self) -> None:
        sets = [{"name": name, "label": set_label(name), **counts} for name, counts in self._counts.items()]
        whole = {key: sum(counts[key] for counts in self._counts.values()) for key in ("done", "total", "passed")}
        state = {**whole, "elapsed_seconds": round(self._clock() - self._began, 3), "sets": sets}
        write_text(self._path, json.dumps(state, ensure_ascii=False) + "\n")
