"""Files of results: --json, --junit, --history."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.evaluation import ResultError, read_evaluation, write_evaluation
from evals.history import add_to_history, read_history, summary_of
from evals.junit import write_junit
from evals.record import crashed
from tests.evals.fakes import INFO, ask, dialogue, evaluation, expect, failing, passing, record, reply

MIXED = evaluation(
    passing("a", tags=("staff",)),
    failing("b", tags=("staff",)),
    crashed(ask("c", expect(), set="hotline"), ValueError("x\x00\ud800<y>")),
)


def test_an_evaluation_is_the_same_after_its_file(tmp_path: Path) -> None:
    sound = evaluation(*MIXED.records[:2])
    write_evaluation(tmp_path / "new" / "run.json", sound)
    assert read_evaluation(tmp_path / "new" / "run.json") == sound


def test_the_file_carries_what_the_run_was_made_of_and_its_metrics(tmp_path: Path) -> None:
    stored = MIXED.to_json()
    assert {key: stored[key] for key in ("date", "commit", "versions", "split", "clock", "workers")} == {
        "date": "2026-01-02T03:04:05+00:00", "commit": "c0ffee0123456789", "versions": {"guide": "g1", "index": "i1"},
        "split": "all", "clock": "2025-09-01", "workers": 1,
    }  # fmt: skip
    assert stored["counts"] == {"rules": 2, "hotline": 1}
    assert stored["summary"]["all"]["crashes"] == 1
    assert stored["summary"]["rules"]["metrics"]["passed"] == {"value": 1 / 2, "n": 2}
    assert "exact" not in stored["summary"]["rules"]["metrics"], "does not apply"
    assert stored["tags"]["staff"]["questions"] == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [("{", "is not JSON"), ("{}", "is not a file written by run --json"), ("[]", "is not a file written by run --json"),
     ('{"format": 2}', "format 2; this program reads 1"), ('{"format": 1}', "is not a file written by run --json")],
)  # fmt: skip
def test_a_file_that_is_no_result_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "run.json").write_text(text)
    with pytest.raises(ResultError, match=rf"run\.json: {problem}"):
        read_evaluation(tmp_path / "run.json")


def test_a_file_that_is_not_there_or_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="cannot be read"):
        read_evaluation(tmp_path / "none.json")
    with pytest.raises(ResultError, match="cannot be written"):
        write_evaluation(tmp_path, MIXED)


def test_junit_has_a_suite_for_each_set_and_tells_failures_from_crashes(tmp_path: Path) -> None:
    write_junit(tmp_path / "run.xml", MIXED)
    suites = {suite.get("name"): suite for suite in ElementTree.parse(tmp_path / "run.xml").getroot()}
    assert set(suites) == {"rules", "hotline"}
    assert [suites["rules"].get(key) for key in ("tests", "failures", "errors")] == ["2", "1", "0"]
    assert [suites["hotline"].get(key) for key in ("tests", "failures", "errors")] == ["1", "0", "1"]
    failure = suites["rules"].find("testcase[@name='b']/failure")
    assert failure is not None
    assert failure.get("message") == "回答类型应为“寒暄”，实际是“反问”。"
    error = suites["hotline"].find("testcase/error")
    assert error is not None
    assert error.get("message") == "ValueError: x��<y>", "what XML cannot hold is replaced"


def test_junit_of_a_dialogue_holds_all_its_turns(tmp_path: Path) -> None:
    talk = dialogue("d", ("甲", expect("clarify")), ("乙", expect("answered")))
    write_junit(tmp_path / "run.xml", evaluation(record(talk, reply("clarify"), reply("clarify"), elapsed_ms=2.0)))
    case = ElementTree.parse(tmp_path / "run.xml").getroot().find("testsuite/testcase")
    assert case is not None
    assert case.get("time") == "0.004000", "two turns of 2 ms"
    assert (case.findtext("failure") or "").splitlines()[:2] == ["甲", "乙"]


def test_past_runs_come_back_oldest_first(tmp_path: Path) -> None:
    later = replace(INFO, date="2026-02-01T00:00:00+00:00", commit="b" * 40)
    add_to_history(tmp_path / "h", summary_of(evaluation(passing("a"), info=later)))
    add_to_history(tmp_path / "h", summary_of(MIXED))
    runs = read_history(tmp_path / "h")
    assert [run.commit for run in runs] == ["c0ffee0123456789", "b" * 40]
    assert runs[0].metrics["rules"]["passed"] == 1 / 2
    assert runs[0].kind == ("all", ("hotline", "rules"))
    assert (tmp_path / "h" / "20260201T000000-bbbbbbbb-all.json").exists()


def test_no_folder_is_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path / "none") == []


@pytest.mark.parametrize("text", ["{", '{"date": 1}', "[]"])
def test_a_file_that_is_no_past_run_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ResultError, match=r"x\.json"):
        read_history(tmp_path)


def test_a_result_file_is_plain_json(tmp_path: Path) -> None:
    write_evaluation(tmp_path / "run.json", evaluation(passing("a", say="“引号”\u2028")))
    stored = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert stored["questions"][0]["turns"][0]["say"] == "“引号”\u2028"
