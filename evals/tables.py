"""What a run and a comparison print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from evals.compare import ALPHA, Comparison
from evals.evaluation import Evaluation
from evals.gate import number
from evals.labels import outcome_label, set_label, tag_label
from evals.metrics import METRICS
from evals.record import Record, TurnRecord
from evals.summary import Summary, by_set, by_tag, summarise
from evals.verdict import shorten

# Tags of fewer questions say little and would fill the screen.
FEWEST = 5


def run_report(evaluation: Evaluation) -> str:
    """The tables by set and by tag, and every question that failed."""
    sets = [(set_label(name), records) for name, records in by_set(evaluation.records).items()]
    tags = [(tag_label(name), group) for name, group in by_tag(evaluation.records).items() if len(group) >= FEWEST]
    parts = [
        _metric_table("题集", sets),
        _metric_table("标签", tags),
        *(failure(record) for record in evaluation.records if not record.passed),
    ]
    return "\n\n".join(part for part in parts if part)


def set_tables(evaluation: Evaluation) -> str:
    """The table by set alone."""
    return _metric_table("题集", [(set_label(name), group) for name, group in by_set(evaluation.records).items()])


def _metric_table(head: str, groups: Sequence[tuple[str, Sequence[Record]]]) -> str:
    summaries = [(name, summarise(records)) for name, records in groups]
    if not summaries:
        return ""
    shown = [metric for metric in METRICS if any(summary.cells[metric.name].n for _, summary in summaries)]
    rows = [[head, "题数", "出错", *(metric.label for metric in shown), "p50", "p95"]]
    rows += [[name, *_cells(summary, [metric.name for metric in shown])] for name, summary in summaries]
    return table(rows)


def _cells(summary: Summary, metrics: Sequence[str]) -> list[str]:
    values = [number(summary.cells[name].value, 2) for name in metrics]
    times = [number(summary.p50_ms, 1), number(summary.p95_ms, 1)]
    return [str(summary.questions), str(summary.crashes), *values, *times]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns lined up, the first to the left, the others to the right; a Chinese character is two wide."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [" " * (wide - width(cell)) + cell for cell, wide in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([row[0] + " " * (widths[0] - width(row[0])), *cells]).rstrip())
    return "\n".join(lines)


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def failure(record: Record) -> str:
    """A failed question: what was expected, what was got, and why it does not pass."""
    lines = [f"✗ {record.id} · {set_label(record.set)}"]
    if record.crash is not None:
        lines += [f"  {shorten(turn.say)}" for turn in record.turns]
        return "\n".join([*lines, f"  程序出错：{shorten(record.crash)}"])
    for number_of, turn in enumerate(record.turns, start=1):
        if turn.reasons:
            head = f"第 {number_of} 轮：" if len(record.turns) > 1 else ""
            lines += [f"  {head}{shorten(turn.say)}", *(f"    {line}" for line in _expected_and_got(turn))]
    return "\n".join(lines)


def _expected_and_got(turn: TurnRecord) -> Iterator[str]:
    wanted = "、".join(turn.expected["must"])
    answer = turn.answer or {"citations": []}
    cited = "、".join(str(citation["label"]) for citation in answer["citations"])
    yield f"应为：{outcome_label(str(turn.expected['outcome']))}" + (f"（{wanted}）" if wanted else "")
    yield f"实为：{outcome_label(turn.got or '')}" + (f"（{cited}）" if cited else "")
    yield from (f"原因：{reason}" for reason in turn.reasons)


def comparison_report(comparison: Comparison) -> str:
    """Metrics before and after, then the questions won and lost."""
    rows = [["指标", "之前", "之后", "变化", "p", ""]]
    for change in comparison.changes:
        if change.before is not None or change.after is not None:
            moved = "—" if change.difference is None else f"{change.difference:+.3f}"
            clear = "显著" if change.p is not None and change.p < ALPHA else ""
            rows.append([change.metric.label, number(change.before), number(change.after), moved,
                         number(change.p, 4), clear])  # fmt: skip
    parts = [f"共同题目 {comparison.compared} 道。", table(rows)]
    parts += [_listed("新做对", comparison.won), _listed("新做错", comparison.lost)]
    aside = (("新增", comparison.added), ("缺少", comparison.removed), ("题目有改动", comparison.changed))
    parts += [f"{name} {len(ids)} 道，未比较：{'、'.join(ids)}" for name, ids in aside if ids]
    return "\n\n".join(parts)


def _listed(name: str, records: Sequence[Record]) -> str:
    lines = [f"{name} {len(records)} 道{'：' if records else '。'}"]
    for record in records:
        lines.append(f"  {record.id}  {shorten(record.turns[0].say)}")
        lines += [f"      {reason}" for turn in record.turns for reason in turn.reasons]
    return "\n".join(lines)
