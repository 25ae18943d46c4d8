"""Questions about a sum that was computed: how it was counted, and one part of it."""

from __future__ import annotations

from bot.arguments import COMPLAINT
from bot.cues import Cues
from bot.deadline_request import RECEIVABLE
from bot.reserve_request import RESERVE
from bot.turn import TABLE, Turn

LONGEST_ABOUT = 12  # characters of a turn that asks nothing else
_DEADLINES = frozenset({RECEIVABLE, *COMPLAINT})
_PARTS = ("small_micro", "sme")


def is_on_sum(rule: str, turn: Turn, asks: bool, cues: Cues) -> bool:
    """Whether a turn asks of a part of what a rule computed, or what was counted: 其中小微呢, 放假也算进去了？"""
    if turn.length > LONGEST_ABOUT or not (asks or turn.marked):
        return False
    if rule in _DEADLINES:
        return cues.found(TABLE, "counted", turn.text)
    named = any(cues.found(RESERVE, part, turn.text) for part in _PARTS)
    return rule == RESERVE and named and (turn.trails or cues.found(TABLE, "how_many", turn.text))
