"""How a deadline stands on a day, said before or behind the deadline as the question wants it."""

from __future__ import annotations

from datetime import date

from kb.rules.narration import day_label
from kb.rules.result import RuleResult


def stands(result: RuleResult) -> bool:
    """Whether the result says how a deadline stands."""
    return "days_left" in result.value


def deadline_verdict(deadline: str, result: RuleResult, as_of: date | None, first: bool) -> str:
    """`deadline` is the verdict without a day; `as_of` the day told by the person, None for today.

    In Markdown, the part that was asked for in bold: the standing if `first`, else the deadline.
    """
    standing = _standing(result, as_of)
    return f"**{standing}：{deadline}**" if first else f"**{deadline}**{standing}。"


def _standing(result: RuleResult, as_of: date | None) -> str:
    left = int(result.value["days_left"])
    label = day_label(as_of or date.fromisoformat(result.arguments["today"]))
    now = f"截至{label}" if as_of else f"今天是{label}"
    if left < 0:
        return f"已经过期{-left}天（{now}）"
    if left == 0:
        return f"还没有过期，{label if as_of else '今天'}就是最后一天"
    working = result.value.get("working_days_left")
    of_these = "" if working is None else f"，其中工作日{working}天"
    return f"还没有过期，还剩{left}天{of_these}（{now}）"
