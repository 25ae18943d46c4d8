from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answer import Outcome
from evals.question import split_of
from tests.evals.fakes import ask, expect, ref


def test_the_split_is_fixed_by_the_id_and_gives_about_two_in_five_to_dev() -> None:
    splits = [split_of(f"ent-{number:03}") for number in range(2000)]
    assert abs(splits.count("dev") / 2000 - 0.4) < 0.03
    # sha256("rul-106") begins with 6662, sha256("ent-162") with 6697; two fifths of ffff are 6666.
    assert (split_of("rul-106"), split_of("ent-162")) == ("dev", "test")


def test_a_wrong_outcome_owes_everything() -> None:
    expected = expect("answered", {"2.1": 2}, facts=("三十日",), acceptable=["listing"])
    assert expected.given(Outcome.OUT_OF_SCOPE) == expected


def test_an_acceptable_question_back_owes_neither_facts_nor_citations() -> None:
    owed = expect("answered", {"2.1": 2}, facts=("三十日",), acceptable=["clarify"]).given(Outcome.CLARIFY)
    assert owed.must == ()
    assert owed.facts == ()
    assert [gold.reference for gold in owed.golds] == [ref("2.1")]


def test_an_acceptable_answer_with_content_owes_facts_but_no_result() -> None:
    expected = expect("calculated", {"2.1": 2}, facts=("三十日",), acceptable=["answered"], rule="r", result={"a": 1})
    owed = expected.given(Outcome.ANSWERED)
    assert (owed.rule, owed.result, owed.facts) == (None, {}, ("三十日",))
    assert owed.must == (ref("2.1"),)
    assert expected.given(Outcome.CALCULATED) == expected


def test_a_result_is_owed_only_by_the_calculation_where_both_would_do() -> None:
    expected = expect("answered", acceptable=["calculated"], rule="r", result={"a": 1})
    assert expected.given(Outcome.ANSWERED).result == {}
    assert expected.given(Outcome.CALCULATED).result == {"a": 1}
    assert expect("corrected", rule="r", result={"a": 1}).given(Outcome.CORRECTED).result == {"a": 1}


def test_an_article_has_the_best_grade_of_its_golds() -> None:
    assert expect("answered", {"2.1": 1, "2.2": 2, "3": 1}).grades == {2: 2, 3: 1}


def test_the_digest_changes_with_what_is_asked_and_expected_but_not_with_tags() -> None:
    question = ask("a", expect("answered", {"2.1": 2}))
    assert replace(question, tags=("everyday",)).digest == question.digest
    others = [
        ask("a", expect("answered", {"2.1": 1})),
        ask("a", expect("answered", {"2.1": 2}), say="别的"),
        replace(question, today=date(2025, 1, 1)),
        replace(question, dialogue=True),
    ]
    assert len({question.digest, *(other.digest for other in others)}) == 5
