"""Questions as people type them: the worked cases of tests/cases/calculations*.toml, without any index."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer, Outcome
from bot.calculate import Calculator
from bot.cues import load_cues
from bot.request import read
from kb.model import Regulation
from kb.rules.catalogue import load_registry
from kb.text import fold

FILES = sorted((Path(__file__).parents[1] / "cases").glob("calculations*.toml"))
CASES = [case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]
KEYS = {"question", "today", "rule", "arguments", "result", "asks", "none"}
TODAY = date(2025, 10, 20)  # a Monday


@pytest.fixture(scope="module")
def calculator() -> Calculator:
    return Calculator(load_registry(), load_cues())


def answer(calculator: Calculator, regulation: Regulation, question: str, today: date = TODAY) -> Answer:
    found = calculator.answer(question, fold(question), regulation, today)
    assert found is not None
    return found


def chosen(key: str) -> list[Any]:
    return [pytest.param(case, id=case["question"]) for case in CASES if key in case]


def test_every_question_stands_once_with_known_keys_and_one_expectation() -> None:
    assert len({case["question"] for case in CASES}) == len(CASES)
    assert all(case.keys() <= KEYS for case in CASES)
    assert all(("result" in case) + ("asks" in case) + ("none" in case) == 1 for case in CASES)


def test_every_industry_of_the_table_is_asked_about_twice() -> None:
    asked = [case["arguments"]["industry"] for case in CASES if "industry" in case.get("arguments", {})]
    assert {key for key in asked if asked.count(key) >= 2} == set(load_registry().book.sizes.industries)


@pytest.mark.parametrize("case", chosen("result"))
def test_what_is_computed(calculator: Calculator, regulation: Regulation, case: dict[str, Any]) -> None:
    found = answer(calculator, regulation, case["question"], case.get("today", TODAY))
    assert found.outcome is Outcome.CALCULATED, found.text
    (calculation,) = [one for one in found.calculations if one.rule == case["rule"]]
    assert calculation.arguments.items() >= case.get("arguments", {}).items()
    assert {key: calculation.result.get(key) for key in case["result"]} == case["result"]


@pytest.mark.parametrize("case", chosen("asks"))
def test_what_is_asked_back(calculator: Calculator, regulation: Regulation, case: dict[str, Any]) -> None:
    today = case.get("today", TODAY)
    found = answer(calculator, regulation, case["question"], today)
    assert found.outcome is Outcome.CLARIFY, found.text
    assert found.citations, "the provision is cited already"
    rules = [request.rule for request in calculator.requests(read(fold(case["question"]), today))]
    assert case.get("rule", rules[0]) == rules[0]


@pytest.mark.parametrize("case", chosen("none"))
def test_what_is_no_calculation(calculator: Calculator, regulation: Regulation, case: dict[str, Any]) -> None:
    question = case["question"]
    assert calculator.answer(question, fold(question), regulation, case.get("today", TODAY)) is None


def test_a_day_asked_for_stands_before_how_it_stands(calculator: Calculator, regulation: Regulation) -> None:
    text = answer(calculator, regulation, "2025年10月9日提的确权，最晚哪天确认？").text
    assert text.startswith("**付款方最晚应当在2025年11月10日（星期一）确认债权债务关系。**还没有过期，还剩21天")


def test_days_left_asked_for_stand_before_the_day(calculator: Calculator, regulation: Regulation) -> None:
    text = answer(calculator, regulation, "2025年10月9日提的确权，还剩几天？").text
    assert text.startswith("**还没有过期，还剩21天（今天是2025年10月20日）：付款方最晚应当在2025年11月10日")


def test_a_late_answer_is_late_on_its_own_day(calculator: Calculator, regulation: Regulation) -> None:
    text = answer(calculator, regulation, "2025年10月13日收到投诉，10月17日才告知受理，超期没有？").text
    assert text.startswith("**已经过期1天（截至2025年10月17日）：")


def test_a_year_left_out_is_told(calculator: Calculator, regulation: Regulation) -> None:
    assert "您没有说年份，按2025年计算。" in answer(calculator, regulation, "9月28号提的确权，哪天到期").text


def test_what_is_missing_is_asked_in_one_question(calculator: Calculator, regulation: Regulation) -> None:
    text = answer(calculator, regulation, "我开餐馆的，算小微吗").text
    assert text.startswith("要算“企业划型”，还差一点：有多少从业人员，全年营业收入是多少？\n\n依据是第二条第二款")
