from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError, NotInForceError
from kb.model import Reference
from kb.rules.book import RuleBook
from kb.rules.problems import Problem
from kb.rules.registry import Registry
from kb.rules.reserve import reserve_procurement
from kb.rules.result import RuleResult

WAN = 10_000
BUDGET = 2000 * WAN  # least 600万 for SMEs, of it least 360万 for small and micro
YUAN = st.integers(min_value=1, max_value=10**12)
SHARES = st.integers(min_value=0, max_value=1000).map(lambda mille: Fraction(mille, 1000))


def compute(registry: Registry, **arguments: object) -> RuleResult:
    return registry.compute("procurement_reserve", {"budget_yuan": BUDGET, **arguments})


class TestLeastAmounts:
    def test_are_thirty_percent_and_sixty_percent_of_that(self, registry: Registry) -> None:
        value = compute(registry).value
        assert value == {
            "base_yuan": 2000 * WAN,
            "least_sme_yuan": 600 * WAN,
            "least_small_micro_yuan": 360 * WAN,
        }

    def test_are_taken_of_what_smes_can_supply(self, registry: Registry) -> None:
        value = compute(registry, unavailable_yuan=500 * WAN).value
        assert value["base_yuan"] == 1500 * WAN
        assert value["least_sme_yuan"] == 450 * WAN
        assert value["least_small_micro_yuan"] == 270 * WAN

    def test_are_not_rounded(self, registry: Registry) -> None:
        value = compute(registry, budget_yuan=5_001_005).value
        assert (value["least_sme_yuan"], value["least_small_micro_yuan"]) == ("1500301.5", "900180.9")

    def test_are_nothing_where_smes_can_supply_nothing(self, registry: Registry) -> None:
        result = compute(registry, unavailable_yuan=BUDGET)
        assert result.value["least_sme_yuan"] == 0
        assert result.verdict.startswith("全部采购都是中小企业无法提供的")

    def test_stand_in_the_verdict_and_the_steps(self, registry: Registry) -> None:
        result = compute(registry, unavailable_yuan=500 * WAN)
        assert result.verdict == "至少要向中小企业预留450万元，其中至少270万元预留给小型微型企业。"
        assert result.steps == (
            "年度政府采购项目预算总额2000万元。",
            "减去中小企业无法提供的500万元，剩下1500万元。",
            "向中小企业预留的不少于1500万元×30%＝450万元。",
            "其中预留给小型微型企业的不少于450万元×60%＝270万元。",
        )

    def test_cite_both_halves_of_the_paragraph(self, registry: Registry) -> None:
        shares, small_micro = compute(registry).references
        assert shares.reference == small_micro.reference == Reference(article=36, paragraph=3)
        assert shares.quote.endswith("百分之三十以上")
        assert small_micro.quote.endswith("不低于百分之六十")


class TestWithoutABudget:
    def test_the_part_for_small_and_micro_ones_is_told_of_what_is_kept(self, registry: Registry) -> None:
        result = registry.compute("procurement_reserve", {"sme_yuan": 500 * WAN})
        assert result.value == {"least_small_micro_yuan": 300 * WAN, "planned_sme_yuan": 500 * WAN}
        assert result.assumptions[-1].endswith("预留给中小企业的500万元够不够没有判断。")

    @pytest.mark.parametrize(("kept", "missing"), [(300 * WAN, 0), (300 * WAN - 1, 1)])
    def test_a_plan_for_small_and_micro_ones_is_judged(self, registry: Registry, kept: int, missing: int) -> None:
        arguments = {"sme_yuan": 500 * WAN, "small_micro_yuan": kept}
        value = registry.compute("procurement_reserve", arguments).value
        assert value["missing_small_micro_yuan"] == missing
        assert "complies" not in value

    @pytest.mark.parametrize("more", [{}, {"sme_share": "30%"}, {"sme_yuan": WAN, "unavailable_yuan": WAN}])
    def test_nothing_else_can_be_told(self, registry: Registry, more: dict[str, object]) -> None:
        (slot,) = registry.missing("procurement_reserve", more)
        assert slot.name == "budget_yuan"


@pytest.mark.parametrize(
    ("plan", "complies", "missing_sme", "missing_small_micro"),
    [
        # On both bounds, which are included.
        ({"sme_yuan": 600 * WAN, "small_micro_yuan": 360 * WAN}, True, 0, 0),
        # A yuan below each bound.
        ({"sme_yuan": 600 * WAN - 1, "small_micro_yuan": 360 * WAN}, False, 1, 0),
        ({"sme_yuan": 600 * WAN, "small_micro_yuan": 360 * WAN - 1}, False, 0, 1),
        # Below the least for SMEs the 60% are taken of the least.
        ({"sme_yuan": 500 * WAN, "small_micro_yuan": 350 * WAN}, False, 100 * WAN, 10 * WAN),
        ({"sme_yuan": 500 * WAN, "small_micro_yuan": 500 * WAN}, False, 100 * WAN, 0),
        # Above it they are taken of the plan: 60% of 800万 is 480万.
        ({"sme_yuan": 800 * WAN, "small_micro_yuan": 480 * WAN}, True, 0, 0),
        ({"sme_yuan": 800 * WAN, "small_micro_yuan": 400 * WAN}, False, 0, 80 * WAN),
        ({"sme_share": "30%", "small_micro_share": "60%"}, True, 0, 0),
        ({"sme_share": "29.9%", "small_micro_share": "100%"}, False, 2 * WAN, 0),
        ({"sme_share": "40%", "small_micro_share": "59%"}, False, 0, 8 * WAN),  # 1% of 800万
        ({"sme_share": "40%", "small_micro_yuan": 480 * WAN}, True, 0, 0),
        ({"sme_yuan": 0, "small_micro_yuan": 0}, False, 600 * WAN, 360 * WAN),
        ({"sme_yuan": BUDGET, "small_micro_share": 1}, True, 0, 0),
        # The same figure both ways is no contradiction.
        ({"sme_yuan": 600 * WAN, "sme_share": "30%", "small_micro_yuan": 360 * WAN}, True, 0, 0),
    ],
)
def test_a_plan_is_judged_by_both_shares(
    registry: Registry, plan: dict[str, Any], complies: bool, missing_sme: int, missing_small_micro: int
) -> None:
    result = compute(registry, **plan)
    assert result.value["complies"] is complies
    assert result.value["missing_sme_yuan"] == missing_sme
    assert result.value["missing_small_micro_yuan"] == missing_small_micro
    assert result.verdict.startswith("达到了" if complies else "没有达到")


class TestPlanInPart:
    def test_without_small_and_micro_only_the_first_share_is_judged(self, registry: Registry) -> None:
        result = compute(registry, sme_yuan=700 * WAN)
        assert (result.value["complies"], result.value["missing_sme_yuan"]) == (True, 0)
        assert "missing_small_micro_yuan" not in result.value
        assert result.value["least_small_micro_yuan"] == 420 * WAN
        assert result.verdict == "预留给中小企业的达到了规定的比例，另一项方案没有给出，没有判断。"

    def test_without_smes_only_the_second_share_is_judged(self, registry: Registry) -> None:
        result = compute(registry, small_micro_yuan=350 * WAN)
        assert (result.value["complies"], result.value["missing_small_micro_yuan"]) == (False, 10 * WAN)
        assert "missing_sme_yuan" not in result.value
        assert result.verdict == "没有达到规定的比例：预留给小型微型企业的还差10万元。"

    def test_a_share_for_small_and_micro_alone_is_taken_of_the_least(self, registry: Registry) -> None:
        result = compute(registry, small_micro_share="50%")
        assert result.value["missing_small_micro_yuan"] == 60 * WAN  # 10% of 600万
        assert any("按最低额折算" in text for text in result.assumptions)

    def test_a_share_of_what_is_left_says_so(self, registry: Registry) -> None:
        result = compute(registry, unavailable_yuan=500 * WAN, sme_share="30%")
        assert result.value["planned_sme_yuan"] == 450 * WAN
        assert any("按减去之后的余额计算" in text for text in result.assumptions)


def test_a_third_is_judged_exactly(book: RuleBook) -> None:
    finding = reserve_procurement(book, Fraction(100), sme_share=Fraction(1, 3), small_micro_share=Fraction(3, 5))
    assert finding.value["complies"] is True
    assert finding.value["least_small_micro_yuan"] == 20  # 100 ÷ 3 × 60%
    assert finding.value["planned_sme_yuan"] == "33.34"  # 33.333… never rounded down


@pytest.mark.parametrize(
    ("arguments", "slot", "problem"),
    [
        ({"budget_yuan": 0}, "budget_yuan", Problem.ZERO),
        ({"budget_yuan": -500 * WAN}, "budget_yuan", Problem.NEGATIVE),
        ({"budget_yuan": None}, "budget_yuan", Problem.MISSING),
        ({"unavailable_yuan": -1}, "unavailable_yuan", Problem.NEGATIVE),
        ({"unavailable_yuan": BUDGET + 1}, "unavailable_yuan", Problem.MORE_THAN_WHOLE),
        ({"sme_yuan": -1}, "sme_yuan", Problem.NEGATIVE),
        ({"sme_yuan": BUDGET + 1}, "sme_yuan", Problem.MORE_THAN_WHOLE),
        ({"sme_yuan": 1600 * WAN, "unavailable_yuan": 500 * WAN}, "sme_yuan", Problem.MORE_THAN_WHOLE),
        ({"sme_share": "130%"}, "sme_share", Problem.SHARE_OVER_ONE),
        ({"sme_share": "-1%"}, "sme_share", Problem.NEGATIVE),
        ({"sme_share": "100.1%"}, "sme_share", Problem.SHARE_OVER_ONE),
        ({"sme_yuan": 600 * WAN, "sme_share": "31%"}, "sme_share", Problem.CONTRADICTION),
        ({"small_micro_yuan": BUDGET + 1}, "small_micro_yuan", Problem.MORE_THAN_WHOLE),
        ({"sme_yuan": 600 * WAN, "small_micro_yuan": 600 * WAN + 1}, "small_micro_yuan", Problem.MORE_THAN_WHOLE),
        ({"small_micro_yuan": -1}, "small_micro_yuan", Problem.NEGATIVE),
        ({"small_micro_share": "2"}, "small_micro_share", Problem.SHARE_OVER_ONE),
        (
            {"sme_yuan": 600 * WAN, "small_micro_yuan": 300 * WAN, "small_micro_share": "60%"},
            "small_micro_share",
            Problem.CONTRADICTION,
        ),
    ],
)
def test_what_cannot_be_is_asked_back(
    registry: Registry, arguments: dict[str, Any], slot: str, problem: Problem
) -> None:
    with pytest.raises(InputError) as caught:
        compute(registry, **arguments)
    assert (caught.value.slot, caught.value.problem) == (slot, problem)


def test_is_not_computed_before_the_regulation_took_effect(registry: Registry) -> None:
    assert compute(registry, on="2024-07-01").value["least_sme_yuan"] == 600 * WAN
    with pytest.raises(NotInForceError, match="第三十六条第三款"):
        compute(registry, on="2024-06-30")


@given(budget=YUAN, factor=st.integers(min_value=1, max_value=1000))
def test_a_larger_budget_scales_the_least_amounts(book: RuleBook, budget: int, factor: int) -> None:
    once = reserve_procurement(book, Fraction(budget)).value
    often = reserve_procurement(book, Fraction(budget * factor)).value
    for key in ("least_sme_yuan", "least_small_micro_yuan"):
        assert Fraction(often[key]) == Fraction(once[key]) * factor


@given(budget=YUAN, sme=SHARES, small_micro=SHARES)
def test_a_plan_complies_exactly_if_both_shares_reach_their_bounds(
    book: RuleBook, budget: int, sme: Fraction, small_micro: Fraction
) -> None:
    value = reserve_procurement(book, Fraction(budget), sme_share=sme, small_micro_share=small_micro).value
    assert value["complies"] == (sme >= Fraction(3, 10) and small_micro >= Fraction(6, 10))


@given(budget=YUAN, sme=SHARES, small_micro=SHARES)
def test_what_is_missing_makes_the_plan_comply_once_added(
    book: RuleBook, budget: int, sme: Fraction, small_micro: Fraction
) -> None:
    kept, of_it = budget * sme, budget * sme * small_micro
    missing = reserve_procurement(book, Fraction(budget), sme_yuan=kept, small_micro_yuan=of_it).value
    kept += Fraction(missing["missing_sme_yuan"])
    of_it += Fraction(missing["missing_small_micro_yuan"])
    mended = reserve_procurement(book, Fraction(budget), sme_yuan=kept, small_micro_yuan=of_it)
    assert mended.value["complies"] is True
