from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bot.answer import Answer
from evals.evaluation import ResultError
from evals.journal import Journal, finished
from evals.question import split_of
from evals.record import Record
from evals.run import ask_all, choose, evaluate
from tests.evals.fakes import INFO, QueuedSubject, ask, computed, dialogue, expect, failing, passing, reply

CLOCK = date(2025, 9, 1)
A, B, C = (ask(id, expect("small_talk"), id, set="rules") for id in "abc")
HELLO = reply("small_talk")


def interrupted_after(path: Path, records: Iterable[Record], *lines: str) -> Path:
    """What a run left behind that was interrupted after these records, with further lines."""
    with suppress(KeyboardInterrupt), Journal(path, INFO) as journal:
        for record in records:
            journal.append(record)
        raise KeyboardInterrupt
    with path.open("a", encoding="utf-8") as file:
        file.writelines(lines)
    return path


def journal_of(path: Path, *lines: str) -> Path:
    return interrupted_after(path, [passing("a", say="a"), failing("b", say="b")], *lines)


def counting(steps: list[int]) -> Callable[[Sequence[Record]], None]:
    """Keeps how many more were finished at each step."""
    return lambda finished: steps.append(len(finished))


def test_every_question_is_asked_at_its_day_or_at_the_clock() -> None:
    subject = QueuedSubject({"a": [HELLO], "b": [HELLO], "c": [HELLO]})
    dated = replace(B, today=date(2024, 7, 1))
    talk = dialogue("c", ("c", expect("small_talk")))
    assert len(list(ask_all([A, dated, talk], subject, CLOCK, 1))) == 3
    assert subject.asked == [("a", CLOCK), ("b", date(2024, 7, 1)), ("c", CLOCK)]


def test_a_crash_is_recorded_and_stops_nothing() -> None:
    subject = QueuedSubject({"a": [RuntimeError("broken")], "b": [HELLO]})
    records = {record.id: record for record in ask_all([A, B], subject, CLOCK, 1)}
    assert records["a"].crash == "RuntimeError: broken"
    assert records["a"].turns[0].answer is None
    assert records["b"].passed


def test_a_crash_in_a_dialogue_is_one_of_the_dialogue() -> None:
    talk = dialogue("d", ("a", expect("small_talk")), ("b", expect("small_talk")))
    (record,) = ask_all([talk], QueuedSubject({"a": [HELLO], "b": [KeyError("slot")]}), CLOCK, 1)
    assert record.crash == "KeyError: 'slot'"


def test_too_few_answers_to_a_dialogue_are_a_crash() -> None:
    class Forgetful(QueuedSubject):
        def converse(self, turns: Sequence[str], today: date) -> list[Answer]:
            return super().converse(turns[:1], today)

    talk = dialogue("d", ("a", expect("small_talk")), ("b", expect("small_talk")))
    (record,) = ask_all([talk], Forgetful({"a": [HELLO]}), CLOCK, 1)
    assert record.crash == "SubjectError: 1 answers to 2 turns"


def test_an_answer_that_is_no_plain_json_is_a_crash() -> None:
    broken = reply("calculated", calculations=(computed("r", share=Fraction(1, 3)),))
    (record,) = ask_all([A], QueuedSubject({"a": [broken]}), CLOCK, 1)
    assert record.crash == "TypeError: Object of type Fraction is not JSON serializable"


def test_a_full_disk_stops_the_run_with_a_sentence(tmp_path: Path) -> None:
    class FullDisk(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    journal = Journal(tmp_path / "j", INFO)
    journal._file.close()
    journal._file = FullDisk()
    with pytest.raises(ResultError, match="j: cannot be written: No space left on device"):
        journal.append(passing("a"))


def test_workers_ask_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=10)

    class Meeting(QueuedSubject):
        def ask(self, question: str, today: date) -> Answer:
            meeting.wait()
            return super().ask(question, today)

    records = list(ask_all([A, B], Meeting({"a": [HELLO], "b": [HELLO]}), CLOCK, 2))
    assert [record.crash for record in records] == [None, None]


def test_the_split_is_chosen_by_id() -> None:
    questions = [ask(f"ent-{number}", expect()) for number in range(50)]
    dev, test = choose(questions, "dev"), choose(questions, "test")
    assert choose(questions, "all") == tuple(questions)
    assert {question.id for question in dev} == {
        question.id for question in questions if split_of(question.id) == "dev"
    }
    assert len(dev) + len(test) == 50
    assert choose([], "dev") == ()


def test_a_run_keeps_the_order_of_the_questions_and_tells_its_progress(tmp_path: Path) -> None:
    subject = QueuedSubject({"a": [HELLO], "b": [HELLO], "c": [HELLO]})
    steps: list[int] = []
    done = evaluate([C, A, B], subject, replace(INFO, workers=3), tmp_path / "j", progress=counting(steps))
    assert [record.id for record in done.records] == ["c", "a", "b"]
    assert steps == [0, 1, 1, 1]
    assert not (tmp_path / "j").exists()


def test_an_interrupted_run_goes_on_and_asks_no_finished_question_again(tmp_path: Path) -> None:
    def interrupted(finished: Sequence[Record]) -> None:
        done.append(len(finished))
        if sum(done) == 2:
            raise KeyboardInterrupt

    done: list[int] = []
    first = QueuedSubject({"a": [HELLO], "b": [reply("clarify")], "c": [HELLO]})
    with pytest.raises(KeyboardInterrupt):
        evaluate([A, B, C], first, INFO, tmp_path / "j", progress=interrupted)
    again = QueuedSubject({"c": [HELLO]})
    steps: list[int] = []
    whole = evaluate([A, B, C], again, INFO, tmp_path / "j", resume=True, progress=counting(steps))
    assert again.asked == [("c", CLOCK)]
    assert [(record.id, record.passed) for record in whole.records] == [("a", True), ("b", False), ("c", True)]
    assert steps == [2, 1]


def test_an_interruption_does_not_wait_for_the_questions_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = threading.Event()

    class Stopping(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait=False, cancel_futures=cancel_futures)
            stopped.set()
            super().shutdown(wait=wait)

    class Busy(QueuedSubject):
        def ask(self, question: str, today: date) -> Answer:
            if question == "b":  # still being asked when the run is interrupted
                assert stopped.wait(timeout=10)
            return super().ask(question, today)

    def interrupted(finished: Sequence[Record]) -> None:
        if finished:
            raise KeyboardInterrupt

    monkeypatch.setattr("evals.run.ThreadPoolExecutor", Stopping)
    subject = Busy({"a": [HELLO], "b": [HELLO], "c": [HELLO]})
    with pytest.raises(KeyboardInterrupt):
        evaluate([A, B, C], subject, INFO, tmp_path / "j", progress=interrupted)
    assert "c" not in {question for question, _ in subject.asked}


def test_an_interruption_inside_the_subject_is_a_crash_of_that_question_only() -> None:
    records = list(ask_all([A, B], QueuedSubject({"a": [SystemExit(3)], "b": [HELLO]}), CLOCK, 1))
    assert sorted(str(record.crash) for record in records) == ["None", "SystemExit: 3"]


def test_without_resume_a_run_begins_anew(tmp_path: Path) -> None:
    journal_of(tmp_path / "j")
    subject = QueuedSubject({"a": [HELLO], "b": [HELLO]})
    assert all(record.passed for record in evaluate([A, B], subject, INFO, tmp_path / "j").records)


def test_resuming_without_a_journal_asks_everything(tmp_path: Path) -> None:
    subject = QueuedSubject({"a": [HELLO]})
    assert len(evaluate([A], subject, INFO, tmp_path / "new" / "j", resume=True).records) == 1


def test_a_line_that_was_cut_off_is_asked_again(tmp_path: Path) -> None:
    path = journal_of(tmp_path / "j", '{"id": "c", "set": "ru')
    assert [record.id for record in finished(path, INFO, [A, B, C])] == ["a", "b"]


def test_a_question_that_was_changed_or_has_crashed_is_asked_again(tmp_path: Path) -> None:
    subject = QueuedSubject({"a": [ValueError("x")], "b": [HELLO], "c": [HELLO]})
    interrupted_after(tmp_path / "j", ask_all([A, B, C], subject, CLOCK, 1))
    changed = ask("b", expect("clarify"), "b")
    assert [record.id for record in finished(tmp_path / "j", INFO, [A, changed, C])] == ["c"]


def test_tags_given_since_are_taken_over(tmp_path: Path) -> None:
    (record,) = finished(journal_of(tmp_path / "j"), INFO, [replace(A, tags=("new",))])
    assert record.tags == ("new",)


@pytest.mark.parametrize(
    "other", [replace(INFO, commit="other"), replace(INFO, clock="2026-01-01"), replace(INFO, versions={"guide": "g2"})]
)
def test_a_journal_of_something_else_is_refused(tmp_path: Path, other: object) -> None:
    path = journal_of(tmp_path / "j")
    with pytest.raises(ResultError, match="start again without --resume"):
        finished(path, other, [A])  # type: ignore[arg-type]


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_text('{"a": 1}\n{"b": 2}\n')
    with pytest.raises(ResultError, match="commit was None"):
        finished(path, INFO, [A])
    with pytest.raises(ResultError, match="is not the journal of a run"):
        finished(journal_of(tmp_path / "k", '{"b": 2}\n'), INFO, [A])


def test_a_line_separator_in_an_answer_does_not_break_the_journal(tmp_path: Path) -> None:
    subject = QueuedSubject({"a": [reply("small_talk", text="一\u2028二\x85三")]})
    interrupted_after(tmp_path / "j", ask_all([A], subject, CLOCK, 1))
    (record,) = finished(tmp_path / "j", INFO, [A])
    assert record.turns[0].answer is not None
    assert record.turns[0].answer["text"] == "一\u2028二\x85三"


def test_a_journal_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ResultError, match="cannot be written"):
        evaluate([A], QueuedSubject({}), INFO, tmp_path / "file" / "j")
