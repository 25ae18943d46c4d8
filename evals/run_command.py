"""`python -m evals run`: ask, judge, write, and hold against floors and baseline."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from evals.attended import attend, stop_when_asked
from evals.compare import Comparison, compare
from evals.evaluation import Evaluation, RunInfo, read_evaluation, write_evaluation
from evals.gate import FLOORS, Check, Floors, check_baseline, checks, read_floors
from evals.history import PastRun, add_to_history, read_history, summary_of
from evals.junit import write_junit
from evals.load import bundled_files, set_name
from evals.overview import overview_json, write_overview
from evals.progress import Progress
from evals.question import Question
from evals.reading import QuestionError
from evals.record import Record
from evals.report import Findings, write_report
from evals.run import choose, evaluate
from evals.sets import files_of, questions_of
from evals.subject import Subject
from evals.tables import comparison_report, run_report, set_tables
from kb.settings import read_settings


@dataclass(frozen=True, slots=True)
class Held:
    """What a run is held against, and the runs before it."""

    floors: Floors
    baseline: Evaluation | None
    history: list[PastRun]


def run_command(options: argparse.Namespace, open_subject: Callable[[Path], Subject]) -> int:
    """The exit code. Raises what reading, asking and writing raise, all before the overview is written."""
    began = time.monotonic()
    if options.background:
        stop_when_asked()
        attend()
    # What can be wrong is read before anything is asked.
    bundled = [] if options.files and not options.sets else files_of(options.sets)
    held = _held(options, bundled)
    subject = open_subject(data_of(options))
    questions = choose(questions_of([*bundled, *options.files], subject.regulation), options.split)
    if not questions:
        raise QuestionError((f"no question of these sets is in the split {options.split!r}",))
    evaluation = _asked(options, questions, subject)
    whole = not options.files and len(bundled) == len(bundled_files())
    checked = checks(evaluation.records, held.floors, whole)
    failures = [check.sentence for check in checked if not check.reached]
    failures += check_baseline(held.baseline, evaluation) if held.baseline else []
    comparison = compare(held.baseline, evaluation) if held.baseline else None
    print(set_tables(evaluation) if options.quiet else run_report(evaluation))
    _write(options, evaluation, Findings(failures, comparison, held.history))
    _write_overview(options, evaluation, checked, failures, time.monotonic() - began)
    return _conclude(failures, comparison)


def data_of(options: argparse.Namespace) -> Path:
    data: Path = options.data or read_settings(os.environ).data
    return data


def _held(options: argparse.Namespace, bundled: Sequence[Path]) -> Held:
    known = sorted({set_name(path) for path in [*bundled_files(), *options.files]})
    return Held(
        floors=read_floors(options.floors or FLOORS, known) if options.floors or bundled else {},
        baseline=read_evaluation(options.baseline) if options.baseline else None,
        history=read_history(options.history) if options.history else [],
    )


def _asked(options: argparse.Namespace, questions: Sequence[Question], subject: Subject) -> Evaluation:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    info = RunInfo(now, _commit(), subject.versions, options.split, options.today.isoformat(), options.workers)
    progress = Progress(options.progress, questions) if options.progress else None
    with tqdm(total=len(questions), unit="question", file=sys.stderr, disable=options.quiet) as bar:

        def tell(finished: Sequence[Record]) -> None:
            bar.update(len(finished))
            if progress is not None:
                progress.add(finished)

        return evaluate(questions, subject, info, options.journal, options.resume, tell)


def _write(options: argparse.Namespace, evaluation: Evaluation, findings: Findings) -> None:
    if options.json:
        write_evaluation(options.json, evaluation)
    if options.junit:
        write_junit(options.junit, evaluation)
    if options.html:
        write_report(options.html, evaluation, findings)
    if options.history:
        add_to_history(options.history, summary_of(evaluation))


def _write_overview(
    options: argparse.Namespace,
    evaluation: Evaluation,
    checked: Sequence[Check],
    failures: Sequence[str],
    elapsed_seconds: float,
) -> None:
    """Last of all files: where it is, the others are."""
    if options.overview:
        write_overview(options.overview, overview_json(evaluation, checked, failures, elapsed_seconds))


def _conclude(failures: Sequence[str], comparison: Comparison | None) -> int:
    if comparison is not None:
        print(f"\n{comparison_report(comparison)}")
    if failures:
        print("\n未达到要求：\n" + "\n".join(f"  {failure}" for failure in failures))
    return 1 if failures else 0


def _commit() -> str:
    """The commit of the program, "unknown" outside a repository."""
    command = ["git", "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
