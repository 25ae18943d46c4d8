"""The share of a year's procurement kept for small and medium-sized enterprises (36.3), and whether a plan keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from kb.errors import InputError
from kb.rules.amounts import require_not_negative, require_positive, require_share, require_within
from kb.rules.book import RuleBook
from kb.rules.money import format_share, format_yuan, share_json, yuan_json
from kb.rules.problems import Problem
from kb.rules.result import Finding, cited, quoted

SME, SMALL_MICRO = "中小企业", "小型微型企业"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan keeps, in yuan; None where it does not say."""

    sme: Fraction | None = None
    small_micro: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Reserve:
    """The least amounts, exact. `measured_on` is what the share for small and micro enterprises is taken of."""

    base: Fraction
    sme_share: Fraction
    small_micro_share: Fraction
    measured_on: Fraction

    @property
    def sme(self) -> Fraction:
        return self.base * self.sme_share

    @property
    def small_micro(self) -> Fraction:
        return self.measured_on * self.small_micro_share

    def missing(self, plan: Plan) -> dict[str, Fraction]:
        """What is missing to the least amounts, for each part that the plan names."""
        pairs = {SME: (self.sme, plan.sme), SMALL_MICRO: (self.small_micro, plan.small_micro)}
        return {who: max(least - kept, Fraction(0)) for who, (least, kept) in pairs.items() if kept is not None}


def reserve_procurement(
    book: RuleBook,
    budget_yuan: Fraction | None = None,
    unavailable_yuan: Fraction | None = None,
    sme_yuan: Fraction | None = None,
    sme_share: Fraction | None = None,
    small_micro_yuan: Fraction | None = None,
    small_micro_share: Fraction | None = None,
    on: date | None = None,
) -> Finding:
    """第三十六条第三款: 30% of the year's budget, less what they cannot supply, and 60% of that for small and micro.

    The 60% are taken of the plan's amount for SMEs where that reaches the least, else of the least amount.
    Without a budget only what is kept for small and micro enterprises of an amount for SMEs can be told.
    `sme_share` is a share of the budget less `unavailable_yuan`, `small_micro_share` one of what is kept for SMEs.
    Raises InputError for amounts below zero, parts larger than their whole and two figures that differ;
    NotInForceError.
    """
    if budget_yuan is None:
        if sme_yuan is None or unavailable_yuan is not None or sme_share is not None:
            raise InputError("budget_yuan", Problem.MISSING)
        return _small_micro_of(book, sme_yuan, small_micro_yuan, small_micro_share, on)
    require_positive("budget_yuan", budget_yuan)
    require_within("unavailable_yuan", unavailable_yuan, budget_yuan)
    base = budget_yuan - (unavailable_yuan or 0)
    share, small_share = (book.parameters[name].amount(on) for name in ("reserve_sme", "reserve_small_micro"))
    sme = _one_figure("sme", base, sme_yuan, sme_share)
    require_within("sme_yuan", sme, base)
    least = base * share
    measured_on = sme if sme is not None and sme >= least else least
    kept = least if sme is None else sme
    small_micro = _one_figure("small_micro", kept, small_micro_yuan, small_micro_share)
    require_within("small_micro_yuan", small_micro, base if sme is None else sme)
    reserve, plan = Reserve(base, share, small_share, measured_on), Plan(sme, small_micro)
    return Finding(
        value=_value(reserve, plan),
        verdict=_verdict(reserve, plan),
        steps=(*_least_steps(reserve, budget_yuan, unavailable_yuan), *_plan_steps(reserve, plan)),
        references=quoted(book.parameters["reserve_sme"], book.parameters["reserve_small_micro"]),
        assumptions=_assumptions(book, plan, unavailable_yuan, sme_share, small_micro_share),
    )


def _small_micro_of(
    book: RuleBook, sme: Fraction, yuan: Fraction | None, share: Fraction | None, on: date | None
) -> Finding:
    """The 60% of an amount that is kept for SMEs; whether that amount is enough is not judged."""
    require_positive("sme_yuan", sme)
    parameter = book.parameters["reserve_small_micro"]
    least = sme * parameter.amount(on)
    kept = _one_figure("small_micro", sme, yuan, share)
    require_within("small_micro_yuan", kept, sme)
    value: dict[str, Any] = {"least_small_micro_yuan": yuan_json(least), "planned_sme_yuan": yuan_json(sme)}
    verdict = f"预留给{SME}的{format_yuan(sme)}里，至少{format_yuan(least)}预留给{SMALL_MICRO}。"
    steps = [
        f"其中预留给{SMALL_MICRO}的不少于{format_yuan(sme)}×{format_share(parameter.amount(on))}＝{format_yuan(least)}。"
    ]
    if kept is not None:
        missing = max(least - kept, Fraction(0))
        value |= {"planned_small_micro_yuan": yuan_json(kept), "missing_small_micro_yuan": yuan_json(missing)}
        verdict = f"预留给{SMALL_MICRO}的还差{format_yuan(missing)}。" if missing else f"预留给{SMALL_MICRO}的够。"
        steps.append(f"方案预留给{SMALL_MICRO}{format_yuan(kept)}。")
    inclusive = f"“不低于”包括本数。{cited(book.parameters['inclusive_bounds'])}"
    unjudged = f"没有给出年度政府采购项目预算总额，预留给{SME}的{format_yuan(sme)}够不够没有判断。"
    return Finding(value, verdict, tuple(steps), quoted(parameter), (inclusive, unjudged))


def _one_figure(name: str, whole: Fraction, yuan: Fraction | None, share: Fraction | None) -> Fraction | None:
    """The amount, given as such or as a share of the whole, or both ways alike."""
    require_share(f"{name}_share", share)
    require_not_negative(f"{name}_yuan", yuan)
    if share is None:
        return yuan
    if yuan is not None and yuan != whole * share:
        raise InputError(f"{name}_share", Problem.CONTRADICTION, share_json(share))
    return whole * share


def _value(reserve: Reserve, plan: Plan) -> dict[str, Any]:
    value: dict[str, Any] = {
        "base_yuan": yuan_json(reserve.base),
        "least_sme_yuan": yuan_json(reserve.sme),
        "least_small_micro_yuan": yuan_json(reserve.small_micro),
    }
    missing = reserve.missing(plan)
    if missing:
        value["complies"] = not any(missing.values())
    for key, who, kept in (("sme", SME, plan.sme), ("small_micro", SMALL_MICRO, plan.small_micro)):
        if kept is not None:
            value[f"planned_{key}_yuan"] = yuan_json(kept)
            value[f"missing_{key}_yuan"] = yuan_json(missing[who])
    return value


def _verdict(reserve: Reserve, plan: Plan) -> str:
    if reserve.base == 0:
        return "全部采购都是中小企业无法提供的，没有要向中小企业预留的份额。"
    missing = reserve.missing(plan)
    if not missing:
        least = f"至少要向{SME}预留{format_yuan(reserve.sme)}"
        return f"{least}，其中至少{format_yuan(reserve.small_micro)}预留给{SMALL_MICRO}。"
    short = [f"预留给{who}的还差{format_yuan(amount)}" for who, amount in missing.items() if amount]
    if short:
        return f"没有达到规定的比例：{'，'.join(short)}。"
    if len(missing) == 1:
        return f"预留给{next(iter(missing))}的达到了规定的比例，另一项方案没有给出，没有判断。"
    return f"达到了规定的比例：预留给{SME}和其中预留给{SMALL_MICRO}的都够。"


def _least_steps(reserve: Reserve, budget: Fraction, unavailable: Fraction | None) -> list[str]:
    steps = [f"年度政府采购项目预算总额{format_yuan(budget)}。"]
    if unavailable:
        steps.append(f"减去中小企业无法提供的{format_yuan(unavailable)}，剩下{format_yuan(reserve.base)}。")
    shares = (format_share(reserve.sme_share), format_share(reserve.small_micro_share))
    sme, small_micro = format_yuan(reserve.sme), format_yuan(reserve.small_micro)
    steps.append(f"向{SME}预留的不少于{format_yuan(reserve.base)}×{shares[0]}＝{sme}。")
    of = "方案预留给中小企业的" if reserve.measured_on > reserve.sme else ""
    on = format_yuan(reserve.measured_on)
    steps.append(f"其中预留给{SMALL_MICRO}的不少于{of}{on}×{shares[1]}＝{small_micro}。")
    return steps


def _plan_steps(reserve: Reserve, plan: Plan) -> list[str]:
    missing = reserve.missing(plan)
    rows = ((SME, plan.sme, reserve.sme), (SMALL_MICRO, plan.small_micro, reserve.small_micro))
    steps = []
    for who, kept, least in rows:
        if kept is not None:
            verdict = f"少于{format_yuan(least)}，差{format_yuan(missing[who])}" if missing[who] else "够"
            steps.append(f"方案预留给{who}{format_yuan(kept)}，{verdict}。")
    return steps


def _assumptions(
    book: RuleBook,
    plan: Plan,
    unavailable: Fraction | None,
    sme_share: Fraction | None,
    small_micro_share: Fraction | None,
) -> tuple[str, ...]:
    texts = [f"“以上”和“不低于”都包括本数。{cited(book.parameters['inclusive_bounds'])}"]
    if unavailable is None:
        texts.append("没有中小企业无法提供的商品和服务；有的话，先从预算总额中减去。")
    else:
        texts.append("中小企业无法提供的商品和服务先从预算总额中减去，再按余额计算比例。")
    if unavailable and sme_share is not None:
        texts.append("方案中预留给中小企业的比例按减去之后的余额计算。")
    if plan.sme is None and plan.small_micro is not None:
        how = "按最低额折算并" if small_micro_share is not None else ""
        texts.append(f"方案没有给出预留给中小企业的总额，小型微型企业的份额{how}按最低额的比例判断。")
    return tuple(texts)
