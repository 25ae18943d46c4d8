"""`python -m evals calibrate|crossval|learning`: what is measured to make the product rather than to judge it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from tqdm import tqdm

from bot.settings import THRESHOLDS, Thresholds, read_thresholds
from evals import charts
from evals.calibrate import Calibration, calibrate
from evals.crossval import FOLDS, cross_validate
from evals.evaluation import write_text
from evals.learning import SIZES, learning_curve
from evals.question import Question
from evals.report import TEMPLATES
from evals.tables import table
from kb.errors import TiaoliError
from kb.guide_files import load_guide
from kb.library import BUNDLED, Library
from kb.opening import open_knowledge
from kb.settings import Settings

HEADER = "# Fitted on the development questions alone: python -m evals calibrate\n"


class ForeignQuestionsError(TiaoliError):
    """A file of questions that are not ours cannot be read."""


def run_calibrate(options: argparse.Namespace, data: Path, questions: Sequence[Question]) -> int:
    """Fits the thresholds, prints what they give, and writes them unless it is a dry run."""
    foreign = [text for path in options.foreign for text in _foreign(path)]
    development = [question for question in questions if question.split == "dev"]
    opened = open_knowledge(Settings(data=data))
    try:
        with tqdm(unit="question", file=sys.stderr) as bar:
            fitted = calibrate(development, foreign, opened, read_thresholds(), bar.update)
    finally:
        opened.close()
    print(_calibration_report(fitted))
    if options.html:
        write_text(options.html, _calibration_page(fitted, bool(options.foreign)))
    if not options.dry_run:
        THRESHOLDS.write_text(thresholds_toml(fitted.thresholds), encoding="utf-8")
    return 0


def run_crossval(data: Path) -> int:
    """Recall and MRR over the guide's own questions, each fifth searched with the other four."""
    regulation = Library(data).regulation()
    with tqdm(total=FOLDS, unit="fold", file=sys.stderr) as bar:
        ranks = cross_validate(regulation, lambda done, total: _tick(bar))
    rows = [["", "recall@1", "recall@3", "recall@5", "MRR"]]
    for name, units in (("article", False), ("paragraph or item", True)):
        figures = [ranks.recall(k, units) for k in (1, 3, 5)] + [ranks.mean_reciprocal(units)]
        rows.append([name, *(f"{figure:.3f}" for figure in figures)])
    print(f"{len(ranks.articles)} similar questions, {FOLDS} folds\n{table(rows)}")
    return 0


def run_learning(options: argparse.Namespace, data: Path, questions: Sequence[Question]) -> int:
    """The learning curve on the development questions."""
    regulation = Library(data).regulation()
    guide = load_guide(BUNDLED / regulation.id / "guide", regulation)
    development = [question for question in questions if question.split == "dev"]
    with tqdm(total=len(SIZES) + 1, unit="point", file=sys.stderr) as bar:
        points = learning_curve(guide, regulation, development, lambda done: _tick(bar))
    rows = [["an article", "in all", "first", "among three"]]
    for point in points:
        size = "all" if point.size is None else str(point.size)
        rows.append([size, str(point.questions), f"{point.first:.3f}", f"{point.among_three:.3f}"])
    print(table(rows))
    if options.html:
        ticks = ["全部" if point.size is None else str(point.size) for point in points]
        curves = {"首位": [point.first for point in points], "前三": [point.among_three for point in points]}
        chart = charts.lines("每条相似问的数目与首位、前三命中", ticks, curves)
        facts = {"题目": "开发题中由检索作答的单轮题，只看按指南拟合的编码器"}
        write_text(options.html, study_page("条例通学习曲线", facts, chart))
    return 0


def thresholds_toml(thresholds: Thresholds) -> str:
    """The file as `read_thresholds` reads it."""
    wants = thresholds.wants
    return (
        f"{HEADER}\n"
        '# Where the three zones meet, in the encoder\'s margin of the best article over "outside".\n'
        f"[scope]\noutside = {thresholds.outside:g}  # below: out of scope\n"
        f"sure = {thresholds.sure:g}  # from here: answered\n\n"
        "# A second provision is cited when its score comes this near to the first.\n"
        f"[citations]\nalso = {thresholds.also:g}\n\n"
        "# What a question is after: the weight of its likeness to the article's own entries, and what it takes.\n"
        f"[wants]\nlikeness = {wants.likeness:g}\nsilent = {wants.silent:g}\npremise = {wants.premise:g}\n"
    )


def _calibration_report(fitted: Calibration) -> str:
    zones, wants = fitted.zones, fitted.thresholds.wants
    kinds, left_out = (
        ", ".join(f"{kind.value} {share:.3f}" for kind, share in shares.items())
        for shares in (fitted.kinds, fitted.left_out)
    )
    return (
        f"{len(fitted.ours)} questions of ours, {sum(map(len, fitted.outside))} that are not\n"
        f"outside {zones.outside:g}, sure {zones.sure:g}: of ours refused {zones.refused_ours:.3f}, "
        f"asked back {zones.asked_ours:.3f}; of the others answered {zones.answered_outside:.3f}, "
        f"asked back {zones.asked_outside:.3f}\n"
        f"likeness {wants.likeness:g}, silent {wants.silent:g}, premise {wants.premise:g}: taken rightly {kinds}; "
        f"of guide questions left out {left_out}"
    )


def _calibration_page(fitted: Calibration, real: bool) -> str:
    """Where the margins of both sides lie, and the thresholds between them."""
    zones = fitted.zones
    names = ["条例以外", "其他法律"][: len(fitted.outside)]
    groups = {"条例以内": fitted.ours, **dict(zip(names, fitted.outside, strict=True))}
    facts = {
        "归条例管的": f"{len(fitted.ours)} 题，拒答 {zones.refused_ours:.1%}，反问 {zones.asked_ours:.1%}",
        "不归条例管的": f"作答 {zones.answered_outside:.1%}，反问 {zones.asked_outside:.1%}"
        + ("（两组平均）" if real else ""),
    }
    marks = {"拒答以下": zones.outside, "作答以上": zones.sure}
    return study_page("条例通阈值校准", facts, charts.distributions("范围差值的分布", groups, marks))


def study_page(title: str, facts: dict[str, str], chart: Markup) -> str:
    """One self-contained page with a chart."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    style = Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))  # our own file
    return environment.get_template("study.html.j2").render(title=title, facts=facts, chart=chart, style=style)


def _foreign(path: Path) -> list[str]:
    """The questions of a JSON-lines file.

    Raises ForeignQuestionsError.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [str(json.loads(line)["question"]) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ForeignQuestionsError(f"{path}: cannot be read as lines of questions: {error}") from error


def _tick(bar: tqdm[None]) -> None:
    bar.update(1)
