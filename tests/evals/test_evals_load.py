from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Outcome
from evals.load import load_questions, set_name
from evals.question import Question
from evals.reading import QuestionError
from tests.evals.fakes import TOY, ref

RULES = ("receivable_confirmation", "in_force")
GOOD = """
[[question]]
id = "ent-001"
question = "多久确认？"
today = 2025-09-28
outcome = "answered"
acceptable = ["clarify"]
articles = { "2.1" = 2, "2.2.1" = 1, "3" = 1 }
facts = ["三十日"]
tags = ["staff", "terse"]
note = "why"
"""
DIALOGUE = """
[[question]]
id = "dlg-001"
[[question.turns]]
say = "算一下"
outcome = "clarify"
[[question.turns]]
say = "9月28日"
outcome = "calculated"
articles = { "2.1" = 2 }
rule = "receivable_confirmation"
result = { due = 2025-10-28, provisional = false, days = 30 }
"""


def load(tmp_path: Path, text: str, name: str = "rules.toml") -> tuple[Question, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return load_questions([path], TOY, RULES)


def problems(tmp_path: Path, text: str, name: str = "rules.toml") -> list[str]:
    """Without the folder in front."""
    with pytest.raises(QuestionError) as caught:
        load(tmp_path, text, name)
    return [problem.removeprefix(f"{tmp_path}/") for problem in caught.value.problems]


def test_a_question_is_read_with_all_its_keys(tmp_path: Path) -> None:
    (question,) = load(tmp_path, GOOD, "hotline_a.toml")
    assert (question.id, question.set, question.today) == ("ent-001", "hotline", date(2025, 9, 28))
    assert question.tags == ("staff", "terse")
    assert not question.dialogue
    expected = question.turns[0].expected
    assert expected.outcomes == (Outcome.ANSWERED, Outcome.CLARIFY)
    assert expected.must == (ref("2.1"),)
    assert [gold.reference for gold in expected.golds] == [ref("2.1"), ref("2.2.1"), ref("3")]


def test_a_dialogue_is_read_turn_by_turn_and_a_date_in_a_result_is_its_iso_form(tmp_path: Path) -> None:
    (question,) = load(tmp_path, DIALOGUE)
    assert question.dialogue
    assert [turn.say for turn in question.turns] == ["算一下", "9月28日"]
    assert question.turns[1].expected.result == {"due": "2025-10-28", "provisional": False, "days": 30}


def test_jsonl_has_the_same_fields(tmp_path: Path) -> None:
    entry = {"id": "x", "question": "多久？", "today": "2025-09-28", "outcome": "answered", "articles": {"2.1": 2}}
    turns = {"id": "y", "turns": [{"say": "你好", "outcome": "small_talk"}]}
    single, several = load(tmp_path, f"{json.dumps(entry)}\n\n{json.dumps(turns)}\n", "own.jsonl")
    assert (single.today, single.set, single.turns[0].expected.must) == (date(2025, 9, 28), "own", (ref("2.1"),))
    assert several.dialogue


@pytest.mark.parametrize(
    ("name", "expected"),
    [("entrepreneurs_a.toml", "entrepreneurs"), ("entrepreneurs_b.toml", "entrepreneurs"), ("rules.toml", "rules"),
     ("my_own.toml", "my_own")],
)  # fmt: skip
def test_the_parts_of_a_set_are_one_set(name: str, expected: str) -> None:
    assert set_name(Path("x") / name) == expected


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('outcome = "answered"', 'outcom = "answered"'), "unknown key 'outcom'; allowed: acceptable, articles,"),
        (('outcome = "answered"', ""), "'outcome' is missing"),
        (('outcome = "answered"', 'outcome = "answer"'), "unknown outcome 'answer'; allowed: answered, calculated,"),
        (('outcome = "answered"', 'outcome = "unavailable"'), "unknown outcome 'unavailable'"),
        (('["clarify"]', '["maybe"]'), "unknown outcome 'maybe'"),
        (('["clarify"]', '"clarify"'), "'acceptable' must be a list of strings"),
        (('"2.1" = 2', '"2.3" = 2'), "gold '2.3' does not exist: no paragraph '第3款'; 第二条 has 2"),
        (('"2.1" = 2', '"4" = 2'), "gold '4' does not exist: no article '第4条'; the regulation has 3"),
        (('"2.2.1" = 1', '"2.2.3" = 1'), "gold '2.2.3' does not exist: no item '第3项'; 第二条第二款 has 2"),
        (('"2.1" = 2', '"2.1.x" = 2'), "'articles' has '2.1.x'; write article, article.paragraph"),
        (('"2.1" = 2', '"02" = 2'), "'articles' has '02'"),
        (('"2.1" = 2', '"2.1" = 3'), "grade of '2.1' must be 2 (must be cited) or 1 (may be cited), is 3"),
        (('"2.1" = 2', '"2.1" = true'), "grade of '2.1' must be 2"),
        (('["三十日"]', '["六十日"]'), "fact '六十日' does not stand in 第二条、第三条"),
        (('["三十日"]', '[""]'), "'facts' must be a list of strings that are not blank"),
        (("2025-09-28", '"soon"'), "'today' must be a date such as 2025-09-28, is 'soon'"),
        (("2025-09-28", "2025-09-28T10:00:00"), "'today' must be a date"),
        (('"多久确认？"', '"  "'), "'question' must be a string that is not blank, is '  '"),
        (('note = "why"', 'rule = "guess"'), "unknown rule 'guess'; have in_force, receivable_confirmation"),
        (('note = "why"', "result = { due = 1 }"), "'result' needs the 'rule' that computes it"),
        (('note = "why"', 'rule = "in_force"\nresult = { x = 1.5 }'), "result 'x' must be a string, a whole number"),
    ],
)
def test_each_mistake_is_named_with_file_and_line(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    found = problems(tmp_path, GOOD.replace(*change))
    # Line 1 is empty and [[question]] stands in line 2, so the id stands in line 3.
    assert [one for one in found if one.startswith(f"rules.toml:3: ent-001: {problem}")], found


def test_blanks_do_not_matter_where_a_fact_stands(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD.replace('["三十日"]', '["自提出请求 之日起三十日"]'))


def test_facts_of_a_calculation_are_not_words_of_the_article(tmp_path: Path) -> None:
    calculated = GOOD.replace('outcome = "answered"', 'outcome = "calculated"')
    assert load(tmp_path, calculated.replace('["三十日"]', '["2400万元"]'))


def test_facts_without_any_gold_are_a_mistake(tmp_path: Path) -> None:
    text = '[[question]]\nid = "a"\nquestion = "问"\noutcome = "answered"\nfacts = ["三十日"]\n'
    assert problems(tmp_path, text) == [
        "rules.toml:2: a: fact '三十日' does not stand in any gold article: there is none"
    ]


def test_a_dialogue_has_no_expectation_of_its_own_and_no_empty_list_of_turns(tmp_path: Path) -> None:
    found = problems(tmp_path, DIALOGUE.replace('id = "dlg-001"', 'id = "dlg-001"\noutcome = "clarify"'))
    assert found == ["rules.toml:3: dlg-001: unknown key 'outcome'; allowed: id, note, tags, today, turns"]
    found = problems(tmp_path, '[[question]]\nid = "d"\nturns = []\n')
    assert found == ["rules.toml:2: d: 'turns' must be a list of one or more tables, is []"]


def test_a_mistake_in_a_turn_names_the_turn(tmp_path: Path) -> None:
    found = problems(tmp_path, DIALOGUE.replace('outcome = "clarify"', 'outcome = "clarify"\nquestion = "问"'))
    assert found[0].startswith("rules.toml:3: dlg-001: turn 1: unknown key 'question'; allowed: ")


def test_all_mistakes_of_all_files_are_raised_together_each_with_its_own_line(tmp_path: Path) -> None:
    first, second, third = tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.jsonl"
    first.write_text(GOOD + GOOD.replace("ent-001", "ent-002").replace("answered", "wrong"), encoding="utf-8")
    second.write_text(GOOD, encoding="utf-8")
    third.write_text('{"id": "x"\n["list"]\n{"id": "z", "question": "问", "outcome": "clarify"}\n', encoding="utf-8")
    with pytest.raises(QuestionError) as caught:
        load_questions([first, second, third, tmp_path / "d.toml"], TOY, RULES)
    found = [problem.removeprefix(f"{tmp_path}/").split("; allowed")[0] for problem in caught.value.problems]
    assert found == [
        "a.toml:14: ent-002: unknown outcome 'wrong'",  # GOOD has 11 lines, and its id stands in the third
        f"b.toml:3: ent-001: duplicate id; first at {first}:3",
        "c.jsonl:1: is not JSON: Expecting ',' delimiter (column 11)",
        "c.jsonl:2: must be an object, is '[\"list\"]'",
        "d.toml:1: cannot be read: No such file or directory",
    ]
    assert str(caught.value).count("\n") == 4


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("a.toml", "", "a.toml:1: the set is empty; it needs at least one question"),
        ("a.jsonl", "\n\n", "a.jsonl:1: the set is empty; it needs at least one question"),
        ("a.toml", 'x = 1\n\n[[question]\nid = "a"', "a.toml:3: is not TOML: "),
        ("a.toml", "\n[[questions]]\n", "a.toml:2: unknown key 'questions'; a file holds [[question]] tables only"),
        ("a.toml", "question = 3\n", "a.toml:1: 'question' must be written as [[question]] tables"),
        ("a.csv", "id,question\n", "a.csv:1: unknown kind of file '.csv'; use .toml or .jsonl"),
        (
            "a.jsonl",
            '{"id": "a", "question": "\\ud800", "outcome": "clarify"}',
            "a.jsonl:1: a: 'question' must be a string",
        ),
        ("a.toml", '[[question]]\nquestion = "问"\noutcome = "clarify"\n', "a.toml:1: (no id): 'id' is missing"),
    ],
)
def test_a_file_that_is_none_is_a_mistake_too(tmp_path: Path, name: str, text: str, problem: str) -> None:
    assert problems(tmp_path, text, name)[0].startswith(problem)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes("问".encode("gb18030"))
    with pytest.raises(QuestionError, match=r"a\.toml:1: is not UTF-8: byte 0xce at offset 0"):
        load_questions([path], TOY, RULES)


def test_no_set_is_called_all(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD, "all.toml") == ["all.toml:1: a set cannot be called 'all'; rename the file"]


def test_no_file_is_no_set() -> None:
    with pytest.raises(QuestionError, match="there is no question to ask"):
        load_questions([], TOY, RULES)


def test_inline_tables_are_found_by_their_id(tmp_path: Path) -> None:
    rows = '{ id = "a", question = "问", outcome = "clarify" },\n  { id = "b", question = "问" },'
    text = f"# two\nquestion = [\n  {rows}\n]\n"
    assert problems(tmp_path, text) == ["rules.toml:4: b: 'outcome' is missing"]
    found = problems(tmp_path, text.replace('"b", question = "问"', '"a", question = "问", outcome = "clarify"'))
    assert found == [f"rules.toml:3: a: duplicate id; first at {tmp_path}/rules.toml:3"]
