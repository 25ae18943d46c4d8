"""Two runs side by side: questions won and lost, and whether a metric moved more than by chance."""

from __future__ import annotations

from dataclasses import dataclass

from evals.evaluation import Evaluation
from evals.metrics import METRICS, Metric
from evals.record import Record, mean
from evals.significance import randomisation_p

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
    def worse(self) -> bool:
        """Significantly worse."""
        if self.difference is None or self.p is None or self.p >= ALPHA:
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
    pairs = [(old[id], new[id]) for id in both if old[id].digest == new[id].digest]
    return Comparison(
        won=tuple(b for a, b in pairs if b.passed and not a.passed),
        lost=tuple(b for a, b in pairs if a.passed and not b.passed),
        changes=tuple(change(metric, pairs) for metric in METRICS),
        compared=len(pairs),
        added=tuple(id for id in new if id not in old),
        removed=tuple(id for id in old if id not in new),
        changed=tuple(id for id in both if old[id].digest != new[id].digest),
    )


def change(metric: Metric, pairs: list[tuple[Record, Record]]) -> Change:
    """A metric over pairs of records (before, after) of the same questions."""
    before = [a.score(metric.name) for a, _ in pairs]
    after = [b.score(metric.name) for _, b in pairs]
    means = [mean(value for value in values if value is not None) for values in (before, after)]
    return Change(metric, means[0], means[1], randomisation_p(before, after))
