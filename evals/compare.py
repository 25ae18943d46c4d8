"""Two runs side by side: questions won and lost, and whether a metric moved more than by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.evaluation import Evaluation
from evals.labels import set_label
from evals.metrics import METRICS, Metric
from evals.record import Record, mean
from evals.significance import randomisation_p
from evals.summary import by_set

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in two runs, over the questions that both have; `p` is None where one of them has no score."""

    metric: Metric
    before: float | None
    after: float | None
    p: float | None

    @property
    def difference(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def significant(self) -> bool:
        return bool(self.difference) and self.p is not None and self.p < ALPHA

    @property
    def worse(self) -> bool:
        """Significantly worse."""
        if self.difference is None or not self.significant:
            return False
        return self.difference > 0 if self.metric.lower_is_better else self.difference < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """`won` failed before and pass now; `lost` passed before and fail now.

    Left out of the comparison: ids only in one run, and those whose question or expectation was `changed`.
    """

    won: tuple[Record, ...]
    lost: tuple[Record, ...]
    changes: tuple[Change, ...]
    compared: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def compare(before: Evaluation, after: Evaluation) -> Comparison:
    old = {record.id: record for record in before.records}
    new = {record.id: record for record in after.records}
    both = [id for id in new if id in old]
    pairs = pairs_of(before, after.records)
    return Comparison(
        won=tuple(b for a, b in pairs if b.passed and not a.passed),
        lost=tuple(b for a, b in pairs if a.passed and not b.passed),
        changes=tuple(change(metric, pairs) for metric in METRICS),
        compared=len(pairs),
        added=tuple(id for id in new if id not in old),
        removed=tuple(id for id in old if id not in new),
        changed=tuple(id for id in both if old[id].digest != new[id].digest),
    )


def pairs_of(before: Evaluation, records: Sequence[Record]) -> list[tuple[Record, Record]]:
    """The records of the run before, each with the one of these that asked and expected the same."""
    old = {record.id: record for record in before.records}
    return [(old[new.id], new) for new in records if new.id in old and old[new.id].digest == new.digest]


def change(metric: Metric, pairs: list[tuple[Record, Record]]) -> Change:
    """A metric over pairs of records (before, after) of the same questions."""
    before = [a.score(metric.name) for a, _ in pairs]
    after = [b.score(metric.name) for _, b in pairs]
    means = [mean(value for value in values if value is not None) for values in (before, after)]
    return Change(metric, means[0], means[1], randomisation_p(before, after))


def comparison_json(before: Evaluation, after: Evaluation) -> dict[str, Any]:
    """Both runs, the metrics of all common questions and of each set's, and the questions won and lost.

    A set is listed if one of its questions is in both runs; "better" is null where nothing moved clearly.
    """
    found = compare(before, after)
    groups = {name: pairs_of(before, records) for name, records in by_set(after.records).items()}
    return {
        "before": asdict(before.info),
        "after": asdict(after.info),
        "alpha": ALPHA,
        "compared": found.compared,
        "added": list(found.added),
        "removed": list(found.removed),
        "changed": list(found.changed),
        "sets": [
            {"name": name, "label": set_label(name), "compared": len(pairs), "changes": _changes_json(pairs)}
            for name, pairs in groups.items()
            if pairs
        ],
        "won": [_question_json(record) for record in found.won],
        "lost": [_question_json(record) for record in found.lost],
    }


def _changes_json(pairs: list[tuple[Record, Record]]) -> list[dict[str, Any]]:
    """Every metric that applies in one of the two runs."""
    changes = [change(metric, pairs) for metric in METRICS]
    return [
        {
            "name": one.metric.name,
            "label": one.metric.label,
            "before": one.before,
            "after": one.after,
            "p": one.p,
            "better": not one.worse if one.significant else None,
        }
        for one in changes
        if one.before is not None or one.after is not None
    ]


def _question_json(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "set": record.set,
        "set_label": set_label(record.set),
        "say": [turn.say for turn in record.turns],
        "reasons": [reason for turn in record.turns for reason in turn.reasons],
    }
