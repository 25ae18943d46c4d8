from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError, NotInForceError
from kb.model import Reference
from kb.rules.book import RuleBook
from kb.rules.exclusive import judge_exclusive
from kb.rules.problems import Problem
from kb.rules.registry import Registry
from kb.rules.result import RuleResult

WAN = 10_000


def judge(registry: Registry, kind: str, amount: object, **arguments: object) -> RuleResult:
    return registry.compute("procurement_exclusive", {"kind": kind, "amount_yuan": amount, **arguments})


@pytest.mark.parametrize(
    ("kind", "amount", "exclusive"),
    [
        ("goods", 200 * WAN, True),
        ("goods", "2000000.01", False),
        ("goods", 200 * WAN + 1, False),
        ("services", 200 * WAN - 1, True),
        ("services", 200 * WAN, True),
        ("services", 200 * WAN + 1, False),
        ("works", 200 * WAN + 1, True),
        ("works", 400 * WAN, True),
        ("works", 400 * WAN + 1, False),
    ],
)
def test_the_bound_itself_is_still_kept_for_smes(
    registry: Registry, kind: str, amount: object, exclusive: bool
) -> None:
    result = judge(registry, kind, amount, reaches_threshold=True, suitable=True)
    assert result.value["exclusive"] is exclusive
    assert result.value["within_bound"] is exclusive


@pytest.mark.parametrize(
    ("threshold", "exclusive"), [(50 * WAN - 1, True), (50 * WAN, True), (50 * WAN + 1, False), (0, True)]
)
def test_the_threshold_itself_is_reached(registry: Registry, threshold: int, exclusive: bool) -> None:
    assert judge(registry, "goods", 50 * WAN, threshold_yuan=threshold).value["exclusive"] is exclusive


@pytest.mark.parametrize(
    ("reaches", "suitable", "exclusive"),
    [(True, True, True), (False, True, False), (True, False, False), (False, False, False), (None, None, True)],
)
def test_all_conditions_have_to_hold(
    registry: Registry, reaches: bool | None, suitable: bool | None, exclusive: bool
) -> None:
    result = judge(registry, "goods", 50 * WAN, reaches_threshold=reaches, suitable=suitable)
    assert result.value["exclusive"] is exclusive


class TestAssumptions:
    def texts(self, registry: Registry, **arguments: object) -> str:
        return "".join(judge(registry, "goods", 50 * WAN, **arguments).assumptions)

    def test_name_what_was_not_given(self, registry: Registry) -> None:
        texts = self.texts(registry)
        assert "没有给出采购限额标准" in texts
        assert "没有说明是否适宜" in texts

    def test_do_not_name_what_was_given(self, registry: Registry) -> None:
        texts = self.texts(registry, threshold_yuan=10 * WAN, suitable=True)
        assert "没有给出采购限额标准" not in texts
        assert "没有说明是否适宜" not in texts

    def test_do_not_name_what_makes_no_difference(self, registry: Registry) -> None:
        assert "没有给出采购限额标准" not in self.texts(registry, suitable=False)

    def test_say_that_the_bounds_are_included(self, registry: Registry) -> None:
        assert "民法典第一千二百五十九条" in self.texts(registry)


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        ({"reaches_threshold": True, "suitable": True}, "应当专门面向中小企业采购。"),
        ({"suitable": True}, "达到采购限额标准的，应当专门面向中小企业采购。"),
        ({}, "达到采购限额标准、适宜由中小企业提供的，应当专门面向中小企业采购。"),
        ({"reaches_threshold": False}, "按这一款不要求专门面向中小企业采购：金额没有达到采购限额标准。"),
        ({"suitable": False}, "按这一款不要求专门面向中小企业采购：这个项目不适宜由中小企业提供。"),
    ],
)
def test_the_verdict_promises_no_more_than_is_known(
    registry: Registry, arguments: dict[str, Any], verdict: str
) -> None:
    assert judge(registry, "goods", 50 * WAN, **arguments).verdict == verdict


def test_the_verdict_on_too_large_a_project_names_the_bound(registry: Registry) -> None:
    assert judge(registry, "works", 420 * WAN).verdict.endswith("金额超过了工程采购项目的上限400万元。")


@pytest.mark.parametrize(("amount", "exclusive"), [(200 * WAN, True), (400 * WAN + 1, False)])
def test_an_amount_that_every_bound_decides_needs_no_kind(registry: Registry, amount: int, exclusive: bool) -> None:
    result = registry.compute("procurement_exclusive", {"amount_yuan": amount, "reaches_threshold": True})
    assert result.value["exclusive"] is exclusive
    assert result.steps[0].endswith("是哪一类结果都一样。")


@pytest.mark.parametrize("failing", [{"reaches_threshold": False}, {"suitable": False}, {"threshold_yuan": 301 * WAN}])
def test_a_condition_that_fails_needs_no_kind(registry: Registry, failing: dict[str, object]) -> None:
    result = registry.compute("procurement_exclusive", {"amount_yuan": 300 * WAN, **failing})
    assert result.value["exclusive"] is False


def test_the_kind_is_asked_for_where_nothing_but_the_amount_is_told(registry: Registry) -> None:
    (slot,) = registry.missing("procurement_exclusive", {"amount_yuan": 100 * WAN})
    assert slot.name == "kind"


def test_cites_the_paragraph(registry: Registry) -> None:
    (quoted,) = judge(registry, "works", 1).references
    assert quoted.reference == Reference(article=36, paragraph=4)
    assert "四百万元以下的工程采购项目" in quoted.quote


@pytest.mark.parametrize(
    ("arguments", "slot", "problem"),
    [
        ({"kind": "food"}, "kind", Problem.NOT_A_CHOICE),
        ({"kind": None, "amount_yuan": 200 * WAN + 1}, "kind", Problem.MISSING),
        ({"kind": None, "amount_yuan": 400 * WAN}, "kind", Problem.MISSING),
        ({"amount_yuan": None}, "amount_yuan", Problem.MISSING),
        ({"amount_yuan": 0}, "amount_yuan", Problem.ZERO),
        ({"amount_yuan": -1}, "amount_yuan", Problem.NEGATIVE),
        ({"threshold_yuan": -1}, "threshold_yuan", Problem.NEGATIVE),
        ({"threshold_yuan": 20, "reaches_threshold": True}, "reaches_threshold", Problem.CONTRADICTION),
        ({"threshold_yuan": 10, "reaches_threshold": False}, "reaches_threshold", Problem.CONTRADICTION),
    ],
)
def test_what_cannot_be_is_asked_back(
    registry: Registry, arguments: dict[str, Any], slot: str, problem: Problem
) -> None:
    with pytest.raises(InputError) as caught:
        registry.compute("procurement_exclusive", {"kind": "goods", "amount_yuan": 10, **arguments})
    assert (caught.value.slot, caught.value.problem) == (slot, problem)


def test_an_unknown_kind_is_refused_without_the_registry_too(book: RuleBook) -> None:
    with pytest.raises(InputError, match="kind"):
        judge_exclusive(book, Fraction(1), "food")


def test_is_not_computed_before_the_regulation_took_effect(registry: Registry) -> None:
    assert judge(registry, "goods", 1, on="2024-07-01").value["exclusive"]
    with pytest.raises(NotInForceError, match="第三十六条第四款"):
        judge(registry, "goods", 1, on="2024-06-30")


@given(
    kind=st.sampled_from(["goods", "services", "works"]),
    amounts=st.lists(st.integers(min_value=1, max_value=10**8), min_size=2, max_size=2),
)
def test_a_smaller_amount_is_never_freed_by_the_bound(book: RuleBook, kind: str, amounts: list[int]) -> None:
    smaller, larger = (
        judge_exclusive(book, Fraction(amount), kind, reaches_threshold=True, suitable=True).value["exclusive"]
        for amount in sorted(amounts)
    )
    assert smaller or not larger
