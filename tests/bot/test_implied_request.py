"""What a question wants computed whose provision the search found."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Outcome
from bot.calculate import Calculator
from bot.cues import load_cues
from kb.model import Reference, Regulation
from kb.rules.catalogue import load_registry

TODAY = date(2025, 10, 20)
COMPLAINT = Reference(article=54, paragraph=2)
CONSORTIUM = Reference(article=37, paragraph=2)
RECEIVABLE = Reference(article=20, paragraph=2)
RESERVE = Reference(article=36, paragraph=3)
EXCLUSIVE = Reference(article=36, paragraph=4)


@pytest.fixture(scope="module")
def calculator() -> Calculator:
    return Calculator(load_registry(), load_cues())


def implied_due(calculator: Calculator, regulation: Regulation, question: str, reference: Reference) -> list[str]:
    found = calculator.answer_implied(question, question, regulation, TODAY, reference)
    return [one.result["due"] for one in found.calculations] if found else []


def test_a_day_on_which_something_was_handed_in_is_counted_from(calculator: Calculator, regulation: Regulation) -> None:
    question = "10月9日把材料交过去了，几天内要说受不受理"
    assert implied_due(calculator, regulation, question, COMPLAINT) == ["2025-10-13"]


def test_a_day_on_which_nothing_was_handed_in_is_not_counted_from(
    calculator: Calculator, regulation: Regulation
) -> None:
    question = "三月初递的材料，3月31日人家说等领导上会再定受不受理，能让他们拖几天"
    assert implied_due(calculator, regulation, question, COMPLAINT) == []


def test_a_small_payer_has_no_day_to_keep(calculator: Calculator, regulation: Regulation) -> None:
    question = "对方是个十来人的小公司，9月1日请它认下这笔钱，最晚哪天"
    assert implied_due(calculator, regulation, question, RECEIVABLE) == []


@pytest.mark.parametrize(
    "question", ["我微型，另一家可能是大型，合着报价算中小不", "两家小公司合着报价，谁来牵头，材料怎么备"]
)
def test_members_not_known_and_other_matters_are_left_to_the_article(
    calculator: Calculator, regulation: Regulation, question: str
) -> None:
    assert calculator.answer_implied(question, question, regulation, TODAY, CONSORTIUM) is None


def test_members_told_are_judged_though_nothing_says_consortium(calculator: Calculator, regulation: Regulation) -> None:
    question = "我微型企业，他小型企业，合着报价算小微不"
    found = calculator.answer_implied(question, question, regulation, TODAY, CONSORTIUM)
    assert found is not None
    assert found.outcome is Outcome.CALCULATED
    assert found.calculations[0].result["counts_as"] == "small_micro"


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("500万已定留给中小企业，里头小微最少多少", 3_000_000),
        ("给中小企业留了450万，小微底线是几万", 2_700_000),
        ("给中小企业划了250万，小微那一份的底线是多少钱", 1_500_000),
    ],
)
def test_the_part_for_small_ones_is_taken_of_what_is_reserved(
    calculator: Calculator, regulation: Regulation, question: str, least: int
) -> None:
    found = calculator.answer_implied(question, question, regulation, TODAY, RESERVE)
    assert found is not None
    assert found.calculations[0].result["least_small_micro_yuan"] == least


@pytest.mark.parametrize(
    "question",
    [
        "保安服务三年打包成一个采购项目总共260万，超限额，小公司也干得了，采购文件必须限定中小企业才能参加不",
        "采购电脑金额才八万，连限额标准都没到，中小企业供得了，还强制给中小企业不",
    ],
)
def test_a_condition_that_fails_is_heard(calculator: Calculator, regulation: Regulation, question: str) -> None:
    found = calculator.answer_implied(question, question, regulation, TODAY, EXCLUSIVE)
    assert found is not None
    assert found.calculations[0].result["exclusive"] is False


def test_a_member_of_unknown_size_leaves_it_to_the_article(calculator: Calculator, regulation: Regulation) -> None:
    question = "我小型，他微型，还有一家啥规模没搞清楚，合着报价算小微不"
    assert calculator.answer_implied(question, question, regulation, TODAY, CONSORTIUM) is None
