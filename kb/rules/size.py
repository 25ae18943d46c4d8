"""The size of an enterprise by its industry (2.2 and the national standard)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from kb.errors import InputError
from kb.rules.book import RuleBook
from kb.rules.money import format_yuan, yuan_json
from kb.rules.problems import Problem
from kb.rules.result import Finding, quoted
from kb.rules.size_table import Bounds, Industry, Measure, Size

MEASURE_LABELS = {Measure.EMPLOYEES: "从业人员", Measure.REVENUE: "营业收入", Measure.ASSETS: "资产总额"}
SIZE_LABELS = {Size.LARGE: "大型企业", Size.MEDIUM: "中型企业", Size.SMALL: "小型企业", Size.MICRO: "微型企业"}
STANDING = {
    Size.LARGE: "不是中小企业",
    Size.MEDIUM: "是中小企业，但不是小型微型企业",
    Size.SMALL: "既是中小企业，也是小型微型企业",
    Size.MICRO: "既是中小企业，也是小型微型企业",
}


def classify_enterprise(
    book: RuleBook,
    industry: str,
    employees: int | None = None,
    revenue_yuan: Fraction | None = None,
    assets_yuan: Fraction | None = None,
    on: date | None = None,
) -> Finding:
    """第二条第二款 with 工信部联企业〔2011〕300号: the highest class whose bounds all measures reach.

    A measure may be left out where those given settle it: one below the bound of 小型 is 微型 whatever the others are.
    Raises InputError: an industry outside the table, the first measure that is needed and missing (all of them:
    `missing_measures`), a number below zero or no employees; NotInForceError.
    """
    row = _industry(book, industry)
    given = _given(employees, revenue_yuan, assets_yuan)
    bounds = row.bounds_at(on)
    for slot in missing_measures(book, industry, given, on):
        raise InputError(slot, Problem.MISSING)
    sizes = {each.measure: each.size(given[each.measure]) for each in bounds if each.measure in given}
    size = min(sizes.values(), key=lambda size: size.rank)
    value = {
        "size": size.value,
        "industry": row.label,
        "by_measure": {measure.value: by_measure.value for measure, by_measure in sizes.items()},
        "is_sme": size is not Size.LARGE,
        "is_small_micro": size in (Size.SMALL, Size.MICRO),
    }
    return Finding(
        value=value,
        verdict=f"按{row.label}的标准属于{SIZE_LABELS[size]}，{STANDING[size]}。",
        steps=(f"行业：{row.label}。", *_steps(bounds, given, sizes, size)),
        references=quoted(book.parameters["sme_definition"]),
        assumptions=(
            f"国家划分标准是{book.sizes.law}{row.source}：“{row.quote}”",
            "这份标准里的“及以上”包括本数，“以下”不包括本数。",
            *_unused(row, bounds, given),
        ),
    )


def missing_measures(
    book: RuleBook, industry: str, given: Mapping[Measure, Fraction | int], on: date | None = None
) -> tuple[Measure, ...]:
    """The measures still needed: none once a measure given is below the bound of 小型.

    Raises InputError for an industry outside the table, NotInForceError.
    """
    bounds = _industry(book, industry).bounds_at(on)
    known = [each for each in bounds if each.measure in given]
    if any(each.size(given[each.measure]) is Size.MICRO for each in known):
        return ()
    return tuple(each.measure for each in bounds if each not in known)


def _industry(book: RuleBook, key: str) -> Industry:
    if key in book.sizes.industries:
        return book.sizes.industries[key]
    known = key in book.industries.outside
    raise InputError("industry", Problem.OUTSIDE if known else Problem.NOT_A_CHOICE, key)


def _given(
    employees: int | None, revenue_yuan: Fraction | None, assets_yuan: Fraction | None
) -> dict[Measure, Fraction | int]:
    amounts = {Measure.EMPLOYEES: employees, Measure.REVENUE: revenue_yuan, Measure.ASSETS: assets_yuan}
    given = {measure: amount for measure, amount in amounts.items() if amount is not None}
    for measure, amount in given.items():
        if amount < 0:
            raise InputError(measure, Problem.NEGATIVE, yuan_json(Fraction(amount)))
    # Whoever runs it works in it, so nobody is not a number of employees; revenue may be nothing yet.
    if employees == 0:
        raise InputError(Measure.EMPLOYEES, Problem.ZERO, employees)
    return given


def _steps(
    bounds: tuple[Bounds, ...], given: Mapping[Measure, Fraction | int], sizes: Mapping[Measure, Size], size: Size
) -> list[str]:
    steps = [_measure_step(each, given[each.measure], sizes[each.measure]) for each in bounds if each.measure in sizes]
    absent = [MEASURE_LABELS[each.measure] for each in bounds if each.measure not in sizes]
    if absent:
        steps.append(f"没有给出{'、'.join(absent)}，但已有一项低于小型企业的下限，不论它是多少，都是微型企业。")
    elif len(set(sizes.values())) > 1:
        steps.append(f"各项指标须同时达到下限，否则下划一档，所以按较低的一档，是{SIZE_LABELS[size]}。")
    return steps


def _measure_step(bounds: Bounds, amount: Fraction | int, size: Size) -> str:
    head = f"{MEASURE_LABELS[bounds.measure]}{_amount(bounds.measure, amount)}"
    reached, above = bounds.least(size), _above(bounds, size)
    parts = []
    if size is not Size.MICRO:
        parts.append(f"达到{SIZE_LABELS[size]}的下限{_amount(bounds.measure, reached)}")
    if above is not None:
        parts.append(f"不到{SIZE_LABELS[above]}的下限{_amount(bounds.measure, bounds.least(above))}")
    return f"{head}：{'，'.join(parts)}，按这一项是{SIZE_LABELS[size]}。"


def _above(bounds: Bounds, size: Size) -> Size | None:
    return None if size is Size.LARGE else list(Size)[size.rank + 1]


def _amount(measure: Measure, amount: Fraction | int) -> str:
    return f"{amount}人" if measure is Measure.EMPLOYEES else format_yuan(amount)


def _unused(row: Industry, bounds: tuple[Bounds, ...], given: Iterable[Measure]) -> list[str]:
    used = {each.measure for each in bounds}
    extra = [MEASURE_LABELS[measure] for measure in given if measure not in used]
    return [f"{row.label}不看{'、'.join(extra)}，没有计入。"] if extra else []
