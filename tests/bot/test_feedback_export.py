"""The exports are read by the loaders of the guide and of the evaluation, and the commands print them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.feedback_export import NOTHING, exported, exported_files, regression_text, similar_text
from bot.store.entries import Opinion, Purpose, State, Taking
from bot.store.journal import Journal, Wanted
from bot.store.store import open_store
from evals.load import load_questions
from evals.question import Gold
from kb.guide import SimilarQuestion
from kb.guide_files import load_guide
from kb.model import Reference, Regulation

Captured = pytest.CaptureFixture[str]
HOSTILE = 'a"b\\c\n[[question]] # \'\'\' """ ｛｝ \u2028 \U0001f600'


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    url = f"sqlite:///{tmp_path / 'journal.db'}"
    monkeypatch.setenv("TIAOLI_DATABASE", url)
    return open_store(url, Clock()).journal


def taken(journal: Journal, purpose: Purpose, wording: str, *provisions: str, expected: str = "answered") -> str:
    id = journal.add(Opinion(wording, "answered", ("20.1",), {}, False))
    journal.take(id, Taking(purpose, wording, provisions, expected if purpose is Purpose.REGRESSION else ""), "staff1")
    return id


def test_similar_questions_load_as_files_of_the_guide(journal: Journal, tmp_path: Path, regulation: Regulation) -> None:
    for wording, provision in (
        ("三十天确权", "20.2"),
        (HOSTILE, "20.1"),
        ("截留补助", "58.1.6"),
        ("挪用补助", "58.1.6"),
        ("处分谁", "58.1"),
        ("工程款不给", "49.1"),
        ("三十天，确权？", "20.2"),
    ):
        taken(journal, Purpose.SIMILAR, wording, provision)
    taken(journal, Purpose.REGRESSION, "考题", "20.2")
    journal.add(Opinion("没有采用的", "answered", (), {}, False))
    files = exported_files(journal.find(Wanted()), Purpose.SIMILAR)
    assert list(files) == ["20.toml", "49.toml", "58.toml"]
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert text in similar_text(journal.find(Wanted())), "each file is a part of the whole"
    assert load_guide(tmp_path, regulation).questions == (
        SimilarQuestion(HOSTILE, Reference(article=20, paragraph=1)),
        SimilarQuestion("三十天确权", Reference(article=20, paragraph=2)),
        SimilarQuestion("工程款不给", Reference(article=49, paragraph=1)),
        SimilarQuestion("处分谁", Reference(article=58, paragraph=1)),
        SimilarQuestion("截留补助", Reference(article=58, paragraph=1, item=6)),
        SimilarQuestion("挪用补助", Reference(article=58, paragraph=1, item=6)),
    )


def test_an_item_without_questions_of_its_paragraph_loads(
    journal: Journal, tmp_path: Path, regulation: Regulation
) -> None:
    taken(journal, Purpose.SIMILAR, "截留补助", "58.1.6")
    (tmp_path / "58.toml").write_text(
        exported_files(journal.find(Wanted()), Purpose.SIMILAR)["58.toml"], encoding="utf-8"
    )
    assert [question.reference.key for question in load_guide(tmp_path, regulation).questions] == ["58.1.6"]


def test_regression_questions_load_as_a_file_of_the_evaluation(
    journal: Journal, tmp_path: Path, regulation: Regulation
) -> None:
    first = taken(journal, Purpose.REGRESSION, HOSTILE, "20.2", "36")
    taken(journal, Purpose.REGRESSION, "天气怎么样", expected="out_of_scope")
    taken(journal, Purpose.REGRESSION, "天气怎么样？", expected="out_of_scope")
    taken(journal, Purpose.SIMILAR, "三十天确权", "20.2")
    path = tmp_path / "feedback.toml"
    path.write_text(regression_text(journal.find(Wanted())), encoding="utf-8")
    one, other = load_questions([path], regulation, [])
    assert (one.id, one.turns[0].say, one.turns[0].expected.outcome) == (f"fbk-{first}", HOSTILE, "answered")
    assert one.turns[0].expected.golds == (
        Gold(Reference(article=20, paragraph=2), 2),
        Gold(Reference(article=36), 2),
    )
    assert (other.turns[0].say, other.turns[0].expected.outcome, other.turns[0].expected.golds) == (
        "天气怎么样",
        "out_of_scope",
        (),
    )


@pytest.mark.parametrize("purpose", Purpose)
def test_where_nothing_was_taken_the_export_says_so(journal: Journal, purpose: Purpose) -> None:
    assert exported(journal.find(Wanted()), purpose) == NOTHING
    assert exported_files(journal.find(Wanted()), purpose) == {}


def test_no_question_is_exported_both_ways(journal: Journal) -> None:
    taken(journal, Purpose.SIMILAR, "三十天确权", "20.2")
    taken(journal, Purpose.REGRESSION, "天气怎么样", expected="out_of_scope")
    entries = journal.find(Wanted())
    assert "天气" not in similar_text(entries)
    assert "确权" not in regression_text(entries)


def test_the_command_lists_by_state_as_lines_and_as_json(journal: Journal, capsys: Captured) -> None:
    id = taken(journal, Purpose.SIMILAR, "三十天确权", "20.2")
    new = journal.add(Opinion("别的\n一行", "clarify", (), {"guide": "g"}, True))
    assert main(["feedback", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [journal.get(new).number, journal.get(id).number]
    assert "liked, new  别的 一行" in lines[0]
    assert "taken as similar" in lines[1]
    assert main(["feedback", "list", "--state", "new", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == journal.get(new).to_json()


def test_the_command_exports_to_the_screen_and_to_a_folder(journal: Journal, tmp_path: Path, capsys: Captured) -> None:
    taken(journal, Purpose.SIMILAR, "三十天确权", "20.2")
    taken(journal, Purpose.REGRESSION, "天气怎么样", expected="out_of_scope")
    for purpose in Purpose:
        assert main(["feedback", "export", purpose.value]) == 0
        assert capsys.readouterr().out == exported(journal.find(Wanted(State.TAKEN)), purpose)
        assert main(["feedback", "export", purpose.value, "--folder", str(tmp_path / "out")]) == 0
        assert str(tmp_path / "out") in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["20.toml", "feedback.toml"]


def test_the_command_forgets_by_number(journal: Journal, capsys: Captured) -> None:
    id = taken(journal, Purpose.SIMILAR, "三十天确权", "20.2")
    assert main(["feedback", "forget", journal.get(id).number]) == 0
    assert journal.find(Wanted()) == []
    assert main(["feedback", "forget", id]) == 1
    assert main(["feedback", "forget", "没有这个"]) == 1
    assert "no entry '没有这个'" in capsys.readouterr().err


def test_the_command_forgets_what_matches_only_when_told_twice(journal: Journal, capsys: Captured) -> None:
    journal.add(Opinion("张三的欠款", "answered", (), {}, False))
    other = journal.add(Opinion("李四的欠款", "answered", (), {}, False))
    assert main(["feedback", "forget", "--matching", "张三"]) == 1
    shown = capsys.readouterr().out
    assert "张三的欠款" in shown
    assert "李四" not in shown
    assert len(journal.find(Wanted())) == 2
    assert main(["feedback", "forget", "--matching", "张三", "--yes"]) == 0
    assert [entry.id for entry in journal.find(Wanted())] == [other]
    assert main(["feedback", "forget", "--matching", "没有人", "--yes"]) == 0


def test_the_command_purges_what_is_older_than_is_kept(
    journal: Journal, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.add(Opinion("旧的", "answered", (), {}, False))
    monkeypatch.setenv("TIAOLI_FEEDBACK_DAYS", "0")
    assert main(["feedback", "purge"]) == 0
    assert len(journal.find(Wanted())) == 1
    monkeypatch.setenv("TIAOLI_FEEDBACK_DAYS", "1")
    assert main(["feedback", "purge"]) == 0
    assert journal.find(Wanted()) == []
    assert "removed 1 entries" in capsys.readouterr().out


def test_a_database_that_is_away_is_one_sentence(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TIAOLI_DATABASE", f"sqlite:///{tmp_path / 'file' / 'journal.db'}")
    assert main(["feedback", "list"]) == 1
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize("days", ["-1", "x", "1.5"])
def test_days_that_are_none_are_refused(days: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIAOLI_FEEDBACK_DAYS", days)
    assert main(["feedback", "purge"]) == 1
    assert "TIAOLI_FEEDBACK_DAYS" in capsys.readouterr().err
