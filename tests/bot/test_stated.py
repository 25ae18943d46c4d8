from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Outcome
from bot.assistant import Assistant
from bot.stated import answers, fixes

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "fixed.toml").read_text(encoding="utf-8"))["case"]
PERIODS = "应当在三个工作日内作出是否受理的决定；不属于职责范围的，应当及时移送有权处理的部门。"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["question"])
def test_what_the_regulation_fixes_is_answered(assistant: Assistant, case: dict[str, Any]) -> None:
    answer = assistant.ask(case["question"], date(2026, 1, 5))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].reference.article == case["article"]
    assert case["facts"] in answer.text + answer.citations[0].quote


def test_a_provision_fixes_a_period_a_share_or_an_amount_only_if_it_has_one() -> None:
    assert fixes(PERIODS, "几天内受理")
    assert not fixes(PERIODS, "比例是多少")
    assert fixes("占预算总额的百分之三十以上", "留几成")
    assert fixes("二百万元以下的货物", "金额上限多少")
    assert not fixes("按照规定申请", "补贴多少钱")


def test_a_silence_on_the_same_kind_of_detail_stays_one() -> None:
    assert answers(PERIODS, "几天内受理", "投诉热线的号码")
    assert not answers(PERIODS, "移送要在几天内", "移送别的部门要在几天内完成")


APPLY = "符合条件的创业人员可以按照规定向人力社保部门申请一次性创业补助。"


def test_the_body_that_acts_is_stated_where_the_silence_is_on_something_else() -> None:
    assert answers(APPLY, "这个找哪个部门", "申请一次性创业补助要交的材料和办理时间")
    assert answers(APPLY, "去哪里申请", "申请一次性创业补助的具体条件")
    assert not answers(APPLY, "去哪里申请", "专精特新的申报材料和办理地点")
    assert answers(APPLY, "这个是谁在管", "培训的时间、名额和报名地点")
    assert not answers(APPLY, "由哪个部门办理", "由哪个部门办理跨境电商支持")
    assert not answers("鼓励私募投资基金投资中小企业。", "找哪个部门", "投资的条件")
    assert not answers(APPLY, "去哪里申请，要什么材料", "申请一次性创业补助要交的材料和办理时间")


def test_the_first_day_in_force_is_stated() -> None:
    assert fixes("本条例自2024年7月1日起施行。", "好久开始算数")
    assert not fixes("本条例自2024年7月1日起施行。", "好久通过的")
    assert not fixes("应当定期开展评估。", "什么时候开始")
