"""`python -m evals run|compare|list|calibrate|crossval|learning`: the regression questions and what they tell."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

from evals.compare import compare, comparison_json
from evals.evaluation import read_evaluation
from evals.load import bundled_files
from evals.run import CLOCK, SPLITS
from evals.run_command import data_of, run_command
from evals.sets import questions_of, sets_json, sets_table
from evals.subject import Subject
from evals.tables import comparison_report
from kb.errors import TiaoliError
from kb.library import Library
from kb.settings import read_settings

JOURNAL = Path("build/evals-journal.jsonl")
INTERRUPTED = 130


def open_assistant(data: Path) -> Subject:
    """The assistant as the site has it: with the embedding and the Chroma that the environment names."""
    # The search takes seconds to import, and list and compare have no need of it.
    opened: Subject = import_module("bot.assistant").open_assistant(data, replace(read_settings(os.environ), data=data))
    return opened


def main(arguments: Sequence[str] | None = None, open_subject: Callable[[Path], Subject] = open_assistant) -> int:
    """The exit code: 0, 1 for an error or a run below its floors or its baseline, 130 when interrupted."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "run":
            return run_command(options, open_subject)
        if options.command == "compare":
            return _compare(options)
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
    run.add_argument("--progress", type=Path, metavar="FILE", help="a small JSON file, replaced after each question")
    run.add_argument("--overview", type=Path, metavar="OUT", help="write the figures as JSON with every label; last")
    run.add_argument(
        "--background", action="store_true", help="give way to others; stop at SIGTERM or when standard input closes"
    )
    versus = commands.add_parser("compare", help="questions won and lost between two runs, and p-values")
    versus.add_argument("before", type=Path, metavar="A", help="results of a run (--json)")
    versus.add_argument("after", type=Path, metavar="B")
    listing = commands.add_parser("list", help="the sets, with their questions by split")
    for command in (versus, listing):
        command.add_argument("--json", action="store_true", help="print JSON instead of tables")
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


def _compare(options: argparse.Namespace) -> int:
    before, after = read_evaluation(options.before), read_evaluation(options.after)
    if options.json:
        print(json.dumps(comparison_json(before, after), ensure_ascii=False))
    else:
        print(comparison_report(compare(before, after)))
    return 0


def _list(options: argparse.Namespace) -> int:
    questions = questions_of(bundled_files(), Library(data_of(options)).regulation())
    print(json.dumps(sets_json(questions), ensure_ascii=False) if options.json else sets_table(questions))
    return 0


def _study(options: argparse.Namespace) -> int:
    data, studies = data_of(options), import_module("evals.studies")
    if options.command == "crossval":
        return int(studies.run_crossval(data))
    questions = questions_of(bundled_files(), Library(data).regulation())
    if options.command == "calibrate":
        return int(studies.run_calibrate(options, data, questions))
    return int(studies.run_learning(options, data, questions))


if __name__ == "__main__":
    sys.exit(main())
