"""`python -m evals calibrate|crossval|learning`: what is measured to make the product rather than to judge it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from bot.settings import THRESHOLDS, Thresholds, read_thresholds
from evals.calibrate import Calibration, calibrate
from evals.crossval import FOLDS, cross_validate
from evals.learning import SIZES, learning_curve
from evals.question import Question
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


def run_learning(data: Path, questions: Sequence[Question]) -> int:
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
    kinds = ", ".join(f"{kind.value} {share:.3f}" for kind, share in fitted.kinds.items())
    return (
        f"{len(fitted.ours)} questions of ours, {sum(map(len, fitted.outside))} that are not\n"
        f"outside {zones.outside:g}, sure {zones.sure:g}: of ours refused {zones.refused_ours:.3f}, "
        f"asked back {zones.asked_ours:.3f}; of the others answered {zones.answered_outside:.3f}, "
        f"asked back {zones.asked_outside:.3f}\n"
        f"likeness {wants.likeness:g}, silent {wants.silent:g}, premise {wants.premise:g}: taken rightly {kinds}"
    )


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
