"""The bundled evaluation questions: enough of them, sound, and none of them known to the guide."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from evals.load import bundled_files, load_questions
from evals.question import Question
from kb.library import BUNDLED, DEFAULT_ID
from kb.model import Regulation
from kb.rules.catalogue import load_registry
from tests.evals.overlap import bigrams, folded, overlaps, written_questions

LEAST = {
    "entrepreneurs": 150,
    "hotline": 80,
    "grievances": 80,
    "boundaries": 100,
    "silences": 100,
    "rules": 60,
    "dialogues": 60,
}
LEAST_TOTAL = 900
PREFIXES = {
    "entrepreneurs": "ent",
    "hotline": "hot",
    "grievances": "grv",
    "boundaries": "bnd",
    "silences": "sil",
    "rules": "rul",
    "dialogues": "dlg",
}


@pytest.fixture(scope="module")
def questions(regulation: Regulation) -> tuple[Question, ...]:
    """Loading them proves that their golds exist and that their facts stand in the gold articles."""
    return load_questions(bundled_files(), regulation, [rule.name for rule in load_registry().rules])


@pytest.mark.parametrize("name", LEAST)
def test_a_set_has_enough_questions(questions: tuple[Question, ...], name: str) -> None:
    assert sum(question.set == name for question in questions) >= LEAST[name]


def test_there_are_enough_questions_and_no_set_without_a_minimum(questions: tuple[Question, ...]) -> None:
    assert len(questions) >= LEAST_TOTAL
    assert {question.set for question in questions} == set(LEAST)


def test_entrepreneurs_ask_about_every_article_at_least_twice(
    questions: tuple[Question, ...], regulation: Regulation
) -> None:
    asked = Counter(
        article
        for question in questions
        if question.set == "entrepreneurs"
        for article in {reference.article for turn in question.turns for reference in turn.expected.must}
    )
    assert [article.number for article in regulation.articles if asked[article.number] < 2] == []


def test_an_id_names_its_set(questions: tuple[Question, ...]) -> None:
    wrong = [one.id for one in questions if not re.fullmatch(rf"{PREFIXES[one.set]}-[a-z0-9-]+", one.id)]
    assert wrong == []


def test_both_splits_of_a_set_are_large_enough_to_mean_something(questions: tuple[Question, ...]) -> None:
    """Dialogues have further development files, so there it is the number that counts."""
    for name in LEAST:
        splits = Counter(question.split for question in questions if question.set == name)
        assert min(splits["dev"], splits["test"]) >= 35, name


def test_no_question_is_asked_twice(questions: tuple[Question, ...]) -> None:
    said = Counter(folded(one.turns[0].say) for one in questions if not one.dialogue)
    assert [text for text, count in said.items() if count > 1] == []


def test_no_question_stands_in_the_guide(questions: tuple[Question, ...]) -> None:
    asked = [turn.say for question in questions for turn in question.turns]
    found = overlaps(asked, written_questions(BUNDLED / DEFAULT_ID / "guide"))
    assert found == []


def test_folding_leaves_letters_and_digits() -> None:
    assert folded(" ３６条，第（三）款？ ABC\n") == "36条第三款abc"


def test_an_overlap_is_equality_when_folded_or_a_jaccard_index_of_0_7() -> None:
    assert overlaps(["拖欠货款，怎么办？"], ["拖欠货款怎么办", "别的"]) == [
        ("拖欠货款，怎么办？", "拖欠货款怎么办", 1.0)
    ]
    assert overlaps(["甲"], ["甲", "乙"]) == [("甲", "甲", 1.0)], "a single character has no bigram"
    assert overlaps(["？"], ["！"]) == [], "nothing is not equal to nothing"
    # abcdefgh has 7 bigrams; 7 of 10 are shared with three more, 7 of 11 with four more.
    assert overlaps(["abcdefgh"], ["abcdefgh123"]) == [("abcdefgh", "abcdefgh123", 7 / 10)]
    assert overlaps(["abcdefgh"], ["abcdefgh1234"]) == []
    assert bigrams("aaaa") == {"aa"}


def test_the_guides_questions_are_found_under_their_keys_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "scope").mkdir()
    (tmp_path / "01.toml").write_text(
        '[[p]]\nquestions = ["一"]\nstories = ["五", { ask = "六", also = ["1.1"] }]\nplain = "不"\nwords = ["不"]\n',
        encoding="utf-8",
    )
    (tmp_path / "scope" / "x.toml").write_text(
        '[[t]]\nnear = ["二"]\nfar = ["三"]\n[[t.silence]]\nquestions = ["四"]\n', encoding="utf-8"
    )
    assert list(written_questions(tmp_path)) == ["一", "五", "六", "二", "三", "四"]


def test_there_is_a_guide_to_compare_with() -> None:
    assert len(list(written_questions(BUNDLED / DEFAULT_ID / "guide"))) > 1000
