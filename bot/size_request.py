"""Questions how large an enterprise is."""

from __future__ import annotations

import re
from typing import Any

from bot.amounts import FoundAmount
from bot.clauses import around
from bot.cues import Cues
from bot.periods import of_the_time
from bot.request import Read, Request, problems_of
from kb.rules.industries import Industries, IndustryMention

SIZE = "enterprise_size"
ASSETS, REVENUE, EMPLOYEES = "assets_yuan", "revenue_yuan", "employees"
LONGEST_EVIDENT = 60  # characters; a longer one is a story
LEAST_YEARLY = 10_000  # yuan; less is no year's revenue, nor what an enterprise owns
TERSE = 6  # characters left over in a question that is nothing but figures


def size_request(question: Read, cues: Cues, industries: Industries) -> Request | None:
    """The class of an enterprise; asks for what is missing once an industry or a measure is told."""
    text = question.text
    asked = cues.found(SIZE, "wants", text)
    mention = industries.industry_of(text)
    if cues.found("subject", "general", text):
        return None
    if not (question.counts or question.yuan):
        own = mention is not None and all(cues.found(SIZE, key, text) for key in ("own", "own_class", "wants"))
        return size_arguments(question, cues, industries) if own and not cues.found(SIZE, "benefit", text) else None
    if not (asked or _is_terse(question, mention, cues) or _is_evident(question, mention, cues)):
        return None
    labelled = bool(question.counts) or any(measure_of(amount, question, cues) for amount in question.yuan)
    bounds = all(amount.compared for amount in question.yuan)
    if not labelled and (mention is None or bounds or cues.found(SIZE, "benefit", text)):
        return None
    return size_arguments(question, cues, industries)


def _is_terse(question: Read, mention: IndustryMention | None, cues: Cues) -> bool:
    """粮油批发，20人，营收4999万: an industry, a measure or two, and nothing else."""
    labelled = [amount for amount in question.yuan if measure_of(amount, question, cues)]
    if mention is None or len(question.counts) + len(labelled) < 2 or problems_of(question.amounts):
        return False
    rest = question.text
    for amount in question.amounts:
        rest = rest.replace(amount.text, " ")
    rest = rest.replace(mention.word, " ")
    for key in ("filler", "employees", "revenue", "assets"):
        rest = cues.patterns[SIZE, key].sub("", rest)
    return len(rest) <= TERSE and not cues.found(SIZE, "benefit", rest)


def _is_evident(question: Read, mention: IndustryMention | None, cues: Cues) -> bool:
    """An industry with two measures, and any word for a class: what else could be asked?"""
    measured = len(question.counts) + sum(bool(measure_of(amount, question, cues)) for amount in question.yuan)
    text = question.text
    if mention is None or measured < 2 or len(text) > LONGEST_EVIDENT:
        return False
    return cues.found(SIZE, "hints", text) and not cues.found(SIZE, "benefit", text)


def size_arguments(question: Read, cues: Cues, industries: Industries) -> Request:
    """The industry and the measures that are told."""
    arguments: dict[str, Any] = {}
    problems: tuple[str, ...] = ()
    mention = industries.industry_of(question.text)
    industry = mention.industry if mention is not None else None
    if mention is not None and mention.ambiguous:
        names = "还是".join(one.label for one in mention.industries)
        problems = (f"“{mention.word}”按主要业务是{names}？",)
    elif industry is not None:
        arguments["industry"] = industry.key
    heads = _employees(question, cues)
    # 工地上300多号人: what the trade is not measured by need not be told exactly.
    if industry is None or EMPLOYEES in industry.measures or not industry.in_table:
        problems = (*problems, *problems_of(heads))
    counts = {amount.value for amount in heads if amount.value is not None}
    if len(counts) > 1:
        problems = (*problems, "从业人员总数是多少？")
    elif counts:
        arguments[EMPLOYEES] = int(counts.pop())
    more, doubts = _money(question, cues)
    return Request(SIZE, arguments | more, (*problems, *doubts))


def _employees(question: Read, cues: Cues) -> tuple[FoundAmount, ...]:
    """The head-counts; where one is told as the total, that alone."""
    total = tuple(
        amount
        for amount in question.counts
        if cues.found(SIZE, "total", around(question.text, amount, question.amounts).near_before)
    )
    return total or of_the_time(question.counts, question)


def _money(question: Read, cues: Cues) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Revenue and assets; what is neither is left out, and a month is not taken for a year."""
    arguments: dict[str, Any] = {}
    doubts: dict[str, list[str]] = {REVENUE: [], ASSETS: []}
    monthly: list[str] = []
    told = {slot: of_the_time(amounts, question) for slot, amounts in _by_measure(question, cues).items()}
    for slot, amount in ((slot, amount) for slot, amounts in told.items() for amount in amounts):
        before = around(question.text, amount, question.amounts).near_before
        if amount.problem:
            doubts[slot].append(amount.problem)
        elif slot == REVENUE and cues.found(SIZE, "monthly", before):
            monthly.append(f"“{amount.text}”不是全年的，全年营业收入是多少？")
        elif amount.value is not None and amount.value < LEAST_YEARLY:
            doubts[slot].append(f"“{amount.text}”不像是一年的数，请核对是不是少写了“万”字。")
        elif arguments.get(slot, amount.value) != amount.value:
            label = "营业收入" if slot == REVENUE else "资产总额"
            doubts[slot].append(f"您说了不止一个金额，{label}是哪一个？")
        else:
            arguments[slot] = amount.value
    if REVENUE not in arguments:
        doubts[REVENUE] += monthly
    return arguments, tuple(dict.fromkeys((*doubts[REVENUE], *doubts[ASSETS])))


def _by_measure(question: Read, cues: Cues) -> dict[str, list[FoundAmount]]:
    """The amounts of money by what they measure; what is no measure is left out."""
    told: dict[str, list[FoundAmount]] = {REVENUE: [], ASSETS: []}
    for amount in question.yuan:
        words = around(question.text, amount, question.amounts)
        measure = measure_of(amount, question, cues)
        unlikely = measure is None and amount.value is not None and amount.value < LEAST_YEARLY
        other = _is_other_money(amount, question, cues) or cues.found(SIZE, "last_year", words.near_before)
        if not (unlikely or other):
            told[measure or REVENUE].append(amount)
    return told


def _is_other_money(amount: FoundAmount, question: Read, cues: Cues) -> bool:
    """Profit, capital, taxes: the words nearest before it say so."""
    words = around(question.text, amount, question.amounts)
    before = words.near_before
    if cues.found(SIZE, "other_money_after", words.near_after):
        return True
    other = cues.last_before(SIZE, "other_money", before)
    return other >= 0 and other > max(cues.last_before(SIZE, key, before) for key in ("assets", "revenue"))


def measure_of(amount: FoundAmount, question: Read, cues: Cues) -> str | None:
    """Assets or revenue, as the words nearest to the amount say."""
    words = around(question.text, amount, question.amounts)
    assets, revenue = (cues.last_before(SIZE, key, words.before) for key in ("assets", "revenue"))
    if max(assets, revenue) >= 0:
        return ASSETS if assets > revenue else REVENUE
    after = re.split("、", words.near_after)[0][:8]
    if cues.found(SIZE, "assets", after):
        return ASSETS
    return REVENUE if cues.found(SIZE, "revenue", after) else None
