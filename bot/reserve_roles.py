"""What the words around each amount of a plan say that it is: the budget, what is kept for whom, or told beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.amounts import FoundAmount
from bot.clauses import CLAUSE_END, SENTENCE_END, Around, around
from bot.cues import Cues
from bot.request import Read

RESERVE = "procurement_reserve"
BUDGET, UNAVAILABLE, SME, SMALL_MICRO = "budget", "unavailable", "sme", "small_micro"
ASIDE = "aside"  # told beside: last year's, a part of the budget, the bound itself
SLOTS = {BUDGET: "budget_yuan", UNAVAILABLE: "unavailable_yuan"}
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


def roles_of(question: Read, cues: Cues) -> list[Told]:
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
