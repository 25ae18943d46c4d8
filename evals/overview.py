"""A run in figures that explain themselves, for a page that knows neither the metrics nor the sets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.answer import Outcome
from evals.evaluation import Evaluation, write_text
from evals.gate import CRASHES, P95, Check
from evals.labels import CRASH, FAULTS, outcome_label, set_label, tag_label
from evals.metrics import BY_NAME, METRICS, Metric
from evals.record import Record
from evals.summary import by_set, by_tag, summarise
from evals.tables import FEWEST

COUNTED = {
    CRASHES: Metric(CRASHES, "出错", "提问时程序出错的题数。", lower_is_better=True),
    P95: Metric(P95, "p95", "95% 的回答不超过的毫秒数。", lower_is_better=True),
}


def overview_json(
    evaluation: Evaluation, checked: Sequence[Check], failures: Sequence[str], elapsed_seconds: float
) -> dict[str, Any]:
    """What the run was made of, its figures by set and by tag, the floors, and every name with its label.

    `failures` are the sentences that made the exit code 1. A metric that applies to no question of a group
    has no value there. Tags of few questions are left out: there are hundreds.
    """
    sets = {name: (set_label(name), group) for name, group in by_set(evaluation.records).items()}
    tags = {
        name: (tag_label(name), group) for name, group in by_tag(evaluation.records).items() if len(group) >= FEWEST
    }
    return {
        **asdict(evaluation.info),
        "elapsed_seconds": round(elapsed_seconds, 1),
        "metrics": [asdict(metric) for metric in METRICS],
        "sets": _groups(sets),
        "tags": _groups(tags),
        "floors": [floor_json(check) for check in checked],
        "failures": list(failures),
        "labels": {
            "outcomes": {name: outcome_label(name) for name in [*(outcome.value for outcome in Outcome), CRASH]},
            "faults": FAULTS,
        },
    }


def write_overview(path: Path, overview: dict[str, Any]) -> None:
    """Raises ResultError."""
    write_text(path, json.dumps(overview, ensure_ascii=False, indent=1) + "\n")


def floor_json(check: Check) -> dict[str, Any]:
    metric = COUNTED.get(check.metric) or BY_NAME[check.metric]
    return {
        "set": check.set,
        "set_label": set_label(check.set),
        "metric": check.metric,
        "label": metric.label,
        "value": check.value,
        "worst": check.worst,
        "share": check.metric in BY_NAME,  # shown in percent
        "lower_is_better": metric.lower_is_better,
        "reached": check.reached,
    }


def _groups(groups: dict[str, tuple[str, list[Record]]]) -> list[dict[str, Any]]:
    return [{"name": name, "label": label, **_figures(records)} for name, (label, records) in groups.items()]


def _figures(records: Sequence[Record]) -> dict[str, Any]:
    summary = summarise(records)
    return {
        "questions": summary.questions,
        "passed": sum(record.passed for record in records),
        "crashes": summary.crashes,
        "p50_ms": summary.p50_ms,
        "p95_ms": summary.p95_ms,
        "values": {name: {"value": cell.value, "n": cell.n} for name, cell in summary.cells.items() if cell.n},
    }
