"""Questions about the share of a year's procurement to be reserved: which amount is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bot.amounts import FoundAmount
from bot.clauses import around
from bot.cues import Cues
from bot.request import Read, Request, problems_of
from bot.reserve_roles import ASIDE, BOUNDS, BUDGET, RESERVE, SLOTS, SMALL_MICRO, SME, Told, roles_of

__all__ = ["RESERVE", "reserve_arguments", "reserve_request"]

WHOLE = Fraction(1)


def reserve_request(question: Read, cues: Cues) -> Request | None:
    """From a budget: what must be kept for SMEs; with a plan, whether it is enough."""
    return reserve_arguments(question, cues) if _is_asked(question, cues) else None


def _is_asked(question: Read, cues: Cues) -> bool:
    text = question.text
    both_bounds = {share.value for share in question.shares} >= set(BOUNDS)
    named = cues.found(RESERVE, "who", text) or both_bounds
    plan = cues.found(RESERVE, "plan", text)
    topic = cues.found(RESERVE, "topic", text) or (plan and cues.found(RESERVE, "gives", text))
    if not (named and topic) or cues.found("subject", "general", text):
        return False
    if cues.found("subject", "money", text) and not cues.found(RESERVE, "named", text):
        return False
    if cues.found(RESERVE, "other", text) or not cues.found(RESERVE, "whole", text):
        return False
    if question.yuan:
        asked = plan or cues.found(RESERVE, "asks", text) or _is_plan(question, cues)
        return asked and not question.yuan[0].compared
    own = cues.found(RESERVE, "personal", text)
    return (own and plan and bool(question.shares)) or re.search(
        r"预算[^0-9]{0,6}(?:[0-9]|[XxNn某]+万)", text
    ) is not None


def _is_plan(question: Read, cues: Cues) -> bool:
    """A budget and a part of it are told: whatever the words of the question, it is whether that is enough."""
    roles = {one.role for one in roles_of(question, cues)}
    return BUDGET in roles and bool(roles & {SME, SMALL_MICRO})


def reserve_arguments(question: Read, cues: Cues) -> Request:
    """The amounts and shares told, each with what it is; the first is the budget where nothing is said of it."""
    question = _without_denied(question, cues)
    told = _with_defaults(roles_of(question, cues), question, cues)
    problems = problems_of(tuple(one.amount for one in told if one.role != ASIDE))
    arguments: dict[str, Any] = {}
    unclear: list[str] = []
    for one in told:
        if one.role == ASIDE or one.amount.value is None:
            continue
        slot, value = _slot(one, arguments)
        if slot is None or arguments.get(slot, value) != value:
            unclear.append(one.amount.text)
        else:
            arguments[slot] = value
    if unclear:
        problems = (*problems, f"您说的金额我分不清各是什么（{'、'.join(unclear)}），请逐项写清楚。")
    if cues.found(RESERVE, "all_small_micro", question.text) and not re.search("中小|其中", question.text):
        arguments.setdefault("sme_share", WHOLE)
    for role in (SME, SMALL_MICRO):
        told_of = {f"{role}_yuan", f"{role}_share"} & set(arguments)
        if cues.found(RESERVE, f"all_{role}", question.text) and not told_of:
            arguments[f"{role}_share"] = WHOLE
        elif cues.found(RESERVE, f"none_{role}", question.text) and not told_of:
            arguments[f"{role}_share"] = Fraction(0)
    return Request(RESERVE, arguments, problems)


def _without_denied(question: Read, cues: Cues) -> Read:
    """没有中小企业供不了的 excepts nothing; the places of the rest stay where they are."""
    return replace(
        question,
        text=cues.patterns[RESERVE, "none_unavailable"].sub(lambda match: " " * len(match.group()), question.text),
    )


def _slot(told: Told, arguments: dict[str, Any]) -> tuple[str | None, Fraction | None]:
    """The argument and its value; a share of the budget is told in yuan."""
    value, share = told.amount.value, told.amount.kind == "share"
    if told.role is None or value is None:
        return None, value
    if share and (told.of_budget or told.role in SLOTS):
        budget = arguments.get("budget_yuan")
        if budget is None or told.role == BUDGET:
            return None, value
        return f"{told.role}_yuan", budget * value
    return SLOTS.get(told.role, f"{told.role}_{told.amount.kind}"), value


def _without_other_budgets(told: Sequence[Told], question: Read, cues: Cues) -> list[Told]:
    """部门总预算6000万，政府采购预算900万: of several budgets the one for procurement, where one is named so."""
    budgets = [one for one in told if one.role == BUDGET and one.amount.kind == "yuan"]
    named = [one for one in budgets if _is_for_procurement(one.amount, question, cues)]
    if not named or len({one.amount.value for one in named}) > 1:
        return list(told)
    return [replace(one, role=ASIDE) if one in budgets and one not in named else one for one in told]


def _is_for_procurement(amount: FoundAmount, question: Read, cues: Cues) -> bool:
    words = around(question.text, amount, question.amounts)
    other_time = any(cues.found(RESERVE, key, words.near_before) for key in ("last_year", "part_year"))
    return not other_time and cues.found(RESERVE, "named", words.near_before)


def _is_of_this_year(told: Told, question: Read, cues: Cues) -> bool:
    near = around(question.text, told.amount, question.amounts).near_before
    return not cues.found(RESERVE, "last_year", near)


def _part_of_a_year(amount: FoundAmount) -> FoundAmount:
    problem = f"“{amount.text}”不是全年的，本部门年度政府采购项目预算总额是多少？"
    return replace(amount, value=None, problem=amount.problem or problem)


def _with_defaults(told: Sequence[Told], question: Read, cues: Cues) -> list[Told]:
    """An amount of which nothing is said is the budget if there is none; or a second thought, a part, last year's."""
    budget = any(
        one.role == BUDGET and one.amount.kind == "yuan" and _is_of_this_year(one, question, cues) for one in told
    )
    whole: list[Told] = []
    for one in _without_other_budgets(told, question, cues):
        role = one.role
        words = around(question.text, one.amount, question.amounts)
        if role == BUDGET and cues.found(RESERVE, "part_budget", words.near_before):
            one = replace(one, amount=_part_of_a_year(one.amount))
        part = role is None and budget and cues.found(RESERVE, "part_year", words.near_before)
        if part or (role in (None, BUDGET) and cues.found(RESERVE, "last_year", words.near_before)):
            role = ASIDE
        elif role is None and one.amount.kind == "share":
            role = ASIDE if one.amount.value in BOUNDS else None
        elif role is None and whole and cues.found(RESERVE, "doubt", words.before):
            role = whole[-1].role
        elif role is None and not budget:
            role, budget = BUDGET, True
        elif role is None and cues.found(RESERVE, "parts", words.near_before + words.near_after):
            # 其中60万的进口设备: a part like any other, or what nobody small can supply?
            role = None if cues.found(RESERVE, "perhaps_unavailable", words.after) else ASIDE
        whole.append(Told(one.amount, role, one.of_budget))
    return sorted(whole, key=lambda one: one.role != BUDGET)
