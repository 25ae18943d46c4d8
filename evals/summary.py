"""Records put together: means, percentiles, groups, the confusion table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.labels import ALL, CRASH, sets_in_order
from evals.metrics import METRICS
from evals.record import Record, mean


@dataclass(frozen=True, slots=True)
class Cell:
    """The mean of a metric over the `n` questions to which it applies; None where it applies to none."""

    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A group of questions. Crashes count as not passed and in no other metric."""

    questions: int
    crashes: int
    cells: dict[str, Cell]
    p50_ms: float | None
    p95_ms: float | None


def summarise(records: Sequence[Record]) -> Summary:
    times = [record.elapsed_ms for record in records if record.crash is None]
    return Summary(
        questions=len(records),
        crashes=sum(record.crash is not None for record in records),
        cells={metric.name: cell(records, metric.name) for metric in METRICS},
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )


def cell(records: Iterable[Record], metric: str) -> Cell:
    """Every question weighs the same, however many turns it has."""
    values = [value for record in records if (value := record.score(metric)) is not None]
    return Cell(mean(values), len(values))


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The smallest value that at least so many percent do not exceed (nearest rank); None for no values."""
    if not values:
        return None
    return sorted(values)[max(1, math.ceil(len(values) * percent / 100)) - 1]


def by_set(records: Sequence[Record]) -> dict[str, list[Record]]:
    """All records, then those of each set: the bundled sets in the order of their labels, others after them."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.set, []).append(record)
    return {ALL: list(records), **{name: groups[name] for name in sets_in_order(groups)}}


def by_tag(records: Sequence[Record]) -> dict[str, list[Record]]:
    """The records of each tag, the most frequent first."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        for tag in dict.fromkeys(record.tags):
            groups.setdefault(tag, []).append(record)
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))


def confusion(records: Iterable[Record]) -> Counter[tuple[str, str]]:
    """Turns by (expected, got); what is acceptable counts as the expected one, a crash as got CRASH."""
    pairs: Counter[tuple[str, str]] = Counter()
    for record in records:
        for turn in record.turns:
            expected = str(turn.expected["outcome"])
            got = turn.got or CRASH
            pairs[expected, expected if got in turn.expected["acceptable"] else got] += 1
    return pairs
