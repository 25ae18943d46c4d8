"""The command, from its arguments to its files and exit code, without an index."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answer import Answer
from evals.__main__ import main
from evals.subject import Subject
from tests.evals.fakes import QueuedSubject, reply

SET = """
[[question]]
id = "own-1"
question = "甲"
outcome = "small_talk"
tags = ["staff"]
[[question]]
id = "own-2"
question = "乙"
outcome = "answered"
articles = { "2.1" = 2 }
facts = ["三十日"]
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "own.toml"
    path.write_text(SET, encoding="utf-8")
    return path


def opening(first: Answer | BaseException, second: Answer | BaseException) -> Callable[[Path], Subject]:
    return lambda data: QueuedSubject({"甲": [first], "乙": [second]})


RIGHT = opening(reply("small_talk"), reply("answered", "2.1"))
WRONG = opening(reply("small_talk"), reply("out_of_scope"))


def test_a_run_prints_tables_and_failures_and_writes_its_files(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = ["--json", "o/run.json", "--html", "o/run.html", "--junit", "o/run.xml", "--history", "o/h"]
    assert main(["run", "--set", str(own), *outputs], WRONG) == 0
    printed = capsys.readouterr()
    assert "✗ own-2" in printed.out
    assert "应为：依条文作答（第二条第一款）" in printed.out
    assert "2/2" in printed.err, "the progress bar"
    stored = json.loads(Path("o/run.json").read_text(encoding="utf-8"))
    assert stored["counts"] == {"own": 2}
    assert stored["versions"]["guide"] == "g1"
    assert Path("o/run.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert Path("o/run.xml").exists()
    assert len(list(Path("o/h").iterdir())) == 1
    assert not Path("build/evals-journal.jsonl").exists()


def test_the_exit_code_is_1_below_a_floor(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("floors.toml").write_text("[own]\npassed = 0.6\n")
    assert main(["run", "--set", str(own), "--floors", "floors.toml"], WRONG) == 1
    assert "未达到要求：\n  own：“通过”0.500，低于下限 0.6。" in capsys.readouterr().out
    assert main(["run", "--set", str(own), "--floors", "floors.toml"], RIGHT) == 0


def test_the_exit_code_is_1_after_a_crash(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--set", str(own)], opening(RuntimeError("broken"), reply("answered", "2.1"))) == 1
    assert "程序出错：RuntimeError: broken" in capsys.readouterr().out


def test_the_exit_code_is_1_significantly_below_the_baseline(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [{"id": f"q{n}", "question": f"q{n}", "outcome": "small_talk"} for n in range(9)]
    own = own.with_suffix(".jsonl")
    own.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")

    def answering(outcome: str) -> Callable[[Path], Subject]:
        return lambda data: QueuedSubject({f"q{n}": [reply(outcome)] for n in range(9)})

    assert main(["run", "--set", str(own), "--json", "base.json"], answering("small_talk")) == 0
    assert main(["run", "--set", str(own), "--baseline", "base.json"], answering("small_talk")) == 0
    capsys.readouterr()
    assert main(["run", "--set", str(own), "--baseline", "base.json"], answering("clarify")) == 1
    assert "明显差于基准" in capsys.readouterr().out


def test_two_runs_are_compared(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--set", str(own), "--json", "a.json"], WRONG) == 0
    assert main(["run", "--set", str(own), "--json", "b.json"], RIGHT) == 0
    capsys.readouterr()
    assert main(["compare", "a.json", "b.json"]) == 0
    assert "新做对 1 道：\n  own-2  乙" in capsys.readouterr().out


def test_a_comparison_as_json_has_the_sets_with_their_significance(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--set", str(own), "--json", "a.json"], WRONG) == 0
    assert main(["run", "--set", str(own), "--json", "b.json"], RIGHT) == 0
    capsys.readouterr()
    assert main(["compare", "a.json", "b.json", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["compared"], told["lost"], told["before"]["commit"]) == (2, [], told["after"]["commit"])
    assert [(one["id"], one["say"], one["set_label"]) for one in told["won"]] == [("own-2", ["乙"], "own")]
    assert [one["name"] for one in told["sets"]] == ["all", "own"]
    passed = told["sets"][1]["changes"][0]
    assert (passed["label"], passed["before"], passed["after"], passed["better"]) == ("通过", 0.5, 1.0, None)
    assert passed["p"] > 0.05, "one question of two is chance"


def test_a_run_tells_its_progress_and_writes_its_overview_last(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr("evals.evaluation.os.replace", lambda a, b: (written.append(b.name), Path(a).rename(b)))
    outputs = ["--overview", "o.json", "--json", "r.json", "--html", "r.html", "--progress", "p.json"]
    assert main(["run", "--set", str(own), *outputs], WRONG) == 0
    assert [name for name in written if name != "p.json"][-3:] == ["r.json", "r.html", "o.json"]
    assert written.count("p.json") == 4, "at the beginning, with none kept, and after each question"
    assert json.loads(Path("p.json").read_text(encoding="utf-8"))["passed"] == 1
    stored = json.loads(Path("r.json").read_text(encoding="utf-8"))["questions"]
    assert [question["turns"][0]["faults"] for question in stored] == [[], ["outcome", "citations", "words"]]


def test_mistakes_in_a_set_are_printed_and_nothing_is_asked(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own.write_text(SET.replace('"2.1"', '"7"').replace("own-2", "own-1"), encoding="utf-8")
    assert main(["run", "--set", str(own)], RIGHT) == 1
    error = capsys.readouterr().err
    assert f"{own}:8: own-1: duplicate id; first at {own}:3" in error
    assert f"{own}:8: own-1: gold '7' does not exist" in error
    assert not Path("build").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["run", "nonsense"], "no set nonsense; have "),
        (["run", "--set", "none.toml"], "none.toml:1: cannot be read"),
        (["run", "--set", "own.toml", "--baseline", "none.json"], "none.json: cannot be read"),
        (["run", "--set", "own.toml", "--floors", "none.toml"], "none.toml: cannot be read"),
        (["compare", "own.toml", "own.toml"], "own.toml: is not JSON"),
        (["list", "--data", "nowhere"], "nothing is published in nowhere"),
    ],
)
def test_an_error_is_one_sentence_and_exit_code_1(
    own: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    assert main(arguments, RIGHT) == 1
    assert capsys.readouterr().err.startswith(f"error: {problem}")


def test_a_split_without_questions_is_an_error(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own.write_text(SET.split('[[question]]\nid = "own-2"')[0], encoding="utf-8")
    codes = [main(["run", "--set", str(own), "--split", split], RIGHT) for split in ("dev", "test")]
    assert sorted(codes) == [0, 1]
    assert "no question of these sets is in the split" in capsys.readouterr().err


def test_an_interrupted_run_says_how_to_go_on(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(data: Path) -> Subject:
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("not reached")

    # A shell that starts the tests in the background has them ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["run", "--set", str(own)], interrupted) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert "run --resume" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["run", "--workers", "0"], ["run", "--split", "train"], ["run", "--today", "now"], []]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


@pytest.mark.parametrize("command", [["run"], ["compare"], ["list"], []])
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    assert caught.value.code == 0
    assert "usage: python -m evals" in capsys.readouterr().out
