"""The registry of tools: what is typed, what is computed, and what is said when nothing can be."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bot.problem_words import SAID, problem_sentence
from bot.tools import Refusal, ToolResult, Tools
from bot.typed_arguments import understand
from kb.errors import CalendarGapError, InputError, NotInForceError, RuleError
from kb.model import Regulation
from kb.rules.catalogue import load_registry
from kb.rules.problems import Problem
from kb.rules.registry import Registry
from kb.rules.slots import Kind, Slot

TODAY = date(2025, 10, 10)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def tools(registry: Registry) -> Tools:
    return Tools(registry)


def run(tools: Tools, regulation: Regulation, name: str, **arguments: object) -> ToolResult | Refusal:
    tool = tools.get(name)
    assert tool is not None
    return tool.run(arguments, TODAY, regulation)


def refused(tools: Tools, regulation: Regulation, name: str, **arguments: object) -> dict[str, str]:
    outcome = run(tools, regulation, name, **arguments)
    assert isinstance(outcome, Refusal)
    return dict(outcome.sentences)


def test_every_rule_is_a_tool_and_computes_its_example(tools: Tools, regulation: Regulation) -> None:
    assert [tool.name for tool in tools.all] == [rule.name for rule in load_registry().rules]
    for tool in tools.all:
        outcome = tool.run(tool.rule.example, TODAY, regulation)
        assert isinstance(outcome, ToolResult)
        assert outcome.calculation.rule == tool.name
        assert outcome.calculation.citations
        assert all(c.quote == regulation.text_of(c.reference) for c in outcome.calculation.citations)


def test_the_schema_names_every_argument_and_the_required_ones(tools: Tools) -> None:
    for tool in tools.all:
        schema = tool.schema
        assert list(schema["properties"]) == [slot.name for slot in tool.slots]
        assert schema["additionalProperties"] is False
        assert all(schema["properties"][name]["title"] for name in schema["properties"])
    size = tools.get("enterprise_size")
    assert size is not None
    assert size.schema["required"] == ["industry"]
    assert "catering" in size.schema["properties"]["industry"]["enum"]
    consortium = tools.get("consortium")
    assert consortium is not None
    assert consortium.schema["properties"]["members"]["items"]["enum"] == ["large", "medium", "small", "micro"]


def test_the_json_is_the_contract_with_what_a_person_is_told(tools: Tools, regulation: Regulation) -> None:
    outcome = run(tools, regulation, "receivable_confirmation", requested="2025-09-28", today=TODAY)
    assert isinstance(outcome, ToolResult)
    plain = outcome.to_json()
    assert list(plain) == ["rule", "arguments", "result", "steps", "citations", "verdict", "assumptions", "provisional"]
    assert plain["arguments"] == {"requested": "2025-09-28"}
    assert plain["result"]["due"] == "2025-10-28"
    assert plain["result"]["days_left"] == 28 - 10
    assert plain["citations"][0]["article"] == 20


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("8000万", 80_000_000),
        ("1.2亿", 120_000_000),
        ("1.2亿元", 120_000_000),
        ("三千五百万", 35_000_000),
        ("5,000,000", 5_000_000),
        ("５００万", 5_000_000),
        ("350.5万元整", 3_505_000),
        ("贰佰万圆", 2_000_000),
        ("三千五", 3_500),
        (" 900w ", 9_000_000),
        ("0.5", Fraction(1, 2)),
    ],
)
def test_amounts_are_read_as_people_type_them(registry: Registry, typed: str, yuan: Fraction | int) -> None:
    slot = Slot("amount_yuan", "金额", Kind.YUAN)
    assert understand(slot, typed, registry.book.industries, TODAY) == yuan


@pytest.mark.parametrize(
    ("typed", "share"),
    [("35%", "0.35"), ("３５％", "0.35"), ("0.35", "0.35"), ("三成", "0.3"), ("三成半", "0.35"), ("百分之六十", "0.6")],
)
def test_shares_are_read_as_people_type_them(registry: Registry, typed: str, share: str) -> None:
    slot = Slot("sme_share", "比例", Kind.SHARE)
    assert understand(slot, typed, registry.book.industries, TODAY) == Fraction(share)


@pytest.mark.parametrize(
    ("typed", "count"), [("12", 12), ("12个人", 12), ("三百", 300), ("1,200人", 1200), ("20名员工", 20)]
)
def test_head_counts_are_read_as_people_type_them(registry: Registry, typed: str, count: int) -> None:
    slot = Slot("employees", "从业人员", Kind.COUNT)
    assert understand(slot, typed, registry.book.industries, TODAY) == count


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025-09-28", date(2025, 9, 28)),
        ("2025年9月28日", date(2025, 9, 28)),
        ("2025/9/28", date(2025, 9, 28)),
        ("二〇二五年九月二十八日", date(2025, 9, 28)),
        ("昨天", date(2025, 10, 9)),
    ],
)
def test_dates_are_read_as_people_type_them(registry: Registry, typed: str, day: date) -> None:
    assert understand(Slot("on", "日期", Kind.DATE), typed, registry.book.industries, TODAY) == day


@pytest.mark.parametrize("typed", ["9月28日", "2025年2月29日", "2025-13-01", "2025年4月31日", "下雨那天", "2025年9月"])
def test_a_date_that_is_unsure_or_impossible_is_asked_back(tools: Tools, regulation: Regulation, typed: str) -> None:
    assert list(refused(tools, regulation, "in_force", on=typed)) == ["on"]


@pytest.mark.parametrize(
    "typed", ["两百万出头", "好几百万", "一百美元", "很多", "8000万到9000万", "9" * 5000, "NaN", "-"]
)
def test_an_amount_that_is_none_or_rough_is_never_guessed(tools: Tools, regulation: Regulation, typed: str) -> None:
    assert list(refused(tools, regulation, "procurement_reserve", budget_yuan=typed)) == ["budget_yuan"]


@pytest.mark.parametrize(
    ("arguments", "place", "words"),
    [
        ({}, "budget_yuan", "预算总额是多少？"),
        ({"budget_yuan": "   "}, "budget_yuan", "预算总额是多少？"),
        ({"budget_yuan": "负5万"}, "budget_yuan", "不能是负数"),
        ({"budget_yuan": "-5万"}, "budget_yuan", "不能是负数"),
        ({"budget_yuan": "0"}, "budget_yuan", "要大于零"),
        ({"budget_yuan": 1.5}, "budget_yuan", "看不懂"),
        ({"budget_yuan": "10万", "sme_share": "120%"}, "sme_share", "超过了百分之百"),
        ({"budget_yuan": "10万", "unavailable_yuan": "11万"}, "unavailable_yuan", "还大"),
        ({"budget_yuan": "10万", "sme_yuan": "4万", "sme_share": "三成"}, "sme_share", "对不上"),
        ({"budget_yuan": "10万", "on": "2020-01-01"}, "on", "自2024年7月1日起施行"),
        ({"budget_yuan": "10万", "colour": "red"}, "colour", "没有“colour”这一项"),
    ],
)
def test_what_cannot_be_computed_is_said_at_its_argument(
    tools: Tools, regulation: Regulation, arguments: dict[str, object], place: str, words: str
) -> None:
    sentences = refused(tools, regulation, "procurement_reserve", **arguments)
    assert list(sentences) == [place]
    assert words in sentences[place]


def test_all_wrong_arguments_are_told_at_once(tools: Tools, regulation: Regulation) -> None:
    sentences = refused(tools, regulation, "procurement_reserve", budget_yuan="很多", sme_share="大半")
    assert list(sentences) == ["budget_yuan", "sme_share"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("贸易公司", "批发业还是零售业"), ("幼儿园", "不在国家划型标准的表里"), ("龙卷风", "看不出“龙卷风”是哪个行业")],
)
def test_an_industry_that_is_not_one_row_is_asked_back(
    tools: Tools, regulation: Regulation, words: str, sentence: str
) -> None:
    sentences = refused(tools, regulation, "enterprise_size", industry=words, employees=5, revenue_yuan=100)
    assert sentence in sentences["industry"]


def test_an_industry_in_everyday_words_is_understood(tools: Tools, regulation: Regulation) -> None:
    outcome = run(tools, regulation, "enterprise_size", industry="开火锅店", employees="12个人", revenue_yuan="180万")
    assert isinstance(outcome, ToolResult)
    assert outcome.calculation.arguments["industry"] == "catering"
    assert outcome.calculation.result["size"] == "small"


def test_the_measures_still_needed_are_asked_for(tools: Tools, regulation: Regulation) -> None:
    assert list(refused(tools, regulation, "enterprise_size", industry="餐饮业")) == ["employees", "revenue_yuan"]


def test_a_day_before_the_standard_is_no_day_before_the_regulation(tools: Tools, regulation: Regulation) -> None:
    arguments = {"industry": "餐饮业", "employees": 12, "revenue_yuan": 1_800_000, "on": "2010-01-01"}
    sentence = refused(tools, regulation, "enterprise_size", **arguments)["on"]
    assert "现行标准" in sentence
    assert "自起" not in sentence


def test_a_day_too_early_is_told_at_the_day_that_the_period_runs_from(tools: Tools, regulation: Regulation) -> None:
    assert list(refused(tools, regulation, "receivable_confirmation", requested="2024-06-30", today=TODAY)) == [
        "requested"
    ]
    assert list(
        refused(tools, regulation, "complaint_decision", received="2024-06-01", transferred="2024-06-02", today=TODAY)
    ) == ["transferred"]


def test_every_problem_has_chinese_words(registry: Registry) -> None:
    assert set(SAID) == set(Problem) - {Problem.MISSING, Problem.UNKNOWN}
    errors: list[RuleError] = [InputError("budget_yuan", problem) for problem in Problem]
    errors += [NotInForceError("x"), CalendarGapError("no working-day table for 1999")]
    for error in errors:
        sentence = problem_sentence(error, registry, "procurement_reserve")
        assert sentence[-1] in "。？"
        assert "table" not in sentence


def test_an_error_that_is_nobodys_input_is_not_hidden(registry: Registry) -> None:
    with pytest.raises(RuleError):
        problem_sentence(RuleError("no rule 'x'"), registry, "procurement_reserve")
