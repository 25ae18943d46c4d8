"""Questions of what is to be reserved whose budget is not told: it is asked for, unless a part can be told without."""

from __future__ import annotations

from dataclasses import replace

from bot.cues import Cues
from bot.request import Read, Request
from bot.reserve_request import RESERVE

NO_BUDGET = "本部门年度政府采购项目预算总额是多少？"
LONGEST = 60  # characters of a question that tells no amount at all; a longer one is a story


def budget_request(question: Read, cues: Cues) -> Request | None:
    """帮我算一下今年采购要给中小企业留多少钱: a sum is asked of one's own budget, and no amount is told."""
    text = question.text
    if question.amounts or cues.found("subject", "general", text) or len(text) > LONGEST:
        return None
    if cues.found("subject", "money", text) or cues.found(RESERVE, "own_budget_not", text):
        return None
    asked = all(cues.found(RESERVE, key, text) for key in ("who", "topic", "asks_money", "own_budget"))
    return Request(RESERVE) if asked else None


def with_budget_asked(request: Request, question: Read, cues: Cues) -> Request:
    """Of an amount for SMEs alone only the part for small and micro ones can be told, where that is asked."""
    told = request.arguments.keys()
    if request.problems or "budget_yuan" in told or "sme_yuan" not in told:
        return request
    kept = told & {"small_micro_yuan", "small_micro_share"}
    asked = not kept and cues.found(RESERVE, "asks_small_micro", question.text)
    return request if asked else replace(request, problems=(NO_BUDGET,))
