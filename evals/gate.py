"""What makes a run fail: a metric below its floor, a crash, a metric significantly below the baseline."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.compare import Change, change, compare, pairs_of
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


@dataclass(frozen=True, slots=True)
class Check:
    """What a set reached (None: nothing could be measured) beside the worst value allowed."""

    set: str
    metric: str
    value: float | None
    worst: float

    @property
    def lower_is_better(self) -> bool:
        return self.metric in (CRASHES, P95) or BY_NAME[self.metric].lower_is_better

    @property
    def reached(self) -> bool:
        if self.value is None:
            return False
        return self.value <= self.worst if self.lower_is_better else self.value >= self.worst

    @property
    def sentence(self) -> str:
        """What is wrong where it is not reached."""
        place = set_label(self.set)
        if self.metric == CRASHES:
            return f"{place}：程序出错 {self.value:g} 次，最多允许 {self.worst:g} 次。"
        if self.metric == P95:
            return f"{place}：95% 的回答用时 {number(self.value)} 毫秒，上限 {self.worst:g} 毫秒。"
        label = BY_NAME[self.metric].label
        if self.value is None:
            return f"{place}：没有题目可以衡量“{label}”，无法确认达到 {self.worst:g}。"
        side = "高于上限" if self.lower_is_better else "低于下限"
        return f"{place}：“{label}”{number(self.value)}，{side} {self.worst:g}。"


def check_floors(records: Sequence[Record], floors: Floors, whole: bool) -> list[str]:
    """A sentence for each metric past its floor; see `checks`."""
    return [check.sentence for check in checks(records, floors, whole) if not check.reached]


def checks(records: Sequence[Record], floors: Floors, whole: bool) -> list[Check]:
    """Every floor that holds for the run. [all] holds only for a `whole` run, of every set.

    A metric without any question to which it applies does not reach its floor. Crashes are allowed only
    where a floor says how many.
    """
    found = []
    for name, group in by_set(records).items():
        if name == ALL and not whole:
            continue
        limits = dict(floors.get(name, {}))
        if name != ALL:
            limits.setdefault(CRASHES, 0)
        summary = summarise(group)
        found += [Check(name, metric, _value(metric, summary), worst) for metric, worst in limits.items()]
    return found


def _value(metric: str, summary: Summary) -> float | None:
    if metric == CRASHES:
        return summary.crashes
    return summary.p95_ms if metric == P95 else summary.cells[metric].value


def check_baseline(baseline: Evaluation, evaluation: Evaluation) -> list[str]:
    """A sentence for each metric of the whole run, and each set's passes, that is significantly worse."""
    comparison = compare(baseline, evaluation)
    failures = [_fallen(ALL, found) for found in comparison.changes if found.worse]
    for name, records in by_set(evaluation.records).items():
        found = change(BY_NAME["passed"], pairs_of(baseline, records))
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
