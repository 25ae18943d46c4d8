"""Questions whether the regulation was in force on a day, and how large an enterprise is."""

from __future__ import annotations

import re
from typing import Any

from bot.amounts import FoundAmount
from bot.cues import Cues
from bot.request import Read, Request, problems_of
from kb.rules.industries import Industries

IN_FORCE, SIZE = "in_force", "enterprise_size"


def in_force_request(question: Read, cues: Cues) -> Request | None:
    text = question.text
    if not (question.dates and cues.found(IN_FORCE, "wants", text) and cues.found(IN_FORCE, "regulation", text)):
        return None
    days = list(dict.fromkeys(found.day for found in question.dates if found.day))
    problems = problems_of(question.dates)
    if len(days) > 1:
        problems = (*problems, "您说了不止一个日期，要看的是哪一天？")
    return Request(IN_FORCE, {"on": days[0]} if len(days) == 1 else {}, problems)


def size_request(question: Read, cues: Cues, industries: Industries) -> Request | None:
    """The class of an enterprise; asks for what is missing once an industry or a measure is told."""
    text = question.text
    if not cues.found(SIZE, "wants", text) or not (question.counts or question.yuan):
        return None
    arguments: dict[str, Any] = {}
    problems: tuple[str, ...] = ()
    mention = industries.industry_of(text)
    if mention is not None and mention.ambiguous:
        names = "还是".join(industry.label for industry in mention.industries)
        problems = (f"“{mention.word}”按主要业务是{names}？",)
    elif mention is not None and mention.industry is not None:
        arguments["industry"] = mention.industry.key
    told: tuple[FoundAmount, ...] = (*question.counts, *question.yuan)
    problems = (*problems, *problems_of(told))
    for amount in told:
        slot = "employees" if amount.kind == "count" else _measure(text, amount, question, cues)
        if amount.value is None:
            continue
        if slot in arguments and arguments[slot] != amount.value:
            doubt = "从业人员总数是多少？" if slot == "employees" else f"“{amount.text}”说的是营业收入还是资产总额？"
            problems = (*problems, doubt)
            continue
        arguments[slot] = int(amount.value) if slot == "employees" else amount.value
    return Request(SIZE, arguments, problems)


def _measure(text: str, amount: FoundAmount, question: Read, cues: Cues) -> str:
    """Assets where the words nearest to the amount say so, revenue otherwise."""
    start = max((other.end for other in question.amounts if other.end <= amount.start), default=0)
    before = text[start : amount.start]
    after = re.split(r"[，。；;,？?！!、]", text[amount.end : amount.end + 8])[0]
    assets, revenue = (cues.last_before(SIZE, key, before) for key in ("assets", "revenue"))
    if max(assets, revenue) >= 0:
        return "assets_yuan" if assets > revenue else "revenue_yuan"
    return "assets_yuan" if cues.found(SIZE, "assets", after) else "revenue_yuan"
