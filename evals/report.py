"""The report: one HTML file that asks nothing of any other host and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.answer import Outcome
from evals import charts
from evals.compare import Comparison
from evals.evaluation import Evaluation, write_text
from evals.gate import number
from evals.history import PastRun, summary_of
from evals.labels import CRASH, REGISTERS, outcome_label, set_label, tag_label
from evals.metrics import METRICS
from evals.summary import by_set, by_tag, confusion, summarise

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Findings:
    """What is shown beside the run itself; `failures` are the reasons for its exit code."""

    failures: Sequence[str] = ()
    comparison: Comparison | None = None
    history: Sequence[PastRun] = ()


def write_report(path: Path, evaluation: Evaluation, findings: Findings) -> None:
    """Raises ResultError."""
    write_text(path, render(evaluation, findings))


def render(evaluation: Evaluation, findings: Findings) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=number, set_label=set_label, tag_label=tag_label, outcome_label=outcome_label, markdown=markdown
    )
    script = _own("report.js")
    records = evaluation.records
    return environment.get_template("report.html.j2").render(
        info=evaluation.info,
        records=records,
        findings=findings,
        metrics=METRICS,
        sets={name: summarise(group) for name, group in by_set(records).items()},
        tags={name: summarise(group) for name, group in by_tag(records).items()},
        outcomes=_outcomes(evaluation),
        charts=_charts(evaluation, findings.history),
        style=_own("report.css"),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        CRASH=CRASH,
    )


def markdown(text: str) -> Markup:
    """An answer's Markdown as HTML: what is HTML in it is shown, not obeyed; no links, no pictures."""
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.disable(["link", "image", "autolink", "reference", "html_inline", "html_block"])
    return Markup(reader.render(text))


def _own(name: str) -> Markup:
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def _outcomes(evaluation: Evaluation) -> list[str]:
    """The outcomes expected or got, in the order of the contract."""
    present = {name for pair in confusion(evaluation.records) for name in pair}
    return [name for name in [*(outcome.value for outcome in Outcome), CRASH] if name in present]


def _charts(evaluation: Evaluation, history: Sequence[PastRun]) -> list[dict[str, Any]]:
    """Title, what it shows, and the drawing."""
    records = evaluation.records
    names = {name: outcome_label(name) for name in _outcomes(evaluation)}
    times = [record.elapsed_ms for record in records if record.crash is None]
    overall = summarise(records)
    marks = {"p50": overall.p50_ms or 0.0, "p95": overall.p95_ms or 0.0} if times else {}
    drawn = [
        ("各题集通过率", "整道题全部符合要求才算通过。", charts.bars("各题集通过率", _set_bars(evaluation))),
        ("各语体通过率", "同一批题目，按提问的语体分。", charts.bars("各语体通过率", _register_bars(evaluation))),
        ("回答类型对照", "每一轮应为何种类型、实为何种类型；绿色为相符。",
         charts.matrix("回答类型对照", names, confusion(records))),
        ("回答用时", "每次回答的毫秒数，竖线为 50% 和 95% 的回答不超过的用时。",
         charts.histogram("回答用时", times, "毫秒", marks)),
    ]  # fmt: skip
    past = _history_chart(evaluation, history)
    if past is not None:
        drawn.append(("历次通过率", "同样范围的历次运行，最右边是本次。", past))
    return [{"title": title, "about": about, "svg": svg} for title, about, svg in drawn]


def _set_bars(evaluation: Evaluation) -> list[charts.Bar]:
    groups = by_set(evaluation.records).items()
    return [charts.Bar(set_label(name), summarise(group).cells["passed"].value, len(group)) for name, group in groups]


def _register_bars(evaluation: Evaluation) -> list[charts.Bar]:
    groups = by_tag(evaluation.records)
    return [
        charts.Bar(label, summarise(groups[tag]).cells["passed"].value, len(groups[tag]))
        for tag, label in REGISTERS.items()
        if tag in groups
    ]


def _history_chart(evaluation: Evaluation, history: Sequence[PastRun]) -> Markup | None:
    """Passes by set over the runs of the same kind; None where this is the first."""
    this = summary_of(evaluation)
    runs = [*(run for run in history if run.kind == this.kind and run.date < this.date), this]
    if len(runs) < 2:
        return None
    names = by_set(evaluation.records)
    series = {set_label(name): [run.metrics.get(name, {}).get("passed") for run in runs] for name in names}
    return charts.lines("历次通过率", [f"{run.date[:10]} {run.commit[:7]}" for run in runs], series)
