"""Procurement projects that only small and medium-sized enterprises may get (36.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from kb.errors import InputError
from kb.rules.amounts import require_not_negative, require_positive
from kb.rules.book import RuleBook
from kb.rules.money import format_yuan, yuan_json
from kb.rules.parameters import Parameter
from kb.rules.problems import Problem
from kb.rules.result import Finding, cited, quoted

KIND_LABELS = {"goods": "货物", "services": "服务", "works": "工程"}
WORKS = "works"


def judge_exclusive(
    book: RuleBook,
    amount_yuan: Fraction,
    kind: str | None = None,
    threshold_yuan: Fraction | None = None,
    reaches_threshold: bool | None = None,
    suitable: bool | None = None,
    on: date | None = None,
) -> Finding:
    """第三十六条第四款: at or above the procurement threshold, up to the bound of its kind, suitable for SMEs.

    What is not said of threshold and suitability is taken to hold, and said so where the result rests on it.
    The kind may be left out where the amount is below both bounds or above both, or another condition fails.
    Raises InputError: a kind that is unknown or missing, an amount not above zero, threshold and `reaches_threshold`
    at odds; NotInForceError.
    """
    if kind is not None and kind not in KIND_LABELS:
        raise InputError("kind", Problem.NOT_A_CHOICE, kind)
    require_positive("amount_yuan", amount_yuan)
    require_not_negative("threshold_yuan", threshold_yuan)
    reaches = _reaches(amount_yuan, threshold_yuan, reaches_threshold)
    parameters = _bounds(book, kind)
    bounds = {parameter.amount(on) for parameter in parameters}
    excluded = reaches is False or suitable is False
    if len(bounds) > 1 and min(bounds) < amount_yuan <= max(bounds) and not excluded:
        raise InputError("kind", Problem.MISSING)
    bound = min(bounds) if amount_yuan <= min(bounds) else max(bounds)
    within = amount_yuan <= bound
    exclusive = within and not excluded
    label = KIND_LABELS[kind] if kind is not None else ""
    return Finding(
        value={"exclusive": exclusive, "bound_yuan": yuan_json(bound), "within_bound": within},
        verdict=_verdict(label, within, reaches, suitable, bound),
        steps=_steps(label, amount_yuan, bound, threshold_yuan, reaches, suitable),
        references=quoted(*parameters),
        assumptions=_assumptions(book, exclusive, reaches, suitable),
    )


def needs_kind(book: RuleBook, values: Mapping[str, Any]) -> bool:
    """Whether the kind is to be asked for: the bounds differ on the amount, or nothing but the amount is told."""
    on, amount = values.get("on"), values["amount_yuan"]
    bounds = [parameter.amount(on) for parameter in _bounds(book, None)]
    threshold = values.get("threshold_yuan")
    reaches = values.get("reaches_threshold") if threshold is None else amount >= threshold
    if amount > max(bounds) or reaches is False or values.get("suitable") is False:
        return False
    return amount > min(bounds) or (reaches is None and "suitable" not in values)


def _bounds(book: RuleBook, kind: str | None) -> tuple[Parameter, ...]:
    """The bound of a kind, or those of every kind."""
    goods_services, works = (book.parameters[name] for name in ("exclusive_goods_services", "exclusive_works"))
    if kind is None:
        return goods_services, works
    return (works if kind == WORKS else goods_services,)


def _reaches(amount: Fraction, threshold: Fraction | None, said: bool | None) -> bool | None:
    """Whether the amount is at or above the threshold; None where nothing is known of it."""
    if threshold is None:
        return said
    reaches = amount >= threshold
    if said is not None and said != reaches:
        raise InputError("reaches_threshold", Problem.CONTRADICTION, said)
    return reaches


def _verdict(kind: str, within: bool, reaches: bool | None, suitable: bool | None, bound: Fraction) -> str:
    no_duty = "按这一款不要求专门面向中小企业采购"
    if not within:
        which = f"{kind}采购项目的上限" if kind else "最高的一类（工程）的上限"
        return f"{no_duty}：金额超过了{which}{format_yuan(bound)}。"
    if reaches is False:
        return f"{no_duty}：金额没有达到采购限额标准。"
    if suitable is False:
        return f"{no_duty}：这个项目不适宜由中小企业提供。"
    unknown = {"达到采购限额标准": reaches, "适宜由中小企业提供": suitable}
    conditions = [condition for condition, known in unknown.items() if known is None]
    return f"{'、'.join(conditions)}{'的，' if conditions else ''}应当专门面向中小企业采购。"


def _steps(
    kind: str,
    amount: Fraction,
    bound: Fraction,
    threshold: Fraction | None,
    reaches: bool | None,
    suitable: bool | None,
) -> tuple[str, ...]:
    compared = "没有超过" if amount <= bound else "超过了"
    steps = [f"{kind}采购项目，金额{format_yuan(amount)}，{compared}上限{format_yuan(bound)}（包括本数）。"]
    if not kind:
        steps = [
            f"采购项目金额{format_yuan(amount)}，{compared}上限{format_yuan(bound)}（包括本数）；"
            "没有说是货物、服务还是工程，这里是哪一类结果都一样。"
        ]
    if reaches is not None:
        standard = "采购限额标准" + (format_yuan(threshold) if threshold is not None else "")
        steps.append(f"{'达到' if reaches else '没有达到'}{standard}。")
    if suitable is not None:
        steps.append(f"{'适宜' if suitable else '不适宜'}由中小企业提供。")
    return tuple(steps)


def _assumptions(book: RuleBook, exclusive: bool, reaches: bool | None, suitable: bool | None) -> tuple[str, ...]:
    texts = [f"“以上”“以下”都包括本数。{cited(book.parameters['inclusive_bounds'])}"]
    if exclusive and reaches is None:
        texts.append("没有给出采购限额标准，假定项目金额已经达到；没有达到的，不适用这一款。")
    if exclusive and suitable is None:
        texts.append("没有说明是否适宜，假定项目适宜由中小企业提供；不适宜的，不适用这一款。")
    return tuple(texts)
