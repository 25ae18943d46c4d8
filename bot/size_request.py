"""Questions how large an enterprise is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.amounts import FoundAmount
from bot.clauses import around
from bot.cues import Cues
from bot.periods import of_the_time
from bot.request import Read, Request, problems_of
from kb.rules.industries import IndustryMention, NamedIndustry
from kb.rules.money import format_yuan
from kb.rules.registry import Registry
from kb.rules.size_table import Measure, Size

SIZE = "enterprise_size"
ASSETS, REVENUE, EMPLOYEES = "assets_yuan", "revenue_yuan", "employees"
LONGEST_EVIDENT = 60  # characters; a longer one is a story
LEAST_YEARLY = 10_000  # yuan; less is no year's revenue, nor what an enterprise owns
A_LITTLE = 100  # yuan
UNLIKELY = "unlikely"  # of a figure that can be no year's
_COMES_TO = re.compile(r"[,，]?(?:也|统共|一共|总共|拢共|共|就|才|只有|只|是|刚好|正好|有|合计|加起来)+")
_ADDED = re.compile(r"(?:加上?|和|跟|同|与|带|连|还有|外加|、)$")
TERSE = 6  # characters left over in a question that is nothing but figures


def size_request(question: Read, cues: Cues, registry: Registry) -> Request | None:
    """The class of an enterprise; asks for what is missing once an industry or a measure is told."""
    text = question.text
    asked = cues.found(SIZE, "wants", text)
    mention = registry.book.industries.industry_of(text)
    if cues.found("subject", "general", text):
        return None
    if not (question.counts or question.yuan):
        own = mention is not None and all(cues.found(SIZE, key, text) for key in ("own", "own_class", "wants"))
        return size_arguments(question, cues, registry) if own and not cues.found(SIZE, "benefit", text) else None
    if not (asked or _is_terse(question, mention, cues) or _is_evident(question, mention, cues)):
        return None
    labelled = bool(question.counts) or any(measure_of(amount, question, cues) for amount in question.yuan)
    bounds = all(amount.compared for amount in question.yuan)
    if not labelled and (mention is None or bounds or cues.found(SIZE, "benefit", text)):
        return None
    return size_arguments(question, cues, registry)


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


def size_arguments(question: Read, cues: Cues, registry: Registry) -> Request:
    """The industry and the measures that are told; a doubt that cannot change the class is none."""
    mention = registry.book.industries.industry_of(question.text)
    industry = mention.industry if mention is not None else None
    arguments: dict[str, Any] = {"industry": industry.key} if industry is not None else {}
    heads = _employees(question, cues)
    counts = {amount.value for amount in heads if amount.value is not None and not amount.problem}
    doubts = {EMPLOYEES: list(problems_of(heads))}
    if len(counts) > 1 or (counts and _is_only_a_part(heads, question, cues)):
        doubts[EMPLOYEES].append("从业人员总数是多少？")
    elif counts:
        arguments[EMPLOYEES] = int(counts.pop())
    told = {slot: of_the_time(amounts, question) for slot, amounts in _by_measure(question, cues).items()}
    more, money_doubts = _money(told, question, cues)
    arguments |= more
    doubts |= money_doubts
    if mention is not None and mention.ambiguous:
        names = "还是".join(one.label for one in mention.industries)
        return Request(SIZE, arguments, (f"“{mention.word}”按主要业务是{names}？", *_all(doubts)))
    if industry is None or not industry.in_table or doubts[UNLIKELY]:
        return Request(SIZE, arguments, _all(doubts))
    small, notes = _surely_micro(industry, {EMPLOYEES: heads, **told}, registry)
    if small and not counts - {arguments.get(EMPLOYEES)}:
        return Request(SIZE, {**small, **arguments}, (), notes)
    settled = not registry.missing(SIZE, arguments)
    # 工地上300多号人: what the trade is not measured by need not be told exactly.
    open_doubts = {slot: said for slot, said in doubts.items() if slot in industry.measures}
    return Request(SIZE, arguments, () if settled and not _told(arguments, open_doubts) else _all(open_doubts))


def _all(doubts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    slots = (EMPLOYEES, REVENUE, ASSETS, UNLIKELY)
    return tuple(dict.fromkeys(said for slot in slots for said in doubts.get(slot, ())))


def _told(arguments: Mapping[str, Any], doubts: Mapping[str, Sequence[str]]) -> bool:
    """Whether a measure that is told is doubted itself."""
    return any(slot in arguments and said for slot, said in doubts.items())


def _surely_micro(
    industry: NamedIndustry, told: Mapping[str, Sequence[FoundAmount]], registry: Registry
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A measure told roughly (三四个人, 不到10人) that is below the least of 小型 whatever it is exactly."""
    for bounds in registry.book.sizes.industries[industry.key].bounds_at(None):
        amounts = told.get(bounds.measure.value, ())
        if len(amounts) != 1 or amounts[0].below is None:
            continue
        most = amounts[0].below - (1 if bounds.measure is Measure.EMPLOYEES else A_LITTLE)
        if most > 0 and bounds.size(most) is Size.MICRO:
            heads = bounds.measure is Measure.EMPLOYEES
            said = f"{int(most)}人" if heads else format_yuan(most)
            note = f"“{amounts[0].text}”没有说确切的数，但怎么算都不到小型企业的下限，这里按{said}计算。"
            return {bounds.measure.value: int(most) if heads else most}, (note,)
    return {}, ()


def _employees(question: Read, cues: Cues) -> tuple[FoundAmount, ...]:
    """The head-counts; where one is told as the total, that alone."""
    total = tuple(
        amount
        for amount in question.counts
        if cues.found(SIZE, "total", around(question.text, amount, question.amounts).near_before)
    )
    return total or _sum_of_parts(question) or of_the_time(question.counts, question)


def _sum_of_parts(question: Read) -> tuple[FoundAmount, ...]:
    """我跟婆娘加两个伙计就4个人: the last of two, told as what they come to."""
    if len(question.counts) != 2:
        return ()
    first, last = question.counts
    between = question.text[first.end : last.start]
    return (last,) if _COMES_TO.fullmatch(between) and _ADDED.search(question.text, 0, first.start) else ()


def _is_only_a_part(heads: Sequence[FoundAmount], question: Read, cues: Cues) -> bool:
    """我和两个伙计: whoever is told beside them by name is not in the number."""
    return len(heads) == 1 and cues.found(SIZE, "beside", around(question.text, heads[0], question.amounts).near_before)


def _money(
    told: Mapping[str, Sequence[FoundAmount]], question: Read, cues: Cues
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Revenue and assets with what is doubtful of each; a month is not taken for a year."""
    arguments: dict[str, Any] = {}
    doubts: dict[str, list[str]] = {REVENUE: [], ASSETS: [], UNLIKELY: []}
    monthly: list[str] = []
    for slot, amount in ((slot, amount) for slot, amounts in told.items() for amount in amounts):
        before = around(question.text, amount, question.amounts).near_before
        if amount.problem:
            doubts[slot].append(amount.problem)
        elif slot == REVENUE and cues.found(SIZE, "monthly", before):
            monthly.append(f"“{amount.text}”不是全年的，全年营业收入是多少？")
        elif amount.value is not None and amount.value < LEAST_YEARLY:
            doubts[UNLIKELY].append(f"“{amount.text}”不像是一年的数，请核对是不是少写了“万”字。")
        elif arguments.get(slot, amount.value) != amount.value:
            label = "营业收入" if slot == REVENUE else "资产总额"
            doubts[slot].append(f"您说了不止一个金额，{label}是哪一个？")
        else:
            arguments[slot] = amount.value
    if REVENUE not in arguments:
        doubts[REVENUE] += monthly
    return arguments, doubts


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
