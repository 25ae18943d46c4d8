"""What a value said later takes the place of, where the words do not say it: 更正：28日收到; 四百八十万呢; 去掉大型."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from bot.consortium_request import CONSORTIUM
from bot.deadline_request import DECISION
from bot.reserve_request import RESERVE
from kb.numerals import NUMBER, to_quantity

RECEIVED, TRANSFERRED = "received", "transferred"
BUDGET = "budget_yuan"
PARTS = ("unavailable_yuan", "sme_yuan", "small_micro_yuan")
FEWEST = 2  # members of a consortium
# Whether words of a key of the conversation's table stand in a text.
Cue = Callable[[str, str], bool]
# 少了十万，正好两百万: the first amount is only by how much the other differs.
_DIFFERENCE = re.compile(
    rf"(?:少|多|降|涨|加|减|差|砍)(?:了|掉|出)?\s*(?:[0-9.]+|{NUMBER})\s*[千百十]?[万亿]?[元块]?(?:钱)?(?=[,，])"
)
_HOW_MANY = re.compile(rf"(?P<number>[0-9]{{1,2}}|{NUMBER})[家个方]")
MOST_MEMBERS = 20
_NAMES_BUDGET = re.compile("预算|总|盘子|全年|年度")


def without_difference(text: str) -> str:
    """A text without the amount by which the one that counts has changed."""
    return _DIFFERENCE.sub("，", text)


def amended(rule: str, known: Mapping[str, Any], values: Mapping[str, Any], text: str, cue: Cue) -> dict[str, Any]:
    """The values, each under the argument that it is meant for."""
    new = dict(values)
    if rule == DECISION and TRANSFERRED in known and set(new) == {RECEIVED}:
        return {_nearest_day(known, new[RECEIVED]): new[RECEIVED]}
    if rule == RESERVE and set(new) == {BUDGET} and not _NAMES_BUDGET.search(text):
        return {_nearest_amount(known, new[BUDGET]): new[BUDGET]}
    if rule == CONSORTIUM and new.get("members"):
        return {"members": _members(list(known.get("members", ())), list(new["members"]), text, cue)}
    return new


def _nearest_day(known: Mapping[str, Any], day: date) -> str:
    return min((RECEIVED, TRANSFERRED), key=lambda name: abs((known[name] - day).days) if name in known else 10**6)


def _nearest_amount(known: Mapping[str, Any], amount: Fraction) -> str:
    """The one told before that it differs least from, in proportion."""
    told = [name for name in (BUDGET, *PARTS) if known.get(name)]
    return min(
        told, key=lambda name: max(amount, known[name]) / max(Fraction(1), min(amount, known[name])), default=BUDGET
    )


def _members(known: list[str], told: list[str], text: str, cue: Cue) -> list[str]:
    """The members with those told joining or leaving them, or all of the one size told; else those told."""
    if len(told) == FEWEST and told[0] in known and cue("swaps", text):
        place = known.index(told[0])
        return [*known[:place], told[1], *known[place + 1 :]]
    if known and cue("removes", text):
        rest = [size for size in known if size not in told]
        return rest * FEWEST if len(rest) == 1 else rest
    if known and cue("adds", text):
        return [*known, *told]
    if len(told) > 1:
        return told
    if cue("every", text):
        return told * (_how_many(text) or max(len(known), FEWEST))
    # Another member in the place of the last one (换成大型企业呢), or the one not told yet.
    return [*known[:-1], *told] if len(known) >= FEWEST else [*known, *told]


def _how_many(text: str) -> int:
    """三家，都是微型: how many there are where only their size is told; 0 where that is not."""
    match = _HOW_MANY.search(text)
    return min(MOST_MEMBERS, int(to_quantity(match["number"]))) if match else 0
