"""Asks the questions and judges the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from datetime import date
from pathlib import Path

from evals.evaluation import Evaluation, RunInfo
from evals.journal import Journal, finished
from evals.question import Question
from evals.record import Record, crashed, judge
from evals.subject import Subject, SubjectError
from kb.model import Regulation

# The day at which questions without a day of their own are asked: the same in every run.
CLOCK = date(2025, 9, 1)
SPLITS = ("dev", "test", "all")


def choose(questions: Sequence[Question], split: str) -> tuple[Question, ...]:
    return tuple(question for question in questions if split in ("all", question.split))


def evaluate(
    questions: Sequence[Question],
    subject: Subject,
    info: RunInfo,
    journal: Path,
    resume: bool = False,
    progress: Callable[[Sequence[Record]], None] = lambda finished: None,
) -> Evaluation:
    """Every question asked; `progress` is told which more are finished.

    With `resume` the questions that an interrupted run has finished are taken from its journal.

    Raises ResultError when the journal cannot be written or belongs to a run of something else.
    """
    kept = finished(journal, info, questions) if resume else []
    records = {record.id: record for record in kept}
    progress(kept)
    rest = [question for question in questions if question.id not in records]
    with Journal(journal, info, kept) as written:
        asking = ask_all(rest, subject, date.fromisoformat(info.clock), info.workers)
        with closing(asking):  # an interruption must not wait for all the questions left
            for record in asking:
                written.append(record)
                records[record.id] = record
                progress([record])
    return Evaluation(info, tuple(records[question.id] for question in questions))


def ask_all(
    questions: Sequence[Question], subject: Subject, clock: date, workers: int
) -> Generator[Record, None, None]:
    """A record for each question, as they come.

    Questions are asked in threads: a subject answers several people at once anyway, and each future keeps
    what its question raised, so that one crash stops nothing. With several workers the latencies include
    waiting for one another.
    """
    regulation = subject.regulation
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        asked = {pool.submit(_ask, subject, regulation, question, clock): question for question in questions}
        for future in as_completed(asked):
            error = future.exception()
            yield future.result() if error is None else crashed(asked[future], error)
    finally:
        pool.shutdown(cancel_futures=True)


def _ask(subject: Subject, regulation: Regulation, question: Question, clock: date) -> Record:
    """The answers judged, with the milliseconds that one took: the mean over the turns of a dialogue."""
    said, today = [turn.say for turn in question.turns], question.today or clock
    started = time.perf_counter()
    answers = subject.converse(said, today) if question.dialogue else [subject.ask(said[0], today)]
    elapsed_ms = (time.perf_counter() - started) * 1000 / len(said)
    if len(answers) != len(said):
        raise SubjectError(f"{len(answers)} answers to {len(said)} turns")
    return judge(question, answers, regulation, round(elapsed_ms, 3))
