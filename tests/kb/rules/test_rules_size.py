from __future__ import annotations

from collections.abc import Iterator
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
from kb.rules.size import classify_enterprise
from kb.rules.size_table import Size

WAN = 10_000
# Typed from the table of 工信部联企业〔2011〕300号 by hand: industry, measure, least of large, medium, small;
# employees (X) in persons, revenue (Y) and assets (Z) in 万元.
TABLE = """
agriculture   Y  20000   500    50
industry      X  1000    300    20
industry      Y  40000   2000   300
construction  Y  80000   6000   300
construction  Z  80000   5000   300
wholesale     X  200     20     5
wholesale     Y  40000   5000   1000
retail        X  300     50     10
retail        Y  20000   500    100
transport     X  1000    300    20
transport     Y  30000   3000   200
storage       X  200     100    20
storage       Y  30000   1000   100
post          X  1000    300    20
post          Y  30000   2000   100
accommodation X  300     100    10
accommodation Y  10000   2000   100
catering      X  300     100    10
catering      Y  10000   2000   100
information   X  2000    100    10
information   Y  100000  1000   100
software      X  300     100    10
software      Y  10000   1000   50
real_estate   Y  200000  1000   100
real_estate   Z  10000   5000   2000
property      X  1000    300    100
property      Y  5000    1000   500
business      X  300     100    10
business      Z  120000  8000   100
other         X  300     100    10
"""
ARGUMENTS = {"X": ("employees", 1), "Y": ("revenue_yuan", WAN), "Z": ("assets_yuan", WAN)}
CLASSES = ["micro", "small", "medium", "large"]
PLENTY = {"employees": 10**6, "revenue_yuan": 10**12, "assets_yuan": 10**12}
ROWS = [line.split() for line in TABLE.split("\n") if line]
INDUSTRIES = sorted({row[0] for row in ROWS})


def bounds() -> Iterator[Any]:
    """Every bound of the table: industry, argument, bound, the class at it and the one below."""
    for industry, letter, *least in ROWS:
        argument, unit = ARGUMENTS[letter]
        for rank, bound in zip((3, 2, 1), least, strict=True):
            yield pytest.param(
                industry,
                argument,
                int(bound) * unit,
                CLASSES[rank],
                CLASSES[rank - 1],
                id=f"{industry}-{letter}{bound}",
            )


def measures(industry: str) -> list[str]:
    return [ARGUMENTS[row[1]][0] for row in ROWS if row[0] == industry]


def size(registry: Registry, industry: str, **arguments: object) -> str:
    return str(registry.compute("enterprise_size", {"industry": industry, **arguments}).value["size"])


@pytest.mark.parametrize(("industry", "argument", "bound", "at", "below"), list(bounds()))
class TestEveryBound:
    def test_belongs_to_the_class_above(
        self, registry: Registry, industry: str, argument: str, bound: int, at: str, below: str
    ) -> None:
        others = {name: PLENTY[name] for name in measures(industry)}
        assert size(registry, industry, **{**others, argument: bound}) == at

    def test_one_person_or_yuan_less_belongs_to_the_class_below(
        self, registry: Registry, industry: str, argument: str, bound: int, at: str, below: str
    ) -> None:
        others = {name: PLENTY[name] for name in measures(industry)}
        assert size(registry, industry, **{**others, argument: bound - 1}) == below


def test_the_table_has_the_sixteen_industries_and_their_measures(book: RuleBook) -> None:
    found = {key: [bounds.measure.value for bounds in row.bounds] for key, row in book.sizes.industries.items()}
    assert found == {industry: measures(industry) for industry in INDUSTRIES}
    assert len(found) == 16


@pytest.mark.parametrize("industry", [key for key in INDUSTRIES if len(measures(key)) == 2])
class TestTwoMeasures:
    def test_the_lower_of_the_two_decides(self, registry: Registry, industry: str) -> None:
        first, second = measures(industry)
        assert size(registry, industry, **{first: PLENTY[first], second: 1}) == "micro"
        assert size(registry, industry, **{first: 1, second: PLENTY[second]}) == "micro"

    def test_one_below_the_bound_of_small_settles_it_alone(self, registry: Registry, industry: str) -> None:
        for measure in measures(industry):
            result = registry.compute("enterprise_size", {"industry": industry, measure: 1})
            assert result.value["size"] == "micro"
            assert any(step.startswith("没有给出") for step in result.steps)

    def test_the_other_is_asked_for_where_it_matters(self, registry: Registry, industry: str) -> None:
        first, second = measures(industry)
        for known, needed in ((first, second), (second, first)):
            missing = registry.missing("enterprise_size", {"industry": industry, known: PLENTY[known]})
            assert [slot.name for slot in missing] == [needed]
            with pytest.raises(InputError) as caught:
                size(registry, industry, **{known: PLENTY[known]})
            assert (caught.value.slot, caught.value.problem) == (needed, Problem.MISSING)

    def test_both_are_asked_for_where_neither_is_given(self, registry: Registry, industry: str) -> None:
        missing = registry.missing("enterprise_size", {"industry": industry})
        assert [slot.name for slot in missing] == measures(industry)


class TestResult:
    def test_says_what_the_size_means(self, registry: Registry) -> None:
        result = registry.compute("enterprise_size", {"industry": "餐饮业", "employees": 12, "revenue_yuan": 180 * WAN})
        assert result.value == {
            "size": "small",
            "industry": "餐饮业",
            "by_measure": {"employees": "small", "revenue_yuan": "small"},
            "is_sme": True,
            "is_small_micro": True,
        }
        assert result.verdict == "按餐饮业的标准属于小型企业，既是中小企业，也是小型微型企业。"
        assert result.steps == (
            "行业：餐饮业。",
            "从业人员12人：达到小型企业的下限10人，不到中型企业的下限100人，按这一项是小型企业。",
            "营业收入180万元：达到小型企业的下限100万元，不到中型企业的下限2000万元，按这一项是小型企业。",
        )

    @pytest.mark.parametrize(
        ("employees", "is_sme", "is_small_micro"),
        [(300, False, False), (299, True, False), (100, True, False), (99, True, True), (9, True, True)],
    )
    def test_small_and_micro_are_smes_and_medium_is_one_of_them(
        self, registry: Registry, employees: int, is_sme: bool, is_small_micro: bool
    ) -> None:
        value = registry.compute("enterprise_size", {"industry": "other", "employees": employees}).value
        assert (value["is_sme"], value["is_small_micro"]) == (is_sme, is_small_micro)

    def test_says_that_the_lower_class_counts_where_measures_differ(self, registry: Registry) -> None:
        result = registry.compute(
            "enterprise_size", {"industry": "industry", "employees": 1000, "revenue_yuan": 39_999 * WAN}
        )
        assert result.value["by_measure"] == {"employees": "large", "revenue_yuan": "medium"}
        assert result.steps[-1] == "各项指标须同时达到下限，否则下划一档，所以按较低的一档，是中型企业。"

    def test_leaves_out_a_measure_that_the_industry_does_not_have_and_says_so(self, registry: Registry) -> None:
        result = registry.compute("enterprise_size", {"industry": "other", "employees": 12, "revenue_yuan": 1})
        assert result.value["size"] == "small"
        assert "其他未列明行业不看营业收入，没有计入。" in result.assumptions

    def test_quotes_the_row_of_the_standard_and_cites_the_regulation(self, registry: Registry) -> None:
        result = registry.compute("enterprise_size", {"industry": "other", "employees": 12})
        assert [quoted.reference for quoted in result.references] == [Reference(article=2, paragraph=2)]
        assert "〔2011〕300号）四（十六）：“其他未列明行业。" in result.assumptions[0]


@pytest.mark.parametrize(
    ("arguments", "slot", "problem"),
    [
        ({}, "industry", Problem.MISSING),
        ({"industry": "finance"}, "industry", Problem.OUTSIDE),
        ({"industry": "education"}, "industry", Problem.OUTSIDE),
        ({"industry": "health"}, "industry", Problem.OUTSIDE),
        ({"industry": "铁路运输业"}, "industry", Problem.OUTSIDE),
        ({"industry": "alchemy"}, "industry", Problem.NOT_A_CHOICE),
        ({"industry": "other", "employees": 0}, "employees", Problem.ZERO),
        ({"industry": "other", "employees": -1}, "employees", Problem.NEGATIVE),
        ({"industry": "other", "employees": "12.5"}, "employees", Problem.NOT_A_COUNT),
        ({"industry": "agriculture", "revenue_yuan": -1}, "revenue_yuan", Problem.NEGATIVE),
        ({"industry": "agriculture", "assets_yuan": -1, "revenue_yuan": 1}, "assets_yuan", Problem.NEGATIVE),
        ({"industry": "agriculture", "employees": 5}, "revenue_yuan", Problem.MISSING),
    ],
)
def test_what_cannot_be_is_asked_back(
    registry: Registry, arguments: dict[str, Any], slot: str, problem: Problem
) -> None:
    with pytest.raises(InputError) as caught:
        registry.compute("enterprise_size", arguments)
    assert (caught.value.slot, caught.value.problem) == (slot, problem)


def test_the_rule_itself_names_an_industry_outside_the_table(book: RuleBook) -> None:
    with pytest.raises(InputError, match="outside"):
        classify_enterprise(book, "finance", employees=5)


def test_an_enterprise_without_revenue_yet_is_micro(registry: Registry) -> None:
    assert size(registry, "agriculture", revenue_yuan=0) == "micro"


def test_is_not_computed_before_the_standard_was_issued(registry: Registry) -> None:
    assert size(registry, "other", employees=5, on="2011-06-18") == "micro"
    with pytest.raises(NotInForceError, match="2011-06-18"):
        size(registry, "other", employees=5, on="2011-06-17")


EMPLOYEES = st.integers(min_value=1, max_value=3000)
AMOUNTS = st.integers(min_value=0, max_value=300_000 * WAN)


@given(industry=st.sampled_from(INDUSTRIES), few=EMPLOYEES, more=EMPLOYEES, revenue=AMOUNTS, assets=AMOUNTS)
def test_more_employees_never_lower_the_class(
    book: RuleBook, industry: str, few: int, more: int, revenue: int, assets: int
) -> None:
    before, after = (
        classify_enterprise(book, industry, employees, Fraction(revenue), Fraction(assets)).value["size"]
        for employees in sorted((few, more))
    )
    assert Size(after).rank >= Size(before).rank


@given(industry=st.sampled_from(INDUSTRIES), employees=EMPLOYEES, less=AMOUNTS, more=AMOUNTS, assets=AMOUNTS)
def test_more_revenue_never_lowers_the_class(
    book: RuleBook, industry: str, employees: int, less: int, more: int, assets: int
) -> None:
    before, after = (
        classify_enterprise(book, industry, employees, Fraction(revenue), Fraction(assets)).value["size"]
        for revenue in sorted((less, more))
    )
    assert Size(after).rank >= Size(before).rank


@given(industry=st.sampled_from(INDUSTRIES), employees=EMPLOYEES, revenue=AMOUNTS, assets=AMOUNTS)
def test_a_class_given_with_a_measure_left_out_holds_whatever_it_is(
    registry: Registry, industry: str, employees: int, revenue: int, assets: int
) -> None:
    amounts = {"employees": employees, "revenue_yuan": revenue, "assets_yuan": assets}
    whole = size(registry, industry, **amounts)
    for left_out in measures(industry):
        part = {name: amount for name, amount in amounts.items() if name != left_out}
        if not registry.missing("enterprise_size", {"industry": industry, **part}):
            assert size(registry, industry, **part) == whole
