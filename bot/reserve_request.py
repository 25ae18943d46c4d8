"""Questions about the share of a year's procurement to be reserved: which amount is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from bot.amounts import FoundAmount
from bot.clauses import CLAUSE_END, SENTENCE_END, Around, around
from bot.cues import Cues
from bot.request import Read, Request, problems_of

RESERVE = "procurement_reserve"
BUDGET, UNAVAILABLE, SME, SMALL_MICRO = "budget", "unavailable", "sme", "small_micro"
ASIDE = "aside"  # told beside: last year's, a part of the budget, the bound itself
SLOTS = {BUDGET: "budget_yuan", UNAVAILABLE: "unavailable_yuan"}
WHOLE = Fraction(1)
# 四成五的采购预算给了中小企业: a share of the budget; whose it is stands soon behind.
_OF_BUDGET = re.compile(r"的(?:全年|年度|本年度|今年|政府)?(?:政府)?(?:采购)?(?:项目)?(?:总)?(?:预算|盘子|采购额|总额)")
REACH = 24  # characters
BOUNDS = (Fraction(3, 10), Fraction(6, 10))


@dataclass(frozen=True, slots=True)
class Told:
    """An amount with what it is of the plan; None where its own words do not say."""

    amount: FoundAmount
    role: str | None
    of_budget: bool = False


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
    roles = {one.role for one in _roles(question, cues)}
    return BUDGET in roles and bool(roles & {SME, SMALL_MICRO})


def reserve_arguments(question: Read, cues: Cues) -> Request:
    """The amounts and shares told, each with what it is; the first is the budget where nothing is said of it."""
    question = _without_denied(question, cues)
    told = _with_defaults(_roles(question, cues), question, cues)
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


def _roles(question: Read, cues: Cues) -> list[Told]:
    """What the words around each amount say that it is."""
    told: list[Told] = []
    passed: str | None = None  # what the words before a share named again say: 小微占这三成里的60%
    quantities = (*question.yuan, *question.shares)
    for amount in sorted(quantities, key=lambda one: one.start):
        role, of_budget = _role(question.text, amount, question, cues)
        role, passed = role or passed, None
        if role is None and told and _is_part_of_the_last(amount, told, question, cues):
            role = SMALL_MICRO
        if _points_back(amount, told, question, cues):
            role, passed = ASIDE, role
        told.append(Told(amount, role, of_budget))
    return told


def _role(text: str, amount: FoundAmount, question: Read, cues: Cues) -> tuple[str | None, bool]:
    """The role, and whether a share is one of the budget."""
    words = around(text, amount, question.amounts)
    before, after = words.near_before, words.near_after
    share = amount.kind == "share"
    of_budget = share and cues.found(RESERVE, "of_budget", before)
    if share and (part := _OF_BUDGET.match(text, amount.end)):
        near = SENTENCE_END.split(text[part.end() : part.end() + REACH])[0]
        places = {role: cues.first(RESERVE, role, near) for role in (SMALL_MICRO, SME)}
        if min(places.values()) < len(near):
            return min(places, key=lambda role: places[role]), True
    gives_before = cues.last_before(RESERVE, "gives", before) == len(before) > 0
    if not gives_before and _cannot_be_supplied(text, amount, words, cues):
        return UNAVAILABLE, False
    closed = CLAUSE_END.match(text[amount.end + len(after) :] or ".") is not None or text.endswith(after)
    for role, key in ((SMALL_MICRO, "small_micro"), (SME, "sme")):
        if _leads_on(text, amount, question, cues):
            break
        if _is_given(before, after, key, cues) or (closed and cues.found(RESERVE, f"follows_{key}", after)):
            return role, of_budget
    if not share and cues.found(RESERVE, "budget_after", after):
        return BUDGET, False
    return _named_before(words.before, before, share, cues), of_budget


def _is_given(before: str, after: str, key: str, cues: Cues) -> bool:
    """300万给中小企业; but 预算300万给中小企业留多少 tells the budget."""
    match = cues.patterns[RESERVE, f"gives_{key}"].search(after)
    if match is None:
        return False
    asked = cues.found(RESERVE, "asked_after", after[match.end() :])
    return not (asked and cues.found(RESERVE, BUDGET, before))


def _leads_on(text: str, amount: FoundAmount, question: Read, cues: Cues) -> bool:
    """盘子一千万给中小企业留三成: what stands between, without a pause, is said of the next amount.

    Unless the next has words of its own behind it: 300万给中小企业180万给小微.
    """
    following = [other for other in question.amounts if other.start >= amount.end]
    if not following:
        return False
    between = text[amount.end : following[0].start]
    if re.search(r"[ ,、;。(]", between.strip()):
        return False
    behind = around(text, following[0], question.amounts).near_after
    own = any(cues.found(RESERVE, f"gives_{key}", behind) for key in ("sme", "small_micro"))
    return cues.last_before(RESERVE, "gives", between) == len(between) > 0 or not own


def _cannot_be_supplied(text: str, amount: FoundAmount, words: Around, cues: Cues) -> bool:
    """Whether the clause behind says so, or the next of what the first names: 1500万是进口设备，中小企业供不了.

    The words that lead up to the next amount are about that one.
    """
    clauses = CLAUSE_END.split(words.after)
    rest = text[amount.end + len(words.after) :]
    if rest and not SENTENCE_END.match(rest):
        clauses.pop()
    named = bool(words.near_after.strip()) or cues.found(RESERVE, "within", words.near_before)
    after = ",".join(clauses if named else clauses[:1])
    first = cues.first(RESERVE, "unavailable", after)
    led_up = re.sub(r"中小(?:微)?(?:企业)?[^,]{0,4}$", "", after[:first])  # the subject of 供不了 is given nothing
    given = any(cues.found(RESERVE, key, led_up) for key in ("gives_sme", "gives_small_micro"))
    return first < len(after) and not given


def _named_before(sentence: str, clause: str, share: bool, cues: Cues) -> str | None:
    """The nearest role named before, in the clause or else in the sentence; a weak word for the whole comes last."""
    for words in (clause, sentence):
        near = {role: cues.last_before(RESERVE, role, words) for role in (UNAVAILABLE, SMALL_MICRO, SME)}
        if not share:
            named = max(near.values()) >= 0
            near[BUDGET] = cues.last_before(RESERVE, "budget_outright" if named else BUDGET, words)
        best = max(near.values())
        if best >= 0:
            return next(role for role, place in near.items() if place == best)
        if cues.found(RESERVE, "budget_weak", words) and not share:
            return BUDGET
        if cues.found(RESERVE, "gives", words):
            return SME
    return None


def _is_part_of_the_last(amount: FoundAmount, told: Sequence[Told], question: Read, cues: Cues) -> bool:
    """其中600万 behind what is kept for SMEs."""
    words = around(question.text, amount, question.amounts)
    return told[-1].role == SME and cues.found(RESERVE, "within", words.near_before)


def _points_back(amount: FoundAmount, told: Sequence[Told], question: Read, cues: Cues) -> bool:
    """An amount named again (这三成里的), or a share that is the bound itself (达到三成)."""
    words = around(question.text, amount, question.amounts)
    again = any(one.amount.value == amount.value and one.amount.kind == amount.kind for one in told)
    if again and (
        cues.found(RESERVE, "points_back", words.near_after)
        or words.near_before.endswith(("这", "那"))
        or cues.found(RESERVE, "counted_from", words.near_before)
    ):
        return True
    return amount.kind == "share" and amount.value in BOUNDS and cues.found(RESERVE, "bound_before", words.near_before)


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
