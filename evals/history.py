"""Earlier runs, one small file each, so that the report can show how things went."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.evaluation import Evaluation, ResultError, read_json, write_text
from evals.summary import by_set, summarise


@dataclass(frozen=True, slots=True)
class PastRun:
    """The metrics by set of one run; metrics that did not apply are absent."""

    date: str
    commit: str
    split: str
    counts: dict[str, int]
    metrics: dict[str, dict[str, float]]

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """Only runs of the same split and sets can be put side by side."""
        return self.split, tuple(sorted(self.counts))


def summary_of(evaluation: Evaluation) -> PastRun:
    metrics = {
        name: {metric: cell.value for metric, cell in summarise(group).cells.items() if cell.value is not None}
        for name, group in by_set(evaluation.records).items()
    }
    info = evaluation.info
    return PastRun(info.date, info.commit, info.split, evaluation.counts, metrics)


def read_history(folder: Path) -> list[PastRun]:
    """The earlier runs, oldest first; [] without the folder.

    Raises ResultError naming a file that is not of ours.
    """
    runs = []
    for path in sorted(folder.glob("*.json")):
        stored: dict[str, Any] = read_json(path)
        try:
            runs.append(PastRun(**stored))
        except TypeError as error:
            raise ResultError(f"{path}: is not a past run: {error}") from error
    return sorted(runs, key=lambda run: run.date)


def add_to_history(folder: Path, run: PastRun) -> None:
    """Raises ResultError."""
    stamp = re.sub(r"[^0-9T]", "", run.date[:19])
    stored = {name: getattr(run, name) for name in PastRun.__slots__}
    write_text(
        folder / f"{stamp}-{run.commit[:8]}-{run.split}.json", json.dumps(stored, ensure_ascii=False, indent=1) + "\n"
    )
