from __future__ import annotations

import pytest

from bot.answer import Answer
from evals.question import Expected
from evals.verdict import reasons_against
from tests.evals.fakes import TOY, cite, computed, expect, reply

RULE = expect("calculated", {"2.1": 2}, facts=("10月28日",), rule="r", result={"due": "2025-10-28"})
RIGHT = computed("r", due="2025-10-28")


@pytest.mark.parametrize(
    ("expected", "answer"),
    [
        (expect("small_talk"), reply("small_talk")),
        (expect("answered", {"2.1": 2}, facts=("三十日",)), reply("answered", "2.1")),
        (expect("answered", {"2.1": 2, "3": 1}), reply("answered", "2.1", "3")),
        (expect("answered", {"2.1": 2}), reply("answered", "2.1", "2.2")),  # another paragraph of a gold article
        (expect("answered", {"2.1": 2, "3": 2}), reply("answered", "3", "2")),
        (expect("listing", {"1": 1, "2": 2, "3": 2}), reply("listing", "1", "3", "2")),  # the order is free
        (RULE, reply("calculated", "2.1", text="10月28日", calculations=(RIGHT,))),
        (expect("clarify"), reply("clarify", "3")),  # it may show what it asks about
        (expect("no_such_provision"), reply("no_such_provision", "2")),
        (expect("out_of_scope"), reply("out_of_scope")),
        (expect("answered", {"2.1": 2}, facts=("三十日",), acceptable=["clarify"]), reply("clarify")),
        (expect("out_of_scope", acceptable=["clarify"]), reply("clarify", "1")),
    ],
)
def test_a_right_answer_passes(expected: Expected, answer: Answer) -> None:
    assert reasons_against(expected, answer, TOY) == []


@pytest.mark.parametrize(
    ("expected", "answer", "reasons"),
    [
        (
            expect("answered", acceptable=["listing"]),
            reply("clarify"),
            ["回答类型应为“依条文作答”或“多条列举”，实际是“反问”。"],
        ),
        (
            expect("answered", {"2.1": 2}),
            reply("answered", "2.2"),
            ["没有引用第二条第一款。"],
        ),
        (expect("answered", {"2.1": 2, "3": 2}), reply("answered", "2.1"), ["没有引用第三条。"]),
        (
            expect("answered", {"2.1": 2, "3": 1}),
            reply("answered", "3", "2.1"),
            ["第一处应引第二条第一款，实际引的是第三条。"],
        ),
        (
            expect("answered", {"2.1": 2}),
            reply("answered", "2.1", "1", "3"),
            ["引用了标准答案以外的条文：第一条、第三条。"],
        ),
        (expect("listing", {"1": 2, "2": 2}), reply("listing", "1"), ["没有引用第二条。"]),
        (expect("listing", {"1": 2}), reply("listing", "1", "3"), ["引用了标准答案以外的条文：第三条。"]),
        (expect("out_of_scope"), reply("out_of_scope", "1"), ["引用了标准答案以外的条文：第一条。"]),
        (expect("clarify", {"2.1": 1}), reply("clarify", "3"), ["引用了标准答案以外的条文：第三条。"]),
        (
            expect("answered", {"2.1": 2}),
            reply("answered", cite("2.1", "四十日内确认")),
            ["引文与第二条第一款原文不符：“四十日内确认”。"],
        ),
        (expect("small_talk", facts=("您好",)), reply("small_talk"), ["没有出现“您好”。"]),
        (expect("small_talk", forbidden=("答复",)), reply("small_talk"), ["出现了不应出现的“答复”。"]),
        (RULE, reply("calculated", "2.1", text="10月28日"), ["没有用规则 r 计算。"]),
        (
            RULE,
            reply("calculated", "2.1", text="10月28日", calculations=(computed("r", due="2025-10-27"),)),
            ["计算结果 due 应为 2025-10-28，实际是 2025-10-27。"],
        ),
        (
            expect("calculated", rule="r", result={"a": 1, "b": True}),
            reply("calculated", calculations=(computed("r"), computed("r", a=1))),
            ["计算结果 b 应为 True，实际没有这一项。"],
        ),
    ],
)
def test_each_failure_says_why(expected: Expected, answer: Answer, reasons: list[str]) -> None:
    assert reasons_against(expected, answer, TOY) == reasons


def test_a_wrong_outcome_does_not_hide_what_else_is_missing() -> None:
    reasons = reasons_against(RULE, reply("out_of_scope"), TOY)
    assert len(reasons) == 4  # outcome, citation, fact, calculation
