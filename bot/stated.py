"""Whether a provision itself fixes what a short question is after: a period, a share, that it is free of charge."""

from __future__ import annotations

import re

from bot.premise import figures_of

_PERIOD = re.compile("[几多][天日]|几个?工作日|多少(?:个工作日|[天日])|多久|好久|多长时间|期限|时限")
_SHARE = re.compile("比例|几成|百分之(?:几|多少)|占比|占(?:到)?(?:多少|几|好多)|留(?:给.{0,6})?(?:多少|几|好多)")
_AMOUNT = re.compile("限额|金额|多少(?:万|钱)|几(?:十|百)?万|好多万|上限")
_CHARGE = re.compile("要钱|花钱|收钱|收费|收不收|免费|费用|交钱|掏钱")
_FREE = re.compile("无偿|免费|不得收费|不收取")
# How the name of a silence on the same kind of detail ends.
_SAME = {
    _PERIOD: re.compile("(?:几天|多久|时间|期限|时限|多长|天数|日期|时候|何时)[^，。]{0,6}$"),
    _SHARE: re.compile("(?:比例|份额|幅度|几成|多少|标准)[^，。]{0,4}$"),
}
_PERIODS = frozenset({"day", "working_day", "other"})


def answers(provision: str, asked: str, silence: str) -> bool:
    """Whether a provision fixes what is asked though it sounds like a silence about something else.

    `silence` is the name of what is not fixed: one on a period or a share stays what it is.
    """
    return fixes(provision, asked) and not any(
        pattern.search(asked) and _SAME[pattern].search(silence) for pattern in _SAME
    )


def fixes(provision: str, asked: str) -> bool:
    """Whether the words of a provision have what is asked; False where another kind of detail is asked."""
    kinds = {figure.kind for figure in figures_of(provision)}
    if _PERIOD.search(asked) and kinds & _PERIODS:
        return True
    if _SHARE.search(asked) and "share" in kinds:
        return True
    if _AMOUNT.search(asked) and "yuan" in kinds:
        return True
    return bool(_CHARGE.search(asked) and _FREE.search(provision))
