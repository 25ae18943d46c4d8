"""From which of several dates a period runs, and against which it is measured."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.cues import load_cues
from bot.deadline_request import ACCEPTANCE, DECISION, RECEIVABLE, complaint_rules, deadline_arguments
from bot.request import read

CUES = load_cues()
TODAY = date(2025, 10, 20)


def oct_(day: int) -> date:
    return date(2025, 10, day)


@pytest.mark.parametrize(
    ("rule", "question", "arguments", "as_of"),
    [
        (DECISION, "10月9日收到投诉，11日补班", {"received": oct_(9)}, None),
        (DECISION, "10月9日投诉，10月13日受理的", {"received": oct_(9)}, None),
        (ACCEPTANCE, "10月9日收到，到10月16日才告知", {"received": oct_(9)}, oct_(16)),
        (DECISION, "10月9日寄出投诉，10月13日部门签收", {"received": oct_(13)}, None),
        (DECISION, "先交街道是10月9日，10月13日移送区人社局", {"received": oct_(9), "transferred": oct_(13)}, None),
        (DECISION, "我局10月15日收到移送，原部门10月9日接到", {"received": oct_(9), "transferred": oct_(15)}, None),
        (ACCEPTANCE, "先交街道是10月9日，10月13日移送区人社局", {"received": oct_(9)}, None),
        (RECEIVABLE, "10月9日签的合同，10月13日提的确权", {"requested": oct_(13)}, None),
        (RECEIVABLE, "10月9日提的确权，算到10月15日对吗", {"requested": oct_(9)}, None),
    ],
)
def test_a_date_has_the_role_that_its_clause_gives_it(
    rule: str, question: str, arguments: dict[str, Any], as_of: date | None
) -> None:
    request = deadline_arguments(rule, read(question, TODAY), CUES)
    assert request.problems == ()
    assert request.arguments == {**arguments, "today": as_of or TODAY}
    assert request.as_of == as_of


@pytest.mark.parametrize(
    "question",
    ["10月9日还是10月10日收到的", "10月9日提的，也有人说10月13日提的", "登记10月9日收到，可10月13日才投的"],
)
def test_days_that_contradict_are_asked_about(question: str) -> None:
    assert deadline_arguments(DECISION, read(question, TODAY), CUES).problems


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("受不受理哪天前要说", (ACCEPTANCE,)),
        ("立案不立案哪天出结果", (ACCEPTANCE,)),
        ("已经受理了，处理结果哪天出", (DECISION,)),
        ("书面答复哪天前", (DECISION,)),
        ("投诉哪天到期", (ACCEPTANCE, DECISION)),
        ("受理和处理的最后一天分别是", (ACCEPTANCE, DECISION)),
    ],
)
def test_the_act_that_is_asked_for_tells_the_rule(text: str, rules: tuple[str, ...]) -> None:
    assert complaint_rules(text, CUES) == rules
