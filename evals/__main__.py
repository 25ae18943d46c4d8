"""`python -m evals run|compare|list|calibrate|crossval|learning`: the regression questions and what they tell."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from tqdm import tqdm

from bot.assistant import open_assistant
from evals.compare import Comparison, compare
from evals.evaluation import Evaluation, RunInfo, read_evaluation, write_evaluation
from evals.gate import FLOORS, check_baseline, check_floors, read_floors
from evals.history import add_to_history, read_history, summary_of
from evals.junit import write_junit
from evals.labels import set_label, sets_in_order
from evals.load import bundled_files, load_questions, set_name
from evals.question import Question
from evals.reading import QuestionError
from evals.report import Findings, write_report
from evals.run import CLOCK, SPLITS, choose, evaluate
from evals.studies import run_calibrate, run_crossval, run_learning
from evals.subject import Subject
from evals.tables import comparison_report, run_report, set_tables, table
from kb.errors import TiaoliError
from kb.library import Library
from kb.model import Regulation
from kb.rules.catalogue import load_registry
from kb.settings import read_settings

JOURNAL = Path("build/evals-journal.jsonl")
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None, open_subject: Callable[[Path], Subject] = open_assistant) -> int:
    """The exit code: 0, 1 for an error or a run below its floors or its baseline, 130 when interrupted."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "run":
            return _run(options, open_subject)
        if options.command == "compare":
            print(comparison_report(compare(read_evaluation(options.before), read_evaluation(options.after))))
            return 0
        if options.command == "list":
            return _list(options)
        return _study(options)
    except TiaoliError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; go on with: run --resume", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals", description="Ask the evaluation questions and judge the answers."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="ask questions; exit code 1 below the floors or the baseline")
    run.add_argument("sets", nargs="*", metavar="SET", help="sets to ask (default: all; see list)")
    run.add_argument("--split", choices=SPLITS, default="all", help="dev to tune on, test to report on (default: all)")
    run.add_argument("--set", dest="files", action="append", type=Path, default=[], metavar="FILE",
                     help="a TOML or JSONL file of questions of your own, instead of the bundled sets")  # fmt: skip
    run.add_argument("--json", type=Path, metavar="OUT", help="write every score and answer; --baseline reads it")
    run.add_argument("--html", type=Path, metavar="OUT", help="write the report")
    run.add_argument("--junit", type=Path, metavar="OUT", help="write JUnit XML")
    run.add_argument(
        "--baseline", type=Path, metavar="FILE", help="results of an earlier run (--json) to hold this one against"
    )
    run.add_argument("--floors", type=Path, metavar="FILE", help="worst values allowed (default: evals/floors.toml)")
    run.add_argument(
        "--history", type=Path, metavar="DIR", help="folder of past runs, shown in the report; this one is added"
    )
    run.add_argument("--quiet", action="store_true", help="only the table of the sets and what failed its floor")
    run.add_argument("--workers", type=_positive, default=1, help="questions asked at a time (default: 1)")
    run.add_argument("--today", type=date.fromisoformat, default=CLOCK, metavar="YYYY-MM-DD",
                     help=f"the day for questions that name none (default: {CLOCK})")  # fmt: skip
    run.add_argument("--resume", action="store_true", help="go on with the run that was interrupted")
    run.add_argument(
        "--journal", type=Path, default=JOURNAL, metavar="FILE", help=f"finished questions (default: {JOURNAL})"
    )
    versus = commands.add_parser("compare", help="questions won and lost between two runs, and p-values")
    versus.add_argument("before", type=Path, metavar="A", help="results of a run (--json)")
    versus.add_argument("after", type=Path, metavar="B")
    listing = commands.add_parser("list", help="the sets, with their questions by split")
    fit = commands.add_parser("calibrate", help="refit the thresholds on the development questions alone")
    fit.add_argument("--foreign", action="append", type=Path, default=[], metavar="FILE",
                     help='JSON lines of further questions ("question") that are known not to be ours')  # fmt: skip
    fit.add_argument("--dry-run", action="store_true", help="print the thresholds, do not write them")
    folds = commands.add_parser("crossval", help="recall over the guide's own questions, in five folds")
    curve = commands.add_parser("learning", help="the learning curve on the development questions")
    for command in (fit, curve):
        command.add_argument("--html", type=Path, metavar="OUT", help="write the plot, one self-contained page")
    for command in (run, listing, fit, folds, curve):
        command.add_argument("--data", type=Path, help="folder of the knowledge base (default: $TIAOLI_DATA or data)")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


def _run(options: argparse.Namespace, open_subject: Callable[[Path], Subject]) -> int:
    # What can be wrong is read before anything is asked.
    bundled = [] if options.files and not options.sets else _bundled(options.sets)
    known = sorted({set_name(path) for path in [*bundled_files(), *options.files]})
    floors = read_floors(options.floors or FLOORS, known) if options.floors or bundled else {}
    baseline = read_evaluation(options.baseline) if options.baseline else None
    history = read_history(options.history) if options.history else []
    subject = open_subject(_data(options))
    questions = choose(_questions([*bundled, *options.files], subject.regulation), options.split)
    if not questions:
        raise QuestionError((f"no question of these sets is in the split {options.split!r}",))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    info = RunInfo(now, _commit(), subject.versions, options.split, options.today.isoformat(), options.workers)
    with tqdm(total=len(questions), unit="question", file=sys.stderr, disable=options.quiet) as bar:
        evaluation = evaluate(questions, subject, info, options.journal, options.resume, bar.update)
    whole = not options.files and len(bundled) == len(bundled_files())
    failures = check_floors(evaluation.records, floors, whole)
    failures += check_baseline(baseline, evaluation) if baseline else []
    comparison = compare(baseline, evaluation) if baseline else None
    print(set_tables(evaluation) if options.quiet else run_report(evaluation))
    _write(options, evaluation, Findings(failures, comparison, history))
    return _conclude(failures, comparison)


def _conclude(failures: Sequence[str], comparison: Comparison | None) -> int:
    if comparison is not None:
        print(f"\n{comparison_report(comparison)}")
    if failures:
        print("\n未达到要求：\n" + "\n".join(f"  {failure}" for failure in failures))
    return 1 if failures else 0


def _write(options: argparse.Namespace, evaluation: Evaluation, findings: Findings) -> None:
    if options.json:
        write_evaluation(options.json, evaluation)
    if options.junit:
        write_junit(options.junit, evaluation)
    if options.html:
        write_report(options.html, evaluation, findings)
    if options.history:
        add_to_history(options.history, summary_of(evaluation))


def _list(options: argparse.Namespace) -> int:
    regulation = Library(_data(options)).regulation()
    questions = _questions(bundled_files(), regulation)
    counts = Counter((question.set, split) for question in questions for split in ("all", question.split))
    rows = [["set", "", "questions", "dev", "test"]]
    for name in sets_in_order(question.set for question in questions):
        rows.append([name, set_label(name), *(str(counts[name, split]) for split in ("all", "dev", "test"))])
    print(table(rows))
    return 0


def _study(options: argparse.Namespace) -> int:
    data = _data(options)
    if options.command == "crossval":
        return run_crossval(data)
    questions = _questions(bundled_files(), Library(data).regulation())
    if options.command == "calibrate":
        return run_calibrate(options, data, questions)
    return run_learning(options, data, questions)


def _bundled(sets: Sequence[str]) -> list[Path]:
    files = bundled_files()
    known = {set_name(path) for path in files}
    unknown = sorted(set(sets) - known)
    if unknown:
        raise QuestionError((f"no set {', '.join(unknown)}; have {', '.join(sorted(known))}",))
    return [path for path in files if not sets or set_name(path) in sets]


def _questions(files: Sequence[Path], regulation: Regulation) -> tuple[Question, ...]:
    return load_questions(files, regulation, [rule.name for rule in load_registry().rules])


def _data(options: argparse.Namespace) -> Path:
    data: Path = options.data or read_settings(os.environ).data
    return data


def _commit() -> str:
    """The commit of the program, "unknown" outside a repository."""
    command = ["git", "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
