"""Questions about procurement: consortia, single projects, or the share of a year's budget."""

from __future__ import annotations

from bot.budget_request import budget_request, with_budget_asked
from bot.consortium_request import CONSORTIUM, consortium_request
from bot.cues import Cues
from bot.exclusive_request import EXCLUSIVE, exclusive_arguments, exclusive_request
from bot.request import Read, Request
from bot.reserve_request import RESERVE, reserve_arguments, reserve_request
from kb.rules.registry import Registry

__all__ = [
    "CONSORTIUM",
    "EXCLUSIVE",
    "RESERVE",
    "exclusive_arguments",
    "procurement_request",
    "reserve_arguments",
]


def procurement_request(question: Read, cues: Cues, registry: Registry) -> Request | None:
    """The one that is meant, where the words of several are there."""
    consortium = consortium_request(question, cues, registry)
    if consortium is not None:
        return consortium
    reserve, exclusive = reserve_request(question, cues), exclusive_request(question, cues)
    reserve = with_budget_asked(reserve, question, cues) if reserve is not None else budget_request(question, cues)
    if reserve is None or exclusive is None:
        return reserve or exclusive
    part_asked = "sme_yuan" in reserve.arguments and not reserve.problems  # 小微 of what is kept for SMEs
    return exclusive if _is_one_project(question, cues) and not part_asked else reserve


def _is_one_project(question: Read, cues: Cues) -> bool:
    """专门面向 and 限额 are said of one project; a year's total or a share are not."""
    annual = cues.found(RESERVE, "annual_strong", question.text) or bool(question.shares)
    if cues.found(EXCLUSIVE, "strong", question.text):
        return not annual or cues.found(EXCLUSIVE, "above_threshold", question.text)
    return not (annual or cues.found(RESERVE, "annual", question.text) or cues.found(RESERVE, "plan", question.text))
