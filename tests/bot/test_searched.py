from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome
from bot.assistant import Assistant
from kb import claims

TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("question", "article", "right"),
    [
        ("创业补助年年都发，明年几月份去领", 25, "一次性"),
        ("投诉的处理结果口头说一声就算数，书面的不必给", 54, "书面"),
        ("商会说入会满三年才准退，我还差一年咋个办", 52, "退会自由"),
    ],
)
def test_a_wrong_premise_that_is_used_on_the_way_is_put_right(
    assistant: Assistant, question: str, article: int, right: str
) -> None:
    answer = assistant.ask(question, TODAY)
    assert answer.outcome is Outcome.CORRECTED, answer.text
    assert answer.citations[0].reference.article == article
    assert right in answer.text.split("\n")[0]


@pytest.mark.parametrize(
    "question", ["一次性创业补助是不是只发一次", "处理完要给书面答复，没记错吧", "商会要坚持退会自由，这话没错吧"]
)
def test_a_right_premise_is_not(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question, TODAY).outcome is Outcome.ANSWERED


def test_once_warmed_no_question_waits_for_a_pattern(assistant: Assistant) -> None:
    assistant.warmed()
    compiled = claims._compiled.cache_info().misses
    assistant.ask("听说创业补助归税务局发，每年都有", TODAY)
    assert claims._compiled.cache_info().misses == compiled
