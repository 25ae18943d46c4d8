from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome
from bot.assistant import Assistant
from bot.cues import Cues, load_cues
from bot.lists import list_provisions, provisions_of, subjects_asked
from kb.library import BUNDLED, DEFAULT_ID
from kb.model import Regulation
from kb.subjects import Subject, load_subjects


@pytest.fixture(scope="module")
def subjects() -> tuple[Subject, ...]:
    return load_subjects(BUNDLED / DEFAULT_ID / "subjects.toml")


@pytest.fixture(scope="module")
def cues() -> Cues:
    return load_cues()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("科技局在条例里的职责，一条不漏列出来", "6.2 29.1 32.1 35.1"),
        ("统计部门要干些啥", "48.1"),
        ("哪些条款跟中职学校有关", "24.2 26.1 45.2 46.2"),
        ("所有写了“探索”的条文", "8.1 17.1 40.3"),
        ("提到“人才”的条款有哪些", "40.2 45.1 45.2 46.2"),
        ("把跟土地有关的条款找出来", "43.2 43.3"),
        ("有时限要求的条款汇总一下", "20.2 54.2"),
        ("鼓励金融机构的条款有哪些", "16.2 17.2 18.2 20.1 20.3"),
    ],
)
def test_a_list_is_complete_and_has_no_intruder(
    text: str, keys: str, subjects: tuple[Subject, ...], cues: Cues, regulation: Regulation
) -> None:
    asked = subjects_asked(text, subjects, cues)
    assert " ".join(reference.key for reference in provisions_of(asked, regulation)) == keys


@pytest.mark.parametrize(
    "text",
    [
        "政府拖欠工程款怎么办",
        "有关部门不受理投诉怎么办",
        "哪些企业可以享受创业担保贷款",
        "投诉多少天有结果",
        "税务局上门要我们注册，该找谁",
        "银行不给贷款怎么办",
    ],
)
def test_an_ordinary_question_wants_no_list(text: str, subjects: tuple[Subject, ...], cues: Cues) -> None:
    assert subjects_asked(text, subjects, cues) == ()


def test_a_list_is_grouped_by_chapter_and_quotes_the_sentences(
    subjects: tuple[Subject, ...], cues: Cues, regulation: Regulation
) -> None:
    asked = subjects_asked("国资委要做什么", subjects, cues)
    references = provisions_of(asked, regulation)
    answer = list_provisions("国资委要做什么", regulation, asked, references)
    assert answer.outcome is Outcome.LISTING
    assert "第五章 市场开拓" in answer.text
    assert [citation.reference.key for citation in answer.citations] == ["35.1"]
    assert "国资等部门组织大型企业和中小企业" in answer.text


def test_a_word_that_the_regulation_does_not_have_is_searched_for_instead(assistant: Assistant) -> None:
    answer = assistant.ask("把跟婚姻有关的条款找出来", date(2026, 1, 5))
    assert answer.outcome is not Outcome.LISTING
