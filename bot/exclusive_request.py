"""Questions whether one procurement project must go to small and medium-sized enterprises only."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.amounts import FoundAmount
from bot.clauses import Around, around
from bot.cues import Cues
from bot.request import Read, Request, problems_of
from bot.unit_prices import Whole, whole_price

EXCLUSIVE = "procurement_exclusive"
# Characters of a question whose amounts are all vague: a longer one is a story.
LONGEST_WITHOUT_AMOUNT = 60
# Where both are told.
UNDECIDED = {
    "reaches_threshold": "这个项目到底有没有达到采购限额标准？",
    "suitable": "这个项目到底适不适宜由中小企业提供？",
}
KINDS = {"works": "工程", "services": "服务", "goods": "货物"}


def exclusive_request(question: Read, cues: Cues) -> Request | None:
    """Whether one project must go to SMEs only."""
    text = question.text
    if not all(cues.found(EXCLUSIVE, key, text) for key in ("topic", "wants", "asks")):
        return None
    if cues.found("subject", "general", text) or cues.found(EXCLUSIVE, "generic", text):
        return None
    amounts, thresholds = _amounts(question, cues)
    if all(amount.problem for amount in amounts) and not thresholds:
        if amounts and len(text) > LONGEST_WITHOUT_AMOUNT:
            return None
        if amounts and not all(amount.compared for amount in amounts):
            return exclusive_arguments(question, cues)
        own = cues.found(EXCLUSIVE, "specific", text) and cues.found(EXCLUSIVE, "strong", text)
        if not (own and _kind(text, cues)):
            return None
    return exclusive_arguments(question, cues)


def exclusive_arguments(question: Read, cues: Cues) -> Request:
    """What is told of a project: its amount and kind, and how it stands to the procurement threshold."""
    text = question.text
    told, thresholds = _amounts(question, cues)
    wholes = {amount: whole for amount in told if (whole := _whole(amount, question))}
    amounts = tuple(replace(one, value=wholes[one].value, problem="") if one in wholes else one for one in told)
    notes = tuple(whole.note for whole in wholes.values())
    arguments: dict[str, Any] = {}
    problems = problems_of((*amounts, *thresholds))
    if thresholds and thresholds[0].value is not None:
        arguments["threshold_yuan"] = thresholds[0].value
    values = {amount.value for amount in amounts if amount.value is not None}
    if len(values) > 1:
        problems = (*problems, "您说了不止一个金额，采购项目的金额是哪一个？")
    elif values:
        arguments["amount_yuan"] = values.pop()
    kind = _kind(text, cues)
    if kind is not None:
        arguments["kind"] = kind
    for slot, holds, fails in (
        ("reaches_threshold", "above_threshold", "below_threshold"),
        ("suitable", "suitable", "unsuitable"),
    ):
        denied = cues.found(EXCLUSIVE, fails, text)
        # 没有达到限额 says 达到限额 too.
        held = cues.found(EXCLUSIVE, holds, cues.patterns[EXCLUSIVE, fails].sub("|", text))
        if denied or held:
            arguments[slot] = held and not denied
        if denied and held:
            problems = (*problems, UNDECIDED[slot])
    return Request(EXCLUSIVE, arguments, problems, notes)


def _whole(amount: FoundAmount, question: Read) -> Whole | None:
    """The price of one times their number, whether or not it is known for a price of one."""
    return next((whole_price(one, question.text) for one in question.yuan if one.start == amount.start), None)


def _amounts(question: Read, cues: Cues) -> tuple[tuple[FoundAmount, ...], tuple[FoundAmount, ...]]:
    """The project's amounts and the procurement threshold; the bound of the provision is neither."""
    amounts: list[FoundAmount] = []
    thresholds: list[FoundAmount] = []
    for amount in question.yuan:
        words = around(question.text, amount, question.amounts)
        if cues.found(EXCLUSIVE, "threshold_is", words.near_before):
            thresholds.append(amount)
        elif not _is_bound(words.near_before, words.near_after, amount, cues):
            amounts.append(amount)
    return _of_project(amounts, question, cues), tuple(thresholds)


def _of_project(amounts: list[FoundAmount], question: Read, cues: Cues) -> tuple[FoundAmount, ...]:
    """Without last year's and the whole year's; the total where it is told, else the price of one as a problem."""
    words = {amount: around(question.text, amount, question.amounts) for amount in amounts}
    aside = "aside_before" if len(amounts) < 2 else "aside_of_several"
    own = [amount for amount in amounts if not cues.found(EXCLUSIVE, aside, words[amount].near_before)]
    parts = [amount for amount in own if not cues.found(EXCLUSIVE, "whole_before", words[amount].near_before)]
    if parts or cues.found(EXCLUSIVE, "one_project", question.text):
        own = parts
    totals = [amount for amount in own if cues.found(EXCLUSIVE, "total_before", words[amount].near_before)]
    if totals:
        return tuple(totals)
    each = [one for one in own if _is_each(words[one], question.text, cues) or whole_price(one, question.text)]
    rest = tuple(amount for amount in own if amount not in each)
    return rest or tuple(_unit_price(amount) for amount in each)


def _is_each(words: Around, text: str, cues: Cues) -> bool:
    """Of one piece, one month, or one of several years."""
    if cues.found(EXCLUSIVE, "yearly", words.near_before):
        return cues.found(EXCLUSIVE, "years", text)
    return cues.found(EXCLUSIVE, "each_before", words.near_before) or cues.found(
        EXCLUSIVE, "each_after", words.near_after
    )


def _unit_price(amount: FoundAmount) -> FoundAmount:
    problem = f"“{amount.text}”不是总价，整个采购项目一共是多少钱？"
    return replace(amount, value=None, problem=amount.problem or problem)


def _is_bound(before: str, after: str, amount: FoundAmount, cues: Cues) -> bool:
    if amount.compared and cues.found(EXCLUSIVE, "bound_after", after):
        return True
    named = cues.found(EXCLUSIVE, "bound_before", before) or cues.found(EXCLUSIVE, "bound_after", after)
    return named and not amount.compared


def _kind(text: str, cues: Cues) -> str | None:
    """The kind named outright, else that of the word that stands last (设备维护服务); what is bought is goods."""
    kinds = [kind for kind in KINDS if cues.found(EXCLUSIVE, kind, text)]
    if not kinds:
        return "goods" if cues.found(EXCLUSIVE, "buys", text) else None
    if len(kinds) > 1 and "works" in kinds and cues.found(EXCLUSIVE, "mixed", text):
        return None
    named = [kind for kind in kinds if re.search(KINDS[kind] + r"(?!商|器|于)", text)]
    if len(named) > 1:
        return _of_the_project(text, named, cues)
    return max(named or kinds, key=lambda kind: cues.last_before(EXCLUSIVE, kind, text))


def _of_the_project(text: str, named: list[str], cues: Cues) -> str:
    """Of several kinds named outright the one told in the first clause with a kind (服务采购210万，货物才有上限吧)."""
    places = {kind: re.search(KINDS[kind] + r"(?!商|器|于)", text) for kind in named}
    first = min(match.start() for match in places.values() if match)
    clause_end = re.search(r"[,，。;；?？]|$", text[first:])
    clause = text[: first + (clause_end.start() if clause_end else 0)]
    return max(named, key=lambda kind: clause.rfind(KINDS[kind]))
