"""Which amount is which in a plan, and who is in a consortium."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bot.cues import load_cues
from bot.exclusive_request import exclusive_arguments
from bot.member_sizes import sizes_told
from bot.request import read
from bot.reserve_request import reserve_arguments

CUES = load_cues()
TODAY = date(2025, 10, 20)
WAN = 10_000


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        (
            "预算2亿，给中小企业5000万、其中小微3500万",
            {"budget_yuan": 20000, "sme_yuan": 5000, "small_micro_yuan": 3500},
        ),
        ("中小企业2100万，年度采购预算总额7000万", {"sme_yuan": 2100, "budget_yuan": 7000}),
        ("预算6000万，里头1500万是进口设备，中小企业供不了", {"budget_yuan": 6000, "unavailable_yuan": 1500}),
        ("预算6600万，扣除中小企业供不了的600万设备", {"budget_yuan": 6600, "unavailable_yuan": 600}),
        ("5000万的采购预算，拿出600万给小微", {"budget_yuan": 5000, "small_micro_yuan": 600}),
        ("采购预算450万，去年400万", {"budget_yuan": 450}),
        ("预算1亿，中小企业无法提供的占20%", {"budget_yuan": 10000, "unavailable_yuan": 2000}),
        ("预算800万，小微占预算的20%", {"budget_yuan": 800, "small_micro_yuan": 160}),
    ],
)
def test_amounts_have_the_role_that_their_clause_gives_them(question: str, arguments: dict[str, int]) -> None:
    request = reserve_arguments(read(question, TODAY), CUES)
    assert request.problems == ()
    assert request.arguments == {slot: wan * WAN for slot, wan in arguments.items()}


def test_a_share_named_again_is_not_a_second_share() -> None:
    request = reserve_arguments(read("预算2000万，三成给中小企业，小微占这三成里的60%", TODAY), CUES)
    assert request.arguments["sme_share"] == Fraction(3, 10)
    assert request.arguments["small_micro_share"] == Fraction(6, 10)


def test_two_amounts_for_one_thing_are_asked_about() -> None:
    request = reserve_arguments(read("采购预算600万，也可能是800万", TODAY), CUES)
    assert "800万" in request.problems[0]


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("限额标准50万，印刷服务80万", {"threshold_yuan": 50 * WAN, "amount_yuan": 80 * WAN, "kind": "services"}),
        ("服务采购210万，货物才有200万上限吧", {"amount_yuan": 210 * WAN, "kind": "services"}),
        ("买公务车60万，没到限额标准", {"amount_yuan": 60 * WAN, "kind": "goods", "reaches_threshold": False}),
        ("绿化施工250万，中小企业做不了", {"amount_yuan": 250 * WAN, "kind": "works", "suitable": False}),
    ],
)
def test_a_project_is_told_from_its_bounds(question: str, arguments: dict[str, Any]) -> None:
    request = exclusive_arguments(read(question, TODAY), CUES)
    assert (request.arguments, request.problems) == (arguments, ())


@pytest.mark.parametrize(
    ("told", "sizes"),
    [
        ("一大两小", ["large", "small", "small"]),
        ("两小一微", ["small", "small", "micro"]),
        ("两家小型企业一家微型企业", ["small", "small", "micro"]),
        ("小型企业两家、中型企业一家", ["small", "small", "medium"]),
        ("全是中小企业（一家中型俩小型）", ["medium", "small", "small"]),
        ("一家央企和一家小微", ["large", "small"]),
        ("几家企业", []),
    ],
)
def test_members_are_counted(told: str, sizes: list[str]) -> None:
    assert sizes_told(told) == sizes
