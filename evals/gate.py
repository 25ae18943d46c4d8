"""What makes a run fail: a metric below its floor, a crash, a metric significantly below the baseline."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from pathlib import Path

from evals.compare import Change, change, compare
from evals.evaluation import Evaluation, ResultError
from evals.labels import ALL, set_label
from evals.metrics import BY_NAME
from evals.record import Record
from evals.summary import Summary, by_set, summarise

FLOORS = Path(__file__).parent / "floors.toml"
CRASHES = "crashes"
P95 = "p95_ms"

Floors = dict[str, dict[str, float]]  # set → metric → worst value allowed


def read_floors(path: Path, sets: Collection[str]) -> Floors:
    """The floors of these sets and of all together. Raises ResultError naming every mistake."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ResultError(f"{path}: cannot be read: {error}") from error
    allowed = [*BY_NAME, CRASHES, P95]
    problems = []
    for name, table in document.items():
        if name not in (ALL, *sets):
            problems.append(f"{path}: no set {name!r}; have {', '.join((ALL, *sets))}")
        if not isinstance(table, dict):
            problems.append(f"{path}: {name!r} must be a table, is {table!r}")
            continue
        for metric, worst in table.items():
            if metric not in allowed:
                problems.append(f"{path}: [{name}] unknown metric {metric!r}; allowed: {', '.join(allowed)}")
            elif isinstance(worst, bool) or not isinstance(worst, int | float):
                problems.append(f"{path}: [{name}] {metric} must be a number, is {worst!r}")
    if problems:
        raise ResultError("\n".join(problems))
    return {name: dict(table) for name, table in document.items()}


def check_floors(records: Sequence[Record], floors: Floors, whole: bool) -> list[str]:
    """A sentence for each metric past its floor. [all] holds only for a `whole` run, of every set.

    A metric without any question to which it applies does not reach its floor. Crashes are allowed only
    where a floor says how many.
    """
    failures = []
    groups = by_set(records)
    for name, group in groups.items():
        if name == ALL and not whole:
            continue
        limits = floors.get(name, {})
        summary = summarise(group)
        for metric, worst in limits.items():
            failures += _past(name, metric, worst, summary)
        if name != ALL and CRASHES not in limits:
            failures += _past(name, CRASHES, 0, summary)
    return failures


def _past(name: str, metric: str, worst: float, summary: Summary) -> list[str]:
    place = set_label(name)
    if metric == CRASHES:
        over = summary.crashes > worst
        return [f"{place}：程序出错 {summary.crashes} 次，最多允许 {worst:g} 次。"] if over else []
    if metric == P95:
        if summary.p95_ms is None or summary.p95_ms > worst:
            return [f"{place}：95% 的回答用时 {number(summary.p95_ms)} 毫秒，上限 {worst:g} 毫秒。"]
        return []
    label, value = BY_NAME[metric].label, summary.cells[metric].value
    if value is None:
        return [f"{place}：没有题目可以衡量“{label}”，无法确认达到 {worst:g}。"]
    if BY_NAME[metric].lower_is_better:
        return [f"{place}：“{label}”{number(value)}，高于上限 {worst:g}。"] if value > worst else []
    return [f"{place}：“{label}”{number(value)}，低于下限 {worst:g}。"] if value < worst else []


def check_baseline(baseline: Evaluation, evaluation: Evaluation) -> list[str]:
    """A sentence for each metric of the whole run, and each set's passes, that is significantly worse."""
    comparison = compare(baseline, evaluation)
    failures = [_fallen(ALL, found) for found in comparison.changes if found.worse]
    old = {record.id: record for record in baseline.records}
    for name, records in by_set(evaluation.records).items():
        pairs = [(old[new.id], new) for new in records if new.id in old and old[new.id].digest == new.digest]
        found = change(BY_NAME["passed"], pairs)
        if name != ALL and found.worse:
            failures.append(_fallen(name, found))
    if not comparison.compared:
        failures.append("基准中没有同样的题目，无法比较。")
    return failures


def _fallen(name: str, found: Change) -> str:
    moved = f"由 {number(found.before)} 变为 {number(found.after)}"
    return f"{set_label(name)}：“{found.metric.label}”{moved}，明显差于基准（p = {number(found.p)}）。"


def number(value: float | None, digits: int = 3) -> str:
    """A dash for what does not apply."""
    return "—" if value is None else f"{value:.{digits}f}"
